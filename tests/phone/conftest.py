from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from harness.phone.phone import Phone
from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp.agent import MessageReceived, StationSession
from harness.protocols.sccp.numbers import SoftKey, Stimulus
from harness.protocols.tftp import FileServer
from harness.runtime.clock import Deadline
from harness.runtime.journal import Entry, Journal, Kind
from harness.runtime.loop import BackgroundLoop
from harness.runtime.tcp import TcpCarrier, TcpListener
from harness.runtime.udp import UdpCarrier
from harness.runtime.wire import Frame, Wire

SOFT_KEYS = [
    ("\x80\x01", SoftKey.REDIAL),
    ("\x80\x02", SoftKey.NEW_CALL),
    ("\x80\x03", SoftKey.HOLD),
    ("\x80\x09", SoftKey.END_CALL),
    ("\x80\x0b", SoftKey.ANSWER),
]
SETS = [(1, 2), (3, 4), (), (5,), (1, 4)]


def soon(awaited: str = "it") -> Deadline:
    return Deadline.after(5, awaited)


@dataclass
class Router:
    """A call agent that answers what a phone must have answered, and says what a test says."""

    loop: BackgroundLoop
    heard: Journal = field(default_factory=Journal)
    files: dict[str, bytes] = field(default_factory=dict)
    asked_files: list[str] = field(default_factory=list)
    version: int = 11
    reject: str = ""
    silent: bool = False
    number: str = "201"
    vanishes_after: int | None = None
    """How many messages it answers before it cuts the connection."""
    falls_silent_after: int | None = None
    answered: int = 0
    sessions: list[tuple[StationSession, TcpCarrier]] = field(default_factory=list)

    def start(self) -> None:
        self.loop.call(self._start(), soon("a router"))

    async def _start(self) -> None:
        self.listener = await TcpListener.open(self._accept, ("127.0.0.1", 0))
        self.tftp = await UdpCarrier.open(
            FileServer(self._file), wire=Wire(), witness="router", notify=lambda: None
        )
        host, port = self.listener.local
        self.files.setdefault(
            "XMLDefault.cnf.xml",
            f"<Default><callManagerGroup><members><member priority='0'><callManager><ports>"
            f"<ethernetPhonePort>{port}</ethernetPhonePort></ports>"
            f"<processNodeName>{host}</processNodeName></callManager></member></members>"
            f"</callManagerGroup></Default>".encode(),
        )

    def _file(self, name: str) -> bytes | None:
        self.asked_files.append(name)
        return self.files.get(name)

    def _accept(self) -> asyncio.Protocol:
        session = StationSession()
        carrier = TcpCarrier(
            session, wire=Wire(), witness="router", notify=lambda: self._turn(session)
        )
        self.sessions.append((session, carrier))
        self.answered = 0
        return carrier

    def _turn(self, session: StationSession) -> None:
        while (event := session.next_event()) is not None:
            if isinstance(event, MessageReceived):
                message = event.message
                self.heard.append("router", Kind.RECEIVED, type(message).__name__, message)
                if self.vanishes_after == self.answered:
                    self.sessions[-1][1].abort()
                elif self.falls_silent_after != self.answered:
                    self._answer(session, message)

    def _answer(self, session: StationSession, message: object) -> None:
        answers = self._answers(session, message)
        self.answered += bool(answers) or isinstance(message, sccp.Register)
        for answer in answers:
            session.send(answer)

    def _answers(self, session: StationSession, message: object) -> list[sccp.Message]:
        now = self.loop.loop.time()
        match message:
            case sccp.Register() if self.reject:
                session.reject(self.reject)
            case sccp.Register() if not self.silent:
                session.accept(version=self.version, keep_alive=30, date_template="D.M.Y", now=now)
            case sccp.ButtonTemplateReq():
                return [sccp.ButtonTemplate.of([(1, Stimulus.LINE), (1, Stimulus.SPEED_DIAL)])]
            case sccp.SoftKeyTemplateReq():
                return [sccp.SoftKeyTemplateRes.of(SOFT_KEYS)]
            case sccp.SoftKeySetReq():
                return [sccp.SoftKeySetRes.of(SETS), sccp.SelectSoftKeys(0, 0, 0)]
            case sccp.ConfigStatReq():
                return [sccp.ConfigStat("SEP001E4A34A35F")]
            case sccp.LineStatReq(line_number=line):
                return [sccp.LineStat(line, self.number, "Alice", "Alice")]
            case sccp.ForwardStatReq(line_number=line):
                return [sccp.ForwardStat(0, line)]
            case sccp.SpeedDialStatReq(speed_dial_number=number):
                return [sccp.SpeedDialStat(number, "202", "Bob")]
            case sccp.TimeDateReq():
                return [sccp.DefineTimeDate(2026, 3, 2, 4, 9, 5, 0)]
            case sccp.Unregister():
                return [sccp.UnregisterAck()]
            case _:
                pass
        return []

    def say(self, *messages: sccp.Message) -> None:
        session, carrier = self.sessions[-1]

        def speak() -> None:
            for message in messages:
                session.send(message)
            carrier.flush()

        self.loop.run(speak, soon("to be said"))

    def say_octets(self, octets: str) -> None:
        session, carrier = self.sessions[-1]

        def speak() -> None:
            session.send_unchecked(bytes.fromhex(octets))
            carrier.flush()

        self.loop.run(speak, soon("octets to be said"))

    def hears(self, kind: type, count: int = 1) -> object:
        def look() -> object:
            found = [entry.value for entry in self.heard.entries() if isinstance(entry.value, kind)]
            return found[count - 1] if len(found) >= count else None

        return self.heard.wait(look, soon(f"{kind.__name__} at the router"))

    def hang_up(self) -> None:
        self.loop.run(self.sessions[-1][1].abort, soon("the connection cut"))

    def stop(self) -> None:
        self.loop.call(self._stop(), soon("the router gone"))

    async def _stop(self) -> None:
        await self.tftp.close()
        await self.listener.close()
        for _, carrier in self.sessions:
            await carrier.close()


@dataclass
class Bench:
    loop: BackgroundLoop
    router: Router
    journal: Journal
    wire: Wire
    frames: list[Frame]
    phones: list[Phone] = field(default_factory=list)

    def phone(self, model: str = "7960", **options: object) -> Phone:
        phone = Phone(
            "alice",
            model=model,
            mac="001E.4A34.A35F",
            tftp=self.router.tftp.local,
            loop=self.loop,
            journal=self.journal,
            wire=self.wire,
            **{"patience": 2.0, **options},  # type: ignore[arg-type]
        )
        self.phones.append(phone)
        return phone

    def registered(self, model: str = "7960", **options: object) -> Phone:
        phone = self.phone(model, **options)
        phone.boot_and_register(soon("a registration"))
        return phone

    def until(self, look: Callable[[], object], awaited: str) -> None:
        self.journal.wait(lambda: look() or None, soon(awaited))

    def entries(self, kind: Kind) -> list[Entry]:
        return [entry for entry in self.journal.entries() if entry.kind is kind]

    def tasks(self) -> set[str]:
        async def running() -> set[str]:
            return {
                repr(task) for task in asyncio.all_tasks() if task is not asyncio.current_task()
            }

        return self.loop.call(running(), soon("a look at the tasks"))


@pytest.fixture
def bench() -> Iterator[Bench]:
    frames: list[Frame] = []
    wire = Wire()
    wire.subscribe(frames.append)
    with BackgroundLoop("bench") as loop:
        router = Router(loop)
        router.start()
        bench = Bench(loop, router, Journal(), wire, frames)
        yield bench
        for phone in bench.phones:
            phone.close()
        router.stop()
        assert not bench.tasks()
