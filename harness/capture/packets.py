"""Dresses a chunk of octets as the packets that would have carried it.

Every chunk becomes Ethernet, IPv4 and UDP or TCP. A TCP connection that was never seen before in
this capture gets a handshake of its own, made up because a socket reports no handshake; from
there the sequence and acknowledgement numbers count true, so that an analyser reassembles the
stream. Checksums of UDP and TCP are left zero, as with checksum offload.
"""

from __future__ import annotations

import struct
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Address

from harness.runtime.wire import Address, Frame, Transport

_ETHERNET = bytes.fromhex("020000000002 020000000001 0800")
_IP = struct.Struct("!BBHHHBBH4s4s")
_UDP = struct.Struct("!HHHH")
_TCP = struct.Struct("!HHIIHHHH")
_PROTOCOL = {Transport.UDP: 17, Transport.TCP: 6}
_SYN, _ACK, _PUSH = 0x02, 0x10, 0x08
_WINDOW = 65_535
_LARGEST_SEGMENT = 32_768


def _checksum(header: bytes) -> int:
    total = sum(int.from_bytes(header[at : at + 2], "big") for at in range(0, len(header), 2))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def _packet(transport: Transport, source: Address, destination: Address, segment: bytes) -> bytes:
    def header(checksum: int) -> bytes:
        return _IP.pack(
            0x45,
            0,
            _IP.size + len(segment),
            0,
            0x4000,
            64,
            _PROTOCOL[transport],
            checksum,
            IPv4Address(source[0]).packed,
            IPv4Address(destination[0]).packed,
        )

    return _ETHERNET + header(_checksum(header(0))) + segment


@dataclass(slots=True)
class _Stream:
    """One TCP connection: the number of the next octet each end will send."""

    next: dict[Address, int]

    def segment(self, source: Address, destination: Address, flags: int, octets: bytes) -> bytes:
        head = _TCP.pack(
            source[1],
            destination[1],
            self.next[source],
            self.next[destination] if flags & _ACK else 0,
            0x5000 | flags,
            _WINDOW,
            0,
            0,
        )
        moved = len(octets) + bool(flags & _SYN)
        self.next[source] = (self.next[source] + moved) & 0xFFFFFFFF
        return _packet(Transport.TCP, source, destination, head + octets)


@dataclass(slots=True)
class Dresser:
    """Makes the packets of one capture; ``servers`` are ports whose side never opens a connection.

    A flow that two of our own sockets report is taken from the one that reported it first, so
    that each chunk appears once. (ASSUMED: no port pair changes hands within one plan.)
    """

    servers: Collection[int] = ()
    _streams: dict[frozenset[Address], _Stream] = field(default_factory=dict)
    _owners: dict[tuple[Transport, frozenset[Address]], str] = field(default_factory=dict)

    def packets(self, frame: Frame) -> list[bytes]:
        """The packets that carry ``frame``: none when another socket's report already did."""
        flow = frozenset((frame.source, frame.destination))
        if self._owners.setdefault((frame.transport, flow), frame.witness) != frame.witness:
            return []
        if frame.transport is Transport.UDP:
            head = _UDP.pack(frame.source[1], frame.destination[1], 8 + len(frame.octets), 0)
            return [_packet(Transport.UDP, frame.source, frame.destination, head + frame.octets)]
        return self._tcp(flow, frame)

    def _tcp(self, flow: frozenset[Address], frame: Frame) -> list[bytes]:
        made: list[bytes] = []
        stream = self._streams.get(flow)
        if stream is None:
            stream, made = self._opened(frame)
            self._streams[flow] = stream
        for start in range(0, len(frame.octets), _LARGEST_SEGMENT):
            piece = frame.octets[start : start + _LARGEST_SEGMENT]
            made.append(stream.segment(frame.source, frame.destination, _PUSH | _ACK, piece))
        return made

    def _opened(self, frame: Frame) -> tuple[_Stream, list[bytes]]:
        client, server = frame.source, frame.destination
        if client[1] in self.servers and server[1] not in self.servers:
            client, server = server, client
        # RFC 9293 §3.4.1: the first number follows a 4 microsecond clock; so two captures of one
        # connection, merged into one file, are two connections to an analyser.
        first = int(frame.at * 250_000) & 0xFFFFFFFF
        stream = _Stream({client: first, server: first ^ 0x55555555})
        return stream, [
            stream.segment(client, server, _SYN, b""),
            stream.segment(server, client, _SYN | _ACK, b""),
            stream.segment(client, server, _ACK, b""),
        ]


@dataclass(frozen=True, slots=True)
class Undressed:
    """What an IPv4 packet carries, by its own headers."""

    transport: Transport
    source: Address
    destination: Address
    opens: bool
    """Whether it is the first packet of a TCP connection."""
    octets: bytes


@lru_cache(maxsize=256)
def _host(octets: bytes) -> str:
    return str(IPv4Address(octets))


def undress(packet: bytes) -> Undressed | None:
    """Read the headers of an Ethernet packet; ``None`` when it is not IPv4 with UDP or TCP."""
    if len(packet) < 14 + _IP.size or packet[12:14] != b"\x08\x00":
        return None
    fields = _IP.unpack_from(packet, 14)
    begin, end = 14 + (fields[0] & 0x0F) * 4, 14 + fields[2]
    hosts = _host(fields[8]), _host(fields[9])
    if fields[6] == _PROTOCOL[Transport.UDP]:
        source, destination, length, _ = _UDP.unpack_from(packet, begin)
        octets = packet[begin + _UDP.size : begin + length]
        return Undressed(Transport.UDP, (hosts[0], source), (hosts[1], destination), False, octets)
    if fields[6] == _PROTOCOL[Transport.TCP]:
        source, destination, _, _, flags, *_ = _TCP.unpack_from(packet, begin)
        octets = packet[begin + (flags >> 12) * 4 : end]
        opens = flags & (_SYN | _ACK) == _SYN
        return Undressed(Transport.TCP, (hosts[0], source), (hosts[1], destination), opens, octets)
    return None
