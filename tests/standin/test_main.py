from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from harness.standin.__main__ import _wanted, credentials_of, serve
from harness.standin.configuration import Credentials


def start(*options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "harness.standin", "--json", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, complaints = process.communicate(timeout=10)
    return process.returncode, complaints


@pytest.mark.parametrize("how", ["SIGTERM", "SIGINT", "closed input"])
def test_it_tells_its_ports_in_one_line_and_ends_cleanly(how: str) -> None:
    process = start("--defect", "no-ring")
    assert process.stdout is not None
    ports = json.loads(process.stdout.readline())
    assert set(ports) == {"address", "ssh", "sccp", "sip", "tftp", "telnet", "http", "console"}
    assert 2000 <= ports["sccp"] <= 9999
    if how == "closed input":
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
    else:
        process.send_signal(signal.Signals[how])
    assert ended(process) == (0, "")


def test_its_clock_is_turned_by_a_line_on_its_input() -> None:
    process = start()
    assert process.stdout is not None
    assert process.stdin is not None
    process.stdout.readline()
    process.stdin.write("turn 1800\n")
    process.stdin.flush()
    assert json.loads(process.stdout.readline()) == {"turned": 1800.0}
    process.stdin.close()
    process.stdin = None
    assert ended(process) == (0, "")


def test_an_unknown_defect_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        serve(["--defect", "no-such-thing"])
    assert "no-such-thing" in capsys.readouterr().err


def test_credentials_come_from_the_environment() -> None:
    assert credentials_of({}) == Credentials("cisco", "cisco", "cisco")
    given = {"CME_USERNAME": "u", "CME_PASSWORD": "p", "CME_ENABLE": "e"}
    assert credentials_of(given) == Credentials("u", "p", "e")


def test_a_topology_may_name_the_version_of_the_phones_protocol(tmp_path: Path) -> None:
    bench = (
        "router: {kind: standin, sccp_version: 17}\n"
        'parties: {alice: {number: "201", phone: {model: 7961, mac: 001E.4A34.A35F}}}\n'
    )
    file = tmp_path / "bench.yaml"
    file.write_text(bench, encoding="utf-8")
    _, _, version = _wanted(file, ())
    assert version == 17
    assert _wanted(None, ())[2] is None
