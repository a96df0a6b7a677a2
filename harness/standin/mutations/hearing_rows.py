"""Hands that are taken for doing something else than they do."""

from __future__ import annotations

from harness.standin.calls.events import KeyPressed, LinePressed, NumberDialled, OffHook
from harness.standin.mutations import hearing
from harness.standin.mutations.hearing import HeardRow

_BUTTON = "CME command reference, button"

HEARD: tuple[HeardRow, ...] = (
    HeardRow(
        "waiting-call-ends-the-first",
        "who answers a call that waits loses the one he was talking in",
        "CME administrator guide, call waiting",
        KeyPressed,
        hearing.answers_in_place_of,
    ),
    HeardRow(
        "whole-number-wants-dial-tone",
        "a number that a phone sends as a whole is overlooked while its handset rests",
        "CME administrator guide, directory services",
        NumberDialled,
        hearing.only_at_dial_tone,
    ),
    HeardRow(
        "line-key-leaves-held-call",
        "the line key does not take back what another phone of the line holds",
        "CME administrator guide, shared lines",
        LinePressed,
        hearing.not_what_others_hold,
    ),
    HeardRow(
        "line-in-use-gives-dial-tone",
        "the key of a shared line that is in use elsewhere gives dial tone",
        "CME administrator guide, shared lines",
        LinePressed,
        hearing.one_call_more,
    ),
    HeardRow(
        "given-up-conference-counted",
        "a conference that is given up takes a place of max-conferences for good",
        "CME command reference, max-conferences",
        KeyPressed,
        hearing.counts_the_given_up,
    ),
    HeardRow(
        "overlay-answers-first-number-only",
        "an overlaid button rings for each of its numbers and answers only the first",
        _BUTTON,
        (KeyPressed, OffHook),
        hearing.first_numbers_only,
    ),
)
