from dataclasses import dataclass, replace

import pytest

from harness.expect.conditions import Shown, hearing, idle, ringing, showing, silent, talking
from harness.protocols.sccp.numbers import LampMode, PhoneCallState


@dataclass(frozen=True)
class Line:
    instance: int = 1
    lamp: LampMode = LampMode.OFF


@dataclass(frozen=True)
class CallShown:
    line: int = 1
    state: PhoneCallState = PhoneCallState.RING_IN
    calling_number: str = "201"
    called_number: str = "202"


@dataclass(frozen=True)
class Screen:
    lines: tuple = (Line(),)
    calls: tuple = ()
    is_ringing: bool = False
    speaker: bool = False


RINGING = Screen(lines=(Line(lamp=LampMode.BLINK),), calls=(CallShown(),), is_ringing=True)
TALKING = Screen(
    lines=(Line(lamp=LampMode.ON),),
    calls=(CallShown(state=PhoneCallState.CONNECTED),),
    speaker=True,
)


def test_a_ringing_phone_rings():
    assert ringing(RINGING, "201") is None


@pytest.mark.parametrize(
    ("screen", "reason"),
    [
        (Screen(), "no incoming call on the display, which shows no call"),
        (replace(RINGING, is_ringing=False), "the ringer is off"),
        (replace(RINGING, lines=(Line(lamp=LampMode.ON),)), "line 1 is on, not blinking"),
        (replace(RINGING, calls=(CallShown(calling_number="299"),)), "shows '299' as caller"),
    ],
)
def test_a_phone_that_does_not_ring_says_why(screen, reason):
    assert reason in (ringing(screen, "201") or "")


def test_a_conversation_names_the_other_party():
    assert talking(TALKING, "201") is None
    assert "not '203'" in (talking(TALKING, "203") or "")
    assert "still rings" in (talking(replace(TALKING, is_ringing=True), "201") or "")
    assert "ring in" in (talking(RINGING, "201") or "")


def test_a_state_is_shown_with_its_lamp():
    assert showing(TALKING, Shown.CONNECTED, "202") is None
    dark = replace(TALKING, lines=(Line(),))
    assert showing(dark, Shown.CONNECTED, None) == "the lamp of line 1 is off, not on"
    assert "as called, not '203'" in (showing(TALKING, Shown.CONNECTED, "203") or "")


@pytest.mark.parametrize(
    ("screen", "reason"),
    [
        (TALKING, "still shows connected (201 → 202)"),
        (Screen(is_ringing=True), "ringer"),
        (Screen(lines=(Line(lamp=LampMode.WINK),)), "lamp of line 1 is wink"),
        (Screen(speaker=True), "speaker"),
    ],
)
def test_a_phone_at_rest_is_silent_dark_and_empty(screen, reason):
    assert idle(Screen()) is None
    assert reason in (idle(screen) or "")


@dataclass(frozen=True)
class Media:
    ears: frozenset = frozenset()
    speaks_to: frozenset = frozenset()
    heard_from: frozenset = frozenset()
    voice: frozenset = frozenset({6, 33})
    tones: frozenset = frozenset()


HERE, THERE, ELSEWHERE = ("10.0.0.1", 16384), ("10.0.0.2", 16386), ("10.0.0.3", 16388)


@pytest.mark.parametrize(
    ("ears", "mouth", "reason"),
    [
        (
            Media(),
            Media({THERE}),
            "bob is told to speak to nobody, and this phone to listen at no port",
        ),
        (
            Media({HERE}, heard_from={THERE}),
            Media({THERE}, {ELSEWHERE}),
            "bob is told to speak to 10.0.0.3:16388, and this phone to listen at 10.0.0.1:16384",
        ),
        (Media({HERE}), Media({THERE}, {HERE}), "no packet of bob has come"),
        (
            Media({HERE}, heard_from={ELSEWHERE}),
            Media({THERE}, {HERE}),
            "no packet of bob has come",
        ),
        (Media({HERE}, heard_from={THERE}), Media({THERE}, {HERE}), None),
    ],
)
def test_a_phone_hears_another_by_its_packets(ears, mouth, reason):
    assert hearing(ears, mouth, "bob") == reason


@pytest.mark.parametrize(
    ("tones", "reason"),
    [
        ({(6, 33, 7, 34)}, None),
        (
            {(6, 34), (7, 33)},
            "10.0.0.3:16388 mixes, and the voice of bob is not in what comes from there",
        ),
        (set(), "10.0.0.3:16388 mixes, and the voice of bob is not in what comes from there"),
    ],
)
def test_through_a_mixer_a_phone_hears_another_by_its_voice(tones, reason):
    ears = Media({HERE}, {ELSEWHERE}, {ELSEWHERE}, tones=frozenset(map(frozenset, tones)))
    assert hearing(ears, Media({THERE}, {ELSEWHERE}), "bob") == reason


def test_a_place_that_two_phones_speak_to_and_nothing_comes_from_is_told_as_such():
    told = "bob and this phone are told to speak to 10.0.0.3:16388, whence nothing comes"
    assert hearing(Media({HERE}, {ELSEWHERE}), Media({THERE}, {ELSEWHERE}), "bob") == told


def test_a_phone_that_speaks_to_the_mixer_of_others_is_not_heard():
    ears = Media({HERE}, {THERE}, {THERE}, tones=frozenset({frozenset({6, 33})}))
    told = "bob is told to speak to 10.0.0.3:16388, and this phone to listen at 10.0.0.1:16384"
    assert hearing(ears, Media({THERE}, {ELSEWHERE}), "bob") == told


def test_a_silent_phone_speaks_to_nobody():
    assert silent(Media({HERE}, heard_from={THERE})) is None
    assert silent(Media({HERE}, {THERE})) == "its voice goes to 10.0.0.2:16386"
