"""The router's conference mixer: one UDP port for all conferences, as CME's software mixer.

Every party sends its voice here and hears the sum of all the others'. A voice is known by where it
comes from, which is where its phone listens. Each 20 ms the frames that have come are added and
go out with a synchronisation source of the mixer's own and the contributing sources behind it
(RFC 3550 §7.1). ASSUMED: G.711 µ-law only, frames of 20 ms, no gain.
"""

from __future__ import annotations

import struct
from collections import deque
from dataclasses import dataclass, field

from harness.protocols import g711
from harness.runtime.wire import Address

FRAME = 160
"""Octets of a frame: 20 ms of G.711."""
_INTERVAL = 0.020
_HEADER = struct.Struct("!BBHII")
_VERSION_2 = 0x80
_ULAW = 0
_LATE = 50
"""Frames of one voice that are kept while others are waited for; a second."""


@dataclass(slots=True)
class Leg:
    """One party: what it has said and not yet been passed on, and how far its own stream is."""

    conference: int
    frames: deque[tuple[int, bytes]] = field(default_factory=lambda: deque(maxlen=_LATE))
    """Synchronisation source and samples of each frame."""
    sequence: int = 0

    def heard(self) -> tuple[int, bytes] | None:
        """The frame whose time has come, if there is one."""
        return self.frames.popleft() if self.frames else None


class Mixer:
    """All conferences as a machine for one socket (``runtime.machines.PeerMachine``)."""

    def __init__(self, *, source: int = 0x4D495852) -> None:
        self._source = source
        """The SSRC of what it sends (RFC 3550 §3)."""
        self.local: Address | None = None
        """Where it is reached; ``None`` while it has no socket."""
        self._legs: dict[Address, Leg] = {}
        self._due: float | None = None
        self._outbox: list[tuple[bytes, Address]] = []

    def mix(self, conference: int, ears: tuple[Address, ...]) -> None:
        """Let exactly these parties hear each other in a conference; nobody: it is over."""
        for address, leg in list(self._legs.items()):
            if leg.conference == conference and address not in ears:
                del self._legs[address]
        for address in ears:
            known = self._legs.get(address)
            if known is None or known.conference != conference:
                self._legs[address] = Leg(conference)

    def forget_all(self) -> None:
        """No conference stands any more."""
        self._legs.clear()

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take a frame of a party's voice; what is nobody's, or no G.711 in RTP, is dropped."""
        leg = self._legs.get(source)
        frame = octets[_HEADER.size :]
        if leg is None or len(frame) != FRAME:
            return
        if octets[0] != _VERSION_2 or octets[1] & 0x7F != _ULAW:
            return
        leg.frames.append((int.from_bytes(octets[8:12]), frame))
        if self._due is None:
            self._due = now + _INTERVAL

    def connection_lost(self, source: Address, now: float) -> None:
        """Nothing is connected over UDP."""

    def get_timer(self) -> float | None:
        """When the frames that have come are added."""
        return self._due

    def handle_timer(self, now: float) -> None:
        """Send every party the others' voices."""
        if self._due is None or now < self._due:
            return
        spoken = {address: leg.heard() for address, leg in self._legs.items()}
        for address, leg in self._legs.items():
            others = [
                frame
                for speaker, frame in spoken.items()
                if frame and speaker != address and self._legs[speaker].conference == leg.conference
            ]
            if others:
                self._outbox.append((self._packet(leg, others), address))
        pending = any(leg.frames for leg in self._legs.values())
        self._due = self._due + _INTERVAL if pending else None

    def data_to_send(self) -> list[tuple[bytes, Address]]:
        """Everything to be sent now."""
        outbox, self._outbox = self._outbox, []
        return outbox

    def _packet(self, leg: Leg, voices: list[tuple[int, bytes]]) -> bytes:
        sources = b"".join(source.to_bytes(4) for source, _ in voices)
        first, sequence = _VERSION_2 | len(voices), leg.sequence & 0xFFFF
        timestamp = leg.sequence * FRAME & 0xFFFFFFFF
        leg.sequence += 1
        header = _HEADER.pack(first, _ULAW, sequence, timestamp, self._source)
        return header + sources + _added([frame for _, frame in voices])


def _added(frames: list[bytes]) -> bytes:
    if len(frames) == 1:
        return frames[0]
    return g711.encode(map(sum, zip(*map(g711.decode, frames), strict=True)))
