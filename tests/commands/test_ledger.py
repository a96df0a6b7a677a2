from io import StringIO

from rich.console import Console

from harness.commands.ledger import print_ledger

CLAUSES = """
T94.make-call:
  place: Table 94
  says: The application places a call.
  since: "8.0"
  defects: [no-ring]
T94.hold-call:
  place: Table 94
  says: The application holds a call.
  since: "8.0"
"""
PLAN = """
import pytest

@pytest.mark.plan("MC-01", clauses=["T94.make-call"])
def test_make_call():
    ...
"""


CATCHER = "no-ring: {plan: test_make_call, says: ringer}\n"
BITES = """{"bench": "standin", "began": "2011-01-01T00:00:00", "seconds": 1, "bites": [
 {"defect": "no-ring", "plan": "test_make_call", "number": "MC-01",
  "clauses": ["T94.make-call"], "verdict": "caught", "headline": "the ringer is off"}]}"""


def printed(tmp_path, **options):
    (tmp_path / "reports" / "1").mkdir(parents=True)
    (tmp_path / "reports" / "1" / "bites.json").write_text(BITES, encoding="utf-8")
    (tmp_path / "defects.yaml").write_text(CATCHER, encoding="utf-8")
    (tmp_path / "clauses.yaml").write_text(CLAUSES + options.pop("more", ""), encoding="utf-8")
    (tmp_path / "test_02.py").write_text(PLAN, encoding="utf-8")
    console = Console(file=StringIO(), width=200, highlight=False)
    well = print_ledger(
        plans=tmp_path,
        reports=tmp_path / "reports",
        console=console,
        **{"only_open": False, **options},
    )
    return well, console.file.getvalue()


def test_the_matrix_says_clause_plan_and_defect_and_what_is_missing(tmp_path):
    well, text = printed(tmp_path)

    assert not well
    assert "T94.make-call  MC-01\n" in text
    assert "The application places a call. Table 94; CME 8.0" in text
    assert "broken by no-ring (caught by MC-01 on standin)" in text
    assert "defect wrong-cause breaks no clause" in text
    assert "defect wrong-cause has no plan that must catch it" in text
    assert "clause T94.hold-call has no plan" in text
    assert "2 clauses: 1 proven, 1 plans" in text


def test_an_open_clause_is_listed_as_such(tmp_path, monkeypatch):
    monkeypatch.setattr("harness.commands.ledger.CATALOGUE", {"no-ring": None})
    well, text = printed(tmp_path, more="  open: 4\n", only_open=True)

    assert well
    assert "T94.hold-call  open: issue 4\n" in text
    assert "T94.make-call  " not in text
