"""Conditions: what must become true beside the events, on a phone's desk or at the router.

A condition is a sentence and a question; the question is answered ``None`` when the condition
holds, else with the reason why it does not yet. Decoration that no plan names (further lamps,
prompts, tones) is the router's business and never fails a plan.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum

from harness.expect.patterns import HasNumber, number_of
from harness.expect.views import MediaView, ScreenView
from harness.protocols.csta.device_ids import directory_number
from harness.protocols.sccp.numbers import LampMode, PhoneCallState


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must hold before a block ends."""

    witness: str
    sentence: str
    unmet: Callable[[], str | None]
    """Why it does not hold yet; ``None`` when it does."""
    asks_router: bool = False
    """Whether answering costs a round trip to the router: a ``show``, or a service that asks."""
    needs_fence: bool = False
    """Whether only a fence tells that it stays so: nothing rings, nothing is heard."""
    excuses: str = ""
    """The name of a fault of the same witness that the block is meant to bring about."""


class Shown(Enum):
    """What a display says of a call, and the lamp that goes with it."""

    OFF_HOOK = (PhoneCallState.OFF_HOOK, LampMode.ON)
    RING_OUT = (PhoneCallState.RING_OUT, LampMode.ON)
    CONNECTED = (PhoneCallState.CONNECTED, LampMode.ON)
    BUSY = (PhoneCallState.BUSY, LampMode.ON)
    UNKNOWN_NUMBER = (PhoneCallState.INVALID_NUMBER, LampMode.ON)
    HOLD = (PhoneCallState.HOLD, LampMode.WINK)
    IN_USE_ELSEWHERE = (PhoneCallState.CALL_REMOTE_MULTILINE, LampMode.ON)
    """Another phone has the line."""

    @property
    def state(self) -> PhoneCallState:
        """The call state on the display."""
        return self.value[0]

    @property
    def lamp(self) -> LampMode:
        """The lamp of its line key."""
        return self.value[1]


def in_words(value: Enum) -> str:
    """``RING_IN`` as ``ring in``, as the pictures of the screens have it."""
    return value.name.replace("_", " ").lower()


def ringing(screen: ScreenView, caller: HasNumber | str | None) -> str | None:
    """Why the phone does not ring showing ``caller``; ``None`` when it does."""
    calls = [call for call in screen.calls if call.state is PhoneCallState.RING_IN]
    if not calls:
        return f"no incoming call on the display, which shows {_calls(screen)}"
    call = calls[-1]
    if not screen.is_ringing:
        return "the display shows an incoming call, but the ringer is off"
    if caller is not None and directory_number(call.calling_number) != number_of(caller):
        return f"the display shows {call.calling_number!r} as caller, not {_who(caller)}"
    if _lamp(screen, call.line) is not LampMode.BLINK:
        return f"the lamp of line {call.line} is {_lamp_word(screen, call.line)}, not blinking"
    return None


def showing(screen: ScreenView, shown: Shown, called: HasNumber | str | None) -> str | None:
    """Why the display does not show that state (and called party); ``None`` when it does."""
    calls = [call for call in screen.calls if call.state is shown.state]
    if not calls:
        return f"the display shows {_calls(screen)}, not {in_words(shown)}"
    call = calls[-1]
    if called is not None and directory_number(call.called_number) != number_of(called):
        return f"the display shows {call.called_number!r} as called, not {_who(called)}"
    if _lamp(screen, call.line) is not shown.lamp:
        lamp = _lamp_word(screen, call.line)
        return f"the lamp of line {call.line} is {lamp}, not {in_words(shown.lamp)}"
    return None


def talking(screen: ScreenView, other: HasNumber | str) -> str | None:
    """Why the phone is not in conversation with ``other``; ``None`` when it is."""
    unmet = showing(screen, Shown.CONNECTED, None)
    if unmet is not None:
        return unmet
    if screen.is_ringing:
        return "the phone still rings"
    call = [call for call in screen.calls if call.state is PhoneCallState.CONNECTED][-1]
    parties = {directory_number(call.calling_number), directory_number(call.called_number)}
    if number_of(other) not in parties:
        return (
            f"the display shows {call.calling_number} and {call.called_number}, not {_who(other)}"
        )
    return None


def dark(screen: ScreenView) -> str | None:
    """Why the display is not dark; ``None`` when it is."""
    shown = bool(screen.lines or screen.calls or screen.prompt or screen.notification)
    return "the display still shows something" if shown else None


def hearing(ears: MediaView, mouth: MediaView, speaker: str) -> str | None:
    """Why one phone does not hear another one, ``speaker``; ``None`` when packets have come.

    From phone to phone the packets say who speaks by where they come from; where somebody mixes
    (a conference), by the voice in them.
    """
    if not ears.ears & mouth.speaks_to:
        if mouth.speaks_to & (ears.heard_from | ears.speaks_to):
            heard = any(mouth.voice <= tones for tones in ears.tones)
            return None if heard else _left_out(ears, mouth, speaker)
        told, here = _places(mouth.speaks_to) or "nobody", _places(ears.ears) or "no port"
        return f"{speaker} is told to speak to {told}, and this phone to listen at {here}"
    if not ears.heard_from & mouth.ears:
        return f"no packet of {speaker} has come"
    return None


def _left_out(ears: MediaView, mouth: MediaView, speaker: str) -> str:
    mixer = _places(mouth.speaks_to)
    if not mouth.speaks_to & ears.heard_from:
        return f"{speaker} and this phone are told to speak to {mixer}, whence nothing comes"
    return f"{mixer} mixes, and the voice of {speaker} is not in what comes from there"


def silent(mouth: MediaView) -> str | None:
    """Why a phone is not silent; ``None`` when its voice goes nowhere."""
    return f"its voice goes to {_places(mouth.speaks_to)}" if mouth.speaks_to else None


def _places(addresses: Collection[tuple[str, int]]) -> str:
    return ", ".join(f"{host}:{port}" for host, port in sorted(addresses))


def idle(screen: ScreenView) -> str | None:
    """Why the phone is not at rest; ``None`` when it is."""
    if screen.calls:
        return f"the display still shows {_calls(screen)}"
    if screen.is_ringing:
        return "the ringer still sounds"
    lit = [line.instance for line in screen.lines if line.lamp is not LampMode.OFF]
    if lit:
        return f"the lamp of line {lit[0]} is {_lamp_word(screen, lit[0])}"
    if screen.speaker:
        return "the speaker is still on"
    return None


def tone_of(screen: ScreenView) -> str:
    """The tone that is heard, in words."""
    return "no tone" if screen.tone is None else in_words(screen.tone)


def _lamp(screen: ScreenView, instance: int) -> LampMode | None:
    return next((line.lamp for line in screen.lines if line.instance == instance), None)


def _lamp_word(screen: ScreenView, instance: int) -> str:
    lamp = _lamp(screen, instance)
    return "absent" if lamp is None else in_words(lamp)


def _calls(screen: ScreenView) -> str:
    words = [
        f"{in_words(call.state)} ({call.calling_number or '?'} → {call.called_number or '?'})"
        for call in screen.calls
    ]
    return ", ".join(words) or "no call"


def _who(party: HasNumber | str) -> str:
    return repr(party) if isinstance(party, str) else f"{party.name} ({party.number})"
