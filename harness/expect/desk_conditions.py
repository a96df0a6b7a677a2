"""Conditions about the desk: keys and what stands beside them, tones, lines of other phones.

As those of ``conditions``: each answers why it does not hold yet, or ``None``.
"""

from __future__ import annotations

from collections.abc import Collection

from harness.expect.conditions import in_words, tone_of
from harness.expect.patterns import HasNumber, number_of
from harness.expect.views import ScreenView
from harness.protocols.csta.device_ids import directory_number
from harness.protocols.sccp.numbers import Tone

_DIAL_TONES = frozenset({Tone.INSIDE_DIAL_TONE, Tone.OUTSIDE_DIAL_TONE})
_STUTTERS = frozenset({Tone.MESSAGE_WAITING_DIAL_TONE})


def offered(screen: ScreenView, keys: Collection[str], others: Collection[str]) -> str | None:
    """Why a soft key is missing, or one of ``others`` is there; ``None`` when it is so."""
    shown = {key.casefold() for key in screen.soft_keys}
    missing = [key for key in keys if key.casefold() not in shown]
    surplus = [key for key in others if key.casefold() in shown]
    if not missing and not surplus:
        return None
    told = ", ".join(screen.soft_keys) or "none"
    wrong, what = (missing, "missing") if missing else (surplus, "too many")
    verb = "is" if len(wrong) == 1 else "are"
    return f"the soft keys are {told}; {', '.join(wrong)} {verb} {what}"


def no_call_of(screen: ScreenView, other: HasNumber | str) -> str | None:
    """Why the display shows a call with ``other``; ``None`` when it shows none."""
    number = number_of(other)
    shown = [
        in_words(call.state)
        for call in screen.calls
        if number in (directory_number(call.calling_number), directory_number(call.called_number))
    ]
    return f"the display shows {', '.join(shown)} of {number}" if shown else None


def speed_dial(screen: ScreenView, label: str, to: HasNumber | str) -> str | None:
    """Why no key bears ``label`` and calls ``to``; ``None`` when one does."""
    keys = {key.label: key.number for key in screen.keys}
    if keys.get(label) == number_of(to):
        return None
    told = ", ".join(f"{name} → {number}" for name, number in keys.items())
    return f"the speed dials are {told or 'none'}"


def no_speed_dial(screen: ScreenView, label: str) -> str | None:
    """Why ``label`` is a speed dial; ``None`` when no key bears it."""
    numbers = [key.number for key in screen.keys if key.label == label]
    return f"a key bears it and calls {numbers[0]}" if numbers else None


def dial_tone(screen: ScreenView, *, stutters: bool) -> str | None:
    """Why there is no dial tone of that kind; ``None`` when there is."""
    if screen.tone in (_STUTTERS if stutters else _DIAL_TONES):
        return None
    return f"it hears {tone_of(screen)}"


def saying(screen: ScreenView, words: str) -> str | None:
    """Why the status line does not say ``words``; ``None`` when it does."""
    if words.casefold() in screen.prompt.casefold():
        return None
    return f"the display says {screen.prompt!r}"
