"""The stand-in over real sockets: command line, phones, application, files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

import asyncssh
import pytest

from harness.protocols.csta import xml
from harness.protocols.csta.events import DeliveredEvent, EstablishedEvent
from harness.protocols.csta.names import AutoOriginate
from harness.protocols.csta.services import (
    AnswerCall,
    AnswerCallResponse,
    ClearConnection,
    ClearConnectionResponse,
    MakeCall,
    MakeCallResponse,
    MonitorStart,
    RequestSystemStatus,
)
from harness.protocols.csta.types import ConnectionID, MonitorObject
from harness.protocols.sccp.events import MessageReceived, Registered, Rejected
from harness.protocols.sccp.messages import CallState, SoftKeyEvent
from harness.protocols.sccp.numbers import PhoneCallState, SoftKey
from harness.protocols.sccp.station import Station
from harness.protocols.sip.agent import UserAgent
from harness.protocols.sip.dialogs import Dialog
from harness.protocols.sip.events import RequestReceived, ResponseReceived
from harness.protocols.tftp import FileClient
from harness.runtime.tcp import TcpCarrier, TcpHub
from harness.runtime.udp import UdpCarrier
from harness.runtime.wire import Wire
from harness.standin.router import StandinRouter
from tests.standin.desk import ALICE, BOB, MOC_EXAMPLE, profile


class Waiting:
    """Something that is told when its machine has news, and can wait for a condition."""

    def __init__(self) -> None:
        self._news = asyncio.Event()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not condition():
                self._news.clear()
                await self._news.wait()


class Phone(Waiting):
    def __init__(self, mac: str, seven: int) -> None:
        super().__init__()
        self.station = Station(profile(mac, seven=seven))
        self.events: list[object] = []
        self.states: list[PhoneCallState] = []
        self.reference = 0

    async def plug_in(self, sccp: tuple[str, int]) -> None:
        self.station.connection_made(asyncio.get_running_loop().time())
        self.carrier = await TcpCarrier.open(
            self.station, sccp, wire=Wire(), witness="phone", notify=self._notified
        )

    def press(self, key: SoftKey) -> None:
        self.station.send(SoftKeyEvent(key, 1, self.reference))
        self.carrier.flush()

    def _notified(self) -> None:
        while (event := self.station.next_event()) is not None:
            self.events.append(event)
            if isinstance(event, MessageReceived) and isinstance(event.message, CallState):
                self.states.append(event.message.state)  # type: ignore[arg-type]
                self.reference = event.message.call_reference
        self._news.set()

    def is_rejected(self) -> bool:
        return any(isinstance(each, Rejected) for each in self.events)

    def is_registered(self) -> bool:
        return any(isinstance(each, Registered) for each in self.events)


@dataclass
class App(Waiting):
    transport: str
    answers: list[object] = field(default_factory=list)
    told: list[object] = field(default_factory=list)
    dialog: Dialog | None = None

    def __post_init__(self) -> None:
        super().__init__()
        tokens = count(1)
        self.agent = UserAgent(
            transport=self.transport,  # type: ignore[arg-type]
            local=("127.0.0.1", 0),
            tokens=lambda: f"{self.transport}{next(tokens)}x{id(self)}",
        )

    async def open(self, sip: tuple[str, int], line: str) -> None:
        carry = {"wire": Wire(), "witness": "app", "notify": self._notified}
        if self.transport == "UDP":
            self.carrier: UdpCarrier | TcpHub = await UdpCarrier.open(self.agent, **carry)  # type: ignore[arg-type]
        else:
            self.carrier = await TcpHub.listen(self.agent, **carry)  # type: ignore[arg-type]
        self.agent.local = self.carrier.local
        uri = f"sip:{line}@127.0.0.1:{sip[1]}"
        self.agent.request(
            "INVITE",
            uri,
            to=uri,
            from_="sip:alice@127.0.0.1",
            destination=sip,
            body=xml.encode(RequestSystemStatus()),
            content_type="application/csta+xml",
            now=asyncio.get_running_loop().time(),
        )
        self.carrier.flush()
        await self.until(lambda: bool(self.answers))
        self.answers.clear()
        [self.dialog] = self.agent.dialogs

    async def ask(self, service: object) -> object:
        assert self.dialog is not None
        self.agent.request_in(
            self.dialog,
            "INFO",
            body=xml.encode(service),
            content_type="application/csta+xml",
            now=asyncio.get_running_loop().time(),
        )
        self.carrier.flush()
        await self.until(lambda: bool(self.answers))
        return self.answers.pop()

    def _notified(self) -> None:
        while (event := self.agent.next_event()) is not None:
            if isinstance(event, ResponseReceived) and event.response.status >= 200:
                assert event.response.status == 200
                self.answers.append(xml.decode(event.response.body).value)
            elif isinstance(event, RequestReceived):
                self.told.append(xml.decode(event.request.body).value)
                now = asyncio.get_running_loop().time()
                self.agent.respond(event.key, 200, now=now)
        self._news.set()


async def type_in(router: StandinRouter, lines: str) -> str:
    """Type lines at the router's command line and return what it prints."""
    reach = router.reach
    async with (
        asyncssh.connect(
            reach.address,
            reach.ssh,
            username="cisco",
            password="cisco",
            known_hosts=None,
            client_keys=(),
            config=None,
            kex_algs="diffie-hellman-group14-sha1",
            encryption_algs="aes128-cbc",
            mac_algs="hmac-sha1",
            server_host_key_algs="ssh-rsa",
        ) as connection,
        connection.create_process(term_type="vt100") as shell,
    ):
        typed = f"enable\ncisco\nterminal length 0\n{lines}\nexit\n"
        shell.stdin.write(typed)
        return str(await shell.stdout.read())


@asynccontextmanager
async def running(configuration: str | None = MOC_EXAMPLE) -> AsyncIterator[StandinRouter]:
    router = await StandinRouter.open()
    try:
        if configuration is not None:
            await type_in(router, f"configure terminal\n{configuration.strip()}\nend")
        yield router
    finally:
        await router.close()


def on_the_air(body: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(20):
            await body()

    asyncio.run(bounded())


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_one_call_from_configuration_to_clearing(transport: str) -> None:
    async def scene() -> None:
        async with running() as router:
            reach = router.reach
            alice, bob = Phone(ALICE, 7961), Phone(BOB, 7960)
            app = App(transport)
            for phone in (alice, bob):
                await phone.plug_in((reach.address, reach.sccp))
                await phone.until(phone.is_registered)
            await app.open((reach.address, reach.sip), "201")
            await app.ask(MonitorStart(monitor_object=MonitorObject(device_object="201")))
            made = await app.ask(
                MakeCall(
                    calling_device="201",
                    called_directory_number="202",
                    auto_originate=AutoOriginate.DO_NOT_PROMPT,
                )
            )
            assert made == MakeCallResponse(calling_device=ConnectionID("1", "201"))
            await bob.until(lambda: PhoneCallState.RING_IN in bob.states)
            await app.until(lambda: isinstance(app.told[-1], DeliveredEvent))
            shown = await type_in(router, "show cti session\nshow cti call\nshow ephone registered")
            assert "sip:alice@127.0.0.1" in shown
            assert "RINGING" in shown
            assert "001E.4A34.A35F" in shown
            answer = AnswerCall(call_to_be_answered=ConnectionID("1", "202"))
            assert await app.ask(answer) == AnswerCallResponse()
            await alice.until(lambda: alice.states[-1] is PhoneCallState.CONNECTED)
            await app.until(lambda: isinstance(app.told[-1], EstablishedEvent))
            clear = ClearConnection(connection_to_be_cleared=ConnectionID("1", "201"))
            assert await app.ask(clear) == ClearConnectionResponse()
            for phone in (alice, bob):
                await phone.until(lambda: phone.states[-1] is PhoneCallState.ON_HOOK)  # noqa: B023
                await phone.carrier.close()
            await app.carrier.close()

    on_the_air(scene)


def test_a_call_by_hand_and_a_router_that_closes_under_it() -> None:
    async def scene() -> None:
        async with running() as router:
            reach = router.reach
            alice = Phone(ALICE, 7961)
            await alice.plug_in((reach.address, reach.sccp))
            await alice.until(alice.is_registered)
            alice.press(SoftKey.NEW_CALL)
            await alice.until(lambda: alice.states == [PhoneCallState.OFF_HOOK])
        await alice.until(lambda: not alice.carrier.is_open)

    on_the_air(scene)


def test_before_telephony_service_is_configured_no_phone_is_served() -> None:
    async def scene() -> None:
        async with running(None) as router:
            alice = Phone(ALICE, 7961)
            await alice.plug_in((router.reach.address, router.reach.sccp))
            await alice.until(lambda: not alice.carrier.is_open)
            assert not alice.is_registered()

    on_the_air(scene)


def test_a_phone_that_is_not_configured_is_rejected() -> None:
    async def scene() -> None:
        configuration = MOC_EXAMPLE.replace(" max-dn 20", " max-dn 20\n no auto-reg-ephone")
        async with running(configuration) as router:
            stranger = Phone("00AABBCCDDEE", 7961)
            await stranger.plug_in((router.reach.address, router.reach.sccp))
            await stranger.until(stranger.is_rejected)
            await stranger.carrier.close()

    on_the_air(scene)


def test_phones_fetch_their_files() -> None:
    async def fetch(server: tuple[str, int], name: str) -> FileClient:
        waiting = Waiting()
        client = FileClient(name, server, now=asyncio.get_running_loop().time())
        carrier = await UdpCarrier.open(
            client, wire=Wire(), witness="phone", notify=waiting._news.set
        )
        carrier.flush()
        await waiting.until(lambda: client.transfer.done)
        await carrier.close()
        return client

    async def scene() -> None:
        async with running() as router:
            server = (router.reach.address, router.reach.tftp)
            own = await fetch(server, f"SEP{ALICE}.cnf.xml")
            assert own.transfer.content is not None
            assert b"ethernetPhonePort" in own.transfer.content
            assert (await fetch(server, f"CTLSEP{ALICE}.tlv")).transfer.error is not None

    on_the_air(scene)


def test_sip_listens_on_both_transports_at_one_port_and_sccp_where_ios_can() -> None:
    async def scene() -> None:
        async with running(None) as router:
            assert 2000 <= router.reach.sccp <= 9999
            _, writer = await asyncio.open_connection(router.reach.address, router.reach.sip)
            writer.close()
            await writer.wait_closed()

    on_the_air(scene)
