"""SIPp as a switch that our application opens its session with."""

import socket
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness.application.session import CtiSession
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal
from harness.runtime.loop import BackgroundLoop
from harness.runtime.wire import Wire

SCENARIO = Path(__file__).with_name("csta_switch.xml")
PATIENCE = 5.0


@dataclass
class ForeignSwitch:
    """A SIPp that listens, and serves one session."""

    process: subprocess.Popen
    port: int
    transport: str
    errors: Path

    @contextmanager
    def session(self, journal):
        """Our application's session with it, not open yet.

        Communicator waits for no answer before its BYE; SIPp takes one request at a time.
        """
        with BackgroundLoop("application") as loop:
            session = CtiSession(
                "alice", line="201", user="alice", remote=("127.0.0.1", self.port),
                transport=self.transport, loop=loop, journal=journal, wire=Wire(),
                response_seconds=PATIENCE, client="sdk",
            )  # fmt: skip
            try:
                yield session
            finally:
                session.close()

    def is_content(self):
        """Whether it was asked all that its scenario has, and nothing else."""
        return self.process.wait(PATIENCE) == 0 and not self.errors.exists()


@contextmanager
def foreign_switch(sipp, scenario, *, transport, folder):
    udp = transport == "UDP"
    port = _free_port(socket.SOCK_DGRAM if udp else socket.SOCK_STREAM)
    command = [
        sipp, "-sf", str(scenario), "-i", "127.0.0.1", "-p", str(port), "-t", "u1" if udp else "t1",
        "-m", "1", "-nostdin", "-timeout", "15", "-timeout_error", "-deadcall_wait", "0",
        "-trace_err", "-error_file", "errors.txt",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = Deadline.after(PATIENCE, "SIPp listening")
        while not _listens(port, transport.lower()) and not deadline.passed:
            assert process.poll() is None
        yield ForeignSwitch(process, port, transport, folder / "errors.txt")
    finally:
        process.kill()
        process.wait()


def seen_in(journal: Journal, name):
    """The first entry of that name, once it is there."""
    return journal.wait(
        lambda: next((each for each in journal.entries(0) if each.name == name), None),
        Deadline.after(PATIENCE, name),
    )


def _free_port(kind):
    with socket.socket(socket.AF_INET, kind) as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def _listens(port, transport):
    """Whether /proc lists the port; asking a socket would disturb SIPp's scenario."""
    table = Path(f"/proc/net/{transport}").read_text(encoding="ascii")
    return f":{port:04X} " in table
