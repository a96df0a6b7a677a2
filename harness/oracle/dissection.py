"""What tshark says about packets, as records and objections.

Its PDML is read: one tree per packet in which every field has its name, its octets and its place
in order, so nothing is guessed from printed text. Texts of the wire stay octets here: PDML prints
what is no UTF-8 as a replacement character, but gives the octets beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from xml.sax.saxutils import unescape

from lxml import etree

from harness.oracle import known

Value = int | str | bytes
"""A number, a text, or octets that a text or a key is made of."""

SCCP, SIP, CSTA = "SCCP", "SIP", "CSTA"

_ERROR, _WARNING = 8_388_608, 6_291_456
_MANDATORY_SIP = ("Via", "From", "To", "Call-ID", "CSeq")
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CSTA_TYPE = "application/csta+xml"
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


def _parse(pdml: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, remove_blank_text=True
    )
    whole = b"<pdml>" + pdml + b"</pdml>"
    try:
        return etree.fromstring(whole, parser)
    except etree.XMLSyntaxError:  # what tshark printed of a text is no UTF-8
        text = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", whole.decode(errors="replace"))
        return etree.fromstring(text.encode(), parser)


def read(pdml: bytes, expected: Sequence[str | None]) -> Reading | None:
    """Records and objections from the packets of a piece of PDML (without its head and end).

    ``expected`` names the protocol of each packet, if it has one; ``None`` when there are not as
    many packets.
    """
    tree = _parse(pdml)
    if len(tree) != len(expected):
        return None
    records: list[Record] = []
    suspicious = False
    for number, packet in enumerate(tree, start=1):
        for proto in packet:
            name = proto.get("name", "")
            make = _RECORDS.get(name)
            if make is not None:
                records.extend(make(number, proto))
            elif name == _UNREAD and expected[number - 1] is not None:
                suspicious = True
    problems = _lacks(records)
    excused: list[str] = []
    if suspicious or any(mark in pdml for mark in _SUSPICIOUS):
        problems += _marks(tree, records, expected, excused)
    problems.sort(key=lambda problem: problem[0])
    objections = (f"packet {number}: {text}" for number, text in problems)
    return Reading(tuple(records), tuple(objections), tuple(excused))


def _value(element: etree._Element) -> Value:
    shown = element.get("show", "")
    octets = bytes.fromhex(element.get("value", ""))
    try:
        number = int(shown, 0)
    except ValueError:
        number = -1
    if octets and number == int.from_bytes(octets, "little"):
        return number
    if re.fullmatch(r"\d+(\.\d+){3}", shown) and len(octets) == 4:
        return shown
    return octets


def _skinny(number: int, proto: etree._Element) -> list[Record]:
    fields: dict[str, list[Value]] = {}
    name = "unknown"
    for element in proto.iter("field"):
        if element.get("unmaskedvalue") is not None or not element.get("value"):
            continue
        key = element.get("name", "")
        if key.startswith("xml."):  # the document inside once more, element by element
            continue
        if key == "skinny.messageId":
            found = _MESSAGE_NAME.match(element.get("showname", ""))
            name = found["name"] if found else name
        if not key:
            # A word of single bits: its bits are masked children, its value stands here.
            if not len(element) or element[0].get("unmaskedvalue") is None:
                continue
            key = element.get("show", "")
            fields.setdefault(key, []).append(
                int.from_bytes(bytes.fromhex(element.get("value", "")), "little")
            )
            continue
        key = key.removeprefix("skinny.").removesuffix(".ipv4").removesuffix(".ipv6")
        fields.setdefault(key, []).append(_value(element))
    return [Record(number, SCCP, name, {key: tuple(values) for key, values in fields.items()})]


def _sip(number: int, proto: etree._Element) -> list[Record]:
    fields: dict[str, list[Value]] = {}
    for element in proto.iter("field"):
        key = element.get("name", "")
        if key.startswith("sip.") and element.get("hide") != "yes" and key != "sip.msg_hdr":
            fields.setdefault(key.removeprefix("sip."), []).append(element.get("show", ""))
    name = str(fields.get("Method", fields.get("Status-Code", ["unknown"]))[0])
    record = Record(number, SIP, name, {key: tuple(values) for key, values in fields.items()})
    bodies = proto.iterfind(".//proto[@name='xml']")
    if not str(fields.get("Content-Type", [""])[0]).startswith(_CSTA_TYPE):
        return [record]
    return [record, *(_csta(number, body) for body in bodies)]


def _tag(element: etree._Element) -> str:
    """``a:callID`` of ``<a:callID …>`` without its prefix."""
    return re.split(r"[\s/>]", element.get("show", "").removeprefix("<"))[0].rpartition(":")[2]


def _tags(element: etree._Element) -> list[etree._Element]:
    return [child for child in element if child.get("name") == "xml.tag"]


def _leaves(element: etree._Element) -> Iterator[str]:
    """The texts below a tag in order; a tag without any content gives its name."""
    children = _tags(element)
    for child in children:
        yield from _leaves(child) if _tags(child) or _text(child) else (_tag(child),)
    if not children and (text := _text(element)):
        yield text


def _text(element: etree._Element) -> str:
    pieces: list[str] = []
    for child in element:
        octets = bytes.fromhex(child.get("value", "")).decode(errors="replace")
        if child.get("name") == "xml.cdata":
            pieces.append(unescape(octets, {"&quot;": '"', "&apos;": "'"}))
        elif child.get("name") == "xml.cdatasection":
            pieces.append(octets.removeprefix("<![CDATA[").removesuffix("]]>"))
    return "".join(pieces).strip()


def _csta(number: int, proto: etree._Element) -> Record:
    roots = _tags(proto)
    if not roots:
        return Record(number, CSTA, "unknown")
    fields: dict[str, list[Value]] = {}
    for child in _tags(roots[0]):
        fields.setdefault(_tag(child), []).extend(_leaves(child))
    return Record(
        number, CSTA, _tag(roots[0]), {key: tuple(values) for key, values in fields.items()}
    )


_RECORDS = {"skinny": _skinny, "sip": _sip}

# Looking into the tree costs as much as all the rest; most captures give no reason to.
_SUSPICIOUS = (
    b'"_ws.malformed"',
    b'"_ws.expert"',
    b"Message ID: Unknown",
)
# Where PDML puts octets that no dissector took.
_UNREAD = "fake-field-wrapper"
_MARKS = etree.XPath(
    "//*[@name='_ws.malformed' and not(ancestor::*[@name='_ws.malformed'])]"
    "|//field[@name='_ws.expert']"
    "|//field[@name='skinny.messageId' and contains(@showname, 'Unknown')]"
    "|//field[@name='data']"
)


def _marks(
    pdml: etree._Element,
    records: Iterable[Record],
    expected: Sequence[str | None],
    excused: list[str],
) -> list[tuple[int, str]]:
    """What tshark itself marks, with the packet's number."""
    numbers = {packet: number for number, packet in enumerate(pdml, start=1)}
    found = cast("list[Any]", _MARKS(pdml))
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
