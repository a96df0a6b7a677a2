"""What the switch wants done: the engine's output, in the order it must be done."""

from __future__ import annotations

from dataclasses import dataclass

from harness.protocols.csta.events import Event
from harness.protocols.sccp.messages import Message
from harness.standin.calls.events import Requester


@dataclass(frozen=True, slots=True)
class Monitor:
    """A running monitor: whose it is and which number it observes."""

    cross_ref: str
    session: int
    device: str


@dataclass(frozen=True, slots=True)
class ToStation:
    """Send a phone a message; which layout it takes is the phone's protocol version's affair."""

    station: str
    message: Message


@dataclass(frozen=True, slots=True)
class Respond:
    """Answer a service request."""

    requester: Requester
    answer: object
    """A response of ``protocols.csta.services``, or a `CSTAErrorCode`."""


@dataclass(frozen=True, slots=True)
class Notify:
    """Report an event to a monitor."""

    monitor: Monitor
    event: Event


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Tell an application that the switch has stopped its monitor."""

    monitor: Monitor


@dataclass(frozen=True, slots=True)
class Reconfigure:
    """Write into the configuration where all calls for a number go; empty when to itself."""

    number: str
    forward_all: str


@dataclass(frozen=True, slots=True)
class Mix:
    """Let these ears hear each other's voices, and nobody else's; none when it is over."""

    conference: int
    """The call's number."""
    ears: tuple[tuple[str, int], ...]
    """Where each party listens, and sends from."""


Command = ToStation | Respond | Notify | Withdraw | Reconfigure | Mix
