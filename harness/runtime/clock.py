"""Time as the runtime sees it, and deadlines that are made once and passed down."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol

from harness.errors import DeadlineExceeded


class Clock(Protocol):
    """Tells a monotonic time in seconds."""

    def now(self) -> float:
        """Seconds since some fixed moment; never goes back."""
        ...


class SystemClock:
    """The machine's monotonic clock."""

    def now(self) -> float:
        """Seconds of ``time.monotonic``."""
        return time.monotonic()


@dataclass(slots=True)
class ManualClock:
    """A clock that a test turns by hand."""

    time: float = 0.0

    def now(self) -> float:
        """The time that was set last."""
        return self.time

    def advance(self, seconds: float) -> float:
        """Turn the clock forward and return the new time."""
        self.time += seconds
        return self.time


SYSTEM_CLOCK = SystemClock()


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment until which something, named for the failure text, is worth waiting for."""

    awaited: str
    seconds: float
    at: float
    clock: Clock = SYSTEM_CLOCK

    @classmethod
    def after(cls, seconds: float, awaited: str, clock: Clock = SYSTEM_CLOCK) -> Deadline:
        """A deadline ``seconds`` from now for what ``awaited`` names."""
        return cls(awaited, seconds, clock.now() + seconds, clock)

    @property
    def remaining(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self.at - self.clock.now())

    @property
    def passed(self) -> bool:
        """Whether no time is left."""
        return self.clock.now() >= self.at

    def exceeded(self) -> DeadlineExceeded:
        """The error to raise when it has passed."""
        return DeadlineExceeded(self.awaited, self.seconds)
