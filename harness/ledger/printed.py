"""Every command line that the document prints, as ``commands.yaml`` lists them, passage by passage.

A passage is what a reader would type one line after the other: a procedure, an example, a list of
names. What a router does with each line is written beside it, so that it can be typed and compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.errors import LedgerError
from harness.ledger.reading import read_rows

FILE_NAME = "commands.yaml"
_KEYS: Mapping[str, type] = {
    "clause": str,
    "as": str,
    "prepared": list,
    "in": list,
    "lines": str,
    "typed": dict,
    "refused": dict,
    "becomes": dict,
    "clauses": dict,
}
_REFUSAL_KEYS = {"at", "why", "instead"}


@dataclass(frozen=True, slots=True)
class Misprint:
    """A line that no router takes."""

    at: str
    """What stands from the caret on; empty where the line is incomplete."""
    why: str
    instead: str
    """The line that was meant."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of the document."""

    text: str
    typed: str
    """What is typed: the line, with its placeholders filled in."""
    clause: str
    misprint: Misprint | None = None
    becomes: str = ""
    """How the running configuration spells it, where that is worth a look."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that are typed one after the other."""

    place: str
    lines: tuple[PrintedLine, ...]
    as_user: bool = False
    """Whether it begins in user EXEC."""
    prepared: tuple[str, ...] = ()
    """Configuration lines that stand already."""
    way: tuple[str, ...] = field(default=())
    """What is typed to come to its place."""


def load(path: Path) -> tuple[Passage, ...]:
    """Read a file of passages.

    Raises:
        LedgerError: it is missing or not what it should be; the sentence names file, line, place.
    """
    passages = []
    for row in read_rows(path, of="passage"):
        try:
            passages.append(_passage(row.name, row.given))
        except LedgerError as problem:
            raise LedgerError(f"{path}:{row.line}: passage {row.name}: {problem}") from None
    return tuple(passages)


def _passage(place: str, given: Any) -> Passage:
    if not isinstance(given, dict):
        raise LedgerError("has to be a mapping with clause and lines")
    for key, said in given.items():
        if key not in _KEYS:
            raise LedgerError(f"{key!r} is not known here; known are {', '.join(_KEYS)}")
        if not isinstance(said, _KEYS[key]) or not said:
            raise LedgerError(f"{key} has to be a {_KEYS[key].__name__}, not {said!r}")
    for key in ("clause", "lines"):
        if key not in given:
            raise LedgerError(f"{key} is missing")
    if given.get("as", "user") != "user":
        raise LedgerError(f"as has to be user or left out, not {given['as']!r}")
    return Passage(
        place,
        tuple(_line(text, given) for text in _texts(given["lines"])),
        as_user="as" in given,
        prepared=tuple(map(str, given.get("prepared", ()))),
        way=tuple(map(str, given.get("in", ()))),
    )


def _texts(block: str) -> Iterator[str]:
    for line in block.splitlines():
        text = line.strip()
        if text and text.strip("!."):
            yield text


def _line(text: str, given: Mapping[str, Any]) -> PrintedLine:
    refused = given.get("refused", {}).get(text)
    return PrintedLine(
        text,
        str(given.get("typed", {}).get(text, text)),
        str(given.get("clauses", {}).get(text, given["clause"])),
        _misprint(text, refused) if refused is not None else None,
        str(given.get("becomes", {}).get(text, "")),
    )


def _misprint(text: str, given: Any) -> Misprint:
    if not isinstance(given, dict) or set(given) - {"at"} != _REFUSAL_KEYS - {"at"}:
        raise LedgerError(f"what is refused of {text!r} needs why and instead, and at for a caret")
    return Misprint(str(given.get("at", "")), str(given["why"]), str(given["instead"]))


_PROMPTED = re.compile(
    r"(?:^|Example:</b>)\s*Router(?:\([\w-]+\))?[#>] ?(\S[^\t\n]*?)\s*(?:\t|$)", re.MULTILINE
)
_STEP = re.compile(r"^\d+\. (\*\*[a-z].*)$", re.MULTILINE)
_CELL = re.compile(r"^Step \d+\t(<b>[a-z].*?)\s*(?:\t|<b>Example)", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"\*\*([a-z][a-z -]+(?: \([a-z-]+\))?)\*\*(?: \(([a-z-]+)\))?")
_FENCED = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)
_MARKS = re.compile(r"\*+|</?[a-z]+>|\\")


def lines_of(document: str) -> tuple[str, ...]:
    """Every command line that the document's text prints, once, in no particular order.

    Numbered steps, command cells, examples behind a prompt, fenced configurations, and the commands
    that running text names in bold.
    """
    found = [match[1] for match in _PROMPTED.finditer(document)]
    found += [match[1] for match in _STEP.finditer(document)]
    found += [match[1] for match in _CELL.finditer(document)]
    for block in _FENCED.finditer(document):
        found += list(_texts(block[1]))
    found += [match[1] for match in _NAMED.finditer(_without_steps(document))]
    plain = (" ".join(_MARKS.sub("", text).split()) for text in found)
    return tuple(dict.fromkeys(text for text in plain if text))


def _without_steps(document: str) -> str:
    return _STEP.sub("", _FENCED.sub("", document))


def unlisted(document: str, passages: tuple[Passage, ...]) -> tuple[str, ...]:
    """What the document prints and no passage has."""
    listed = {line.text.replace(" ", "") for each in passages for line in each.lines}
    return tuple(line for line in lines_of(document) if line.replace(" ", "") not in listed)
