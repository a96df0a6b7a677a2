"""The pipe after a ``show`` command: ``| include`` and its kin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from harness.standin.cli.matching import Grammar

Filter = Callable[[Iterable[str], re.Pattern[str]], Iterable[str]]


def _include(lines: Iterable[str], pattern: re.Pattern[str]) -> Iterable[str]:
    return [line for line in lines if pattern.search(line)]


def _exclude(lines: Iterable[str], pattern: re.Pattern[str]) -> Iterable[str]:
    return [line for line in lines if not pattern.search(line)]


def _begin(lines: Iterable[str], pattern: re.Pattern[str]) -> Iterable[str]:
    begun = False
    for line in lines:
        begun = begun or bool(pattern.search(line))
        if begun:
            yield line


def _section(lines: Iterable[str], pattern: re.Pattern[str]) -> Iterable[str]:
    """Each line that fits, with the lines that are indented deeper below it."""
    inside: int | None = None
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if inside is not None and line.strip() and indent > inside:
            yield line
            continue
        inside = indent if pattern.search(line) else None
        if inside is not None:
            yield line


def _count(lines: Iterable[str], pattern: re.Pattern[str]) -> Iterable[str]:
    yield f"Number of lines which match regexp = {len(list(_include(lines, pattern)))}"


FILTERS: Mapping[str, Filter] = {
    "begin": _begin,
    "count": _count,
    "exclude": _exclude,
    "include": _include,
    "section": _section,
}

GRAMMAR: Grammar[str] = Grammar((f"{name} pattern:LINE", name) for name in FILTERS)
"""What may follow the bar."""


def compiled(pattern: str) -> re.Pattern[str]:
    """An IOS regular expression; one that Python cannot read is taken literally."""
    try:
        # `_` in IOS is any delimiter: blank, comma, brace, beginning or end of the line.
        return re.compile(pattern.replace("_", r"(?:^|$|[\s,{}()_])"))
    except re.error:
        return re.compile(re.escape(pattern))
