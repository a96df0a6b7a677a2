"""The software router as a fork of this process: what is imported already need not be again.

It is a process of its own all the same, in factory condition, and is reached through sockets only.
Threads do not survive a fork: fork before the first one runs, and once: a second fork would hold
the first one's standard input open, by whose closing it ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from typing import IO, TextIO

from harness.lab.standin_process import Process
from harness.standin.__main__ import serve


@dataclass(slots=True)
class Forked:
    """A forked process with the face of `subprocess.Popen`."""

    stdin: IO[str] | None
    stdout: IO[str] | None
    _process: ForkProcess

    def poll(self) -> int | None:
        """Its exit status; ``None`` while it lives."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status, once it has ended.

        Raises:
            subprocess.TimeoutExpired: it lives on.
        """
        self._process.join(timeout)
        status = self._process.exitcode
        if status is None:
            raise subprocess.TimeoutExpired("stand-in", timeout or 0)
        return status

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()


def forked(arguments: Sequence[str], complaints: TextIO) -> Process:
    """A stand-in that shares this process's imports."""
    orders, order = os.pipe()
    answer, answers = os.pipe()
    theirs, ours = (orders, answers, complaints.fileno()), (order, answer)
    process = get_context("fork").Process(target=_serve, args=(tuple(arguments), theirs, ours))
    process.start()
    os.close(orders)
    os.close(answers)
    return Forked(os.fdopen(order, "w"), os.fdopen(answer), process)


def _serve(arguments: Sequence[str], theirs: tuple[int, int, int], ours: tuple[int, int]) -> None:
    os.setsid()
    for number, stream in enumerate(theirs):
        os.dup2(stream, number)
    for other_end in ours:  # held open here as well, its closing would never be noticed
        os.close(other_end)
    # The streams of this process were made for the parent's: one that goes must close nothing.
    sys.stdin = os.fdopen(0, closefd=False, encoding="utf-8")
    sys.stdout = os.fdopen(1, "w", closefd=False, encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", closefd=False, encoding="utf-8", buffering=1)
    os._exit(serve(arguments))
