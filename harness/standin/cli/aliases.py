"""Short names for EXEC commands: those IOS has from the beginning, and ``alias exec``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harness.standin.cli.rows import Change, Row
from harness.standin.configuration import RouterConfiguration

BUILT_IN: Mapping[str, str] = {
    "h": "help",
    "lo": "logout",
    "p": "ping",
    "r": "resume",
    "s": "show",
    "u": "undebug",
    "un": "undebug",
    "w": "where",
}
_MARK = "alias exec "


def _key(change: Change) -> str:
    return f"{_MARK}{change.values['name']}"


def _set(change: Change) -> None:
    change.configuration.kept[_key(change)] = change.line


def _unset(change: Change) -> None:
    change.configuration.kept.pop(_key(change), None)


def _lines(configuration: RouterConfiguration) -> Iterator[str]:
    return (line for key, line in sorted(configuration.kept.items()) if key.startswith(_MARK))


ALIAS = Row(
    "alias exec name:WORD command:LINE",
    _set,
    _unset,
    lines=_lines,
    no="alias exec name:WORD [command:LINE]",
)


def aliases(configuration: RouterConfiguration) -> dict[str, str]:
    """Every alias and what it stands for."""
    own = (line.removeprefix(_MARK).partition(" ") for line in _lines(configuration))
    return {**BUILT_IN, **{name: command for name, _, command in own}}


def expanded(configuration: RouterConfiguration, line: str) -> str:
    """A line of EXEC with its first word, where that is an alias, written out."""
    first, blank, rest = line.lstrip().partition(" ")
    if first not in BUILT_IN and f"{_MARK}{first}" not in configuration.kept:
        return line
    return f"{aliases(configuration)[first]}{blank}{rest}"
