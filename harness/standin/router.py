"""The stand-in on the air: its sockets, its clock, and the parts behind them.

The only module of the stand-in that opens sockets, besides ``ssh``. SIP listens on UDP and TCP at
the same port; SCCP at a port that ``ip source-address … port`` can name (2000 to 9999).
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from functools import partial
from random import sample
from typing import Any, Literal, TypeVar

from harness.protocols.sccp.agent import StationSession
from harness.protocols.sip.agent import UserAgent
from harness.protocols.tftp import FileServer
from harness.runtime.journal import Journal, Kind
from harness.runtime.machines import PeerMachine
from harness.runtime.tcp import TcpCarrier, TcpHub, TcpListener
from harness.runtime.timer import MachineTimer
from harness.runtime.udp import UdpCarrier
from harness.runtime.wire import Wire
from harness.standin import careless
from harness.standin.cli.factory import factory_configuration
from harness.standin.cli.host import CliHost
from harness.standin.clock import wall_clock
from harness.standin.configuration import Credentials
from harness.standin.console import SerialConsole
from harness.standin.cti_session import Port
from harness.standin.defects import Defect
from harness.standin.http import WebServer
from harness.standin.mixer import Mixer
from harness.standin.mutations.agent import MutatedAgent
from harness.standin.mutations.host import MutatedHost
from harness.standin.mutations.rows import NONE, Mutations
from harness.standin.mutations.switch import MutatedSwitch
from harness.standin.mutations.wire import meddled
from harness.standin.ssh import SshServer
from harness.standin.switch import Switch
from harness.standin.telnet import TelnetServer
from harness.standin.tftp import phone_files
from harness.topology.dialect import STANDARD, Dialect

SCCP_PORTS = range(2000, 10_000)
"""What ``ip source-address … port`` can name."""

_ATTEMPTS = 100
_WITNESS = "router"

Listening = TypeVar("Listening")


@dataclass(frozen=True, slots=True)
class Reach:
    """Where the stand-in is reached; a port of 0 is yet to be chosen."""

    address: str = "127.0.0.1"
    ssh: int = 0
    sccp: int = 0
    sip: int = 0
    tftp: int = 0
    telnet: int = 0
    http: int = 0
    console: str = ""
    """The device of the serial console; always a new one."""


class StandinRouter:
    """A router in factory condition, and everything it listens with."""

    def __init__(
        self,
        credentials: Credentials,
        defects: frozenset[Defect] = frozenset(),
        sccp_version: int | None = None,
        dialect: Dialect = STANDARD,
        mutations: Mutations = NONE,
    ) -> None:
        self.reach = Reach()
        self._sccp_version = sccp_version
        self._credentials = credentials
        self._defects = defects
        self._dialect = dialect
        self._mutations = mutations
        self.journal = Journal()
        """Who broke a protocol, and how; nothing else is kept."""
        self._wire = Wire()
        self._loop = asyncio.get_running_loop()
        self._wall = wall_clock(self._loop)
        self._stack = AsyncExitStack()
        self._sip: list[tuple[Port, UdpCarrier | TcpHub]] = []
        self._connections: set[TcpCarrier] = set()
        self._stations: dict[StationSession, TcpCarrier] = {}
        self._closing: set[asyncio.Task[None]] = set()

    @classmethod
    async def open(
        cls,
        wanted: Reach = Reach(),
        *,
        credentials: Credentials | None = None,
        defects: frozenset[Defect] = frozenset(),
        sccp_version: int | None = None,
        dialect: Dialect = STANDARD,
        mutations: Mutations = NONE,
    ) -> StandinRouter:
        """Start; what was not ``wanted`` is chosen freely, and told by ``reach``.

        ``sccp_version`` is offered to every phone; ``None`` offers what CME does for its model;
        ``dialect`` is how it speaks CSTA; ``mutations`` are laid over all it says.

        Raises:
            OSError: an address that was wanted cannot be had.
        """
        router = cls(credentials or Credentials(), defects, sccp_version, dialect, mutations)
        try:
            await router._start(wanted)
        except BaseException:
            await router.close()
            raise
        return router

    async def close(self) -> None:
        """Close every socket."""
        await self._stack.aclose()

    async def _start(self, wanted: Reach) -> None:
        configuration = factory_configuration(self._credentials, address=wanted.address)
        self._configuration = configuration
        make = partial(MutatedSwitch, mutations=self._mutations) if self._mutations else Switch
        self._switch: Switch = make(
            configuration,
            now=self._loop.time,
            wall=self._wall,
            wake=self._flush,
            complain=self._complain,
            defects=self._defects,
            dialect=self._dialect,
            sccp_version=self._sccp_version,
            mixer=await self._start_mixer(wanted),
        )
        self._timer = MachineTimer(self._loop, self._switch, self._flush)
        self._stack.callback(self._timer.cancel)
        rows = self._mutations.terminal
        make_host = partial(MutatedHost, rows) if rows else CliHost
        host: CliHost = make_host(
            configuration,
            self._switch,
            credentials=self._credentials,
            wall_clock=self._wall,
            defects=self._defects,
        )
        self.command_line = host
        """What its sessions share; tests turn its clock."""
        timer = MachineTimer(self._loop, host, self._flush)
        self._stack.callback(timer.cancel)
        host.rearmed = timer.arm
        self._switch.announce, self._switch.debugs = host.announced, host.log.debugs
        ssh = await SshServer.open(host, (wanted.address, wanted.ssh), self._credentials)
        self._stack.push_async_callback(ssh.close)
        telnet = await TelnetServer.open(host, (wanted.address, wanted.telnet))
        self._stack.push_async_callback(telnet.close)
        console = SerialConsole(host)
        self._stack.push_async_callback(console.close)
        web = WebServer(
            host, wire=self._wire, served=self._flush, complain=self._complain,
            defects=self._defects,
        )  # fmt: skip
        self._stack.push_async_callback(web.close)
        await web.open((wanted.address, wanted.http))
        self.reach = replace(
            wanted,
            ssh=ssh.local[1],
            sccp=await self._start_sccp(wanted),
            sip=await self._start_sip(wanted),
            tftp=await self._start_tftp(wanted, web_port=web.local[1]),
            http=web.local[1],
            telnet=telnet.local[1],
            console=console.device,
        )

    def _complain(self, who: str, problem: str) -> None:
        self.journal.append(who, Kind.FAULT, "misbehaved", text=problem)

    # SCCP ----------------------------------------------------------------------------------------

    async def _start_sccp(self, wanted: Reach) -> int:
        async def listen(port: int) -> TcpListener:
            return await TcpListener.open(self._accept_station, (wanted.address, port))

        self._stack.push_async_callback(self._close_stations)
        ports = [wanted.sccp] if wanted.sccp else sample(SCCP_PORTS, _ATTEMPTS)
        listener = await _first_free(ports, listen)
        self._stack.push_async_callback(listener.close)
        return listener.local[1]

    def _accept_station(self) -> TcpCarrier:
        session = StationSession()

        def notify() -> None:
            self._station_turn(session, carrier)

        carrier = TcpCarrier(session, wire=self._wire, witness=_WITNESS, notify=notify)
        self._connections.add(carrier)
        return carrier

    def _station_turn(self, session: StationSession, carrier: TcpCarrier) -> None:
        if self._configuration.telephony.source_address is None:
            # Without telephony-service nothing listens; this is as near as an open port comes.
            carrier.abort()
            self._connections.discard(carrier)
            return
        if session not in self._stations and carrier.is_open:
            self._stations[session] = carrier
            self._switch.stations.joined(session, carrier.remote)
        before = self._switch.posted
        self._switch.stations.turn(session, self._loop.time())
        if not carrier.is_open:
            self._stations.pop(session, None)
            self._connections.discard(carrier)
        if self._switch.posted != before:
            self._flush()
        else:
            self._flush_stations()

    async def _close_stations(self) -> None:
        await asyncio.gather(*(each.close() for each in self._connections), *self._closing)

    # SIP -----------------------------------------------------------------------------------------

    async def _start_sip(self, wanted: Reach) -> int:
        udp, tcp = _port("UDP", self._mutations), _port("TCP", self._mutations)

        async def listen(port: int) -> tuple[UdpCarrier, TcpHub]:
            local = (wanted.address, port)
            machine = self._before(udp)
            datagrams = await UdpCarrier.open(machine, local, **self._carried(udp))
            try:
                local = datagrams.local
                machine = self._before(tcp)
                streams = await TcpHub.listen(machine, local, **self._carried(tcp))
            except OSError:
                await datagrams.close()
                raise
            return datagrams, streams

        ports = [wanted.sip] if wanted.sip else [0] * _ATTEMPTS
        datagrams, streams = await _first_free(ports, listen)
        self._sip += [(udp, datagrams), (tcp, streams)]
        for port, carrier in self._sip:
            port.agent.local = carrier.local
            self._stack.push_async_callback(carrier.close)
        return datagrams.local[1]

    def _before(self, port: Port) -> PeerMachine:
        """What a port's socket feeds: its agent, or a broken reader before that."""
        stream = port.transport == "TCP"
        machine = careless.before(port.agent, stream=stream, defects=self._defects)
        return meddled(machine, port.agent, self._mutations.wire, over=port.transport)

    def _carried(self, port: Port) -> dict[str, Any]:
        def notify() -> None:
            self._switch.applications.turn(port, self._loop.time())
            self._flush()

        return {"wire": self._wire, "witness": _WITNESS, "notify": notify}

    # Conferences ---------------------------------------------------------------------------------

    async def _start_mixer(self, wanted: Reach) -> Mixer:
        """RTP takes an even port (RFC 3550 §11); CME's is the number of its SCCP port."""
        mixer = Mixer()

        async def listen(port: int) -> UdpCarrier:
            return await UdpCarrier.open(
                mixer, (wanted.address, port), wire=self._wire, witness=_WITNESS, notify=_nothing
            )

        ports = [wanted.sccp] if wanted.sccp else sample(SCCP_PORTS[::2], _ATTEMPTS)
        carrier = await _first_free(ports, listen)
        self._stack.push_async_callback(carrier.close)
        mixer.local = carrier.local
        return mixer

    # TFTP ----------------------------------------------------------------------------------------

    async def _start_tftp(self, wanted: Reach, *, web_port: int) -> int:
        files = phone_files(self._configuration, web_port=web_port, defects=self._defects)
        carrier = await UdpCarrier.open(
            FileServer(files),
            (wanted.address, wanted.tftp),
            wire=self._wire,
            witness=_WITNESS,
            notify=_nothing,
        )
        self._stack.push_async_callback(carrier.close)
        return carrier.local[1]

    # What one part causes at another -------------------------------------------------------------

    def _flush(self) -> None:
        """Send what the switch wants sent, whoever caused it."""
        self._flush_stations()
        for _, sip_carrier in self._sip:
            sip_carrier.flush()
        self._timer.arm()

    def _flush_stations(self) -> None:
        """Send phones what they asked for: no other part has a share in that."""
        stations = self._switch.stations
        while stations.dirty:
            carrier = self._stations.get(stations.dirty.pop())
            if carrier is not None:
                carrier.flush()
        while stations.finished:
            carrier = self._stations.pop(stations.finished.pop(), None)
            if carrier is not None:
                self._close_later(carrier.close())

    def _close_later(self, closing: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(closing)
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


def _port(transport: Literal["UDP", "TCP"], mutations: Mutations) -> Port:
    make = partial(MutatedAgent, mutations.sip) if mutations.sip else UserAgent
    agent = make(transport=transport, local=("", 0), tokens=lambda: secrets.token_hex(8))
    return Port(transport, agent)


def _nothing() -> None:
    """Nobody waits for what comes in there."""


async def _first_free(ports: list[int], listen: Callable[[int], Awaitable[Listening]]) -> Listening:
    """Listen at the first of ``ports`` that can be had.

    Raises:
        OSError: none can.
    """
    for port in ports[:-1]:
        try:
            return await listen(port)
        except OSError:
            continue
    return await listen(ports[-1])
