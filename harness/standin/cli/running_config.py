"""The configuration model back into lines, in the order of the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harness.standin.cli.modes import GLOBAL, MODES
from harness.standin.cli.rows import Row
from harness.standin.configuration import RouterConfiguration


def configuration_lines(configuration: RouterConfiguration) -> list[str]:
    """Every line from the first ``!`` to ``end``; what a saved file holds."""
    return [*_written(GLOBAL, configuration), "end"]


def configuration_text(configuration: RouterConfiguration) -> str:
    """The lines as one text."""
    return "".join(f"{line}\n" for line in configuration_lines(configuration))


def _written(mode: str, block: Any) -> Iterator[str]:
    for row in MODES[mode].rows:
        if isinstance(row, Row):
            yield from row.lines(block)
            yield from _opened(row, block, outermost=mode == GLOBAL)
        else:
            yield row


def _opened(row: Row, parent: Any, *, outermost: bool) -> Iterator[str]:
    if row.blocks is None:
        return
    for head, block in row.blocks(parent):
        yield head
        yield from (f" {line}" for line in _written(row.opens, block))
        if outermost:
            yield "!"
