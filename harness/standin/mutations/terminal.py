"""Rows over the command line: what is typed, and what is printed.

A line that is misread or a mode that is left too early would keep the bench itself from being set
up; such a row spares the first line of the router, on which the bench does that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A line that is typed is taken for others, or for none."""

    name: str
    effect: str
    breaks: str
    line: str
    """A regular expression for the whole line."""
    becomes: tuple[str, ...] = ()
    """The lines it is taken for; groups of ``line`` may stand in them as ``\\1``."""
    modes: tuple[str, ...] = ()
    """Only in these configuration modes (``harness.standin.cli.modes``); in all, when empty."""
    spares: int = 0
    """So many such lines are read well before."""
    often: int | None = None
    """So many are misread after that; all, when left out."""
    spares_first_terminal: bool = False


Change = Callable[[str], str | None]
"""A line that is printed to what is printed instead; ``None`` for nothing."""


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A command prints something else."""

    name: str
    effect: str
    breaks: str
    command: str
    """A regular expression for the whole command."""
    change: Change
    spares: int = 0
    """So many such commands print well before."""


TerminalRow = TypedRow | PrintedRow


def without(line: str) -> Change:
    """One line is not printed."""
    return lambda printed: None if printed == line else printed


def without_any(beginning: str) -> Change:
    """No line that begins so is printed."""
    return lambda printed: None if printed.startswith(beginning) else printed


def instead(text: str, other: str) -> Change:
    """Some words are others."""
    return lambda printed: printed.replace(text, other)
