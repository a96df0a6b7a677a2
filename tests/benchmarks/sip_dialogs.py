"""Whole CSTA dialogs per second between two processes, ours beside SIPp's.

One dialog is INVITE, ten INFOs each way with their 200s, BYE: 45 messages, bodies as in
``sipp/csta_client.xml`` and ``sipp/csta_server.xml``, which both sides share. Client and server
have one core each. ``checked``: our ends besides decode each body they receive, have it judged by
the schema and keep a journal; SIPp does nothing of the kind.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import itertools
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lxml import etree

from harness.protocols.sip.agent import (
    Dialog,
    RequestReceived,
    ResponseReceived,
    TransactionFailed,
    UserAgent,
)
from harness.runtime.tcp import TcpHub
from harness.runtime.udp import UdpCarrier
from harness.runtime.wire import Address, Wire

Row = tuple[str, float, str, float]
Transport = Literal["UDP", "TCP"]

SCENARIOS = Path(__file__).parent / "sipp"
ROUNDS_OF_A_DIALOG = 10
MESSAGES_OF_A_DIALOG = 45
PARALLEL = 32
SIPP_PARALLEL = 256
CONTENT_TYPE = "application/csta+xml"
CALL_ID = b"<callID>1001</callID>"
HEADERS = (("Content-Disposition", "signal;handling=required"),)


@dataclass(frozen=True, slots=True)
class Bodies:
    """What is said in a dialog."""

    open: bytes
    opened: bytes
    service: bytes
    response: bytes
    event: bytes

    @classmethod
    def load(cls) -> Bodies:
        """The bodies that the scenarios of SIPp send."""
        client, server = (_bodies_of(SCENARIOS / f"csta_{end}.xml") for end in ("client", "server"))
        return cls(client[0], server[0], client[1], server[1], server[2])

    def all(self) -> tuple[bytes, ...]:
        """Every body once."""
        return self.open, self.opened, self.service, self.response, self.event


def _bodies_of(scenario: Path) -> list[bytes]:
    sent = etree.parse(scenario).getroot().iterfind("send")
    parts = [(send.text or "").partition("\n\n")[2].strip() for send in sent]
    return [part.encode() for part in parts if part]


Check = Callable[[bytes], None]
"""What an end does with a body it received."""


def bare() -> Check:
    """Take bodies as they are."""
    return lambda _octets: None


def checked() -> Check:
    """Decode, judge and note each body."""
    from harness.oracle.schema import SchemaJudge
    from harness.protocols.csta import xml
    from harness.runtime.journal import Journal, Kind

    judge, journal = SchemaJudge(), Journal()

    def check(octets: bytes) -> None:
        parsed = xml.decode(octets)
        if objections := judge.objections(octets):
            raise AssertionError(objections)
        journal.append("alice.cti", Kind.RECEIVED, parsed.name, parsed.value, octets=octets)

    for body in Bodies.load().all():
        check(body)
    return check


def _tokens() -> Callable[[], str]:
    mine, numbers = secrets.token_hex(6), itertools.count()
    return lambda: f"{mine}{next(numbers):x}"


class End:
    """What client and server share: an agent on a socket."""

    def __init__(self, transport: Transport, bodies: Bodies, check: Check) -> None:
        self.agent = UserAgent(transport=transport, local=("", 0), tokens=_tokens())
        self.transport = transport
        self.bodies = bodies
        self.check = check
        self.carrier: UdpCarrier | TcpHub
        self.loop = asyncio.get_running_loop()
        self.failures = 0
        self.calls = itertools.count(2000)

    async def open(self) -> None:
        """Bind a free port."""
        carrier = UdpCarrier.open if self.transport == "UDP" else TcpHub.listen
        options = {"wire": Wire(), "witness": "bench", "notify": self.turn}
        self.carrier = await carrier(self.agent, **options)
        self.agent.local = self.carrier.local

    def turn(self) -> None:
        """Read what the agent has to tell."""
        next_event, now = self.agent.next_event, self.loop.time()
        while (event := next_event()) is not None:
            if isinstance(event, RequestReceived):
                self.asked(event, now)
            elif isinstance(event, ResponseReceived):
                self.answered(event, now)
            elif isinstance(event, TransactionFailed):
                self.failures += 1

    def asked(self, event: RequestReceived, now: float) -> None:
        """A request came."""
        raise AssertionError((event, now))

    def answered(self, event: ResponseReceived, now: float) -> None:
        """A response came."""
        del now
        if event.response.status >= 300:
            self.failures += 1

    def say(self, dialog: Dialog, body: bytes, now: float) -> None:
        """Send an INFO about a call of its own: no two bodies are the same octets."""
        body = self.vary(body)
        self.agent.request_in(
            dialog,
            "INFO",
            headers=HEADERS,
            body=body,
            content_type=CONTENT_TYPE,
            now=now,
        )

    def vary(self, body: bytes) -> bytes:
        """The body about another call."""
        return body.replace(CALL_ID, b"<callID>%d</callID>" % next(self.calls))

    def answer(self, event: RequestReceived, body: bytes, now: float) -> None:
        """Answer 200 with a body."""
        body = self.vary(body)
        self.agent.respond(
            event.key,
            200,
            headers=HEADERS,
            body=body,
            content_type=CONTENT_TYPE,
            now=now,
        )


class Server(End):
    """The router's part: answers each service, then reports an event."""

    def asked(self, event: RequestReceived, now: float) -> None:
        """Take the session, a service, or the end."""
        request = event.request
        if request.method == "BYE":
            self.agent.respond(event.key, 200, now=now)
            return
        self.check(request.body)
        if request.method == "INVITE":
            self.answer(event, self.bodies.opened, now)
            return
        assert event.dialog is not None
        self.answer(event, self.bodies.response, now)
        self.say(event.dialog, self.bodies.event, now)


class Client(End):
    """The application's part: ``count`` dialogs, `PARALLEL` at a time."""

    def __init__(self, transport: Transport, bodies: Bodies, check: Check, *, count: int) -> None:
        super().__init__(transport, bodies, check)
        self.count = count
        self.begun = self.ended = 0
        self.done = asyncio.Event()
        self.rounds: dict[Dialog, int] = {}
        self.server: Address = ("", 0)

    def begin(self, now: float) -> None:
        """Open the next session."""
        self.begun += 1
        host, port = self.server
        self.agent.request(
            "INVITE",
            f"sip:201@{host}:{port}",
            to=f"sip:201@{host}:{port}",
            from_=f"sip:alice@{self.agent.local[0]}",
            destination=self.server,
            headers=(*HEADERS, ("Supported", "timer")),
            body=self.bodies.open,
            content_type=CONTENT_TYPE,
            contact_user="alice",
            now=now,
        )

    def answered(self, event: ResponseReceived, now: float) -> None:
        """Go on with the session of this response."""
        super().answered(event, now)
        response, dialog = event.response, event.dialog
        if response.status < 200:
            return
        if response.body:
            self.check(response.body)
        method = response.headers.envelope.method
        if method == "BYE":
            self.ended += 1
            if self.begun < self.count:
                self.begin(now)
            elif self.ended == self.count:
                self.done.set()
        elif method == "INVITE":
            assert dialog is not None
            self.rounds[dialog] = 0
            self.say(dialog, self.bodies.service, now)

    def asked(self, event: RequestReceived, now: float) -> None:
        """Take an event; ask for the next service or leave."""
        self.check(event.request.body)
        dialog = event.dialog
        assert dialog is not None
        self.agent.respond(event.key, 200, now=now)
        done = self.rounds[dialog] = self.rounds[dialog] + 1
        if done < ROUNDS_OF_A_DIALOG:
            self.say(dialog, self.bodies.service, now)
        else:
            del self.rounds[dialog]
            self.agent.request_in(dialog, "BYE", now=now)

    async def run(self, server: Address) -> float:
        """All dialogs; returns the seconds they took."""
        self.server = server
        await self.open()
        began = time.perf_counter()
        for _ in range(min(PARALLEL, self.count)):
            self.begin(self.loop.time())
        self.carrier.flush()
        await self.done.wait()
        return time.perf_counter() - began


def _settle_memory() -> None:
    # Long-lived transactions are no garbage: look for cycles seldom.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


async def _serve(options: argparse.Namespace) -> None:
    server = Server(options.transport, Bodies.load(), _work(options))
    await server.open()
    _settle_memory()
    print(server.carrier.local[1], flush=True)  # noqa: T201
    began = time.process_time()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    _report(server.failures, 0.0, time.process_time() - began)


async def _call(options: argparse.Namespace) -> None:
    client = Client(options.transport, Bodies.load(), _work(options), count=options.count)
    _settle_memory()
    began = time.process_time()
    seconds = await client.run(("127.0.0.1", options.port))
    _report(client.failures, seconds, time.process_time() - began)


def _work(options: argparse.Namespace) -> Check:
    return checked() if options.checked else bare()


def _report(failures: int, seconds: float, cpu: float) -> None:
    result = {"failures": failures, "seconds": seconds, "cpu": cpu}
    print(json.dumps(result), flush=True)  # noqa: T201


@dataclass(frozen=True, slots=True)
class Result:
    """One run: dialogs per second of the wall, and CPU of each end in us per message."""

    dialogs: float
    client_cpu: float
    server_cpu: float


def _command(
    end: str, transport: Transport, *, checked: bool, core: int, rest: list[str]
) -> list[str]:
    flags = ["--transport", transport, *(["--checked"] if checked else []), *rest]
    return [*_pinned(core), sys.executable, __file__, end, *flags]


def _pinned(core: int) -> list[str]:
    taskset = shutil.which("taskset")
    return [taskset, "-c", str(core % (os.cpu_count() or 1))] if taskset else []


def run_ours(transport: Transport, *, count: int, checked: bool = False) -> Result:
    """Our client against our server."""
    server = subprocess.Popen(
        _command("server", transport, checked=checked, core=0, rest=[]),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with server:
        assert server.stdin is not None
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        rest = ["--port", port, "--count", str(count)]
        client = subprocess.run(
            _command("client", transport, checked=checked, core=1, rest=rest),
            stdout=subprocess.PIPE,
            text=True,
            timeout=120,
            check=True,
        )
        server.stdin.close()
        ends = json.loads(client.stdout), json.loads(server.stdout.readline())
    if any(end["failures"] for end in ends):
        raise AssertionError(f"dialogs failed: {ends}")
    per = 1e6 / (count * MESSAGES_OF_A_DIALOG)
    return Result(count / ends[0]["seconds"], ends[0]["cpu"] * per, ends[1]["cpu"] * per)


def run_sipp(transport: Transport, *, count: int) -> Result:
    """SIPp against itself."""
    with tempfile.TemporaryDirectory() as folder:
        common = ["-i", "127.0.0.1", "-t", "u1" if transport == "UDP" else "t1", "-nostdin"]
        common += ["-buff_size", "4000000", "-deadcall_wait", "0", "-m", str(count)]
        port = str(_free_port())
        server_command = _sipp(0, "csta_server.xml", ["-p", port, *common])
        server = subprocess.Popen(
            server_command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        with server:
            _wait_until_bound(int(port), transport)
            statistics = Path(folder) / "statistics.csv"
            rest = [f"127.0.0.1:{port}", "-l", str(SIPP_PARALLEL), "-r", "100000", *common]
            rest += ["-trace_stat", "-stf", str(statistics), "-fd", "1"]
            began = os.times()
            subprocess.run(
                _sipp(1, "csta_client.xml", rest),
                cwd=folder,
                stdout=subprocess.DEVNULL,
                timeout=120,
                check=True,
            )
            client_cpu = os.times().children_user + os.times().children_system
            client_cpu -= began.children_user + began.children_system
            server.wait(30)
            server_cpu = os.times().children_user + os.times().children_system
            server_cpu -= began.children_user + began.children_system + client_cpu
        names, *_, last = (line.split(";") for line in statistics.read_text().splitlines())
        found = dict(zip(names, last, strict=False))
    if int(found["FailedCall(C)"]) or int(found["SuccessfulCall(C)"]) != count:
        raise AssertionError(f"SIPp failed: {found}")
    per = 1e6 / (count * MESSAGES_OF_A_DIALOG)
    return Result(float(found["CallRate(C)"]), client_cpu * per, server_cpu * per)


def _sipp(core: int, scenario: str, rest: list[str]) -> list[str]:
    return [*_pinned(core), "sipp", "-sf", str(SCENARIOS / scenario), *rest]


def _free_port() -> int:
    import socket

    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _wait_until_bound(port: int, transport: Transport) -> None:
    table = Path("/proc/net") / transport.lower()
    wanted = f":{port:04X} "
    until = time.monotonic() + 10
    while wanted not in table.read_text():
        if time.monotonic() > until:
            raise AssertionError("SIPp did not open its socket")


def measure(*, count: int = 2000, rounds: int = 3) -> list[Row]:
    """Rows of what was measured, ours per second, the peer's name, the peer's per second.

    The best of some rounds each, taken in turns, so that a busy machine is busy for all.
    """
    if shutil.which("sipp") is None:
        return []
    rows: list[Row] = []
    for transport in ("UDP", "TCP"):
        plain, full, peers = [], [], []
        for _ in range(rounds):
            peers.append(run_sipp(transport, count=2 * count))
            plain.append(run_ours(transport, count=count))
            full.append(run_ours(transport, count=count, checked=True))
        for what, results in (("", plain), (", CSTA checked", full)):
            rate, theirs = _most(results), _most(peers)
            rows.append((f"dialogs over {transport}{what}", rate, "SIPp 3.6", theirs))
            cost, theirs = _least(results), _least(peers)
            rows.append((f"CPU, us a message over {transport}{what}", cost, "SIPp 3.6", theirs))
    return rows


def _most(results: list[Result]) -> float:
    return max(each.dialogs for each in results)


def _least(results: list[Result]) -> float:
    return min((each.client_cpu + each.server_cpu) / 2 for each in results)


def _main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("end", choices=["client", "server", "all"], nargs="?", default="all")
    parser.add_argument("--transport", choices=["UDP", "TCP"], default="UDP")
    parser.add_argument("--checked", action="store_true")
    parser.add_argument("--port", type=int)
    parser.add_argument("--count", type=int, default=2000)
    options = parser.parse_args()
    match options.end:
        case "server":
            asyncio.run(_serve(options))
        case "client":
            asyncio.run(_call(options))
        case _:
            for run in (
                lambda: run_sipp(options.transport, count=2 * options.count),
                lambda: run_ours(options.transport, count=options.count),
                lambda: run_ours(options.transport, count=options.count, checked=True),
            ):
                print(run())  # noqa: T201


if __name__ == "__main__":
    _main()
