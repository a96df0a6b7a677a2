"""Digits as tones and as keys: their numbers differ. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from harness.protocols.sccp.numbers import KeypadButton, Tone

HEARD: Mapping[int, str] = {
    **{number: str(number) for number in range(1, 10)},
    Tone.DTMF_0: "0",
    Tone.DTMF_STAR: "*",
    Tone.DTMF_POUND: "#",
    Tone.DTMF_A: "A",
    Tone.DTMF_B: "B",
    Tone.DTMF_C: "C",
    Tone.DTMF_D: "D",
}
"""Tone → the digit that is heard in it."""

KEYED: Mapping[int, str] = {
    **{number: str(number) for number in range(10)},
    KeypadButton.STAR: "*",
    KeypadButton.POUND: "#",
}
"""Key of the keypad → the digit that the display echoes."""
