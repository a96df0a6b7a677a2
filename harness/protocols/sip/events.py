"""What a `UserAgent` tells its owner.

Values like those of ``messages``: constant by ``Final``, because several are made for each message.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NewType

from harness.errors import RemoteProtocolError
from harness.protocols.sip.dialogs import Dialog
from harness.protocols.sip.messages import Message, Request, Response
from harness.protocols.sip.values import Address

TransactionKey = NewType("TransactionKey", str)
"""Names one transaction at one agent; to be handed back, not to be read."""


@dataclass(slots=True)
class RequestReceived:
    """A new request, to be answered with ``respond(key, …)``; never an ACK or a CANCEL."""

    key: Final[TransactionKey]
    request: Final[Request]
    dialog: Final[Dialog | None]
    source: Final[Address]


@dataclass(slots=True)
class ResponseReceived:
    """A response to our request: any number of provisional ones, then one final."""

    key: Final[TransactionKey]
    response: Final[Response]
    dialog: Final[Dialog | None]


@dataclass(slots=True)
class Acknowledged:
    """Our 2xx to an INVITE was acknowledged."""

    dialog: Final[Dialog]


@dataclass(slots=True)
class TransactionFailed:
    """A transaction ended without what it waited for; ``reason`` is a sentence.

    For a client: no final response, or the connection broke. For a server: its INVITE was
    cancelled, or its final response was never acknowledged.
    """

    key: Final[TransactionKey]
    reason: Final[str]


@dataclass(slots=True)
class RefreshDue:
    """It is our turn to refresh the session (RFC 4028 §7.2)."""

    dialog: Final[Dialog]


@dataclass(slots=True)
class SessionExpired:
    """Nobody refreshed the session in time; a BYE is due (RFC 4028 §10)."""

    dialog: Final[Dialog]


@dataclass(slots=True)
class Misbehaved:
    """The other side broke a rule; whatever answer SIP foresees is on its way already."""

    error: Final[RemoteProtocolError]
    octets: Final[bytes]
    source: Final[Address]


@dataclass(slots=True)
class MessageSent:
    """Trace: a message goes out, for each repetition too."""

    message: Final[Message]
    destination: Final[Address]


@dataclass(slots=True)
class MessageReceived:
    """Trace: a well-formed message came in, repetitions included."""

    message: Final[Message]
    source: Final[Address]


Event = (
    RequestReceived
    | ResponseReceived
    | Acknowledged
    | TransactionFailed
    | RefreshDue
    | SessionExpired
    | Misbehaved
    | MessageSent
    | MessageReceived
)
