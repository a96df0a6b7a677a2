"""How far a router's running configuration has drifted from the one it boots with.

Told before and after a run: what differs was there before, and is there still; a run leaves both
configurations as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.errors import ProvisioningError
from harness.router.backup import Backup
from harness.router.cli import CommandLine
from harness.router.running import difference, statements
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
    if not differs:
        return Drift("running and startup configuration agree")
    told = [redact(sentence) for sentence in differs.sentences()]
    more = f" and {len(told) - _MOST} more" if len(told) > _MOST else ""
    return Drift(
        f"running differs from startup: {'; '.join(told[:_MOST])}{more}",
        "write memory, if that is meant to stay; a run leaves both as they are",
    )


def told(line: CommandLine, backup: Backup) -> str:
    """The same in a sentence, whatever the router shows."""
    try:
        return found(line, backup).says
    except ProvisioningError as refused:
        return f"nobody can tell: {refused}"
