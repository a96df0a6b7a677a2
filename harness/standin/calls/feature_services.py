"""Rows of the services of logical and physical devices, and Generate Digits (Table 94).

CME forwards all calls or none: any other type of forwarding is refused (``reference/csta.md``
§2.4). Setting what is set already succeeds and changes nothing (ASSUMED). What concerns the phone
itself is refused while there is no phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from harness.protocols.csta.faults import Fault
from harness.protocols.csta.names import (
    ForwardingType,
    LocalConnectionState,
    OperationFault,
    StateFault,
    SystemResourceFault,
)
from harness.protocols.csta.services import (
    GenerateDigits,
    GenerateDigitsResponse,
    GetDoNotDisturb,
    GetDoNotDisturbResponse,
    GetForwarding,
    GetForwardingResponse,
    SetDoNotDisturb,
    SetDoNotDisturbResponse,
    SetForwarding,
    SetForwardingResponse,
    SetMessageWaitingIndicator,
    SetMessageWaitingIndicatorResponse,
)
from harness.protocols.csta.types import ForwardListItem
from harness.standin.calls import features
from harness.standin.calls.events import Requester
from harness.standin.calls.feature_screens import DIGITS
from harness.standin.calls.guards import (
    Service,
    answer,
    connection_of,
    device_fault,
    fault_unless,
)
from harness.standin.calls.model import Exchange
from harness.standin.defects import Defect

_S = LocalConnectionState


class _OfDevice(Protocol):
    @property
    def device(self) -> str: ...


def _guard_line(exchange: Exchange, _: Requester, request: _OfDevice) -> Fault | None:
    return device_fault(exchange, request.device, OperationFault.INVALID_DEVICE_ID)


def _guard_phone(exchange: Exchange, requester: Requester, request: _OfDevice) -> Fault | None:
    fault = _guard_line(exchange, requester, request)
    if fault is None and not exchange.appearances(request.device):
        return SystemResourceFault.DEVICE_OUT_OF_SERVICE
    return fault


def _get_do_not_disturb(exchange: Exchange, requester: Requester, request: GetDoNotDisturb) -> None:
    on = features.is_undisturbed(exchange, request.device)
    on = on and Defect.GET_DND_OFF not in exchange.defects
    answer(exchange, requester, GetDoNotDisturbResponse(do_not_disturb_on=on))


def _set_do_not_disturb(exchange: Exchange, requester: Requester, request: SetDoNotDisturb) -> None:
    answer(exchange, requester, SetDoNotDisturbResponse())
    stations = [station for station, _ in exchange.appearances(request.device)]
    features.do_not_disturb(exchange, stations, on=request.do_not_disturb_on)


def _get_forwarding(exchange: Exchange, requester: Requester, request: GetForwarding) -> None:
    target = exchange.numbers[request.device].forward_all
    if Defect.GET_FORWARDING_EMPTY in exchange.defects:
        target = ""
    item = ForwardListItem(
        forwarding_type=ForwardingType.FORWARD_IMMEDIATE,
        forward_status=bool(target),
        forward_dn=target,
    )
    answer(exchange, requester, GetForwardingResponse(forwarding_list=(item,)))


def _guard_set_forwarding(
    exchange: Exchange, requester: Requester, request: SetForwarding
) -> Fault | None:
    fault = _guard_line(exchange, requester, request)
    if fault is not None:
        return fault
    any_type = Defect.FORWARDING_OF_ANY_TYPE in exchange.defects
    if request.forwarding_type not in (ForwardingType.FORWARD_IMMEDIATE, None) and not any_type:
        return OperationFault.INVALID_FORWARDING_TYPE
    if not request.activate_forward:
        return None
    if not features.may_forward(exchange, request.device, request.forward_dn):
        return OperationFault.INVALID_FORWARDING_DESTINATION
    return None


def _set_forwarding(exchange: Exchange, requester: Requester, request: SetForwarding) -> None:
    answer(exchange, requester, SetForwardingResponse())
    target = request.forward_dn if request.activate_forward else ""
    features.forward(exchange, request.device, target)


def _set_message_waiting(
    exchange: Exchange, requester: Requester, request: SetMessageWaitingIndicator
) -> None:
    answer(exchange, requester, SetMessageWaitingIndicatorResponse())
    features.message_waiting(exchange, request.device, on=request.message_waiting_on)


def _guard_digits(exchange: Exchange, _: Requester, request: GenerateDigits) -> Fault | None:
    wanted = request.connection_to_send_digits
    fault = fault_unless(exchange, wanted, _S.CONNECTED, StateFault.NO_ACTIVE_CALL)
    if fault is None and not connection_of(exchange, wanted).call.answered:
        return StateFault.NO_ACTIVE_CALL
    if fault is None and not (
        request.characters_to_send and DIGITS.issuperset(request.characters_to_send)
    ):
        return OperationFault.INVALID_PARAMETER_VALUE
    return fault


def _digits(exchange: Exchange, requester: Requester, request: GenerateDigits) -> None:
    answer(exchange, requester, GenerateDigitsResponse())
    connection = connection_of(exchange, request.connection_to_send_digits)
    features.send_digits(exchange, connection, request.characters_to_send)


FEATURE_SERVICES: Mapping[type, Service] = {
    GenerateDigits: Service(_guard_digits, _digits),
    GetDoNotDisturb: Service(_guard_phone, _get_do_not_disturb),
    SetDoNotDisturb: Service(_guard_phone, _set_do_not_disturb),
    GetForwarding: Service(_guard_line, _get_forwarding),
    SetForwarding: Service(_guard_set_forwarding, _set_forwarding),
    SetMessageWaitingIndicator: Service(_guard_phone, _set_message_waiting),
}
"""The services of this module's title."""
