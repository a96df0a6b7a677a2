"""The services about two calls at one device, and about calls that change hands: their rows.

Refusals follow ``reference/csta.md`` §2.3 and §4.1.
"""

from __future__ import annotations

from collections.abc import Mapping

from harness.protocols.csta.faults import Fault
from harness.protocols.csta.names import (
    Cause,
    LocalConnectionState,
    OperationFault,
    StateFault,
    SystemResourceFault,
)
from harness.protocols.csta.services import (
    AlternateCall,
    AlternateCallResponse,
    ConsultationCall,
    ConsultationCallResponse,
    DeflectCall,
    DeflectCallResponse,
    ReconnectCall,
    ReconnectCallResponse,
    SingleStepTransferCall,
    SingleStepTransferCallResponse,
    TransferCall,
    TransferCallResponse,
)
from harness.protocols.csta.types import ConnectionID
from harness.standin.calls import joining, merging, progress, reports
from harness.standin.calls.events import DirectoryNumber, Requester
from harness.standin.calls.guards import (
    Service,
    answer,
    connection_fault,
    connection_of,
    fault_unless,
)
from harness.standin.calls.model import Exchange
from harness.standin.defects import Defect

_S = LocalConnectionState
_BEGUN = frozenset({_S.INITIATED, _S.CONNECTED, _S.FAIL})


def _destination_fault(exchange: Exchange, number: str) -> Fault | None:
    """Why no call can be sent to ``number``; that it is busy is for the caller to hear."""
    target = exchange.find(number)
    if target is None:
        return OperationFault.INVALID_DESTINATION
    if not exchange.is_up(target.number):
        return SystemResourceFault.DESTINATION_DEVICE_OUT_OF_SERVICE
    return None


def _destination(exchange: Exchange, number: str) -> DirectoryNumber:
    target = exchange.find(number)
    assert target is not None  # noqa: S101 - a guard has found it
    return target


def _active_fault(exchange: Exchange, wanted: ConnectionID) -> Fault | None:
    """Why a connection is not one of a conversation."""
    fault = fault_unless(exchange, wanted, _S.CONNECTED, StateFault.NO_ACTIVE_CALL)
    if fault is None and not connection_of(exchange, wanted).call.answered:
        return StateFault.INVALID_ACTIVE_CONNECTION_STATE
    return fault


def _pair_fault(exchange: Exchange, held: ConnectionID, active: ConnectionID) -> Fault | None:
    """Why two connections are not a held and another one at one device."""
    fault = connection_fault(exchange, held)
    if fault is StateFault.NO_CONNECTION_TO_CLEAR:
        return StateFault.NO_HELD_CALL
    fault = fault or connection_fault(exchange, active)
    if fault is StateFault.NO_CONNECTION_TO_CLEAR:
        return StateFault.NO_ACTIVE_CALL
    if fault is not None:
        return fault
    if held.device_id != active.device_id:
        return OperationFault.NOT_SAME_DEVICE
    if connection_of(exchange, held).state is not _S.HOLD:
        swapped = connection_of(exchange, active).state is _S.HOLD
        return StateFault.INVALID_HELD_CONNECTION_STATE if swapped else StateFault.NO_HELD_CALL
    return None


# Consultation, alternate, reconnect ---------------------------------------------------------------


def _guard_consultation(
    exchange: Exchange, _: Requester, request: ConsultationCall
) -> Fault | None:
    wanted = request.existing_call
    fault = _active_fault(exchange, wanted)
    fault = fault or _destination_fault(exchange, request.consulted_device)
    if fault is None and not exchange.has_free_channel(wanted.device_id):
        return StateFault.INVALID_CALLING_DEVICE_STATE
    return fault


def _consultation(exchange: Exchange, requester: Requester, request: ConsultationCall) -> None:
    held = connection_of(exchange, request.existing_call)
    assert held.station is not None  # noqa: S101 - a connected party has a phone
    opened = progress.seize(exchange, held.device, held.station, held.line)
    answer(exchange, requester, ConsultationCallResponse(initiated_call=reports.id_of(opened)))
    joining.consult(exchange, held, opened)
    progress.dialled(exchange, opened, request.consulted_device)


def _guard_alternate(exchange: Exchange, _: Requester, request: AlternateCall) -> Fault | None:
    fault = _pair_fault(exchange, request.held_call, request.active_call)
    return fault or _active_fault(exchange, request.active_call)


def _alternate(exchange: Exchange, requester: Requester, request: AlternateCall) -> None:
    active = connection_of(exchange, request.active_call)
    held = connection_of(exchange, request.held_call)
    answer(exchange, requester, AlternateCallResponse())
    joining.alternate(exchange, active, held)


def _guard_reconnect(exchange: Exchange, _: Requester, request: ReconnectCall) -> Fault | None:
    fault = _pair_fault(exchange, request.held_call, request.active_call)
    if fault is None and connection_of(exchange, request.active_call).state not in _BEGUN:
        return StateFault.INVALID_ACTIVE_CONNECTION_STATE
    return fault


def _reconnect(exchange: Exchange, requester: Requester, request: ReconnectCall) -> None:
    active = connection_of(exchange, request.active_call)
    held = connection_of(exchange, request.held_call)
    answer(exchange, requester, ReconnectCallResponse())
    joining.reconnect(exchange, active, held)


# Transfer and deflect -----------------------------------------------------------------------------


def _guard_transfer(exchange: Exchange, _: Requester, request: TransferCall) -> Fault | None:
    fault = _pair_fault(exchange, request.held_call, request.active_call)
    if fault is not None:
        return fault
    held = connection_of(exchange, request.held_call)
    active = connection_of(exchange, request.active_call)
    if active.state is not _S.CONNECTED or not joining.can_join(held, active):
        return StateFault.INVALID_ACTIVE_CONNECTION_STATE
    return None


def _transfer(exchange: Exchange, requester: Requester, request: TransferCall) -> None:
    held = connection_of(exchange, request.held_call)
    active = connection_of(exchange, request.active_call)
    [near] = active.call.others(active)
    call = merging.joint_call(exchange, held, active)
    response = TransferCallResponse(
        transferred_call=ConnectionID(str(call.id), near.device),
        connections=reports.connection_list(joining.joined(held, active, call)),
    )
    answer(exchange, requester, response)
    joining.transfer(exchange, held, active, call)


def _guard_single_step(
    exchange: Exchange, _: Requester, request: SingleStepTransferCall
) -> Fault | None:
    wanted = request.active_call
    fault = _active_fault(exchange, wanted)
    fault = fault or _destination_fault(exchange, request.transferred_to)
    if fault is not None:
        return fault
    active = connection_of(exchange, wanted)
    if _destination(exchange, request.transferred_to).number in active.call.connections:
        return OperationFault.INVALID_DESTINATION
    # ASSUMED: nobody can be sent on out of a conference.
    far = active.call.others(active)
    if active.call.creator or any(each.state is not _S.CONNECTED for each in far):
        return StateFault.INVALID_ACTIVE_CONNECTION_STATE
    return None


def _single_step(exchange: Exchange, requester: Requester, request: SingleStepTransferCall) -> None:
    active = connection_of(exchange, request.active_call)
    target = _destination(exchange, request.transferred_to)
    call = joining.sent_on_call(exchange, active)
    response = SingleStepTransferCallResponse(
        transferred_call=ConnectionID(str(call.id), target.number),
        connections=reports.connection_list(joining.sent_on(active, target.number, call)),
    )
    answer(exchange, requester, response)
    joining.single_step_transfer(exchange, active, target, call)


def _guard_deflect(exchange: Exchange, _: Requester, request: DeflectCall) -> Fault | None:
    wanted = request.call_to_be_diverted
    # Document, Table 94: only while alerting.
    fault = fault_unless(exchange, wanted, _S.ALERTING, StateFault.INVALID_CONNECTION_STATE)
    if Defect.DEFLECT_WHILE_TALKING in exchange.defects:
        fault = connection_fault(exchange, wanted)
    fault = fault or _destination_fault(exchange, request.new_destination)
    if fault is not None:
        return fault
    call = connection_of(exchange, wanted).call
    inside = _destination(exchange, request.new_destination).number in call.connections
    return OperationFault.INVALID_DESTINATION if inside else None


def _deflect(exchange: Exchange, requester: Requester, request: DeflectCall) -> None:
    alerting = connection_of(exchange, request.call_to_be_diverted)
    target = _destination(exchange, request.new_destination)
    answer(exchange, requester, DeflectCallResponse())
    joining.divert(exchange, alerting, target, Cause.REDIRECTED)


ROWS: Mapping[type, Service] = {
    ConsultationCall: Service(_guard_consultation, _consultation),
    AlternateCall: Service(_guard_alternate, _alternate),
    ReconnectCall: Service(_guard_reconnect, _reconnect),
    TransferCall: Service(_guard_transfer, _transfer),
    SingleStepTransferCall: Service(_guard_single_step, _single_step),
    DeflectCall: Service(_guard_deflect, _deflect),
}
