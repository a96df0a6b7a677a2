"""A CTI session through a pipe: a command a line in, a line out for each answer and event.

Besides the verbs of `cti_verbs` a script may ``wait EVENT``: for the next event of that name that
nobody has waited for yet, and no longer than the patience.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from harness.application.wording import in_words
from harness.commands import cti_verbs
from harness.commands.cti_verbs import Control, Unclear
from harness.errors import HarnessError
from harness.runtime.clock import Deadline
from harness.runtime.journal import Entry, Journal, Kind

_TOLD = frozenset({Kind.EVENT, Kind.FAULT, Kind.NOTE})


class Conversation:
    """One script, or one person without a terminal of their own."""

    def __init__(self, control: Control, journal: Journal, out: TextIO, patience: float) -> None:
        self._control = control
        self._journal = journal
        self._out = out
        self._patience = patience
        self._waited = journal.cursor

    def told(self, entry: Entry) -> None:
        """Follow an entry: on the session's thread."""
        if entry.kind is Kind.EVENT:
            self._control.table = self._control.table.told(entry.value)
            self._say("<", f"{entry.name}: {in_words(entry.value)}")
        elif entry.kind in _TOLD:
            self._say("!", f"{entry.name}: {entry.text}")

    def do(self, line: str) -> bool:
        """Do what a line says; whether that went well."""
        self._say(">", line)
        try:
            words = line.split()
            answer = self._wait(words[1:]) if words[0] == "wait" else self._verb(line)
        except HarnessError as problem:
            self._say("!", problem.sentence)
            return False
        self._say("=", answer or "done")
        return True

    def _verb(self, line: str) -> str:
        return cti_verbs.do(self._control, line)

    def _wait(self, words: list[str]) -> str:
        if len(words) != 1:
            raise Unclear("wait for which event? wait Delivered")
        name = words[0].removesuffix("Event")

        def look() -> Entry | None:
            for entry in self._journal.entries(self._waited):
                self._waited = entry.number + 1
                if entry.kind is Kind.EVENT and entry.name.removesuffix("Event") == name:
                    return entry
            return None

        deadline = Deadline.after(self._patience, f"the event {name}")
        return self._journal.wait(look, deadline).name

    def _say(self, sign: str, text: str) -> None:
        at = self._journal.clock.now()
        for line in text.split("\n"):
            printable = "".join(each if each.isprintable() else "▯" for each in line)
            self._out.write(f"{at:12.3f} {sign} {printable}\n")
        self._out.flush()


def converse(
    control: Control, journal: Journal, lines: Iterable[str], out: TextIO, *, patience: float
) -> int:
    """Do line after line until there is none; 0 when all went well, else 1."""
    conversation = Conversation(control, journal, out, patience)
    with journal.subscribed(conversation.told):
        wanted = (line.partition("#")[0].strip() for line in lines)
        done = [conversation.do(line) for line in wanted if line]
    return 0 if all(done) else 1
