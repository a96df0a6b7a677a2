from __future__ import annotations

from dataclasses import replace

from harness.protocols.csta.services import (
    GenerateDigits,
    GetForwarding,
    HoldCall,
    SetDoNotDisturb,
    SetForwarding,
    SetMessageWaitingIndicator,
)
from harness.protocols.csta.types import ConnectionID
from harness.protocols.sccp.messages import (
    ClearPriNotify,
    DisplayNotify,
    DisplayPriNotify,
    DisplayPromptStatus,
    ForwardStat,
    SetLamp,
    SetRinger,
    StartTone,
    StopTone,
)
from harness.protocols.sccp.numbers import LampMode, RingMode, Stimulus, Tone
from harness.standin.calls.events import (
    Configured,
    KeyPressed,
    LinesAssigned,
    OffHook,
    OnHook,
    ServiceRequested,
    StationGone,
    StationRegistered,
)
from harness.standin.softkeys import DO_NOT_DISTURB
from tests.standin.switching import APP, NUMBERS, Switch


def forward(switch: Switch, device: str, to: str) -> list:
    service = SetForwarding(device=device, activate_forward=bool(to), forward_dn=to)
    return switch.does(ServiceRequested(APP, service))


def test_a_forwarded_phone_says_so_at_rest_and_after_its_next_call(switch: Switch) -> None:
    commands = forward(switch, "202", "203")
    assert switch.shown(commands, "B") == [
        ForwardStat(1, 1, 1, "203"),
        DisplayNotify(10, "\x80\x05: 203"),
        DisplayPromptStatus(0, "\x80\x25 203"),
    ]
    assert switch.shown(commands, "A") == switch.shown(commands, "C") == []
    switch.does(OffHook("B"))
    assert switch.shown(switch.does(OnHook("B")), "B")[-1] == DisplayPromptStatus(0, "\x80\x25 203")
    assert switch.shown(forward(switch, "202", ""), "B") == [
        ForwardStat(0, 1, 0, ""),
        DisplayNotify(10, "CFwd disabled"),
        DisplayPromptStatus(0, "\x80\x13"),
    ]


def test_a_forwarding_from_the_configuration_is_shown_and_told(monitored: Switch) -> None:
    numbers = tuple(
        replace(each, forward_all="203") if each.number == "202" else each for each in NUMBERS
    )
    commands = monitored.does(Configured(numbers))
    [event] = monitored.told(commands, "202")
    assert (event.forward_status, event.forward_to) == (True, "203")  # type: ignore[union-attr]
    assert monitored.shown(commands, "B")[0] == ForwardStat(1, 1, 1, "203")
    assert monitored.does(Configured(numbers)) == []
    [item] = monitored.asks(GetForwarding(device="202")).forwarding_list  # type: ignore[attr-defined]
    assert item.forward_dn == "203"


def test_a_phone_in_do_not_disturb_shows_a_call_silently(switch: Switch) -> None:
    service = SetDoNotDisturb(device="202", do_not_disturb_on=True)
    assert switch.shown(switch.does(ServiceRequested(APP, service)), "B") == [
        SetLamp(Stimulus.DO_NOT_DISTURB, 1, LampMode.ON),
        DisplayPriNotify(0, 4, "\x80\x3f"),
    ]
    ringers = [
        each.ring_mode
        for each in switch.shown(switch.calls("201", "202"), "B")
        if isinstance(each, SetRinger)
    ]
    assert ringers == [RingMode.SILENT]


def test_the_key_switches_do_not_disturb_for_every_line_of_the_phone(monitored: Switch) -> None:
    monitored.does(StationGone("C"))
    monitored.does(StationRegistered("B", ((1, "202"), (2, "203"))))
    commands = monitored.does(KeyPressed("B", DO_NOT_DISTURB))
    for number in ("202", "203"):
        [event] = monitored.told(commands, number)
        assert event.do_not_disturb_on is True  # type: ignore[union-attr]
    off = monitored.does(KeyPressed("B", DO_NOT_DISTURB))
    assert monitored.shown(off, "B") == [
        SetLamp(Stimulus.DO_NOT_DISTURB, 1, LampMode.OFF),
        ClearPriNotify(4),
    ]


def test_a_number_on_two_phones_is_undisturbed_when_both_are(monitored: Switch) -> None:
    monitored.does(StationRegistered("D", ((1, "202"),)))
    assert monitored.told(monitored.does(KeyPressed("B", DO_NOT_DISTURB)), "202") == []
    assert len(monitored.told(monitored.does(KeyPressed("D", DO_NOT_DISTURB)), "202")) == 1


def test_the_message_lamp_is_that_of_the_line_and_of_the_handset(switch: Switch) -> None:
    service = SetMessageWaitingIndicator(device="202", message_waiting_on=True)
    assert switch.shown(switch.does(ServiceRequested(APP, service)), "B") == [
        SetLamp(Stimulus.VOICE_MAIL, 1, LampMode.ON),
        SetLamp(Stimulus.VOICE_MAIL, 0, LampMode.ON),
    ]


def test_a_phone_that_comes_back_is_told_what_still_holds(switch: Switch) -> None:
    forward(switch, "202", "203")
    switch.asks(SetDoNotDisturb(device="202", do_not_disturb_on=True))
    switch.asks(SetMessageWaitingIndicator(device="202", message_waiting_on=True))
    switch.does(StationGone("B"))
    assert switch.shown(switch.does(StationRegistered("B", ((1, "202"),))), "B") == [
        DisplayPromptStatus(0, "\x80\x25 203"),
        SetLamp(Stimulus.DO_NOT_DISTURB, 1, LampMode.ON),
        DisplayPriNotify(0, 4, "\x80\x3f"),
        SetLamp(Stimulus.VOICE_MAIL, 1, LampMode.ON),
        SetLamp(Stimulus.VOICE_MAIL, 0, LampMode.ON),
    ]


def test_digits_are_heard_at_the_far_end_and_not_by_who_holds(switch: Switch) -> None:
    switch.calls("201", "202")
    switch.does(OffHook("B"))
    service = GenerateDigits(
        connection_to_send_digits=ConnectionID("1", "201"), characters_to_send="1#"
    )
    commands = switch.does(ServiceRequested(APP, service))
    assert switch.shown(commands, "A") == []
    assert switch.shown(commands, "B") == [
        StartTone(Tone.DTMF_1, line_instance=1, call_reference=101),
        StopTone(1, 101),
        StartTone(Tone.DTMF_POUND, line_instance=1, call_reference=101),
        StopTone(1, 101),
    ]
    switch.asks(HoldCall(call_to_be_held=ConnectionID("1", "202")))
    assert switch.shown(switch.does(ServiceRequested(APP, service)), "B") == []


def test_a_shared_number_keeps_quiet_or_not_as_its_phones_come_and_go(monitored: Switch) -> None:
    def told(event: object) -> list[bool]:
        events = monitored.told(monitored.does(event), "202")
        return [each.do_not_disturb_on for each in events]  # type: ignore[attr-defined]

    monitored.does(KeyPressed("B", DO_NOT_DISTURB))
    assert told(StationRegistered("D", ((1, "202"),))) == [False]
    assert told(LinesAssigned("D", ((1, "205"),))) == [True]
    assert told(LinesAssigned("D", ((1, "202"),))) == [False]
    assert told(StationGone("D")) == [True]
    assert told(StationGone("B")) == []
    assert told(StationRegistered("B", ((1, "202"),))) == []
