"""The clauses of the document, as ``clauses.yaml`` lists them: id, place, sentence, version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from harness.errors import LedgerError
from harness.ledger.reading import read_rows

FILE_NAME = "clauses.yaml"
_KEYS = {
    "place": str, "says": str, "since": str, "open": int, "out-of-reach": str, "defects": list
}  # fmt: skip
_REQUIRED = ("place", "says", "since")
_ID = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_VERSION = re.compile(r"\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Clause:
    """One requirement of the document."""

    id: str
    place: str
    """Section, table row, step or restriction."""
    says: str
    """The requirement in our own words."""
    since: str
    """The version of Unified CME that has it: ``8.0``."""
    open: int | None = None
    """The issue that has still to prove it, or the rest of it."""
    defects: tuple[str, ...] = ()
    """The seeded defects that break it."""
    out_of_reach: str = ""
    """Why no bench can prove it; empty where one can."""

    def __str__(self) -> str:
        return f"{self.id}: {self.says}"


@dataclass(frozen=True, slots=True)
class Clauses:
    """Every clause by its id, in the order of the file."""

    by_id: Mapping[str, Clause] = field(default_factory=dict)

    def sentences(self, ids: Iterable[str]) -> tuple[str, ...]:
        """``id: sentence`` of each; an id that is in no list stands alone."""
        return tuple(str(self.by_id.get(each, each)) for each in ids)

    def nearest(self, unknown: str) -> str | None:
        """The id that was probably meant."""
        return next(iter(get_close_matches(unknown, self.by_id, n=1)), None)


def load(path: Path) -> Clauses:
    """Read a file of clauses.

    Raises:
        LedgerError: it is missing or not what it should be; the sentence names file, line and id.
    """
    clauses: dict[str, Clause] = {}
    for row in read_rows(path, of="clause"):
        try:
            clauses[row.name] = _clause(row.name, row.given)
        except LedgerError as problem:
            raise LedgerError(f"{path}:{row.line}: clause {row.name}: {problem}") from None
    return Clauses(clauses)


def _clause(name: str, given: Any) -> Clause:
    if not _ID.fullmatch(name):
        raise LedgerError("an id is words and digits joined by dots and hyphens")
    if not isinstance(given, dict):
        raise LedgerError("has to be a mapping with place, says and since")
    for key in _REQUIRED:
        if key not in given:
            raise LedgerError(f"{key} is missing")
    for key, said in given.items():
        if key not in _KEYS:
            raise LedgerError(f"{key!r} is not known here")
        if not isinstance(said, _KEYS[key]) or not said:
            raise LedgerError(f"{key} has to be a {_KEYS[key].__name__}, not {said!r}")
    if not _VERSION.fullmatch(given["since"]):
        raise LedgerError(f"since has to be a version like '8.0', not {given['since']!r}")
    defects = tuple(str(each) for each in given.get("defects", ()))
    return Clause(
        name,
        given["place"],
        given["says"].strip(),
        given["since"],
        given.get("open"),
        defects,
        given.get("out-of-reach", ""),
    )
