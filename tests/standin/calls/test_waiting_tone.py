from __future__ import annotations

from dataclasses import replace

import pytest

from harness.protocols.sccp.messages import StartTone, StopTone
from harness.protocols.sccp.numbers import SoftKey, Tone
from harness.standin.calls.events import Configured, KeyPressed, OnHook
from tests.standin.switching import NUMBERS, Switch, make_switch

BY = StartTone(Tone.CALL_WAITING_TONE, 0, 1, 101)
"""In Bob's first call, the second connection of the switch."""


def second_call(**settings: dict[str, bool]) -> tuple[Switch, list[object]]:
    """Bob talks with Alice; Carol calls him. Settings are given by number."""
    switch = make_switch()
    numbers = (
        replace(each, channels=2, **settings.get(f"of_{each.number}", {})) for each in NUMBERS
    )
    switch.does(Configured(tuple(numbers)))
    switch.calls("201", "202")
    switch.answers("1", "202")
    return switch, switch.shown(switch.calls("203", "202"), "B")


def test_who_talks_hears_of_the_call_that_waits() -> None:
    _, shown = second_call()
    assert [each for each in shown if isinstance(each, StartTone)] == [BY]


@pytest.mark.parametrize(
    "settings",
    [{"of_202": {"hears_waiting": False}}, {"of_203": {"beeps": False}}],
    ids=["the called one will not hear it", "the calling one will not be heard"],
)
def test_either_side_may_do_without(settings: dict[str, dict[str, bool]]) -> None:
    _, shown = second_call(**settings)
    assert not [each for each in shown if isinstance(each, StartTone)]


def test_the_tone_ends_when_the_call_goes() -> None:
    switch, _ = second_call()
    assert StopTone(1, 101) in switch.shown(switch.does(OnHook("C")), "B")


def test_the_tone_ends_when_the_call_is_taken() -> None:
    switch, _ = second_call()
    assert StopTone(1, 101) in switch.shown(switch.does(KeyPressed("B", SoftKey.ANSWER)), "B")
