from __future__ import annotations

from functools import reduce

from harness.phone.screen import Screen, fold, text
from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp.numbers import CallType, PhoneCallState, SoftKeySet, Tone

TOLD = (
    sccp.LineStat(1, "202", "Bob", "Bob"),
    sccp.SoftKeyTemplateRes.of([("\x80\x0b", 11), ("Dnd", 33)]),
    sccp.SoftKeySetRes.of([(), (), (), (1, 2)]),
    sccp.CallState(PhoneCallState.RING_IN, 1, 7),
    sccp.SelectSoftKeys(1, 7, SoftKeySet.RING_IN),
    sccp.CallInfo("Alice", "201", "", "202", 1, 7, CallType.INBOUND),
    sccp.DisplayPromptStatus(0, "\x80\x17201", 1, 7),
    sccp.DefineTimeDate(2026, 5, 3, 13, 15, 4, 59),
    sccp.SetLamp(9, 1, 5),
    sccp.SetRinger(2, 1, 1, 7),
)


def test_a_screen_prints_as_an_eye_reads_it() -> None:
    assert text(reduce(fold, TOLD, Screen())) == (
        "┌──────────────────────────────────────────────┐\n"
        "│15:04 05/13/26                             202│\n"
        "│ key 1  Bob  lamp blink                       │\n"
        "│▸ring in  Alice (201) → 202  call 7           │\n"
        "│From 201                                      │\n"
        "│[Answer] [Dnd]                                │\n"
        "└──────────────────────────────────────────────┘\n"
        " ringer inside"
    )


def test_what_is_heard_and_lit_stands_below_the_frame() -> None:
    told = (sccp.StartTone(Tone.LINE_BUSY_TONE), sccp.SetSpeakerMode(1), sccp.SetLamp(15, 0, 2))
    last = text(reduce(fold, told, Screen())).splitlines()[-1]
    assert last == " ringer off, tone line busy tone, speaker on, message lamp on"


def test_a_number_that_nobody_named_is_shown_as_a_number() -> None:
    assert "▸99  ? → ?  call 7" in text(fold(Screen(), sccp.CallState(99, 1, 7)))


def test_more_soft_keys_than_fit_go_on_in_the_next_row() -> None:
    told = (
        sccp.SoftKeyTemplateRes.of((f"Key{number:02}xx", number) for number in range(1, 9)),
        sccp.SoftKeySetRes.of([range(1, 9)]),
        sccp.SelectSoftKeys(0, 0, 0),
    )
    rows = text(reduce(fold, told, Screen())).splitlines()
    assert "".join(rows).count("[Key") == 8
    assert len({len(row) for row in rows[:-1]}) == 1


def test_control_characters_of_a_router_reach_no_terminal() -> None:
    screen = Screen(prompt="a\x1b[2Jb\x9bc\nd")
    assert "a▯[2Jb▯c▯d" in text(screen)


def test_a_long_reference_takes_no_place_from_the_parties() -> None:
    connected = sccp.CallState(PhoneCallState.CONNECTED, 1, 1_795_421_396)
    info = sccp.CallInfo("Alice", "201", "Bob", "202", 1, 1_795_421_396, CallType.INBOUND)
    shown = text(fold(fold(Screen(), connected), info))
    assert "▸connected  Alice (201) → Bob (202) " in shown
    assert "1795421396" not in shown
