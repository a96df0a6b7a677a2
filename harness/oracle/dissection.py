"""What tshark says about packets, as records and objections.

Its PDML is read: one tree per packet in which every field has its name, its octets and its place
in order, so nothing is guessed from printed text. Texts of the wire stay octets here: PDML prints
what is no UTF-8 as a replacement character, but gives the octets beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, cast
from xml.sax.saxutils import unescape

from lxml import etree

from harness.oracle import known, pdml

Value = int | str | bytes
"""A number, a text, or octets that a text or a key is made of."""

SCCP, SIP, CSTA = "SCCP", "SIP", "CSTA"

_ERROR, _WARNING = 8_388_608, 6_291_456
_MANDATORY_SIP = ("Via", "From", "To", "Call-ID", "CSeq")
_CSTA_TYPE = "application/csta+xml"
_TAG_ENDS = re.compile(r"[\s/>]")
_DOTTED = re.compile(r"\d+(\.\d+){3}")
_MASKED = 5
"""Where a `pdml.Field` tells that it is but some bits."""
_MESSAGE_NAME = re.compile(r"Message ID: (?P<name>\w+)")


@dataclass(frozen=True, slots=True)
class Record:
    """One message as one reader understood it."""

    packet: int
    """The place of the packet that completes it, from 1."""
    protocol: str
    """``SCCP``, ``SIP`` or ``CSTA``."""
    name: str
    """``CallState``, ``INVITE``, ``200``, ``DeliveredEvent``."""
    fields: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    """By Wireshark's names without the protocol's; for CSTA, the texts below each child."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a judge says about one capture."""

    records: tuple[Record, ...] = ()
    objections: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    """What he says against frames of which `known` has it that they are good."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What each packet should be, by the ports it uses."""

    sccp_port: int
    sip_port: int

    def protocol(self, packet: bytes) -> str | None:
        """``SCCP`` or ``SIP`` when the packet carries octets from or to such a port."""
        if packet[12:14] != b"\x08\x00" or packet[23] not in {6, 17}:
            return None
        begin = 14 + (packet[14] & 0x0F) * 4
        head = (packet[begin + 12] >> 4) * 4 if packet[23] == 6 else 8
        if 14 + int.from_bytes(packet[16:18], "big") <= begin + head:
            return None
        ports = {int.from_bytes(packet[begin + at : begin + at + 2], "big") for at in (0, 2)}
        if packet[23] == 6 and self.sccp_port in ports:
            return SCCP
        return SIP if self.sip_port in ports else None


def read(printed: bytes, expected: Sequence[str | None]) -> Reading | None:
    """Records and objections from the packets of a piece of PDML (without its head and end).

    ``expected`` names the protocol of each packet, if it has one; ``None`` when there are not as
    many packets.
    """
    packets = pdml.packets(printed)
    if len(packets) != len(expected):
        return None
    records: list[Record] = []
    suspicious = _MARKED in printed
    for number, packet in enumerate(packets, start=1):
        for name, protocol in pdml.protocols(packet):
            if name == "skinny":
                records.append(Record(number, SCCP, *_skinny(protocol)))
                suspicious = suspicious or records[-1].name.startswith("Unknown")
            elif name == "sip":
                records.extend(_sip(number, protocol))
            elif name == _UNREAD and expected[number - 1] is not None:
                suspicious = True
    problems = _lacks(records)
    excused: list[str] = []
    if suspicious:
        problems += _marks(printed, records, expected, excused)
    problems.sort(key=lambda problem: problem[0])
    objections = (f"packet {number}: {text}" for number, text in problems)
    return Reading(tuple(records), tuple(objections), tuple(excused))


@lru_cache(maxsize=4096)
def _value(shown: str, digits: str) -> Value:
    octets = bytes.fromhex(digits)
    try:
        number = int(shown, 0)
    except ValueError:
        number = -1
    if octets and number == int.from_bytes(octets, "little"):
        return number
    if len(octets) == 4 and _DOTTED.fullmatch(shown):
        return shown
    return octets


@cache
def _plain(key: str) -> str:
    return key.removeprefix("skinny.").removesuffix(".ipv4").removesuffix(".ipv6")


@lru_cache(maxsize=512)
def _skinny(protocol: bytes) -> tuple[str, Mapping[str, tuple[Value, ...]]]:
    """A message's name and fields; most of what a phone is told, it is told again and again."""
    found: dict[str, list[Value]] = {}
    name = "unknown"
    fields = pdml.fields(protocol)
    for place, (key, showname, _, show, digits, masked, alone) in enumerate(fields):
        if masked or not digits or key.startswith("xml."):
            continue  # some bits; no octets; the document inside once more, element by element
        if key:
            found.setdefault(_plain(key), []).append(_value(show, digits))
            if key == "skinny.messageId" and (named := _MESSAGE_NAME.match(showname)):
                name = named["name"]
        elif not alone and fields[place + 1][_MASKED]:
            # A word of single bits: its bits are masked and inside, its value stands here.
            word = int.from_bytes(bytes.fromhex(digits), "little")
            found.setdefault(pdml.text(show), []).append(word)
    return name, {key: tuple(values) for key, values in found.items()}


def _sip(number: int, protocol: bytes) -> list[Record]:
    head, body = pdml.parted(protocol, b"sip.msg_body")
    found: dict[str, tuple[Value, ...]] = {}
    for key, said in pdml.shown(head, "sip."):
        found[key] = (*found[key], said) if key in found else (said,)
    found.pop("msg_hdr", None)
    name = str(found.get("Method", found.get("Status-Code", ("unknown",)))[0])
    record = Record(number, SIP, name, found)
    if not body or not str(found.get("Content-Type", ("",))[0]).startswith(_CSTA_TYPE):
        return [record]
    holder, *_ = pdml.nodes(body)
    return [record, *(_csta(number, each) for each in holder.inside if each.name == "xml")]


def _tag(node: pdml.Node) -> str:
    """``a:callID`` of ``<a:callID …>`` without its prefix."""
    return _TAG_ENDS.split(pdml.text(node.show).removeprefix("<"), 1)[0].rpartition(":")[2]


def _tags(node: pdml.Node) -> list[pdml.Node]:
    return [each for each in node.inside if each.name == "xml.tag"]


def _leaves(node: pdml.Node) -> Iterator[str]:
    """The texts below a tag in order; a tag without any content gives its name."""
    children = _tags(node)
    for child in children:
        yield from _leaves(child) if _tags(child) or _text(child) else (_tag(child),)
    if not children and (text := _text(node)):
        yield text


def _text(node: pdml.Node) -> str:
    pieces: list[str] = []
    for child in node.inside:
        if child.name == "xml.cdata":
            pieces.append(unescape(_octets(child), {"&quot;": '"', "&apos;": "'"}))
        elif child.name == "xml.cdatasection":
            pieces.append(_octets(child).removeprefix("<![CDATA[").removesuffix("]]>"))
    return "".join(pieces).strip()


def _octets(node: pdml.Node) -> str:
    return bytes.fromhex(node.value).decode(errors="replace")


def _csta(number: int, document: pdml.Node) -> Record:
    roots = _tags(document)
    if not roots:
        return Record(number, CSTA, "unknown")
    fields: dict[str, list[Value]] = {}
    for child in _tags(roots[0]):
        fields.setdefault(_tag(child), []).extend(_leaves(child))
    return Record(
        number, CSTA, _tag(roots[0]), {key: tuple(values) for key, values in fields.items()}
    )


# Looking into the tree costs as much as all the rest; most captures give no reason to.
_MARKED = b'"_ws.'
# Where PDML puts octets that no dissector took.
_UNREAD = "fake-field-wrapper"
_MARKS = etree.XPath(
    "//*[@name='_ws.malformed' and not(ancestor::*[@name='_ws.malformed'])]"
    "|//field[@name='_ws.expert']"
    "|//field[@name='skinny.messageId' and contains(@showname, 'Unknown')]"
    "|//field[@name='data']"
)


def _marks(
    printed: bytes,
    records: Iterable[Record],
    expected: Sequence[str | None],
    excused: list[str],
) -> list[tuple[int, str]]:
    """What tshark itself marks, with the packet's number."""
    tree = pdml.tree(b"<pdml>" + printed + b"</pdml>")
    numbers = {packet: number for number, packet in enumerate(tree, start=1)}
    found = cast("list[Any]", _MARKS(tree))
    problems: list[tuple[int, str]] = []
    for mark in found:
        packet = next(each for each in mark.iterancestors("packet"))
        number = numbers[packet]
        match mark.get("name"):
            case "_ws.malformed":
                inside = [each for each in records if each.packet == number]
                what = " or ".join(dict.fromkeys(each.name for each in inside))
                text = f"malformed, in {what or 'an unread message'}"
                if reason := next(filter(None, map(_excuse, inside)), None):
                    excused.append(f"packet {number}: {text}: {reason}")
                else:
                    problems.append((number, text))
            case "skinny.messageId":
                code = int(mark.get("show", "0"), 0)
                problems.append((number, f"unknown SCCP message {code:#06x}"))
            case "data" if expected[number - 1] is not None:
                protocol = expected[number - 1]
                problems.append((number, f"octets on the {protocol} port are no {protocol}"))
            case "_ws.expert":
                problems += [(number, text) for text in _expert(mark)]
    return problems


def _excuse(record: Record) -> str | None:
    length, version = (record.fields.get(name, (0,))[0] for name in ("data_length", "hdr_version"))
    if not isinstance(length, int) or not isinstance(version, int):
        return None
    return known.excuse(record.name, length - 4, version)


def _lacks(records: Iterable[Record]) -> list[tuple[int, str]]:
    """SIP headers that RFC 3261 §8.1.1 demands; tshark does not miss them."""
    return [
        (record.packet, f"SIP message without {header}")
        for record in records
        if record.protocol == SIP
        for header in _MANDATORY_SIP
        if header not in record.fields
    ]


def _expert(expert: etree._Element) -> Iterator[str]:
    facts = {each.get("name", ""): each.get("show", "") for each in expert}
    severity = int(facts.get("_ws.expert.severity") or 0)
    inside = next((each.get("name", "") for each in expert.iterancestors("proto")), "")
    if inside == "_ws.malformed":
        return
    if severity >= _ERROR or (severity >= _WARNING and inside == "xml"):
        yield f"{inside}: {facts.get('_ws.expert.message', 'expert error')}"
