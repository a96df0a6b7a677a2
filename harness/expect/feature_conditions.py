"""Conditions about a phone's features: forwarding, do not disturb, conference, tones, digits heard.

As those of ``conditions``: each answers why it does not hold yet, or ``None``.
"""

from __future__ import annotations

from harness.expect.conditions import Shown, showing, tone_of
from harness.expect.patterns import HasNumber, number_of
from harness.expect.views import ScreenView
from harness.protocols.csta.device_ids import directory_number
from harness.protocols.sccp.numbers import PhoneCallState, Tone

_SAYS_DO_NOT_DISTURB = ("dnd", "do not disturb", "donotdisturb")


def forwarded(screen: ScreenView, to: HasNumber | str | None) -> str | None:
    """Why no line shows that its calls go to ``to``, or any shows so; ``None`` when it is so."""
    shown = [line.forwarded_to for line in screen.lines if line.forwarded_to]
    wanted = [] if to is None else [number_of(to)]
    if shown == wanted:
        return None
    return f"its lines are forwarded to {', '.join(shown) or 'nobody'}"


def undisturbed(screen: ScreenView, *, on: bool) -> str | None:
    """Why the display does not say do not disturb, or still does; ``None`` when it is so."""
    told = f"{screen.prompt} {screen.notification}".casefold()
    if any(words in told for words in _SAYS_DO_NOT_DISTURB) == on:
        return None
    return f"the display says {screen.notification or screen.prompt!r}"


def message_waiting(screen: ScreenView, *, on: bool) -> str | None:
    """Why the message lamp is not lit, or still is; ``None`` when it is so."""
    if screen.message_waiting == on:
        return None
    return "the message lamp is lit" if screen.message_waiting else "the message lamp is dark"


def silent(screen: ScreenView, caller: HasNumber | str) -> str | None:
    """Why the phone does not show ``caller`` without ringing; ``None`` when it does."""
    calling = [
        directory_number(call.calling_number)
        for call in screen.calls
        if call.state is PhoneCallState.RING_IN
    ]
    if number_of(caller) not in calling:
        return f"the display shows an incoming call of {', '.join(calling) or 'nobody'}"
    return "the ringer sounds" if screen.is_ringing else None


def conferring(screen: ScreenView) -> str | None:
    """Why the display does not show a conference; ``None`` when it does."""
    unmet = showing(screen, Shown.CONNECTED, None)
    if unmet is not None:
        return unmet
    prompt = [call.prompt for call in screen.calls if call.state is PhoneCallState.CONNECTED][-1]
    return None if "conference" in prompt.casefold() else f"the display says {prompt!r}"


def call_waits(screen: ScreenView) -> str | None:
    """Why the call waiting tone is not heard in a conversation; ``None`` when it is."""
    if not any(call.state is PhoneCallState.CONNECTED for call in screen.calls):
        return "there is no conversation on the display"
    if screen.tone is Tone.CALL_WAITING_TONE:
        return None
    return f"it hears {tone_of(screen)}"


def no_call_waits(screen: ScreenView) -> str | None:
    """Why the call waiting tone is heard; ``None`` when it is not."""
    return f"it hears {tone_of(screen)}" if screen.tone is Tone.CALL_WAITING_TONE else None


def heard(screen: ScreenView, digits: str) -> str | None:
    """Why exactly these digits were not heard in a call; ``None`` when they were."""
    told = [call.heard for call in screen.calls if call.heard]
    if told == ([digits] if digits else []):
        return None
    return f"it heard {', '.join(map(repr, told)) or 'nothing'}"
