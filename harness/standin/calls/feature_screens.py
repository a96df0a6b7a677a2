"""What a phone is told of its features: forwarding, do not disturb, the message lamp, digits heard.

As ``screens`` does for calls; messages after ``reference/sccp.md`` §5.13 to §5.16.
"""

from __future__ import annotations

from collections.abc import Mapping

from harness.protocols.sccp.messages import (
    CallState,
    ClearPriNotify,
    ClearPromptStatus,
    DisplayNotify,
    DisplayPriNotify,
    DisplayPromptStatus,
    ForwardStat,
    SelectSoftKeys,
    SetLamp,
    SetRinger,
    SetSpeakerMode,
    StartTone,
    StopTone,
)
from harness.protocols.sccp.numbers import (
    LampMode,
    PhoneCallState,
    RingDuration,
    RingMode,
    SoftKeySet,
    SpeakerMode,
    Stimulus,
    Tone,
)
from harness.standin.calls import phrases
from harness.standin.calls.model import Connection, Entry, Exchange

DO_NOT_DISTURB_BANNER = 4
"""Priority of the notice that the phone keeps quiet; the announcement of a call covers it."""
PRIMARY_LINE = 1
_NOTICE_SECONDS = 10

_DTMF: Mapping[str, Tone] = {
    **{str(digit): Tone(digit) for digit in range(1, 10)},
    "0": Tone.DTMF_0,
    "*": Tone.DTMF_STAR,
    "#": Tone.DTMF_POUND,
    "A": Tone.DTMF_A,
    "B": Tone.DTMF_B,
    "C": Tone.DTMF_C,
    "D": Tone.DTMF_D,
}
DIGITS = frozenset(_DTMF)
"""Every character that can be sent into a call."""


def idle_prompt(exchange: Exchange, station: str) -> DisplayPromptStatus:
    """What the status line of a phone without a call says (§5.13)."""
    targets = [exchange.numbers[each].forward_all for each in exchange.numbers_at(station)]
    forwarded = next(filter(None, targets), "")
    text = f"{phrases.FORWARDED_TO} {forwarded}" if forwarded else phrases.OPTIONS
    return DisplayPromptStatus(0, text)


def forwarded(exchange: Exchange, number: str) -> None:
    """Every phone with the number shows where its calls go, or that they go nowhere else."""
    target = exchange.numbers[number].forward_all
    for station, line in exchange.appearances(number):
        text = f"{phrases.FORWARD_ALL}: {target}" if target else "CFwd disabled"
        exchange.tell(
            station,
            ForwardStat(int(bool(target)), line, int(bool(target)), target),
            DisplayNotify(_NOTICE_SECONDS, text),
            idle_prompt(exchange, station),
        )


def do_not_disturb(exchange: Exchange, station: str, *, on: bool) -> None:
    """The phone says that it keeps quiet, or no longer does (§5.14)."""
    mode = LampMode.ON if on else LampMode.OFF
    notice = (
        DisplayPriNotify(0, DO_NOT_DISTURB_BANNER, phrases.DO_NOT_DISTURB)
        if on
        else ClearPriNotify(DO_NOT_DISTURB_BANNER)
    )
    exchange.tell(station, SetLamp(Stimulus.DO_NOT_DISTURB, 1, mode), notice)


def silenced(exchange: Exchange, connection: Connection, station: str) -> None:
    """A call that rings makes no more noise at this phone."""
    connection.silenced |= {station}
    for place, line in exchange.shown_at(connection):
        if place == station:
            ringer = SetRinger(RingMode.OFF, RingDuration.NORMAL, line, connection.reference)
            exchange.tell(station, ringer)


def message_waiting(exchange: Exchange, station: str, line: int, *, on: bool) -> None:
    """The line's message lamp; the primary line's is the lamp of the handset, too (§5.15)."""
    mode = LampMode.ON if on else LampMode.OFF
    exchange.tell(station, SetLamp(Stimulus.VOICE_MAIL, line, mode))
    if line == PRIMARY_LINE:
        exchange.tell(station, SetLamp(Stimulus.VOICE_MAIL, 0, mode))


def digits_heard(exchange: Exchange, connection: Connection, digits: str) -> None:
    """The far party hears digits. ASSUMED: as tones that its phone is told to play (§5.16)."""
    line, reference = connection.line, connection.reference
    for digit in digits:
        tone = StartTone(_DTMF[digit], line_instance=line, call_reference=reference)
        exchange.show(connection, tone, StopTone(line, reference))


# The number to forward to, keyed in by hand ------------------------------------------------------


def entry_begun(exchange: Exchange, station: str, entry: Entry) -> None:
    """The phone takes a number, though it calls nobody (§5.13)."""
    line, reference = entry.line, entry.reference
    exchange.tell(
        station,
        SetSpeakerMode(SpeakerMode.ON),
        SetLamp(Stimulus.LINE, line, LampMode.ON),
        CallState(PhoneCallState.OFF_HOOK, line, reference),
        SelectSoftKeys(line, reference, SoftKeySet.DIGITS_AFTER_DIALING_FIRST_DIGIT),
        DisplayPromptStatus(0, phrases.ENTER_NUMBER, line, reference),
    )


def entry_ended(exchange: Exchange, station: str, entry: Entry) -> None:
    """The phone goes back to rest."""
    line, reference = entry.line, entry.reference
    exchange.tell(
        station,
        ClearPromptStatus(line, reference),
        CallState(PhoneCallState.ON_HOOK, line, reference),
        SelectSoftKeys(0, 0, SoftKeySet.ON_HOOK),
        phrases.lamp(line, phrases.lamp_of(exchange, station, line)),
        SetSpeakerMode(SpeakerMode.OFF),
        idle_prompt(exchange, station),
    )


def entry_unknown(exchange: Exchange, station: str) -> None:
    """The number that was keyed in leads nowhere."""
    exchange.tell(station, DisplayPromptStatus(5, phrases.UNKNOWN_NUMBER))
