"""Finds the session's bench without importing it: pytest loads the plugin in every run.

What is heavy (phones, router, judges) is imported when the first plan is collected.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from harness.ledger.clauses import Clauses
    from harness.plugin.bench import BenchSession

ALLURE_FOLDER = "allure-results"
_BENCH = pytest.StashKey["BenchSession"]()
_CLAUSES = pytest.StashKey[dict[Path, "Clauses"]]()
_FOLDER = pytest.StashKey[Path]()


def bench_of(config: pytest.Config) -> BenchSession:
    """The session's bench, made at the first call.

    Raises:
        pytest.UsageError: the topology cannot be read; the sentence names file, line and key.
    """
    if _BENCH not in config.stash:
        from harness.errors import TopologyError
        from harness.plugin.bench import BenchSession
        from harness.topology import load

        try:
            topology = load(config.option.topology)
        except TopologyError as error:
            raise pytest.UsageError(str(error)) from None
        config.stash[_BENCH] = BenchSession(config, topology)
    return config.stash[_BENCH]


def bench_if_any(config: pytest.Config) -> BenchSession | None:
    """The session's bench, if any plan was collected."""
    return config.stash.get(_BENCH, None)


def clauses_of(config: pytest.Config, plan: Path) -> Clauses:
    """The clauses that stand beside a file of plans; none where there is no such file.

    Raises:
        pytest.UsageError: they cannot be read; the sentence names file, line and clause.
    """
    from harness.errors import LedgerError
    from harness.ledger.clauses import FILE_NAME, Clauses, load

    known = config.stash.setdefault(_CLAUSES, {})
    path = plan.parent / FILE_NAME
    if path not in known:
        try:
            known[path] = load(path) if path.exists() else Clauses()
        except LedgerError as error:
            raise pytest.UsageError(str(error)) from None
    return known[path]


def report_folder(config: pytest.Config) -> Path:
    """A folder of this run's own: two runs at a time never share one."""
    if _FOLDER not in config.stash:
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        config.stash[_FOLDER] = config.option.report or Path("reports", f"{stamp}-{os.getpid()}")
    return config.stash[_FOLDER]
