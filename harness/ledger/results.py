"""What earlier runs said: each leaves a ``results.json`` beside its report page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

FILE_NAME = "results.json"
_WORST_FIRST = ("failed", "broken", "known deviation", "skipped", "passed")


@dataclass(frozen=True, slots=True)
class Run:
    """One run, as far as the ledger cares."""

    bench: str
    began: str
    """ISO 8601, local time."""
    defects: tuple[str, ...]
    outcomes: Mapping[str, str]
    """Plan number → the worst outcome of its variants."""

    @property
    def is_sound(self) -> bool:
        """Whether no defect was seeded, so that it says something about the bench."""
        return not self.defects


def read_runs(folder: Path) -> tuple[Run, ...]:
    """The runs below a folder of reports, oldest first; what cannot be read is no run."""
    runs = []
    for path in folder.glob(f"*/{FILE_NAME}"):
        if path.parent.is_symlink():
            continue
        try:
            runs.append(_run(json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return tuple(sorted(runs, key=lambda run: run.began))


def _run(told: Mapping[str, object]) -> Run:
    plans = told["plans"]
    defects = told["defects"]
    if not isinstance(plans, list) or not isinstance(defects, list):
        raise TypeError("no results")
    pairs = [(str(plan["number"]), str(plan["outcome"])) for plan in plans]
    outcomes = {number: worst(o for n, o in pairs if n == number) for number, _ in pairs}
    return Run(str(told["bench"]), str(told["began"]), tuple(map(str, defects)), outcomes)


def worst(outcomes: Iterable[str]) -> str:
    """The outcome that speaks for all; empty for none."""
    told = set(outcomes)
    return next((each for each in _WORST_FIRST if each in told), next(iter(sorted(told)), ""))


def last_outcomes(runs: Iterable[Run]) -> Mapping[str, Mapping[str, str]]:
    """Bench → plan number → its outcome when it last ran there without a seeded defect."""
    last: dict[str, dict[str, str]] = {}
    for run in runs:
        if run.is_sound:
            last.setdefault(run.bench, {}).update(run.outcomes)
    return last


def catches(runs: Iterable[Run]) -> Mapping[str, frozenset[str]]:
    """Defect → the plans that failed when it alone was seeded."""
    caught: dict[str, set[str]] = {}
    for run in runs:
        if len(run.defects) == 1:
            failed = {number for number, outcome in run.outcomes.items() if outcome == "failed"}
            caught.setdefault(run.defects[0], set()).update(failed)
    return {defect: frozenset(plans) for defect, plans in caught.items()}
