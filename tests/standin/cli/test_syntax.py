from __future__ import annotations

import pytest

from harness.standin.cli.syntax import Number, names, read, without_values, written


@pytest.mark.parametrize(
    ("notation", "values", "line"),
    [
        ("keepalive keepalive:<10-65535>", {"keepalive": 60}, "keepalive 60"),
        (
            "number number:DIGITS [secondary secondary:DIGITS]",
            {"number": "201", "secondary": None},
            "number 201",
        ),
        (
            "number number:DIGITS [secondary secondary:DIGITS]",
            {"number": "201", "secondary": "1201"},
            "number 201 secondary 1201",
        ),
        ("gain gain:{-6|0}", {"gain": "-6"}, "gain -6"),
        ("gain gain:{-6|0}", {"gain": "12"}, None),
        ("shutdown [forced]", {}, "shutdown"),
        ("keepalive keepalive:<10-65535>", {"keepalive": None}, None),
    ],
)
def test_a_syntax_is_also_how_a_line_is_printed(
    notation: str, values: dict[str, int | str | None], line: str | None
) -> None:
    assert written(read(notation), values) == line


def test_the_names_stand_in_order() -> None:
    notation = "ip source-address a:A.B.C.D [port p:<2000-9999>] [m:{any-match|strict-match}]"
    assert list(dict.fromkeys(names(read(notation)))) == ["a", "p", "m"]


def test_after_no_everything_that_varies_may_be_left_out() -> None:
    assert written(without_values(read("max-ephones n:<1-35>")), {}) == "max-ephones"


@pytest.mark.parametrize(
    ("text", "value"), [("1", 1), ("48", 48), ("0", None), ("49", None), ("x", None)]
)
def test_a_number_has_its_bounds(text: str, value: int | None) -> None:
    assert Number("n", "1", "48").value(text, {}) == value
