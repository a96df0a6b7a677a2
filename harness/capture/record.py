"""Our own reading of a capture, in the words in which a judge gives his.

The packets of a `capture.Recorder` (or of a file read back) are decoded with ``protocols``, so that
what `oracle.agreement` compares is what our codecs understood, not what our endpoints did with it.
Names of fields are those of the codecs; `oracle.agreement` knows how Wireshark spells them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass
from functools import lru_cache

from harness.capture.packets import Undressed, undress
from harness.capture.pcap import Packet
from harness.errors import RemoteProtocolError
from harness.protocols.csta import xml
from harness.protocols.csta.elements import ELEMENTS
from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.names import CONTENT_TYPE
from harness.protocols.csta.types import Content, FeatureGroup
from harness.protocols.sccp import framing as sccp_framing
from harness.protocols.sccp import messages as sccp_messages
from harness.protocols.sip import framing as sip_framing
from harness.protocols.sip.messages import Message, Request
from harness.protocols.sip.parsing import parse
from harness.protocols.sip.values import parse_name_addr, parse_via
from harness.runtime.wire import Address, Transport

Value = int | str | bytes

SCCP, SIP, CSTA = "SCCP", "SIP", "CSTA"
UNREADABLE = "unreadable"

_SIP_HEADERS = ("Call-ID", "Content-Type", "Content-Length", "Session-Expires", "Max-Forwards")


@dataclass(frozen=True, slots=True)
class Record:
    """One message as we read it."""

    packet: int
    """The place of the packet that completes it, from 1."""
    protocol: str
    """``SCCP``, ``SIP`` or ``CSTA``."""
    name: str
    """The message's class, the request's method, the response's status, the XML root; or
    `UNREADABLE`, with the reason in the field ``problem``."""
    fields: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    octets: bytes = b""
    """The whole message: an SCCP frame, a SIP message, a CSTA body."""


def read_packets(packets: Iterable[Packet]) -> list[Record]:
    """Every SCCP, SIP and CSTA message of a capture, in the order of completion.

    TCP is SCCP unless its stream begins as SIP does; UDP is read when it looks like SIP. Streams
    are taken as they stand: our own captures neither lose nor repeat a segment.
    """
    reader = _Reader()
    return [
        record for number, packet in enumerate(packets, 1) for record in reader.read(number, packet)
    ]


@dataclass(slots=True)
class _Reader:
    """The streams of one capture."""

    _framers: dict[tuple[Address, Address], sccp_framing.Framer | sip_framing.Framer] = field(
        default_factory=dict
    )
    _pages: set[frozenset[Address]] = field(default_factory=set)
    """Connections on which HTTP is spoken; no judge of ours reads it."""

    def read(self, number: int, packet: Packet) -> Iterator[Record]:
        carried = undress(packet.octets)
        if carried is None:
            return
        way = (carried.source, carried.destination)
        if carried.opens:
            self._framers.pop(way, None)
            self._framers.pop(way[::-1], None)
            self._pages.discard(frozenset(way))
        if not carried.octets:
            return
        if carried.transport is Transport.UDP:
            if _looks_like_sip(carried.octets):
                yield from _sip(number, carried.octets)
        else:
            yield from self._stream(number, carried, way)

    def _stream(
        self, number: int, carried: Undressed, way: tuple[Address, Address]
    ) -> Iterator[Record]:
        framer = self._framers.get(way)
        if framer is None and _looks_like_http(carried.octets):
            self._pages.add(frozenset(way))
        if frozenset(way) in self._pages:
            return
        if framer is None:
            sip = _looks_like_sip(carried.octets)
            framer = sip_framing.Framer() if sip else sccp_framing.Framer()
            self._framers[way] = framer
        framer.feed(carried.octets)
        try:
            while (whole := framer.next()) is not None:
                if isinstance(whole, bytes):
                    yield from _sip(number, whole)
                else:
                    yield _sccp(number, whole)
        except RemoteProtocolError as error:
            protocol = SIP if isinstance(framer, sip_framing.Framer) else SCCP
            yield _unreadable(number, protocol, error, carried.octets)


def _looks_like_sip(octets: bytes) -> bool:
    return b"SIP/2.0" in octets.partition(b"\r\n")[0]


def _looks_like_http(octets: bytes) -> bool:
    return b"HTTP/1." in octets.partition(b"\r\n")[0]


def _unreadable(number: int, protocol: str, error: Exception, octets: bytes) -> Record:
    return Record(number, protocol, UNREADABLE, {"problem": (str(error),)}, octets)


# -- SCCP -------------------------------------------------------------------------------------


def _sccp(number: int, frame: sccp_framing.RawFrame) -> Record:
    head: dict[str, tuple[Value, ...]] = {
        "data_length": (len(frame.body) + 4,),
        "hdr_version": (frame.header_version,),
        "message_id": (frame.number,),
    }
    try:
        name, contents = _understood(frame.number, frame.body, frame.header_version)
    except RemoteProtocolError as error:
        return _unreadable(number, SCCP, error, frame.body)
    return Record(number, SCCP, name, {**head, **contents}, frame.body)


@lru_cache(maxsize=1024)
def _understood(
    number: int, body: bytes, version: int
) -> tuple[str, Mapping[str, tuple[Value, ...]]]:
    """A message's name and fields; phones are told the same again and again.

    The layouts that differ between versions below 10, where the header is silent, are told apart
    by size (reference: SCCP, header version word).
    """
    message = sccp_messages.decode(number, body, version=version)
    found: dict[str, list[Value]] = {}
    if not isinstance(message, sccp_messages.Unknown):
        _flatten(message, found)
    return type(message).__name__, {name: tuple(values) for name, values in found.items()}


def _flatten(message: object, found: dict[str, list[Value]]) -> None:
    """The fields of a message, those of its parts among them, by name in wire order."""
    for each in _parts(message) or ():
        content = getattr(message, each.name)
        for piece in content if isinstance(content, tuple) else (content,):
            if _parts(piece) is not None:
                _flatten(piece, found)
            elif piece is not None:
                found.setdefault(each.name, []).append(piece)


def _parts(value: object) -> tuple[Field[object], ...] | None:
    """The fields of a dataclass, which is asked once for each class; of another value ``None``."""
    kind = type(value)
    if kind not in _PARTS:
        _PARTS[kind] = fields(kind) if is_dataclass(kind) else None
    return _PARTS[kind]


_PARTS: dict[type, tuple[Field[object], ...] | None] = {}


# -- SIP --------------------------------------------------------------------------------------


def _sip(number: int, octets: bytes) -> Iterator[Record]:
    try:
        message = parse(octets)
        yield Record(number, SIP, _sip_name(message), _sip_fields(message), octets)
    except RemoteProtocolError as error:
        yield _unreadable(number, SIP, error, octets)
        return
    content_type = message.headers.get("Content-Type") or ""
    if message.body and content_type.partition(";")[0].strip().lower() == CONTENT_TYPE:
        yield _csta(number, message.body)


def _sip_name(message: Message) -> str:
    return message.method if isinstance(message, Request) else str(message.status)


def _sip_fields(message: Message) -> dict[str, tuple[Value, ...]]:
    headers, envelope = message.headers, message.headers.envelope
    sender, receiver = headers.get("From") or "", headers.get("To") or ""
    found: dict[str, tuple[Value, ...]] = {
        "CSeq.seq": (str(envelope.cseq),),
        "CSeq.method": (envelope.method,),
        "from.addr": (parse_name_addr(sender).uri,),
        "to.addr": (parse_name_addr(receiver).uri,),
        "Via.branch": tuple(parse_via(via).branch for via in headers.all("Via")),
    }
    if isinstance(message, Request):
        found |= {"Method": (message.method,), "r-uri": (message.uri,)}
    else:
        found |= {"Status-Code": (str(message.status),)}
    if envelope.from_tag:
        found["from.tag"] = (envelope.from_tag,)
    if envelope.to_tag:
        found["to.tag"] = (envelope.to_tag,)
    if contact := headers.get("Contact"):
        found["contact.uri"] = (parse_name_addr(contact).uri,)
    for name in _SIP_HEADERS:
        if name in headers:
            found[name] = tuple(headers.all(name))
    return found


# -- CSTA -------------------------------------------------------------------------------------


def _csta(number: int, body: bytes) -> Record:
    try:
        parsed = xml.decode(body)
    except RemoteProtocolError as error:
        return _unreadable(number, CSTA, error, body)
    if isinstance(parsed.value, CSTAErrorCode):
        value = parsed.value.value
        found = {parsed.value.category: (value,) if value else ()}
        return Record(number, CSTA, parsed.name, found, body)
    if type(parsed.value) not in ELEMENTS:
        problem = getattr(parsed.value, "problem", "not in our table")
        return Record(number, CSTA, UNREADABLE, {"problem": (problem,)}, body)
    contents = {each.name: getattr(parsed.value, each.name) for each in _parts(parsed.value) or ()}
    return Record(number, CSTA, parsed.name, dict(_children(contents)), body)


def _children(contents: Mapping[str, object]) -> Iterator[tuple[str, tuple[Value, ...]]]:
    for name, content in contents.items():
        if content is True or content is False:
            yield name, (str(content).lower(),)
        elif content is not None and content not in ("", ()):
            yield name, tuple(_leaves(name, content))


def _leaves(name: str, content: object) -> Iterator[str]:
    """The texts a value stands for in XML, in document order; a present flag gives its name."""
    match content:
        case None | False | "":
            return
        case True:
            yield name
        case tuple():
            for piece in content:
                yield from _leaves(name, piece)
        case Content():
            yield from _content(content)
        case FeatureGroup():
            yield from content.features
        case _ if (parts := _parts(content)) is not None:
            for each in parts:
                yield from _leaf(each, getattr(content, each.name))
        case _:
            yield str(content)


def _leaf(each: Field[object], content: object) -> Iterator[str]:
    if isinstance(content, bool) and each.type != "Flag":
        yield str(content).lower()
    elif content == () and each.default is None:  # empty, not absent
        first, *rest = each.name.split("_")
        yield first + "".join(word.capitalize() for word in rest)
    else:
        yield from _leaves(each.name, content)


def _content(piece: Content) -> Iterator[str]:
    if piece.children:
        for child in piece.children:
            yield from _content(child)
    else:
        yield piece.text.strip() or piece.name
