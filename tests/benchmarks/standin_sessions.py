"""The stand-in as SIPp's server, beside SIPp's own: whole CTI sessions a second.

One session is System Status in the INVITE, Monitor Start, ten services, Monitor Stop, BYE. Both
servers get them from the same SIPp client, which checks each answer; SIPp's server sends texts, the
stand-in looks at its lines, its monitors and its calls. Either has one core, the client the other.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from harness.lab.lab import Lab
from harness.topology import load
from tests.benchmarks.sip_dialogs import _free_port, _pinned, _wait_until_bound
from tests.peers.scenarios import element, scenario

ROOT = Path(__file__).parents[2]
SERVICES, SESSIONS, AT_A_TIME = 10, 1_000, 16
ROUNDS = 4
ASKED = element("GetDoNotDisturb", "<device>[line]</device>")
ANSWERED = element("GetDoNotDisturbResponse", "<doNotDisturbOn>false</doNotDisturbOn>")
OPENED = element("RequestSystemStatusResponse", "<systemStatus>normal</systemStatus>")
STARTED = element("MonitorStartResponse", "<monitorCrossRefID>1</monitorCrossRefID>")
STOPPED = element("MonitorStopResponse")
_OK = """<send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]{tag}
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:201@[local_ip]:[local_port]>
Content-Type: application/csta+xml
Content-Length: [len]

{body}
]]></send>
"""


def _server() -> str:
    parts = [f'<recv request="INVITE"/>{_OK.format(tag=";tag=s[call_number]", body=OPENED)}']
    parts.append('<recv request="ACK"/>')
    answers = (STARTED, *[ANSWERED] * SERVICES, STOPPED)
    parts += [f'<recv request="INFO"/>{_OK.format(tag="", body=body)}' for body in answers]
    parts.append(f'<recv request="BYE"/>{_OK.format(tag="", body="")}')
    return f'<?xml version="1.0"?>\n<scenario name="sessions">\n{"".join(parts)}</scenario>\n'


def _client() -> str:
    step = (ASKED, "<GetDoNotDisturbResponse.*<doNotDisturbOn>false<", ())
    return scenario("sessions", *[step] * SERVICES)


def _asked(folder: Path, address: str, port: int) -> float:
    """Sessions a second."""
    statistics = folder / "statistics.csv"
    statistics.unlink(missing_ok=True)
    command = [
        "sipp", f"{address}:{port}", "-sf", "client.xml", "-i", address, "-t", "u1",
        "-m", str(SESSIONS), "-l", str(AT_A_TIME), "-r", "100000", "-nostdin",
        "-key", "line", "201", "-deadcall_wait", "0",
        "-trace_stat", "-stf", str(statistics), "-fd", "1",
    ]  # fmt: skip
    subprocess.run(
        [*_pinned(1), *command],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=120,
        check=True,
    )
    names, *_, last = (line.split(";") for line in statistics.read_text().splitlines())
    found = dict(zip(names, last, strict=False))
    if int(found["FailedCall(C)"]):
        raise AssertionError(f"sessions failed: {found}")
    return float(found["CallRate(C)"])


def _launched(arguments: Sequence[str], complaints: TextIO) -> subprocess.Popen[str]:
    """The stand-in on the core that SIPp's server has, too."""
    return subprocess.Popen(
        [*_pinned(0), sys.executable, "-m", "harness.standin", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        text=True,
    )


def measure() -> Iterator[tuple[str, float, str, float]]:
    """Sessions a second: the stand-in's, SIPp's; the best of some rounds, taken in turns."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "client.xml").write_text(_client(), encoding="utf-8")
        (folder / "server.xml").write_text(_server(), encoding="utf-8")
        bench = load(ROOT / "topologies" / "standin.yaml")
        lab = Lab(bench, report=folder / "report", launch=_launched)
        try:
            lab.climb()
            router = lab.topology.router
            rates = [
                (_asked(folder, router.address, router.ports.sip), _behind_itself(folder))
                for _ in range(ROUNDS)
            ]
        finally:
            lab.close()
    ours, theirs = map(max, zip(*rates, strict=True))
    yield "sessions of the stand-in behind SIPp", ours, "SIPp 3.6", theirs


def _behind_itself(folder: Path) -> float:
    port = _free_port()
    command = ["sipp", "-sf", "server.xml", "-i", "127.0.0.1", "-t", "u1", "-p", str(port)]
    command += ["-m", str(SESSIONS), "-nostdin", "-deadcall_wait", "0"]
    with subprocess.Popen(
        [*_pinned(0), *command], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ):
        _wait_until_bound(port, "UDP")
        return _asked(folder, "127.0.0.1", port)
