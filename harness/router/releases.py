"""Which version of Unified CME an IOS carries. Pure.

Built from the command histories of the CME books (cme-ios.md 1.1); a T or M release between two
rows carries what the row before it does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Release = tuple[int, int]

_ROWS: Sequence[tuple[tuple[int, int, int], Release]] = (
    ((12, 4, 4), (4, 0)),
    ((12, 4, 15), (4, 1)),
    ((12, 4, 20), (7, 0)),
    ((12, 4, 24), (7, 1)),
    ((15, 0, 1), (7, 1)),
    ((15, 1, 1), (8, 0)),
    ((15, 1, 2), (8, 1)),
    ((15, 1, 3), (8, 5)),
    ((15, 1, 4), (8, 6)),
    ((15, 2, 1), (8, 8)),
    ((15, 2, 2), (9, 0)),
    ((15, 2, 4), (9, 1)),
    ((15, 3, 2), (9, 5)),
    ((15, 3, 3), (10, 0)),
    ((15, 4, 3), (10, 5)),
    ((15, 5, 0), (11, 0)),
    ((15, 6, 3), (11, 6)),
)
_SPECIAL: dict[str, Release] = {"15.0(1)XA": (8, 0), "12.4(22)YB": (7, 1)}
_VERSION = re.compile(r"(\d+)\.(\d+)\((\d+)")


def cme_of(ios: str) -> Release | None:
    """``(8, 6)`` for ``15.1(4)M7``; ``None`` for a train that no row knows, as of IOS XE."""
    special = next((each for name, each in _SPECIAL.items() if ios.startswith(name)), None)
    found = _VERSION.match(ios)
    if special is not None or found is None:
        return special
    wanted = (int(found[1]), int(found[2]), int(found[3]))
    known = [release for row, release in _ROWS if row <= wanted]
    return known[-1] if known and wanted[0] < 16 else None


def release(text: str) -> Release:
    """``8.0`` as numbers."""
    major, _, minor = text.partition(".")
    return int(major), int(minor or 0)


def told(number: Release) -> str:
    """A version as people write it: ``8.6``."""
    return f"{number[0]}.{number[1]}"
