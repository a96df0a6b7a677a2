"""What a hand looks for on the display before it acts. Pure."""

from __future__ import annotations

from harness.phone.screen import CallOnScreen, Screen
from harness.phone.screen.values import KeyOnScreen, named
from harness.protocols.sccp.numbers import PhoneCallState, SoftKey

KEY_OF_A_PAGE = -1
"""The event of a soft key that the phone's own page offers; the router is not told of it."""
_TAKES_DIGITS = frozenset({PhoneCallState.OFF_HOOK, PhoneCallState.CONNECTED})


def dialable(screen: Screen) -> CallOnScreen | None:
    """The call that takes digits now."""
    call = screen.active_call
    return call if call is not None and call.state in _TAKES_DIGITS else None


def answerable(screen: Screen) -> CallOnScreen | None:
    """A call that the hand has noticed: by the bell, or by the key that answers it."""
    call = screen.ringing_call
    if call is None or not (screen.is_ringing or offers_answer(screen, call)):
        return None
    return call


def offers_answer(screen: Screen, call: CallOnScreen) -> bool:
    """Whether the Answer key is shown for that call."""
    shown = screen.soft_key_label(SoftKey.ANSWER) is not None
    return shown and screen.selected == call.reference


def call_with(screen: Screen, number: str) -> CallOnScreen | None:
    """The first call with that party."""
    return next(
        (call for call in screen.calls if number in (call.calling_number, call.called_number)), None
    )


def speed_dial(screen: Screen, label: str) -> KeyOnScreen | None:
    """The key with that label, or that number."""
    return next((key for key in screen.keys if label in (key.label, key.number)), None)


def key(screen: Screen, wanted: str | SoftKey) -> tuple[int, str] | None:
    """The event and the caption of a soft key that is shown."""
    if isinstance(wanted, SoftKey):
        label = screen.soft_key_label(wanted)
        return None if label is None else (wanted, label)
    if screen.page is not None and wanted in screen.page.soft_keys:
        return KEY_OF_A_PAGE, wanted
    event = screen.soft_key_event(wanted)
    return None if event is None else (named(SoftKey, event), wanted)
