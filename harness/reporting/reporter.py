"""Collects plans as they end; writes the run's page and its results when all have."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from harness.reporting.page import html
from harness.reporting.record import PlanRecord, RunRecord


class Reporter:
    """Writes ``index.html`` into the run's folder.

    Args:
        folder: the run's own.
        is_latest: keep a link ``latest`` beside the folder pointing to it.
    """

    def __init__(self, folder: Path, *, is_latest: bool = True) -> None:
        self.folder = folder
        self._is_latest = is_latest
        self.plans: list[PlanRecord] = []

    def plan_ended(self, record: PlanRecord) -> None:
        """Keep one plan's evidence."""
        self.plans.append(record)

    def finish(self, run: RunRecord) -> Path:
        """Write the page; returns its path."""
        self.folder.mkdir(parents=True, exist_ok=True)
        page = self.folder / "index.html"
        page.write_text(html(run, self.plans, folder=self.folder), encoding="utf-8")
        results = self.folder / "results.json"
        results.write_text(json.dumps(_results(run, self.plans), indent=1), encoding="utf-8")
        if self._is_latest:
            self._point_latest()
        return page

    def _point_latest(self) -> None:
        latest = self.folder.parent / "latest"
        fresh = self.folder.parent / f".latest-{self.folder.name}"
        with contextlib.suppress(OSError):  # a convenience; some file systems have no links
            fresh.symlink_to(self.folder.name, target_is_directory=True)
            try:
                fresh.replace(latest)
            finally:
                fresh.unlink(missing_ok=True)


def _results(run: RunRecord, plans: list[PlanRecord]) -> dict[str, object]:
    """A run for programs: which plan ended how, on which bench, with which defects seeded."""
    return {
        "bench": run.topology,
        "router": run.router,
        "began": run.began,
        "defects": list(run.defects),
        "plans": [
            {
                "number": plan.number,
                "node": plan.node,
                "title": plan.title,
                "clauses": list(plan.clauses),
                "outcome": str(plan.outcome),
                "seconds": round(plan.seconds, 3),
            }
            for plan in plans
        ],
    }
