"""The host of the command lines with rows laid over what is typed and printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from harness.standin.cli.host import CliHost, Terminal
from harness.standin.cli.talk import Talk
from harness.standin.mutations.terminal import PrintedRow, TerminalRow, TypedRow


class MutatedHost(CliHost):
    """A command line that reads and prints something else than it should."""

    def __init__(self, rows: Sequence[TerminalRow], *arguments: Any, **options: Any) -> None:
        self._typed = [each for each in rows if isinstance(each, TypedRow)]
        self._printed = [each for each in rows if isinstance(each, PrintedRow)]
        self._met: Counter[str] = Counter()
        super().__init__(*arguments, **options)

    def heard(self, terminal: Terminal, line: str) -> tuple[str, ...]:
        """The lines that a broken router takes a line for."""
        for row in self._typed:
            found = re.fullmatch(row.line, line.strip())
            if found is not None and self._is_misread(row, terminal):
                return tuple(found.expand(each) for each in row.becomes)
        return (line,)

    def _is_misread(self, row: TypedRow, terminal: Terminal) -> bool:
        mode = terminal.configurator.mode if terminal.configurator is not None else None
        if row.modes and mode not in row.modes:
            return False
        if row.spares_first_terminal and terminal.number == 0:
            return False
        self._met[row.name] += 1
        late = self._met[row.name] - row.spares
        return late > 0 and (row.often is None or late <= row.often)

    def told(self, line: str, talk: Talk | None) -> Talk | None:
        """What a broken router prints about a line."""
        for row in self._printed:
            if talk is not None and re.fullmatch(row.command, line.strip()):
                self._met[row.name] += 1
                talk = _changed(row, talk) if self._met[row.name] > row.spares else talk
        return talk


def _changed(row: PrintedRow, talk: Talk) -> Talk:
    """What a command prints that asks nothing, with some of its lines changed."""
    for item in talk:
        printed = row.change(item) if isinstance(item, str) else item
        if printed is not None:
            yield printed
