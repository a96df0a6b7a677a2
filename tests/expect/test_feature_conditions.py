from dataclasses import dataclass, replace

import pytest

from harness.expect.feature_conditions import (
    call_waits,
    conferring,
    forwarded,
    heard,
    message_waiting,
    no_call_waits,
    silent,
    undisturbed,
)
from harness.protocols.sccp.numbers import LampMode, PhoneCallState, Tone


@dataclass(frozen=True)
class Line:
    forwarded_to: str = ""
    instance: int = 1
    lamp: LampMode = LampMode.ON


@dataclass(frozen=True)
class CallShown:
    state: PhoneCallState = PhoneCallState.RING_IN
    calling_number: str = "201"
    heard: str = ""
    called_number: str = ""
    prompt: str = ""
    line: int = 1


@dataclass(frozen=True)
class Screen:
    lines: tuple = (Line(),)
    calls: tuple = ()
    prompt: str = "Your current options"
    notification: str = ""
    is_ringing: bool = False
    message_waiting: bool = False
    tone: Tone | None = None


AT_REST = Screen()
FORWARDED = Screen(lines=(Line(), Line("203")))
CALLED = Screen(calls=(CallShown(),))


@pytest.mark.parametrize(
    ("unmet", "reason"),
    [
        (forwarded(FORWARDED, "203"), None),
        (forwarded(FORWARDED, "201"), "its lines are forwarded to 203"),
        (forwarded(FORWARDED, None), "its lines are forwarded to 203"),
        (forwarded(AT_REST, None), None),
        (forwarded(AT_REST, "203"), "its lines are forwarded to nobody"),
    ],
)
def test_a_forwarding_is_shown_with_its_target(unmet, reason):
    assert unmet == reason


@pytest.mark.parametrize("words", ["DND", "Do Not Disturb is active"])
def test_do_not_disturb_is_said_in_either_wording(words):
    assert undisturbed(replace(AT_REST, notification=words), on=True) is None
    assert undisturbed(replace(AT_REST, prompt=words), on=False) is not None
    assert undisturbed(AT_REST, on=False) is None
    assert "Your current options" in (undisturbed(AT_REST, on=True) or "")


def test_the_message_lamp_is_lit_or_dark():
    lit = replace(AT_REST, message_waiting=True)
    assert message_waiting(lit, on=True) is None
    assert message_waiting(lit, on=False) == "the message lamp is lit"
    assert message_waiting(AT_REST, on=True) == "the message lamp is dark"


def test_a_silent_phone_shows_its_caller_and_does_not_ring():
    assert silent(CALLED, "201") is None
    assert silent(replace(CALLED, is_ringing=True), "201") == "the ringer sounds"
    assert silent(CALLED, "203") == "the display shows an incoming call of 201"
    assert silent(AT_REST, "201") == "the display shows an incoming call of nobody"


def test_digits_are_heard_all_and_in_order():
    call = CallShown(state=PhoneCallState.CONNECTED, heard="12")
    assert heard(Screen(calls=(call,)), "12") is None
    assert heard(Screen(calls=(call,)), "21") == "it heard '12'"
    assert heard(Screen(calls=(call,)), "") == "it heard '12'"
    assert heard(CALLED, "") is None
    assert heard(CALLED, "1") == "it heard nothing"


TALKING = Screen(calls=(CallShown(PhoneCallState.CONNECTED, prompt="Connected"),))
CONFERRING = Screen(calls=(CallShown(PhoneCallState.CONNECTED, prompt="Conference"),))


@pytest.mark.parametrize(
    ("screen", "reason"),
    [
        (CONFERRING, None),
        (TALKING, "the display says 'Connected'"),
        (CALLED, "the display shows ring in (201 → ?), not connected"),
        (replace(CONFERRING, lines=(Line(lamp=LampMode.WINK),)), "the lamp of line 1 is wink"),
    ],
)
def test_a_conference_is_a_conversation_that_says_so(screen, reason):
    told = conferring(screen)
    assert told is reason is None or reason in told


@pytest.mark.parametrize(
    ("screen", "reason"),
    [
        (replace(TALKING, tone=Tone.CALL_WAITING_TONE), None),
        (TALKING, "it hears no tone"),
        (replace(TALKING, tone=Tone.HOLD_TONE), "it hears hold tone"),
        (replace(CALLED, tone=Tone.CALL_WAITING_TONE), "there is no conversation on the display"),
    ],
)
def test_a_waiting_call_is_heard_in_a_conversation(screen, reason):
    assert call_waits(screen) == reason


def test_a_waiting_call_may_be_seen_only():
    assert no_call_waits(TALKING) is None
    heard_waiting = replace(TALKING, tone=Tone.CALL_WAITING_TONE)
    assert no_call_waits(heard_waiting) == "it hears call waiting tone"
