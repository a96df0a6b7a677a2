"""The plans and the clauses they name, read from the marks in ``testplans/``.

The files are imported as pytest would import them, so that whatever expression makes a mark is
understood; nothing is run. Marks are read by their shape: pytest itself lives in the plugin.
"""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from harness.errors import LedgerError

_MARK = "plan"


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One plan as its mark and docstring tell it."""

    number: str
    file: str
    function: str
    title: str
    reference: str
    clauses: tuple[str, ...]


def read_plans(folder: Path) -> tuple[PlanEntry, ...]:
    """Every marked plan below a folder of plans, in order of file and line.

    Raises:
        LedgerError: a file cannot be imported.
    """
    paths = sorted(folder.rglob("test_*.py"))
    return tuple(plan for path in paths for plan in _plans_of(path, folder))


def _plans_of(path: Path, folder: Path) -> Iterator[PlanEntry]:
    module = _imported(path)
    for name, function in vars(module).items():
        if not name.startswith("test_") or not inspect.isfunction(function):
            continue
        for mark in getattr(function, "pytestmark", ()):
            if mark.name == _MARK:
                yield PlanEntry(
                    number=str(mark.args[0]) if mark.args else name,
                    file=str(path.relative_to(folder)),
                    function=name,
                    title=(inspect.getdoc(function) or name).partition("\n")[0],
                    reference=str(mark.kwargs.get("ref", "")),
                    clauses=tuple(mark.kwargs.get("clauses", ())),
                )


def _imported(path: Path) -> ModuleType:
    name = f"_ledger_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise LedgerError(f"{path}: cannot be imported")
    module = importlib.util.module_from_spec(spec)
    written = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # noqa: BLE001 - whatever a file of plans raises, it is its fault
        raise LedgerError(f"{path}: {type(error).__name__}: {error}") from None
    finally:
        sys.dont_write_bytecode = written
    return module
