"""The plans can fail: a sample of the seeded defects is caught and named; `make bite` has all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.ledger.catchers import FILE_NAME, load_catchers
from harness.ledger.plans import read_plans
from harness.standin.mutations.rows import ROWS

ROOT = Path(__file__).resolve().parents[1]

MADE = "test_make_call_from_the_application"

# Which plan catches which defect stands in testplans/defects.yaml: new rows go there.
CATCHERS = load_catchers(ROOT / "testplans" / FILE_NAME)
CHAPTERS = {plan.function: plan.file for plan in read_plans(ROOT / "testplans")}


def sample():
    """The first defect of each chapter, and the first of each mechanism."""
    firsts = {}
    for defect, (catcher, *_) in CATCHERS.items():
        mechanism = type(ROWS.get(defect)).__name__
        firsts.setdefault(CHAPTERS.get(catcher.function), defect)
        firsts.setdefault(mechanism, defect)
    return sorted(set(firsts.values()))


def run_plans(tmp_path, *arguments):
    """pytest on the plans, in a process of its own as an engineer would start it."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "testplans", "-q", "--no-header", "--tb=short",
         "-p", "no:randomly", f"--report={tmp_path / 'report'}", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=150, env=os.environ,
    )  # fmt: skip


@pytest.fixture(scope="module")
def bitten(tmp_path_factory):
    report = tmp_path_factory.mktemp("bite")
    ended = subprocess.run(
        [sys.executable, "-m", "harness", "bite", " or ".join(sample()), f"--report={report}"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=150,
    )  # fmt: skip
    return ended, json.loads((report / "bites.json").read_text())["bites"]


def test_the_sample_is_caught_and_named(bitten):
    ended, bites = bitten

    assert {bite["defect"] for bite in bites} == set(sample())
    assert f"{len(sample())} caught, 0 survived" in ended.stdout, ended.stdout + ended.stderr
    assert ended.returncode == pytest.ExitCode.OK


def test_each_is_caught_by_a_plan_of_its_own_clause(bitten):
    _, bites = bitten

    assert [bite["defect"] for bite in bites if not bite["clauses"]] == []


def test_a_failure_shows_phones_and_capture(tmp_path):
    ended = run_plans(tmp_path, "-k", MADE, "--defect", "no-ring", "--patience", "0.2")

    assert ended.returncode == pytest.ExitCode.TESTS_FAILED, ended.stdout
    assert "bob.phone: rings showing alice: " in ended.stdout
    assert "alice's phone:" in ended.stdout
    assert "capture: " in ended.stdout


def test_without_a_defect_the_plans_pass_and_leave_their_evidence(tmp_path):
    ended = run_plans(tmp_path, "-k", MADE)

    assert ended.returncode == pytest.ExitCode.OK, ended.stdout + ended.stderr
    assert (tmp_path / "report" / "index.html").is_file()
    assert list((tmp_path / "report" / "captures").glob("*.pcapng"))
    assert list((tmp_path / "report" / "allure-results").glob("*-result.json"))


def test_an_unknown_defect_is_one_sentence(tmp_path):
    ended = run_plans(tmp_path, "-k", MADE, "--defect", "no-such-defect")

    assert ended.returncode == pytest.ExitCode.USAGE_ERROR
    assert "there is no defect 'no-such-defect'" in ended.stderr + ended.stdout
    assert "Traceback" not in ended.stdout + ended.stderr


def test_a_missing_topology_is_one_sentence(tmp_path):
    ended = run_plans(tmp_path, "--topology", "topologies/nowhere.yaml")

    assert ended.returncode == pytest.ExitCode.USAGE_ERROR
    assert "topologies/nowhere.yaml" in ended.stderr + ended.stdout
    assert "Traceback" not in ended.stdout + ended.stderr
