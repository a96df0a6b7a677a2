from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from harness.application.session import CtiSession
from harness.protocols.csta import services
from harness.protocols.csta.names import CONTENT_TYPE, SystemStatus
from harness.protocols.csta.xml import decode, encode
from harness.protocols.sip import agent as sip
from harness.runtime.clock import Deadline
from harness.runtime.journal import Entry, Journal, Kind
from harness.runtime.loop import BackgroundLoop
from harness.runtime.tcp import TcpHub
from harness.runtime.udp import UdpCarrier
from harness.runtime.wire import Wire


def soon(awaited: str = "it") -> Deadline:
    return Deadline.after(5, awaited)


@dataclass
class Answer:
    """How the switch answers one request."""

    status: int = 200
    value: object = None
    headers: tuple[tuple[str, str], ...] = ()
    before: tuple[object, ...] = ()
    """Events that leave ahead of the answer."""
    silent: bool = False
    body: bytes | None = None


RESPONSES: dict[type, Callable[[Any], object]] = {
    services.RequestSystemStatus: lambda _: services.RequestSystemStatusResponse(
        system_status=SystemStatus.NORMAL
    ),
    services.MonitorStart: lambda _: services.MonitorStartResponse(monitor_cross_ref_id="43"),
    services.MonitorStop: lambda _: services.MonitorStopResponse(),
    services.SnapshotDevice: lambda _: services.SnapshotDeviceResponse(),
}


@dataclass
class Switch:
    """A switching function that answers as a test says, and notes what it was asked."""

    loop: BackgroundLoop
    transport: str
    answers: dict[type, Answer] = field(default_factory=dict)
    heard: Journal = field(default_factory=Journal)
    requests: list[Any] = field(default_factory=list)
    dialog: sip.Dialog | None = None

    def answer(self, kind: type, **how: Any) -> None:
        self.answers[kind] = Answer(**how)

    def start(self) -> None:
        self.loop.call(self._start(), soon("a switch"))

    async def _start(self) -> None:
        numbers = itertools.count()
        self.agent = sip.UserAgent(
            transport="UDP" if self.transport == "UDP" else "TCP",
            local=("127.0.0.1", 0),
            tokens=lambda: f"switch{next(numbers)}",
        )
        opening = UdpCarrier.open if self.transport == "UDP" else TcpHub.listen
        self.carrier = await opening(
            self.agent, ("127.0.0.1", 0), wire=Wire(), witness="switch", notify=self._turn
        )
        self.agent.local = self.carrier.local

    def _turn(self) -> None:
        while (event := self.agent.next_event()) is not None:
            if isinstance(event, sip.RequestReceived):
                self._answer(event)
            elif isinstance(event, sip.ResponseReceived) and event.response.status >= 200:
                text = f"{event.response.status} {event.response.body.decode()}"
                self.heard.append("switch", Kind.RECEIVED, "answer", text)

    def _answer(self, event: sip.RequestReceived) -> None:
        request = event.request
        self.requests.append(request)
        value = decode(request.body).value if request.body.startswith(b"<?xml") else request.method
        self.heard.append("switch", Kind.RECEIVED, type(value).__name__, value)
        kind = type(value) if not isinstance(value, str) else str
        answer = self.answers.get(kind, Answer())
        if answer.silent:
            return
        for told in answer.before:
            assert event.dialog is not None
            self._tell(event.dialog, encode(told))
        body = answer.body
        if body is None:
            made = answer.value or (RESPONSES[kind](value) if kind in RESPONSES else None)
            body = encode(made) if made is not None and answer.status < 300 else b""
        dialog = self.agent.respond(
            event.key,
            answer.status,
            headers=answer.headers,
            body=body,
            content_type=CONTENT_TYPE if body else None,
            now=self.loop.loop.time(),
        )
        self.dialog = dialog or self.dialog

    def _tell(self, dialog: sip.Dialog, body: bytes) -> None:
        self.agent.request_in(
            dialog, "INFO", body=body, content_type=CONTENT_TYPE, now=self.loop.loop.time()
        )

    def tell(self, value: object) -> str:
        """Send an INFO; returns the application's answer: status and body."""
        body = value if isinstance(value, bytes) else encode(value)
        cursor = self.heard.cursor

        def speak() -> None:
            assert self.dialog is not None
            self._tell(self.dialog, body)
            self.carrier.flush()

        self.loop.run(speak, soon("to be told"))

        def look() -> str | None:
            answers = (entry for entry in self.heard.entries(cursor) if entry.name == "answer")
            return next((str(entry.value) for entry in answers), None)

        return self.heard.wait(look, soon("an answer"))

    def hang_up(self) -> None:
        def speak() -> None:
            assert self.dialog is not None
            self.agent.request_in(self.dialog, "BYE", now=self.loop.loop.time())
            self.carrier.flush()

        self.loop.run(speak, soon("a BYE"))

    def request_in_dialog(self, method: str) -> int:
        cursor = self.heard.cursor

        def speak() -> None:
            assert self.dialog is not None
            self.agent.request_in(self.dialog, method, now=self.loop.loop.time())
            self.carrier.flush()

        self.loop.run(speak, soon(method))

        def look() -> str | None:
            answers = (entry for entry in self.heard.entries(cursor) if entry.name == "answer")
            return next((str(entry.value) for entry in answers), None)

        return int(self.heard.wait(look, soon("an answer")).split()[0])

    @property
    def asked(self) -> list[object]:
        return [entry.value for entry in self.heard.entries() if entry.name != "answer"]


@dataclass
class Bench:
    loop: BackgroundLoop
    switch: Switch
    journal: Journal
    sessions: list[CtiSession] = field(default_factory=list)

    def session(self, **options: Any) -> CtiSession:
        session = CtiSession(
            "alice",
            **{
                "line": "201",
                "user": "alice",
                "remote": self.switch.carrier.local,
                "transport": self.switch.transport,
                "loop": self.loop,
                "journal": self.journal,
                "wire": Wire(),
                "response_seconds": 2.0,
                "client": "sdk",
                **options,
            },
        )
        self.sessions.append(session)
        return session

    def opened(self, **options: Any) -> CtiSession:
        session = self.session(**options)
        session.open()
        return session

    def entries(self, *kinds: Kind) -> list[Entry]:
        return [entry for entry in self.journal.entries() if entry.kind in kinds]

    def names(self, *kinds: Kind) -> list[str]:
        return [entry.name for entry in self.entries(*kinds)]

    def tasks(self) -> set[str]:
        async def running() -> set[str]:
            return {
                repr(task) for task in asyncio.all_tasks() if task is not asyncio.current_task()
            }

        return self.loop.call(running(), soon("a look at the tasks"))


@pytest.fixture(params=["UDP"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with BackgroundLoop("bench") as loop:
        switch = Switch(loop, request.param)
        switch.start()
        bench = Bench(loop, switch, Journal())
        yield bench
        for session in bench.sessions:
            session.close()
        loop.call(switch.carrier.close(), soon("the switch gone"))
        assert not bench.tasks()
