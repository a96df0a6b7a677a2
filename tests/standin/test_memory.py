from __future__ import annotations

import pytest

from harness.standin.calls.events import DirectoryNumber
from harness.standin.defects import Defect
from harness.standin.memory import Memory

WATCHED = DirectoryNumber("201", watched=True, notified=True)
PLAIN = DirectoryNumber("201")


def after(defect: Defect | None, *numbers: DirectoryNumber) -> tuple[DirectoryNumber, ...]:
    memory = Memory(frozenset() if defect is None else frozenset({defect}))
    memory.recalled((WATCHED,))
    return memory.recalled(numbers)


def test_without_a_defect_nothing_is_recalled() -> None:
    assert after(None, PLAIN) == (PLAIN,)
    assert after(None) == ()


@pytest.mark.parametrize(
    ("defect", "recalled"),
    [
        (Defect.WATCH_OUTLIVES, DirectoryNumber("201", watched=True)),
        (Defect.NOTIFY_OUTLIVES, DirectoryNumber("201", notified=True)),
    ],
)
def test_a_bad_memory_keeps_one_thing(defect: Defect, recalled: DirectoryNumber) -> None:
    assert after(defect, PLAIN) == (recalled,)
    assert after(defect) == ()


def test_a_number_that_is_gone_comes_back() -> None:
    assert after(Defect.NUMBER_OUTLIVES) == (WATCHED,)
    assert after(Defect.NUMBER_OUTLIVES, PLAIN) == (PLAIN,)
