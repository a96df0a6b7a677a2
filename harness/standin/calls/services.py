"""What an application may ask of the switch: one guard and one effect per CSTA service.

A guard says why a service is refused now, or nothing; an effect answers first and then lets the
call move, so that the response precedes the events it causes. Refusals follow
``reference/csta.md`` §4.1. A service without a row is answered ``operation/serviceNotSupported``.
"""

from __future__ import annotations

from collections.abc import Mapping

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
    LocalCallState,
    SnapshotDeviceData,
    SnapshotDeviceResponseInfo,
)
from harness.standin.calls import progress, reports, transfers
from harness.standin.calls.commands import Monitor, Respond
from harness.standin.calls.events import Requester, ServiceRequested
from harness.standin.calls.feature_services import FEATURE_SERVICES
from harness.standin.calls.guards import (
    Service,
    answer,
    connection_fault,
    connection_of,
    device_fault,
    fault_unless,
)
from harness.standin.calls.model import Connection, Exchange
from harness.standin.defects import Defect

_S = LocalConnectionState


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


# Monitors and snapshots --------------------------------------------------------------------------


def _guard_monitor_start(exchange: Exchange, _: Requester, request: MonitorStart) -> Fault | None:
    number = request.monitor_object.device_object
    if not number:
        return OperationFault.INVALID_MONITOR_OBJECT
    fault = device_fault(exchange, number, OperationFault.INVALID_DEVICE_ID)
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
    if Defect.MONITOR_FORGOTTEN in exchange.defects:
        _forget_monitors(exchange, requester.session)
    exchange.monitors[cross_ref] = Monitor(cross_ref, requester.session, number)
    existing = True if exchange.connections_of(number) else None
    response = MonitorStartResponse(monitor_cross_ref_id=cross_ref, monitor_existing_calls=existing)
    answer(exchange, requester, response)


def _forget_monitors(exchange: Exchange, session: int) -> None:
    for cross_ref, monitor in list(exchange.monitors.items()):
        if monitor.session == session:
            del exchange.monitors[cross_ref]


def _guard_monitor_stop(
    exchange: Exchange, requester: Requester, request: MonitorStop
) -> Fault | None:
    monitor = exchange.monitors.get(request.monitor_cross_ref_id)
    anybodys = Defect.MONITOR_OF_OTHERS_STOPPED in exchange.defects
    if monitor is None or (monitor.session != requester.session and not anybodys):
        return OperationFault.INVALID_MONITOR_CROSS_REF_ID
    return None


def _monitor_stop(exchange: Exchange, requester: Requester, request: MonitorStop) -> None:
    if Defect.EVENT_AFTER_MONITOR_STOP not in exchange.defects:
        del exchange.monitors[request.monitor_cross_ref_id]
    answer(exchange, requester, MonitorStopResponse())


def _guard_snapshot(exchange: Exchange, _: Requester, request: SnapshotDevice) -> Fault | None:
    return device_fault(exchange, request.snapshot_object, OperationFault.INVALID_DEVICE_ID)


def _snapshot(exchange: Exchange, requester: Requester, request: SnapshotDevice) -> None:
    connections = exchange.connections_of(request.snapshot_object)
    if Defect.SNAPSHOT_WITHOUT_HELD in exchange.defects:
        connections = [each for each in connections if each.state is not _S.HOLD]
    infos = tuple(_snapshot_of(exchange, each) for each in connections)
    data = SnapshotDeviceData(snapshot_data=infos)
    response = SnapshotDeviceResponse(cross_ref_id_or_snapshot_data=data)
    answer(exchange, requester, response)


def _snapshot_of(exchange: Exchange, connection: Connection) -> SnapshotDeviceResponseInfo:
    call = connection.call
    states = [connection.state, *(other.state for other in call.others(connection))]
    if Defect.SNAPSHOT_FROM_THE_FAR_END in exchange.defects:
        states.reverse()
    if call.failure is not None and call.failure.device != connection.device:
        states.append(_S.FAIL)
    return SnapshotDeviceResponseInfo(
        connection_identifier=reports.id_of(connection),
        local_call_state=LocalCallState(compound_call_state=tuple(states)),
    )


# Call control ------------------------------------------------------------------------------------


def _guard_make_call(exchange: Exchange, _: Requester, request: MakeCall) -> Fault | None:
    number = request.calling_device
    fault = device_fault(exchange, number, OperationFault.INVALID_CALLING_DEVICE_ID)
    if fault is not None:
        return fault
    if not exchange.appearances(number):
        return SystemResourceFault.CALLING_DEVICE_OUT_OF_SERVICE
    station = exchange.place_to_call_from(number)[0]
    busy = any(
        each.state is not _S.HOLD
        for each in exchange.connections_of(number) + exchange.connections_at(station)
    )
    if busy or not exchange.has_free_channel(number):
        return StateFault.INVALID_CALLING_DEVICE_STATE
    called = request.called_directory_number
    unprompted = Defect.MOC_CALLED_UNPROMPTED in exchange.defects
    if called and _asks_to_lift(request) and not exchange.prompts and not unprompted:
        return OperationFault.INVALID_PARAMETER_VALUE
    target = exchange.find(called)
    if called and target is None:
        return OperationFault.INVALID_CALLED_DEVICE_ID
    if target is not None and not (target.forward_all or exchange.is_up(target.number)):
        return SystemResourceFault.CALLED_DEVICE_OUT_OF_SERVICE
    return None


def _asks_to_lift(request: MakeCall) -> bool:
    """ECMA-269 Make Call: the default of autoOriginate is to prompt."""
    return request.auto_originate is not AutoOriginate.DO_NOT_PROMPT


def _make_call(exchange: Exchange, requester: Requester, request: MakeCall) -> None:
    number, called = request.calling_device, request.called_directory_number
    connection = progress.seize(exchange, number, *exchange.place_to_call_from(number))
    response = MakeCallResponse(calling_device=reports.id_of(connection))
    answer(exchange, requester, response)
    prompts = _asks_to_lift(request) and Defect.PROMPT_IGNORED not in exchange.defects
    if Defect.MOC_CALLED_UNPROMPTED in exchange.defects:
        prompts = prompts and exchange.prompts
    if called and prompts:
        progress.prompt(exchange, connection, called)
        return
    progress.initiate(exchange, connection, Cause.MAKE_CALL)
    if called:
        progress.dialled(exchange, connection, called)


def _guard_answer(exchange: Exchange, _: Requester, request: AnswerCall) -> Fault | None:
    wanted = request.call_to_be_answered
    fault = fault_unless(exchange, wanted, _S.ALERTING, StateFault.NO_CALL_TO_ANSWER)
    if fault is None and not exchange.appearances(wanted.device_id):
        return SystemResourceFault.DEVICE_OUT_OF_SERVICE
    if fault is None and not exchange.places_to_answer(connection_of(exchange, wanted)):
        return StateFault.INVALID_CONNECTION_STATE
    return fault


def _answer_call(exchange: Exchange, requester: Requester, request: AnswerCall) -> None:
    connection = connection_of(exchange, request.call_to_be_answered)
    answer(exchange, requester, AnswerCallResponse())
    progress.answer(exchange, connection, *exchange.places_to_answer(connection)[0])


def _guard_clear(exchange: Exchange, _: Requester, request: ClearConnection) -> Fault | None:
    wanted = request.connection_to_be_cleared
    fault = connection_fault(exchange, wanted)
    if fault is None and connection_of(exchange, wanted).state is _S.ALERTING:
        return StateFault.INVALID_CONNECTION_STATE
    return fault


def _clear(exchange: Exchange, requester: Requester, request: ClearConnection) -> None:
    connection = connection_of(exchange, request.connection_to_be_cleared)
    answer(exchange, requester, ClearConnectionResponse())
    if Defect.CALL_NEVER_CLEARS not in exchange.defects:
        progress.hang_up(exchange, connection)


def _guard_hold(exchange: Exchange, _: Requester, request: HoldCall) -> Fault | None:
    wanted = request.call_to_be_held
    fault = fault_unless(exchange, wanted, _S.CONNECTED, StateFault.INVALID_CONNECTION_STATE)
    if fault is None and not connection_of(exchange, wanted).call.answered:
        return StateFault.INVALID_CONNECTION_STATE
    return fault


def _hold(exchange: Exchange, requester: Requester, request: HoldCall) -> None:
    connection = connection_of(exchange, request.call_to_be_held)
    answer(exchange, requester, HoldCallResponse())
    progress.hold(exchange, connection)


def _guard_retrieve(exchange: Exchange, _: Requester, request: RetrieveCall) -> Fault | None:
    return fault_unless(exchange, request.call_to_be_retrieved, _S.HOLD, StateFault.NO_HELD_CALL)


def _retrieve(exchange: Exchange, requester: Requester, request: RetrieveCall) -> None:
    connection = connection_of(exchange, request.call_to_be_retrieved)
    answer(exchange, requester, RetrieveCallResponse())
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
    **FEATURE_SERVICES,
    **transfers.ROWS,
}
"""Every service that the switch offers."""
