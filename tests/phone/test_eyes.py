from __future__ import annotations

from functools import reduce

from harness.phone import eyes
from harness.phone.screen import Screen, fold
from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp.numbers import PhoneCallState, SoftKey, SoftKeySet, Stimulus

KEYS = (
    sccp.SoftKeyTemplateRes.of([("Answer", SoftKey.ANSWER), ("DND", 22)]),
    sccp.SoftKeySetRes.of([(), (), (), (1, 2)]),
)
RINGING = (
    sccp.CallState(PhoneCallState.RING_IN, 1, 7),
    sccp.CallInfo(calling_party="202", called_party="201", line_instance=1, call_reference=7),
)


def seen(*messages: object) -> Screen:
    return reduce(fold, messages, Screen())


def test_digits_go_into_a_call_with_dial_tone_or_a_conversation_only() -> None:
    for state, takes in (
        (PhoneCallState.OFF_HOOK, True),
        (PhoneCallState.CONNECTED, True),
        (PhoneCallState.RING_OUT, False),
    ):
        assert (eyes.dialable(seen(sccp.CallState(state, 1, 7))) is not None) == takes


def test_a_call_is_answered_once_the_bell_or_the_key_is_noticed() -> None:
    assert eyes.answerable(seen(*RINGING)) is None
    assert eyes.answerable(seen(*RINGING, sccp.SetRinger(2))) is not None
    keys = sccp.SelectSoftKeys(1, 7, SoftKeySet.RING_IN)
    assert eyes.answerable(seen(*KEYS, *RINGING, keys)) is not None


def test_a_call_is_found_by_either_party() -> None:
    screen = seen(*RINGING)
    assert eyes.call_with(screen, "202") is eyes.call_with(screen, "201") is screen.calls[0]
    assert eyes.call_with(screen, "203") is None


def test_a_soft_key_is_found_by_its_caption_or_its_number_while_it_is_shown() -> None:
    shown = seen(*KEYS, *RINGING, sccp.SelectSoftKeys(1, 7, SoftKeySet.RING_IN))
    assert eyes.key(shown, "dnd") == (22, "dnd")
    assert repr(eyes.key(shown, "Answer")) == repr((SoftKey.ANSWER, "Answer"))
    assert eyes.key(shown, SoftKey.ANSWER) == (SoftKey.ANSWER, "Answer")
    assert eyes.key(seen(*KEYS), "DND") is None


def test_a_speed_dial_is_found_by_its_label_or_its_number() -> None:
    screen = seen(
        sccp.ButtonTemplate.of([(3, Stimulus.SPEED_DIAL)]), sccp.SpeedDialStat(3, "203", "Carol")
    )
    assert eyes.speed_dial(screen, "Carol") is eyes.speed_dial(screen, "203") is screen.keys[0]
    assert eyes.speed_dial(screen, "Bob") is None
