"""A phone as a condition sees and hears it: `phone` has it, this package never meets `phone`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from harness.protocols.sccp.numbers import LampMode, PhoneCallState, Tone


class LineView(Protocol):
    """One line key as the eye sees it."""

    @property
    def instance(self) -> int:
        """Which key."""
        ...

    @property
    def lamp(self) -> LampMode:
        """What its lamp does."""
        ...

    @property
    def forwarded_to(self) -> str:
        """Where all its calls go; empty when nowhere else."""
        ...


class CallView(Protocol):
    """One call on a display."""

    @property
    def line(self) -> int:
        """The line key it is on."""
        ...

    @property
    def state(self) -> PhoneCallState:
        """What the display says of it."""
        ...

    @property
    def calling_number(self) -> str:
        """Who calls."""
        ...

    @property
    def called_number(self) -> str:
        """Who is called."""
        ...

    @property
    def heard(self) -> str:
        """The digits that were heard in it."""
        ...

    @property
    def prompt(self) -> str:
        """What the display says of it in words."""
        ...


class KeyView(Protocol):
    """A key beside the display that is no line."""

    @property
    def label(self) -> str:
        """What stands beside it."""
        ...

    @property
    def number(self) -> str:
        """What it dials; empty when nothing."""
        ...


class ScreenView(Protocol):
    """As much of a phone's screen as a condition reads."""

    @property
    def lines(self) -> Sequence[LineView]:
        """Its line keys."""
        ...

    @property
    def calls(self) -> Sequence[CallView]:
        """The calls on its display."""
        ...

    @property
    def prompt(self) -> str:
        """The status line."""
        ...

    @property
    def notification(self) -> str:
        """The line above it."""
        ...

    @property
    def is_ringing(self) -> bool:
        """Whether its ringer sounds."""
        ...

    @property
    def speaker(self) -> bool:
        """Whether its speaker or handset path is open."""
        ...

    @property
    def tone(self) -> Tone | None:
        """What its ear hears of the router's tones."""
        ...

    @property
    def soft_keys(self) -> Sequence[str]:
        """The captions of the soft keys shown."""
        ...

    @property
    def keys(self) -> Sequence[KeyView]:
        """Its keys beside the display that are no lines."""
        ...

    @property
    def message_waiting(self) -> bool:
        """Whether its message lamp is lit."""
        ...


class MediaView(Protocol):
    """As much of a phone's voice ports as a condition reads."""

    @property
    def ears(self) -> frozenset[tuple[str, int]]:
        """Where it listens now."""
        ...

    @property
    def speaks_to(self) -> frozenset[tuple[str, int]]:
        """Where its voice goes now."""
        ...

    @property
    def heard_from(self) -> frozenset[tuple[str, int]]:
        """Whose packets came in where it listens now."""
        ...

    @property
    def voice(self) -> frozenset[int]:
        """What its own voice is made of: another one whenever it begins to speak."""
        ...

    @property
    def tones(self) -> frozenset[frozenset[int]]:
        """What each voice and each mixture was made of that came in where it listens now."""
        ...
