"""A YAML file of named rows, each with its line, so that what is wrong can be said where it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from harness.errors import LedgerError


@dataclass(frozen=True, slots=True)
class Row:
    """One named row of a file, not yet understood."""

    name: str
    line: int
    given: Any


def read_rows(path: Path, *, of: str) -> tuple[Row, ...]:
    """The rows of a file that maps names to rows, in its order.

    Args:
        path: the file.
        of: what a row is, in the singular, for complaints.

    Raises:
        LedgerError: the file is missing, is no such mapping, or has a name twice; the sentence
            names file, line and name.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise LedgerError(f"{path}: {error.strerror or error}") from None
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        value = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise LedgerError(f"{path}: this is not YAML: {error}") from None
    if not isinstance(node, yaml.MappingNode) or not isinstance(value, dict):
        raise LedgerError(f"{path}: has to be a mapping of {of} names to what they say")
    lines = [(str(key.value), key.start_mark.line + 1) for key, _ in node.value]
    seen: set[str] = set()
    for name, line in lines:
        if name in seen:
            raise LedgerError(f"{path}:{line}: {of} {name} stands here a second time")
        seen.add(name)
    by_name = {str(key): given for key, given in value.items()}
    return tuple(Row(name, line, by_name.get(name)) for name, line in lines)
