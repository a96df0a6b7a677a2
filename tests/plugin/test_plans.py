from pathlib import Path
from types import SimpleNamespace

import pytest

from harness.plugin.plans import PlanMark, lacking_release

CLAUSES = """
enable.cti:
  place: step 7
  says: It turns CTI on.
  since: "8.0"
scope.dial-via-office:
  place: Table 96
  says: It dials via the office.
  since: "8.8"
"""


def lacking(tmp_path: Path, ios: str, *clauses: str) -> str:
    (tmp_path / "clauses.yaml").write_text(CLAUSES, encoding="utf-8")
    item = SimpleNamespace(
        config=SimpleNamespace(stash=pytest.Stash()), path=tmp_path / "test_18.py"
    )
    mark = PlanMark("node", "PR-01", "", clauses, (), "", "", "")
    return lacking_release(item, mark, ios)  # type: ignore[arg-type]


def test_an_image_without_cti_is_named_with_the_clause_it_lacks(tmp_path):
    assert lacking(tmp_path, "12.4(24)T2", "enable.cti") == (
        "IOS 12.4(24)T2 is CME 7.1; enable.cti came with CME 8.0"
    )


def test_what_came_with_8_8_is_not_asked_of_a_2811(tmp_path):
    told = lacking(tmp_path, "15.1(4)M7", "enable.cti", "scope.dial-via-office")
    assert told == "IOS 15.1(4)M7 is CME 8.6; scope.dial-via-office came with CME 8.8"


@pytest.mark.parametrize("ios", ["15.2(1)T", "16.9.4", ""])
def test_a_release_that_has_it_or_that_nobody_knows_is_asked(tmp_path, ios):
    assert lacking(tmp_path, ios, "scope.dial-via-office") == ""


def test_a_clause_that_nobody_listed_asks_for_nothing(tmp_path):
    assert lacking(tmp_path, "12.4(24)T", "nobody.knows") == ""
