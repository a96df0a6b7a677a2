"""Which monitor is told what: one function per CSTA event.

A monitor hears of every call in which its device has a connection. ``localConnectionInfo`` is the
state of that device's own connection, whoever the event is about. Field for field after ECMA-269
clause 17.2 and ECMA-323; which optional events are sent follows ``reference/csta.md`` §3.3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from harness.protocols.csta.events import (
    ConferencedEvent,
    ConnectionClearedEvent,
    DeliveredEvent,
    DivertedEvent,
    EstablishedEvent,
    Event,
    FailedEvent,
    HeldEvent,
    OriginatedEvent,
    RetrievedEvent,
    ServiceInitiatedEvent,
    TransferredEvent,
)
from harness.protocols.csta.names import Cause, LocalConnectionState, Unidentified
from harness.protocols.csta.types import ConnectionID, ConnectionListItem
from harness.standin.calls.commands import Monitor, Notify
from harness.standin.calls.model import Call, Connection, Exchange, Failure
from harness.standin.defects import Defect
from harness.topology.dialect import DIVERTED_AT_FORWARDER

EventMaker = Callable[[Monitor, LocalConnectionState], Event]


def id_of(connection: Connection) -> ConnectionID:
    """A connection as CSTA names it. ASSUMED: one decimal call id for both parties."""
    return ConnectionID(str(connection.call.id), connection.device)


@dataclass(frozen=True, slots=True)
class Joined:
    """A connection that a transfer leaves: the call it was in, if any, and the call it is in."""

    device: str
    old: int | None
    new: int


@dataclass(frozen=True, slots=True)
class Transfer:
    """Who has left which calls for whom."""

    primary: Connection
    secondary: Connection | None
    to: str
    connections: list[Joined]


def connection_list(joined: list[Joined]) -> tuple[ConnectionListItem, ...]:
    """How connections came out of a transfer, as CSTA lists them."""
    return tuple(
        ConnectionListItem(
            new_connection=ConnectionID(str(each.new), each.device),
            old_connection=None if each.old is None else ConnectionID(str(each.old), each.device),
            endpoint=each.device,
        )
        for each in joined
    )


def _tell(exchange: Exchange, connections: list[Connection], make: EventMaker) -> None:
    states = {each.device: each.state for each in connections}
    for monitor in exchange.monitors.values():
        state = states.get(monitor.device)
        if state is not None:
            exchange.commands.append(Notify(monitor, make(monitor, state)))


def _parties(call: Call) -> list[Connection]:
    return list(call.connections.values())


def _redirection(exchange: Exchange, call: Call) -> str | Unidentified:
    if not call.redirected_from or Defect.LAST_REDIRECTION_MISSING in exchange.defects:
        return Unidentified.NOT_REQUIRED
    return call.redirected_from


def service_initiated(exchange: Exchange, connection: Connection, cause: Cause) -> None:
    """A device went off hook, by hand (``newCall``) or for an application (``makeCall``)."""
    _tell(
        exchange,
        [connection],
        lambda monitor, state: ServiceInitiatedEvent(
            monitor_cross_ref_id=monitor.cross_ref,
            initiated_connection=id_of(connection),
            initiating_device=connection.device,
            local_connection_info=state,
            cause=cause,
        ),
    )


def originated(exchange: Exchange, connection: Connection) -> None:
    """A device has dialled a whole number."""
    _tell(
        exchange,
        [connection],
        lambda monitor, state: OriginatedEvent(
            monitor_cross_ref_id=monitor.cross_ref,
            originated_connection=id_of(connection),
            calling_device=connection.device,
            called_device=connection.call.first_called,
            local_connection_info=state,
            cause=connection.call.cause,
        ),
    )


def delivered(exchange: Exchange, connection: Connection) -> None:
    """A call alerts at ``connection``."""
    call = connection.call
    defects = exchange.defects

    def make(monitor: Monitor, state: LocalConnectionState) -> DeliveredEvent:
        event = DeliveredEvent(
            monitor_cross_ref_id=monitor.cross_ref,
            connection=id_of(connection),
            alerting_device=connection.device,
            calling_device=call.calling,
            called_device=call.first_called,
            last_redirection_device=_redirection(exchange, call),
            local_connection_info=state,
            cause=call.cause,
        )
        if Defect.WRONG_CAUSE in defects:
            event = replace(event, cause=Cause.CALL_FORWARD_IMMEDIATE)
        if Defect.WRONG_LOCAL_CONNECTION_INFO in defects:
            event = replace(event, local_connection_info=LocalConnectionState.CONNECTED)
        return event

    _tell(exchange, _parties(call), make)
    if Defect.EVENT_TWICE in defects:
        _tell(exchange, [connection], make)


def established(exchange: Exchange, connection: Connection) -> None:
    """The call was answered at ``connection``."""
    call = connection.call
    told = _parties(call)
    answering = connection.device
    if Defect.EVENT_MISSING in exchange.defects:
        told = [each for each in told if each.device != call.calling]
    if Defect.WRONG_DEVICE in exchange.defects:
        answering = call.calling
    _tell(
        exchange,
        told,
        lambda monitor, state: EstablishedEvent(
            monitor_cross_ref_id=monitor.cross_ref,
            established_connection=id_of(connection),
            answering_device=answering,
            calling_device=call.calling,
            called_device=call.first_called,
            last_redirection_device=_redirection(exchange, call),
            local_connection_info=state,
            cause=Cause.NEW_CALL,
        ),
    )


def failed(exchange: Exchange, call: Call, failure: Failure) -> None:
    """A call got no further at ``failure.device``."""
    if failure.cause is Cause.BUSY and Defect.BUSY_NOT_REPORTED in exchange.defects:
        return
    _tell(
        exchange,
        _parties(call),
        lambda monitor, state: FailedEvent(
            monitor_cross_ref_id=monitor.cross_ref,
            failed_connection=ConnectionID(str(call.id), failure.device),
            failing_device=failure.device,
            calling_device=call.calling,
            called_device=call.first_called or Unidentified.NOT_KNOWN,
            last_redirection_device=_redirection(exchange, call),
            local_connection_info=state,
            cause=failure.cause,
        ),
    )


def held(exchange: Exchange, connection: Connection, cause: Cause) -> None:
    """``connection`` was put on hold."""
    told = _parties(connection.call)
    if Defect.HELD_PARTY_NOT_TOLD in exchange.defects:
        told = [connection]
    _tell(
        exchange,
        told,
        lambda monitor, state: HeldEvent(
            monitor_cross_ref_id=monitor.cross_ref,
            held_connection=id_of(connection),
            holding_device=connection.device,
            local_connection_info=state,
            cause=cause,
        ),
    )


def retrieved(exchange: Exchange, connection: Connection, cause: Cause) -> None:
    """``connection`` was taken back from hold."""
    _tell(
        exchange,
        _parties(connection.call),
        lambda monitor, state: RetrievedEvent(
            monitor_cross_ref_id=monitor.cross_ref,
            retrieved_connection=id_of(connection),
            retrieving_device=connection.device,
            local_connection_info=state,
            cause=cause,
        ),
    )


def diverted(
    exchange: Exchange, connection: Connection, caller: Connection, destination: str
) -> None:
    """A call has left ``connection``, where it alerted, for another device."""
    call = connection.call
    told = [each for each in (connection, caller) if each in call.connections.values()]
    if exchange.dialect.speaks(DIVERTED_AT_FORWARDER, "told") and connection not in told:
        told.append(connection)
    if Defect.DIVERTED_NOT_TOLD in exchange.defects:
        told.remove(caller)
    _tell(
        exchange,
        told,
        lambda monitor, state: DivertedEvent(
            monitor_cross_ref_id=monitor.cross_ref,
            connection=id_of(connection),
            diverting_device=connection.device,
            new_destination=destination,
            calling_device=call.calling,
            called_device=call.first_called,
            last_redirection_device=Unidentified.NOT_REQUIRED,
            local_connection_info=state,
            cause=call.cause,
        ),
    )


def transferred(exchange: Exchange, transfer: Transfer, told: list[Connection]) -> None:
    """A party has left its calls and joined the others, or sent the other one on."""
    primary, secondary = transfer.primary, transfer.secondary
    step = Cause.SINGLE_STEP_TRANSFER if secondary is None else Cause.TRANSFER
    joined = transfer.connections
    if Defect.SINGLE_STEP_AS_TRANSFER in exchange.defects:
        step = Cause.TRANSFER
    if Defect.TRANSFER_KEEPS_CALL_ID in exchange.defects:
        joined = [replace(each, new=each.old or each.new) for each in joined]
    _tell(
        exchange,
        told,
        lambda monitor, state: TransferredEvent(
            monitor_cross_ref_id=monitor.cross_ref,
            primary_old_call=id_of(primary),
            secondary_old_call=None if secondary is None else id_of(secondary),
            transferring_device=primary.device,
            transferred_to_device=transfer.to,
            transferred_connections=connection_list(joined),
            local_connection_info=state,
            cause=step,
        ),
    )


@dataclass(frozen=True, slots=True)
class Conference:
    """Who has joined which calls, and who was added."""

    primary: ConnectionID
    """The connection that was held, as it was."""
    secondary: ConnectionID
    added: str
    connections: list[Joined]


def conferenced(exchange: Exchange, conference: Conference, told: list[Connection]) -> None:
    """A party has joined its two calls and stays in, with the line on which it spoke last."""
    creator = conference.secondary.device_id
    if Defect.CONFERENCED_WRONG_DEVICE in exchange.defects:
        creator = conference.added
    joined = conference.connections
    if Defect.CONFERENCE_KEEPS_CALL_ID in exchange.defects:
        joined = [replace(each, new=each.old or each.new) for each in joined]
    _tell(
        exchange,
        told,
        lambda monitor, state: ConferencedEvent(
            monitor_cross_ref_id=monitor.cross_ref,
            primary_old_call=conference.primary,
            secondary_old_call=conference.secondary,
            conferencing_device=creator,
            added_party=conference.added,
            conference_connections=connection_list(joined),
            local_connection_info=state,
            cause=Cause.CONFERENCE,
        ),
    )


def connection_cleared(
    exchange: Exchange, connection: Connection, told: list[Connection], cause: Cause
) -> None:
    """``connection`` left its call. ASSUMED: the releasing device is always its own."""
    _tell(
        exchange,
        told,
        lambda monitor, state: ConnectionClearedEvent(
            monitor_cross_ref_id=monitor.cross_ref,
            dropped_connection=id_of(connection),
            releasing_device=connection.device,
            local_connection_info=state,
            cause=cause,
        ),
    )
