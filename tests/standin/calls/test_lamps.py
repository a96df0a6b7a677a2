from __future__ import annotations

from dataclasses import replace

import pytest

from harness.protocols.csta.services import MakeCall
from harness.protocols.sccp.messages import SetLamp, StartTone, StopTone
from harness.protocols.sccp.numbers import LampMode, SoftKey, Stimulus, Tone
from harness.standin.calls.commands import Command
from harness.standin.calls.events import (
    Configured,
    KeyPressed,
    LinePressed,
    OffHook,
    ServiceRequested,
    StationRegistered,
)
from tests.standin.switching import APP, NUMBERS, Switch

CALLER, CALLEE = 100, 101


def lamps(switch: Switch, commands: list[Command], station: str) -> list[LampMode]:
    told = switch.shown(commands, station)
    assert {each.stimulus for each in told if isinstance(each, SetLamp)} <= {Stimulus.LINE}
    return [LampMode(each.lamp_mode) for each in told if isinstance(each, SetLamp)]


@pytest.fixture
def shared(switch: Switch) -> Switch:
    """Bob's line has room for two calls and is on a second phone, too."""
    switch.does(Configured(tuple(replace(each, channels=2) for each in NUMBERS)))
    switch.does(StationRegistered("B2", ((1, "202"),)))
    switch.calls("201", "202")
    switch.does(OffHook("B"))
    switch.calls("203", "202")
    return switch


def test_the_lamp_blinks_no_more_when_the_second_call_is_answered_at_another_phone(
    shared: Switch,
) -> None:
    assert lamps(shared, shared.does(OffHook("B2")), "B")[-1:] == [LampMode.ON]


def test_the_lamp_is_that_of_the_held_call_when_the_other_one_goes(shared: Switch) -> None:
    shared.does(OffHook("B2"))
    shared.does(KeyPressed("B", SoftKey.HOLD))
    ended = shared.does(KeyPressed("C", SoftKey.END_CALL))
    assert lamps(shared, ended, "B")[-1:] == [LampMode.WINK]


def test_a_lamp_that_is_right_is_told_nothing(shared: Switch) -> None:
    shared.does(OffHook("B2"))
    assert lamps(shared, shared.does(KeyPressed("A", SoftKey.HOLD)), "B") == []


def test_a_phone_that_comes_again_has_dark_lamps_and_is_told_of_its_line(shared: Switch) -> None:
    came = shared.does(StationRegistered("B2", ((1, "202"),)))
    assert lamps(shared, came, "B2") == []
    assert lamps(shared, shared.does(OffHook("B", 1, CALLEE + 2)), "B2")[-1:] == [LampMode.ON]


def test_who_holds_a_call_that_is_held_hears_no_tone_until_it_is_back(switch: Switch) -> None:
    switch.calls("201", "202")
    switch.does(OffHook("B"))
    switch.does(KeyPressed("A", SoftKey.HOLD))
    held = switch.shown(switch.does(KeyPressed("B", SoftKey.HOLD)), "B")
    assert StopTone(1, CALLEE) in held
    back = switch.shown(switch.does(LinePressed("B", 1)), "B")
    tone = StartTone(Tone.HOLD_TONE, line_instance=1, call_reference=CALLEE)
    assert back.index(tone) > back.index(next(each for each in back if isinstance(each, SetLamp)))
    assert StopTone(1, CALLEE) in switch.shown(switch.does(LinePressed("A", 1)), "B")


def test_a_line_that_is_asked_to_lift_at_another_phone_is_lit_there(switch: Switch) -> None:
    switch.does(StationRegistered("B2", ((1, "202"),)))
    prompt = MakeCall(calling_device="202", called_directory_number="201")
    asked = switch.does(ServiceRequested(APP, prompt))
    assert lamps(switch, asked, "B") == [LampMode.BLINK]
    assert lamps(switch, asked, "B2") == [LampMode.ON]


def test_who_holds_a_call_hears_no_more_of_one_that_waits(shared: Switch) -> None:
    held = shared.shown(shared.does(KeyPressed("B", SoftKey.HOLD)), "B")
    assert StopTone(1, CALLEE) in held
