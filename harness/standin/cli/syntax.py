"""IOS syntax notation, read into a graph that a line of words can walk.

The notation of Cisco's command references, with names added to what varies::

    keyword                  the word itself, or a prefix of it that fits nothing else
    {a | b}                  one of these
    [a]                      this or nothing
    name:{a | b}             one of these keywords, remembered
    name:<1-48>              a number; a bound may be a name that the configuration fills in
    name:WORD                see `KINDS` for WORD and its kin
    a ...                    once or more

`KINDS` is the table of what a variable word may look like; ``?`` shows its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Value = str | int
Limits = Mapping[str, int]

NO_LIMITS: Limits = {}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a variable word may look like."""

    shown: str
    """As ``?`` shows it."""
    pattern: re.Pattern[str]
    rest: bool = False
    """Takes the rest of the line, blanks and all."""


_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"

KINDS: Mapping[str, Kind] = {
    "WORD": Kind("WORD", re.compile(r"\S+")),
    "LINE": Kind("LINE", re.compile(r".+"), rest=True),
    "DELIMITED": Kind("LINE", re.compile(r".+"), rest=True),
    "A.B.C.D": Kind("A.B.C.D", re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}")),
    "H.H.H": Kind("H.H.H", re.compile(r"[0-9A-Fa-f]{1,4}(?:\.[0-9A-Fa-f]{1,4}){2}")),
    "HH:MM": Kind("hh:mm", re.compile(r"(?:[01]?\d|2[0-3]):[0-5]?\d|24:0?0")),
    "DELAY": Kind("mmm or hhh:mm", re.compile(r"\d{1,3}(?::[0-5]\d)?")),
    "NAME15": Kind("WORD", re.compile(r"[A-Za-z0-9]{1,15}")),
    "NAME30": Kind("WORD", re.compile(r"[A-Za-z0-9_-]{1,30}")),
    "PIN": Kind("WORD", re.compile(r"\d{4,8}")),
    "DIGITS": Kind("WORD", re.compile(r"[0-9A-Da-d*#+.]{1,16}")),
    "NUMBERS": Kind("WORD", re.compile(r"[0-9A-Da-d*#+.]{1,16}(?:,[0-9A-Da-d*#+.]{1,16})*")),
    "BUTTON": Kind("WORD", re.compile(r"\d{1,2}[:bfmwsocx]\d{1,3}(?:,\d{1,3})*")),
    "FILE": Kind("WORD", re.compile(r"flash:/?[^\s/|]+")),
    "URL": Kind("WORD", re.compile(r"(?:flash|system|nvram):/?[^\s/|]+")),
    "MD5": Kind("WORD", re.compile(r"[0-9A-Fa-f]{32}")),
    "PORT": Kind("<slot/subslot/port>", re.compile(r"0/0/[0-3]")),
    "SLOTTED": Kind("interface", re.compile(r"(?i:f[a-z]*|se[a-z-]*)")),
    "SLOT": Kind("<slot/port>", re.compile(r"0/[01]")),
    "LOOPBACK": Kind("interface", re.compile(r"(?i:l[a-z]*)")),
    "INTERFACE": Kind("interface", re.compile(r"(?i:f[a-z]*0/[01]|se[a-z-]*0/0|l[a-z]*\d{1,9})")),
}

_RANGE = re.compile(r"<(\w+)-(\w+)>")
_PIECE = re.compile(r"[\[\]{}|]|\.\.\.|[^\s\[\]{}|]+")


@dataclass(frozen=True, slots=True)
class Keyword:
    """A fixed word; ``name`` remembers it where the notation names the choice."""

    text: str
    name: str = ""

    @property
    def shown(self) -> str:
        """As ``?`` shows it."""
        return self.text


@dataclass(frozen=True, slots=True)
class Variable:
    """A word of some kind."""

    name: str
    kind: Kind

    @property
    def shown(self) -> str:
        """As ``?`` shows it."""
        return self.kind.shown

    def value(self, text: str, limits: Limits) -> Value | None:
        """The word's value; ``None`` when it is none of this kind."""
        del limits
        return text if self.kind.pattern.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number in a range; bounds are numbers or names of limits."""

    name: str
    low: str
    high: str

    @property
    def shown(self) -> str:
        """As ``?`` shows it, where the bounds are fixed."""
        return f"<{self.low}-{self.high}>"

    def value(self, text: str, limits: Limits) -> Value | None:
        """The number; ``None`` when it is none or out of range."""
        if not re.fullmatch(r"-?\d{1,10}", text):
            return None
        number = int(text)
        return (
            number
            if self._bound(self.low, limits) <= number <= self._bound(self.high, limits)
            else None
        )

    @staticmethod
    def _bound(text: str, limits: Limits) -> int:
        return int(text) if text.isdigit() else limits.get(text, 0)


Matcher = Keyword | Variable | Number


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these."""

    alternatives: tuple[Sequence, ...]


@dataclass(frozen=True, slots=True)
class Optional:
    """This or nothing."""

    inner: Sequence


@dataclass(frozen=True, slots=True)
class Repeated:
    """Once or more."""

    inner: Sequence


Part = Keyword | Variable | Number | Sequence | Choice | Optional | Repeated


class _Notation:
    """A recursive reader of one line of notation."""

    def __init__(self, text: str) -> None:
        self._pieces = _PIECE.findall(text)
        self._at = 0

    def sequence(self, *, name: str = "", until: str = "") -> Sequence:
        parts: list[Part] = []
        while self._at < len(self._pieces) and self._pieces[self._at] not in until:
            piece = self._take()
            if piece == "...":
                parts.append(Repeated(Sequence((parts.pop(),))))
            else:
                parts.append(self._part(piece, name))
        return Sequence(tuple(parts))

    def _take(self) -> str:
        piece = self._pieces[self._at]
        self._at += 1
        return str(piece)

    def _part(self, piece: str, name: str) -> Part:
        if piece == "[":
            inner = self.sequence(name=name, until="]")
            self._take()
            return Optional(inner)
        if piece == "{":
            return self._choice(name)
        named, colon, kind = piece.partition(":")
        if colon and not kind and self._pieces[self._at : self._at + 1] == ["{"]:
            self._take()
            return self._choice(named)
        if colon and (bounds := _RANGE.fullmatch(kind)):
            return Number(named, bounds[1], bounds[2])
        if colon and kind in KINDS:
            return Variable(named, KINDS[kind])
        return Keyword(piece, name)

    def _choice(self, name: str) -> Choice:
        alternatives = [self.sequence(name=name, until="|}")]
        while self._take() == "|":
            alternatives.append(self.sequence(name=name, until="|}"))
        return Choice(tuple(alternatives))


def read(notation: str) -> Sequence:
    """The structure of one syntax."""
    return _Notation(notation).sequence()


@dataclass(slots=True, eq=False)
class Node:
    """A place in a syntax: what may come next, and whether the line may end here."""

    edges: list[tuple[Matcher, Node]] = field(default_factory=list)
    ends: bool = False


def graph(structure: Part, after: Node | None = None) -> Node:
    """Where a line that follows ``structure`` begins."""
    after = after or Node(ends=True)
    match structure:
        case Sequence(parts):
            for part in reversed(parts):
                after = graph(part, after)
            return after
        case Choice(alternatives):
            starts = [graph(each, after) for each in alternatives]
            return Node([edge for start in starts for edge in start.edges])
        case Optional(inner):
            return Node([*graph(inner, after).edges, *after.edges], ends=after.ends)
        case Repeated(inner):
            again = Node(list(after.edges), ends=after.ends)
            start = graph(inner, again)
            again.edges.extend(start.edges)
            return start
        case _:
            return Node([(structure, after)])


def names(structure: Part) -> Iterator[str]:
    """The names a syntax gives to what varies."""
    match structure:
        case Sequence(parts):
            for part in parts:
                yield from names(part)
        case Choice(alternatives):
            for each in alternatives:
                yield from names(each)
        case Optional(inner) | Repeated(inner):
            yield from names(inner)
        case Keyword(_, name) | Variable(name, _) | Number(name, _, _):
            if name:
                yield name


def without_values(structure: Sequence) -> Sequence:
    """The syntax with everything from its first variable on optional, as after ``no``."""
    for index, part in enumerate(structure.parts):
        if isinstance(part, Optional) or next(names(part), None):
            rest = Sequence(structure.parts[index:])
            return Sequence((*structure.parts[:index], Optional(rest)))
    return structure


def written(structure: Part, values: Mapping[str, Value | None]) -> str | None:
    """The line that has these values; ``None`` where one that is needed is missing.

    A part in brackets is written when it has all its values; a bare keyword in brackets never is.
    """
    match structure:
        case Sequence(parts):
            texts = [written(part, values) for part in parts]
            return None if None in texts else " ".join(text for text in texts if text)
        case Choice(alternatives):
            return next(
                (text for each in alternatives if (text := written(each, values)) is not None), None
            )
        case Optional(inner):
            return (written(inner, values) if next(names(inner), None) else None) or ""
        case Repeated(inner):
            return written(inner, values)
        case Keyword(text, name):
            return text if not name or values.get(name) == text else None
        case Variable(name, _) | Number(name, _, _):
            value = values.get(name)
            return None if value is None else str(value)
