"""How fast CSTA bodies are read, written and judged, beside bare XML parsers on the same octets.

The peers do less: they stop at a tree of elements, where ours has a checked, typed value. Figures
are bodies per second, the best of several rounds.
"""

# ruff: noqa: T201

from __future__ import annotations

import timeit
import xml.etree.ElementTree as StandardTree
from collections.abc import Callable
from functools import partial
from typing import Any

from lxml import etree

from harness.oracle.schema import SchemaJudge
from harness.protocols.csta.xml import decode, encode

Row = tuple[str, float, str, float]

_ED3 = "http://www.ecma-international.org/standards/ecma-323/csta/ed3"

DELIVERED = (
    f'<?xml version="1.0" encoding="UTF-8"?><DeliveredEvent xmlns="{_ED3}">'
    "<monitorCrossRefID>1</monitorCrossRefID>"
    "<connection><callID>1001</callID><deviceID>202</deviceID></connection>"
    "<alertingDevice><deviceIdentifier>202</deviceIdentifier></alertingDevice>"
    "<callingDevice><deviceIdentifier>201</deviceIdentifier></callingDevice>"
    "<calledDevice><deviceIdentifier>202</deviceIdentifier></calledDevice>"
    "<lastRedirectionDevice><notRequired/></lastRedirectionDevice>"
    "<localConnectionInfo>alerting</localConnectionInfo><cause>newCall</cause></DeliveredEvent>"
).encode()

MAKE_CALL = (
    f'<?xml version="1.0" encoding="UTF-8"?><MakeCall xmlns="{_ED3}">'
    "<callingDevice>201</callingDevice><calledDirectoryNumber>202</calledDirectoryNumber>"
    "<autoOriginate>doNotPrompt</autoOriginate></MakeCall>"
).encode()

BODIES = {"DeliveredEvent": DELIVERED, "MakeCall": MAKE_CALL}


def measure(*, rounds: int = 40, repeats: int = 100) -> list[Row]:
    """Rows of (what, ours per second, peer's name, peer's per second)."""
    judge = SchemaJudge()
    rows: list[Row] = []
    for name, octets in BODIES.items():
        value = decode(octets).value
        tree = etree.fromstring(octets)
        size = f"{name}, {len(octets)} B"
        pairs: list[tuple[str, Callable[[], object], str, Callable[[], object]]] = [
            (f"read {size}", partial(decode, octets), "lxml parse", _lxml(octets)),
            (f"read {size}", partial(decode, octets), "lxml parse+walk", _lxml_walk(octets)),
            (f"read {size}", partial(decode, octets), "xml.etree parse+walk", _etree(octets)),
            (f"write {size}", partial(encode, value), "lxml tostring", _print(tree)),
            (f"judge {size}", partial(judge.objections, octets), "lxml parse", _lxml(octets)),
        ]
        for what, ours, peer, theirs in pairs:
            rows.append((what, *_alternating(ours, theirs, peer, rounds, repeats)))
    return rows


def _alternating(
    ours: Callable[[], object],
    theirs: Callable[[], object],
    peer: str,
    rounds: int,
    repeats: int,
) -> tuple[float, str, float]:
    """Both in turn, so that a busy moment of the machine hits both; the best round counts."""
    times = [
        (timeit.timeit(ours, number=repeats), timeit.timeit(theirs, number=repeats))
        for _ in range(rounds)
    ]
    mine, other = (min(column) for column in zip(*times, strict=True))
    return repeats / mine, peer, repeats / other


def _lxml(octets: bytes) -> Callable[[], object]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return lambda: etree.fromstring(octets, parser)


def _lxml_walk(octets: bytes) -> Callable[[], object]:
    parse = _lxml(octets)
    return lambda: _walk(parse())


def _etree(octets: bytes) -> Callable[[], object]:
    return lambda: _walk(StandardTree.fromstring(octets))


def _print(tree: etree._Element) -> Callable[[], object]:
    return lambda: etree.tostring(tree, xml_declaration=True, encoding="UTF-8")


def _walk(node: Any) -> list[tuple[str, str | None]]:
    found = [(node.tag, node.text)]
    for child in node:
        found += _walk(child)
    return found


if __name__ == "__main__":
    for what, ours, peer, theirs in measure():
        print(f"{what:28} {ours:10,.0f}/s  {peer:22} {theirs:10,.0f}/s  {ours / theirs:.2f}")
