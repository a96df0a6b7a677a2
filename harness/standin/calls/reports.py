"""Which monitor is told what: one function per CSTA event.

A monitor hears of every call in which its device has a connection. ``localConnectionInfo`` is the
state of that device's own connection, whoever the event is about. Field for field after ECMA-269
clause 17.2 and ECMA-323; which optional events are sent follows ``reference/csta.md`` §3.3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from harness.protocols.csta.events import (
    ConnectionClearedEvent,
    DeliveredEvent,
    EstablishedEvent,
    Event,
    FailedEvent,
    HeldEvent,
    OriginatedEvent,
    RetrievedEvent,
    ServiceInitiatedEvent,
)
from harness.protocols.csta.names import Cause, LocalConnectionState, Unidentified
from harness.protocols.csta.types import ConnectionID
from harness.standin.calls.commands import Monitor, Notify
from harness.standin.calls.model import Call, Connection, Exchange, Failure
from harness.standin.defects import Defect

EventMaker = Callable[[Monitor, LocalConnectionState], Event]


def id_of(connection: Connection) -> ConnectionID:
    """A connection as CSTA names it. ASSUMED: one decimal call id for both parties."""
    return ConnectionID(str(connection.call.id), connection.device)


def _tell(exchange: Exchange, connections: list[Connection], make: EventMaker) -> None:
    states = {each.device: each.state for each in connections}
    for monitor in exchange.monitors.values():
        state = states.get(monitor.device)
        if state is not None:
            exchange.commands.append(Notify(monitor, make(monitor, state)))


def _parties(call: Call) -> list[Connection]:
    return list(call.connections.values())


def _redirection(call: Call) -> str | Unidentified:
    return call.redirected_from or Unidentified.NOT_REQUIRED


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
            last_redirection_device=_redirection(call),
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
            last_redirection_device=_redirection(call),
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
            last_redirection_device=_redirection(call),
            local_connection_info=state,
            cause=failure.cause,
        ),
    )


def held(exchange: Exchange, connection: Connection, cause: Cause) -> None:
    """``connection`` was put on hold."""
    _tell(
        exchange,
        _parties(connection.call),
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
