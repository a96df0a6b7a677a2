"""Which plan catches which seeded defect, and by which words, as ``defects.yaml`` lists them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.errors import LedgerError
from harness.ledger.reading import read_rows

FILE_NAME = "defects.yaml"
_KEYS = ("plan", "says")
_PLAN = re.compile(r"(?P<function>test_\w+)(?:\[(?P<variant>[^\]]+)\])?")


@dataclass(frozen=True, slots=True)
class Catcher:
    """A plan that must fail with a defect, and the words by which one knows what was wrong."""

    defect: str
    function: str
    """The plan's name."""
    variant: str
    """With which parameters, as pytest writes them in brackets; empty for all there are."""
    says: re.Pattern[str]
    """Found in the first line of the failure."""

    @property
    def plan(self) -> str:
        """As it stands in the file: ``test_hold_call[hand]``."""
        return f"{self.function}[{self.variant}]" if self.variant else self.function

    def runs(self, function: str, variant: str) -> bool:
        """Whether that plan, with those parameters, is meant."""
        return function == self.function and self.variant in {"", variant}


def load_catchers(path: Path) -> Mapping[str, tuple[Catcher, ...]]:
    """Defect → its catchers, in the order of the file.

    Raises:
        LedgerError: the file is missing or not what it should be; the sentence names file, line
            and defect.
    """
    catchers: dict[str, tuple[Catcher, ...]] = {}
    for row in read_rows(path, of="defect"):
        given = row.given if isinstance(row.given, list) else [row.given]
        try:
            catchers[row.name] = tuple(_catcher(row.name, each) for each in given)
        except LedgerError as problem:
            raise LedgerError(f"{path}:{row.line}: defect {row.name}: {problem}") from None
    return catchers


def _catcher(defect: str, given: Any) -> Catcher:
    if not isinstance(given, dict):
        raise LedgerError("has to be a mapping with plan and says, or a list of such")
    _require_keys(given)
    plan = _PLAN.fullmatch(given["plan"])
    if plan is None:
        raise LedgerError(
            f"plan has to be a plan's name, test_hold_call or test_hold_call[hand], not"
            f" {given['plan']!r}"
        )
    try:
        says = re.compile(given["says"])
    except re.error as error:
        raise LedgerError(f"says is no regular expression: {error}") from None
    return Catcher(defect, plan["function"], plan["variant"] or "", says)


def _require_keys(given: dict[Any, Any]) -> None:
    for key in given:
        if key not in _KEYS:
            raise LedgerError(f"{key!r} is not known here; write {' and '.join(_KEYS)}")
    for key in _KEYS:
        if key not in given:
            raise LedgerError(f"{key} is missing")
    for key in _KEYS:
        if not isinstance(given[key], str) or not given[key]:
            raise LedgerError(f"{key} has to be a text, not {given[key]!r}")
