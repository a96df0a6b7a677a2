from __future__ import annotations

from harness.standin.evidence import BEHAVIOURS, Grade, of_grade


def test_each_behaviour_has_one_row_and_a_source() -> None:
    assert len({each.name for each in BEHAVIOURS}) == len(BEHAVIOURS)
    assert all(each.source and each.does for each in BEHAVIOURS)


def test_nothing_is_recorded_before_a_router_was_measured() -> None:
    assert list(of_grade(Grade.RECORDED)) == []
    assert any(of_grade(Grade.ASSUMED))
