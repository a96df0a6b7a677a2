"""``speed-dial``: one row for phones and for the profiles of extension mobility."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harness.standin.cli.rows import Change, Row
from harness.standin.configuration import SpeedDial


def _set(change: Change) -> None:
    number = str(change.values["number"])
    label = str(change.values.get("text", "")).strip('"')
    change.block.speed_dials[int(change.values["tag"])] = SpeedDial(number, label)


def _remove(change: Change) -> None:
    change.block.speed_dials.pop(int(change.values["tag"]), None)


def _lines(block: Any) -> Iterator[str]:
    for tag, each in sorted(block.speed_dials.items()):
        label = f' label "{each.label}"' if " " in each.label else f" label {each.label}"
        yield f"speed-dial {tag} {each.number}{label if each.label else ''}"


def speed_dials(most: int) -> Row:
    """The row of a block with ``speed_dials``; ``most`` is the highest tag."""
    return Row(
        f"speed-dial tag:<1-{most}> number:DIGITS [label text:LINE]",
        _set,
        _remove,
        lines=_lines,
        no=f"speed-dial tag:<1-{most}> [number:DIGITS] [label text:LINE]",
    )
