"""How far a router's running configuration has drifted: from the one it boots with, and in a run.

The first is told before and after a run: what differs was there before, and is there still; a run
leaves both configurations as they are. The second is what others did while a run held the router.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.errors import DeadlineExceeded, ProvisioningError
from harness.router.backup import Backup
from harness.router.cli import CommandLine
from harness.router.deadman import without_own
from harness.router.lease import leases
from harness.router.running import Difference, Statement, difference, statements
from harness.router.secrets import redact

_MOST = 3
_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Drift:
    """What was found."""

    says: str
    remedy: str = ""
    """What a person does about it; empty where nothing has drifted."""


def found(line: CommandLine, backup: Backup) -> Drift:
    """Compare ``show startup-config`` with ``show running-config``.

    Raises:
        ProvisioningError: the router shows neither.
    """
    startup = line.run("show startup-config", seconds=_SECONDS)
    if "not present" in startup:
        return Drift("no startup configuration: a reload would lose everything", "write memory")
    differs = difference(statements(startup), statements(backup.running(line)))
    saved = leases(startup)
    if saved:
        return Drift(
            f"somebody saved the configuration while {saved[0].holder.who} held the router, and it "
            f"boots with what that run had pushed: {_briefly(differs) or 'it runs that, too'}",
            "write memory, as soon as no run holds the router",
        )
    if not differs:
        return Drift("running and startup configuration agree")
    return Drift(
        f"running differs from startup: {_briefly(differs)}",
        "write memory, if that is meant to stay; a run leaves both as they are",
    )


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What was configured while a run held the router; putting the router back takes it away."""

    says: str
    running: str = ""
    """``show running-config`` with all of it."""


def meanwhile(line: CommandLine, backup: Backup, left: Sequence[Statement]) -> Meanwhile | None:
    """What has become of a configuration that a run left so; ``None`` when it is the same.

    A telephone may change it, too: ``call-forward all`` stands in the configuration.
    """
    try:
        running = backup.running(line)
    except (ProvisioningError, DeadlineExceeded) as error:
        return Meanwhile(f"nobody can tell: {error}")
    changes = difference(without_own(left), without_own(statements(running)))
    if not changes:
        return None
    return Meanwhile(
        f"somebody configured, and it goes when the router is put back: {_briefly(changes)}",
        running,
    )


def _briefly(differs: Difference) -> str:
    told = [redact(sentence) for sentence in differs.sentences()]
    more = f" and {len(told) - _MOST} more" if len(told) > _MOST else ""
    return f"{'; '.join(told[:_MOST])}{more}"


def told(line: CommandLine, backup: Backup) -> str:
    """The same in a sentence, whatever the router shows."""
    try:
        return found(line, backup).says
    except ProvisioningError as refused:
        return f"nobody can tell: {refused}"
