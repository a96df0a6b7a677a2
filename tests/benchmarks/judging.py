"""How fast what tshark printed is read for its records and objections, beside a bare XML parser.

The peer does less: it stops at the tree of the same PDML. Nothing is remembered from one turn to
the next. Figures are captures per second, the best of several turns.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from lxml import etree

from harness.capture import Recorder
from harness.oracle import dissection
from harness.oracle.tshark import Tshark
from harness.runtime.wire import Transport, Wire
from harness.topology import Ports
from tests.benchmarks.csta import DELIVERED

PHONE, APPLICATION, ROUTER = ("10.0.0.5", 51000), ("10.0.0.6", 40001), "10.0.0.1"
CALL_STATE = bytes.fromhex(
    "1c000000 00000000 11010000 01000000 01000000 4d000000 00000000 04000000 00000000"
)
PORTS = Ports()
PLANS = 40
TURNS = 15


def info(number: int) -> bytes:
    head = (
        "INFO sip:201@10.0.0.1 SIP/2.0\r\n"
        f"Via: SIP/2.0/UDP 10.0.0.6:40001;branch=z9hG4bKq{number}\r\nMax-Forwards: 70\r\n"
        "From: <sip:alice@10.0.0.6>;tag=c1\r\nTo: <sip:201@10.0.0.1>;tag=s1\r\n"
        f"Call-ID: one@10.0.0.6\r\nCSeq: {number} INFO\r\n"
        f"Content-Type: application/csta+xml\r\nContent-Length: {len(DELIVERED)}\r\n\r\n"
    )
    return head.encode() + DELIVERED


def printed() -> tuple[bytes, list[str | None]]:
    """What the installed tshark prints of a conversation, and what each packet should be."""
    wire = Wire()
    with Recorder(wire, None, servers={PORTS.sccp}) as recorder:
        for number in range(PLANS):
            wire.record(Transport.UDP, APPLICATION, (ROUTER, PORTS.sip), info(number))
            call = CALL_STATE[:20] + number.to_bytes(4, "little") + CALL_STATE[24:]
            wire.record(Transport.TCP, (ROUTER, PORTS.sccp), PHONE, call)
    with Tshark("tshark", sccp_port=PORTS.sccp, sip_port=PORTS.sip) as judge:
        question = judge.ask(recorder.packets)
        pdml = judge._between(judge._exchange(question))
    return pdml, question.protocols


def measure() -> Iterator[tuple[str, float, str, float]]:
    """Rows of (what, ours per second, peer's name, peer's per second)."""
    pdml, protocols = printed()
    whole = b"<pdml>" + pdml + b"</pdml>"

    def ours() -> object:
        dissection._skinny.cache_clear()
        return dissection.read(pdml, protocols)

    def theirs() -> object:
        return etree.fromstring(whole, etree.XMLParser(huge_tree=True))

    turns = [(seconds(ours), seconds(theirs)) for _ in range(TURNS)]
    mine, other = (min(column) for column in zip(*turns, strict=True))
    yield f"read PDML, {len(pdml) // 1000} kB", 1 / mine, "lxml parse", 1 / other


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
