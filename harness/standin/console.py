"""The serial console, on a pseudo-terminal: whoever opens its device has the cable plugged in.

It is one line that is always there: it waits for RETURN, keeps what was begun when the cable is
pulled, says ``con0 is now available`` when somebody logs out, and shows the router boot.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import tty
from collections.abc import Callable

from harness.standin.cli.booting import BOOT, STARTED, FirstQuestions
from harness.standin.cli.host import CliHost
from harness.standin.cli.login import LineSession

_LINE = "line con 0"
_MOST_UNSENT = 262_144
"""Octets; a long configuration fits."""


class ConsoleSession:
    """The console's line without its device."""

    def __init__(self, host: CliHost, wake: Callable[[], None] = lambda: None) -> None:
        self._host = host
        self._line: LineSession | None = None
        self._left = ""
        self._wake = wake
        self._questions: FirstQuestions | None = None
        host.log.console = self._hear
        host.boots = self._boots

    def _hear(self, line: str) -> None:
        """A log line: the console shows it whether somebody is logged in or not."""
        if self._line is not None and self._host.console is not None:
            self._host.console.hear(line)
        else:
            self._left += f"\r\n{line}\r\n"
            self._wake()

    def receive_data(self, octets: bytes, now: float) -> None:
        """Take typed octets; RETURN wakes a line at rest."""
        if self._questions is not None:
            self._left += self._questions.take(octets.decode("latin-1"))
            if self._questions.over:
                self._questions = None
        elif self._line is not None:
            self._line.receive_data(octets, now)
        elif b"\r" in octets or b"\n" in octets:
            self._line = LineSession(
                self._host,
                line=_LINE,
                remote="console",
                hang_up=self._logged_out,
                wake=self._wake,
            )
            self._line.begin(now)

    def _boots(self) -> None:
        line, self._line = self._line, None
        self._left += (line.data_to_send().decode("latin-1") if line is not None else "") + BOOT
        self._questions = FirstQuestions() if self._host.startup is None else None
        self._left += STARTED if self._questions is None else FirstQuestions.greeting()
        self._wake()

    def _logged_out(self) -> None:
        if self._line is None:  # cut by a boot
            return
        self._left = self._line.data_to_send().decode("latin-1")
        self._line = None
        name = self._host.configuration.hostname
        self._left += f"\r\n\r\n\r\n\r\n{name} con0 is now available\r\n\r\n\r\n\r\n\r\n"
        self._left += "Press RETURN to get started.\r\n"
        self._wake()

    def data_to_send(self) -> bytes:
        """Everything to be written now."""
        left, self._left = self._left.encode("latin-1", "replace"), ""
        return left + (self._line.data_to_send() if self._line is not None else b"")


class SerialConsole:
    """The console on a pseudo-terminal."""

    def __init__(self, host: CliHost) -> None:
        self._session = ConsoleSession(host, wake=self._flush)
        self._unsent = bytearray()
        self._loop = asyncio.get_running_loop()
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self.device = os.ttyname(self._slave)
        self._loop.add_reader(self._master, self._read)

    def _read(self) -> None:
        try:
            octets = os.read(self._master, 4096)
        except (BlockingIOError, OSError):
            return
        self._session.receive_data(octets, self._loop.time())
        self._flush()

    def _flush(self) -> None:
        self._write(self._session.data_to_send())

    def _write(self, octets: bytes) -> None:
        self._unsent += octets
        # Without a cable what the console says is lost; here it is once too much was said.
        del self._unsent[: max(0, len(self._unsent) - _MOST_UNSENT)]
        try:
            while self._unsent:
                del self._unsent[: os.write(self._master, self._unsent)]
        except BlockingIOError:
            self._loop.add_writer(self._master, self._write, b"")
        else:
            self._loop.remove_writer(self._master)

    async def close(self) -> None:
        """Take the device away."""
        self._loop.remove_reader(self._master)
        self._loop.remove_writer(self._master)
        for descriptor in (self._master, self._slave):
            with contextlib.suppress(OSError):
                os.close(descriptor)
