"""Plans of a test's own, run by pytest in a process of its own as an engineer would."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html

ROOT = Path(__file__).resolve().parents[2]
TOPOLOGY = """\
router: {kind: standin}
parties:
  alice: {number: "201", phone: {model: 7961, mac: 001E.4A34.A35F}}
  bob: {number: "202", phone: {model: 7960, mac: 000F.8FC7.B681}}
deadlines: {response: 2 s, event: 1 s, registration: 10 s, cli: 5 s, push: 10 s}
"""
HEAD = '''"""Chapter 1. Plans that are not like others."""

import os
import signal

import pytest

from harness.expect import Call, Delivered, Fault, expect, refused

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it

'''


@dataclass(frozen=True)
class Ended:
    """How a run of plans ended."""

    code: int
    said: str
    folder: Path

    @property
    def page(self):
        return html.fromstring((self.folder / "index.html").read_text(encoding="utf-8"))

    def verdict(self, number):
        """What the page says of a plan: its verdict and all its words."""
        (plan,) = self.page.xpath(f"//details[@id='{number}']")
        (verdict,) = plan.xpath(".//span[contains(@class, 'verdict')]")
        return verdict.text, plan.text_content()

    def outcome(self, test):
        """What pytest says of a test: its first outcome in ``-rA``'s list."""
        return re.search(rf"^(\w+) \S*::{test}\b", self.said, re.MULTILINE)[1]

    def allure(self, number):
        """The Allure result of a plan."""
        folder = self.folder / "allure-results"
        results = [json.loads(path.read_text()) for path in folder.glob("*-result.json")]
        (result,) = [each for each in results if each["name"].startswith(f"{number} ")]
        return result


def run(folder, plans, *arguments, topology=TOPOLOGY, more="", environment=None):
    """Write plans and topology (and ``more`` of it) below a folder and run pytest on them."""
    (folder / "testplans").mkdir(exist_ok=True)
    (folder / "testplans" / "test_odd.py").write_text(HEAD + plans, encoding="utf-8")
    (folder / "bench.yaml").write_text(topology + more, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "testplans", "-rA", "--tb=short", "-p", "no:randomly",
         "-p", "no:cacheprovider", "-o", "xfail_strict=true", "-W", "error",
         "-W", "ignore:Diffie-Hellman over finite fields",
         f"--topology={folder / 'bench.yaml'}", f"--report={folder / 'report'}", *arguments],
        cwd=folder, capture_output=True, text=True, check=False, timeout=60,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)} | (environment or {}),
    )  # fmt: skip
    return Ended(ended.returncode, ended.stdout + ended.stderr, folder / "report")


@pytest.fixture(scope="module")
def run_plans(tmp_path_factory):
    def go(plans, *arguments, **options):
        return run(tmp_path_factory.mktemp("bench"), plans, *arguments, **options)

    return go
