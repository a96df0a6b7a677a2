"""The soft keys that phones are given: one template, and a set for each state.

Labels are codes that the phone translates; a key's event is what the phone sends back. Keys and
sets are CME's defaults (soft key chapter of the administrator guide) without those whose feature is
not configured; numbers and order follow CallManager 4.1's captured template. ASSUMED of CME.
"""

from __future__ import annotations

from harness.protocols.sccp.messages import SoftKeySetRes, SoftKeyTemplateRes
from harness.protocols.sccp.numbers import SoftKey, SoftKeySet

DO_NOT_DISTURB = 22
"""The event of the DND key; above 18 the numbers are the server's own."""

KEYS: tuple[tuple[str, int], ...] = (
    ("\x80\x01", SoftKey.REDIAL),
    ("\x80\x02", SoftKey.NEW_CALL),
    ("\x80\x03", SoftKey.HOLD),
    ("\x80\x04", SoftKey.TRANSFER),
    ("\x80\x05", SoftKey.CFWD_ALL),
    ("\x80\x08", SoftKey.BACK_SPACE),
    ("\x80\x09", SoftKey.END_CALL),
    ("\x80\x0a", SoftKey.RESUME),
    ("\x80\x0b", SoftKey.ANSWER),
    ("\x80\x0d", SoftKey.CONFERENCE),
    ("\x80\x11", SoftKey.PICKUP),
    ("\x80\x12", SoftKey.GROUP_PICKUP),
    ("\x80\x3f", DO_NOT_DISTURB),
)

SETS: dict[SoftKeySet, tuple[int, ...]] = {
    SoftKeySet.ON_HOOK: (
        SoftKey.REDIAL,
        SoftKey.NEW_CALL,
        SoftKey.CFWD_ALL,
        SoftKey.PICKUP,
        SoftKey.GROUP_PICKUP,
        DO_NOT_DISTURB,
    ),
    SoftKeySet.CONNECTED: (
        SoftKey.HOLD,
        SoftKey.END_CALL,
        SoftKey.TRANSFER,
        SoftKey.CONFERENCE,
    ),
    SoftKeySet.ON_HOLD: (SoftKey.RESUME, SoftKey.NEW_CALL),
    SoftKeySet.RING_IN: (SoftKey.ANSWER, DO_NOT_DISTURB),
    SoftKeySet.OFF_HOOK: (
        SoftKey.REDIAL,
        SoftKey.END_CALL,
        SoftKey.CFWD_ALL,
        SoftKey.PICKUP,
        SoftKey.GROUP_PICKUP,
    ),
    SoftKeySet.CONNECTED_WITH_TRANSFER: (0, SoftKey.END_CALL, SoftKey.TRANSFER),
    SoftKeySet.DIGITS_AFTER_DIALING_FIRST_DIGIT: (SoftKey.BACK_SPACE, SoftKey.END_CALL),
    SoftKeySet.CONNECTED_WITH_CONFERENCE: (0, SoftKey.END_CALL, SoftKey.CONFERENCE),
    SoftKeySet.RING_OUT: (0, SoftKey.END_CALL),
    SoftKeySet.OFF_HOOK_WITH_FEATURES: (SoftKey.REDIAL, SoftKey.END_CALL),
    SoftKeySet.IN_USE_HINT: (SoftKey.NEW_CALL,),
    SoftKeySet.ON_HOOK_STEALABLE: (SoftKey.NEW_CALL,),
}
"""By set: the events of its keys in order; 0 is an empty place."""

_PLACES = {event: place for place, (_, event) in enumerate(KEYS, start=1)}

TEMPLATE = SoftKeyTemplateRes.of(KEYS)
TEMPLATE_SETS = SoftKeySetRes.of(
    [[_PLACES.get(event, 0) for event in SETS[each]] for each in sorted(SETS)]
)
