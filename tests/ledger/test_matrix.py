"""The document's clauses, joined with the project's plans, results and defects."""

from harness.ledger.bites import Bite
from harness.ledger.clauses import Clause, Clauses
from harness.ledger.matrix import matrix, summary
from harness.ledger.plans import PlanEntry

HOLD = Clause("T94.hold-call", "Table 94", "Hold.", "8.0", defects=("wrong-cause",))
FORWARD = Clause("T94.set-forwarding", "Table 94", "Forward.", "8.0", open=4)
CLAUSES = Clauses({each.id: each for each in (HOLD, FORWARD)})


def plan(number, *clauses):
    return PlanEntry(number, "test_07.py", f"test_{number}", "", "", clauses)


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


def test_a_clause_out_of_reach_is_neither_proven_nor_open():
    far = Clause("feature.8-8", "Table 96", "More.", "8.8", out_of_reach="No router has it.")

    rows = matrix(Clauses({far.id: far, HOLD.id: HOLD}), [plan("HO-01", HOLD.id)])

    assert [row.is_proven for row in rows] == [False, True]
    assert summary(rows) == "2 clauses: 1 proven, 1 plans; 1 out of reach"


def test_a_defect_caught_by_a_plan_of_another_clause_proves_nothing_here():
    plans = [plan("HO-01", "T94.hold-call"), plan("MC-01", "T94")]

    hold, _ = matrix(CLAUSES, plans, caught={"wrong-cause": frozenset({"MC-01"})})

    assert hold.caught == frozenset()


def test_what_came_of_a_clauses_defects_stands_beside_it():
    bite = Bite("wrong-cause", "test_hold", "HO-01", ("T94.hold-call",), "caught", "a headline")
    other = Bite("no-ring", "test_ring", "MC-01", ("T94",), "survived", "")
    bites = {"standin": {"wrong-cause": (bite,), "no-ring": (other,)}}

    hold, forward = matrix(CLAUSES, [plan("HO-01", "T94.hold-call")], bites=bites)

    assert hold.bites == {"standin": (bite,)}
    assert forward.bites == {}
