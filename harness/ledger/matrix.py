"""Clauses by plans, defects and last results, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

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
) -> tuple[Row, ...]:
    """A row for each clause, in the order of the document."""
    return tuple(
        _row(
            clause, tuple(plan for plan in plans if name in plan.clauses), last or {}, caught or {}
        )
        for name, clause in clauses.by_id.items()
    )


def _row(
    clause: Clause,
    plans: tuple[PlanEntry, ...],
    last: Mapping[str, Mapping[str, str]],
    caught: Mapping[str, frozenset[str]],
) -> Row:
    numbers = [plan.number for plan in plans]
    outcomes = {
        bench: worst(told[number] for number in numbers if number in told)
        for bench, told in last.items()
    }
    bitten = {
        each for each in clause.defects if not caught.get(each, frozenset()).isdisjoint(numbers)
    }
    return Row(clause, plans, {b: o for b, o in outcomes.items() if o}, frozenset(bitten))


def findings(
    clauses: Clauses, plans: Sequence[PlanEntry], *, defects: Collection[str]
) -> tuple[str, ...]:
    """What is wrong, a sentence each: plans and clauses that do not meet, defects unheard of."""
    found = []
    covered = {name for plan in plans for name in plan.clauses}
    for plan in plans:
        if not plan.clauses:
            found.append(f"{plan.number} ({plan.file}) names no clause")
        for name in plan.clauses:
            if name not in clauses.by_id:
                meant = clauses.nearest(name)
                hint = f"; {meant} is one" if meant else ""
                found.append(f"{plan.number} ({plan.file}): there is no clause {name}{hint}")
    for name, clause in clauses.by_id.items():
        if name not in covered and clause.open is None:
            found.append(f"clause {name} has no plan; write one, or mark it `open: <issue>`")
        found += [
            f"clause {name}: there is no defect {each}"
            for each in clause.defects
            if each not in defects
        ]
    return tuple(found)


def unattached(clauses: Clauses, defects: Collection[str]) -> tuple[str, ...]:
    """The seeded defects that no clause names."""
    named = {each for clause in clauses.by_id.values() for each in clause.defects}
    return tuple(sorted(set(defects) - named))


def summary(rows: Sequence[Row]) -> str:
    """``88 clauses: 37 proven by 60 plans, 51 open (issue 4: 30, issue 5: 21)``."""
    issues = [row.clause.open for row in rows if row.clause.open is not None]
    each = ", ".join(f"issue {number}: {issues.count(number)}" for number in sorted(set(issues)))
    plans = {(plan.file, plan.function) for row in rows for plan in row.plans}
    proven = sum(row.is_proven for row in rows)
    told = f"{len(rows)} clauses: {proven} proven, {len(plans)} plans"
    return f"{told}; {len(issues)} open ({each})" if issues else told
