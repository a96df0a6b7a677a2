"""What a phone is told, message by message (reference/sccp.md §5)."""

from __future__ import annotations

from harness.protocols.sccp.messages import (
    ActivateCallPlane,
    CallInfo,
    CallState,
    ClearPriNotify,
    ClearPromptStatus,
    CloseReceiveChannel,
    DialedNumber,
    DisplayPriNotify,
    DisplayPromptStatus,
    OpenReceiveChannel,
    SelectSoftKeys,
    SetLamp,
    SetRinger,
    SetSpeakerMode,
    StartMediaTransmission,
    StartTone,
    StopMediaTransmission,
    StopTone,
)
from harness.protocols.sccp.numbers import (
    CallSecurity,
    CallType,
    LampMode,
    PhoneCallState,
    RingDuration,
    RingMode,
    SoftKeySet,
    SpeakerMode,
    Stimulus,
    Tone,
    ToneDirection,
)
from harness.standin.calls.events import ChannelOpened, NumberDialled, OffHook, OnHook
from tests.standin.switching import Switch

CALLER, CALLEE = 100, 101
TO_CALLEE, TO_CALLER = 1, 2
"""The pass-through party ids of the channels, in the order in which the phones are asked."""


def names(switch: Switch, outbound: bool, security: CallSecurity) -> CallInfo:
    del switch
    return CallInfo(
        calling_party_name="Alice",
        calling_party="201",
        called_party_name="Bob",
        called_party="202",
        line_instance=1,
        call_reference=CALLER if outbound else CALLEE,
        call_type=CallType.OUTBOUND if outbound else CallType.INBOUND,
        original_called_party_name="Bob",
        original_called_party="202",
        call_security_status=security,
    )


def test_going_off_hook(switch: Switch) -> None:
    assert switch.shown(switch.does(OffHook("A")), "A") == [
        SetRinger(RingMode.OFF),
        SetSpeakerMode(SpeakerMode.ON),
        SetLamp(Stimulus.LINE, 1, LampMode.ON),
        CallState(PhoneCallState.OFF_HOOK, 1, CALLER),
        SelectSoftKeys(1, CALLER, SoftKeySet.OFF_HOOK),
        DisplayPromptStatus(0, "\x80\x20", 1, CALLER),
        ActivateCallPlane(1),
        StartTone(Tone.INSIDE_DIAL_TONE, ToneDirection.USER, 1, CALLER),
    ]


def test_number_complete_and_alerting(switch: Switch) -> None:
    switch.does(OffHook("A"))
    commands = switch.does(NumberDialled("A", "202"))
    assert switch.shown(commands, "A") == [
        StopTone(1, CALLER),
        DialedNumber("202", 1, CALLER),
        CallState(PhoneCallState.PROCEED, 1, CALLER),
        names(switch, True, CallSecurity.UNKNOWN),
        StartTone(Tone.ALERTING_TONE, ToneDirection.USER, 1, CALLER),
        CallState(PhoneCallState.RING_OUT, 1, CALLER),
        SelectSoftKeys(1, CALLER, SoftKeySet.RING_OUT),
        DisplayPromptStatus(0, "\x80\x16", 1, CALLER),
    ]
    assert switch.shown(commands, "B") == [
        CallState(PhoneCallState.RING_IN, 1, CALLEE),
        SelectSoftKeys(1, CALLEE, SoftKeySet.RING_IN),
        DisplayPromptStatus(0, "\x80\x17201", 1, CALLEE),
        DisplayPriNotify(10, 5, "\x80\x17201"),
        names(switch, False, CallSecurity.UNKNOWN),
        SetLamp(Stimulus.LINE, 1, LampMode.BLINK),
        SetRinger(RingMode.INSIDE, RingDuration.NORMAL, 1, CALLEE),
    ]


def test_answering(switch: Switch) -> None:
    switch.calls("201", "202")
    commands = switch.does(OffHook("B", 1, CALLEE))
    assert switch.shown(commands, "B") == [
        SetRinger(RingMode.OFF),
        SetSpeakerMode(SpeakerMode.ON),
        SetLamp(Stimulus.LINE, 1, LampMode.ON),
        CallState(PhoneCallState.OFF_HOOK, 1, CALLEE),
        ActivateCallPlane(1),
        SetRinger(RingMode.OFF, RingDuration.NORMAL, 1, CALLEE),
        OpenReceiveChannel(1, TO_CALLEE, call_reference=CALLEE),
        StopTone(1, CALLEE),
        ClearPriNotify(5),
        CallState(PhoneCallState.CONNECTED, 1, CALLEE),
        SelectSoftKeys(1, CALLEE, SoftKeySet.CONNECTED),
        DisplayPromptStatus(0, "\x80\x18", 1, CALLEE),
        names(switch, False, CallSecurity.NOT_AUTHENTICATED),
    ]
    assert switch.shown(commands, "A") == [
        StopTone(1, CALLER),
        OpenReceiveChannel(1, TO_CALLER, call_reference=CALLER),
        CallState(PhoneCallState.CONNECTED, 1, CALLER),
        SelectSoftKeys(1, CALLER, SoftKeySet.CONNECTED),
        DisplayPromptStatus(0, "\x80\x18", 1, CALLER),
        names(switch, True, CallSecurity.NOT_AUTHENTICATED),
    ]


def test_media_is_sent_where_the_other_listens(switch: Switch) -> None:
    switch.calls("201", "202")
    switch.does(OffHook("B"))
    commands = switch.does(ChannelOpened("B", TO_CALLEE, "10.0.0.22", 17718))
    start = StartMediaTransmission(1, TO_CALLER, "10.0.0.22", 17718, call_reference=CALLER)
    assert switch.shown(commands, "A") == [start]
    assert switch.shown(commands, "B") == []


def test_hanging_up(switch: Switch) -> None:
    switch.calls("201", "202")
    switch.does(OffHook("B"))
    commands = switch.does(OnHook("A"))
    for station, reference, channel in (("A", CALLER, TO_CALLER), ("B", CALLEE, TO_CALLEE)):
        assert switch.shown(commands, station) == [
            SetRinger(RingMode.OFF),
            CloseReceiveChannel(1, channel, reference),
            StopMediaTransmission(1, channel, reference),
            StopTone(1, reference),
            ClearPromptStatus(1, reference),
            CallState(PhoneCallState.ON_HOOK, 1, reference),
            SelectSoftKeys(0, 0, SoftKeySet.ON_HOOK),
            SetSpeakerMode(SpeakerMode.OFF),
            ClearPriNotify(5),
            SetLamp(Stimulus.LINE, 1, LampMode.OFF),
            DisplayPromptStatus(0, "\x80\x13"),
        ]


def failure(switch: Switch, number: str) -> list[object]:
    shown = switch.shown(switch.does(NumberDialled("A", number)), "A")
    states = [each.state for each in shown if isinstance(each, CallState)]
    tones = [each.tone for each in shown if isinstance(each, StartTone)]
    prompts = [each.prompt_status for each in shown if isinstance(each, DisplayPromptStatus)]
    return [states[-1], tones[-1], prompts[-1]]


def test_a_busy_number(switch: Switch) -> None:
    switch.does(OffHook("B"))
    expected = [PhoneCallState.BUSY, Tone.LINE_BUSY_TONE, "\x80\x19"]
    assert failure(switch, "202") == expected


def test_an_unknown_number(switch: Switch) -> None:
    expected = [PhoneCallState.INVALID_NUMBER, Tone.REORDER_TONE, "\x80\x38"]
    assert failure(switch, "999") == expected


def test_a_number_out_of_service(switch: Switch) -> None:
    expected = [PhoneCallState.CONGESTION, Tone.REORDER_TONE, "\x80\x23"]
    assert failure(switch, "206") == expected


def test_the_end_of_a_held_call_leaves_the_other_on_the_screen(switch: Switch) -> None:
    switch.calls("201", "203")
    switch.does(OffHook("C"))
    switch.calls("202", "203")
    switch.answers("2", "203")
    shown = switch.shown(switch.does(OnHook("A")), "C")
    assert SetLamp(Stimulus.LINE, 1, LampMode.ON) in shown
    assert not {SetSpeakerMode, SelectSoftKeys} & {type(each) for each in shown}
