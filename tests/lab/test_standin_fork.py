"""Each test runs in an interpreter without threads: that is where a stand-in is forked."""

import contextlib
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from harness.runtime.clock import Deadline

ROOT = Path(__file__).resolve().parents[2]
BEGINNING = """
import os, signal, socket, sys
from pathlib import Path
from harness.errors import BenchBroken
from harness.lab.standin_fork import forked
from harness.lab.standin_process import StandinProcess
"""


def said_by(script: str, *arguments: object) -> str:
    ended = subprocess.run(
        [sys.executable, "-c", BEGINNING + script, *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_it_listens_turns_its_clock_and_ends_when_its_input_does():
    said = said_by("""
standin = StandinProcess.start(launch=forked)
socket.create_connection((standin.address, standin.ports["ssh"]), 5).close()
standin.turn_clock(60)
print(standin.is_running)
standin.close()
print(standin.is_running, standin._process.wait())
""")

    assert said == "True\nFalse 0\n"


def test_it_ends_with_who_started_it():
    said = said_by("""
standin = StandinProcess.start(launch=forked)
print(standin.ports["ssh"], flush=True)
os._exit(0)
""")

    deadline = Deadline.after(20, "its end")
    with pytest.raises(ConnectionRefusedError):
        while not deadline.passed:
            with contextlib.suppress(ConnectionResetError):  # it ends while we knock
                socket.create_connection(("127.0.0.1", int(said)), 5).close()


def test_what_it_complains_about_is_the_error_and_stays_in_the_log(tmp_path):
    log = tmp_path / "standin.log"
    said = said_by(
        """
try:
    StandinProcess.start(defects=("no-such",), log=Path(sys.argv[1]), launch=forked)
except BenchBroken as error:
    print(error)
""",
        log,
    )

    assert "did not start: " in said
    assert "invalid choice: 'no-such'" in said
    assert "no-such" in log.read_text(encoding="utf-8")


def test_how_it_died_can_be_told():
    said = said_by("""
standin = StandinProcess.start(launch=forked)
standin._process.kill()
standin._process.wait()
print(standin.last_words())
standin.close()
""")

    assert said == "the stand-in has ended (status -9): it said nothing\n"
