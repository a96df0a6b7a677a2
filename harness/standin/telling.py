"""Which events an application is told, with what cause and in which order: the dialect's part.

The engine tells the whole story in the standard's model. What the router's dialect leaves out,
says by another cause or puts elsewhere is changed here, on the commands of one happening, before
any session writes them: one row of a table for each choice that is not the default. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from harness.protocols.csta.events import (
    ConnectionClearedEvent,
    DeliveredEvent,
    DivertedEvent,
    DoNotDisturbEvent,
    EstablishedEvent,
    FailedEvent,
    ForwardingEvent,
    MessageWaitingEvent,
    OriginatedEvent,
    ServiceInitiatedEvent,
)
from harness.protocols.csta.names import Cause
from harness.standin.calls.commands import Command, Notify, Respond
from harness.topology import dialect as points
from harness.topology.dialect import Dialect, Point

Telling = Callable[[Sequence[Command]], Sequence[Command]]
"""What one choice makes of the commands of one happening."""


_FORWARDED = frozenset({Cause.CALL_FORWARD_IMMEDIATE, Cause.CALL_FORWARD_BUSY})
_FOR_A_SERVICE = frozenset({Cause.CONSULTATION, Cause.SINGLE_STEP_TRANSFER})


def _without(*kinds: type, where: Callable[[Notify], bool] = lambda _: True) -> Telling:
    """Leave such events out."""

    def tell(commands: Sequence[Command]) -> Sequence[Command]:
        return [
            each
            for each in commands
            if not (isinstance(each, Notify) and isinstance(each.event, kinds) and where(each))
        ]

    return tell


def _failed_for(cause: Cause) -> Callable[[Notify], bool]:
    return lambda notice: notice.event.cause is cause


def _sent_on_elsewhere(notice: Notify) -> bool:
    """Whether somebody else's line sends a call on before it alerts there."""
    event = notice.event
    assert isinstance(event, DivertedEvent)  # noqa: S101 - the row names the kind
    return event.cause in _FORWARDED and event.diverting_device != notice.monitor.device


def _caused(*kinds: type, told: Iterable[Cause], instead: Cause) -> Telling:
    """Write another cause in such events."""
    causes = frozenset(told)

    def tell(commands: Sequence[Command]) -> Sequence[Command]:
        return [
            replace(each, event=replace(each.event, cause=instead))  # type: ignore[type-var]
            if isinstance(each, Notify) and isinstance(each.event, kinds)
            and each.event.cause in causes
            else each
            for each in commands
        ]  # fmt: skip

    return tell


def _own_cleared_only(commands: Sequence[Command]) -> Sequence[Command]:
    """Tell nobody of another's leaving who is told that his own connection is cleared with it."""
    cleared = [
        (each.monitor, each.event)
        for each in commands
        if isinstance(each, Notify) and isinstance(each.event, ConnectionClearedEvent)
    ]
    ended = {
        (monitor.cross_ref, event.dropped_connection.call_id)
        for monitor, event in cleared
        if event.dropped_connection.device_id == monitor.device
    }

    def is_echo(notice: Notify) -> bool:
        dropped = notice.event.dropped_connection  # type: ignore[attr-defined]
        own = dropped.device_id == notice.monitor.device
        return not own and (notice.monitor.cross_ref, dropped.call_id) in ended

    return _without(ConnectionClearedEvent, where=is_echo)(commands)


def _events_first(commands: Sequence[Command]) -> Sequence[Command]:
    answers = [each for each in commands if isinstance(each, Respond)]
    return [*(each for each in commands if not isinstance(each, Respond)), *answers]


_CALLS = (OriginatedEvent, DeliveredEvent, EstablishedEvent)

ROWS: Mapping[tuple[Point, str], Telling] = {
    (points.SERVICE_INITIATED, "not-sent"): _without(ServiceInitiatedEvent),
    (points.CONNECTION_CLEARED, "own"): _own_cleared_only,
    (points.FAILED_BUSY, "not-sent"): _without(FailedEvent, where=_failed_for(Cause.BUSY)),
    (points.FAILED_UNKNOWN, "not-sent"): _without(
        FailedEvent, where=_failed_for(Cause.NUMBER_UNALLOCATED)
    ),
    (points.DIVERTED_AT_CALLER, "not-told"): _without(DivertedEvent, where=_sent_on_elsewhere),
    (points.FORWARDING_EVENT, "not-sent"): _without(ForwardingEvent),
    (points.DO_NOT_DISTURB_EVENT, "not-sent"): _without(DoNotDisturbEvent),
    (points.MESSAGE_WAITING_EVENT, "not-sent"): _without(MessageWaitingEvent),
    (points.SERVICE_CAUSE, "ordinary"): _caused(
        OriginatedEvent, DeliveredEvent, told=_FOR_A_SERVICE, instead=Cause.NEW_CALL
    ),
    (points.ORDINARY_CAUSE, "normal"): _caused(
        *_CALLS, told={Cause.NEW_CALL}, instead=Cause.NORMAL
    ),
    (points.RESPONSE_ORDER, "event-first"): _events_first,
}
"""In the order in which they are applied."""


def tellings(dialect: Dialect) -> tuple[Telling, ...]:
    """What a dialect makes of the engine's story, one after the other."""
    return tuple(telling for (point, choice), telling in ROWS.items() if dialect[point] == choice)


def told(commands: Sequence[Command], how: Iterable[Telling]) -> Sequence[Command]:
    """The commands of one happening as they are to be carried out."""
    for telling in how:
        commands = telling(commands)
    return commands
