"""The one ordered memory of a bench.

Every witness (a CTI session, a phone, the router's command line, the bench itself) appends what
it noticed; expectations, report steps, ladders and the judges are readers of the same log.
Appending is safe from any thread; the one blocking read below all waiting is `Journal.wait`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeVar

from harness.runtime.clock import SYSTEM_CLOCK, Clock, Deadline

Found = TypeVar("Found")


class Kind(StrEnum):
    """What sort of thing an entry records."""

    STEP = "step"
    """A sentence of the plan or the bench: what is being done now."""
    ACT = "act"
    """A hand or an application did something: ``bob.phone answers``."""
    SENT = "sent"
    """A protocol message left this witness; ``value`` is the message."""
    RECEIVED = "received"
    """A protocol message reached this witness; ``value`` is the message."""
    EVENT = "event"
    """A CSTA event reached a monitor; ``value`` is the event."""
    SCREEN = "screen"
    """What a phone shows, rings and lights has changed; ``value`` is its `Screen`."""
    CLI = "cli"
    """A command and its output at the router's command line."""
    NOTE = "note"
    """Something worth knowing that no expectation reads."""
    FAULT = "fault"
    """A witness met something it could not take; always a leftover."""


class Entry(NamedTuple):
    """One thing one witness noticed."""

    number: int
    at: float
    """Seconds since the journal began."""
    witness: str
    """Who: ``alice.cti``, ``bob.phone``, ``router``, ``bench``."""
    kind: Kind
    name: str
    """The message's or act's name: ``DeliveredEvent``, ``CallState``, ``answer``."""
    value: object = None
    text: str = ""
    """One line for people; empty where the name says all."""
    octets: bytes = b""
    """What was on the wire, where a reader may want to see it: a CSTA body, a frame."""


_FORGOTTEN = Entry(-1, 0.0, "", Kind.NOTE, "forgotten")


@dataclass(slots=True)
class Journal:
    """An append-only log with one condition that wakes whoever waits."""

    clock: Clock = SYSTEM_CLOCK
    kept: frozenset[Kind] = frozenset(Kind)
    """What it remembers; thousands of phones at once may want their faults remembered only."""
    _began: float = field(init=False)
    _entries: list[Entry] = field(init=False, default_factory=list)
    _lock: threading.RLock = field(init=False, default_factory=threading.RLock)
    """Entered by itself: into a condition's `with` a Ctrl-C can break, and leave it taken."""
    _grew: threading.Condition = field(init=False)
    _subscribers: list[Callable[[Entry], None]] = field(init=False, default_factory=list)
    _waiting: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._began = self.clock.now()
        self._grew = threading.Condition(self._lock)

    def append(
        self,
        witness: str,
        kind: Kind,
        name: str,
        value: object = None,
        *,
        text: str = "",
        octets: bytes = b"",
    ) -> Entry:
        """Add an entry and wake every waiting reader; subscribers are called in order.

        Of a kind that is not ``kept`` nobody hears.
        """
        if kind not in self.kept:
            return _FORGOTTEN
        with self._lock:
            at = self.clock.now() - self._began
            entry = Entry(len(self._entries), at, witness, kind, name, value, text, octets)
            self._entries.append(entry)
            for subscriber in self._subscribers:
                subscriber(entry)
            if self._waiting:
                self._grew.notify_all()
        return entry

    @property
    def cursor(self) -> int:
        """The number the next entry will get: ``entries(cursor)`` is what comes from now on."""
        return len(self._entries)

    def entries(self, since: int = 0, until: int | None = None) -> tuple[Entry, ...]:
        """The entries from number ``since`` up to, not including, ``until``."""
        return tuple(self._entries[since:until])

    def wait(self, look: Callable[[], Found | None], deadline: Deadline) -> Found:
        """Call ``look`` now and after each append until it returns something but ``None``.

        Raises:
            DeadlineExceeded: the deadline passed first.
        """
        with self._lock:
            while True:
                found = look()
                if found is not None:
                    return found
                if deadline.passed:
                    raise deadline.exceeded()
                self._waiting += 1
                try:
                    self._grew.wait(deadline.remaining)
                finally:
                    self._waiting -= 1

    @contextmanager
    def subscribed(self, subscriber: Callable[[Entry], None]) -> Iterator[None]:
        """Call ``subscriber`` with each entry while the block runs."""
        with self._lock:
            self._subscribers.append(subscriber)
        try:
            yield
        finally:
            with self._lock:
                self._subscribers.remove(subscriber)
