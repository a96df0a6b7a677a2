"""Listens to everything a router says to our applications, for its dialect.

What does not agree with the dialect that the topology gives becomes a FAULT of the application
that heard it, and so the first objection of the step in which it was heard.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from harness.expect.accents import Heard, Order, departures
from harness.lab.pacing import AT_ONCE, Pace
from harness.protocols.csta.elements import kind_of
from harness.protocols.csta.services import MakeCall, MonitorStart, SnapshotDeviceResponse
from harness.protocols.sip.messages import Response
from harness.runtime.journal import Entry, Journal, Kind
from harness.runtime.wire import Frame, Transport, Wire
from harness.topology import Topology
from harness.topology import dialect as points
from harness.topology.dialect import Dialect, Point

FAULT = "dialect"
"""The name of the entries of what was said in another dialect."""


@dataclass(slots=True)
class Ear:
    """What one application has asked, as far as it matters to what it hears."""

    asked: bytes = b""
    monitored_as: str = ""
    has_calls: bool = False
    found_calls: bool = False
    """What its latest request was told, if that was for a snapshot."""
    order: Order = field(default_factory=Order)

    def sent(self, entry: Entry) -> None:
        """The application asked for something."""
        if kind_of(entry.value) is None:
            return
        self.asked = entry.octets
        self.order.asked(entry.value)
        self.has_calls, self.found_calls = self.found_calls, False
        if isinstance(entry.value, MonitorStart):
            self.monitored_as = entry.value.monitor_object.device_object
        elif isinstance(entry.value, MakeCall):
            # A session may call without a monitor: an earlier one's spelling is not its own.
            self.monitored_as = entry.value.calling_device

    def heard(self, entry: Entry) -> Heard:
        """What it hears, with what that belongs to."""
        if isinstance(entry.value, SnapshotDeviceResponse):
            self.found_calls = bool(entry.value.calls)
        return Heard(entry.value, entry.octets, self.asked, self.monitored_as, self.has_calls)


class Listener:
    """Subscribes to a journal; hears every application on it."""

    def __init__(self, journal: Journal, dialect: Dialect) -> None:
        self._journal = journal
        self._dialect = dialect
        self._ears: dict[str, Ear] = {}
        self._paces: dict[str, Pace] = {}

    def __call__(self, entry: Entry) -> None:
        """Take one entry."""
        if not entry.witness.endswith(".cti"):
            return
        ear = self._ears.setdefault(entry.witness, Ear())
        if entry.kind is Kind.SENT:
            ear.sent(entry)
        elif entry.kind in {Kind.EVENT, Kind.RECEIVED}:
            for departure in self._departures(ear, entry):
                self._journal.append(entry.witness, Kind.FAULT, FAULT, text=departure)

    def saw(self, frame: Frame, *, from_router: bool) -> None:
        """Take a frame of the wire: only there shows whether events wait for their answers."""
        if not frame.witness.endswith(".cti"):
            return
        shown = self._paces.setdefault(frame.witness, Pace()).seen(frame, from_router=from_router)
        # That an event came alone is no departure: there may have been no other.
        if shown == AT_ONCE and not self._dialect.speaks(points.PACING, shown):
            told = self._departure(points.PACING, shown)
            self._journal.append(frame.witness, Kind.FAULT, FAULT, text=told)

    def _departure(self, point: Point, shown: str) -> str:
        return f"{point.name} is {shown}, the bench's dialect says {self._dialect[point]}"

    def _departures(self, ear: Ear, entry: Entry) -> list[str]:
        if kind_of(entry.value) is None and not isinstance(entry.value, Response):
            return []
        found = departures(ear.heard(entry), self._dialect)
        if entry.kind is Kind.RECEIVED:
            ear.order.answer(entry.value)
            return found
        order = ear.order.event(entry.value)
        if order is not None and not self._dialect.speaks(points.RESPONSE_ORDER, order):
            found.append(self._departure(points.RESPONSE_ORDER, order))
        return found


class Bench(Protocol):
    """As much of a bench as is listened to."""

    journal: Journal
    wire: Wire
    topology: Topology


@contextmanager
def listening(bench: Bench) -> Iterator[None]:
    """Hold everything that the bench's router says while the block runs against its dialect."""
    listener = Listener(bench.journal, bench.topology.dialect)

    def saw(frame: Frame) -> None:
        if frame.transport is Transport.UDP:
            sip = bench.topology.router.ports.sip
            listener.saw(frame, from_router=frame.source[1] == sip)

    leave = bench.wire.subscribe(saw)
    try:
        with bench.journal.subscribed(listener):
            yield
    finally:
        leave()
