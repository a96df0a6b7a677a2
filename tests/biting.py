"""Runs plans against one seeded defect after the other, in few processes that live long.

Most of a short run is the start of an interpreter and its imports; a worker that has them does the
next defect at a third of the price. The stand-in is a process of its own each time all the same.
"""

import contextlib
import io
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Ended:
    """How a run of plans ended."""

    returncode: int
    stdout: str


def run_with_defect(plans, defect, folder):
    """Plans by their node ids, on a stand-in with that defect; waits are kept short."""
    os.chdir(ROOT)
    arguments = [
        *plans, "-q", "--no-header", "--tb=short", "-p", "no:randomly",
        "-W", "ignore::pytest.PytestAssertRewriteWarning",
        f"--report={folder}", "--defect", defect, "--patience", "0.2",
    ]  # fmt: skip
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = pytest.main(arguments)
    return Ended(int(code), said.getvalue())
