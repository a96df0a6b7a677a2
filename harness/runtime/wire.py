"""What crossed our sockets: every carrier reports each chunk of octets here, in both directions.

A `Wire` needs no privileges and loses nothing: it is fed by the sockets themselves, not by a
sniffer. ``capture.pcap`` turns its frames into a capture file that any analyser reads.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Address = tuple[str, int]


class Transport(StrEnum):
    """What carried the octets."""

    UDP = "UDP"
    TCP = "TCP"


@dataclass(frozen=True, slots=True)
class Frame:
    """One datagram, or one chunk of a TCP stream, as a socket took or gave it."""

    at: float
    """Seconds since the epoch."""
    transport: Transport
    source: Address
    destination: Address
    octets: bytes
    witness: str = ""
    """Whose socket saw it: ``alice.cti``, ``bob.phone``."""


@dataclass(slots=True)
class Wire:
    """The frames of a bench, handed to subscribers as they come."""

    _subscribers: tuple[Callable[[Frame], None], ...] = ()
    """Replaced as a whole, so that one who leaves takes no frame from another."""

    def record(
        self,
        transport: Transport,
        source: Address,
        destination: Address,
        octets: bytes,
        *,
        witness: str = "",
    ) -> None:
        """Stamp one chunk and hand it to every subscriber; free when there is none."""
        if self._subscribers:
            frame = Frame(time.time(), transport, source, destination, octets, witness)
            for subscriber in self._subscribers:
                subscriber(frame)

    def subscribe(self, subscriber: Callable[[Frame], None]) -> Callable[[], None]:
        """Call ``subscriber`` with each frame from now on; the result ends that."""
        self._subscribers = (*self._subscribers, subscriber)
        return lambda: self._leave(subscriber)

    def _leave(self, subscriber: Callable[[Frame], None]) -> None:
        staying = list(self._subscribers)
        staying.remove(subscriber)
        self._subscribers = tuple(staying)
