"""The plans once more, and once more: each run a process of its own, a line each.

Of a run that was not green the evidence and all that it printed stay; of a green one nothing does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.markup import escape

from harness.errors import HarnessError
from harness.runtime.interrupts import ended_as_by_ctrl_c
from harness.topology import load

_PYTEST = (sys.executable, "-m", "pytest", "testplans", "-q", "--no-header", "--tb=short")
_OUTPUT = "output.txt"


@dataclass(frozen=True, slots=True)
class Repetition:
    """One more run of the plans."""

    name: str
    """What its line calls it."""
    arguments: tuple[str, ...]
    """What makes it another than the others, for pytest."""


@dataclass(frozen=True, slots=True)
class Manner:
    """What all repetitions have in common."""

    keyword: str = ""
    """Which plans; all of them if empty."""
    patience: float = 1.0
    """Multiplies every deadline."""
    topology: Path = Path("topologies/standin.yaml")
    """The bench."""
    jobs: int | None = None
    """How many run together; one for each processor, but never two on one router."""

    @property
    def together(self) -> int:
        """How many run together.

        Raises:
            HarnessError: two were asked for on one router, or its topology cannot be read.
        """
        if load(self.topology).router.is_standin:
            return self.jobs or os.cpu_count() or 1
        if self.jobs not in {None, 1}:
            raise HarnessError(
                f"--jobs {self.jobs}: {self.topology} names a router, and two runs cannot hold it"
                " at once; leave --jobs out"
            )
        return 1


def require_plans() -> None:
    """Make sure that this is the folder to run the plans in.

    Raises:
        HarnessError: it is not.
    """
    if not Path("testplans").is_dir():
        raise HarnessError(
            "there is no folder testplans here; run this in the project's own folder"
        )


class Runs:
    """The runs that are under way, each a process."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[str]] = set()

    def run_plans(
        self, arguments: Sequence[str], *, manner: Manner
    ) -> subprocess.CompletedProcess[str]:
        """Run the plans in another process, whatever came of it."""
        chosen = ["-k", manner.keyword] if manner.keyword else []
        command = [
            *_PYTEST, f"--topology={manner.topology}", f"--patience={manner.patience}", *chosen,
            *arguments,
        ]  # fmt: skip
        with subprocess.Popen(  # noqa: S603 - our own interpreter, our own arguments
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            self._running.add(process)
            try:
                said, complained = process.communicate()
            except BaseException:
                process.terminate()
                raise
            finally:
                self._running.discard(process)
        return subprocess.CompletedProcess(command, process.returncode, said, complained)

    @contextmanager
    def ended_with_this(self) -> Iterator[None]:
        """While the block runs, whatever breaks it off ends them too; each puts its router back."""
        try:
            with ended_as_by_ctrl_c():
                yield
        except BaseException:
            for process in tuple(self._running):
                process.terminate()
            raise


def repeat(every: Sequence[Repetition], *, manner: Manner, title: str, console: Console) -> bool:
    """Run them all and print a line of each as it ends; whether all were green.

    Raises:
        HarnessError: there are no plans here, or they cannot run together as asked for.
    """
    require_plans()
    together = manner.together
    began = datetime.now().astimezone()
    kept = Path("reports") / f"{title}-{began:%Y%m%d-%H%M%S}"
    green, runs = 0, Runs()
    with (
        TemporaryDirectory(prefix=f"{title}-") as folder,
        _pool(together) as pool,
        runs.ended_with_this(),
    ):
        begun = {
            pool.submit(_run, each, Path(folder) / str(number), manner, runs): (number, each)
            for number, each in enumerate(every, 1)
        }
        for count, run in enumerate(as_completed(begun), 1):
            number, each = begun[run]
            green += _told(f"{count}/{len(every)}", each, run, kept / str(number), console)
    console.print(f"{green} of {len(every)} green")
    return green == len(every)


@contextmanager
def _pool(together: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that take up nothing new once the first error has left the block."""
    pool = ThreadPoolExecutor(together)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a repetition ended."""

    process: subprocess.CompletedProcess[str]
    seconds: float
    evidence: Path


def _run(each: Repetition, evidence: Path, manner: Manner, runs: Runs) -> _Ended:
    began = time.monotonic()
    ended = runs.run_plans([*each.arguments, f"--report={evidence}"], manner=manner)
    if ended.returncode == 0:
        shutil.rmtree(evidence, ignore_errors=True)
    return _Ended(ended, time.monotonic() - began, evidence)


def _told(place: str, each: Repetition, run: Future[_Ended], kept: Path, console: Console) -> bool:
    """Print how it ended; what is to be looked into is moved to where it stays."""
    ended = run.result()
    green = ended.process.returncode == 0
    lines = ended.process.stdout.splitlines()
    last = lines[-1] if lines else ended.process.stderr.strip()
    style = "green" if green else "bold red"
    console.print(
        f"{place} [{style}]{escape(each.name)}[/] {escape(last)} ({ended.seconds:.0f} s)",
        soft_wrap=True, highlight=False,
    )  # fmt: skip
    if green:
        return True
    for line in lines:
        if line.startswith(("FAILED", "ERROR")):
            console.print(f"  {line}", highlight=False, markup=False, soft_wrap=True)
    ended.evidence.mkdir(parents=True, exist_ok=True)
    printed = ended.process.stdout + ended.process.stderr
    (ended.evidence / _OUTPUT).write_text(printed, encoding="utf-8")
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(ended.evidence, kept)
    console.print(f"  evidence: {kept}", highlight=False, soft_wrap=True)
    return False
