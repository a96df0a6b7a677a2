import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from harness.commands.repeating import Manner, Repetition, repeat
from harness.errors import HarnessError
from harness.runtime.clock import Deadline
from harness.topology import load

ROOT = Path(__file__).resolve().parents[2]
STANDIN = ROOT / "topologies" / "standin.yaml"
ROUTER = ROOT / "topologies" / "lab-2811.yaml"

PLANS = """
def test_one(request):
    assert request.config.getoption("randomly_seed") != 8

def test_other():
    pass
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "testplans").mkdir()
    (tmp_path / "testplans" / "test_plans.py").write_text(PLANS)
    return tmp_path


def harness(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "harness", *arguments],
        cwd=folder, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_of_what_was_not_green_the_evidence_stays_and_of_the_others_nothing(project):
    ended = harness(project, "orders", "--times", "2", "--seed", "7", "-t", str(STANDIN))

    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert re.search(r"/2 seed 7 2 passed in", ended.stdout)
    assert re.search(r"/2 seed 8 1 failed, 1 passed in", ended.stdout)
    assert "FAILED testplans/test_plans.py::test_one" in ended.stdout
    assert "1 of 2 green" in ended.stdout
    (kept,) = (project / "reports").glob("orders-*/*")
    assert kept.name == "2"
    assert "assert 8 != 8" in (kept / "output.txt").read_text()
    assert f"evidence: {kept.relative_to(project)}" in ended.stdout


def test_green_orders_leave_nothing_and_end_well(project):
    ended = harness(project, "orders", "--times", "2", "--seed", "3", "-t", str(STANDIN))

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "2 of 2 green" in ended.stdout
    assert not (project / "reports").exists()


def test_only_the_plans_that_match_run(project):
    ended = harness(
        project, "orders", "--times", "1", "--seed", "8", "-k", "other", "-t", str(STANDIN)
    )

    assert "1 passed, 1 deselected" in ended.stdout
    assert ended.returncode == 0


def test_two_runs_never_hold_one_router():
    assert not load(ROUTER).router.is_standin
    assert Manner(topology=ROUTER).together == 1
    assert Manner(topology=ROUTER, jobs=1).together == 1
    with pytest.raises(HarnessError, match=r"--jobs 2: .*lab-2811\.yaml names a router, and two"):
        _ = Manner(topology=ROUTER, jobs=2).together


def test_standins_run_together(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 6)

    assert Manner(topology=STANDIN).together == 6
    assert Manner(topology=STANDIN, jobs=2).together == 2


def test_away_from_the_project_it_says_where_to_go(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(HarnessError, match="there is no folder testplans here"):
        repeat([Repetition("once", ())], manner=Manner(), title="orders", console=Console())


WAITS = """
import threading
from pathlib import Path

def test_waits():
    try:
        Path("begun").touch()
        threading.Event().wait(60)
    finally:
        Path("ended").touch()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_who_is_told_to_end_ends_the_runs_as_well(project, number):
    (project / "testplans" / "test_plans.py").write_text(WAITS)
    with subprocess.Popen(
        [sys.executable, "-m", "harness", "orders", "--times", "1", "-t", str(STANDIN)],
        cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as orders:  # fmt: skip
        deadline = Deadline.after(20, "the plan")
        while not (project / "begun").exists() and not deadline.passed:
            pass
        orders.send_signal(number)
        _, complained = orders.communicate(timeout=20)

    assert (project / "ended").exists()
    assert orders.returncode not in {0, -number}
    assert "Traceback" not in complained
