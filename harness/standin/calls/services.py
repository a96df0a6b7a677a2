"""What an application may ask of the switch: one guard and one effect per CSTA service.

A guard says why a service is refused now, or nothing; an effect answers first and then lets the
call move, so that the response precedes the events it causes. Refusals follow
``reference/csta.md`` §4.1. A service without a row is answered ``operation/serviceNotSupported``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from harness.protocols.csta.faults import CSTAErrorCode, Fault, refused
from harness.protocols.csta.names import (
    AutoOriginate,
    Cause,
    FaultCategory,
    LocalConnectionState,
    OperationFault,
    StateFault,
    SystemResourceFault,
)
from harness.protocols.csta.services import (
    AnswerCall,
    AnswerCallResponse,
    ClearConnection,
    ClearConnectionResponse,
    HoldCall,
    HoldCallResponse,
    MakeCall,
    MakeCallResponse,
    MonitorStart,
    MonitorStartResponse,
    MonitorStop,
    MonitorStopResponse,
    RetrieveCall,
    RetrieveCallResponse,
    SnapshotDevice,
    SnapshotDeviceResponse,
)
from harness.protocols.csta.types import (
    ConnectionID,
    LocalCallState,
    SnapshotDeviceData,
    SnapshotDeviceResponseInfo,
)
from harness.standin.calls import progress, reports
from harness.standin.calls.commands import Monitor, Respond
from harness.standin.calls.events import Requester, ServiceRequested
from harness.standin.calls.model import Connection, Exchange
from harness.standin.defects import Defect

_S = LocalConnectionState
Guard = Callable[[Exchange, Requester, Any], Fault | None]
Effect = Callable[[Exchange, Requester, Any], None]


@dataclass(frozen=True, slots=True)
class Service:
    """One row: when the service is refused, and what it does when it is not."""

    guard: Guard
    effect: Effect


def requested(exchange: Exchange, event: ServiceRequested) -> None:
    """Refuse a service, or answer it and do it."""
    requester, request = event.requester, event.service
    service = SERVICES.get(type(request))
    if service is None:
        fault: Fault | None = OperationFault.SERVICE_NOT_SUPPORTED
    else:
        fault = service.guard(exchange, requester, request)
    if fault is not None:
        exchange.commands.append(Respond(requester, _refusal(exchange, fault)))
    elif service is not None:
        service.effect(exchange, requester, request)


def _refusal(exchange: Exchange, fault: Fault) -> CSTAErrorCode:
    if Defect.WRONG_FAULT in exchange.defects and isinstance(fault, StateFault):
        return CSTAErrorCode(FaultCategory.OPERATION, OperationFault.GENERIC)
    return refused(fault)


def _answer(exchange: Exchange, requester: Requester, response: object) -> None:
    exchange.commands.append(Respond(requester, response))


# Who and what is meant ---------------------------------------------------------------------------


def _device_fault(exchange: Exchange, number: str, unknown: Fault) -> Fault | None:
    """Why an application may do nothing at all with a device."""
    known = exchange.numbers.get(number)
    if known is None:
        return unknown
    return None if known.watched else OperationFault.PRIVILEGE_VIOLATION_SPECIFIED_DEVICE


def _connection_fault(exchange: Exchange, wanted: ConnectionID) -> Fault | None:
    """Why there is no such connection, or no right to it."""
    try:
        number = int(wanted.call_id)
    except ValueError:
        return OperationFault.INVALID_CONNECTION_ID
    call = exchange.calls.get(number)
    if call is None:
        was = 0 < number <= exchange.last_call
        return StateFault.NO_CONNECTION_TO_CLEAR if was else OperationFault.INVALID_CONNECTION_ID
    if wanted.device_id not in call.connections:
        return OperationFault.INVALID_DEVICE_ID
    return _device_fault(exchange, wanted.device_id, OperationFault.INVALID_DEVICE_ID)


def _connection(exchange: Exchange, wanted: ConnectionID) -> Connection:
    return exchange.calls[int(wanted.call_id)].connections[wanted.device_id]


def _fault_unless(
    exchange: Exchange, wanted: ConnectionID, state: LocalConnectionState, otherwise: Fault
) -> Fault | None:
    """Why a connection is not there, or not in ``state``; a call that is over is the latter."""
    fault = _connection_fault(exchange, wanted)
    if fault is StateFault.NO_CONNECTION_TO_CLEAR:
        return otherwise
    if fault is None and _connection(exchange, wanted).state is not state:
        return otherwise
    return fault


# Monitors and snapshots --------------------------------------------------------------------------


def _guard_monitor_start(exchange: Exchange, _: Requester, request: MonitorStart) -> Fault | None:
    number = request.monitor_object.device_object
    if not number:
        return OperationFault.INVALID_MONITOR_OBJECT
    fault = _device_fault(exchange, number, OperationFault.INVALID_DEVICE_ID)
    if fault is not None:
        return fault
    known = exchange.numbers[number]
    # Document, "cti notify": required where no physical device has the number.
    up = known.carried or known.notified
    return None if up else SystemResourceFault.DEVICE_OUT_OF_SERVICE


def _monitor_start(exchange: Exchange, requester: Requester, request: MonitorStart) -> None:
    exchange.last_cross_ref += 1
    cross_ref = str(exchange.last_cross_ref)
    number = request.monitor_object.device_object
    exchange.monitors[cross_ref] = Monitor(cross_ref, requester.session, number)
    existing = True if exchange.connections_of(number) else None
    response = MonitorStartResponse(monitor_cross_ref_id=cross_ref, monitor_existing_calls=existing)
    _answer(exchange, requester, response)


def _guard_monitor_stop(
    exchange: Exchange, requester: Requester, request: MonitorStop
) -> Fault | None:
    monitor = exchange.monitors.get(request.monitor_cross_ref_id)
    if monitor is None or monitor.session != requester.session:
        return OperationFault.INVALID_MONITOR_CROSS_REF_ID
    return None


def _monitor_stop(exchange: Exchange, requester: Requester, request: MonitorStop) -> None:
    if Defect.EVENT_AFTER_MONITOR_STOP not in exchange.defects:
        del exchange.monitors[request.monitor_cross_ref_id]
    _answer(exchange, requester, MonitorStopResponse())


def _guard_snapshot(exchange: Exchange, _: Requester, request: SnapshotDevice) -> Fault | None:
    return _device_fault(exchange, request.snapshot_object, OperationFault.INVALID_DEVICE_ID)


def _snapshot(exchange: Exchange, requester: Requester, request: SnapshotDevice) -> None:
    connections = exchange.connections_of(request.snapshot_object)
    data = SnapshotDeviceData(snapshot_data=tuple(map(_snapshot_of, connections)))
    response = SnapshotDeviceResponse(cross_ref_id_or_snapshot_data=data)
    _answer(exchange, requester, response)


def _snapshot_of(connection: Connection) -> SnapshotDeviceResponseInfo:
    call = connection.call
    states = [connection.state, *(other.state for other in call.others(connection))]
    if call.failure is not None and call.failure.device != connection.device:
        states.append(_S.FAIL)
    return SnapshotDeviceResponseInfo(
        connection_identifier=reports.id_of(connection),
        local_call_state=LocalCallState(compound_call_state=tuple(states)),
    )


# Call control ------------------------------------------------------------------------------------


def _guard_make_call(exchange: Exchange, _: Requester, request: MakeCall) -> Fault | None:
    number = request.calling_device
    fault = _device_fault(exchange, number, OperationFault.INVALID_CALLING_DEVICE_ID)
    if fault is not None:
        return fault
    places = exchange.appearances(number)
    if not places:
        return SystemResourceFault.CALLING_DEVICE_OUT_OF_SERVICE
    busy = any(
        each.state is not _S.HOLD
        for each in exchange.connections_of(number) + exchange.connections_at(places[0][0])
    )
    if busy or not exchange.has_free_channel(number):
        return StateFault.INVALID_CALLING_DEVICE_STATE
    called = request.called_directory_number
    target = exchange.find(called)
    if called and target is None:
        return OperationFault.INVALID_CALLED_DEVICE_ID
    if target is not None and not exchange.is_up(target.number):
        return SystemResourceFault.CALLED_DEVICE_OUT_OF_SERVICE
    return None


def _make_call(exchange: Exchange, requester: Requester, request: MakeCall) -> None:
    number, called = request.calling_device, request.called_directory_number
    connection = progress.seize(exchange, number, *exchange.appearances(number)[0])
    response = MakeCallResponse(calling_device=reports.id_of(connection))
    _answer(exchange, requester, response)
    # ECMA-269 Make Call: the default of autoOriginate is to prompt.
    if called and request.auto_originate is not AutoOriginate.DO_NOT_PROMPT:
        progress.prompt(exchange, connection, called)
        return
    progress.initiate(exchange, connection, Cause.MAKE_CALL)
    if called:
        progress.dialled(exchange, connection, called)


def _guard_answer(exchange: Exchange, _: Requester, request: AnswerCall) -> Fault | None:
    wanted = request.call_to_be_answered
    fault = _fault_unless(exchange, wanted, _S.ALERTING, StateFault.NO_CALL_TO_ANSWER)
    if fault is None and not exchange.appearances(wanted.device_id):
        return SystemResourceFault.DEVICE_OUT_OF_SERVICE
    return fault


def _answer_call(exchange: Exchange, requester: Requester, request: AnswerCall) -> None:
    connection = _connection(exchange, request.call_to_be_answered)
    _answer(exchange, requester, AnswerCallResponse())
    progress.answer(exchange, connection, *exchange.appearances(connection.device)[0])


def _guard_clear(exchange: Exchange, _: Requester, request: ClearConnection) -> Fault | None:
    wanted = request.connection_to_be_cleared
    fault = _connection_fault(exchange, wanted)
    if fault is None and _connection(exchange, wanted).state is _S.ALERTING:
        return StateFault.INVALID_CONNECTION_STATE
    return fault


def _clear(exchange: Exchange, requester: Requester, request: ClearConnection) -> None:
    connection = _connection(exchange, request.connection_to_be_cleared)
    _answer(exchange, requester, ClearConnectionResponse())
    if Defect.CALL_NEVER_CLEARS not in exchange.defects:
        progress.hang_up(exchange, connection)


def _guard_hold(exchange: Exchange, _: Requester, request: HoldCall) -> Fault | None:
    wanted = request.call_to_be_held
    fault = _fault_unless(exchange, wanted, _S.CONNECTED, StateFault.INVALID_CONNECTION_STATE)
    if fault is None and not _connection(exchange, wanted).call.answered:
        return StateFault.INVALID_CONNECTION_STATE
    return fault


def _hold(exchange: Exchange, requester: Requester, request: HoldCall) -> None:
    connection = _connection(exchange, request.call_to_be_held)
    _answer(exchange, requester, HoldCallResponse())
    progress.hold(exchange, connection)


def _guard_retrieve(exchange: Exchange, _: Requester, request: RetrieveCall) -> Fault | None:
    return _fault_unless(exchange, request.call_to_be_retrieved, _S.HOLD, StateFault.NO_HELD_CALL)


def _retrieve(exchange: Exchange, requester: Requester, request: RetrieveCall) -> None:
    connection = _connection(exchange, request.call_to_be_retrieved)
    _answer(exchange, requester, RetrieveCallResponse())
    progress.retrieve(exchange, connection)


SERVICES: Mapping[type, Service] = {
    MonitorStart: Service(_guard_monitor_start, _monitor_start),
    MonitorStop: Service(_guard_monitor_stop, _monitor_stop),
    SnapshotDevice: Service(_guard_snapshot, _snapshot),
    MakeCall: Service(_guard_make_call, _make_call),
    AnswerCall: Service(_guard_answer, _answer_call),
    ClearConnection: Service(_guard_clear, _clear),
    HoldCall: Service(_guard_hold, _hold),
    RetrieveCall: Service(_guard_retrieve, _retrieve),
}
"""Every service that the switch offers."""
