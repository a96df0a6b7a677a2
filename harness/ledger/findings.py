"""What is wrong with clauses, plans, defects and catchers taken together, a sentence each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from harness.ledger.catchers import FILE_NAME as CATCHERS
from harness.ledger.catchers import Catcher
from harness.ledger.clauses import FILE_NAME as CLAUSES
from harness.ledger.clauses import Clauses
from harness.ledger.plans import PlanEntry


@dataclass(frozen=True)
class Ledger:
    """All there is to be held against each other."""

    clauses: Clauses
    plans: Sequence[PlanEntry]
    defects: Collection[str]
    """The names of those that can be seeded."""
    catchers: Mapping[str, Sequence[Catcher]] = field(default_factory=dict)
    """Defect → the plans that must catch it."""

    @cached_property
    def proved_by(self) -> Mapping[str, frozenset[str]]:
        """A plan's function → the clauses that it proves."""
        proved: dict[str, frozenset[str]] = {}
        for plan in self.plans:
            proved[plan.function] = proved.get(plan.function, frozenset()) | set(plan.clauses)
        return proved

    def is_bitten(self, clause: str, defect: str) -> bool:
        """Whether a plan of that clause must catch that defect."""
        catchers = self.catchers.get(defect, ())
        return any(clause in self.proved_by.get(each.function, ()) for each in catchers)


def findings(ledger: Ledger) -> tuple[str, ...]:
    """Every sentence that there is to say; none when all is well."""
    return tuple(sentence for rule in _RULES for sentence in rule(ledger))


def _plan_without_clause(ledger: Ledger) -> Iterator[str]:
    for plan in ledger.plans:
        if not plan.clauses:
            yield f"{plan.number} ({plan.file}) names no clause"
        for name in plan.clauses:
            if name not in ledger.clauses.by_id:
                meant = ledger.clauses.nearest(name)
                hint = f"; {meant} is one" if meant else ""
                yield f"{plan.number} ({plan.file}): there is no clause {name}{hint}"


def _clause_without_plan(ledger: Ledger) -> Iterator[str]:
    covered = {name for plan in ledger.plans for name in plan.clauses}
    for name, clause in ledger.clauses.by_id.items():
        if name in covered and clause.out_of_reach:
            yield f"clause {name} has a plan and is said to be out of reach"
        if name not in covered and clause.open is None and not clause.out_of_reach:
            yield f"clause {name} has no plan; write one, or mark it `open: <issue>`"


def _clause_without_defect(ledger: Ledger) -> Iterator[str]:
    covered = {name for plan in ledger.plans for name in plan.clauses}
    for name, clause in ledger.clauses.by_id.items():
        if name in covered and not clause.defects and not clause.out_of_reach:
            yield f"clause {name} has a plan, but no defect for it to catch; name one"


def _unheard_of_defect(ledger: Ledger) -> Iterator[str]:
    for name, clause in ledger.clauses.by_id.items():
        for each in clause.defects:
            if each not in ledger.defects:
                yield f"clause {name}: there is no defect {each}"
    for each in ledger.catchers:
        if each not in ledger.defects:
            yield f"{CATCHERS}: there is no defect {each}"


def _defect_without_clause(ledger: Ledger) -> Iterator[str]:
    named = {each for clause in ledger.clauses.by_id.values() for each in clause.defects}
    for each in sorted(set(ledger.defects) - named):
        yield f"defect {each} breaks no clause; name it under `defects:` of one in {CLAUSES}"


def _defect_without_catcher(ledger: Ledger) -> Iterator[str]:
    for each in sorted(ledger.defects):
        if each not in ledger.catchers:
            yield f"defect {each} has no plan that must catch it; give it a row in {CATCHERS}"


def _catcher_without_plan(ledger: Ledger) -> Iterator[str]:
    for defect, catchers in ledger.catchers.items():
        for each in catchers:
            if each.function not in ledger.proved_by:
                yield f"{CATCHERS}: defect {defect}: there is no plan {each.function}"


def _catcher_of_another_clause(ledger: Ledger) -> Iterator[str]:
    broken: dict[str, list[str]] = {}
    for name, clause in ledger.clauses.by_id.items():
        for each in clause.defects:
            broken.setdefault(each, []).append(name)
    for defect, catchers in ledger.catchers.items():
        names = broken.get(defect, [])
        known = [each for each in catchers if each.function in ledger.proved_by]
        if names and known and not any(ledger.is_bitten(name, defect) for name in names):
            plans = ", ".join(each.function for each in known)
            yield f"{CATCHERS}: defect {defect} breaks {', '.join(names)}, which {plans} proves not"


def _clause_that_nothing_bites(ledger: Ledger) -> Iterator[str]:
    for name, clause in ledger.clauses.by_id.items():
        if clause.defects and not any(ledger.is_bitten(name, each) for each in clause.defects):
            yield f"clause {name}: none of its defects is caught by a plan of its own"


_RULES = (
    _plan_without_clause,
    _clause_without_plan,
    _clause_without_defect,
    _unheard_of_defect,
    _defect_without_clause,
    _defect_without_catcher,
    _catcher_without_plan,
    _catcher_of_another_clause,
    _clause_that_nothing_bites,
)
