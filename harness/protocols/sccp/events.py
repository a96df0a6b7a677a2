"""What a station or a call agent's session tells its owner."""

from __future__ import annotations

from dataclasses import dataclass

from harness.protocols.errors import RemoteProtocolError
from harness.protocols.sccp.codec import Message


@dataclass(frozen=True, slots=True)
class MessageSent:
    """Our end said this."""

    message: Message


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """The other end said this."""

    message: Message


@dataclass(frozen=True, slots=True)
class Misbehaved:
    """The other end broke the protocol; the connection goes on where that is possible."""

    error: RemoteProtocolError


@dataclass(frozen=True, slots=True)
class Registered:
    """The station's registration is complete."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The agent gives no service, and says why."""

    text: str


@dataclass(frozen=True, slots=True)
class KeepAliveAnswered:
    """The agent answered the `KeepAlive` of this number, counted from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class Disconnected:
    """The station's connection is of no use any more; its owner closes the socket.

    ``reason`` is ``closed``, ``keep-alive``, ``unregistered`` or ``framing``.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The agent lost a phone; its owner closes the socket.

    ``reason`` is ``closed``, ``keep-alive`` or ``framing``.
    """

    reason: str


StationEvent = (
    MessageSent
    | MessageReceived
    | Misbehaved
    | Registered
    | Rejected
    | KeepAliveAnswered
    | Disconnected
)
SessionEvent = MessageSent | MessageReceived | Misbehaved | Gone
