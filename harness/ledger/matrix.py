"""Clauses by plans, defects and last results: a row a clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from harness.ledger.bites import Bite
from harness.ledger.clauses import Clause, Clauses
from harness.ledger.plans import PlanEntry
from harness.ledger.results import worst


@dataclass(frozen=True, slots=True)
class Row:
    """One clause and all that is known of it."""

    clause: Clause
    plans: tuple[PlanEntry, ...]
    last: Mapping[str, str] = field(default_factory=dict)
    """Bench → the worst last outcome of its plans there; absent where none ever ran."""
    caught: frozenset[str] = frozenset()
    """Its defects that a run was seen to catch, by a plan of this clause."""
    bites: Mapping[str, tuple[Bite, ...]] = field(default_factory=dict)
    """Bench → what came of its defects when they were last seeded there."""

    @property
    def is_proven(self) -> bool:
        """Whether plans cover it and no issue has to prove the rest."""
        return bool(self.plans) and self.clause.open is None


def matrix(
    clauses: Clauses,
    plans: Sequence[PlanEntry],
    *,
    last: Mapping[str, Mapping[str, str]] | None = None,
    caught: Mapping[str, frozenset[str]] | None = None,
    bites: Mapping[str, Mapping[str, tuple[Bite, ...]]] | None = None,
) -> tuple[Row, ...]:
    """A row for each clause, in the order of the document.

    Args:
        clauses: those of the document.
        plans: all there are.
        last: bench → plan number → its last outcome.
        caught: defect → the plans that failed with it.
        bites: bench → defect → what came of it when it was last seeded.
    """
    return tuple(
        _row(
            clause,
            tuple(plan for plan in plans if name in plan.clauses),
            last or {},
            caught or {},
            bites or {},
        )
        for name, clause in clauses.by_id.items()
    )


def _row(
    clause: Clause,
    plans: tuple[PlanEntry, ...],
    last: Mapping[str, Mapping[str, str]],
    caught: Mapping[str, frozenset[str]],
    bites: Mapping[str, Mapping[str, tuple[Bite, ...]]],
) -> Row:
    numbers = [plan.number for plan in plans]
    outcomes = {
        bench: worst(told[number] for number in numbers if number in told)
        for bench, told in last.items()
    }
    bitten = {
        each for each in clause.defects if not caught.get(each, frozenset()).isdisjoint(numbers)
    }
    told = {
        bench: tuple(bite for each in clause.defects for bite in cells.get(each, ()))
        for bench, cells in bites.items()
    }
    return Row(
        clause,
        plans,
        {bench: outcome for bench, outcome in outcomes.items() if outcome},
        frozenset(bitten),
        {bench: cells for bench, cells in told.items() if cells},
    )


def summary(rows: Sequence[Row]) -> str:
    """``88 clauses: 37 proven, 60 plans; 51 open (issue 4: 30, issue 5: 21)``."""
    issues = [row.clause.open for row in rows if row.clause.open is not None]
    each = ", ".join(f"issue {number}: {issues.count(number)}" for number in sorted(set(issues)))
    plans = {(plan.file, plan.function) for row in rows for plan in row.plans}
    proven = sum(row.is_proven for row in rows)
    told = f"{len(rows)} clauses: {proven} proven, {len(plans)} plans"
    told += f"; {len(issues)} open ({each})" if issues else ""
    beyond = sum(bool(row.clause.out_of_reach) for row in rows)
    return f"{told}; {beyond} out of reach" if beyond else told
