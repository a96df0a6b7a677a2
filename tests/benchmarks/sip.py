"""SIP messages per second, ours beside aiosipua's.

The messages are those of 32 dialogs with ten INFOs each, read as far as matching needs them:
branch, tags, CSeq. For whole dialogs see ``sip_dialogs``.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import aiosipua

from harness.protocols.sip.messages import Headers, Request
from harness.protocols.sip.parsing import parse
from harness.protocols.sip.printing import print_message

Row = tuple[str, float, str, float]

PEER = f"aiosipua {aiosipua.__version__}"
ROUNDS = 40
_BODY = "<DeliveredEvent/>" + " " * 663
_INFO = """INFO sip:alice@192.0.2.10:5060 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK{dialog:x}f83a.{number}
Max-Forwards: 70
From: <sip:201@192.0.2.1>;tag=8d{dialog:x}01f6
To: <sip:alice@192.0.2.10>;tag=77a{dialog:x}
Call-ID: 1f0b7c{dialog:x}a2@192.0.2.10
CSeq: {number} INFO
Contact: <sip:201@192.0.2.1:5060>
Content-Type: application/csta+xml
Content-Disposition: signal;handling=required
Content-Length: 680

"""


def messages() -> list[bytes]:
    """INFOs of about 1.1 kB and eleven headers."""
    heads = [
        _INFO.format(dialog=dialog * 40503 % 65536, number=number)
        for dialog in range(32)
        for number in range(1, 11)
    ]
    return [(head.replace("\n", "\r\n") + _BODY).encode() for head in heads]


def our_reading(octets: bytes) -> object:
    """Parse, with what transactions and dialogs are matched by."""
    envelope = parse(octets).headers.envelope
    return envelope.branch, envelope.from_tag, envelope.to_tag, envelope.cseq


def their_reading(octets: bytes) -> object:
    """The same with aiosipua."""
    message = aiosipua.SipMessage.parse(octets)
    ours = message.via[0].branch, message.from_addr.tag, message.to_addr.tag
    return *ours, message.cseq.seq


def messages_beside_aiosipua() -> list[Row]:
    """Rows of what was measured, ours per second, the peer's name, the peer's per second."""
    octets = messages()
    if [our_reading(each) for each in octets] != [their_reading(each) for each in octets]:
        raise AssertionError("the two parsers read different things")
    rows = [("SIP parse", *_contest(octets, our_reading, octets, their_reading))]
    ours = [_fresh(parse(each)) for each in octets]
    theirs = [aiosipua.SipMessage.parse(each) for each in octets]
    rows.append(("SIP print", *_contest(ours, print_message, theirs, bytes)))
    return rows


def _fresh(message: object) -> Request:
    assert isinstance(message, Request)
    return Request(message.method, message.uri, Headers(list(message.headers)), message.body)


def _contest(
    our_things: list[object],
    ours: Callable[[object], object],
    their_things: list[object],
    theirs: Callable[[object], object],
) -> tuple[float, str, float]:
    """Best rates of both, taken in turns, so that a busy machine is busy for both."""
    our_best = their_best = float("inf")
    for _ in range(ROUNDS):
        our_best = min(our_best, _seconds(our_things, ours))
        their_best = min(their_best, _seconds(their_things, theirs))
    return len(our_things) / our_best, PEER, len(their_things) / their_best


def _seconds(things: list[object], act: Callable[[object], object]) -> float:
    began = time.process_time()
    for thing in things:
        act(thing)
    return time.process_time() - began


if __name__ == "__main__":
    for what, ours, peer, theirs in messages_beside_aiosipua():
        print(f"{what:40} {ours:12,.0f}/s  {peer} {theirs:12,.0f}/s {ours / theirs:8.2f} x")  # noqa: T201
