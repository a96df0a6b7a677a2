"""What stands between a bench and a run on this router, found by looking only.

Each look is one `Finding`: what was seen and, where that is not well, what a person does about it.
Nothing is changed: no lease is taken, no leftover removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from harness.errors import HarnessError, ProvisioningError
from harness.router import drift, precautions, provisioning, shows
from harness.router.backup import Backup
from harness.router.cli import CommandLine, open_command_line
from harness.router.deadman import DeadMan
from harness.router.lease import leases
from harness.router.running import statements
from harness.runtime.journal import Journal
from harness.topology import Credentials, Topology

_CLI_SECONDS = 4.0
"""A command line that is slower than this is a finding of its own."""
_ROOM = 4
"""How many copies of the configuration flash must have room for."""


class Grade(StrEnum):
    """How it stands."""

    WELL = "ok"
    DOUBTFUL = "note"
    """A run will work, but not as it could."""
    BAD = "bad"
    """A run will not work."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    grade: Grade
    says: str
    remedy: str = ""


def examine(topology: Topology, credentials: Credentials) -> Iterator[Finding]:
    """Look at the router by every way of the topology, and at all else by the first that works."""
    journal = Journal()
    line: CommandLine | None = None
    try:
        for place, way in enumerate(topology.router.access):
            spec = topology.router.model_copy(update={"access": (way,)})
            seconds = min(topology.deadlines.cli, _CLI_SECONDS)
            deadlines = topology.deadlines.model_copy(update={"cli": seconds})
            what = f"way in {place + 1}: {way.way}"
            try:
                opened = open_command_line(spec, credentials, deadlines=deadlines, journal=journal)
            except HarnessError as cause:
                yield Finding(what, Grade.DOUBTFUL, str(cause), _WAY_REMEDY)
                continue
            yield Finding(what, Grade.WELL, f"privileged EXEC as {opened.hostname}")
            if line is None:
                line = opened
            else:
                opened.close()
        if line is None:
            yield Finding(
                "command line",
                Grade.BAD,
                "no way in works",
                "mend one of the ways above, or name another under router.access",
            )
            return
        yield from _looks(topology, line, journal)
    finally:
        if line is not None:
            line.close()


_WAY_REMEDY = (
    "check address, port and credentials (CME_USERNAME, CME_PASSWORD, CME_ENABLE), or take this "
    "way out of router.access"
)


def _looks(topology: Topology, line: CommandLine, journal: Journal) -> Iterator[Finding]:
    seconds = topology.deadlines.push
    dead_man = DeadMan(journal, minutes=10, seconds=seconds)
    backup = Backup(journal, dead_man, seconds=seconds)
    looks: tuple[tuple[str, Callable[[], Finding]], ...] = (
        ("version", lambda: _version(topology, line)),
        ("CTI", lambda: _cti(line)),
        ("lease", lambda: _lease(line)),
        ("leftovers", lambda: _leftovers(backup, line)),
        ("flash", lambda: _flash(backup, line)),
        ("own restore", lambda: _restore(dead_man, line)),
        ("reload", lambda: _reload(line)),
        ("configuration", lambda: _configuration(topology, backup, line)),
        ("drift", lambda: _drift(backup, line)),
    )
    for what, look in looks:
        try:
            yield look()
        except HarnessError as problem:
            yield Finding(what, Grade.BAD, str(problem), "look at it by hand on the router")


def _version(topology: Topology, line: CommandLine) -> Finding:
    seen = shows.version(line.run("show version"))
    declared = topology.router.ios
    if declared and declared != seen.version:
        return Finding(
            "version",
            Grade.DOUBTFUL,
            f"runs {seen.version}; the topology says {declared}",
            f'write ios: "{seen.version}" in the topology',
        )
    return Finding("version", Grade.WELL, f"{seen.version}, {seen.software}")


def _cti(line: CommandLine) -> Finding:
    try:
        line.run("show cti session")
    except ProvisioningError:
        return Finding(
            "CTI",
            Grade.BAD,
            "this image has no CTI CSTA commands",
            "load an image of 15.0(1)XA, 15.1(1)T or later with CME (CME 8.0)",
        )
    return Finding("CTI", Grade.WELL, "the image has the CTI CSTA commands")


def _lease(line: CommandLine) -> Finding:
    now = shows.clock(line.run("show clock"))
    for lease in leases(line.run("show aliases")):
        if lease.until > now and not lease.holder.is_gone:
            return Finding(
                "lease",
                Grade.BAD,
                f"held by {lease}",
                'ask, wait, or take it: harness run --take-over "why"',
            )
        return Finding(
            "lease",
            Grade.DOUBTFUL,
            f"left by {lease}, whose run is over",
            "nothing: the next run clears up after it",
        )
    return Finding("lease", Grade.WELL, "nobody holds the router")


def _leftovers(backup: Backup, line: CommandLine) -> Finding:
    remains = backup.remains(line)
    if remains:
        return Finding(
            "leftovers",
            Grade.DOUBTFUL,
            f"a run that is under way or was killed left {', '.join(remains)}",
            "nothing: the next run puts that configuration back and removes them",
        )
    return Finding("leftovers", Grade.WELL, "nothing of an earlier run")


def _flash(backup: Backup, line: CommandLine) -> Finding:
    free = shows.free_octets(line.run("dir flash:"))
    needed = _ROOM * len(backup.running(line))
    if free is None:
        return Finding("flash", Grade.DOUBTFUL, "it does not say how much is free", "dir flash:")
    if free < needed:
        return Finding(
            "flash",
            Grade.BAD,
            f"{free} octets free, {needed} needed for the backup",
            "delete what is not needed any more (dir flash:, delete flash:…)",
        )
    return Finding("flash", Grade.WELL, f"{free // 1024} KiB free")


def _restore(dead_man: DeadMan, line: CommandLine) -> Finding:
    pending = dead_man.pending(line)
    if pending is not None:
        return Finding(
            "own restore",
            Grade.DOUBTFUL,
            f"a change by {pending.user} takes itself back within {pending.minutes} min",
            "if no run is under way, wait for it, or `configure confirm` there to keep the change",
        )
    try:
        line.run("show archive config rollback timer")
    except ProvisioningError as refused:
        if "No Rollback" not in str(refused):
            return Finding(
                "own restore",
                Grade.DOUBTFUL,
                "this image cannot put itself back when a run is killed; the next run will",
                "load an image of 12.4(20)T or later, or always let a run end",
            )
    return Finding("own restore", Grade.WELL, "it can put itself back when a run is killed")


def _reload(line: CommandLine) -> Finding:
    scheduled = precautions.scheduled_reload(line)
    if scheduled:
        return Finding(
            "reload",
            Grade.BAD,
            f'the router says "{scheduled}"',
            "wait until that is over, or ask whoever ordered it for `reload cancel`",
        )
    return Finding("reload", Grade.WELL, "none is scheduled")


def _configuration(topology: Topology, backup: Backup, line: CommandLine) -> Finding:
    held = statements(backup.running(line))
    clashes = provisioning.conflicts(topology, held)
    if clashes:
        return Finding(
            "configuration",
            Grade.BAD,
            "; ".join(clashes),
            "choose other numbers, tags or ports in the topology",
        )
    lines = provisioning.plan(topology, held)
    told = f"a run will push {len(lines)} lines and take them back" if lines else "holds it all"
    return Finding("configuration", Grade.WELL, told)


def _drift(backup: Backup, line: CommandLine) -> Finding:
    seen = drift.found(line, backup)
    grade = Grade.DOUBTFUL if seen.remedy else Grade.WELL
    return Finding("drift", grade, seen.says, seen.remedy)
