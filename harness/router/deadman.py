"""The router's own way back: a restore that it carries out when this program falls silent.

``configure terminal revert timer N`` keeps the configuration and a timer in the router
(Configuration Rollback Confirmed Change, IOS 12.4(20)T); ``configure revert timer N`` starts the
timer anew, which is the heartbeat; ``configure revert now`` puts everything back. A run that is
killed stops beating, and the router is as it was within N minutes, with nobody's help. The feature
wants ``archive`` with a ``path``; where there is none, one in flash is configured for the time of
the run.

What the router keeps has that path in it, and the lease. So the file it keeps is overwritten with
the backup, which has neither: what the router puts back is what was there before the run, to the
line. ASSUMED: that it reads the file when it goes back; else path and lease stay until the next
run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.errors import ProvisioningError
from harness.router import shows
from harness.router.cli import WITNESS, Answer, CommandLine
from harness.router.lease import LeaseLost
from harness.router.running import Statement
from harness.runtime.journal import Journal, Kind

PREFIX = "cme-cti-harness"
"""Every file of the harness in flash begins so."""
_PATH = f"path flash:{PREFIX}-archive"
_OWN: Statement = ("archive", _PATH)
_LONGEST = 120
_SAVED = re.compile(r"Backing up current running config to flash:/?(\S+)")
_OVERWRITES = (
    Answer(r"filename \[", ""),
    Answer(r"over ?write.*\[confirm\]", ""),
    Answer(r"[Ee]rase .*\[confirm\]", "n"),
)
_NONE_PENDING = "No Rollback Confirmed Change pending"


def without_own(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """A configuration without the archive path that the harness lends it."""
    if _OWN not in statements:
        return tuple(statements)
    rest = [one for one in statements if one != _OWN]
    used = any(one[0] == "archive" and len(one) > 1 for one in rest)
    return tuple(one for one in rest if used or one != ("archive",))


class DeadMan:
    """The timed restore of one router.

    Args:
        journal: hears what could not be armed, and what fired.
        minutes: how long the router waits for a sign of life.
        seconds: how long a restore may take.
    """

    def __init__(self, journal: Journal, *, minutes: int, seconds: float) -> None:
        self._journal = journal
        self._minutes = minutes
        self._seconds = seconds
        self._beats = True
        self.armed = False
        self.saved = ""
        """The file that the router made of the configuration; it outlives the timer."""

    def prepare(self, line: CommandLine) -> None:
        """Give the router an archive, if it has none."""
        if "not enabled" in self._archive(line):
            line.push(("archive", f" {_PATH}"))

    def is_lent(self, line: CommandLine) -> bool:
        """Whether the router's archive is the one that `prepare` gives it."""
        return f"{_PATH.removeprefix('path ')}-" in self._archive(line)

    @staticmethod
    def _archive(line: CommandLine) -> str:
        try:
            return line.run("show archive")
        except ProvisioningError:  # an image older than the feature
            return ""

    def pending(self, line: CommandLine) -> shows.PendingRollback | None:
        """What the router will take back unless somebody confirms it."""
        try:
            return shows.pending_rollback(line.run("show archive config rollback timer"))
        except ProvisioningError:  # no archive, or an image without the feature
            return None

    def arm(self, line: CommandLine, file: str) -> None:
        """Have the configuration of now put back unless `beat` comes in time.

        ``file`` in flash holds that configuration without what the run itself wrote into it. A
        router that cannot do this is noted; the next run puts it back then.
        """
        try:
            self._start(line, self._minutes)
            if not self._can_be_renewed(line):
                line.run("configure confirm")
                self._start(line, _LONGEST)
            self._clean(line, file)
        except ProvisioningError as refused:
            self.armed = False
            self._note(f"the router will not put itself back if this run is killed: {refused}")

    def _start(self, line: CommandLine, minutes: int) -> None:
        said = line.run(f"configure terminal revert timer {minutes}", seconds=self._seconds)
        line.run("end")
        kept = _SAVED.search(said)
        self.saved = kept[1] if kept else ""
        self.armed = True

    def _clean(self, line: CommandLine, file: str) -> None:
        """Let the file that the router kept be the backup."""
        if not self.saved:
            self._note("its archive is not in flash; its own restore would leave the lease")
            return
        try:
            copy = f"copy flash:{file} flash:{self.saved}"
            line.run(copy, seconds=self._seconds, answers=_OVERWRITES)
        except ProvisioningError as refused:
            self._note(f"its own restore would leave the archive path and the lease: {refused}")

    def _can_be_renewed(self, line: CommandLine) -> bool:
        try:
            line.run(f"configure revert timer {self._minutes}")
        except ProvisioningError:
            self._beats = False
            self._note(f"no heartbeat in this image; it waits {_LONGEST} min once for all")
        return self._beats

    def beat(self, line: CommandLine) -> None:
        """Say that this run lives.

        Raises:
            LeaseLost: the router has put itself back already.
        """
        if not self.armed or not self._beats:
            return
        try:
            line.run(f"configure revert timer {self._minutes}")
        except ProvisioningError as refused:
            self.armed = False
            raise LeaseLost(f"{self.fired} ({refused})") from None

    @property
    def fired(self) -> str:
        """What has happened when this run was silent for too long, in a sentence."""
        return f"the router heard nothing for {self._minutes} min and has put itself back"

    def has_fired(self, line: CommandLine) -> bool:
        """Whether the router has put itself back, though this run never told it to."""
        return self.armed and self.pending(line) is None

    def put_back(self, line: CommandLine) -> bool:
        """Have it put back now; false when the router did not do that."""
        if not self.armed and self.pending(line) is None:
            return False
        self.armed = False
        try:
            line.run("configure revert now", seconds=self._seconds)
        except ProvisioningError as refused:
            self._note(f"configure revert now: {refused}")
            return False
        return True

    def disarm(self, line: CommandLine) -> None:
        """Nothing is to be put back any more.

        Raises:
            ProvisioningError: the timer runs on; whoever waits for it is told how long.
        """
        self.armed = False
        waiting = self.pending(line)
        if waiting is None:
            return
        try:
            line.run("configure confirm")
        except ProvisioningError as refused:
            if _NONE_PENDING not in str(refused):
                raise ProvisioningError(
                    f"a change by {waiting.user} waits for `configure confirm` and would put the "
                    f"router back in the middle of this run: let {waiting.user} confirm it, or "
                    f"wait {waiting.minutes} min ({refused})"
                ) from None

    def _note(self, text: str) -> None:
        self._journal.append(WITNESS, Kind.NOTE, "dead-man restore", text=text)
