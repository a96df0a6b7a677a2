from __future__ import annotations

import pytest

from harness.protocols.csta.services import GetForwarding, RetrieveCall
from harness.protocols.csta.types import ConnectionID
from harness.protocols.sccp.messages import (
    CallState,
    ClearPriNotify,
    ClearPromptStatus,
    DisplayPromptStatus,
    SelectSoftKeys,
    SetLamp,
    SetRinger,
    SetSpeakerMode,
)
from harness.protocols.sccp.numbers import (
    LampMode,
    PhoneCallState,
    RingMode,
    SoftKey,
    SoftKeySet,
    SpeakerMode,
    Stimulus,
)
from harness.standin.calls.commands import ToStation
from harness.standin.calls.events import (
    Configured,
    DigitPressed,
    KeyPressed,
    LinePressed,
    NumberDialled,
    OffHook,
    OnHook,
    ServiceRequested,
    TimePassed,
)
from tests.standin.switching import APP, NUMBERS, Switch

REFERENCE = 100


def key(switch: Switch, key: int = SoftKey.CFWD_ALL, station: str = "B") -> list:
    return switch.does(KeyPressed(station, key))


def dial(switch: Switch, digits: str, station: str = "B") -> list:
    return [each for digit in digits for each in switch.does(DigitPressed(station, digit))]


def forwarded_to(switch: Switch, number: str = "202") -> str:
    [item] = switch.asks(GetForwarding(device=number)).forwarding_list  # type: ignore[attr-defined]
    return item.forward_dn if item.forward_status else ""


def test_the_key_takes_a_number_and_no_monitor_is_told_of_a_call(monitored: Switch) -> None:
    commands = key(monitored)
    assert monitored.told(commands, "202") == []
    assert monitored.shown(commands, "B") == [
        SetSpeakerMode(SpeakerMode.ON),
        SetLamp(Stimulus.LINE, 1, LampMode.ON),
        CallState(PhoneCallState.OFF_HOOK, 1, REFERENCE),
        SelectSoftKeys(1, REFERENCE, SoftKeySet.DIGITS_AFTER_DIALING_FIRST_DIGIT),
        DisplayPromptStatus(0, "\x80\x20", 1, REFERENCE),
    ]
    assert dial(monitored, "203") == []
    ended = dial(monitored, "#")
    assert [type(each).__name__ for each in monitored.told(ended, "202")] == ["ForwardingEvent"]
    assert monitored.shown(ended, "B")[:6] == [
        ClearPromptStatus(1, REFERENCE),
        CallState(PhoneCallState.ON_HOOK, 1, REFERENCE),
        SelectSoftKeys(0, 0, SoftKeySet.ON_HOOK),
        SetLamp(Stimulus.LINE, 1, LampMode.OFF),
        SetSpeakerMode(SpeakerMode.OFF),
        DisplayPromptStatus(0, "\x80\x13"),
    ]
    assert monitored.engine.calls == ()
    assert forwarded_to(monitored) == "203"


def test_the_key_again_or_a_pause_ends_the_number(switch: Switch) -> None:
    key(switch)
    dial(switch, "203")
    key(switch)
    assert forwarded_to(switch) == "203"
    key(switch, station="A")
    switch.now = 2.0
    dial(switch, "203", station="A")
    assert switch.engine.get_timer() == 7.0
    switch.now = 7.0
    switch.does(TimePassed())
    assert forwarded_to(switch, "201") == "203"
    assert switch.engine.get_timer() is None


def test_the_key_on_a_forwarded_line_ends_the_forwarding(monitored: Switch) -> None:
    key(monitored)
    dial(monitored, "203#")
    [event] = monitored.told(key(monitored), "202")
    assert event.forward_status is False  # type: ignore[union-attr]
    assert forwarded_to(monitored) == ""


@pytest.mark.parametrize(
    "event", [OnHook("B"), KeyPressed("B", SoftKey.END_CALL), DigitPressed("B", "#")]
)
def test_nothing_is_forwarded_when_the_hand_gives_up(monitored: Switch, event: object) -> None:
    key(monitored)
    if not isinstance(event, DigitPressed):
        dial(monitored, "203")
    commands = monitored.does(event)
    assert monitored.told(commands, "202") == []
    assert CallState(PhoneCallState.ON_HOOK, 1, REFERENCE) in monitored.shown(commands, "B")
    assert forwarded_to(monitored) == ""


@pytest.mark.parametrize("digits", ["999", "202"])
def test_a_number_that_leads_nowhere_is_said_to_be_unknown(switch: Switch, digits: str) -> None:
    key(switch)
    ended = dial(switch, f"{digits}#")
    assert switch.shown(ended, "B")[-1] == DisplayPromptStatus(5, "\x80\x38")
    assert forwarded_to(switch) == ""


def test_a_digit_can_be_taken_back_and_a_number_sent_at_once(switch: Switch) -> None:
    key(switch)
    dial(switch, "209")
    key(switch, SoftKey.BACK_SPACE)
    dial(switch, "3#")
    assert forwarded_to(switch) == "203"
    key(switch, station="A")
    switch.does(OffHook("A"))
    switch.does(NumberDialled("A", "203"))
    assert forwarded_to(switch, "201") == "203"


def test_with_dial_tone_the_key_gives_the_call_up(monitored: Switch) -> None:
    monitored.does(OffHook("B"))
    [cleared] = monitored.told(key(monitored), "202")
    assert type(cleared).__name__ == "ConnectionClearedEvent"
    dial(monitored, "203#")
    assert forwarded_to(monitored) == "203"


def test_in_a_conversation_the_key_is_not_active(switch: Switch) -> None:
    switch.calls("201", "202")
    switch.does(OffHook("B"))
    assert switch.shown(key(switch), "B") == [DisplayPromptStatus(5, "\x80\x2d", 0, 0)]


def test_a_call_made_for_the_phone_ends_the_entry(switch: Switch) -> None:
    key(switch, station="A")
    commands = switch.calls("201", "202")
    assert CallState(PhoneCallState.ON_HOOK, 1, REFERENCE) in switch.shown(commands, "A")
    assert switch.engine.get_timer() == 180.0


def test_a_caller_who_gives_up_leaves_the_number_that_is_keyed_in_alone(switch: Switch) -> None:
    switch.calls("201", "202")
    key(switch)
    assert switch.shown(switch.does(OnHook("A")), "B") == [
        SetRinger(RingMode.OFF),
        ClearPromptStatus(1, 101),
        CallState(PhoneCallState.ON_HOOK, 1, 101),
        ClearPriNotify(5),
        SetLamp(Stimulus.LINE, 1, LampMode.ON),
    ]


def test_the_lamp_of_a_held_call_winks_again_when_no_number_is_keyed_in_any_more(
    switch: Switch,
) -> None:
    switch.calls("201", "202")
    switch.answers("1", "202")
    switch.does(KeyPressed("B", SoftKey.HOLD))
    key(switch)
    assert SetLamp(Stimulus.LINE, 1, LampMode.WINK) in switch.shown(switch.does(OnHook("B")), "B")


def test_the_key_does_nothing_on_a_line_whose_number_is_no_longer_known(switch: Switch) -> None:
    switch.does(Configured(NUMBERS[:1]))
    assert key(switch) == [ToStation("B", DisplayPromptStatus(5, "\x80\x2d"))]


def test_a_number_keyed_in_for_a_line_that_nobody_knows_any_more_goes_nowhere(
    switch: Switch,
) -> None:
    key(switch)
    switch.does(Configured(NUMBERS[:1]))
    switch.does(NumberDialled("B", "201"))
    switch.does(Configured(NUMBERS))
    assert forwarded_to(switch) == ""


@pytest.mark.parametrize(
    "act",
    [
        LinePressed("B", 1),
        ServiceRequested(APP, RetrieveCall(call_to_be_retrieved=ConnectionID("1", "202"))),
    ],
)
def test_a_call_taken_back_ends_the_number_that_is_keyed_in(switch: Switch, act: object) -> None:
    switch.calls("201", "202")
    switch.answers("1", "202")
    switch.does(KeyPressed("B", SoftKey.HOLD))
    key(switch)
    speaker = [
        each for each in switch.shown(switch.does(act), "B") if isinstance(each, SetSpeakerMode)
    ]
    assert speaker == [SetSpeakerMode(SpeakerMode.OFF), SetSpeakerMode(SpeakerMode.ON)]
    assert switch.engine.get_timer() is None
