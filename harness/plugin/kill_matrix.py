"""The kill matrix as an engineer reads it: by clause, each defect, the plan that caught it, how."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from harness.ledger.bites import Bite, Biting, Verdict

_SIGNS = {Verdict.CAUGHT: "[green]✓[/]"}
_ESCAPED = "[red]✗[/]"
_MEANINGS = {
    Verdict.SURVIVED: "the plan does not fail",
    Verdict.MISNAMED: "the plan fails by other words than defects.yaml says",
    Verdict.UNSOUND: "the plan fails without the defect, too",
    Verdict.BROKEN: "the bench gave way",
}


@dataclass(slots=True)
class Display:
    """Tells of each defect as it ends, then the matrix."""

    defects: int
    _done: set[str] = field(default_factory=set)
    _console: Console = field(
        default_factory=lambda: Console(file=sys.stdout, highlight=False, soft_wrap=True)
    )

    def tell(self, defect: str, bites: Sequence[Bite]) -> None:
        """One defect has ended."""
        self._done.add(defect)
        signs = " ".join(_sign(each) for each in bites)
        plans = ", ".join(dict.fromkeys(each.number for each in bites))
        self._console.print(f"[dim]{len(self._done)}/{self.defects}[/] {signs} {defect} by {plans}")

    def retry(self, number: int) -> None:
        """Some were not caught in haste."""
        self._console.print(f"[dim]… {number} once more, at leisure[/]")

    def finish(self, biting: Biting, kept: Path) -> None:
        """The matrix, the survivors by name, the sum."""
        for line in lines(biting):
            self._console.print(line)
        survivors = len({each.defect for each in biting.survivors})
        self._console.print(
            f"\n{self.defects} defects: {self.defects - survivors} caught, {survivors} survived; "
            f"{biting.seconds:.0f} s; {os.path.relpath(kept)}"
        )


def lines(biting: Biting) -> Iterator[str]:
    """The matrix in Rich's markup: a heading a clause, two lines a defect; then the survivors."""
    cells = sorted(
        ((clause, bite) for bite in biting.bites for clause in bite.clauses or ("no clause",)),
        key=lambda cell: cell[0],
    )
    for clause, group in groupby(cells, key=lambda cell: cell[0]):
        yield f"\n[bold]{clause}[/]"
        for _, bite in group:
            yield f"  {_sign(bite)} {bite.defect}  [dim]{_plan(bite)}[/]"
            yield f"      {escape(bite.headline) or '[dim]nothing was said[/]'}"
    if biting.survivors:
        yield "\n[bold red]survivors[/]"
    for bite in biting.survivors:
        said = f": {bite.headline}" if bite.headline else ""
        meaning = _MEANINGS[Verdict(bite.verdict)]
        yield f"  {_ESCAPED} {bite.defect}, {_plan(bite)}: {meaning}{escape(said)}"


def _sign(bite: Bite) -> str:
    return _SIGNS.get(Verdict(bite.verdict), _ESCAPED)


def _plan(bite: Bite) -> str:
    return escape(f"{bite.number} {bite.plan}".strip())
