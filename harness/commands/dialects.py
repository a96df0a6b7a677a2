"""``harness dialects``: the whole plan in one dialect after the other, on the stand-in."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from rich.console import Console

from harness.errors import HarnessError
from harness.topology.dialect import POINTS

_PYTEST = (sys.executable, "-m", "pytest", "testplans", "-q", "--no-header", "--tb=line")


def turned_one_at_a_time() -> Iterator[str]:
    """Every choice that is not a default, as the command line takes it."""
    for point in POINTS:
        yield from (f"{point.name}={choice}" for choice in point.choices[1:])


def mixture(random: Random) -> str:
    """A choice at every point, by chance."""
    return ",".join(f"{point.name}={random.choice(point.choices)}" for point in POINTS)


def run_dialects(*, keyword: str, seed: int, mixtures: int, patience: float) -> int:
    """Run them all; a line each; 1 when one was not green.

    Raises:
        HarnessError: there are no plans here.
    """
    if not Path("testplans").is_dir():
        raise HarnessError(
            "there is no folder testplans here; run this in the project's own folder"
        )
    console = Console()
    console.print(f"each choice by itself, then {mixtures} mixtures of seed {seed}")
    random = Random(seed)  # noqa: S311 - a draw, no secret
    every = [*turned_one_at_a_time(), *(mixture(random) for _ in range(mixtures))]
    results = [_is_green(each, keyword, patience, console) for each in every]
    return int(not all(results))


def _is_green(dialect: str, keyword: str, patience: float, console: Console) -> bool:
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        arguments = [*_PYTEST, "-p", "no:randomly", f"--dialect={dialect}", f"--report={folder}"]
        arguments += [f"--patience={patience}", *(["-k", keyword] if keyword else [])]
        ended = subprocess.run(arguments, capture_output=True, text=True, check=False)  # noqa: S603
    lines = ended.stdout.splitlines()
    green = ended.returncode == 0
    told = lines[-1] if lines else ended.stderr.strip()
    style = "green" if green else "bold red"
    console.print(f"[{style}]{dialect}[/] {told} ({time.monotonic() - began:.0f} s)")
    for line in lines:
        if line.startswith(("FAILED", "ERROR")):
            console.print(f"  {line}", highlight=False, markup=False)
    return green
