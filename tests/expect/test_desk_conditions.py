from dataclasses import dataclass

import pytest

from harness.expect.desk_conditions import (
    dial_tone,
    no_call_of,
    no_speed_dial,
    offered,
    saying,
    speed_dial,
)
from harness.protocols.sccp.numbers import PhoneCallState, Tone


@dataclass(frozen=True)
class Key:
    label: str
    number: str


@dataclass(frozen=True)
class Shown:
    state: PhoneCallState
    calling_number: str
    called_number: str


@dataclass(frozen=True)
class Screen:
    calls: tuple[Shown, ...] = ()
    soft_keys: tuple[str, ...] = ("Resume", "NewCall")
    keys: tuple[Key, ...] = (Key("Carol", "203"),)
    tone: Tone | None = None
    prompt: str = "Ring Out DND"


SCREEN = Screen()


@pytest.mark.parametrize(
    ("keys", "others", "unmet"),
    [
        (["resume"], ["Hold"], None),
        (["Hold"], [], "the soft keys are Resume, NewCall; Hold is missing"),
        (["Resume"], ["NEWCALL"], "the soft keys are Resume, NewCall; NEWCALL is too many"),
        (["Hold", "EndCall"], [], "the soft keys are Resume, NewCall; Hold, EndCall are missing"),
    ],
)
def test_soft_keys_are_named_that_are_missing_or_too_many(keys, others, unmet):
    assert offered(SCREEN, keys, others) == unmet


def test_no_soft_key_at_all_is_told_so():
    assert offered(Screen(soft_keys=()), ["Hold"], []) == "the soft keys are none; Hold is missing"


@pytest.mark.parametrize(
    ("other", "unmet"),
    [("202", "the display shows ring in of 202"), ("209", "the display shows ring in of 209"),
     ("203", None)],
)  # fmt: skip
def test_a_call_of_somebody_on_the_display_is_told_with_its_state(other, unmet):
    screen = Screen(calls=(Shown(PhoneCallState.RING_IN, "202", "209"),))

    assert no_call_of(screen, other) == unmet


@pytest.mark.parametrize(
    ("label", "number", "unmet"),
    [
        ("Carol", "203", None),
        ("Carol", "202", "the speed dials are Carol → 203"),
        ("Bob", "203", "the speed dials are Carol → 203"),
    ],
)
def test_a_speed_dial_has_its_label_and_its_number(label, number, unmet):
    assert speed_dial(SCREEN, label, number) == unmet


def test_a_speed_dial_that_is_gone_bears_no_key():
    assert no_speed_dial(SCREEN, "Bob") is None
    assert no_speed_dial(SCREEN, "Carol") == "a key bears it and calls 203"


def test_without_speed_dials_none_is_told():
    assert speed_dial(Screen(keys=()), "Bob", "202") == "the speed dials are none"


@pytest.mark.parametrize(
    ("tone", "stutters", "unmet"),
    [
        (Tone.INSIDE_DIAL_TONE, False, None),
        (Tone.MESSAGE_WAITING_DIAL_TONE, True, None),
        (Tone.INSIDE_DIAL_TONE, True, "it hears inside dial tone"),
        (Tone.MESSAGE_WAITING_DIAL_TONE, False, "it hears message waiting dial tone"),
        (None, False, "it hears no tone"),
    ],
)
def test_a_dial_tone_stutters_or_does_not(tone, stutters, unmet):
    assert dial_tone(Screen(tone=tone), stutters=stutters) == unmet


def test_words_are_found_in_the_status_line_whatever_their_case():
    assert saying(SCREEN, "dnd") is None
    assert saying(SCREEN, "Busy") == "the display says 'Ring Out DND'"
