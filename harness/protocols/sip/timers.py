"""How long transactions wait: the constants of RFC 3261 §17 and the queues that keep them.

A transaction's life is short and its timers are long, so most timers die unfired. Each constant
delay has one queue in order of time; a dead entry is dropped when it reaches the head.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Signal(StrEnum):
    """What can happen to a transaction; the letters are the timers of RFC 3261 and RFC 6026."""

    PROVISIONAL = "1xx"
    SUCCESS = "2xx"
    FAILURE = "3xx-6xx"
    REQUEST = "request"
    """The request again."""
    ACK = "ACK"
    CANCEL = "CANCEL"
    A = "A"
    B = "B"
    D = "D"
    E = "E"
    F = "F"
    G = "G"
    H = "H"
    I = "I"  # noqa: E741
    J = "J"
    K = "K"
    L = "L"
    M = "M"
    REPEAT_2XX = "repeat 2xx"
    """§13.3.1.4: a 2xx to INVITE is repeated until its ACK, over any transport."""
    NO_ACK = "no ACK"
    CANCEL_UNANSWERED = "cancel unanswered"
    """§9.1: a cancelled INVITE without final response is given up after 64·T1."""
    REFRESH = "refresh"
    """RFC 4028 §7.2."""
    EXPIRE = "expire"
    """RFC 4028 §10."""


@dataclass(frozen=True, slots=True)
class Timers:
    """The three base intervals in seconds (§17.1.1.1, table 4)."""

    t1: float = 0.5
    t2: float = 4.0
    t4: float = 5.0

    def delays(self, *, reliable: bool) -> dict[Signal, float | None]:
        """Each timer's first delay; ``None``: not used, 0: at once.

        A reliable transport repeats nothing and waits for no stragglers (§17.1.1.2 and others).
        """
        patience = 64 * self.t1
        return {
            Signal.A: None if reliable else self.t1,
            Signal.B: patience,
            Signal.D: 0.0 if reliable else patience,
            Signal.E: None if reliable else self.t1,
            Signal.F: patience,
            Signal.G: None if reliable else self.t1,
            Signal.H: patience,
            Signal.I: 0.0 if reliable else self.t4,
            Signal.J: 0.0 if reliable else patience,
            Signal.K: 0.0 if reliable else self.t4,
            Signal.L: patience,
            Signal.M: patience,
            Signal.REPEAT_2XX: self.t1,
            Signal.NO_ACK: patience,
            Signal.CANCEL_UNANSWERED: patience,
        }

    def next_interval(self, signal: Signal, interval: float, *, proceeding: bool) -> float:
        """The interval of a repeating timer after one of ``interval`` seconds.

        Timer A doubles without end (§17.1.1.2); E, G and the repeated 2xx double up to T2, and E
        is T2 at once where a provisional response has come (§17.1.2.2, §17.2.1, §13.3.1.4).
        """
        if signal is Signal.A:
            return 2 * interval
        return self.t2 if proceeding else min(2 * interval, self.t2)


RFC3261_TIMERS = Timers()


class Waiting(Protocol):
    """Something that timers are set for."""

    def awaits(self, signal: Signal) -> bool:
        """Whether this timer still means anything."""
        ...


@dataclass(slots=True)
class TimerQueues:
    """All running timers of an agent."""

    _queues: dict[float, deque[tuple[float, Waiting, Signal]]]
    _bound: float | None
    """No living timer fires before this; ``None``: none is left."""

    def __init__(self) -> None:
        self._queues = {}
        self._bound = None

    def start(self, delay: float, subject: Waiting, signal: Signal, now: float) -> None:
        """Let ``signal`` come to ``subject`` in ``delay`` seconds, if it still awaits it then."""
        queue = self._queues.get(delay)
        if queue is None:
            queue = self._queues[delay] = deque()
        due = now + delay
        queue.append((due, subject, signal))
        if self._bound is None or due < self._bound:
            self._bound = due

    def next_due(self) -> float | None:
        """When to look again: at the earliest living timer, or at a dead one before it."""
        return self._bound

    def _earliest(self) -> float | None:
        earliest: float | None = None
        for queue in self._queues.values():
            while queue:
                due, subject, signal = queue[0]
                if subject.awaits(signal):
                    if earliest is None or due < earliest:
                        earliest = due
                    break
                queue.popleft()
        return earliest

    def fired(self, now: float) -> Iterator[tuple[Waiting, Signal]]:
        """The living timers that are due, in order of time, each taken out as it is given."""
        while True:
            due = self._bound = self._earliest()
            if due is None or due > now:
                break
            for queue in self._queues.values():
                if queue and queue[0][0] == due:
                    _, subject, signal = queue.popleft()
                    yield subject, signal
                    break
        for delay in [delay for delay, queue in self._queues.items() if not queue]:
            del self._queues[delay]
