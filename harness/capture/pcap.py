"""The pcapng file format: what is written while a plan runs, and reading it back.

draft-ietf-opsawg-pcapng. One interface per witness, named for it, so that Wireshark's column
"Interface name" says whose socket saw a packet; comments carry the plan's steps. Blocks are packed
here rather than by scapy, whose import alone costs more than a whole plan's capture; scapy reads
the files in ``tests/capture``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from harness.errors import RemoteProtocolError

_SECTION, _INTERFACE, _STATISTICS, _PACKET = 0x0A0D0D0A, 1, 5, 6
_LITTLE_ENDIAN = 0x1A2B3C4D
_LINK_ETHERNET = 1
_END, _COMMENT, _INTERFACE_NAME, _APPLICATION = 0, 1, 2, 4
_PACKET_HEAD = struct.Struct("<IIIII")
_MICROSECONDS = 1_000_000
_LARGEST_OPTION = 0xFFFF


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet of a capture."""

    at: float
    """Seconds since the epoch, exact to the microsecond."""
    octets: bytes
    interface: str = ""
    """Whose socket saw it."""
    comments: tuple[str, ...] = ()


def _padded(octets: bytes) -> bytes:
    return octets + bytes(-len(octets) % 4)


def _option(code: int, text: str) -> bytes:
    octets = text.encode()[:_LARGEST_OPTION]
    return struct.pack("<HH", code, len(octets)) + _padded(octets)


def _options(options: Sequence[bytes]) -> bytes:
    return b"".join(options) + struct.pack("<HH", _END, 0) if options else b""


def _block(kind: int, body: bytes) -> bytes:
    length = 12 + len(body)
    return struct.pack("<II", kind, length) + body + struct.pack("<I", length)


@dataclass(slots=True)
class Writer:
    """Writes packets to a file that is open for binary writing; closing it is the caller's."""

    file: BinaryIO
    _interfaces: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        head = struct.pack("<IHHq", _LITTLE_ENDIAN, 1, 0, -1)
        self.file.write(
            _block(_SECTION, head + _options([_option(_APPLICATION, "cme-cti-harness")]))
        )

    def _interface(self, name: str) -> int:
        if name not in self._interfaces:
            self._interfaces[name] = len(self._interfaces)
            options = _options([_option(_INTERFACE_NAME, name)] if name else [])
            self.file.write(_block(_INTERFACE, struct.pack("<HHI", _LINK_ETHERNET, 0, 0) + options))
        return self._interfaces[name]

    def write(self, packet: Packet) -> None:
        """Add one packet with its comments."""
        interface = self._interface(packet.interface)
        stamp = round(packet.at * _MICROSECONDS)
        length = len(packet.octets)
        head = _PACKET_HEAD.pack(interface, stamp >> 32, stamp & 0xFFFFFFFF, length, length)
        options = _options([_option(_COMMENT, text) for text in packet.comments])
        self.file.write(_block(_PACKET, head + _padded(packet.octets) + options))

    def remark(self, at: float, texts: Sequence[str]) -> None:
        """Keep comments that no packet followed, in an interface statistics block."""
        interface = self._interface(next(iter(self._interfaces), ""))
        stamp = round(at * _MICROSECONDS)
        head = struct.pack("<III", interface, stamp >> 32, stamp & 0xFFFFFFFF)
        options = _options([_option(_COMMENT, text) for text in texts])
        self.file.write(_block(_STATISTICS, head + options))


def _read_options(octets: bytes) -> Iterator[tuple[int, str]]:
    offset = 0
    while offset + 4 <= len(octets):
        code, length = struct.unpack_from("<HH", octets, offset)
        if code == _END:
            return
        yield code, octets[offset + 4 : offset + 4 + length].decode(errors="replace")
        offset += 4 + length + -length % 4


def _blocks(octets: bytes) -> Iterator[tuple[int, bytes]]:
    offset = 0
    while offset < len(octets):
        if offset + 12 > len(octets):
            raise RemoteProtocolError("a pcapng block is cut short", offset=offset)
        kind, length = struct.unpack_from("<II", octets, offset)
        if length < 12 or length % 4 or offset + length > len(octets):
            raise RemoteProtocolError("a pcapng block has an impossible length", offset=offset)
        yield kind, octets[offset + 8 : offset + length - 4]
        offset += length


def read(path: Path) -> list[Packet]:
    """Read back a capture that `Writer` wrote (little-endian, microseconds).

    Raises:
        RemoteProtocolError: the file is not such a capture, or is cut short.
    """
    packets: list[Packet] = []
    interfaces: list[str] = []
    octets = path.read_bytes()
    if octets[:4] != struct.pack("<I", _SECTION):
        raise RemoteProtocolError(f"{path.name} is no pcapng capture", offset=0)
    for kind, body in _blocks(octets):
        if kind == _INTERFACE:
            names = [text for code, text in _read_options(body[8:]) if code == _INTERFACE_NAME]
            interfaces.append(names[0] if names else "")
        elif kind == _PACKET:
            interface, high, low, length, _ = _PACKET_HEAD.unpack_from(body)
            end = _PACKET_HEAD.size + length
            comments = [
                t for code, t in _read_options(body[end + -length % 4 :]) if code == _COMMENT
            ]
            packets.append(
                Packet(
                    (high << 32 | low) / _MICROSECONDS,
                    body[_PACKET_HEAD.size : end],
                    interfaces[interface],
                    tuple(comments),
                )
            )
    return packets
