"""Types the document's command lines at a router's command line and says what became of each.

The router is the stand-in's own command line, fresh from the factory for every passage, with its
switch behind it and no socket in front.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from harness.ledger.printed import Misprint, Passage, PrintedLine
from harness.standin.cli.factory import factory_configuration
from harness.standin.cli.host import CliHost
from harness.standin.cli.session import CliSession
from harness.standin.configuration import Credentials
from harness.standin.switch import Switch

_SECRET = "cisco"  # noqa: S105 - the stand-in's, which everybody knows
_CARET = re.compile(r"^( *)\^$", re.MULTILINE)
_REFUSALS = ("% Incomplete command", "% Ambiguous command", "% Unknown command", '% Type "show ?"')
TAKEN = "taken"
INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line."""

    place: str
    mode: str
    """The prompt without the host name: ``(config-ephone-dn)#``."""
    line: PrintedLine
    verdict: str
    """``taken``, ``incomplete``, ``refused at "…"``, or what the router said."""
    wanted: str
    """The verdict of the table."""

    @property
    def as_wanted(self) -> bool:
        """Whether the router did what the table says."""
        return self.verdict == self.wanted


class CommandTypist:
    """Types at one fresh router."""

    def __init__(self, *, as_user: bool = False) -> None:
        configuration = factory_configuration(Credentials())
        switch = Switch(configuration, now=lambda: 0.0, wall=lambda: datetime.now(UTC))
        self.host = CliHost(configuration, switch)
        self.log_in(as_user=as_user)

    def log_in(self, *, as_user: bool = False) -> None:
        """Take a new session, as after a reload."""
        terminal = self.host.attach(user="cisco", remote="local", privilege=1 if as_user else 15)
        terminal.length = 0
        self._terminal = terminal
        self._session = CliSession(terminal)
        self._session.connection_made(0.0)
        self._session.data_to_send()

    @property
    def prompt(self) -> str:
        """What stands before the next line."""
        return self._terminal.prompt

    def type(self, line: str) -> str:
        """Type a line, answer a password; returns what the router made of it."""
        before = self.prompt
        shown = self._keys(f"{line}\r")
        if shown.endswith("Password: "):
            shown += self._keys(f"{_SECRET}\r")
        caret = _CARET.search(shown.replace("\r", ""))
        if caret is not None:
            return f'refused at "{line[len(caret[1]) - len(before) :]}"'
        said = next((each for each in _REFUSALS if each in shown), "")
        if not said:
            return TAKEN
        return said.removeprefix("% ") if "Incomplete" not in said else INCOMPLETE

    def _keys(self, text: str) -> str:
        self._session.receive_data(text.encode(), 0.0)
        return self._session.data_to_send().decode("latin-1")


def typed(passage: Passage) -> Iterator[Outcome]:
    """Every line of a passage, and every correction, in order."""
    typist = CommandTypist(as_user=passage.as_user)
    _prepare(typist, passage)
    for line in passage.lines:
        mode = _mode(typist.prompt)
        yield Outcome(passage.place, mode, line, _verdict(typist, line), _wanted(line.misprint))
        if line.misprint is not None:
            said = typist.type(line.misprint.instead)
            if said != TAKEN:
                meant = PrintedLine(line.misprint.instead, line.misprint.instead, line.clause)
                yield Outcome(passage.place, mode, meant, said, TAKEN)


def _prepare(typist: CommandTypist, passage: Passage) -> None:
    if passage.prepared:
        other = typist.host.attach(user="cisco", remote="local", privilege=15)
        session = CliSession(other)
        lines = ("configure terminal", *passage.prepared, "end", "exit", "")
        session.receive_data("\r".join(lines).encode(), 0.0)
    for line in passage.way:
        typist.type(line)


def _verdict(typist: CommandTypist, line: PrintedLine) -> str:
    said = typist.type(line.typed)
    if said != TAKEN or not line.becomes:
        return said
    spelt = {" ".join(each.split()) for each in typist.host.running().splitlines()}
    return TAKEN if line.becomes in spelt else f"not printed back as {line.becomes!r}"


def _wanted(misprint: Misprint | None) -> str:
    if misprint is None:
        return TAKEN
    return f'refused at "{misprint.at}"' if misprint.at else INCOMPLETE


def _mode(prompt: str) -> str:
    return re.sub(r"^[\w-]+", "", prompt)
