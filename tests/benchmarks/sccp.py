"""SCCP messages per second, ours beside scapy's, in one process.

Both sides get the same frames. Ours finds them in a stream and decodes them to values; scapy
dissects each with the header of ``scapy.contrib.skinny`` and its message layer, or, for messages
whose fields that lacks, with a layer of the same fields as ours. Encoding starts from a value, or
a packet, that exists already. The two take turns, so that a busy machine slows both; the
turn of the median ratio counts.
"""

from __future__ import annotations

import timeit
from collections.abc import Callable
from typing import Any, NamedTuple

from harness.protocols.sccp import messages as m
from harness.protocols.sccp.framing import Framer
from harness.protocols.sccp.numbers import CallType, PhoneCallState

BATCH = 50
SECONDS = 0.02
TURNS = 21

Row = tuple[str, float, float]


class Contest(NamedTuple):
    """One message, and the same as a packet of scapy's with the class that dissects it."""

    message: m.Message
    packet: Any
    dissector: Callable[[bytes], Any]


def measure() -> list[Row]:
    """Rows of what was measured, our messages per second, scapy's."""
    rows: list[Row] = []
    for contest in _contests():
        name = type(contest.message).__name__
        frame = m.encode(contest.message)
        if bytes(contest.packet) != frame:
            raise AssertionError(f"{name}: scapy writes other octets than we do")
        ours, theirs = _our_decoding(frame), _repeated(lambda f=frame, c=contest: c.dissector(f))
        rows.append((f"decode {name}", *_rates(ours, theirs)))
        ours = _repeated(lambda c=contest: m.encode(c.message))
        theirs = _repeated(lambda c=contest: bytes(c.packet))
        rows.append((f"encode {name}", *_rates(ours, theirs)))
    return rows


def _contests() -> list[Contest]:
    from scapy.contrib import skinny
    from scapy.fields import (
        IPField,
        LEIntField,
        LEShortField,
        StrFixedLenField,
    )
    from scapy.packet import Packet

    class StartMedia(Packet):  # type: ignore[misc]
        fields_desc = [  # noqa: RUF012
            *(LEIntField(name, 0) for name in ("conference", "party")),
            IPField("remote", "0.0.0.0"),
            *(LEIntField(name, 0) for name in ("port", "packet", "codec", "precedence", "silence")),
            LEShortField("frames", 0),
            LEShortField("padding", 0),
            *(LEIntField(name, 0) for name in ("parameters", "call")),
            StrFixedLenField("key", bytes(48), 48),
            *(
                LEIntField(name, 0)
                for name in ("stream", "associated", "payload", "dtmf", "mixing")
            ),
        ]

    class CallInfo(Packet):  # type: ignore[misc]
        fields_desc = [  # noqa: RUF012
            StrFixedLenField("calling_name", b"", 40),
            StrFixedLenField("calling", b"", 24),
            StrFixedLenField("called_name", b"", 40),
            StrFixedLenField("called", b"", 24),
            *(LEIntField(name, 0) for name in ("line", "call", "type")),
            StrFixedLenField("original_name", b"", 40),
            StrFixedLenField("original", b"", 24),
            StrFixedLenField("redirecting_name", b"", 40),
            StrFixedLenField("redirecting", b"", 24),
            *(LEIntField(name, 0) for name in ("original_reason", "redirecting_reason")),
            *(StrFixedLenField(f"mailbox_{which}", b"", 24) for which in range(4)),
            *(LEIntField(name, 0) for name in ("instance", "security", "restrictions")),
        ]

    class Header(skinny.Skinny):  # type: ignore[misc]
        def guess_payload_class(self, payload: bytes) -> Any:
            del payload
            return {0x8A: StartMedia, 0x8F: CallInfo}[self.msg]

    return [
        Contest(
            m.CallState(PhoneCallState.CONNECTED, 1, 7),
            skinny.Skinny(msg=0x0111)
            / skinny.SkinnyMessageCallState(state=5, instance=1, callid=7, unknown1=0, unknown2=4),
            skinny.Skinny,
        ),
        Contest(
            m.StartMediaTransmission(1, 2, "10.0.0.60", 16384, call_reference=7),
            Header(msg=0x8A) / StartMedia(
                conference=1, party=2, remote="10.0.0.60", port=16384,
                packet=20, codec=4, precedence=0xB8, call=7, dtmf=10,
            ),
            Header,
        ),
        Contest(
            m.CallInfo("Alice", "201", "Bob", "202", 1, 7, CallType.INBOUND, "Bob", "202"),
            Header(msg=0x8F) / CallInfo(
                calling_name=b"Alice", calling=b"201", called_name=b"Bob",
                called=b"202", line=1, call=7, type=1, original_name=b"Bob", original=b"202",
                instance=1,
            ),
            Header,
        ),
    ]  # fmt: skip


def _rates(*works: Callable[[], object]) -> tuple[float, ...]:
    """Messages per second of each, in the turn of the median ratio of the first two."""
    timers = [timeit.Timer(work) for work in works]
    numbers = [max(1, int(SECONDS / min(timer.repeat(2, 1)))) for timer in timers]
    turns = [
        tuple(
            BATCH * number / timer.timeit(number)
            for timer, number in zip(timers, numbers, strict=True)
        )
        for _ in range(TURNS)
    ]
    return sorted(turns, key=lambda rates: rates[0] / rates[1])[TURNS // 2]


def _repeated(act: Callable[[], object]) -> Callable[[], object]:
    def work() -> None:
        for _ in range(BATCH):
            act()

    return work


def _our_decoding(frame: bytes) -> Callable[[], object]:
    stream = frame * BATCH

    def work() -> None:
        framer = Framer()
        framer.feed(stream)
        while (raw := framer.next()) is not None:
            m.decode(raw.number, raw.body, version=0)

    return work


if __name__ == "__main__":
    for what, ours, theirs in measure():
        print(f"{what:32} {ours:12,.0f}/s {theirs:12,.0f}/s {ours / theirs:8.1f} x")  # noqa: T201
