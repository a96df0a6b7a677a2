"""SIP, CSTA and SCCP as scapy layers: fields that can be read, set, left wrong and built.

``SIP(start=…, headers=[…]) / CSTA(xml=…)`` builds a message whose Content-Length is counted unless
a header gives another; ``SIP(octets)`` takes one apart again, octet for octet.
"""

from __future__ import annotations

from typing import Any

from scapy.fields import Field, LEIntField, StrField
from scapy.packet import Packet, Raw

_CRLF = b"\r\n"
CSTA_TYPE = "application/csta+xml"

Pairs = list[tuple[str, str]]


class LineField(StrField):  # type: ignore[misc]
    """A text up to CRLF."""

    def addfield(self, pkt: Packet, s: bytes, val: bytes) -> bytes:
        """Append the line."""
        line: bytes = self.i2m(pkt, val)
        return s + line + _CRLF

    def getfield(self, pkt: Packet, s: bytes) -> tuple[bytes, bytes]:
        """Take the line off."""
        line, _, rest = s.partition(_CRLF)
        return rest, self.m2i(pkt, line)


class HeadersField(Field):  # type: ignore[misc]
    """Header lines up to the empty one, as pairs of name and value (RFC 3261 §7.3)."""

    islist = 1

    def __init__(self, name: str) -> None:
        super().__init__(name, [])

    def addfield(self, pkt: Packet, s: bytes, val: Pairs) -> bytes:
        """Append the lines; the empty line is the layer's affair."""
        del pkt
        return s + b"".join(f"{name}: {value}\r\n".encode() for name, value in val)

    def getfield(self, pkt: Packet, s: bytes) -> tuple[bytes, Pairs]:
        """Take the lines and the empty line off."""
        del pkt
        head, _, rest = s.partition(_CRLF * 2)
        lines = head.decode("utf-8", "replace").split("\r\n") if head else []
        pairs = [line.partition(":")[::2] for line in lines]
        return rest, [(name.strip(), value.strip()) for name, value in pairs]


class CSTA(Packet):  # type: ignore[misc]
    """A body of CSTA XML."""

    name = "CSTA"
    fields_desc = [StrField("xml", b"")]  # noqa: RUF012

    def mysummary(self) -> str:
        """The root element."""
        return _root_name(self.xml)


class SIP(Packet):  # type: ignore[misc]
    """One SIP message: start line, headers; what follows the empty line is its payload."""

    name = "SIP"
    fields_desc = [LineField("start", b""), HeadersField("headers")]  # noqa: RUF012

    def header(self, name: str) -> str:
        """The first value under a name in any case; empty when there is none."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), "")

    @property
    def method(self) -> str:
        """The method of a request; empty for a response."""
        word: str = self.start.decode(errors="replace").partition(" ")[0]
        return "" if word == "SIP/2.0" else word

    @property
    def status(self) -> int:
        """The status of a response; 0 for a request."""
        words = self.start.decode(errors="replace").split(" ")
        return int(words[1]) if words[0] == "SIP/2.0" and words[1].isdigit() else 0

    @property
    def body(self) -> bytes:
        """What follows the empty line."""
        return bytes(self.payload)

    def post_build(self, pkt: bytes, pay: bytes) -> bytes:
        """Count Content-Length where no header gives one, and end the head."""
        if not any(name.lower() == "content-length" for name, _ in self.headers):
            pkt += f"Content-Length: {len(pay)}\r\n".encode()
        return pkt + _CRLF + pay

    def guess_payload_class(self, payload: bytes) -> type[Packet]:
        """CSTA by its Content-Type."""
        del payload
        media = self.header("Content-Type").partition(";")[0].strip().lower()
        return CSTA if media == CSTA_TYPE else Raw

    def mysummary(self) -> str:
        """The start line."""
        return str(self.start.decode(errors="replace"))


class SCCP(Packet):  # type: ignore[misc]
    """The twelve octets before every SCCP body."""

    name = "SCCP"
    fields_desc = [  # noqa: RUF012
        LEIntField("length", None),
        LEIntField("header_version", 0),
        LEIntField("message_id", 0),
    ]

    def post_build(self, pkt: bytes, pay: bytes) -> bytes:
        """Count the length (message id and body) where it was not given."""
        if self.length is None:
            pkt = (4 + len(pay)).to_bytes(4, "little") + pkt[4:]
        return pkt + pay

    def extract_padding(self, s: bytes) -> tuple[bytes, bytes]:
        """Tell this message's body from the message behind it."""
        size: int = max(0, self.length - 4)
        return s[:size], s[size:]


def _root_name(xml: Any) -> str:
    from lxml import etree

    try:
        return etree.QName(etree.fromstring(xml)).localname
    except etree.XMLSyntaxError:
        return "no XML"
