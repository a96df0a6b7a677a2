"""PDML as tshark prints it: packets, the protocols of a packet, the fields of a protocol.

An XML parser and a walk over its tree would cost more than all the judging. What tshark prints is
plainer than XML: an element a line, its attributes in one order, each bracket and each quotation
mark of a text written as a reference. So it is cut at its tags and its fields are found by pattern.
Where the pattern leaves a single field out, the parser reads that protocol.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from xml.sax.saxutils import escape, unescape

from lxml import etree

_PACKET_ENDS = b"</packet>"
# Two blanks: a protocol of the packet, and not one that is printed inside of another.
_PROTOCOL = b'\n  <proto name="'
_PLACE = r'(?: size="\d+")?(?: pos="\d+")?'
_FIELD = re.compile(
    rf'<field name="([^"]*)"(?: showname="([^"]*)")?( hide="yes")?{_PLACE}'
    rf'(?: show="([^"]*)")?{_PLACE}(?: value="([^"]*)")?( unmaskedvalue="[^"]*")?(/?)>'
)
_NODE = re.compile(
    rf'<(?:field|proto) name="([^"]*)"(?: showname="[^"]*")?(?: hide="yes")?{_PLACE}'
    rf'(?: show="([^"]*)")?{_PLACE}(?: value="([^"]*)")?(?: unmaskedvalue="[^"]*")?(/?)>'
    r"|</(field|proto)>"
)
_PROTOCOL_ENDS = b"</proto>"
_QUOTES = {"&quot;": '"', "&apos;": "'"}
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANKS = "\r\n", "\n", "\r", "\t"


Field = tuple[str, str, str, str, str, str, str]
"""A field as printed; `text` reads what an attribute says, and what is not there is empty.

Wireshark's name (``sip.Via``; none for a heading), ``showname``, whether it is hidden, ``show``,
its octets in hexadecimal digits, whether it is but some bits of a number, whether it has no fields
inside.
"""


class Node(NamedTuple):
    """A field or a protocol with those inside."""

    name: str
    show: str
    value: str
    inside: list[Node]


def packets(pdml: bytes) -> list[bytes]:
    """Cut what was printed (without its head and end) at the ends of packets."""
    return pdml.split(_PACKET_ENDS)[:-1]


def protocols(packet: bytes) -> Iterator[tuple[str, bytes]]:
    """Each protocol of a packet, outermost first: its name, and it from its name on."""
    for piece in packet.split(_PROTOCOL)[1:]:
        yield piece[: piece.index(b'"')].decode(), piece


def parted(protocol: bytes, field: bytes) -> tuple[bytes, bytes]:
    """A protocol before one of its own fields, and from that on; the second may be empty."""
    before, found, after = protocol.partition(b'\n    <field name="%s"' % field)
    return (before + _PROTOCOL_ENDS, found + after) if found else (protocol, b"")


def fields(protocol: bytes) -> list[Field]:
    """Every field of a protocol and of those inside, in the order of the wire."""
    printed = protocol.decode(errors="replace")
    found = _FIELD.findall(printed)
    if len(found) == printed.count("<field "):
        return found
    return [_parsed(each) for each in tree(_PROTOCOL + protocol).iter("field")]


def _parsed(element: etree._Element) -> Field:
    """A field that is printed in another way than we know."""
    names = "name", "showname", "hide", "show", "value", "unmaskedvalue"
    name, showname, hidden, show, value, masked = (_printed(element, each) for each in names)
    return name, showname, hidden, show, value, masked, "" if len(element) else "/"


def _printed(element: etree._Element, attribute: str) -> str:
    return escape(element.get(attribute, ""), {'"': "&quot;"})


def shown(protocol: bytes, family: str) -> list[tuple[str, str]]:
    """Of each field whose name begins so and that is not hidden: the rest of its name, its text."""
    printed = protocol.decode(errors="replace")
    found = _shown(family).findall(printed)
    if len(found) != printed.count(f'<field name="{family}'):
        others = (each for each in fields(protocol) if each[0].startswith(family))
        found = [(name.removeprefix(family), hidden, show) for name, _, hidden, show, *_ in others]
    names = [name for name, hidden, _ in found if not hidden]
    texts = text("\0".join([show for _, hidden, show in found if not hidden])).split("\0")
    return list(zip(names, texts, strict=False))


@cache
def _shown(family: str) -> re.Pattern[str]:
    return re.compile(
        rf'<field name="{re.escape(family)}([^"]*)" showname="[^"]*"( hide="yes")?{_PLACE}'
        r'(?: show="([^"]*)")?(?= value="|/?>)'
    )


def nodes(rest: bytes) -> list[Node]:
    """Fields and protocols as they stand in each other, from a field of a protocol to its end."""
    printed = rest.decode(errors="replace")
    found = _NODE.findall(printed)
    if len(found) != printed.count("<"):
        return [_grown(each) for each in tree(b"<proto>" + rest)]
    top: list[Node] = []
    level, above = top, [top]
    for name, show, value, alone, ends in found:
        if ends:
            level = above.pop()
            continue
        inside: list[Node] = []
        level.append(Node(name, show, value, inside))
        if not alone:
            above.append(level)
            level = inside
    return top


def _grown(element: etree._Element) -> Node:
    name, show, value = (_printed(element, each) for each in ("name", "show", "value"))
    return Node(name, show, value, [_grown(each) for each in element])


def text(attribute: str) -> str:
    """What an attribute says (XML 1.0 §3.3.3)."""
    for blank in _BLANKS:
        attribute = attribute.replace(blank, " ")
    return unescape(attribute, _QUOTES) if "&" in attribute else attribute


def tree(pdml: bytes) -> etree._Element:
    """The tree of one element, by the parser."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, remove_blank_text=True
    )
    try:
        return etree.fromstring(pdml, parser)
    except etree.XMLSyntaxError:  # what tshark printed of a text is no UTF-8
        printed = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", pdml.decode(errors="replace"))
        return etree.fromstring(printed.encode(), parser)
