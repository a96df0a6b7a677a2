from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.phone.screen import Screen, elapse, fold, fold_press, fold_selection
from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp.numbers import (
    CallType,
    LampMode,
    PartyRestriction,
    PhoneCallState,
    RingDuration,
    RingMode,
    SoftKeySet,
    SpeakerMode,
    Stimulus,
    Tone,
)

TEMPLATE = sccp.SoftKeyTemplateRes.of(
    [
        ("\x80\x01", 1),
        ("\x80\x02", 2),
        ("\x80\x03", 3),
        ("\x80\x04", 4),
        ("\x80\x09", 9),
        ("Dnd", 33),
    ]
)
SETS = sccp.SoftKeySetRes.of([(1, 2, 6), (3, 5, 4, 0, 6), (), (5,), (1, 5)])
TAUGHT = (
    sccp.ButtonTemplate.of(
        [(1, Stimulus.LINE), (2, Stimulus.LINE), (1, Stimulus.SPEED_DIAL), (0, Stimulus.UNDEFINED)]
    ),
    TEMPLATE,
    SETS,
    sccp.SelectSoftKeys(0, 0, SoftKeySet.ON_HOOK),
    sccp.LineStat(1, "201", "Alice A.", "Alice"),
    sccp.SpeedDialStat(1, "202", "Bob"),
    sccp.DisplayPromptStatus(0, "\x80\x13", 0, 0),
)


def told(*messages: object, start: Screen | None = None) -> Screen:
    return reduce(fold, messages, start or told(*TAUGHT, start=Screen()))


def incoming(reference: int = 7, number: str = "202") -> tuple[object, ...]:
    return (
        sccp.CallState(PhoneCallState.RING_IN, 1, reference),
        sccp.SelectSoftKeys(1, reference, SoftKeySet.RING_IN),
        sccp.DisplayPromptStatusDynamic(0, 1, reference, f"\x80\x17{number}"),
        sccp.DisplayPriNotifyDynamic(10, 5, f"\x80\x17{number}"),
        sccp.CallInfoDynamic(
            1, reference, CallType.INBOUND, calling_party=number, calling_party_name="Bob",
            called_party="201",
        ),
        sccp.SetLamp(Stimulus.LINE, 1, LampMode.BLINK),
        sccp.SetRinger(RingMode.INSIDE, RingDuration.NORMAL, 1, reference),
    )  # fmt: skip


def test_an_idle_phone_shows_its_lines_keys_and_options() -> None:
    screen = told()

    assert [(line.instance, line.number, line.label, line.lamp) for line in screen.lines] == [
        (1, "201", "Alice", LampMode.OFF)
    ]
    assert [(key.position, key.label, key.number) for key in screen.keys] == [(3, "Bob", "202")]
    assert screen.prompt == "Your current options"
    assert screen.soft_keys == ("Redial", "NewCall", "Dnd")
    assert screen.is_idle
    assert not screen.is_ringing


def test_a_line_without_label_is_captioned_with_its_number() -> None:
    screen = told(sccp.LineStatDynamic(2, 15, "203", "Carol", ""))
    assert [line.label for line in screen.lines] == ["Alice", "203"]


def test_a_ringing_phone_shows_who_calls_and_offers_what_the_set_holds() -> None:
    screen = told(*incoming())

    assert screen.is_ringing
    assert not screen.is_idle
    assert screen.lines[0].lamp is LampMode.BLINK
    call = screen.ringing_call
    assert call is not None
    assert (call.state, call.line, call.reference) == (PhoneCallState.RING_IN, 1, 7)
    assert (call.other_number, call.other_name) == ("202", "Bob")
    assert screen.prompt == "From 202"
    assert screen.soft_keys == ("EndCall",)
    assert screen.active_call is None


def test_a_call_without_ringer_does_not_ring_and_a_silent_ring_is_no_sound() -> None:
    without = [message for message in incoming() if not isinstance(message, sccp.SetRinger)]
    assert not told(*without).is_ringing
    assert not told(*without, sccp.SetRinger(RingMode.SILENT)).is_ringing


def test_the_mask_hides_single_keys_of_a_set() -> None:
    screen = told(
        sccp.CallState(PhoneCallState.CONNECTED, 1, 7),
        sccp.SelectSoftKeys(1, 7, SoftKeySet.CONNECTED, 0b1_1101),
    )
    assert screen.soft_keys == ("Hold", "Trnsfer", "Dnd")
    assert screen.soft_key_event("trnsfer") == 4
    assert screen.soft_key_event("Dnd") == 33
    assert screen.soft_key_event("EndCall") is None
    assert screen.soft_key_label(3) == "Hold"


def test_a_set_that_was_never_taught_shows_no_keys() -> None:
    screen = told(sccp.CallState(1, 1, 7), sccp.SelectSoftKeys(1, 7, 15))
    assert screen.soft_keys == ()


def test_the_end_of_a_call_leaves_nothing_of_it() -> None:
    screen = told(
        *incoming(),
        sccp.StartTone(Tone.CALL_WAITING_TONE, 0, 1, 7),
        sccp.SetRinger(RingMode.OFF, RingDuration.NORMAL, 0, 0),
        sccp.ClearPriNotify(5),
        sccp.SetLamp(Stimulus.LINE, 1, LampMode.OFF),
        sccp.CallState(PhoneCallState.ON_HOOK, 1, 7),
    )
    assert screen == told()
    assert screen.memory.calls == {}


def test_a_ringer_that_nobody_stopped_goes_on_when_the_call_is_gone() -> None:
    screen = told(*incoming(), sccp.CallState(PhoneCallState.ON_HOOK, 1, 7))
    assert screen.is_ringing
    assert not screen.is_idle


def test_one_of_two_rings_stops_the_other_goes_on() -> None:
    two = told(*incoming(7), *incoming(8, "203"))
    one = told(sccp.SetRinger(RingMode.OFF, RingDuration.NORMAL, 1, 7), start=two)
    assert one.is_ringing
    assert not told(sccp.SetRinger(RingMode.OFF), start=one).is_ringing


def test_the_call_of_the_last_soft_keys_is_selected_and_falls_back_to_the_one_left() -> None:
    talking = told(
        sccp.CallState(PhoneCallState.CONNECTED, 1, 6),
        sccp.SelectSoftKeys(1, 6, SoftKeySet.CONNECTED),
        sccp.DisplayPromptStatusDynamic(0, 1, 6, "\x80\x18"),
    )
    waiting = told(*incoming(7), start=talking)
    assert (waiting.selected, waiting.soft_keys, waiting.prompt) == (7, ("EndCall",), "From 202")
    assert [call.soft_keys for call in waiting.calls] == [
        ("Hold", "EndCall", "Trnsfer", "Dnd"),
        ("EndCall",),
    ]
    assert waiting.active_call is not None
    assert waiting.active_call.reference == 6

    gone = told(
        sccp.CallState(PhoneCallState.ON_HOOK, 1, 7), sccp.SelectSoftKeys(0, 0, 0), start=waiting
    )
    assert (gone.selected, gone.prompt) == (6, "Connected")
    assert gone.soft_keys == ("Hold", "EndCall", "Trnsfer", "Dnd")


@pytest.mark.parametrize("keys", [SoftKeySet.IN_USE_HINT, SoftKeySet.ON_HOLD])
def test_a_call_at_another_phone_takes_no_soft_keys_from_the_one_at_the_ear(
    keys: SoftKeySet,
) -> None:
    talking = (
        sccp.CallState(PhoneCallState.CONNECTED, 1, 7),
        sccp.SelectSoftKeys(1, 7, SoftKeySet.CONNECTED),
    )
    elsewhere = (
        sccp.CallState(PhoneCallState.CALL_REMOTE_MULTILINE, 2, 9),
        sccp.SelectSoftKeys(2, 9, keys),
    )
    assert told(*talking, *elsewhere).selected == 7
    assert told(*elsewhere).selected == 9
    held = (sccp.CallState(PhoneCallState.HOLD, 1, 7), *talking[1:])
    assert told(*held, *elsewhere).selected == 9


def test_idle_soft_keys_leave_the_selected_call_selected() -> None:
    two = told(
        sccp.CallState(5, 1, 6), sccp.SelectSoftKeys(1, 6, SoftKeySet.CONNECTED),
        sccp.CallState(8, 1, 7), sccp.SelectSoftKeys(0, 0, SoftKeySet.ON_HOOK),
    )  # fmt: skip
    assert two.selected == 6


@pytest.mark.parametrize(
    ("call_type", "other"),
    [(CallType.INBOUND, ("Bob", "202")), (CallType.OUTBOUND, ("Carol", "203"))],
)
def test_the_other_party_is_who_called_or_who_is_called(
    call_type: CallType, other: tuple[str, str]
) -> None:
    call = told(
        sccp.CallState(5, 1, 7), sccp.CallInfo("Bob", "202", "Carol", "203", 1, 7, call_type)
    ).calls[0]
    assert (call.other_name, call.other_number) == other


def test_a_held_call_is_neither_active_nor_ringing() -> None:
    screen = told(
        sccp.CallState(PhoneCallState.HOLD, 1, 7), sccp.SetLamp(Stimulus.LINE, 1, LampMode.WINK)
    )
    assert (screen.active_call, screen.ringing_call) == (None, None)
    assert screen.lines[0].lamp is LampMode.WINK


@pytest.mark.parametrize(
    ("bits", "shown"),
    [
        (PartyRestriction.NONE, ("Bob", "202")),
        (PartyRestriction.CALLING_PARTY_NAME, ("", "202")),
        (PartyRestriction.CALLING_PARTY, ("Bob", "")),
        (0xF, ("", "")),
    ],
)
def test_what_the_caller_withholds_is_not_shown(bits: int, shown: tuple[str, str]) -> None:
    call = told(
        sccp.CallState(PhoneCallState.RING_IN, 1, 7),
        sccp.CallInfo("Bob", "202", "", "201", 1, 7, party_pi_restriction_bits=bits),
    ).calls[0]
    assert (call.calling_name, call.calling_number) == shown


def test_captions_may_run_ahead_of_their_call_but_not_without_end() -> None:
    early = told(sccp.CallInfo("", "202", "", "201", 1, 7), start=Screen())
    assert early.calls == ()
    assert told(sccp.CallState(4, 1, 7), start=early).calls[0].calling_number == "202"

    many = told(*(sccp.CallInfo("", "202", "", "201", 1, number) for number in range(1, 90)))
    assert len(many.memory.calls) <= 4


def test_dialled_digits_are_echoed_taken_back_and_replaced_by_the_number() -> None:
    off_hook = told(sccp.CallState(PhoneCallState.OFF_HOOK, 1, 7))
    dialling = fold_press(fold_press(fold_press(off_hook, 2), 0), 15)
    assert dialling.calls[0].dialled == "20#"
    assert told(sccp.BackSpace(1, 7), start=dialling).calls[0].dialled == "20"
    assert told(sccp.DialedNumber("202", 1, 7), start=dialling).calls[0].dialled == "202"
    assert fold_press(told(), 5) == told()


def test_tones_are_heard_until_they_stop_and_silence_is_none() -> None:
    ringback = told(sccp.CallState(3, 1, 7), sccp.StartTone(Tone.ALERTING_TONE, 0, 1, 7))
    assert ringback.tone is Tone.ALERTING_TONE
    assert told(sccp.StopTone(1, 8), start=ringback).tone is Tone.ALERTING_TONE
    assert told(sccp.StopTone(1, 7), start=ringback).tone is None
    assert told(sccp.StartTone(Tone.SILENCE), start=ringback).tone is None
    assert told(sccp.CallState(2, 1, 7), start=ringback).tone is None


def test_digits_are_remembered_in_the_call_they_were_heard_in():
    call = told(sccp.CallState(5, 1, 7))
    tones = (Tone.DTMF_1, Tone.DTMF_0, Tone.DTMF_STAR, Tone.DTMF_POUND)
    sounds = [
        each for tone in tones for each in (sccp.StartTone(tone, 0, 1, 7), sccp.StopTone(1, 7))
    ]
    screen = told(*sounds, start=call)
    assert [each.heard for each in screen.calls] == ["10*#"]
    assert screen.tone is None
    elsewhere = told(sccp.StartTone(Tone.DTMF_1, 0, 1, 8), start=call)
    assert [each.heard for each in elsewhere.calls] == [""]


def test_a_passing_prompt_covers_the_call_and_goes_when_its_time_is_over() -> None:
    talking = told(
        sccp.CallState(PhoneCallState.CONNECTED, 1, 7),
        sccp.DisplayPromptStatusDynamic(0, 1, 7, "\x80\x18"),
    )
    covered = fold(talking, sccp.DisplayPromptStatusDynamic(5, 0, 0, "\x80\x2d"), 100.0)
    assert covered.prompt == "Key Is Not Active"
    assert elapse(covered, 104.9) == (covered, 105.0)
    after, moment = elapse(covered, 105.0)
    assert (after.prompt, moment) == ("Connected", None)
    assert after == talking


def test_of_several_notices_the_highest_priority_shows() -> None:
    screen = told(
        sccp.DisplayNotify(0, "low"),
        sccp.DisplayPriNotify(0, 4, "\x80\x3f"),
        sccp.DisplayPriNotify(0, 5, "\x80\x17202"),
    )
    assert screen.notification == "From 202"
    screen = told(sccp.ClearPriNotify(5), start=screen)
    assert screen.notification == "DND"
    screen = told(sccp.ClearPriNotify(4), start=screen)
    assert screen.notification == "low"
    assert told(sccp.ClearNotify(), start=screen).notification == ""


def test_clearing_a_prompt_clears_that_call_only() -> None:
    two = told(
        sccp.CallState(5, 1, 6),
        sccp.DisplayPromptStatus(0, "one", 1, 6),
        sccp.CallState(8, 1, 7),
        sccp.DisplayPromptStatus(0, "two", 1, 7),
    )
    cleared = told(sccp.ClearPromptStatus(1, 6), start=two)
    assert [call.prompt for call in cleared.calls] == ["", "two"]


def test_the_message_lamp_shines_while_any_of_its_instances_does() -> None:
    lit = told(sccp.SetLamp(Stimulus.VOICE_MAIL, 1, LampMode.ON))
    assert lit.message_waiting
    other = told(sccp.SetLamp(Stimulus.VOICE_MAIL, 0, LampMode.OFF), start=lit)
    assert other.message_waiting
    assert not told(sccp.SetLamp(Stimulus.VOICE_MAIL, 1, LampMode.OFF), start=other).message_waiting


def test_forwarding_is_shown_at_its_line_and_taken_away_again() -> None:
    forwarded = told(sccp.ForwardStat(1, 1, 1, "203"))
    assert forwarded.lines[0].forwarded_to == "203"
    assert told(sccp.ForwardStat(0, 1), start=forwarded).lines[0].forwarded_to == ""


@pytest.mark.parametrize(
    ("template", "hour", "shown"),
    [
        ("M/D/Y", 15, "15:04 05/13/26"),
        ("D.M.Y", 0, "00:04 13.05.26"),
        ("M/D/YA", 15, "03:04p 05/13/26"),
        ("Y-M-DA", 0, "12:04a 26-05-13"),
    ],
)
def test_the_clock_is_written_as_the_template_says(template: str, hour: int, shown: str) -> None:
    screen = told(sccp.RegisterAck(30, template), sccp.DefineTimeDate(2026, 5, 3, 13, hour, 4, 59))
    assert screen.clock == shown


def test_a_rejected_phone_shows_the_text_and_nothing_else() -> None:
    screen = told(sccp.RegisterReject("\x1e\x0b"))
    assert screen.prompt == "Max Phones Exceeded"
    assert (screen.lines, screen.calls, screen.soft_keys) == ((), (), ())


def test_the_speaker_follows_the_router() -> None:
    on = told(sccp.SetSpeakerMode(SpeakerMode.ON))
    assert on.speaker
    assert not told(sccp.SetSpeakerMode(SpeakerMode.OFF), start=on).speaker


def test_a_template_in_pieces_is_put_together() -> None:
    first = sccp.SoftKeyTemplateRes(0, 1, 2, (sccp.SoftKeyDefinition("One", 1),))
    second = sccp.SoftKeyTemplateRes(1, 1, 2, (sccp.SoftKeyDefinition("Two", 2),))
    screen = told(first, second)
    assert [place.label for place in screen.memory.template] == ["One", "Two"]


def test_a_call_plane_brings_a_call_of_its_line_to_the_front() -> None:
    two = told(
        sccp.CallState(5, 1, 6),
        sccp.SelectSoftKeys(1, 6, 1),
        sccp.CallState(8, 2, 7),
    )
    assert two.selected == 6
    assert told(sccp.ActivateCallPlane(2), start=two).selected == 7
    assert told(sccp.ActivateCallPlane(1), start=two).selected == 6


def test_messages_that_show_nothing_change_nothing() -> None:
    screen = told()
    for message in (sccp.KeepAliveAck(), sccp.CapabilitiesReq(), sccp.Unknown(0x999, b""), "text"):
        assert fold(screen, message) is screen


numbers = st.integers(0, 0xFFFFFFFF)
small = st.integers(0, 20)
anything = st.one_of(
    st.builds(sccp.CallState, small, small, small),
    st.builds(sccp.SelectSoftKeys, small, small, numbers, numbers),
    st.builds(sccp.SetRinger, small, small, small, small),
    st.builds(sccp.SetLamp, small, small, small),
    st.builds(sccp.StartTone, numbers, small, small, small),
    st.builds(sccp.StopTone, small, small),
    st.builds(sccp.CallInfo, st.text(max_size=5), st.text(max_size=5), call_reference=small),
    st.builds(sccp.DisplayPromptStatusDynamic, small, small, small, st.text(max_size=5)),
    st.builds(sccp.DisplayPriNotifyDynamic, small, small, st.text(max_size=5)),
    st.builds(sccp.ActivateCallPlane, small),
    st.builds(sccp.DefineTimeDate, numbers, numbers, numbers, numbers, numbers, numbers, numbers),
    st.builds(sccp.BackSpace, small, small),
    st.builds(sccp.LineStat, small, st.text(max_size=5)),
)


@given(st.lists(anything, max_size=30))
def test_no_sequence_of_messages_breaks_the_screen(messages: list[object]) -> None:
    screen = told()
    for message in messages:
        screen = fold(screen, message)
        assert screen.selected in {0, *(call.reference for call in screen.calls)}
        assert all(call.state not in {0, 2} for call in screen.calls)
        assert screen.is_ringing == (screen.ringer not in {RingMode.OFF, RingMode.SILENT})


def test_the_navigation_key_selects_a_call_and_its_soft_keys() -> None:
    held = (
        sccp.CallState(PhoneCallState.CONNECTED, 1, 7),
        sccp.SelectSoftKeys(1, 7, SoftKeySet.CONNECTED),
        *incoming(8, "203"),
    )
    shown = told(*held)
    assert shown.selected == 8
    moved = fold_selection(shown, 7)
    assert moved.selected == 7
    assert moved.soft_keys == next(call for call in shown.calls if call.reference == 7).soft_keys
    assert moved.soft_keys != shown.soft_keys
    assert fold_selection(shown, 99) == shown
