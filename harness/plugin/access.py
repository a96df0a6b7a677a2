"""Finds the session's bench without importing it: pytest loads the plugin in every run.

What is heavy (phones, router, judges) is imported when the first plan is collected.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from harness.ledger.clauses import Clauses
    from harness.plugin.bench import BenchSession, Manner

ALLURE_FOLDER = "allure-results"
_BENCH = pytest.StashKey["BenchSession"]()
_CLAUSES = pytest.StashKey[dict[Path, "Clauses"]]()
_FOLDER = pytest.StashKey[Path]()


def bench_of(config: pytest.Config) -> BenchSession:
    """The session's bench, made at the first call.

    Raises:
        pytest.UsageError: the topology cannot be read, the sentence names file, line and key; or
            a defect cannot be seeded in it.
    """
    if _BENCH not in config.stash:
        from harness.errors import TopologyError
        from harness.plugin.bench import BenchSession
        from harness.topology import load
        from harness.topology.dialect import turned

        option = config.option
        try:
            topology = load(option.topology)
            dialect = turned(topology.dialect, option.dialect)
            turned(dialect, option.undeclared)
        except TopologyError as error:
            raise pytest.UsageError("\n".join([str(error), *_notes(error)])) from None
        _require_defects(config.option.defect, standin=topology.router.is_standin)
        _require_standin(option.undeclared, standin=topology.router.is_standin)
        topology = topology.model_copy(update={"dialect": dialect})
        config.stash[_BENCH] = BenchSession(config, topology)
    return config.stash[_BENCH]


def _notes(error: BaseException) -> list[str]:
    notes: list[str] = getattr(error, "__notes__", [])
    return notes


def _require_standin(choices: Sequence[str], *, standin: bool) -> None:
    if choices and not standin:
        raise pytest.UsageError(
            "--undeclared: only the bundled stand-in can be made to speak otherwise than its"
            " topology says; leave out --topology, or --undeclared"
        )


def _require_defects(names: Sequence[str], *, standin: bool) -> None:
    if not names:
        return
    if not standin:
        raise pytest.UsageError(
            "--defect: a defect can be seeded in the bundled stand-in only, not in hardware;"
            " leave out --topology, or --defect"
        )
    from harness.standin.catalogue import CATALOGUE

    known = sorted(CATALOGUE)
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            remedy = f"did you mean {close[0]}?" if close else "`harness defects` lists them"
            raise pytest.UsageError(f"--defect: there is no defect {name!r}; {remedy}")


def bench_in_place(config: pytest.Config, manner: Manner) -> BenchSession:
    """Another bench of the same topology, in the place of the session's own."""
    from harness.plugin.bench import BenchSession

    config.stash[_BENCH] = BenchSession(config, bench_of(config).topology, manner)
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
    """A folder of this run's own: two runs at a time never share one.

    Raises:
        pytest.UsageError: it cannot be written to.
    """
    if _FOLDER not in config.stash:
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        folder = config.option.report or Path("reports", f"{stamp}-{os.getpid()}")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=folder):
                config.stash[_FOLDER] = folder
        except OSError as error:
            raise pytest.UsageError(
                f"the report cannot be written to {folder}: {error.strerror};"
                " give another folder with --report"
            ) from None
    return config.stash[_FOLDER]
