"""SIPp, a switch that nobody here wrote, answers our application's session."""

import socket
import subprocess
from pathlib import Path

import pytest

from harness.application.session import CtiSession
from harness.errors import ServiceRefused
from harness.protocols.csta.names import SystemStatus
from harness.protocols.csta.types import ConnectionID
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal
from harness.runtime.loop import BackgroundLoop
from harness.runtime.wire import Wire

SCENARIO = Path(__file__).with_name("csta_switch.xml")
PATIENCE = 5.0


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def listens(port, transport):
    """Whether /proc lists the port; asking a socket would disturb SIPp's scenario."""
    table = Path(f"/proc/net/{transport}").read_text(encoding="ascii")
    return f":{port:04X} " in table


@pytest.fixture(params=["UDP", "TCP"])
def switch(request, sipp, tmp_path):
    udp = request.param == "UDP"
    port = free_port(socket.SOCK_DGRAM if udp else socket.SOCK_STREAM)
    command = [
        sipp, "-sf", str(SCENARIO), "-i", "127.0.0.1", "-p", str(port), "-t", "u1" if udp else "t1",
        "-m", "1", "-nostdin", "-timeout", "15", "-timeout_error", "-deadcall_wait", "0",
        "-trace_err", "-error_file", "errors.txt",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = Deadline.after(PATIENCE, "SIPp listening")
    while not listens(port, request.param.lower()) and not deadline.passed:
        assert process.poll() is None
    yield process, port, request.param, tmp_path / "errors.txt"
    process.kill()
    process.wait()


def test_a_foreign_switch_answers_a_whole_session(switch):
    process, port, transport, errors = switch
    journal = Journal()
    with BackgroundLoop("application") as loop:
        # Communicator waits for no answer before its BYE; SIPp takes one request at a time.
        session = CtiSession(
            "alice", line="201", user="alice", remote=("127.0.0.1", port), transport=transport,
            loop=loop, journal=journal, wire=Wire(), response_seconds=PATIENCE, client="sdk",
        )  # fmt: skip
        session.open(Deadline.after(PATIENCE, "the session"))

        assert session.system_status is SystemStatus.NORMAL
        assert session.session_seconds == 1800
        assert session.get_features() == {"makeCall", "answerCall"}

        assert session.monitor_start() == "7f"
        seen = journal.wait(
            lambda: [each for each in journal.entries(0) if each.name == "DeliveredEvent"] or None,
            Deadline.after(PATIENCE, "the event"),
        )
        assert seen[0].value.connection == ConnectionID("88", "201")

        with pytest.raises(ServiceRefused, match="stateIncompatibility/noCallToAnswer"):
            session.answer_call(seen[0].value.connection)
        assert session.is_open

        session.close()

    assert process.wait(PATIENCE) == 0
    assert not errors.exists()
