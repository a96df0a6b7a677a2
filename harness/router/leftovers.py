"""What a run that was killed left on the router, and what is to be put back of it."""

from __future__ import annotations

from dataclasses import dataclass

from harness.router.backup import NAME, Backup
from harness.router.cli import CommandLine
from harness.router.deadman import DeadMan, without_own
from harness.router.running import Statement, statements


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What was found."""

    says: str
    """What it is and what becomes of it, in a sentence."""
    running: str
    """``show running-config``, as it was found."""
    before: tuple[Statement, ...]
    """What is to be put back."""


def found(line: CommandLine, backup: Backup, dead_man: DeadMan) -> Leftovers | None:
    """What another run left behind; ``None`` when there is nothing."""
    remains = backup.remains(line)
    if not remains:
        return None
    before, running = backup.read(line), backup.running(line)
    now = without_own(statements(running))
    if before is None:
        told = f"removed what a run that was killed left: {', '.join(remains)}"
        return Leftovers(told, running, now)
    waits = dead_man.pending(line)
    itself = not waits and now == before
    told = (
        "the router has put itself back meanwhile, what was left of that run is removed"
        if itself
        else "its configuration is put back first"
    )
    return Leftovers(f"a run that was killed left flash:{NAME}; {told}", running, before)
