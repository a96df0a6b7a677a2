from __future__ import annotations

from dataclasses import replace

import pytest

from harness.protocols.csta.names import AutoOriginate
from harness.protocols.csta.services import MakeCall
from harness.protocols.sccp.messages import SetRinger
from harness.protocols.sccp.numbers import RingDuration, RingMode, SoftKey
from harness.standin.calls.events import Configured, KeyPressed, OffHook, OnHook
from harness.standin.defects import Defect
from harness.standin.softkeys import DO_NOT_DISTURB
from tests.standin.switching import NUMBERS, Switch, make_switch

STILL = SetRinger(RingMode.OFF)
WAITING = SetRinger(RingMode.INSIDE, RingDuration.NORMAL, 1, 103)


def with_a_call_waiting(*defects: Defect) -> Switch:
    """Bob talks with Alice, and Carol calls him."""
    switch = make_switch(*defects)
    switch.does(Configured(tuple(replace(each, channels=2) for each in NUMBERS)))
    switch.calls("201", "202")
    switch.does(OffHook("B"))
    switch.calls("203", "202")
    return switch


def rings(switch: Switch, event: object, station: str = "B") -> list[SetRinger]:
    shown = switch.shown(switch.does(event), station)
    return [each for each in shown if isinstance(each, SetRinger)]


@pytest.fixture
def waiting() -> Switch:
    return with_a_call_waiting()


def test_a_phone_that_hangs_up_rings_for_the_call_that_waits(waiting: Switch) -> None:
    assert rings(waiting, OnHook("B")) == [STILL, WAITING]


def test_a_phone_whose_far_end_hangs_up_does_so_too(waiting: Switch) -> None:
    assert rings(waiting, OnHook("A")) == [STILL, WAITING]


def test_a_phone_that_must_not_disturb_does_so_silently(waiting: Switch) -> None:
    waiting.does(OnHook("C"))
    waiting.does(KeyPressed("B", DO_NOT_DISTURB))
    waiting.calls("203", "202")
    again = SetRinger(RingMode.SILENT, RingDuration.NORMAL, 1, 105)
    assert rings(waiting, OnHook("B")) == [STILL, again]


def test_a_call_that_was_silenced_stays_so(waiting: Switch) -> None:
    waiting.does(KeyPressed("B", DO_NOT_DISTURB))
    assert rings(waiting, OnHook("B")) == [STILL]


def test_a_phone_that_has_another_conversation_rings_only_after_it(waiting: Switch) -> None:
    waiting.does(KeyPressed("B", SoftKey.HOLD))
    assert rings(waiting, KeyPressed("B", SoftKey.RESUME)) == []
    assert rings(waiting, OnHook("B")) == [STILL, WAITING]


def test_of_two_calls_that_ring_one_rings_on_when_the_other_is_gone() -> None:
    switch = make_switch()
    switch.does(Configured(tuple(replace(each, channels=2) for each in NUMBERS)))
    switch.calls("201", "202")
    switch.calls("203", "202")
    assert rings(switch, OnHook("A")) == [STILL, WAITING]


def test_a_prompt_rings_on_when_a_call_beside_it_is_gone() -> None:
    switch = make_switch()
    switch.does(Configured(tuple(replace(each, channels=2) for each in NUMBERS)))
    switch.asks(
        MakeCall(
            calling_device="202",
            called_directory_number="203",
            auto_originate=AutoOriginate.PROMPT,
        )
    )
    switch.calls("201", "202")
    prompt = SetRinger(RingMode.INSIDE, RingDuration.NORMAL, 1, 100)
    assert rings(switch, OnHook("A")) == [STILL, prompt]


def test_a_phone_that_never_rings_does_not_ring_again_either() -> None:
    assert rings(with_a_call_waiting(Defect.NO_RING), OnHook("B")) == [STILL]
