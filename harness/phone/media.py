"""The voice ports of a phone: opened when told, counted, reported.

A real phone takes an even UDP port between 16384 and 32767 and counts the twelve octets of the
RTP header (RFC 3550 §5.1) among the octets of its statistics: 172 for 20 ms of G.711. What is
sent is the phone's own pair of `tones`, and only a few packets of it: enough to prove the path.
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harness.phone.tones import Voice, song, tones_in, voice_of
from harness.protocols.g711 import SAMPLES_A_SECOND
from harness.protocols.sccp.numbers import Codec
from harness.runtime.udp import UdpCarrier
from harness.runtime.wire import Address, Wire

FIRST_PORT = 16_384
LAST_PORT = 32_766
RTP_HEADER = struct.Struct("!BBHII")
_VERSION_2 = 0x80
_ULAW_PAYLOAD = 0


@dataclass(slots=True)
class Counters:
    """What `ConnectionStatisticsRes` reports of one call; octets include RTP headers."""

    packets_sent: int = 0
    octets_sent: int = 0
    packets_received: int = 0
    octets_received: int = 0
    packets_lost: int = 0


class VoicePort:
    """One RTP port as a machine for one socket (``runtime.machines.PeerMachine``)."""

    def __init__(
        self,
        *,
        source: int,
        packets: int,
        noticed: Callable[[Address], None] | None = None,
        voices: Callable[[], Voice] | None = None,
    ) -> None:
        self.counters = Counters()
        self._noticed = noticed
        """Told of everybody whose packets come in, once, and again when a new voice is in them."""
        self._source = source
        """The SSRC (RFC 3550 §3)."""
        self._voices = voices
        """The voice of the next utterance; without it there is but one."""
        self.voice = voice_of(source)
        self._ration = packets
        self._packets_left = 0
        self._sequence = 0
        self._expected: int | None = None
        self._remote: Address | None = None
        self.heard_from: set[Address] = set()
        """Everybody whose packets came in here."""
        self.tones: set[frozenset[int]] = set()
        """The tones of all that came in here: of one voice, or of several that were mixed."""
        self._interval = 0.020
        self._due: float | None = None
        self._outbox: list[tuple[bytes, Address]] = []

    def speak_to(self, remote: Address, *, milliseconds: int, now: float) -> None:
        """Send a ration of its voice there, one packet every ``milliseconds``."""
        self._begin_utterance()
        self._remote = remote
        self._interval = milliseconds / 1000
        self._due = now if self._packets_left > 0 else None

    def _begin_utterance(self) -> None:
        self._packets_left = self._ration
        if self._voices is not None:
            self.voice = self._voices()

    def speak_again(self, *, now: float) -> None:
        """Send another ration where the voice goes, if it goes anywhere."""
        if self._remote is not None and self._ration > 0:
            self._begin_utterance()
            self._due = now if self._due is None else self._due

    def fall_silent(self) -> None:
        """Send no more."""
        self._remote = self._due = None

    @property
    def speaks_to(self) -> Address | None:
        """Where the router wants its voice to go, whether or not the ration is used up."""
        return self._remote

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Count one packet; what is no RTP version 2 is not counted."""
        del now
        if len(octets) < RTP_HEADER.size or octets[0] & 0xC0 != _VERSION_2:
            return
        sequence = int.from_bytes(octets[2:4])
        if self._expected is not None:
            missing = (sequence - self._expected) & 0xFFFF
            self.counters.packets_lost += missing if missing < 0x8000 else 0
        self._expected = (sequence + 1) & 0xFFFF
        self.counters.packets_received += 1
        self.counters.octets_received += len(octets)
        tones = _tones_of(octets)
        if tones not in self.tones or source not in self.heard_from:
            self.heard_from.add(source)
            self.tones.add(tones)
            if self._noticed is not None:
                self._noticed(source)

    def connection_lost(self, source: Address, now: float) -> None:
        """Nothing is connected over UDP."""

    def get_timer(self) -> float | None:
        """When the next packet goes."""
        return self._due

    def handle_timer(self, now: float) -> None:
        """Send the packet that is due."""
        if self._due is None or now < self._due or self._remote is None:
            return
        self._outbox.append((self._packet(), self._remote))
        self._packets_left -= 1
        self._due = self._due + self._interval if self._packets_left > 0 else None

    def data_to_send(self) -> list[tuple[bytes, Address]]:
        """Everything to be sent now."""
        outbox, self._outbox = self._outbox, []
        return outbox

    def _packet(self) -> bytes:
        samples = round(self._interval * SAMPLES_A_SECOND)
        header = RTP_HEADER.pack(
            _VERSION_2, _ULAW_PAYLOAD, self._sequence, self._sequence * samples, self._source
        )
        packet = header + song(self.voice, samples)
        self._sequence = (self._sequence + 1) & 0xFFFF
        self.counters.packets_sent += 1
        self.counters.octets_sent += len(packet)
        return packet


def _tones_of(packet: bytes) -> frozenset[int]:
    """The tones of an RTP packet of G.711; a mixer names its sources (RFC 3550 §5.1, CSRC)."""
    if packet[1] & 0x7F != _ULAW_PAYLOAD:
        return frozenset()
    return tones_in(packet[RTP_HEADER.size + 4 * (packet[0] & 0x0F) :])


class Media:
    """The voice ports of one phone, by call."""

    __slots__ = (
        "_counters", "_local_ip", "_noticed", "_open", "_packets", "_seed", "_utterances", "_wire",
        "_witness", "order",
    )  # fmt: skip

    def __init__(
        self,
        local_ip: str,
        *,
        seed: int,
        packets: int,
        wire: Wire,
        witness: str,
        noticed: Callable[[Address], None] | None = None,
    ) -> None:
        self._local_ip = local_ip
        self._noticed = noticed
        self._seed = seed
        """Where in the range this phone begins to look for a port; also its SSRC."""
        self._packets = packets
        self._utterances = 0
        """How often it has begun to speak."""
        self._wire = wire
        self._witness = witness
        self._open: dict[int, tuple[VoicePort, UdpCarrier]] = {}
        self._counters: dict[int, Counters] = {}
        self.order = asyncio.Lock()
        """Held while the router's word about voice is carried out, one after the other."""

    async def open(self, call: int) -> Address:
        """Open the port on which this call is heard; a port that is open is kept.

        Raises:
            OSError: no port of the range is free.
        """
        if call not in self._open:
            port = VoicePort(
                source=self._seed,
                packets=self._packets,
                noticed=self._noticed,
                voices=self._next_voice,
            )
            carrier = await self._bind(port)
            self._open[call] = port, carrier
            self._counters[call] = port.counters
        return self._open[call][1].local

    async def _bind(self, port: VoicePort) -> UdpCarrier:
        for number in self._ports():
            try:
                return await UdpCarrier.open(
                    port,
                    (self._local_ip, number),
                    wire=self._wire,
                    witness=self._witness,
                    notify=_nothing,
                )
            except OSError:
                continue
        raise OSError(f"no even UDP port between {FIRST_PORT} and {LAST_PORT} is free")

    def _ports(self) -> Iterator[int]:
        count = (LAST_PORT - FIRST_PORT) // 2 + 1
        for step in range(count):
            yield FIRST_PORT + 2 * ((self._seed + step) % count)

    def speak(self, call: int, remote: Address, *, codec: int, milliseconds: int) -> None:
        """Send to the other party, if this call has a port and its codec is one we speak."""
        if call in self._open and codec == Codec.G711_ULAW_64K:
            port, carrier = self._open[call]
            now = asyncio.get_running_loop().time()
            port.speak_to(remote, milliseconds=milliseconds or 20, now=now)
            carrier.flush()

    def speak_again(self) -> None:
        """Send another ration wherever its voice goes."""
        now = asyncio.get_running_loop().time()
        for port, carrier in self._open.values():
            port.speak_again(now=now)
            carrier.flush()

    def fall_silent(self, call: int) -> None:
        """Send no more on this call."""
        if call in self._open:
            self._open[call][0].fall_silent()

    async def close(self, call: int) -> None:
        """Release the call's port; its counters stay until they are asked for and cleared."""
        if call in self._open:
            _, carrier = self._open.pop(call)
            await carrier.close()

    async def close_all(self) -> None:
        """Release every port, once what is under way has come to its end."""
        async with self.order:
            for call in list(self._open):
                await self.close(call)

    @property
    def ears(self) -> frozenset[Address]:
        """Where it listens now."""
        return frozenset(carrier.local for _, carrier in tuple(self._open.values()))

    @property
    def speaks_to(self) -> frozenset[Address]:
        """Where its voice goes now."""
        ports = (port.speaks_to for port, _ in tuple(self._open.values()))
        return frozenset(each for each in ports if each is not None)

    @property
    def heard_from(self) -> frozenset[Address]:
        """Everybody whose packets came in where it listens now."""
        heard = (tuple(port.heard_from) for port, _ in tuple(self._open.values()))
        return frozenset(each for sources in heard for each in sources)

    def _next_voice(self) -> Voice:
        self._utterances += 1
        return voice_of(self._seed, self._utterances)

    @property
    def voice(self) -> frozenset[int]:
        """The tones of what it says, or said last, where the router wants it to be heard."""
        speaking = [port for port, _ in tuple(self._open.values()) if port.speaks_to is not None]
        return frozenset(speaking[-1].voice) if speaking else frozenset()

    @property
    def tones(self) -> frozenset[frozenset[int]]:
        """The tones of all that came in where it listens now: each voice, each mixture."""
        heard = (tuple(port.tones) for port, _ in tuple(self._open.values()))
        return frozenset(each for tones in heard for each in tones)

    def counters(self, call: int, *, clear: bool) -> Counters:
        """What was counted on this call; all zero for a call without voice."""
        counters = self._counters.get(call, Counters())
        if clear and call not in self._open:
            self._counters.pop(call, None)
        return counters


def _nothing() -> None:
    """Nobody waits for a packet."""
