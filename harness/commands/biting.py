"""``harness bite`` and ``harness defects``: do the plans bite, and on what."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Never

from rich.console import Console
from rich.markup import escape

from harness.commands.repeating import require_plans
from harness.ledger.catchers import FILE_NAME as CATCHERS
from harness.ledger.catchers import load_catchers
from harness.ledger.clauses import FILE_NAME as CLAUSES
from harness.ledger.clauses import load
from harness.standin.catalogue import CATALOGUE

_PYTEST = (sys.executable, "-m", "pytest", "testplans", "-qq", "-s", "--no-header")
_WITHOUT = ("-p", "no:randomly", "-p", "no:allure_pytest", "-p", "no:cacheprovider")


def bite(
    *, words: str, jobs: int | None, topology: Path, patience: float, report: Path | None
) -> Never:
    """Seed every defect and print the kill matrix; ends with pytest's exit code.

    Raises:
        HarnessError: there are no plans here.
    """
    require_plans()
    arguments = [*_PYTEST, *_WITHOUT, f"--bite={words}"]
    arguments += [f"--topology={topology}", f"--patience={patience}"]
    arguments += [f"--bite-jobs={jobs}"] if jobs is not None else []
    arguments += [f"--report={report}"] if report is not None else []
    os.execv(sys.executable, arguments)  # noqa: S606 - our own interpreter, no shell


def print_defects(*, plans: Path, console: Console | None = None) -> None:
    """The seeded defects by clause, each with the plan that must catch it.

    Raises:
        LedgerError: the clauses or the catchers cannot be read.
    """
    console = console or Console(highlight=False, soft_wrap=True)
    clauses, catchers = load(plans / CLAUSES), load_catchers(plans / CATCHERS)
    effects = {name: defect.effect for name, defect in CATALOGUE.items()}
    for clause in clauses.by_id.values():
        if clause.defects:
            console.print(f"[bold]{clause.id}[/] [dim]{escape(clause.says)}[/]")
        for name in clause.defects:
            told = ", ".join(each.plan for each in catchers.get(name, ()))
            console.print(f"  {name}: {escape(effects.get(name, 'there is no such defect'))}")
            console.print(f"      [dim]{escape(told) or 'caught by nothing'}[/]")
    named = {name for clause in clauses.by_id.values() for name in clause.defects}
    for name in sorted(set(effects) - named):
        console.print(f"  {name}: {escape(effects[name])} [yellow](breaks no clause)[/]")
    console.print(f"{len(effects)} defects")
