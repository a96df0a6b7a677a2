"""A typed line against all syntaxes of a mode: abbreviations, carets, help, completion.

The rules are those of the reference on the IOS parser: a keyword may be cut to any prefix that
fits no other keyword at its place; a whole keyword beats longer ones that begin with it; keywords
ignore case; the caret stands under the first character that no candidate has any more, or under
the beginning of a variable word that is of the wrong kind or out of range.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Generic, TypeVar

from harness.standin.cli.syntax import (
    NO_LIMITS,
    Keyword,
    Limits,
    Matcher,
    Node,
    Sequence,
    Value,
    Variable,
    graph,
    read,
)

Row = TypeVar("Row")

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Word:
    """One blank-separated piece of a line."""

    text: str
    start: int


def words(line: str, start: int = 0) -> list[Word]:
    """The words of ``line`` from column ``start`` on."""
    return [Word(found[0], found.start()) for found in _WORD.finditer(line, start)]


@dataclass(frozen=True, slots=True)
class Match(Generic[Row]):
    """A line that a row takes."""

    row: Row
    values: dict[str, Value]
    starts: dict[str, int]
    """The column at which each value begins."""
    text: str
    """The line with every keyword written out."""
    exact: bool
    """Whether the first word was not abbreviated."""


@dataclass(frozen=True, slots=True)
class Invalid:
    """No row takes the line from ``column`` on."""

    column: int
    understood: int
    """How many words were."""


@dataclass(frozen=True, slots=True)
class Incomplete:
    """More words are needed."""

    understood: int


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A word is short for several keywords."""

    understood: int


Refusal = Invalid | Incomplete | Ambiguous


class _Fit(IntEnum):
    """How well a word fits; the best fit at a place drops all others."""

    NONE = 0
    VALUE = 1
    PREFIX = 2
    WHOLE = 3


@dataclass(frozen=True, slots=True)
class _Path(Generic[Row]):
    """One row's reading of the line so far."""

    row: Row
    node: Node
    text: tuple[str, ...] = ()
    values: dict[str, Value] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)

    def step(self, matcher: Matcher, node: Node, value: Value, start: int) -> _Path[Row]:
        values, starts = self.values, self.starts
        if matcher.name:
            values = {**values, matcher.name: self._joined(matcher, value)}
            starts = {matcher.name: start, **starts}
        return _Path(self.row, node, (*self.text, str(value)), values, starts)

    def _joined(self, matcher: Matcher, value: Value) -> Value:
        before = self.values.get(matcher.name)
        return value if before is None else f"{before} {value}"


_Edge = tuple[_Path[Row], Matcher, Node]


class Grammar(Generic[Row]):
    """The syntaxes of one mode, each with the row it belongs to."""

    def __init__(self, rows: Iterable[tuple[str | Sequence, Row]]) -> None:
        self._starts = [
            _Path(row, graph(read(syntax) if isinstance(syntax, str) else syntax))
            for syntax, row in rows
        ]

    def parse(self, line: str, start: int = 0, limits: Limits = NO_LIMITS) -> Match[Row] | Refusal:
        """What the line is, from column ``start`` on."""
        paths, understood, refusal, exact = self._walk(line, words(line, start), limits)
        if refusal:
            return refusal
        for path in paths:
            if path.node.ends:
                text = " ".join(path.text)
                return Match(path.row, path.values, path.starts, text, exact)
        return Incomplete(understood)

    def _walk(
        self, line: str, typed: list[Word], limits: Limits
    ) -> tuple[list[_Path[Row]], int, Refusal | None, bool]:
        paths = self._starts
        exact = False
        for understood, word in enumerate(typed):
            fit, taken = _best(paths, line, word, limits)
            if fit is _Fit.NONE:
                column = word.start + _lead(paths, word.text)
                return [], understood, Invalid(column, understood), exact
            if fit is _Fit.PREFIX and len({matcher.shown for _, matcher, _ in taken}) > 1:
                return [], understood, Ambiguous(understood), exact
            exact = exact if understood else fit is _Fit.WHOLE
            paths = [
                path.step(matcher, node, _value(matcher, line, word, limits), word.start)
                for path, matcher, node in taken
            ]
            if all(_takes_rest(matcher) for _, matcher, _ in taken):
                return paths, len(typed), None, exact
        return paths, len(typed), None, exact

    def next_words(self, line: str, start: int = 0, limits: Limits = NO_LIMITS) -> list[str] | None:
        """What may come after the last blank: the keywords and kinds that fit what stands there.

        ``<cr>`` when the line may end; ``None`` when what stands before it makes no sense.
        """
        before, partial = _cut(line, start)
        paths, _, refusal, _ = self._walk(before, words(before, start), limits)
        if refusal:
            return None
        shown = dict.fromkeys(
            _bounded(matcher, limits)
            for path in paths
            for matcher, _ in path.node.edges
            if not partial or _fit(matcher, line, Word(partial, len(before)), limits)
        )
        ends = not partial and any(path.node.ends for path in paths)
        return [*sorted(shown), *(["<cr>"] if ends and words(before, start) else [])]

    def completion(self, line: str, start: int = 0, limits: Limits = NO_LIMITS) -> str | None:
        """The rest of the keyword that the last word is short for, if it is just one."""
        before, partial = _cut(line, start)
        paths, _, refusal, _ = self._walk(before, words(before, start), limits)
        if refusal or not partial:
            return None
        fits = {
            matcher.text
            for path in paths
            for matcher, _ in path.node.edges
            if isinstance(matcher, Keyword) and _is_prefix(partial, matcher.text)
        }
        return fits.pop()[len(partial) :] if len(fits) == 1 else None


def _cut(line: str, start: int) -> tuple[str, str]:
    at = max(line.rfind(" ") + 1, start)
    return line[:at], line[at:]


def _is_prefix(text: str, keyword: str) -> bool:
    return keyword.lower().startswith(text.lower())


def _takes_rest(matcher: Matcher) -> bool:
    return isinstance(matcher, Variable) and matcher.kind.rest


def _value(matcher: Matcher, line: str, word: Word, limits: Limits) -> Value:
    if isinstance(matcher, Keyword):
        return matcher.text
    text = line[word.start :].rstrip() if _takes_rest(matcher) else word.text
    value = matcher.value(text, limits)
    return text if value is None else value


def _fit(matcher: Matcher, line: str, word: Word, limits: Limits) -> _Fit:
    if isinstance(matcher, Keyword):
        if not _is_prefix(word.text, matcher.text):
            return _Fit.NONE
        return _Fit.WHOLE if len(word.text) == len(matcher.text) else _Fit.PREFIX
    text = line[word.start :].rstrip() if _takes_rest(matcher) else word.text
    return _Fit.NONE if matcher.value(text, limits) is None else _Fit.VALUE


def _best(
    paths: list[_Path[Row]], line: str, word: Word, limits: Limits
) -> tuple[_Fit, list[_Edge[Row]]]:
    best = _Fit.NONE
    taken: list[_Edge[Row]] = []
    for path, matcher, node in _edges(paths):
        fit = _fit(matcher, line, word, limits)
        if fit > best:
            best, taken = fit, []
        if fit is best and fit is not _Fit.NONE:
            taken.append((path, matcher, node))
    return best, taken


def _edges(paths: list[_Path[Row]]) -> Iterator[_Edge[Row]]:
    for path in paths:
        for matcher, node in path.node.edges:
            yield path, matcher, node


def _lead(paths: list[_Path[Row]], text: str) -> int:
    """How many characters of ``text`` some keyword still has."""
    return max(
        (
            _common(matcher.text.lower(), text.lower())
            for _, matcher, _ in _edges(paths)
            if isinstance(matcher, Keyword)
        ),
        default=0,
    )


def _common(first: str, second: str) -> int:
    pairs = zip(first, second, strict=False)
    return next(
        (at for at, (one, other) in enumerate(pairs) if one != other), min(len(first), len(second))
    )


def _bounded(matcher: Matcher, limits: Limits) -> str:
    shown = matcher.shown
    for name, limit in limits.items():
        shown = shown.replace(f"-{name}>", f"-{limit}>")
    return shown
