import json

from harness.reporting.record import Outcome, PlanRecord, RunRecord
from harness.reporting.reporter import Reporter

RUN = RunRecord(
    topology="standin", router="stand-in", began="2026-11-23T10:00:00+00:00", seconds=1.0,
    judges={"tshark": "present"}, defects=("no-ring",),
)  # fmt: skip
PLAN = PlanRecord(
    node="testplans/test_02.py::test_a", number="MC-01", chapter="Chapter 2.", title="A call.",
    reference="ECMA-269", clauses=("T94.make-call",), outcome=Outcome.FAILED, seconds=0.12345,
)  # fmt: skip


def finish(folder):
    reporter = Reporter(folder)
    reporter.plan_ended(PLAN)
    return reporter.finish(RUN)


def test_results_for_programs_stand_beside_the_page(tmp_path):
    page = finish(tmp_path / "one")
    results = json.loads((page.parent / "results.json").read_text(encoding="utf-8"))

    assert results["defects"] == ["no-ring"]
    assert results["plans"] == [
        {
            "number": "MC-01",
            "node": "testplans/test_02.py::test_a",
            "title": "A call.",
            "clauses": ["T94.make-call"],
            "outcome": "failed",
            "seconds": 0.123,
        }
    ]


def test_latest_follows_the_run_that_ended_last(tmp_path):
    finish(tmp_path / "one")
    second = finish(tmp_path / "two")

    assert (tmp_path / "latest" / "index.html").samefile(second)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["latest", "one", "two"]


def test_a_folder_called_latest_is_left_alone(tmp_path):
    (tmp_path / "latest").mkdir()
    (tmp_path / "latest" / "mine").touch()
    finish(tmp_path / "one")

    assert (tmp_path / "latest" / "mine").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["latest", "one"]


def test_a_folder_that_was_asked_for_gets_no_neighbour(tmp_path):
    Reporter(tmp_path / "one", is_latest=False).finish(RUN)

    assert [path.name for path in tmp_path.iterdir()] == ["one"]
