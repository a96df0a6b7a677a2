"""Ways to spoil a well-formed request: one row each, named as a plan names it.

Each takes a whole request as a scapy packet and gives the octets that are sent instead. Nothing
here knows what a router should answer; the plans do, by the standard.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.probe.layers import SIP

Spoil = Callable[["SIP"], bytes]


def _with(name: str, value: str) -> Spoil:
    """Another value, or one more header, of that name."""

    def spoil(packet: SIP) -> bytes:
        pairs = [(n, value if n.lower() == name.lower() else v) for n, v in packet.headers]
        if all(n.lower() != name.lower() for n, _ in packet.headers):
            pairs.append((name, value))
        return bytes(type(packet)(start=packet.start, headers=pairs) / packet.payload)

    return spoil


def _without(name: str) -> Spoil:
    def spoil(packet: SIP) -> bytes:
        pairs = [pair for pair in packet.headers if pair[0].lower() != name.lower()]
        return bytes(type(packet)(start=packet.start, headers=pairs) / packet.payload)

    return spoil


def _twice(name: str, value: str) -> Spoil:
    def spoil(packet: SIP) -> bytes:
        pairs = [*packet.headers, (name, value)]
        return bytes(type(packet)(start=packet.start, headers=pairs) / packet.payload)

    return spoil


def _started(change: Callable[[bytes], bytes]) -> Spoil:
    def spoil(packet: SIP) -> bytes:
        headers = packet.headers
        return bytes(type(packet)(start=change(packet.start), headers=headers) / packet.payload)

    return spoil


def _length(change: Callable[[int], object]) -> Spoil:
    def spoil(packet: SIP) -> bytes:
        return _with("Content-Length", str(change(len(packet.body))))(packet)

    return spoil


def _replaced(old: bytes, new: bytes) -> Spoil:
    return lambda packet: bytes(packet).replace(old, new, 1)


def _numbered(number: str) -> Spoil:
    def spoil(packet: SIP) -> bytes:
        return _with("CSeq", f"{number} {packet.method}")(packet)

    return spoil


MALFORMED: Mapping[str, Spoil] = {
    "a Content-Length beyond the datagram": _length(lambda n: n + 200),
    "a negative Content-Length": _length(lambda n: -n),
    "a Content-Length that is no number": _length(lambda n: f"0x{n:x}"),
    "a Content-Length of 20 digits": _length(lambda n: f"{n:020d}9"),
    "two Content-Lengths": lambda packet: _twice("Content-Length", "0")(
        type(packet)(_length(lambda n: n)(packet))
    ),
    "a Content-Length short of the body": _length(lambda n: n - 9),
    "no Via": _without("Via"),
    "no From": _without("From"),
    "no Call-ID": _without("Call-ID"),
    "no CSeq": _without("CSeq"),
    "a Via that is nonsense": _with("Via", "anything;branch"),
    "a port beyond 65535 in Via": _with("Via", "SIP/2.0/UDP 192.0.2.1:99999;branch=z9hG4bKp"),
    "an empty Call-ID": _with("Call-ID", ""),
    "two Call-IDs": _twice("Call-ID", "another@nowhere"),
    "a CSeq of another method": _with("CSeq", "9 OPTIONS"),
    "a CSeq beyond 31 bits": _numbered("4294967296"),
    "a negative CSeq": _numbered("-1"),
    "a blank in the Request-URI": _started(lambda start: start.replace(b"sip:", b"sip: ", 1)),
    "an open quote in From": _with("From", '"Alice <sip:a@192.0.2.1>;tag=1'),
    "a NUL in a header": _replaced(b"Max-Forwards: 70", b"Max-Forwards: 7\x000"),
    "a lone line feed in a header": _replaced(b"Max-Forwards: 70", b"Max-Forwards: 70\nX: y"),
    "a line without a colon": _replaced(b"Max-Forwards: 70", b"Max-Forwards 70"),
}
"""What breaks the grammar (RFC 3261 §25, §7) or the framing (§18.3); the answer is 400, or none."""

REFUSED: Mapping[str, Spoil] = {
    "version 7 of SIP": _started(lambda start: start.replace(b"SIP/2.0", b"SIP/7.0")),
    "an extension nobody knows in Require": _with("Require", "telepathy"),
    "a body of unknown type": _with("Content-Type", "application/octet-stream"),
}
"""What is well-formed and asks for too much (§21.5.6, §8.2.2.3, §8.2.3)."""

_COMPACT = {
    "via": "v", "from": "f", "to": "t", "call-id": "i", "contact": "m", "content-type": "c",
    "content-length": "l", "supported": "k",
}  # fmt: skip


def _renamed(change: Callable[[str], str]) -> Spoil:
    def spoil(packet: SIP) -> bytes:
        whole = type(packet)(bytes(packet))
        pairs = [(change(name), value) for name, value in whole.headers]
        head = b"".join(f"{name}: {value}\r\n".encode() for name, value in pairs)
        octets: bytes = packet.start + b"\r\n" + head + b"\r\n" + packet.body
        return octets

    return spoil


def _reordered(packet: SIP) -> bytes:
    head, _, body = bytes(packet).partition(b"\r\n\r\n")
    start, *lines = head.split(b"\r\n")
    return b"\r\n".join([start, *reversed(lines)]) + b"\r\n\r\n" + body


def _written(change: Callable[[bytes], bytes]) -> Spoil:
    """Another body that says the same; its length follows."""

    def spoil(packet: SIP) -> bytes:
        body = change(packet.body)
        head = bytes(type(packet)(start=packet.start, headers=packet.headers))
        head = head.replace(b"Content-Length: 0\r\n", b"")
        return head[:-2] + b"Content-Length: %d\r\n\r\n" % len(body) + body

    return spoil


def _prefixed(body: bytes) -> bytes:
    return re.sub(rb"<(/?)([A-Za-z])", rb"<\1c:\2", body).replace(b"xmlns=", b"xmlns:c=", 1)


UNUSUAL: Mapping[str, Spoil] = {
    "compact header names": _renamed(lambda name: _COMPACT.get(name.lower(), name)),
    "header names in capitals": _renamed(str.upper),
    "a header over two lines": _replaced(b"branch=", b"\r\n branch="),
    "blanks around the colon": _replaced(b"CSeq: ", b"CSeq  :   "),
    "headers nobody knows": _with("X-Weather", "fair; wind=3, rain"),
    "its headers in another order": _reordered,
    "a display name": lambda packet: bytes(packet).replace(
        b"From: <", b'From: "Probe, the \\"wild\\" one" <', 1
    ),
    "a parameter of the content type": _replaced(b"csta+xml\r\n", b"csta+xml; charset=utf-8\r\n"),
    "a prefix on every element": _written(_prefixed),
    "no declaration of XML": _written(lambda body: re.sub(rb"^<\?xml.*?\?>", b"", body)),
    "remarks in the body": _written(
        lambda body: re.sub(rb"(<\?xml.*?\?>)", rb"\1<!-- one --><?for you?>", body)
    ),
}
"""What is written otherwise than most write it, and as the standards allow (RFC 3261 §7.3, §20)."""

_LINE = re.compile(rb"sip:(\d+)@([^\s>]+)")
"""The address of a line, in the request line and in To; nobody else's is a number."""


def _escaped(found: re.Match[bytes]) -> bytes:
    digits = b"".join(b"%%%02X" % digit for digit in found[1])
    return b"sip:%s@%s" % (digits, found[2])


ADDRESSED: Mapping[str, Callable[[bytes], bytes]] = {
    "escaped digits": lambda octets: _LINE.sub(_escaped, octets),
    "a scheme in capitals": lambda octets: _LINE.sub(rb"SIP:\1@\2", octets),
    "a parameter of the address": lambda octets: _LINE.sub(rb"sip:\1@\2;user=phone", octets),
    "a display name": lambda octets: octets.replace(b"To: <", b'To: "The \\"line\\", 7" <', 1),
    "no brackets": lambda octets: re.sub(rb"\r\nTo: <(.*?)>", rb"\r\nTo: \1", octets, count=1),
}
"""Addresses that are written otherwise and are the same (RFC 2396 §2.4, §3.1; RFC 3261 §20.10)."""

CUTS: Mapping[str, Callable[[bytes], int]] = {
    "in the request line": lambda octets: octets.index(b"\r\n") - 4,
    "behind the request line": lambda octets: octets.index(b"\r\n") + 2,
    "in Via": lambda octets: octets.index(b"branch=") + 9,
    "behind From": lambda octets: octets.index(b"\r\nTo:") + 2,
    "in the name of a header": lambda octets: octets.index(b"Content-Disp") + 7,
    "before the empty line": lambda octets: octets.index(b"\r\n\r\n") + 2,
    "behind the empty line": lambda octets: octets.index(b"\r\n\r\n") + 4,
    "in the XML declaration": lambda octets: octets.index(b"<?xml") + 12,
    "in the root element": lambda octets: octets.index(b"<?xml") + 50,
    "before the last octet": lambda octets: len(octets) - 1,
}
"""Where a datagram is torn off: at each boundary that a reader could take for an end."""

_LONG = 70_000

JUNK: Mapping[str, Spoil] = {
    "garbage": lambda _: bytes(range(128, 256)) * 8 + b"\r\n\r\n",
    "a header without an end": lambda packet: bytes(packet)[:-2] + b"X-Long: " + b"x" * _LONG,
    "a body of 4 GiB": _with("Content-Length", "4294967295"),
    "no Content-Length": lambda packet: bytes(packet).replace(b"Content-Length: 0\r\n", b"", 1),
    "a negative Content-Length": _with("Content-Length", "-20"),
}
"""What spoils a stream for good: no message behind it can be told from it (RFC 3261 §18.3)."""


def spoiled(packet: SIP, how: str) -> bytes:
    """The request with that fault, or in that manner: a row of these tables."""
    return {**MALFORMED, **REFUSED, **UNUSUAL}[how](packet)


def torn(packet: SIP, where: str) -> bytes:
    """The beginning of the request, up to there."""
    octets = bytes(packet)
    return octets[: CUTS[where](octets)]


def opening(packet: SIP, how: str) -> bytes:
    """The request torn off there, or with its line's address written in that manner."""
    return ADDRESSED[how](bytes(packet)) if how in ADDRESSED else torn(packet, how)
