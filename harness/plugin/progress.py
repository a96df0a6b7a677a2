"""Progress that reads like a test plan: a heading a chapter, a line a plan, instead of dots."""

from __future__ import annotations

from contextlib import nullcontext
from io import StringIO

import pytest
from rich.console import Console
from rich.markup import escape

from harness.plugin.access import bench_if_any
from harness.plugin.plans import PlanMark

_SIGNS = {"passed": "[green]✓[/]", "failed": "[red]✗[/]", "skipped": "[yellow]○[/]"}


class Progress:
    """A pytest plugin, registered with ``--progress``."""

    def __init__(self, reporter: pytest.TerminalReporter) -> None:
        self._reporter = reporter
        self._config = reporter.config
        self._console = Console(
            file=StringIO(), force_terminal=reporter.hasmarkup, highlight=False,
            no_color=not reporter.hasmarkup,
        )  # fmt: skip
        self._chapter = ""
        self._marks: dict[str, PlanMark] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Learn the plans' sentences; have the bench say what it is doing."""
        marks = [(item.nodeid, PlanMark.of(item)) for item in session.items]
        self._marks = {node: mark for node, mark in marks if mark is not None}
        bench = bench_if_any(session.config)
        if bench is not None:
            bench.progress = lambda sentence: self._say(f"[dim]… {escape(sentence)}[/]")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A plan has ended, or did not begin."""
        mark = self._marks.get(report.nodeid)
        if mark is None or not (report.when == "call" or not report.passed):
            return
        if mark.chapter != self._chapter:
            self._chapter = mark.chapter
            self._say(f"[bold]{escape(mark.chapter)}[/]")
        sign = _SIGNS[report.outcome]
        line = f"  {sign} {mark.number}  {escape(mark.title)} [dim]{report.duration:.2f} s[/]"
        self._say(line)

    def _say(self, marked_up: str) -> None:
        """Print through pytest's reporter: only that reaches the terminal while a plan runs."""
        with self._console.capture() as said:
            self._console.print(marked_up, soft_wrap=True)
        capture = self._config.pluginmanager.get_plugin("capturemanager")
        with capture.global_and_fixture_disabled() if capture is not None else nullcontext():
            self._reporter.write(said.get())
            self._reporter.flush()

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """No letters: the lines above say it."""
        if report.nodeid in self._marks and report.when == "call":
            return report.outcome, "", ""
        return None
