"""``harness ledger``: the document clause by clause, and what covers each."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.markup import escape

from harness.ledger.bites import last_bites, read_bitings
from harness.ledger.catchers import FILE_NAME as CATCHERS
from harness.ledger.catchers import load_catchers
from harness.ledger.clauses import FILE_NAME as CLAUSES
from harness.ledger.clauses import load
from harness.ledger.findings import Ledger, findings
from harness.ledger.matrix import Row, matrix, summary
from harness.ledger.plans import read_plans
from harness.ledger.results import catches, last_outcomes, read_runs
from harness.standin.catalogue import CATALOGUE

_COLOURS = {"passed": "green", "failed": "red", "broken": "red"}


def print_ledger(
    *, plans: Path, reports: Path, only_open: bool, console: Console | None = None
) -> bool:
    """Print the matrix, what is wrong with it and its sum; true when nothing is wrong.

    Raises:
        LedgerError: the clauses or the plans cannot be read.
    """
    console = console or Console(highlight=False, soft_wrap=True)
    clauses, entries = load(plans / CLAUSES), read_plans(plans)
    catchers = load_catchers(plans / CATCHERS) if (plans / CATCHERS).exists() else {}
    runs = read_runs(reports)
    rows = matrix(
        clauses, entries, last=last_outcomes(runs), caught=catches(runs),
        bites=last_bites(read_bitings(reports)),
    )  # fmt: skip
    for row in rows:
        if not only_open or not row.is_proven:
            _print(row, console)
    problems = findings(Ledger(clauses, entries, set(CATALOGUE), catchers))
    for problem in problems:
        console.print(f"[red]✗[/] {escape(problem)}")
    console.print(summary(rows))
    return not problems


def _print(row: Row, console: Console) -> None:
    """One clause in two or three lines: what is known, what it says, what breaks it."""
    clause = row.clause
    parts = [f"[bold]{clause.id}[/]", " ".join(dict.fromkeys(plan.number for plan in row.plans))]
    if clause.open is not None:
        parts.append(f"[yellow]open: issue {clause.open}[/]")
    parts += [
        f"[{_COLOURS.get(told, 'yellow')}]{told}[/] on {bench}" for bench, told in row.last.items()
    ]
    console.print("  ".join(part for part in parts if part))
    console.print(f"    {escape(clause.says)} [dim]{escape(clause.place)}; CME {clause.since}[/]")
    if clause.out_of_reach:
        console.print(f"    [yellow]out of reach:[/] {escape(clause.out_of_reach)}")
    for defect in clause.defects:
        console.print(f"    [dim]broken by {defect}{_came_of(defect, row)}[/]")


def _came_of(defect: str, row: Row) -> str:
    """What came of a defect of that clause, on each bench where it was seeded."""
    told = [
        f"{bite.verdict} by {bite.number} on {bench}"
        for bench, bites in row.bites.items()
        for bite in bites
        if bite.defect == defect
    ]
    if not told and defect in row.caught:
        told = ["caught"]
    return f" ({'; '.join(told)})" if told else ""
