from __future__ import annotations

import pytest

from harness.protocols.csta.events import DoNotDisturbEvent, ForwardingEvent, MessageWaitingEvent
from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.names import ForwardingType
from harness.protocols.csta.services import (
    GenerateDigits,
    GenerateDigitsResponse,
    GetDoNotDisturb,
    GetDoNotDisturbResponse,
    GetForwarding,
    HoldCall,
    SetDoNotDisturb,
    SetDoNotDisturbResponse,
    SetForwarding,
    SetForwardingResponse,
    SetMessageWaitingIndicator,
    SetMessageWaitingIndicatorResponse,
)
from harness.protocols.csta.types import ConnectionID, ForwardListItem
from harness.standin.calls.commands import Monitor, Notify, Reconfigure, Respond
from harness.standin.calls.events import OffHook, ServiceRequested, StationGone
from tests.standin.switching import APP, Switch

IMMEDIATE = ForwardingType.FORWARD_IMMEDIATE


def forwarding(
    to: str, *, device: str = "202", kind: ForwardingType | None = IMMEDIATE, on: bool = True
) -> SetForwarding:
    return SetForwarding(device=device, forwarding_type=kind, activate_forward=on, forward_dn=to)


def disturb(device: str, *, on: bool) -> SetDoNotDisturb:
    return SetDoNotDisturb(device=device, do_not_disturb_on=on)


def lamp(device: str, *, on: bool) -> SetMessageWaitingIndicator:
    return SetMessageWaitingIndicator(device=device, message_waiting_on=on)


def digits(characters: str, device: str = "201") -> GenerateDigits:
    return GenerateDigits(
        connection_to_send_digits=ConnectionID("1", device), characters_to_send=characters
    )


REFUSED = [
    (forwarding("203", device="999"), "operation", "invalidDeviceID"),
    (forwarding("203", device="205"), "operation", "privilegeViolationSpecifiedDevice"),
    (forwarding("203", kind=ForwardingType.FORWARD_BUSY), "operation", "invalidForwardingType"),
    (forwarding("203", kind=ForwardingType.FORWARD_NO_ANS), "operation", "invalidForwardingType"),
    (forwarding("999"), "operation", "invalidForwardingDestination"),
    (forwarding("202"), "operation", "invalidForwardingDestination"),
    (forwarding(""), "operation", "invalidForwardingDestination"),
    (GetForwarding(device="999"), "operation", "invalidDeviceID"),
    (GetDoNotDisturb(device="999"), "operation", "invalidDeviceID"),
    (disturb("205", on=True), "operation", "privilegeViolationSpecifiedDevice"),
    (disturb("204", on=True), "systemResourceAvailability", "deviceOutOfService"),
    (lamp("999", on=True), "operation", "invalidDeviceID"),
    (lamp("204", on=True), "systemResourceAvailability", "deviceOutOfService"),
    (digits("1"), "operation", "invalidConnectionID"),
]


@pytest.mark.parametrize(("service", "category", "value"), REFUSED)
def test_it_is_refused_and_nothing_happens(
    monitored: Switch, service: object, category: str, value: str
) -> None:
    refusal = Respond(APP, CSTAErrorCode(category, value))
    assert monitored.playbook() >> ServiceRequested(APP, service) << refusal


def test_forwarding_is_configured_and_told_once(monitored: Switch) -> None:
    monitor = Monitor(monitored.cross_refs["202"], 1, "202")

    def told(status: bool, to: str) -> Notify:
        return Notify(
            monitor,
            ForwardingEvent(
                monitor_cross_ref_id=monitor.cross_ref,
                device="202",
                forwarding_type=IMMEDIATE,
                forward_status=status,
                forward_to=to,
            ),
        )

    def without_phones(command: object) -> bool:
        return isinstance(command, Respond | Notify | Reconfigure)

    playbook = monitored.playbook(only=without_phones)
    assert (
        playbook
        >> ServiceRequested(APP, forwarding("203"))
        << Respond(APP, SetForwardingResponse())
        << Reconfigure("202", "203")
        << told(True, "203")
        >> ServiceRequested(APP, forwarding("203"))
        << Respond(APP, SetForwardingResponse())
        >> ServiceRequested(APP, forwarding("", on=False))
        << Respond(APP, SetForwardingResponse())
        << Reconfigure("202", "")
        << told(False, "")
    )


@pytest.mark.parametrize("kind", [IMMEDIATE, None])
def test_get_forwarding_tells_what_was_set(monitored: Switch, kind: ForwardingType | None) -> None:
    def forwardings() -> object:
        return monitored.asks(GetForwarding(device="202")).forwarding_list  # type: ignore[attr-defined]

    off = ForwardListItem(forwarding_type=IMMEDIATE, forward_status=False)
    assert forwardings() == (off,)
    monitored.asks(forwarding("203", kind=kind))
    on = ForwardListItem(forwarding_type=IMMEDIATE, forward_status=True, forward_dn="203")
    assert forwardings() == (on,)


def test_do_not_disturb_is_told_once(monitored: Switch) -> None:
    monitor = Monitor(monitored.cross_refs["202"], 1, "202")
    told = Notify(
        monitor,
        DoNotDisturbEvent(
            monitor_cross_ref_id=monitor.cross_ref, device="202", do_not_disturb_on=True
        ),
    )
    assert (
        monitored.to_applications()
        >> ServiceRequested(APP, disturb("202", on=True))
        << Respond(APP, SetDoNotDisturbResponse())
        << told
        >> ServiceRequested(APP, disturb("202", on=True))
        << Respond(APP, SetDoNotDisturbResponse())
        >> ServiceRequested(APP, GetDoNotDisturb(device="202"))
        << Respond(APP, GetDoNotDisturbResponse(do_not_disturb_on=True))
        >> ServiceRequested(APP, GetDoNotDisturb(device="201"))
        << Respond(APP, GetDoNotDisturbResponse(do_not_disturb_on=False))
    )


def test_the_message_lamp_is_told_once(monitored: Switch) -> None:
    monitor = Monitor(monitored.cross_refs["202"], 1, "202")
    told = Notify(
        monitor,
        MessageWaitingEvent(
            monitor_cross_ref_id=monitor.cross_ref, target_device="202", message_waiting_on=True
        ),
    )
    assert (
        monitored.to_applications()
        >> ServiceRequested(APP, lamp("202", on=True))
        << Respond(APP, SetMessageWaitingIndicatorResponse())
        << told
        >> ServiceRequested(APP, lamp("202", on=True))
        << Respond(APP, SetMessageWaitingIndicatorResponse())
    )


def test_digits_need_a_conversation_and_keys_of_a_dial_pad(monitored: Switch) -> None:
    no_call = CSTAErrorCode("stateIncompatibility", "noActiveCall")
    monitored.calls("201", "202")
    assert monitored.asks(digits("12")) == no_call
    assert monitored.asks(digits("12", "202")) == no_call
    monitored.does(OffHook("B"))
    assert monitored.asks(digits("12x")) == CSTAErrorCode("operation", "invalidParameterValue")
    assert monitored.asks(digits("")) == CSTAErrorCode("operation", "invalidParameterValue")
    assert monitored.asks(digits("12#")) == GenerateDigitsResponse()
    monitored.asks(HoldCall(call_to_be_held=ConnectionID("1", "201")))
    assert monitored.asks(digits("12")) == no_call


def test_without_its_phone_a_number_can_still_be_forwarded(monitored: Switch) -> None:
    monitored.does(StationGone("B"))
    assert monitored.asks(forwarding("203")) == SetForwardingResponse()
