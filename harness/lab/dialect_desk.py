"""What a dialect adds to the messages, as a plan meets it."""

from __future__ import annotations

from typing import Protocol

from harness.expect.conditions import Condition
from harness.expect.ladder import Bench
from harness.expect.patterns import plain
from harness.lab.party import Party
from harness.lab.terms import Term
from harness.protocols.csta.elements import Kind as Sort
from harness.protocols.csta.elements import kind_of
from harness.runtime.journal import Kind
from harness.topology import Topology
from harness.topology import dialect as points
from harness.topology.dialect import Point

_FIELDS = {points.ENHANCED: "extensions", points.CALL_LINKAGE: "call_linkage_data"}
_WORDS = {
    points.ENHANCED: "private data (extensions)",
    points.CALL_LINKAGE: "a global call identifier (callLinkageData)",
}


class SpeakingBench(Bench, Protocol):
    """A bench and its dialect."""

    topology: Topology


class DialectDesk:
    """A look at what stands in messages besides what they say."""

    def __init__(self, bench: SpeakingBench) -> None:
        self._bench = bench

    def adds_nothing(self, *, for_: Party) -> Term:
        """No event of this step carries private data or a global call identifier."""
        return self._adds(for_, frozenset())

    def adds_what_it_says(self, *, for_: Party) -> Term:
        """Events of this step carry those of the two that the dialect has, and no other."""
        wanted = (
            (points.ENHANCED, "private-data"),
            (points.CALL_LINKAGE, "global-call-id"),
        )
        has = {point for point, choice in wanted if self._bench.topology.dialect[point] == choice}
        return self._adds(for_, frozenset(has))

    def _adds(self, party: Party, wanted: frozenset[Point]) -> Term:
        begun = self._bench.accounted

        def unmet() -> str | None:
            carried = self._carried(party, begun)
            for point, words in _WORDS.items():
                if point in carried and point not in wanted:
                    return f"{carried[point]} carries {words}"
                if point in wanted and point not in carried:
                    return f"no event carries {words}"
            return None

        due = [words for point, words in _WORDS.items() if point in wanted]
        extras = " and ".join(due) if due else f"neither {' nor '.join(_WORDS.values())}"
        sentence = f"is told events that carry {extras}"
        return Term(self._bench, Condition(party.cti.witness, sentence, unmet))

    def _carried(self, party: Party, since: int) -> dict[Point, str]:
        """The points that show in events which have a place for them, and the first such event."""
        events = [
            entry.value
            for entry in self._bench.journal.entries(since)
            if entry.witness == party.cti.witness
            and entry.kind is Kind.EVENT
            and kind_of(entry.value) is Sort.EVENT
        ]
        return {
            point: plain(type(event).__name__)
            for point, field in _FIELDS.items()
            for event in reversed(events)
            if getattr(event, field, None) is not None
        }
