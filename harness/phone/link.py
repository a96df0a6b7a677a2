"""One phone's life on the background loop: its boot, its registration, what it is told.

Everything here runs on the loop's thread; `Phone` is the door from a plan's thread. Messages are
journalled in the order of the wire, each change of the screen right behind the message that made
it. What a phone does by itself, without a hand, is the table `_REFLEXES`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from harness.errors import HarnessError, LocalProtocolError, PhoneRejected, RouterUnreachable
from harness.phone.alarms import AFTER_RESET, Trouble
from harness.phone.booting import BootConfiguration, Bootstrap
from harness.phone.dialling import Severed, first_that_listens
from harness.phone.errands import Errands, Later
from harness.phone.fences import Fences
from harness.phone.media import Media
from harness.phone.models import PhoneModel, profile_of
from harness.phone.screen import PageOnScreen, Screen
from harness.phone.showing import Showing
from harness.phone.voice import Voice, Work
from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp import station as sta
from harness.protocols.sccp.labels import expand
from harness.protocols.sccp.numbers import ResetType
from harness.runtime.journal import Journal, Kind
from harness.runtime.tcp import TcpCarrier
from harness.runtime.wire import Address, Wire

RETRY_SECONDS = 5.0
"""How long a phone that lost its router waits before it boots again. ASSUMED."""
LEAVE_SECONDS = 1.0
"""How long a phone that unregisters waits for the router's word."""


class Link:
    """The phone's end of its connection to the router, through every boot."""

    def __init__(
        self,
        *,
        device: str,
        model: PhoneModel,
        mac: str,
        bootstrap: Bootstrap,
        server: Address | None,
        local_ip: str,
        journal: Journal,
        wire: Wire,
        witness: str,
        speech_packets: int,
    ) -> None:
        self.device = device
        self.model = model
        self.witness = witness
        self.lifted = False
        """Whether the handset is up for a call that has not come to its end."""
        self.booted: BootConfiguration | None = None
        self.registrations = 0
        """How often the phone has come into service."""
        self._mac = mac
        self._bootstrap = bootstrap
        self._server = server
        self._local_ip = local_ip
        self._journal = journal
        self._wire = wire
        self._trouble = Trouble.COLD_START
        self._station: sta.Station | None = None
        self._carrier: TcpCarrier | None = None
        self._outcome: asyncio.Future[None] | None = None
        self._left: asyncio.Future[None] | None = None
        """Done when the router has let the phone go."""
        self._fences = Fences()
        self._errands = Errands(self._fault)
        self._entering = asyncio.Lock()
        self._retry = Later()
        self._wanted = False
        """Whether the phone has power and shall come back when its link breaks."""
        self._told_to_reset: sccp.Reset | None = None
        """The router's word that it shall boot anew, until it does."""
        self._severed = Severed()
        self._showing = Showing(changed=self._shows, calls_over=self._calls_over)
        self.media = Media(
            local_ip, seed=int(mac[-4:], 16), packets=speech_packets,
            wire=wire, witness=witness, noticed=self._hears,
        )  # fmt: skip
        self._voice = Voice(
            self.media, model=model, local_ip=local_ip,
            version=lambda: self.version, answer=self._answer, note=self._note,
        )  # fmt: skip

    @property
    def screen(self) -> Screen:
        """What its user sees."""
        return self._showing.screen

    @property
    def is_registered(self) -> bool:
        """Whether the router serves this phone."""
        return self._station is not None and self._station.state is sta.Stage.REGISTERED

    @property
    def version(self) -> int:
        """The negotiated protocol version; 0 out of service."""
        return self._station.version if self._station is not None else 0

    # --- in and out of service --------------------------------------------------------------------

    async def come_into_service(self) -> None:
        """Boot, connect, register.

        Raises:
            RouterUnreachable: TFTP or the call agent does not answer.
            PhoneRejected: the router does not want this phone.
            RemoteProtocolError: the phone's file makes no sense.
        """
        with self._errands.including_this():
            async with self._entering:
                await self._enter()

    async def _enter(self) -> None:
        self._wanted = True
        try:
            self._retry.cancel()
            await self._drop()
            self._showing.clear()
            await (await self._connect(await self._servers()))
        except BaseException:
            self._wanted = False
            await self._drop()
            raise

    async def _servers(self) -> tuple[Address, ...]:
        if self._server is not None:
            return (self._server,)
        self.booted = await self._bootstrap.run()
        self._journal.append(
            self.witness, Kind.NOTE, "boots", self.booted, text=f"read {self.booted.file}"
        )
        return self.booted.servers

    async def _connect(self, servers: tuple[Address, ...]) -> asyncio.Future[None]:
        """Ask the first call agent that listens; the result is what comes of it."""
        loop = asyncio.get_running_loop()

        def station() -> sta.Station:
            alarm = self._trouble.told_by(self.device, self.model.spoken_load)
            facts = {"device": self.device, "mac": self._mac, "ip": self._local_ip}
            return sta.Station(profile_of(self.model, **facts, alarm=alarm))

        self._station, self._carrier = await first_that_listens(
            servers, station, self._turn,
            wire=self._wire, witness=self.witness, local_ip=self._local_ip,
        )  # fmt: skip
        self._told_to_reset = None
        outcome = self._outcome = loop.create_future()
        self._station.connection_made(loop.time())
        self._hand_over()
        return outcome

    async def leave(self) -> None:
        """Unregister as a phone does that is told to, and go out of service."""
        self._wanted = False
        self._retry.cancel()
        if self.is_registered and self._carrier is not None and self._carrier.is_open:
            assert self._station is not None  # noqa: S101
            loop = asyncio.get_running_loop()
            left = self._left = loop.create_future()
            self._station.unregister(loop.time())
            self._hand_over()
            timer = loop.call_later(LEAVE_SECONDS, self._let_go)
            await left
            timer.cancel()
        await self._drop()

    def _let_go(self) -> None:
        if self._left is not None and not self._left.done():
            self._left.set_result(None)

    async def unplug(self) -> None:
        """Lose power and network in one moment; the connection hangs, as nobody ended it."""
        self._wanted = False
        self._retry.cancel()
        await self._errands.cancel()
        if self._carrier is not None:
            self._severed.take(self._carrier)
            self._carrier = None
        await self._drop()
        self._showing.clear()

    async def close(self) -> None:
        """Leave nothing behind: no task, no timer, no socket."""
        await self.leave()
        await self._errands.cancel()
        await self._drop()
        await self._severed.end()

    async def _drop(self) -> None:
        """End the connection, if there is one, and everything that hangs on it."""
        carrier, self._carrier = self._carrier, None
        self._station = None
        self.lifted = False
        if self._outcome is not None and not self._outcome.done():
            self._outcome.cancel()
        self._outcome = None
        self._showing.keep()
        self._fail_fences()
        await self.media.close_all()
        if carrier is not None:
            await carrier.close()

    # --- what a hand does -------------------------------------------------------------------------

    def act(self, name: str, *messages: sccp.Message, text: str = "") -> None:
        """Journal a hand's act and hand over what the phone says of it.

        Raises:
            LocalProtocolError: the phone is not in service.
        """
        station = self._in_service(name)
        self._journal.append(self.witness, Kind.ACT, name, text=text)
        for message in messages:
            station.send(message)
        self._hand_over()

    def select(self, reference: int) -> None:
        """Move to a call with the navigation key; the router is not told."""
        self._journal.append(self.witness, Kind.ACT, "select", text=str(reference))
        self._showing.selected(reference)

    def show_page(self, page: PageOnScreen | None) -> None:
        """Put a page on the display, or take it away."""
        self._showing.fetched(page)

    def send_octets(self, octets: bytes) -> None:
        """Put octets on the connection, whatever they are."""
        self._in_service("send_unchecked").send_unchecked(octets)
        self._hand_over()

    async def fence(self) -> None:
        """Return when all that the router sent before answering a keep-alive has arrived."""
        station = self._in_service("fence")
        passed = self._fences.passed(station.keep_alive_now(asyncio.get_running_loop().time()))
        self._hand_over()
        await passed

    def _in_service(self, act: str) -> sta.Station:
        if self._station is None or not self.is_registered:
            raise LocalProtocolError(f"{self.witness} is not in service; it cannot {act}")
        return self._station

    def _fail_fences(self) -> None:
        lost = f"{self.witness} lost its router while it waited for it"
        self._fences.fail(RouterUnreachable(lost))

    # --- what the phone is told -------------------------------------------------------------------

    def _hand_over(self) -> None:
        if self._station is not None:
            self._turn(self._station)
        if self._carrier is not None:
            self._carrier.flush()

    def _turn(self, station: sta.Station) -> None:
        while (event := station.next_event()) is not None:
            if station is self._station:
                self._TOLD[type(event)](self, event)

    def _sent(self, event: sta.MessageSent) -> None:
        message = event.message
        self._journal.append(self.witness, Kind.SENT, type(message).__name__, message)
        if isinstance(message, sccp.OffHook | sccp.OnHook):
            self.lifted = isinstance(message, sccp.OffHook)
        elif isinstance(message, sccp.KeypadButton):
            self._showing.pressed(message.kp_button)

    def _received(self, event: sta.MessageReceived) -> None:
        message = event.message
        self._journal.append(self.witness, Kind.RECEIVED, type(message).__name__, message)
        self._showing.told(message)
        if isinstance(message, sccp.Reset) and message.reset_type != ResetType.APPLY_CONFIG:
            self._told_to_reset = message
        reflex = self._REFLEXES.get(type(message))
        work = self._voice.reflex(message) if reflex is None else reflex(self, message)
        if work is not None:
            self._errands.begin(work)

    def _hears(self, source: Address) -> None:
        """Whoever waits for a voice is woken by the first packet of it."""
        self._note("hears", f"a voice from {source[0]}:{source[1]}")

    def _note(self, name: str, text: str) -> None:
        self._journal.append(self.witness, Kind.NOTE, name, text=text)

    def _shows(self, screen: Screen) -> None:
        self._journal.append(self.witness, Kind.SCREEN, "screen", screen)

    def _calls_over(self) -> None:
        """The handset rests; a phone that was told to boot anew has waited for this."""
        self.lifted = False
        if self._told_to_reset is not None:
            self._errands.begin(self._obey())

    def _registered(self, _event: sta.Registered) -> None:
        self.registrations += 1
        self._journal.append(self.witness, Kind.NOTE, "registered")
        if self._outcome is not None and not self._outcome.done():
            self._outcome.set_result(None)

    def _rejected(self, event: sta.Rejected) -> None:
        error = PhoneRejected(self.device, expand(event.text))
        self._journal.append(self.witness, Kind.NOTE, "rejected", error, text=str(error))
        self._fail(error)

    def _disconnected(self, event: sta.Disconnected) -> None:
        was_registered = self._outcome is not None and self._outcome.done()
        self._let_go()
        self._fail_fences()
        expected = self._told_to_reset is not None
        self._showing.clear()
        self._fail(
            RouterUnreachable(f"{self.device} lost its router while it registered: {event.reason}")
        )
        if self._wanted and was_registered and not expected:
            self._journal.append(self.witness, Kind.FAULT, "disconnected", text=event.reason)
            self._trouble = Trouble.LOST_LINK
            self._errands.begin(self._drop())
            self._come_back(RETRY_SECONDS)

    def _fail(self, error: HarnessError) -> None:
        if self._outcome is not None and not self._outcome.done():
            self._outcome.set_exception(error)

    def _keep_alive_answered(self, event: sta.KeepAliveAnswered) -> None:
        self._fences.answered(event.number)

    def _misbehaved(self, event: sta.Misbehaved) -> None:
        self._fault(event.error)

    def _fault(self, problem: Exception) -> None:
        name = type(problem).__name__
        self._journal.append(self.witness, Kind.FAULT, name, problem, text=str(problem))

    # --- what it does by itself -------------------------------------------------------------------

    def _answer(self, message: sccp.Message) -> None:
        if self._station is not None:
            self._station.send(message)
            self._hand_over()

    async def _reset(self, _message: sccp.Reset) -> None:
        """A phone with a call waits for its end."""
        if self._told_to_reset is not None and not self.screen.calls:
            await self._obey()

    async def _obey(self) -> None:
        """Boot anew; a restart takes its leave first (reference of the messages, "Unregister")."""
        message, self._told_to_reset = self._told_to_reset, None
        if message is None:
            return
        self._trouble = AFTER_RESET.get(message.reset_type, Trouble.COLD_START)
        if message.reset_type == ResetType.RESTART:
            await self.leave()
        await self._return()

    async def _unregistered(self, _message: sccp.UnregisterAck) -> None:
        self._let_go()

    def _come_back(self, seconds: float) -> None:
        moment = asyncio.get_running_loop().time() + seconds
        self._retry.at(moment, lambda: self._errands.begin(self._return()))

    async def _return(self) -> None:
        """Come back without a hand; a phone that is turned away asks again and again."""
        try:
            await self.come_into_service()
        except (RouterUnreachable, PhoneRejected):
            self._come_back(RETRY_SECONDS)

    _TOLD: ClassVar[Mapping[type, Callable[[Link, Any], None]]] = {
        sta.MessageSent: _sent,
        sta.MessageReceived: _received,
        sta.Registered: _registered,
        sta.Rejected: _rejected,
        sta.Disconnected: _disconnected,
        sta.KeepAliveAnswered: _keep_alive_answered,
        sta.Misbehaved: _misbehaved,
    }
    """What each event of its station means to a phone."""

    _REFLEXES: ClassVar[Mapping[type, Callable[[Link, Any], Work]]] = {
        sccp.Reset: _reset,
        sccp.UnregisterAck: _unregistered,
    }
    """What a phone does by itself on a message, besides what `Voice` does."""
