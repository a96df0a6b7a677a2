"""One dialog at a time: how long an INFO waits for its 200, beside a bare asyncio round trip.

Each contest has two processes with a core each. In the bare one two `asyncio.DatagramProtocol`s
pass octets of the same number to and fro and look at nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from harness.protocols.sip.agent import RequestReceived, ResponseReceived
from harness.runtime.wire import Address
from tests.benchmarks.sip_dialogs import Bodies, Check, End, bare, checked

WARM, COUNTED = 500, 4_000
OCTETS_OF_A_MESSAGE = 700


@dataclass(slots=True)
class Stopwatch:
    """Round trips in seconds, once they are warm."""

    trips: list[float] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)
    _began: float = 0.0
    _seen: int = 0

    def start(self) -> None:
        self._began = time.perf_counter()

    def stop(self) -> bool:
        """Note a round trip; whether there is to be another."""
        taken = time.perf_counter() - self._began
        self._seen += 1
        if self._seen > WARM:
            self.trips.append(taken)
        if len(self.trips) < COUNTED:
            return True
        self.done.set()
        return False


class Answering(End):
    """Answers every request."""

    def asked(self, event: RequestReceived, now: float) -> None:
        self.check(event.request.body)
        opening = event.request.method == "INVITE"
        self.answer(event, self.bodies.opened if opening else self.bodies.response, now)


class Asking(End):
    """Asks again as soon as it is answered."""

    def __init__(self, check: Check, watch: Stopwatch) -> None:
        super().__init__("UDP", Bodies.load(), check)
        self.watch = watch

    async def run(self, server: Address) -> None:
        await self.open()
        target = f"sip:201@{server[0]}:{server[1]}"
        self.agent.request(
            "INVITE",
            target,
            to=target,
            from_=f"sip:alice@{self.agent.local[0]}",
            destination=server,
            body=self.bodies.open,
            content_type="application/csta+xml",
            now=self.loop.time(),
        )
        self.carrier.flush()
        await self.watch.done.wait()

    def answered(self, event: ResponseReceived, now: float) -> None:
        super().answered(event, now)
        if event.response.status < 200 or event.dialog is None:
            return
        self.check(event.response.body)
        asked = event.response.headers.envelope.method == "INFO"
        if not asked or self.watch.stop():
            self.watch.start()
            self.say(event.dialog, self.bodies.service, now)


class Echo(asyncio.DatagramProtocol):
    """Sends back what it gets."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: Address) -> None:
        self.transport.sendto(data, addr)


class Bouncing(Echo):
    """Sends again what came back."""

    def __init__(self, watch: Stopwatch) -> None:
        self.watch = watch

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.watch.start()
        transport.sendto(bytes(OCTETS_OF_A_MESSAGE))

    def datagram_received(self, data: bytes, addr: Address) -> None:
        if self.watch.stop():
            self.watch.start()
            self.transport.sendto(data)


async def _serve(way: str) -> None:
    if way == "bare":
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(Echo, ("127.0.0.1", 0))
        port = transport.get_extra_info("sockname")[1]
    else:
        server = Answering("UDP", Bodies.load(), checked() if way == "checked" else bare())
        await server.open()
        port = server.carrier.local[1]
    print(port, flush=True)  # noqa: T201
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


async def _ask(way: str, port: int) -> None:
    watch, server = Stopwatch(), ("127.0.0.1", port)
    if way == "bare":
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: Bouncing(watch), remote_addr=server)
        await watch.done.wait()
    else:
        await Asking(checked() if way == "checked" else bare(), watch).run(server)
    print(json.dumps(sorted(watch.trips)))  # noqa: T201


def _process(core: int, *words: str) -> subprocess.Popen[str]:
    taskset = shutil.which("taskset")
    pinned = [taskset, "-c", str(core % (os.cpu_count() or 1))] if taskset else []
    return subprocess.Popen(
        [*pinned, sys.executable, "-m", __name__, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def trips(way: str) -> list[float]:
    """Round trips in seconds, the shortest first."""
    with _process(0, "serve", way) as server:
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        with _process(1, "ask", way, port) as asking:
            told, _ = asking.communicate(timeout=60)
        assert server.stdin is not None
        server.stdin.close()
    return list(json.loads(told))


def measure() -> Iterator[tuple[str, float, str, float]]:
    """Microseconds: ours, a bare round trip's."""
    plain, ours, full = trips("bare"), trips("sip"), trips("checked")
    for what, found in (("", ours), (", CSTA checked", full)):
        for share in (50, 99):
            at = len(plain) * share // 100
            yield f"INFO to 200{what}, p{share}, us", 1e6 * found[at], "asyncio", 1e6 * plain[at]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("end", choices=["serve", "ask"])
    parser.add_argument("way", choices=["bare", "sip", "checked"])
    parser.add_argument("port", type=int, nargs="?")
    options = parser.parse_args()
    asyncio.run(_serve(options.way) if options.end == "serve" else _ask(options.way, options.port))


if __name__ == "__main__":
    main()
