"""The plans need no order: whatever a plan leaves, the next finds the bench at rest."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FIRST_CHAPTERS = sorted(str(path) for path in (ROOT / "testplans").glob("test_0[1-4]_*.py"))


@pytest.fixture(scope="module")
def ends(tmp_path_factory):
    def end(seed):
        report = tmp_path_factory.mktemp("random") / "report"
        return subprocess.run(
            [sys.executable, "-m", "pytest", *FIRST_CHAPTERS, "-v", "--no-header", "--tb=short",
             f"--randomly-seed={seed}", f"--report={report}"],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(SEEDS, pool.map(end, SEEDS), strict=True))


SEEDS = (1, 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_plans_pass_in_a_random_order(seed, ends):
    ended = ends[seed]

    assert ended.returncode == pytest.ExitCode.OK, ended.stdout + ended.stderr


def test_each_seed_gives_an_order_of_its_own(ends):
    first, second = (re.findall(r"::(\S+) PASSED", ended.stdout) for ended in ends.values())

    assert sorted(first) == sorted(second)
    assert first != second
