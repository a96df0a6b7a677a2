from __future__ import annotations

import pytest

from harness.standin.calls.dialplan import Match, match

NUMBERS = ("201", "202", "2", "30", "301")


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("201", Match.COMPLETE),
        ("20", Match.PARTIAL),
        ("", Match.PARTIAL),
        ("2", Match.AMBIGUOUS),
        ("30", Match.AMBIGUOUS),
        ("9", Match.NONE),
        ("2011", Match.NONE),
    ],
)
def test_digits_are_measured_against_the_numbers(digits: str, expected: Match) -> None:
    assert match(digits, NUMBERS) is expected
