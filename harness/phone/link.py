"""One phone's life on the background loop: its boot, its registration, what it is told.

Everything here runs on the loop's thread; `Phone` is the door from a plan's thread. Messages are
journalled in the order of the wire, each change of the screen right behind the message that made
it. A connection's own life is `Connection`'s, what the phone does about voice `Voice`'s, when it
boots without a hand `Returning`'s. Thousands may share a process: what an idle phone does not need
is made when it does.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar

from harness.errors import LocalProtocolError, PhoneRejected
from harness.phone.booting import BootConfiguration, Bootstrap
from harness.phone.connection import Connection
from harness.phone.dialling import Severed, first_that_listens
from harness.phone.errands import Errands, Work
from harness.phone.media import Media
from harness.phone.models import PhoneModel, profile_of
from harness.phone.returning import Returning
from harness.phone.screen import PageOnScreen, Screen
from harness.phone.showing import Showing
from harness.phone.voice import Voice
from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp import station as sta
from harness.protocols.sccp.labels import expand
from harness.runtime.journal import Journal, Kind
from harness.runtime.wire import Address, Wire

_MAKING = threading.Lock()
"""Held while a phone's `Media` is made: plans ask for it from their own thread."""


class Link:
    """The phone's end of its connection to the router, through every boot.

    ``bootstrap`` finds the call agents; a phone that is told its ``server`` needs none.
    """

    __slots__ = (
        "_bootstrap", "_connection", "_entering", "_errands", "_journal", "_local_ip", "_mac",
        "_media", "_returning", "_server", "_severed", "_showing", "_speech_packets", "_wanted",
        "_wire", "booted", "device", "lifted", "model", "registrations", "witness",
    )  # fmt: skip

    def __init__(
        self,
        *,
        device: str,
        model: PhoneModel,
        mac: str,
        bootstrap: Bootstrap | None,
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
        self._speech_packets = speech_packets
        self._connection: Connection | None = None
        self._errands = Errands(self._fault)
        self._entering: asyncio.Lock | None = None
        self._returning = Returning(self)
        self._wanted = False
        """Whether the phone has power and shall come back when its link breaks."""
        self._severed: Severed | None = None
        watched = Kind.SCREEN in journal.kept
        self._showing = Showing(
            changed=self._shows if watched else None, calls_over=self._calls_over
        )
        self._media: Media | None = None

    @property
    def screen(self) -> Screen:
        """What its user sees."""
        return self._showing.screen

    @property
    def has_calls(self) -> bool:
        """Whether a call stands on its display."""
        return self._showing.has_calls

    @property
    def is_registered(self) -> bool:
        """Whether the router serves this phone."""
        return self._connection is not None and self._connection.is_registered

    @property
    def version(self) -> int:
        """The negotiated protocol version; 0 out of service."""
        return self._connection.station.version if self._connection is not None else 0

    @property
    def media(self) -> Media:
        """Its voice ports. From any thread."""
        with _MAKING:
            if self._media is None:
                self._media = Media(
                    self._local_ip, seed=int(self._mac[-4:], 16), packets=self._speech_packets,
                    wire=self._wire, witness=self.witness, noticed=self._hears,
                )  # fmt: skip
            return self._media

    # --- in and out of service --------------------------------------------------------------------

    async def come_into_service(self) -> None:
        """Boot, connect, register.

        Raises:
            RouterUnreachable: TFTP or the call agent does not answer.
            PhoneRejected: the router does not want this phone.
            RemoteProtocolError: the phone's file makes no sense.
        """
        self._entering = self._entering or asyncio.Lock()
        with self._errands.including_this():
            async with self._entering:
                await self._enter()

    async def _enter(self) -> None:
        self._wanted = True
        try:
            self._returning.stay()
            await self._drop()
            self._showing.clear()
            connection = self._connection = await first_that_listens(
                await self._servers(), self._new_connection,
                wire=self._wire, witness=self.witness, local_ip=self._local_ip,
            )  # fmt: skip
            self._returning.order = None
            await connection.register()
        except BaseException:
            self._wanted = False
            await self._drop()
            raise

    async def _servers(self) -> tuple[Address, ...]:
        if self._server is not None or self._bootstrap is None:
            return (self._server,) if self._server is not None else ()
        self.booted = await self._bootstrap.run()
        self._journal.append(
            self.witness, Kind.NOTE, "boots", self.booted, text=f"read {self.booted.file}"
        )
        return self.booted.servers

    def _new_connection(self) -> Connection:
        alarm = self._returning.trouble.told_by(self.device, self.model.spoken_load)
        profile = profile_of(
            self.model, device=self.device, mac=self._mac, ip=self._local_ip, alarm=alarm
        )
        return Connection(sta.Station(profile), self._told)

    async def leave(self) -> None:
        """Unregister as a phone does that is told to, and go out of service."""
        self._wanted = False
        self._returning.stay()
        if self._connection is not None:
            await self._connection.unregister()
        await self._drop()

    async def unplug(self) -> None:
        """Lose power and network in one moment; the connection hangs, as nobody ended it."""
        self._wanted = False
        self._returning.stay()
        await self._errands.cancel()
        if self._connection is not None:
            self._severed = self._severed or Severed()
            self._severed.take(self._connection.sever())
        await self._drop()
        self._showing.clear()

    async def close(self) -> None:
        """Leave nothing behind: no task, no timer, no socket."""
        await self.leave()
        await self._errands.cancel()
        await self._drop()
        if self._severed is not None:
            await self._severed.end()

    async def _drop(self) -> None:
        """End the connection, if there is one, and everything that hangs on it."""
        connection, self._connection = self._connection, None
        self.lifted = False
        self._showing.keep()
        if self._media is not None:
            await self._media.close_all()
        if connection is not None:
            await connection.end()

    # --- what a hand does -------------------------------------------------------------------------

    def act(self, name: str, *messages: sccp.Message, text: str = "") -> None:
        """Journal a hand's act and hand over what the phone says of it.

        Raises:
            LocalProtocolError: the phone is not in service.
        """
        connection = self._in_service(name)
        self._journal.append(self.witness, Kind.ACT, name, text=text)
        connection.send(*messages)

    def select(self, reference: int) -> None:
        """Move to a call with the navigation key; the router is not told."""
        self._journal.append(self.witness, Kind.ACT, "select", text=str(reference))
        self._showing.selected(reference)

    def show_page(self, page: PageOnScreen | None) -> None:
        """Put a page on the display, or take it away."""
        self._showing.fetched(page)

    def send_octets(self, octets: bytes) -> None:
        """Put octets on the connection, whatever they are."""
        self._in_service("send_unchecked").send_octets(octets)

    async def fence(self) -> None:
        """Return when all that the router sent before answering a keep-alive has arrived."""
        await self._in_service("fence").fence()

    def _in_service(self, act: str) -> Connection:
        if self._connection is None or not self._connection.is_registered:
            raise LocalProtocolError(f"{self.witness} is not in service; it cannot {act}")
        return self._connection

    # --- what the phone is told -------------------------------------------------------------------

    def _told(self, connection: Connection, event: sta.StationEvent) -> None:
        if connection is self._connection and type(event) in self._TOLD:
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
        reflex = self._REFLEXES.get(type(message))
        if reflex is not None:
            reflex(self, message)
        elif Voice.concerns(message):
            self.begin(self._voice().reflex(message))

    def _voice(self) -> Voice:
        return Voice(
            self.media, model=self.model, local_ip=self._local_ip, version=self.version,
            answer=partial(self._answer, self._connection), note=self._note,
        )  # fmt: skip

    def _answer(self, connection: Connection | None, message: sccp.Message) -> None:
        if connection is not None and connection is self._connection:
            connection.send(message)

    def _reset(self, message: sccp.Reset) -> None:
        self._returning.ordered(message)

    def _unregistered(self, _message: sccp.UnregisterAck) -> None:
        if self._connection is not None:
            self._connection.let_go()

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
        self._returning.calls_over()

    def _registered(self, _event: sta.Registered) -> None:
        self.registrations += 1
        self._journal.append(self.witness, Kind.NOTE, "registered")

    def _rejected(self, event: sta.Rejected) -> None:
        error = PhoneRejected(self.device, expand(event.text))
        self._journal.append(self.witness, Kind.NOTE, "rejected", error, text=str(error))
        if self._connection is not None:
            self._connection.fail(error)

    def _disconnected(self, event: sta.Disconnected) -> None:
        served = self._connection is not None and self._connection.served
        self._showing.clear()
        if self._wanted and served and self._returning.order is None:
            self._journal.append(self.witness, Kind.FAULT, "disconnected", text=event.reason)
            self.begin(self._drop())
            self._returning.lost_link()

    def _misbehaved(self, event: sta.Misbehaved) -> None:
        self._fault(event.error)

    def _fault(self, problem: Exception) -> None:
        name = type(problem).__name__
        self._journal.append(self.witness, Kind.FAULT, name, problem, text=str(problem))

    def begin(self, work: Work) -> None:
        """Do something by the way, until the phone is closed."""
        self._errands.begin(work)

    _TOLD: ClassVar[Mapping[type, Callable[[Link, Any], None]]] = {
        sta.MessageSent: _sent,
        sta.MessageReceived: _received,
        sta.Registered: _registered,
        sta.Rejected: _rejected,
        sta.Disconnected: _disconnected,
        sta.Misbehaved: _misbehaved,
    }
    """What the events of its station mean to a phone."""

    _REFLEXES: ClassVar[Mapping[type, Callable[[Link, Any], None]]] = {
        sccp.Reset: _reset,
        sccp.UnregisterAck: _unregistered,
    }
    """What a phone does by itself on a message, besides what `Voice` does."""
