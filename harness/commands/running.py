"""``harness run``: pytest with a progress that reads like a test plan."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.console import Console
from rich.markup import escape

from harness.plugin.access import bench_if_any
from harness.plugin.plans import PlanMark

_PLANS = "testplans"
_SIGNS = {"passed": "[green]✓[/]", "failed": "[red]✗[/]", "skipped": "[yellow]○[/]"}


def run_plans(
    *, keyword: str, topology: Path, defects: Sequence[str], patience: float, report: Path | None
) -> int:
    """Run the plans below ``testplans/``; returns pytest's exit code."""
    arguments = [_PLANS, "-q", "--no-header", "--tb=short", "-p", "no:randomly"]
    arguments += [f"--topology={topology}", f"--patience={patience}"]
    arguments += [f"--defect={name}" for name in defects]
    arguments += ["-k", keyword] if keyword else []
    arguments += [f"--report={report}"] if report is not None else []
    return int(pytest.main(arguments, plugins=[Progress(Console(highlight=False))]))


class Progress:
    """A pytest plugin: a line a plan, a heading a chapter, instead of dots."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._chapter = ""
        self._marks: dict[str, PlanMark] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Learn the plans' sentences; have the bench say what it is doing."""
        marks = [(item.nodeid, PlanMark.of(item)) for item in session.items]
        self._marks = {node: mark for node, mark in marks if mark is not None}
        bench = bench_if_any(session.config)
        if bench is not None:
            bench.progress = lambda sentence: self._console.print(f"[dim]… {escape(sentence)}[/]")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A plan has ended, or did not begin."""
        mark = self._marks.get(report.nodeid)
        if mark is None or not (report.when == "call" or not report.passed):
            return
        if mark.chapter != self._chapter:
            self._chapter = mark.chapter
            self._console.print(f"[bold]{escape(mark.chapter)}[/]")
        sign = _SIGNS[report.outcome]
        line = f"  {sign} {mark.number}  {escape(mark.title)} [dim]{report.duration:.2f} s[/]"
        self._console.print(line)

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(
        self, report: pytest.TestReport
    ) -> tuple[str, str, str] | None:
        """No letters: the lines above say it."""
        if report.nodeid in self._marks and report.when == "call":
            return report.outcome, "", ""
        return None
