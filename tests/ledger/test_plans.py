import pytest

from harness.errors import LedgerError
from harness.ledger.plans import PlanEntry, read_plans

PLANS = '''
"""Chapter 7. Hold."""
import pytest

HOLD = ["T94.hold-call"]

@pytest.mark.plan("HO-01", ref="ECMA-269 Hold Call", clauses=[*HOLD, "scope.control"])
@pytest.mark.parametrize("by", ["hand", "application"])
def test_hold(by):
    """Alice holds.

    More.
    """

def test_no_plan():
    """A test without a mark."""
'''


def test_marks_are_read_whatever_expression_made_them(tmp_path):
    (tmp_path / "test_07_hold.py").write_text(PLANS, encoding="utf-8")

    assert read_plans(tmp_path) == (
        PlanEntry(
            "HO-01",
            "test_07_hold.py",
            "test_hold",
            "Alice holds.",
            "ECMA-269 Hold Call",
            ("T94.hold-call", "scope.control"),
        ),
    )
    assert not list(tmp_path.rglob("*.pyc"))


def test_a_file_that_cannot_be_imported_is_named(tmp_path):
    (tmp_path / "test_08_broken.py").write_text("import nothing_of_that_name\n", encoding="utf-8")

    with pytest.raises(LedgerError, match=r"test_08_broken\.py: ModuleNotFoundError"):
        read_plans(tmp_path)
