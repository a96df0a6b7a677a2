from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from harness.standin.cli import exec_rows, filters
from harness.standin.cli.help import listing, text_of
from harness.standin.cli.modes import MODES
from harness.standin.cli.rows import Row
from harness.standin.cli.syntax import Choice, Optional, Part, Repeated, Sequence, read


def words(part: Part) -> Iterator[str]:
    """Every word of a syntax, as ``?`` shows it."""
    match part:
        case Sequence(inner) | Choice(inner):
            for each in inner:
                yield from words(each)
        case Optional(one) | Repeated(one):
            yield from words(one)
        case _:
            yield part.shown


SYNTAXES = {
    **{mode: [r.syntax for r in MODES[mode].rows if isinstance(r, Row)] for mode in MODES},
    "EXEC": [row.syntax for row in exec_rows.ROWS],
    "pipes": [f"{name} pattern:LINE" for name in filters.FILTERS],
}


@pytest.mark.parametrize("mode", SYNTAXES)
def test_every_word_of_every_command_has_a_text(mode: str) -> None:
    silent = {
        word for syntax in SYNTAXES[mode] for word in words(read(syntax)) if text_of(word) is None
    }
    assert silent == set()


def test_a_text_is_short_enough_for_its_column_and_begins_with_a_capital() -> None:
    for syntaxes in SYNTAXES.values():
        for syntax in syntaxes:
            for word in words(read(syntax)):
                text = text_of(word) or ""
                assert len(text) <= 60
                assert text[:1] == text[:1].upper()


def test_help_lists_what_may_follow_with_its_text(configuring: Any) -> None:
    configuring.line("voice service voip")
    shown = configuring.keys("cti ?")
    assert "  callmonitor  Report calls to a contact centre\r\n" in shown
    assert "  shutdown     Turn it off\r\n" in shown
    assert shown.endswith("Router(conf-voi-serv)#cti ")


def test_a_range_and_a_model_explain_themselves() -> None:
    assert list(listing(["<60-3600>", "7961"], partial=False)) == [
        "  <60-3600>  A number in this range",
        "  7961       Cisco IP Phone 7961",
    ]
