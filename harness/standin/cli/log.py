"""What the router tells about itself: log messages and debug output, and where they go.

Forms and defaults are those of the reference on debug and log lines: the console and the buffer
hear everything, a VTY what it asks for with ``terminal monitor``. A message is told at once,
between the characters that somebody types; who types is put back by ``logging synchronous`` only.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from harness.standin.configuration import RouterConfiguration

DEBUGGING = 7
_SEVERITY = re.compile(r"%[A-Z][A-Z0-9_]*-([0-7])-")
LEVELS = (
    "emergencies",
    "alerts",
    "critical",
    "errors",
    "warnings",
    "notifications",
    "informational",
    "debugging",
)
_BUFFER_OCTETS = 4096

Hear = Callable[[str], None]


@dataclass(slots=True)
class SystemLog:
    """The log of one router.

    Args:
        configuration: says what goes where, and with which stamp.
        wall_clock: tells the date and time.
        monitors: the VTYs that want to hear.
    """

    configuration: RouterConfiguration
    wall_clock: Callable[[], datetime]
    monitors: Callable[[], Iterable[Hear]]
    booted_at: datetime
    console: Hear | None = None
    """Whoever sits at the console port; ``None`` while there is none."""
    debugs: set[str] = field(default_factory=set)
    """The debug flags that are on, by the command that turns them on: ``cti core``."""
    counts: Counter[str] = field(default_factory=Counter)
    """How many lines went to the ``console``, to ``monitor`` VTYs, into the ``buffer``."""
    _buffer: deque[str] = field(default_factory=deque)
    _size: int = 0
    _number: int = 0

    def tell(self, message: str) -> None:
        """Log a message: ``%SYS-5-CONFIG_I: Configured from console by …``."""
        found = _SEVERITY.match(message)
        self._told(f"{self._stamp('log')}{message}", int(found[1]) if found else DEBUGGING)

    def debug(self, flag: str, text: str) -> None:
        """Print a line of debug output, where that flag is on."""
        if flag in self.debugs:
            self._told(f"{self._stamp('debug')}{text}", DEBUGGING)

    def _told(self, line: str, severity: int) -> None:
        if severity <= self.level("buffered"):
            self.counts["buffer"] += 1
            self._keep(line)
        if severity <= self.level("console"):
            self.counts["console"] += 1
            if self.console is not None:
                self.console(line)
        if severity <= self.level("monitor"):
            for hear in list(self.monitors()):
                self.counts["monitor"] += 1
                hear(line)

    def _keep(self, line: str) -> None:
        self._buffer.append(line)
        self._size += len(line) + 2
        while self._size > self.buffer_octets and self._buffer:
            self._size -= len(self._buffer.popleft()) + 2

    def lines(self) -> Iterator[str]:
        """The buffer, oldest first."""
        return iter(tuple(self._buffer))

    def clear(self) -> None:
        """``clear logging``."""
        self._buffer.clear()
        self._size = 0

    # -- what the configuration says

    def _said(self, command: str) -> str:
        kept = self.configuration.kept.values()
        return next((each for each in kept if each.removeprefix("no ").startswith(command)), "")

    def level(self, destination: str) -> int:
        """The highest severity that goes there; -1 where nothing does."""
        line = self._said(f"logging {destination}")
        if line.startswith("no "):
            return -1
        word = line.split()[-1] if line else ""
        if word.isdigit() and int(word) <= DEBUGGING:
            return int(word)
        return LEVELS.index(word) if word in LEVELS else DEBUGGING

    @property
    def buffer_octets(self) -> int:
        """How much the buffer holds."""
        sizes = [int(word) for word in self._said("logging buffered").split() if word.isdigit()]
        return next((size for size in sizes if size > DEBUGGING), _BUFFER_OCTETS)

    def _stamp(self, kind: str) -> str:
        line = self._said(f"service timestamps {kind}")
        number = ""
        if self._said("service sequence-numbers"):
            self._number += 1
            number = f"{self._number:06}: "
        if line.startswith("no "):
            return number
        now = self.wall_clock()
        if "uptime" in line:
            up = int((now - self.booted_at).total_seconds())
            hours, minutes = up // 3600, up // 60 % 60
            shown = (
                f"{hours // 24}d{hours % 24:02}h"
                if hours >= 24
                else f"{hours:02}:{minutes:02}:{up % 60:02}"
            )
            return f"{number}{shown}: "
        thousandths = f".{now.microsecond // 1000:03}" if "msec" in line or not line else ""
        return f"{number}*{now:%b} {now.day:>2} {now:%H:%M:%S}{thousandths}: "


def show_logging(log: SystemLog) -> Iterator[str]:
    """``show logging``; the head is wrapped, as before 15.2."""
    yield "Syslog logging: enabled (0 messages dropped, 0 messages rate-limited,"
    yield "                0 flushes, 0 overruns, xml disabled, filtering disabled)"
    yield ""
    yield "No Active Message Discriminator."
    yield from ("", "", "")
    yield "No Inactive Message Discriminator."
    yield from ("", "")
    yield from _destination("Console logging: ", "console", log.level("console"), log)
    yield from _destination("Monitor logging: ", "monitor", log.level("monitor"), log)
    yield from _destination("Buffer logging:  ", "buffer", log.level("buffered"), log)
    yield "    Exception Logging: size (4096 bytes)"
    yield "    Count and timestamp logging messages: disabled"
    yield "    Persistent logging: disabled"
    yield ""
    yield "No active filter modules."
    yield ""
    yield f"    Trap logging: level informational, {log.counts['buffer']} message lines logged"
    yield "          "
    if log.level("buffered") >= 0:
        yield f"Log Buffer ({log.buffer_octets} bytes):"
        yield ""
        yield from log.lines()


def _destination(head: str, name: str, level: int, log: SystemLog) -> Iterator[str]:
    if level < 0:
        yield f"    {head}disabled"
        return
    yield f"    {head}level {LEVELS[level]}, {log.counts[name]} messages logged, xml disabled,"
    yield f"{'':{len(head) + 4}}filtering disabled"
