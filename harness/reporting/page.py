"""One self-contained page for a run: every plan with its clause, verdict, ladder and phones."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from harness.reporting import ladder
from harness.reporting.record import PlanRecord, RunRecord


@dataclass(frozen=True, slots=True)
class _Shown:
    plan: PlanRecord
    ladder: str
    capture: str


@dataclass(frozen=True, slots=True)
class _Chapter:
    name: str
    plans: tuple[_Shown, ...]


def html(run: RunRecord, plans: Sequence[PlanRecord], *, folder: Path) -> str:
    """The page's text; links to captures are relative to ``folder``."""
    environment = Environment(
        loader=PackageLoader("harness.reporting", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    ordered = sorted(plans, key=lambda plan: (plan.chapter, plan.number, plan.title))
    chapters = [
        _Chapter(name, tuple(_shown(plan, folder) for plan in group))
        for name, group in groupby(ordered, key=lambda plan: plan.chapter)
    ]
    return environment.get_template("page.html.j2").render(
        run=run, plans=ordered, chapters=chapters, counts=counts(plans)
    )


def counts(plans: Sequence[PlanRecord]) -> str:
    """``31 plans: 30 passed, 1 failed``."""
    tally = Counter(str(plan.outcome) for plan in plans)
    return f"{len(plans)} plans: {', '.join(f'{n} {outcome}' for outcome, n in tally.items())}"


def _shown(plan: PlanRecord, folder: Path) -> _Shown:
    capture = os.path.relpath(plan.capture, folder) if plan.capture is not None else ""
    return _Shown(plan, ladder.svg(plan.entries, plan.claims), capture)
