"""SIPp, a client that nobody here wrote, on the stand-in's CTI port."""

import subprocess
from pathlib import Path

import pytest

SCENARIO = Path(__file__).with_name("csta_client.xml")


def run(sipp, router, folder, *, transport, line, called):
    command = [
        sipp, f"{router.address}:{router.ports.sip}", "-sf", str(SCENARIO),
        "-i", router.address, "-t", transport, "-m", "1", "-l", "1", "-nostdin",
        "-key", "line", line, "-key", "called", called,
        "-timeout", "10", "-timeout_error", "-recv_timeout", "5000", "-deadcall_wait", "0",
        "-trace_err", "-error_file", "errors.txt",
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=20
    )
    errors = folder / "errors.txt"
    return done.returncode, errors.read_text() if errors.exists() else ""


@pytest.mark.parametrize(
    "how",
    [
        {"transport": "u1", "line": "201", "called": "202"},
        {"transport": "t1", "line": "202", "called": "201"},
    ],
    ids=["UDP", "TCP"],
)
def test_a_foreign_client_opens_a_session_makes_a_call_and_clears_it(bench, sipp, tmp_path, how):
    assert run(sipp, bench.topology.router, tmp_path, **how) == (0, "")


def test_the_foreign_client_sees_when_an_answer_is_wrong(bench, sipp, tmp_path):
    router = bench.topology.router

    status, errors = run(sipp, router, tmp_path, transport="u1", line="299", called="202")

    assert status != 0
    assert "404" in errors
