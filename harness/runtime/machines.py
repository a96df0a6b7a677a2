"""The two shapes of a sans-I/O machine that a carrier can put on a socket.

Machines are told the time (seconds, monotonic) and never ask for it. A carrier feeds octets in,
lets its owner read what became of them, then sends what the machine wants sent and arms its
timer. `Notify` is that owner's turn: it is called after each feeding and each timer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from harness.runtime.wire import Address

Notify = Callable[[], None]


class Timed(Protocol):
    """A machine with at most one next moment of interest."""

    def get_timer(self) -> float | None:
        """When `handle_timer` wants to be called; ``None`` when nothing is pending."""
        ...

    def handle_timer(self, now: float) -> None:
        """Do what is due at ``now``."""
        ...


class StreamMachine(Timed, Protocol):
    """One end of one connection."""

    def receive_data(self, octets: bytes, now: float) -> None:
        """Take the next octets of the stream, cut anywhere."""
        ...

    def connection_lost(self, now: float) -> None:
        """The other side closed, or the connection broke; nothing comes any more."""
        ...

    def data_to_send(self) -> bytes:
        """Everything to be written now; empties the machine's outbox."""
        ...


class PeerMachine(Timed, Protocol):
    """One socket's worth of conversation with many peers, told apart by address."""

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take one datagram, or the next octets of the stream from ``source``."""
        ...

    def connection_lost(self, source: Address, now: float) -> None:
        """The stream from ``source`` ended (never called over UDP)."""
        ...

    def data_to_send(self) -> list[tuple[bytes, Address]]:
        """Everything to be sent now, with its destination; empties the machine's outbox."""
        ...
