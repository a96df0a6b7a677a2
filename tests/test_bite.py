"""The plans can fail: every seeded defect of the stand-in is caught, and named, by a plan."""

import os
import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from harness.ledger.catchers import FILE_NAME, load_catchers
from harness.ledger.plans import read_plans
from harness.standin.catalogue import CATALOGUE
from tests.biting import run_with_defect

ROOT = Path(__file__).resolve().parents[1]

MADE = "test_make_call_from_the_application"

# Which plan catches which defect stands in testplans/defects.yaml: new rows go there.
CATCHERS = load_catchers(ROOT / "testplans" / FILE_NAME)
FILES = {plan.function: plan.file for plan in read_plans(ROOT / "testplans")}


def run_plans(tmp_path, *arguments):
    """pytest on the plans, in a process of its own as an engineer would start it."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "testplans", "-q", "--no-header", "--tb=short",
         "-p", "no:randomly", f"--report={tmp_path / 'report'}", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120, env=os.environ,
    )  # fmt: skip


def test_every_defect_has_a_plan_that_catches_it():
    assert set(CATCHERS) == set(CATALOGUE)


@pytest.fixture(scope="module")
def ends(request, tmp_path_factory):
    """How the run with a defect ended; as many run at a time as the machine has processors."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        runs = {
            defect: pool.submit(
                run_with_defect,
                [f"testplans/{FILES[each.function]}::{each.plan}" for each in CATCHERS[defect]],
                defect,
                tmp_path_factory.mktemp(defect),
            )
            for defect in chosen(request)
        }
        yield {defect: run.result for defect, run in runs.items()}


def chosen(request):
    """Those defects whose tests were selected."""
    return {
        item.callspec.params["defect"]
        for item in request.session.items
        if item.path == request.path and hasattr(item, "callspec")
    }


@pytest.mark.parametrize("defect", CATCHERS)
def test_the_defect_is_caught_and_named(defect, ends):
    ended = ends[defect]()

    assert ended.returncode == pytest.ExitCode.TESTS_FAILED, ended.stdout
    first_lines = "\n".join(re.findall(r"^E   harness\.errors\.(.*)$", ended.stdout, re.MULTILINE))
    assert all(each.says.search(first_lines) for each in CATCHERS[defect]), ended.stdout
    assert "alice's phone:" in ended.stdout
    assert "capture: " in ended.stdout


def test_without_defects_all_plans_pass(tmp_path):
    ended = run_plans(tmp_path)

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
