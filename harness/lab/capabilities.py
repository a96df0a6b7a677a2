"""What an application is told, against what it was told that there is."""

from __future__ import annotations

from collections.abc import Callable

from harness.expect.conditions import Condition
from harness.expect.ladder import Bench
from harness.expect.patterns import plain
from harness.protocols.csta.elements import Kind as Sort
from harness.protocols.csta.elements import kind_of
from harness.runtime.journal import Kind


def only_listed(witness: str, bench: Bench, listed: Callable[[], frozenset[str]]) -> Condition:
    """No event comes from now on that the answer to Get CSTA Features does not list."""
    begun = bench.accounted

    def unmet() -> str | None:
        came = {
            plain(type(entry.value).__name__)
            for entry in bench.journal.entries(begun)
            if entry.witness == witness
            and entry.kind is Kind.EVENT
            and kind_of(entry.value) is Sort.EVENT
        }
        untold = ", ".join(sorted(came - listed()))
        return f"the features list no {untold}" if untold else None

    return Condition(witness, "is told events that the features list", unmet, asks_router=True)
