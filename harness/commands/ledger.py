"""``harness ledger``: the document clause by clause, and what covers each."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.markup import escape

from harness.ledger.clauses import FILE_NAME, load
from harness.ledger.matrix import Row, findings, matrix, summary, unattached
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
    clauses, entries = load(plans / FILE_NAME), read_plans(plans)
    names = set(CATALOGUE)
    runs = read_runs(reports)
    rows = matrix(clauses, entries, last=last_outcomes(runs), caught=catches(runs))
    for row in rows:
        if not only_open or not row.is_proven:
            _print(row, console)
    problems = findings(clauses, entries, defects=names)
    for problem in problems:
        console.print(f"[red]✗[/] {escape(problem)}")
    for name in unattached(clauses, names):
        console.print(f"[yellow]○[/] defect {name} breaks no clause of {FILE_NAME}")
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
    if clause.defects:
        told = (f"{each} (caught)" if each in row.caught else each for each in clause.defects)
        console.print(f"    [dim]broken by {', '.join(told)}[/]")
