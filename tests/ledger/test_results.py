import json

from harness.ledger.results import catches, last_outcomes, read_runs, worst


def leave(folder, began, plans, *, bench="standin", defects=()):
    told = {
        "bench": bench,
        "began": began,
        "defects": list(defects),
        "plans": [{"number": number, "outcome": outcome} for number, outcome in plans],
    }
    (folder / began).mkdir()
    (folder / began / "results.json").write_text(json.dumps(told), encoding="utf-8")


def test_the_last_sound_run_of_a_plan_on_a_bench_counts(tmp_path):
    leave(tmp_path, "2026-01-02", [("MC-01", "passed"), ("MC-02", "passed")])
    leave(tmp_path, "2026-01-01", [("MC-01", "failed"), ("AC-01", "skipped")])
    leave(tmp_path, "2026-01-03", [("MC-01", "failed")], defects=["no-ring"])
    leave(tmp_path, "2026-01-04", [("MC-02", "failed")], bench="lab")
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / "results.json").write_text('{"bench": "standin", "pla', encoding="utf-8")
    (tmp_path / "latest").symlink_to("2026-01-04")

    runs = read_runs(tmp_path)

    assert [run.began for run in runs] == ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"]
    assert last_outcomes(runs) == {
        "standin": {"MC-01": "passed", "MC-02": "passed", "AC-01": "skipped"},
        "lab": {"MC-02": "failed"},
    }
    assert catches(runs) == {"no-ring": frozenset({"MC-01"})}


def test_the_worst_variant_speaks_for_its_plan(tmp_path):
    leave(tmp_path, "2026-01-02", [("MC-04", "passed"), ("MC-04", "failed"), ("MC-04", "passed")])

    assert read_runs(tmp_path)[0].outcomes == {"MC-04": "failed"}
    assert worst(["passed", "skipped", "broken"]) == "broken"
    assert worst([]) == ""


def test_two_defects_at_a_time_catch_nothing(tmp_path):
    leave(tmp_path, "2026-01-02", [("MC-04", "failed")], defects=["no-ring", "event-twice"])

    assert catches(read_runs(tmp_path)) == {}
