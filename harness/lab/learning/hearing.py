"""Reads the dialect off everything that a router says while it is asked something else.

Each message agrees with some choices of a point; what all messages agree with is the router's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from harness.expect.accents import shown
from harness.lab.learning.findings import Findings, Seen
from harness.lab.listening import Ear
from harness.lab.pacing import Pace
from harness.protocols.csta.elements import kind_of
from harness.protocols.sip.messages import Response
from harness.runtime.journal import Entry, Journal, Kind
from harness.runtime.wire import Frame, Transport, Wire
from harness.topology import dialect as points
from harness.topology.dialect import Point


class Hearing:
    """Hears every application of a bench."""

    def __init__(self) -> None:
        self._ears: dict[str, Ear] = {}
        self._paces: dict[str, Pace] = {}
        self._agreed: dict[Point, frozenset[str]] = {}
        self._seen: dict[Point, Seen] = {}

    def __call__(self, entry: Entry) -> None:
        """Take one entry of the journal."""
        if not entry.witness.endswith(".cti"):
            return
        ear = self._ears.setdefault(entry.witness, Ear())
        if entry.kind is Kind.SENT:
            ear.sent(entry)
        elif entry.kind in {Kind.EVENT, Kind.RECEIVED}:
            self._heard(ear, entry)

    def _heard(self, ear: Ear, entry: Entry) -> None:
        if kind_of(entry.value) is None and not isinstance(entry.value, Response):
            return
        for point, choices in shown(ear.heard(entry)):
            self._agree(point, choices, entry.octets)
        if entry.kind is Kind.RECEIVED:
            ear.order.answer(entry.value)
        elif (order := ear.order.event(entry.value)) is not None:
            self._agree(points.RESPONSE_ORDER, frozenset({order}), entry.octets)

    def saw(self, frame: Frame, *, from_router: bool) -> None:
        """Take one frame of the wire."""
        if frame.witness.endswith(".cti"):
            pace = self._paces.setdefault(frame.witness, Pace())
            told = pace.seen(frame, from_router=from_router)
            if told is not None:
                self._agree(points.PACING, frozenset({told}), frame.octets)

    def _agree(self, point: Point, choices: frozenset[str], octets: bytes) -> None:
        before = self._agreed.get(point)
        now = choices if before is None else before & choices
        if now != before:
            self._agreed[point], self._seen[point] = now, Seen(octets)

    def conclude(self, findings: Findings) -> None:
        """Tell what all that was heard agrees with."""
        for point, agreed in self._agreed.items():
            possible = [each for each in point.choices if each in agreed]
            if len(possible) == 1:
                findings.decide(point, possible[0], self._seen[point])
            elif possible:
                told = " and ".join(possible)
                findings.miss(point, f"all that the router said agrees with {told}")
            else:
                findings.miss(point, "the router said it now so, now otherwise")


@contextmanager
def hearing(journal: Journal, wire: Wire, sip_port: int) -> Iterator[Hearing]:
    """Hear what the router at that port says while the block runs."""
    heard = Hearing()

    def saw(frame: Frame) -> None:
        if frame.transport is Transport.UDP:
            heard.saw(frame, from_router=frame.source[1] == sip_port)

    leave = wire.subscribe(saw)
    try:
        with journal.subscribed(heard):
            yield heard
    finally:
        leave()
