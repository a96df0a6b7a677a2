from __future__ import annotations

import pytest

from harness.phone.screen.sharing import shared, with_entry


def test_equal_tables_become_one() -> None:
    one, other = (tuple(int(digit) for digit in "123") for _ in range(2))
    assert one is not other
    assert shared(one) is shared(other)


def test_equal_small_mappings_become_one_that_nobody_can_write_to() -> None:
    one, other = with_entry({}, (9, 1), 2), with_entry({(9, 1): 5}, (9, 1), 2)

    assert one is other
    assert one == {(9, 1): 2}
    with pytest.raises(TypeError):
        one[9, 1] = 3  # type: ignore[index]


def test_a_large_mapping_keeps_its_other_entries() -> None:
    before = dict.fromkeys(range(5), "")
    assert with_entry(before, 3, "x") == {**before, 3: "x"}
    assert before[3] == ""
