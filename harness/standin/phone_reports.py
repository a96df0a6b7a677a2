"""What phones report of hook, keys and media, as events of the call engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from harness.protocols.sccp import messages as m
from harness.protocols.sccp.numbers import (
    KeypadButton,
    MediaPathState,
    MediaStatus,
    SoftKey,
    SpeakerMode,
    Stimulus,
)
from harness.standin.calls.events import (
    ChannelOpened,
    DigitPressed,
    Event,
    KeyPressed,
    LinePressed,
    NumberDialled,
    OffHook,
    OnHook,
)
from harness.standin.defects import Defect

_DIGITS: Mapping[int, str] = {
    **{digit: str(digit) for digit in range(10)},
    KeypadButton.STAR: "*",
    KeypadButton.POUND: "#",
}
_STIMULI: Mapping[int, SoftKey] = {
    Stimulus.REDIAL: SoftKey.REDIAL,
    Stimulus.HOLD: SoftKey.HOLD,
    Stimulus.TRANSFER: SoftKey.TRANSFER,
    Stimulus.FORWARD_ALL: SoftKey.CFWD_ALL,
    Stimulus.CONFERENCE: SoftKey.CONFERENCE,
    Stimulus.NEW_CALL: SoftKey.NEW_CALL,
    Stimulus.END_CALL: SoftKey.END_CALL,
}


def _digit(station: str, message: m.KeypadButton) -> Event | None:
    digit = _DIGITS.get(message.kp_button)
    return DigitPressed(station, digit) if digit else None


def _stimulus(station: str, message: m.Stimulus) -> Event | None:
    if message.stimulus == Stimulus.LINE:
        return LinePressed(station, message.line_instance)
    key = _STIMULI.get(message.stimulus)
    return KeyPressed(station, key, reference=message.call_reference) if key else None


def _soft_key(station: str, message: m.SoftKeyEvent) -> Event | None:
    event, line = message.soft_key_event, message.line_instance
    return KeyPressed(station, event, line, message.call_reference)


def _channel(station: str, message: m.OpenReceiveChannelAck) -> Event | None:
    if message.media_reception_status != MediaStatus.OK:
        return None
    return ChannelOpened(
        station, message.pass_through_party_id, message.ip_address, message.port_number
    )


def _path_left(station: str, message: m.MediaPathEvent | m.HeadsetStatus) -> Event | None:
    if isinstance(message, m.HeadsetStatus):
        left = message.headset_status == SpeakerMode.OFF
    else:
        left = message.media_path_event == MediaPathState.OFF
    return OnHook(station) if left else None


def _path_taken(station: str, message: m.MediaPathEvent | m.HeadsetStatus) -> Event | None:
    if isinstance(message, m.HeadsetStatus):
        taken = message.headset_status == SpeakerMode.ON
    else:
        taken = message.media_path_event == MediaPathState.ON
    return KeyPressed(station, SoftKey.HOLD) if taken else None


Report = Callable[[str, Any], Event | None]

REPORTS: Mapping[type, Report] = {
    m.OffHook: lambda station, message: OffHook(
        station, message.line_instance or 0, message.call_reference
    ),
    # The line field of OnHook is a button's number on older phones (reference/sccp.md §1.4).
    m.OnHook: lambda station, message: OnHook(station, 0, message.call_reference),
    m.KeypadButton: _digit,
    m.Stimulus: _stimulus,
    m.SoftKeyEvent: _soft_key,
    m.EnblocCall: lambda station, message: NumberDialled(
        station, message.called_party, message.line_instance
    ),
    m.OpenReceiveChannelAck: _channel,
}
"""What the engine is told of what a phone reports."""


def report_of(message: m.Message, defects: frozenset[Defect]) -> Report | None:
    """How the engine is told of a message; ``None`` when it is told nothing of such."""
    is_path = isinstance(message, m.MediaPathEvent | m.HeadsetStatus)
    if is_path and Defect.PATH_LEFT_ENDS_CALL in defects:
        return _path_left
    if is_path and Defect.PATH_TAKEN_HOLDS in defects:
        return _path_taken
    return REPORTS.get(type(message))
