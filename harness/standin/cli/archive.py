"""The configuration archive, and changes that undo themselves unless they are confirmed.

``configure replace … time N`` and ``configure terminal revert timer N`` keep a copy of the
running configuration and a timer; when nobody confirms in time, the copy is put back (Configuration
Fundamentals, Configuration Rollback Confirmed Change). Only the user who armed the timer may
confirm, move or cut it short. No socket and no clock: times are told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from harness.standin.configuration import RouterConfiguration

_DEFAULT_MAXIMUM = 10

NOT_ENABLED = " Archive feature not enabled"
TURN_ON = "%Turn config archive on before using Rollback Confirmed Change"
TURN_ON_FOR_REVERT = "%Please turn config archive on before using the revert feature"
NOTHING_PENDING = "%No Rollback Confirmed Change pending"


@dataclass(slots=True)
class Pending:
    """A change that waits to be confirmed."""

    file: str
    """Where the configuration to go back to was kept: ``flash:cfg-1``."""
    text: str
    """That configuration."""
    user: str
    minutes: int
    idle: bool
    """Whether the time counts from the user's last key."""
    configured_at: datetime
    due: float


@dataclass(slots=True)
class Archive:
    """The archive of one router.

    Args:
        write: puts a file into flash.
        remove: takes a file out of flash.
        restore: makes the running configuration what a text says, on behalf of a user.
        read: a file of flash; ``None`` where there is none.
        rearmed: called whenever the next moment of interest may have changed.
    """

    write: Callable[[str, bytes], None]
    remove: Callable[[str], object]
    restore: Callable[[str, str], object]
    read: Callable[[str], bytes | None] = lambda _: None
    rearmed: Callable[[], None] = lambda: None
    names: list[str] = field(default_factory=list)
    """The files kept, oldest first."""
    pending: Pending | None = None
    _number: int = 0

    def next_name(self, configuration: RouterConfiguration) -> str | None:
        """The next file's name; ``None`` while no path is configured."""
        path = _kept(configuration, "path")
        return f"{path}-{self._number + 1}" if path else None

    def save(self, configuration: RouterConfiguration, text: str) -> str | None:
        """Keep one more copy; ``None`` while no path is configured."""
        name = self.next_name(configuration)
        if name is None:
            return None
        self._number += 1
        self.write(_file(name), text.encode())
        self.names.append(name)
        while len(self.names) > maximum(configuration):
            self.remove(_file(self.names.pop(0)))
        return name

    def arm(self, change: Pending) -> None:
        """Wait for a confirmation."""
        self.pending = change
        self.rearmed()

    def confirmed(self) -> None:
        """The change stays."""
        self.pending = None
        self.rearmed()

    def roll_back(self) -> None:
        """Go back to what was before the change, now."""
        change, self.pending = self.pending, None
        if change is not None:
            self.restore(self.kept(change), change.user)
        self.rearmed()

    def kept(self, change: Pending) -> str:
        """What a change goes back to: what its file holds now (ASSUMED), else what was kept."""
        content = self.read(_file(change.file))
        return change.text if content is None else content.decode("latin-1")

    def stirred(self, user: str, now: float) -> None:
        """A key was pressed: idle time begins anew."""
        if self.pending is not None and self.pending.idle and self.pending.user == user:
            self.pending.due = now + 60 * self.pending.minutes
            self.rearmed()

    def get_timer(self) -> float | None:
        """When the change is taken back."""
        return self.pending.due if self.pending is not None else None

    def handle_timer(self, now: float) -> None:
        """Take back what nobody confirmed."""
        if self.pending is not None and self.pending.due <= now:
            self.roll_back()


def maximum(configuration: RouterConfiguration) -> int:
    """How many copies are kept."""
    return int(_kept(configuration, "maximum") or _DEFAULT_MAXIMUM)


def is_kept_on_write(configuration: RouterConfiguration) -> bool:
    """Whether saving to startup keeps a copy too."""
    return "write-memory" in _block(configuration).values()


def _block(configuration: RouterConfiguration) -> dict[str, str]:
    section = configuration.sections.get("archive")
    return section.kept if section is not None else {}


def _kept(configuration: RouterConfiguration, command: str) -> str:
    lines = [line for line in _block(configuration).values() if line.startswith(f"{command} ")]
    return lines[0].partition(" ")[2] if lines else ""


def _file(name: str) -> str:
    return name.partition(":")[2].lstrip("/")
