"""The events of ECMA-269 about calls as a plan names them: ``Delivered(call, alerting=bob)``.

One class and one row of the table each. ``Held`` is a pattern, ``HeldEvent`` (in
``protocols.csta.events``) the value from the wire. What a plan leaves out is any; cause and
localConnectionInfo are never any: without a word in the plan the table's must be there. Events
about devices stand in ``device_events``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import ClassVar, Protocol

from harness.expect.device_events import DEVICE_PATTERNS
from harness.expect.patterns import (
    Call,
    DeviceEventShape,
    EventShape,
    Expected,
    ExpectedCause,
)
from harness.protocols.csta.names import Cause, LocalConnectionState

_NULL = LocalConnectionState.NULL
_INITIATED = LocalConnectionState.INITIATED
_ALERTING = LocalConnectionState.ALERTING
_CONNECTED = LocalConnectionState.CONNECTED
_HOLD = LocalConnectionState.HOLD
_FAIL = LocalConnectionState.FAIL

# Products write any of these for an ordinary call; a cause with a meaning is named in the plan.
_ORDINARY = frozenset({Cause.NEW_CALL, Cause.NORMAL, Cause.MAKE_CALL})


def ordinary_or(cause: Cause) -> frozenset[Cause]:
    """That cause, or one of an ordinary call: where the standard lets a switch write either."""
    return _ORDINARY | {cause}


class HasShape(Protocol):
    """What every pattern's class has."""

    shape: ClassVar[EventShape]


@dataclass(frozen=True, slots=True)
class ServiceInitiated:
    """A device went off hook, or a service took it there (ECMA-269 17.2.18)."""

    call: Call
    _: KW_ONLY
    initiating: Expected = None
    cause: ExpectedCause = None
    local: LocalConnectionState | None = None
    shape: ClassVar[EventShape] = EventShape(
        "ServiceInitiatedEvent", "initiated_connection", "initiating_device",
        at_subject=_INITIATED, elsewhere=_INITIATED, causes=_ORDINARY,
    )  # fmt: skip

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """Its device fields."""
        yield "initiating_device", self.initiating


@dataclass(frozen=True, slots=True)
class Originated:
    """A call is being attempted from a device (ECMA-269 17.2.14)."""

    call: Call
    _: KW_ONLY
    calling: Expected = None
    called: Expected = None
    cause: ExpectedCause = None
    local: LocalConnectionState | None = None
    shape: ClassVar[EventShape] = EventShape(
        "OriginatedEvent", "originated_connection", "calling_device",
        at_subject=_CONNECTED, elsewhere=_CONNECTED, causes=_ORDINARY,
    )  # fmt: skip

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """Its device fields."""
        yield "calling_device", self.calling
        yield "called_device", self.called


@dataclass(frozen=True, slots=True)
class Delivered:
    """A device is being alerted (ECMA-269 17.2.5)."""

    call: Call
    _: KW_ONLY
    alerting: Expected = None
    calling: Expected = None
    called: Expected = None
    last_redirection: Expected = None
    cause: ExpectedCause = None
    local: LocalConnectionState | None = None
    shape: ClassVar[EventShape] = EventShape(
        "DeliveredEvent", "connection", "alerting_device",
        at_subject=_ALERTING, elsewhere=_CONNECTED, causes=_ORDINARY,
    )  # fmt: skip

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """Its device fields."""
        yield "alerting_device", self.alerting
        yield "calling_device", self.calling
        yield "called_device", self.called
        yield "last_redirection_device", self.last_redirection


@dataclass(frozen=True, slots=True)
class Established:
    """A device has answered (ECMA-269 17.2.9)."""

    call: Call
    _: KW_ONLY
    answering: Expected = None
    calling: Expected = None
    called: Expected = None
    cause: ExpectedCause = None
    local: LocalConnectionState | None = None
    shape: ClassVar[EventShape] = EventShape(
        "EstablishedEvent", "established_connection", "answering_device",
        at_subject=_CONNECTED, elsewhere=_CONNECTED, causes=_ORDINARY,
    )  # fmt: skip

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """Its device fields."""
        yield "answering_device", self.answering
        yield "calling_device", self.calling
        yield "called_device", self.called


@dataclass(frozen=True, slots=True)
class Held:
    """A connection was put on hold (ECMA-269 17.2.10)."""

    call: Call
    _: KW_ONLY
    holding: Expected = None
    cause: ExpectedCause = None
    local: LocalConnectionState | None = None
    shape: ClassVar[EventShape] = EventShape(
        "HeldEvent", "held_connection", "holding_device",
        at_subject=_HOLD, elsewhere=_CONNECTED, causes=frozenset({Cause.NORMAL, Cause.NEW_CALL}),
    )  # fmt: skip

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """Its device fields."""
        yield "holding_device", self.holding


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A held connection was taken back (ECMA-269 17.2.17)."""

    call: Call
    _: KW_ONLY
    retrieving: Expected = None
    cause: ExpectedCause = None
    local: LocalConnectionState | None = None
    shape: ClassVar[EventShape] = EventShape(
        "RetrievedEvent", "retrieved_connection", "retrieving_device",
        at_subject=_CONNECTED, elsewhere=_CONNECTED,
        causes=frozenset({Cause.NORMAL, Cause.NEW_CALL}),
    )  # fmt: skip

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """Its device fields."""
        yield "retrieving_device", self.retrieving


@dataclass(frozen=True, slots=True)
class ConnectionCleared:
    """A device has left a call (ECMA-269 17.2.4)."""

    call: Call
    _: KW_ONLY
    releasing: Expected = None
    cause: ExpectedCause = None
    local: LocalConnectionState | None = None
    shape: ClassVar[EventShape] = EventShape(
        "ConnectionClearedEvent", "dropped_connection", "releasing_device",
        at_subject=_NULL, elsewhere=_CONNECTED,
        causes=frozenset({Cause.NORMAL_CLEARING, Cause.NORMAL}),
    )  # fmt: skip

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """Its device fields."""
        yield "releasing_device", self.releasing


@dataclass(frozen=True, slots=True)
class Failed:
    """A call could not be completed at a device (ECMA-269 17.2.9); a plan names the cause."""

    call: Call
    _: KW_ONLY
    failing: Expected = None
    calling: Expected = None
    called: Expected = None
    cause: ExpectedCause = None
    local: LocalConnectionState | None = None
    shape: ClassVar[EventShape] = EventShape(
        "FailedEvent", "failed_connection", "failing_device",
        at_subject=_FAIL, elsewhere=_CONNECTED, causes=frozenset(),
    )  # fmt: skip

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """Its device fields."""
        yield "failing_device", self.failing
        yield "calling_device", self.calling
        yield "called_device", self.called


@dataclass(frozen=True, slots=True)
class Diverted:
    """A call has left a device for another one (ECMA-269 17.2.8)."""

    call: Call
    _: KW_ONLY
    diverting: Expected = None
    to: Expected = None
    calling: Expected = None
    cause: ExpectedCause = None
    local: LocalConnectionState | None = None
    shape: ClassVar[EventShape] = EventShape(
        "DivertedEvent", "connection", "diverting_device",
        at_subject=_NULL, elsewhere=_CONNECTED, causes=frozenset({Cause.REDIRECTED}),
    )  # fmt: skip

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """Its device fields."""
        yield "diverting_device", self.diverting
        yield "new_destination", self.to
        yield "calling_device", self.calling


@dataclass(frozen=True, slots=True)
class Transferred:
    """A device has left its calls and joined the others (ECMA-269 17.2.19).

    ``call`` is the witness's own; from here on it has the callID that ``transferredConnections``
    gives it.
    """

    call: Call
    _: KW_ONLY
    transferring: Expected = None
    to: Expected = None
    cause: ExpectedCause = None
    local: LocalConnectionState | None = None
    shape: ClassVar[EventShape] = EventShape(
        "TransferredEvent", "primary_old_call", "transferring_device",
        at_subject=_NULL, elsewhere=_CONNECTED, causes=frozenset({Cause.TRANSFER}),
        secondary="secondary_old_call", connections="transferred_connections",
    )  # fmt: skip

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """Its device fields."""
        yield "transferring_device", self.transferring
        yield "transferred_to_device", self.to


@dataclass(frozen=True, slots=True)
class Conferenced:
    """A device has joined its two calls and stays in (ECMA-269 17.2.3).

    ``call`` is the witness's own; from here on it has the callID that ``conferenceConnections``
    gives it.
    """

    call: Call
    _: KW_ONLY
    conferencing: Expected = None
    added: Expected = None
    cause: ExpectedCause = None
    local: LocalConnectionState | None = None
    shape: ClassVar[EventShape] = EventShape(
        "ConferencedEvent", "primary_old_call", "conferencing_device",
        at_subject=_CONNECTED, elsewhere=_CONNECTED, causes=frozenset({Cause.CONFERENCE}),
        secondary="secondary_old_call", connections="conference_connections", stays=True,
    )  # fmt: skip

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """Its device fields."""
        yield "conferencing_device", self.conferencing
        yield "added_party", self.added


_PATTERNS: tuple[type[HasShape], ...] = (
    ServiceInitiated, Originated, Delivered, Established, Held, Retrieved, ConnectionCleared,
    Failed, Diverted, Transferred, Conferenced,
)  # fmt: skip

SHAPES: Mapping[str, EventShape | DeviceEventShape] = {
    **{pattern.shape.event: pattern.shape for pattern in _PATTERNS},
    **{pattern.shape.event: pattern.shape for pattern in DEVICE_PATTERNS},
}
