"""Each rule of the ledger, on the project itself and shown to bite."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from harness.ledger.catchers import FILE_NAME as CATCHERS
from harness.ledger.catchers import Catcher, load_catchers
from harness.ledger.clauses import FILE_NAME, Clause, Clauses, load
from harness.ledger.findings import Ledger, findings
from harness.ledger.plans import PlanEntry, read_plans
from harness.standin.catalogue import CATALOGUE

PLANS = Path(__file__).resolve().parents[2] / "testplans"


def plan(number, *clauses):
    return PlanEntry(number, "test_07.py", f"test_{number}", "", "", clauses)


def clause(name, *defects, issue=None):
    return Clause(name, "Table 94", "Hold.", "8.0", open=issue, defects=defects)


def clauses(*rows):
    return Clauses({each.id: each for each in rows})


def caught(defect, *plans):
    return {defect: tuple(Catcher(defect, f"test_{each}", "", re.compile(".")) for each in plans)}


HOLD = "T94.hold-call"
WELL = Ledger(
    clauses(clause(HOLD, "lost"), clause("T94.set-forwarding", issue=4)),
    (plan("HO-01", HOLD), plan("HO-02", HOLD)),
    {"lost"},
    caught("lost", "HO-01"),
)


def test_the_documents_clauses_the_plans_and_the_defects_are_as_they_should_be():
    clauses, catchers = load(PLANS / FILE_NAME), load_catchers(PLANS / CATCHERS)

    assert findings(Ledger(clauses, read_plans(PLANS), set(CATALOGUE), catchers)) == ()


def test_a_ledger_that_is_well_has_nothing_to_say():
    assert findings(WELL) == ()


@pytest.mark.parametrize(
    ("changed", "sentences"),
    [
        (
            {"plans": (*WELL.plans, plan("HO-03", "T94.hold-cal"), plan("HO-04"))},
            (
                "HO-03 (test_07.py): there is no clause T94.hold-cal; T94.hold-call is one",
                "HO-04 (test_07.py) names no clause",
            ),
        ),
        (
            {"clauses": clauses(clause(HOLD, "lost"), clause("T94.reconnect"))},
            ("clause T94.reconnect has no plan; write one, or mark it `open: <issue>`",),
        ),
        (
            {"clauses": clauses(replace(clause(HOLD, "lost"), out_of_reach="No router has it."))},
            ("clause T94.hold-call has a plan and is said to be out of reach",),
        ),
        (
            {"clauses": clauses(clause(HOLD, "lost", "los"))},
            ("clause T94.hold-call: there is no defect los",),
        ),
        (
            {"catchers": caught("lost", "HO-01") | caught("los", "HO-01")},
            ("defects.yaml: there is no defect los",),
        ),
        (
            {"clauses": clauses(clause(HOLD))},
            (
                "clause T94.hold-call has a plan, but no defect for it to catch; name one",
                "defect lost breaks no clause; name it under `defects:` of one in clauses.yaml",
            ),
        ),
        (
            {"catchers": {}},
            (
                "defect lost has no plan that must catch it; give it a row in defects.yaml",
                "clause T94.hold-call: none of its defects is caught by a plan of its own",
            ),
        ),
        (
            {"catchers": caught("lost", "HO-01", "HO-09")},
            ("defects.yaml: defect lost: there is no plan test_HO-09",),
        ),
        (
            {
                "clauses": clauses(clause(HOLD, "lost", "found"), clause("T94")),
                "plans": (plan("HO-01", HOLD), plan("HO-02", "T94")),
                "defects": {"lost", "found"},
                "catchers": caught("lost", "HO-01") | caught("found", "HO-02"),
            },
            (
                "clause T94 has a plan, but no defect for it to catch; name one",
                "defects.yaml: defect found breaks T94.hold-call, which test_HO-02 proves not",
            ),
        ),
        (
            {
                "clauses": clauses(clause(HOLD, "lost"), clause("T94", "lost")),
                "plans": (plan("HO-01", HOLD), plan("HO-02", "T94")),
            },
            ("clause T94: none of its defects is caught by a plan of its own",),
        ),
    ],
)
def test_each_rule_bites(changed, sentences):
    assert findings(replace(WELL, **changed)) == sentences
