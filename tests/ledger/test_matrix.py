"""The document's clauses and the project's plans meet, and the ledger notices when they do not."""

from pathlib import Path

from harness.ledger.clauses import FILE_NAME, Clause, Clauses, load
from harness.ledger.matrix import findings, matrix, summary, unattached
from harness.ledger.plans import PlanEntry, read_plans
from harness.standin.catalogue import CATALOGUE

PLANS = Path(__file__).resolve().parents[2] / "testplans"

HOLD = Clause("T94.hold-call", "Table 94", "Hold.", "8.0", defects=("wrong-cause",))
FORWARD = Clause("T94.set-forwarding", "Table 94", "Forward.", "8.0", open=4)
CLAUSES = Clauses({each.id: each for each in (HOLD, FORWARD)})


def plan(number, *clauses):
    return PlanEntry(number, "test_07.py", f"test_{number}", "", "", clauses)


def test_every_clause_of_the_document_has_a_plan_or_an_issue_and_every_plan_a_clause():
    defects = set(CATALOGUE)

    assert findings(load(PLANS / FILE_NAME), read_plans(PLANS), defects=defects) == ()


def test_a_plan_without_a_known_clause_is_found():
    plans = [plan("HO-01", "T94.hold-call"), plan("HO-02", "T94.hold-cal"), plan("HO-03")]

    assert findings(CLAUSES, plans, defects={"wrong-cause"}) == (
        "HO-02 (test_07.py): there is no clause T94.hold-cal; T94.hold-call is one",
        "HO-03 (test_07.py) names no clause",
    )


def test_a_clause_without_a_plan_is_found_unless_an_issue_has_to_prove_it():
    assert findings(CLAUSES, [], defects={"wrong-cause"}) == (
        "clause T94.hold-call has no plan; write one, or mark it `open: <issue>`",
    )


def test_a_clause_that_names_an_unheard_of_defect_is_found():
    held = [plan("HO-01", "T94.hold-call")]

    assert findings(CLAUSES, held, defects={"no-ring"}) == (
        "clause T94.hold-call: there is no defect wrong-cause",
    )
    assert unattached(CLAUSES, {"no-ring", "wrong-cause"}) == ("no-ring",)


def test_a_row_joins_plans_last_results_and_what_was_caught():
    plans = [plan("HO-01", "T94.hold-call"), plan("HO-02", "T94.hold-call"), plan("MC-01", "T94")]
    last = {"standin": {"HO-01": "passed", "HO-02": "failed"}, "lab": {"MC-01": "passed"}}

    hold, forward = matrix(CLAUSES, plans, last=last, caught={"wrong-cause": frozenset({"HO-02"})})

    assert [each.number for each in hold.plans] == ["HO-01", "HO-02"]
    assert hold.last == {"standin": "failed"}
    assert hold.caught == {"wrong-cause"}
    assert hold.is_proven
    assert not forward.is_proven
    assert summary([hold, forward]) == "2 clauses: 1 proven, 2 plans; 1 open (issue 4: 1)"


def test_a_defect_caught_by_a_plan_of_another_clause_proves_nothing_here():
    plans = [plan("HO-01", "T94.hold-call"), plan("MC-01", "T94")]

    hold, _ = matrix(CLAUSES, plans, caught={"wrong-cause": frozenset({"MC-01"})})

    assert hold.caught == frozenset()
