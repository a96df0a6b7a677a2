from __future__ import annotations

import pytest

from harness.protocols.csta.names import LocalConnectionState
from harness.protocols.sccp.messages import (
    BackSpace,
    DisplayPromptStatus,
    SelectSoftKeys,
    StartTone,
    StopTone,
)
from harness.protocols.sccp.numbers import SoftKey, SoftKeySet, Tone
from harness.standin.calls.commands import ToStation
from harness.standin.calls.events import (
    Configured,
    DigitPressed,
    DirectoryNumber,
    KeyPressed,
    LinePressed,
    NumberDialled,
    OffHook,
    OnHook,
    TimePassed,
)
from tests.standin.switching import NUMBERS, Switch

S = LocalConnectionState


def dial(switch: Switch, station: str, digits: str) -> None:
    for digit in digits:
        switch.does(DigitPressed(station, digit))


def test_the_first_digit_ends_the_dial_tone(switch: Switch) -> None:
    switch.does(OffHook("A"))
    assert switch.shown(switch.does(DigitPressed("A", "2")), "A") == [
        StopTone(1, 100),
        SelectSoftKeys(1, 100, SoftKeySet.DIGITS_AFTER_DIALING_FIRST_DIGIT),
    ]
    assert switch.does(DigitPressed("A", "0")) == []


def test_a_digit_can_be_taken_back(switch: Switch) -> None:
    switch.does(OffHook("A"))
    dial(switch, "A", "203")
    assert switch.snapshot("203") != []
    switch.does(OnHook("A"))
    switch.does(OffHook("A"))
    dial(switch, "A", "20")
    assert BackSpace(1, 102) in switch.shown(switch.does(KeyPressed("A", SoftKey.BACK_SPACE)), "A")
    dial(switch, "A", "02")
    assert switch.snapshot("202") == [("2", (S.ALERTING, S.CONNECTED))]


def test_the_hash_key_ends_dialling(switch: Switch) -> None:
    longer = DirectoryNumber("2021", watched=True, carried=True)
    switch.does(Configured((*NUMBERS, longer)))
    switch.does(OffHook("A"))
    dial(switch, "A", "202")
    assert switch.snapshot("202") == []
    dial(switch, "A", "#")
    assert switch.snapshot("202") == [("1", (S.ALERTING, S.CONNECTED))]


def test_an_ambiguous_number_is_dialled_after_the_inter_digit_time(switch: Switch) -> None:
    longer = DirectoryNumber("2021", watched=True, carried=True)
    switch.does(Configured((*NUMBERS, longer)))
    switch.does(OffHook("A"))
    switch.now = 7.0
    dial(switch, "A", "202")
    assert switch.engine.get_timer() == 17.0
    switch.now = 17.0
    switch.does(TimePassed())
    assert switch.snapshot("202") == [("1", (S.ALERTING, S.CONNECTED))]


@pytest.mark.parametrize(
    "answer",
    [
        OffHook("B"),
        OffHook("B", 1, 101),
        LinePressed("B", 1),
        KeyPressed("B", SoftKey.ANSWER),
        KeyPressed("B", SoftKey.ANSWER, 1, 101),
    ],
)
def test_a_ringing_call_is_answered_in_many_ways(switch: Switch, answer: object) -> None:
    switch.calls("201", "202")
    switch.does(answer)
    assert switch.snapshot("202") == [("1", (S.CONNECTED, S.CONNECTED))]


@pytest.mark.parametrize(
    "end",
    [OnHook("A"), OnHook("A", 1, 100), KeyPressed("A", SoftKey.END_CALL)],
)
def test_a_call_is_ended_in_many_ways(switch: Switch, end: object) -> None:
    switch.calls("201", "202")
    switch.does(OffHook("B"))
    switch.does(end)
    assert switch.engine.calls == ()


def test_a_handset_replaced_late_touches_no_other_call(switch: Switch) -> None:
    switch.calls("201", "202")
    switch.does(KeyPressed("A", SoftKey.END_CALL))
    switch.calls("201", "203")
    assert switch.does(OnHook("A", 1, 100)) == []


def test_hold_and_resume_by_key_and_by_line_button(switch: Switch) -> None:
    switch.calls("201", "202")
    switch.does(OffHook("B"))
    for back in (KeyPressed("A", SoftKey.RESUME), LinePressed("A", 1)):
        switch.does(KeyPressed("A", SoftKey.HOLD))
        assert switch.snapshot("201") == [("1", (S.HOLD, S.CONNECTED))]
        switch.does(back)
        assert switch.snapshot("201") == [("1", (S.CONNECTED, S.CONNECTED))]


def test_redial_calls_the_number_dialled_last(switch: Switch) -> None:
    switch.does(NumberDialled("A", "203"))
    switch.does(OnHook("A"))
    switch.does(KeyPressed("A", SoftKey.REDIAL))
    assert switch.snapshot("203") == [("2", (S.ALERTING, S.CONNECTED))]


@pytest.mark.parametrize(
    "key", [SoftKey.REDIAL, SoftKey.ANSWER, SoftKey.END_CALL, SoftKey.RESUME, 99]
)
def test_a_key_without_effect_is_shown_as_such(switch: Switch, key: int) -> None:
    commands = switch.does(KeyPressed("A", key, 1, 7))
    assert switch.shown(commands, "A") == [DisplayPromptStatus(5, "\x80\x2d", 1, 7)]


def test_a_new_call_on_a_dual_line_holds_the_first(switch: Switch) -> None:
    switch.calls("203", "201")
    switch.does(OffHook("A"))
    switch.does(KeyPressed("C", SoftKey.NEW_CALL))
    assert switch.snapshot("203") == [("1", (S.HOLD, S.CONNECTED)), ("2", (S.INITIATED,))]


def test_on_a_single_line_there_is_no_second_call(switch: Switch) -> None:
    switch.calls("201", "202")
    switch.does(OffHook("B"))
    switch.does(KeyPressed("A", SoftKey.HOLD))
    assert switch.does(OffHook("A")) == []


def test_calling_oneself_is_busy(switch: Switch) -> None:
    switch.does(NumberDialled("C", "203"))
    assert switch.snapshot("203") == [("1", (S.CONNECTED,))]


def test_digits_in_a_call_are_heard_by_the_other_party_only(switch: Switch) -> None:
    switch.calls("201", "202")
    assert switch.does(DigitPressed("A", "2")) == []
    switch.does(OffHook("B"))
    assert switch.does(DigitPressed("A", "0")) == [
        ToStation("B", StartTone(Tone.DTMF_0, line_instance=1, call_reference=101)),
        ToStation("B", StopTone(1, 101)),
    ]


@pytest.mark.parametrize(
    "act", [OffHook("A"), LinePressed("A", 1), KeyPressed("A", SoftKey.NEW_CALL)]
)
def test_no_call_begins_on_a_line_whose_number_is_no_longer_known(
    switch: Switch, act: object
) -> None:
    switch.does(Configured(NUMBERS[1:]))
    switch.does(act)
    assert switch.engine.calls == ()
