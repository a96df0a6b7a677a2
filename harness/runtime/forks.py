"""Jobs in forks of this process, a few at a time: each begins with all that is imported here.

A job leaves nothing behind in this process but what it returns. Threads do not survive a fork:
none may run here.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Generic, Never, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """What to do in a fork, and where what it prints goes."""

    do: Callable[[], T]
    log: Path


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """One job that has ended."""

    number: int
    """Its place among the jobs."""
    result: T | None
    """What it returned; ``None`` when it died or took too long."""


@dataclass(slots=True, eq=False)
class _Running:
    number: int
    process: ForkProcess
    results: Connection
    until: float


def in_forks(jobs: Sequence[Job[T]], *, at_a_time: int, seconds: float) -> Iterator[Done[T]]:
    """Do all jobs, and tell of each as it ends.

    Args:
        jobs: begun in this order.
        at_a_time: how many run together.
        seconds: how long one may take; then it is killed.
    """
    waiting = list(enumerate(jobs))
    running: list[_Running] = []
    try:
        while waiting or running:
            while waiting and len(running) < at_a_time:
                running.append(_begun(*waiting.pop(0), seconds=seconds))
            patience = max(min(each.until for each in running) - time.monotonic(), 0)
            heard = wait([each.results for each in running], patience)
            now = time.monotonic()
            for each in [each for each in running if each.results in heard or each.until <= now]:
                running.remove(each)
                yield Done(each.number, _result(each))
    finally:
        for each in running:
            each.process.kill()
            each.process.join()


def _begun(number: int, job: Job[T], *, seconds: float) -> _Running:
    here, there = get_context("fork").Pipe(duplex=False)
    process = get_context("fork").Process(target=_work, args=(job, there))
    process.start()
    there.close()
    return _Running(number, process, here, time.monotonic() + seconds)


def _result(ended: _Running) -> T | None:
    try:
        result: T | None = ended.results.recv() if ended.results.poll() else None
    except EOFError:
        result = None
    ended.results.close()
    ended.process.kill()
    ended.process.join()
    return result


def _flush() -> None:
    sys.stdout.flush()
    sys.stderr.flush()


def _work(job: Job[T], results: Connection) -> Never:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who waits, and kills us
    job.log.parent.mkdir(parents=True, exist_ok=True)
    log = os.open(job.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    for stream in (1, 2):
        os.dup2(log, stream)
    sys.stdout = os.fdopen(1, "w", closefd=False, encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", closefd=False, encoding="utf-8")
    try:
        result = job.do()
        _flush()  # before the result goes: whoever has that needs this process no longer
        results.send(result)
    except BaseException:  # noqa: BLE001 - nothing above a fork's first line could report it
        traceback.print_exc()
        _flush()
    # Neither threads nor children are waited for: what they hold ends with this process.
    os._exit(0)
