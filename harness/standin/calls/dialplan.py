"""Dialled digits, measured against the numbers that can be reached."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto


class Match(Enum):
    """What a string of dialled digits is, measured against the numbers of the router."""

    COMPLETE = auto()
    """One number, and no longer one begins with it."""
    AMBIGUOUS = auto()
    """A number, but a longer one begins with it: the inter-digit timer decides."""
    PARTIAL = auto()
    """The beginning of a number."""
    NONE = auto()


def match(digits: str, numbers: Iterable[str]) -> Match:
    """Measure ``digits`` against the numbers that can be dialled."""
    exact = longer = False
    for number in numbers:
        exact |= number == digits
        longer |= number != digits and number.startswith(digits)
    if exact:
        return Match.AMBIGUOUS if longer else Match.COMPLETE
    return Match.PARTIAL if longer else Match.NONE
