import subprocess
import sys


def harness(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "harness", *arguments],
        cwd=folder, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_away_from_the_project_it_says_where_to_go(tmp_path):
    ended = harness(tmp_path, "run")

    assert ended.returncode == 2
    assert "harness: there is no folder testplans here; run this in" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_what_is_chosen_reaches_pytest(tmp_path):
    (tmp_path / "testplans").mkdir()
    (tmp_path / "testplans" / "test_none.py").write_text(
        "def test_chosen(): pass\n\ndef test_left(): pass\n"
    )

    ended = harness(tmp_path, "run", "-k", "chosen", "--report", str(tmp_path / "evidence"))

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "1 passed, 1 deselected" in ended.stdout
    assert (tmp_path / "evidence").is_dir()


def test_a_wrong_option_is_one_sentence(tmp_path):
    (tmp_path / "testplans").mkdir()

    ended = harness(tmp_path, "run", "--patience", "0")

    assert ended.returncode == 4
    assert "'0.0' cannot multiply a deadline; write a number above 0" in ended.stderr
    assert "Traceback" not in ended.stderr


HASTY = """\
import os, signal
from pathlib import Path
from harness.commands.running import run_plans

signal.signal(signal.SIGINT, signal.default_int_handler)
execv = os.execv

def hurried(*arguments):
    os.kill(os.getpid(), signal.SIGINT)
    execv(*arguments)

os.execv = hurried
run_plans(keyword="", topology=Path("none"), defects=(), patience=1.0, report=Path("evidence"))
"""


def test_ctrl_c_before_pytest_can_catch_it_is_no_traceback(tmp_path):
    (tmp_path / "testplans").mkdir()

    ended = subprocess.run(
        [sys.executable, "-c", HASTY],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert ended.returncode == 2, ended.stdout + ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr


HASTIER = """\
import os, signal, sys

class Hurry:
    def find_spec(self, name, *_):
        if name == "typer":
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Hurry())
sys.argv = ["harness", "--help"]
from harness.commands import main
main()
"""


def test_ctrl_c_while_the_commands_are_imported_is_no_traceback(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-c", HASTIER],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")
