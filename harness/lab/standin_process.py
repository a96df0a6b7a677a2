"""The software router as a process of its own: started, reached through sockets, ended."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from harness.errors import BenchBroken
from harness.runtime.clock import Deadline

_START_SECONDS = 20.0
_END_SECONDS = 5.0


@dataclass(slots=True)
class StandinProcess:
    """A running stand-in and where it listens."""

    ports: Mapping[str, int]
    address: str
    _process: subprocess.Popen[str]

    @classmethod
    def start(cls, *, defects: Sequence[str] = (), topology_file: str = "") -> Self:
        """Start it on free loopback ports and wait until it says where they are.

        Raises:
            BenchBroken: it ended or kept silent; the sentence carries what it last said.
        """
        command = [sys.executable, "-m", "harness.standin", "--json"]
        command += [topology_file] if topology_file else []
        command += [part for defect in defects for part in ("--defect", defect)]
        process = subprocess.Popen(  # noqa: S603 - our own module, our own arguments
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=_environment(),
        )  # fmt: skip
        deadline = Deadline.after(_START_SECONDS, "the stand-in's announcement of its ports")
        line = _first_line(process, deadline)
        if not line:
            process.kill()
            _, complaint = process.communicate()
            last = complaint.strip().splitlines()[-1:] or ["it said nothing"]
            raise BenchBroken(f"the stand-in did not start: {last[0]}")
        announced = json.loads(line)
        address = announced.pop("address")
        return cls(announced, address, process)

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process.poll() is None

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
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()


def _environment() -> dict[str, str]:
    """Ours, with the package importable wherever the run was started."""
    root = os.fspath(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _first_line(process: subprocess.Popen[str], deadline: Deadline) -> str:
    if process.stdout is None:
        return ""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        if not selector.select(deadline.remaining):
            return ""
    return process.stdout.readline()
