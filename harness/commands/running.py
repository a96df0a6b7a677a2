"""``harness run``: pytest on the plans, with progress that reads like a test plan.

pytest replaces this process: it must be the first to import the package so that the assertions of
its plugin are explained, and Ctrl-C reaches it directly.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Never

from harness.commands.repeating import require_plans
from harness.runtime.interrupts import uninterruptible

_PYTEST = (sys.executable, "-m", "pytest", "testplans", "-q", "--no-header", "--tb=short")


def run_plans(
    *,
    keyword: str,
    topology: Path,
    defects: Sequence[str],
    patience: float,
    report: Path | None,
    dialect: Sequence[str] = (),
) -> Never:
    """Run the plans below ``testplans/``; ends with pytest's exit code.

    Raises:
        HarnessError: there are none here.
    """
    require_plans()
    arguments = [*_PYTEST, "--progress", "-p", "no:randomly"]
    arguments += [f"--topology={topology}", f"--patience={patience}"]
    arguments += [f"--defect={name}" for name in defects]
    arguments += [f"--dialect={choice}" for choice in dialect]
    arguments += ["-k", keyword] if keyword else []
    arguments += [f"--report={report}"] if report is not None else []
    uninterruptible()
    os.execv(sys.executable, arguments)  # noqa: S606 - our own interpreter, no shell
