"""The software router as a process of its own: started, reached through sockets, ended.

It is the leader of a session of its own, so that Ctrl-C reaches the plans only and the router can
still be put back; it ends when its standard input does, also when this process is killed.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, Self, TextIO

from harness.errors import BenchBroken
from harness.runtime.clock import Deadline

_START_SECONDS = 20.0
_END_SECONDS = 5.0
_TURN_SECONDS = 10.0


class Process(Protocol):
    """A child process as `subprocess.Popen` gives one."""

    stdin: IO[str] | None
    stdout: IO[str] | None

    def poll(self) -> int | None:
        """Its exit status; ``None`` while it lives."""

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status, once it has ended.

        Raises:
            subprocess.TimeoutExpired: it lives on.
        """

    def kill(self) -> None:
        """End it at once."""


Launch = Callable[[Sequence[str], TextIO], Process]
"""Starts a stand-in with these arguments, its complaints going into that file."""


def interpreted(arguments: Sequence[str], complaints: TextIO) -> Process:
    """A stand-in in an interpreter of its own."""
    return subprocess.Popen(  # noqa: S603 - our own module, our own arguments
        [sys.executable, "-m", "harness.standin", *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints,
        text=True, env=_environment(), start_new_session=True,
    )  # fmt: skip


@dataclass(slots=True)
class StandinProcess:
    """A running stand-in and where it listens."""

    ports: Mapping[str, int]
    address: str
    _process: Process
    _complaints: TextIO
    console: str = ""
    """The device of its serial console."""

    @classmethod
    def start(
        cls,
        *,
        defects: Sequence[str] = (),
        dialect: Sequence[str] = (),
        topology_file: Path | None = None,
        log: Path | None = None,
        launch: Launch = interpreted,
    ) -> Self:
        """Start it on loopback and wait until it says where it listens.

        Args:
            defects: what to seed in it.
            dialect: ``point=choice`` for each point at which it does not speak as the file says.
            topology_file: names the ports to listen at; free ones are taken without it.
            log: file for what it complains about.
            launch: how its process is made.

        Raises:
            BenchBroken: it ended or kept silent; the sentence carries what it last said.
        """
        arguments = ["--json", *([str(topology_file)] if topology_file is not None else [])]
        arguments += [part for defect in defects for part in ("--defect", defect)]
        arguments += ["--dialect", ",".join(dialect)] if dialect else []
        complaints = _complaints(log)
        process = launch(arguments, complaints)
        started = cls({}, "", process, complaints)
        try:
            started._await_announcement()
        except BaseException:
            started.close()
            raise
        return started

    def _await_announcement(self) -> None:
        deadline = Deadline.after(_START_SECONDS, "the stand-in's announcement of its ports")
        line = _first_line(self._process, deadline)
        if not line:
            self._process.kill()
            self._process.wait()
            raise BenchBroken(f"the stand-in did not start: {self._last_complaint()}")
        announced = json.loads(line)
        self.address = announced.pop("address")
        self.console = announced.pop("console", "")
        self.ports = announced

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process.poll() is None

    def last_words(self) -> str:
        """How it ended, for a bench that it broke by that."""
        return f"the stand-in has ended (status {self._process.poll()}): {self._last_complaint()}"

    def _last_complaint(self) -> str:
        self._complaints.seek(0)
        lines = self._complaints.read().strip().splitlines()
        return lines[-1] if lines else "it said nothing"

    def turn_clock(self, seconds: float) -> None:
        """Turn its clock forward; returns when all that fell due has happened.

        Raises:
            BenchBroken: it has ended, refused or kept silent.
        """
        stdin = self._process.stdin
        if stdin is None or not self.is_running:
            raise BenchBroken(self.last_words())
        stdin.write(f"turn {seconds:g}\n")
        stdin.flush()
        deadline = Deadline.after(_TURN_SECONDS, "the stand-in's clock turned")
        line = _first_line(self._process, deadline)
        if not line or "turned" not in json.loads(line):
            raise BenchBroken(f"the stand-in's clock did not turn: {line.strip() or 'no answer'}")

    def close(self) -> None:
        """End it by closing its standard input; kill it when it does not take the hint."""
        with contextlib.suppress(BrokenPipeError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._complaints.close()


def _complaints(log: Path | None) -> TextIO:
    if log is None:
        return tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
    log.parent.mkdir(parents=True, exist_ok=True)
    return log.open("w+", encoding="utf-8", errors="replace")


def _environment() -> dict[str, str]:
    """Ours, with the package importable wherever the run was started."""
    root = os.fspath(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _first_line(process: Process, deadline: Deadline) -> str:
    if process.stdout is None:
        return ""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        if not selector.select(deadline.remaining):
            return ""
    return process.stdout.readline()
