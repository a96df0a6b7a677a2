"""What a row of the EXEC table is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from harness.standin.cli.host import Terminal
from harness.standin.cli.syntax import Value
from harness.standin.cli.talk import Talk, say

Arguments = Mapping[str, Value]
Run = Callable[[Terminal, Arguments], Talk | None]
Show = Callable[[Terminal], Iterable[str]]


@dataclass(frozen=True, slots=True)
class ExecRow:
    """One command of EXEC."""

    syntax: str
    run: Run
    privileged: bool = True
    """Whether it wants privileged EXEC."""
    piped: bool = False
    """Whether its output can be filtered."""


def shown(syntax: str, show: Show, *, privileged: bool = True) -> ExecRow:
    """A ``show`` command without arguments that matter."""

    def run(terminal: Terminal, arguments: Arguments) -> Talk:
        del arguments
        return say(show(terminal))

    return ExecRow(f"show {syntax}", run, privileged, piped=True)


def asked(syntax: str, show: Callable[[Terminal, Arguments], Iterable[str]]) -> ExecRow:
    """A ``show`` command with arguments."""
    return ExecRow(f"show {syntax}", lambda terminal, given: say(show(terminal, given)), piped=True)
