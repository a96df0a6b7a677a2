"""``harness learn``: asks a bench's router how it speaks, and writes that beside the topology."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from harness.lab.lab import Lab
from harness.lab.learning.findings import Findings
from harness.lab.learning.learner import QUESTIONS, learn
from harness.lab.learning.writing import file_text
from harness.runtime.interrupts import ended_as_by_ctrl_c
from harness.topology import load
from harness.topology.dialect import POINTS
from harness.topology.dialect_file import path_beside


def learn_dialect(
    path: Path, *, output: Path | None, patience: float, spoken: tuple[str, ...]
) -> int:
    """Ask, write and print; the exit code: 0, or 1 when something could not be learnt.

    Raises:
        HarnessError: the topology cannot be used, or the bench does not come into service.
    """
    console = Console()
    topology = load(path)
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        lab = Lab(
            topology, report=Path(folder), patience=patience, topology_file=path,
            undeclared=spoken, minds_dialect=False,
            progress=lambda sentence: console.print(f"[dim]{sentence} …"),
        )  # fmt: skip
        with ended_as_by_ctrl_c(), lab:
            ready = time.monotonic()
            findings = learn(
                lab, progress=lambda sentence: console.print(f"  {sentence}", soft_wrap=True)
            )
            asked = time.monotonic() - ready
            router = lab.describe_router()
    at = datetime.now(UTC).isoformat(timespec="seconds")
    target = output or path_beside(path)
    text = file_text(findings, topology=topology.name, router=router, at=at)
    target.write_text(text, encoding="utf-8")
    _print(findings, console)
    console.print(
        f"{len(findings.answers)} of {len(POINTS)} points learnt in {asked:.0f} s"
        f" ({time.monotonic() - began:.0f} s with the bench): {target}"
    )
    return int(bool(findings.missed))


def _print(findings: Findings, console: Console) -> None:
    table = Table("", "question", "point", "choice", "default", box=None, pad_edge=False)
    last: int | None = None
    for point in POINTS:
        is_new = point.question is not None and point.question != last
        number, asked = (
            (str(point.question), QUESTIONS[point.question or 0]) if is_new else ("", "")
        )
        last = point.question
        answer = findings.answers.get(point)
        choice = (
            answer.choice if answer is not None else f"[red]not learnt: {findings.missed[point]}"
        )
        turned = answer is not None and choice != point.default
        table.add_row(
            number, asked, point.name, f"[bold]{choice}" if turned else choice, point.default
        )
    console.print(table)
    for question, words in sorted(findings.facts):
        console.print(f"question {question}: {words}", highlight=False, soft_wrap=True)
    for question, words in findings.unasked:
        console.print(
            f"[yellow]not asked, question {question}:[/] {words}", highlight=False, soft_wrap=True
        )
    for sentence in findings.contradictions:
        console.print(
            f"[bold red]against the document:[/] {sentence}", highlight=False, soft_wrap=True
        )
