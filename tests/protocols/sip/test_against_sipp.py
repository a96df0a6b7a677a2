"""Whole dialogs with a peer that nobody here wrote: SIPp, from the scenarios of the benchmarks."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from pathlib import Path

import pytest

from harness.protocols.sip.agent import (
    Misbehaved,
    RequestReceived,
    ResponseReceived,
    TransactionFailed,
    UserAgent,
)
from harness.runtime.tcp import TcpHub
from harness.runtime.udp import UdpCarrier
from harness.runtime.wire import Wire

SCENARIOS = Path(__file__).parents[2] / "benchmarks" / "sipp"
SIPP = shutil.which("sipp")
DIALOGS, ROUNDS = 5, 10

pytestmark = pytest.mark.skipif(
    SIPP is None and os.environ.get("CI") != "true", reason="SIPp is not installed"
)


async def run_sipp(scenario, transport, folder, *arguments):
    return await asyncio.create_subprocess_exec(
        SIPP, "-sf", str(SCENARIOS / scenario), "-i", "127.0.0.1", "-m", str(DIALOGS), "-l", "1",
        "-t", "u1" if transport == "UDP" else "t1", "-nostdin", "-timeout", "20s", *arguments,
        cwd=folder,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip


class Owner:
    """Plays either end of the scenarios and keeps what went wrong."""

    def __init__(self, transport, tokens):
        self.agent = UserAgent(transport=transport, local=("", 0), tokens=tokens)
        self.transport = transport
        self.wrong, self.methods = [], []
        self.ended = asyncio.Event()
        self.dialogs_ended = 0

    async def open(self):
        carrier = UdpCarrier.open if self.transport == "UDP" else TcpHub.listen
        self.carrier = await carrier(self.agent, wire=Wire(), witness="w", notify=self.turn)
        self.agent.local = self.carrier.local

    def turn(self):
        for event in iter(self.agent.next_event, None):
            if isinstance(event, RequestReceived):
                self.asked(event, asyncio.get_running_loop().time())
            elif isinstance(event, ResponseReceived):
                self.answered(event, asyncio.get_running_loop().time())
            elif isinstance(event, Misbehaved | TransactionFailed):
                self.wrong.append(event)

    def over(self):
        self.dialogs_ended += 1
        if self.dialogs_ended == DIALOGS:
            self.ended.set()


class Server(Owner):
    def asked(self, event, now):
        self.methods.append(event.request.method)
        self.agent.respond(event.key, 200, body=b"<r/>", content_type="a/b", now=now)
        if event.request.method == "INFO":
            assert b"<MakeCall" in event.request.body
            self.agent.request_in(event.dialog, "INFO", body=b"<e/>", content_type="a/b", now=now)
        elif event.request.method == "BYE":
            self.over()

    def answered(self, event, now):
        assert event.response.status == 200


class Client(Owner):
    def call(self, server, now):
        self.rounds, self.server = 0, server
        self.agent.request(
            "INVITE",
            f"sip:201@127.0.0.1:{server[1]}",
            to="sip:201@127.0.0.1",
            from_="sip:alice@127.0.0.1",
            destination=server,
            contact_user="alice",
            body=b"<o/>",
            content_type="a/b",
            now=now,
        )
        self.carrier.flush()

    def asked(self, event, now):
        assert b"<DeliveredEvent" in event.request.body
        self.agent.respond(event.key, 200, now=now)
        self.rounds += 1
        self.agent.request_in(event.dialog, "INFO" if self.rounds < ROUNDS else "BYE", now=now)

    def answered(self, event, now):
        method = event.response.headers.envelope.method
        if method == "INVITE" and event.response.status == 200:
            self.agent.request_in(event.dialog, "INFO", body=b"<s/>", content_type="a/b", now=now)
        elif method == "BYE":
            self.over()
            if not self.ended.is_set():
                self.call(self.server, now)


@pytest.fixture
def numbered():
    numbers = iter(range(10**6))
    return lambda: f"tok{next(numbers)}"


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_sipp_calls_us(transport, numbered, tmp_path):
    async def talk():
        server = Server(transport, numbered)
        await server.open()
        peer = await run_sipp(
            "csta_client.xml", transport, tmp_path, f"127.0.0.1:{server.carrier.local[1]}"
        )
        assert await peer.wait() == 0, "SIPp found a fault"
        assert server.wrong == []
        assert server.methods == ["INVITE", *["INFO"] * ROUNDS, "BYE"] * DIALOGS
        assert server.agent.dialogs == ()
        await server.carrier.close()

    asyncio.run(asyncio.wait_for(talk(), 20))


def bound(transport, port):
    return f":{port:04X} " in (Path("/proc/net") / transport.lower()).read_text("ascii")


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_we_call_sipp(transport, numbered, tmp_path):
    async def talk():
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            address = probe.getsockname()
        client = Client(transport, numbered)
        await client.open()
        peer = await run_sipp("csta_server.xml", transport, tmp_path, "-p", str(address[1]))
        while not bound(transport, address[1]):  # noqa: ASYNC110  (no event tells of it)
            await asyncio.sleep(0)
        client.call(address, asyncio.get_running_loop().time())
        await client.ended.wait()
        assert await peer.wait() == 0, "SIPp found a fault"
        assert client.wrong == []
        await client.carrier.close()

    asyncio.run(asyncio.wait_for(talk(), 20))
