"""Listens to everything a router says to our applications, for its dialect.

What does not agree with the dialect that the topology gives becomes a FAULT of the application
that heard it, and so the first objection of the step in which it was heard.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.expect.accents import Heard, Order, departures
from harness.protocols.csta.elements import kind_of
from harness.protocols.csta.services import MonitorStart
from harness.protocols.sip.messages import Response
from harness.runtime.journal import Entry, Journal, Kind
from harness.topology import dialect as points
from harness.topology.dialect import Dialect

FAULT = "dialect"
"""The name of the entries of what was said in another dialect."""


@dataclass(slots=True)
class Ear:
    """What one application has asked, as far as it matters to what it hears."""

    asked: bytes = b""
    monitored_as: str = ""
    order: Order = field(default_factory=Order)

    def sent(self, entry: Entry) -> None:
        """The application asked for something."""
        if kind_of(entry.value) is None:
            return
        self.asked = entry.octets
        self.order.asked(entry.value)
        if isinstance(entry.value, MonitorStart):
            self.monitored_as = entry.value.monitor_object.device_object

    def heard(self, entry: Entry) -> Heard:
        """What it hears, with what that belongs to."""
        return Heard(entry.value, entry.octets, self.asked, self.monitored_as)


class Listener:
    """Subscribes to a journal; hears every application on it."""

    def __init__(self, journal: Journal, dialect: Dialect) -> None:
        self._journal = journal
        self._dialect = dialect
        self._ears: dict[str, Ear] = {}

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

    def _departures(self, ear: Ear, entry: Entry) -> list[str]:
        if kind_of(entry.value) is None and not isinstance(entry.value, Response):
            return []
        found = departures(ear.heard(entry), self._dialect)
        if entry.kind is Kind.RECEIVED:
            ear.order.answer(entry.value)
            return found
        order = ear.order.event(entry.value)
        if order is not None and not self._dialect.speaks(points.RESPONSE_ORDER, order):
            told = self._dialect[points.RESPONSE_ORDER]
            name = points.RESPONSE_ORDER.name
            found.append(f"{name} is {order}, the bench's dialect says {told}")
        return found
