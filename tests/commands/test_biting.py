from io import StringIO

import pytest
from rich.console import Console

from harness.commands.biting import bite, print_defects
from harness.errors import HarnessError, LedgerError

CLAUSES = """
T94.make-call:
  place: Table 94
  says: The application places a call.
  since: "8.0"
  defects: [no-ring, no-such]
"""


def test_defects_stand_below_the_clauses_that_they_break(tmp_path, monkeypatch):
    from harness.standin.catalogue import CATALOGUE

    few = {name: CATALOGUE[name] for name in ("no-ring", "wrong-cause")}
    monkeypatch.setattr("harness.commands.biting.CATALOGUE", few)
    (tmp_path / "clauses.yaml").write_text(CLAUSES, encoding="utf-8")
    (tmp_path / "defects.yaml").write_text("no-ring: {plan: 'test_rings[hand]', says: ringer}\n")
    console = Console(file=StringIO(), width=200, highlight=False)

    print_defects(plans=tmp_path, console=console)

    assert console.file.getvalue().splitlines() == [
        "T94.make-call The application places a call.",
        "  no-ring: the called phone shows the call but its ringer stays off",
        "      test_rings[hand]",
        "  no-such: there is no such defect",
        "      caught by nothing",
        f"  wrong-cause: {CATALOGUE['wrong-cause'].effect} (breaks no clause)",
        "2 defects",
    ]


def test_a_missing_list_is_one_sentence(tmp_path):
    with pytest.raises(LedgerError, match=r"clauses.yaml: No such file"):
        print_defects(plans=tmp_path)


def test_where_there_are_no_plans_nothing_is_bitten(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(HarnessError, match="no folder testplans here"):
        bite(words="", jobs=None, topology=tmp_path, patience=1.0, report=None)
