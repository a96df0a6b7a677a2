"""The copy of the running configuration that everything is put back from.

It lies in the router's own flash, so that it outlives this program: a run that was killed leaves
it behind, and the next one finds it. Putting back is ``configure replace`` and a comparison;
what IOS's rollback leaves undone, as it may with telephony lines, is undone line by line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from harness.errors import ProvisioningError
from harness.router import shows
from harness.router.cli import WITNESS, Answer, CommandLine
from harness.router.deadman import PREFIX, DeadMan, without_own
from harness.router.running import Difference, Statement, difference, statements, undo
from harness.router.secrets import redact
from harness.runtime.journal import Journal, Kind

NAME = f"{PREFIX}-backup.cfg"
_COPY_ANSWERS = (
    Answer(r"filename \[", ""),
    # Old file systems offer to erase flash, with everything in it, before they write to it.
    Answer(r"[Ee]rase .*\[confirm\]", "n"),
)
_DELETE_ANSWERS = (Answer(r"filename \[", ""), Answer(r"[Dd]elete .*\[confirm\]", ""))


class Backup:
    """The backup in one router's flash, and the configuration it stands for."""

    def __init__(self, journal: Journal, dead_man: DeadMan, *, seconds: float) -> None:
        self._journal = journal
        self._dead_man = dead_man
        self._seconds = seconds

    def running(self, line: CommandLine) -> str:
        """``show running-config``."""
        return line.run("show running-config", seconds=self._seconds)

    def is_there(self, line: CommandLine) -> bool:
        """Whether a backup lies in flash."""
        return NAME in shows.files(line.run("dir flash:"))

    def remains(self, line: CommandLine) -> tuple[str, ...]:
        """What a run left behind, in words: files, an archive path, half a backup."""
        files = [f"flash:{name}" for name in shows.files(line.run("dir flash:")) if _is_ours(name)]
        return (*files, *(["an archive path"] if self._dead_man.is_lent(line) else []))

    def make(self, line: CommandLine, before: Sequence[Statement]) -> None:
        """Copy the running configuration to flash and read it back.

        Raises:
            ProvisioningError: it could not be written, or is not ``before``.
        """
        line.run(f"copy running-config flash:{NAME}", seconds=self._seconds, answers=_COPY_ANSWERS)
        if self.read(line) != tuple(before):
            raise ProvisioningError(
                f"the backup flash:{NAME} does not hold the running configuration; nothing was "
                "pushed; look for free space with `dir flash:` and delete the file"
            )

    def read(self, line: CommandLine) -> tuple[Statement, ...] | None:
        """What the backup holds; ``None`` when there is none, or only the beginning of one.

        A copy that was cut short must never replace a configuration.
        """
        if not self.is_there(line):
            return None
        text = line.run(f"more flash:{NAME}", seconds=self._seconds)
        whole = text.rstrip().endswith("\nend")
        return without_own(statements(text)) if whole else None

    def remove(self, line: CommandLine) -> None:
        """Delete the backup, and whatever else the harness left in flash."""
        held = shows.files(line.run("dir flash:"))
        for name in held:
            if _is_ours(name) or name == self._dead_man.saved:
                line.run(f"delete /force flash:{name}", answers=_DELETE_ANSWERS)
        self._dead_man.saved = ""

    def put_back(
        self, line: CommandLine, before: Sequence[Statement], *, restored: Callable[[], object]
    ) -> None:
        """Make the running configuration what it was, and the flash too.

        Args:
            line: the command line.
            before: what it was.
            restored: called as soon as the configuration was put back, and with it everything
                that this run had written into it: who holds the router must say so again.

        Raises:
            ProvisioningError: something still differs; the backup stays in flash.
        """
        if not self._dead_man.put_back(line) and self._differs(line, before):
            self._dead_man.disarm(line)
            if self.read(line) == tuple(before):
                self._replace(line)
        restored()
        self._dead_man.disarm(line)
        self.undo_to(line, before)
        self.remove(line)

    def _differs(self, line: CommandLine, before: Sequence[Statement]) -> bool:
        now = statements(self.running(line))
        return bool(difference(before, without_own(now)))

    def _replace(self, line: CommandLine) -> None:
        try:
            line.run(f"configure replace flash:{NAME} force", seconds=self._seconds)
        except ProvisioningError as refused:
            self._note("configure replace failed", str(refused))

    def undo_to(self, line: CommandLine, before: Sequence[Statement]) -> None:
        """Undo, line by line, whatever differs from ``before``.

        Raises:
            ProvisioningError: something still differs.
        """
        tried: set[tuple[str, ...]] = set()
        while found := difference(before, statements(self.running(line))):
            step = next((step for step in undo(found) if step not in tried), None)
            if step is None:
                raise ProvisioningError(_still_different(found))
            tried.add(step)
            try:
                line.push(step)
            except ProvisioningError as refused:
                self._note("undoing", str(refused))

    def _note(self, name: str, text: str) -> None:
        self._journal.append(WITNESS, Kind.NOTE, name, text=text)


def _is_ours(name: str) -> bool:
    return name.startswith(PREFIX)


def _still_different(found: Difference) -> str:
    told = [redact(sentence) for sentence in found.sentences()]
    more = f" and {len(told) - 4} more" if len(told) > 4 else ""
    return (
        f"the router is not as it was before (- lost, + added): {'; '.join(told[:4])}{more}; "
        f"its configuration is kept in flash:{NAME} where a backup was made, and in its startup "
        "configuration, which was not touched"
    )
