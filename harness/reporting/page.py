"""One self-contained page for a run: every plan with its clause, verdict, ladder and phones."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from harness.phone.casing import HEIGHT, WIDTH
from harness.reporting import ladder
from harness.reporting.record import Outcome, PlanRecord, RunRecord


@dataclass(frozen=True, slots=True)
class _Shown:
    plan: PlanRecord
    anchor: str
    """Its place on the page; a plan that runs with several parameters has several."""
    ladder: str
    phones: tuple[tuple[str, str], ...]
    """Whose, and the name of its picture on the page."""
    capture: str

    @property
    def headline(self) -> str:
        """What was wrong, in a line."""
        return self.plan.failure.partition("\n")[0]

    @property
    def went_wrong(self) -> bool:
        """Whether somebody has to look at it."""
        return self.plan.outcome in {Outcome.FAILED, Outcome.BROKEN}


@dataclass(frozen=True, slots=True)
class _Chapter:
    name: str
    plans: tuple[_Shown, ...]


def html(run: RunRecord, plans: Sequence[PlanRecord], *, folder: Path) -> str:
    """The page's text; links to captures are relative to ``folder``.

    Phones at rest look the same after most plans: each picture stands once on the page, and
    wherever it is shown it is named.
    """
    environment = Environment(
        loader=PackageLoader("harness.reporting", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    ordered = sorted(plans, key=_place)
    drawings: dict[str, str] = {}
    shown = [
        _shown(plan, folder, anchor, drawings)
        for plan, anchor in zip(ordered, _anchors(ordered), strict=True)
    ]
    chapters = [
        _Chapter(name, tuple(group))
        for name, group in groupby(shown, key=lambda each: each.plan.chapter)
    ]
    return environment.get_template("page.html.j2").render(
        run=run, plans=ordered, chapters=chapters, counts=counts(plans),
        drawings=drawings, size=f"{WIDTH} {HEIGHT}",
    )  # fmt: skip


def _place(plan: PlanRecord) -> tuple[tuple[str | int, ...], ...]:
    """Chapter, number, title, with numbers in them read as such: chapter 10 follows 9."""
    return tuple(_natural(text) for text in (plan.chapter, plan.number, plan.title))


def _natural(text: str) -> tuple[str | int, ...]:
    words = re.split(r"(\d+)", text)  # words and numbers alternate, so that like meets like
    return tuple(int(word) if place % 2 else word for place, word in enumerate(words))


def counts(plans: Sequence[PlanRecord]) -> str:
    """``31 plans: 30 passed, 1 failed``."""
    tally = Counter(str(plan.outcome) for plan in plans)
    plural = "" if len(plans) == 1 else "s"
    told = ", ".join(f"{number} {outcome}" for outcome, number in tally.items())
    return f"{len(plans)} plan{plural}: {told}"


def _anchors(plans: Sequence[PlanRecord]) -> Iterator[str]:
    times: Counter[str] = Counter()
    for plan in plans:
        times[plan.number] += 1
        yield plan.number if times[plan.number] == 1 else f"{plan.number}-{times[plan.number]}"


def _shown(plan: PlanRecord, folder: Path, anchor: str, drawings: dict[str, str]) -> _Shown:
    capture = os.path.relpath(plan.capture, folder) if plan.capture is not None else ""
    phones = [
        (each.party, drawings.setdefault(each.svg, f"drawing-{len(drawings)}"))
        for each in plan.phones
    ]
    drawn = ladder.svg(plan.entries, plan.claims, difference=plan.difference)
    return _Shown(plan, anchor, drawn, tuple(phones), capture)
