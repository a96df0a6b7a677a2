"""One connection of a phone: its station, its socket, and who waits for what comes of it.

A phone that boots anew has a new one. On the loop's thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from harness.errors import HarnessError, RouterUnreachable
from harness.phone.fences import Fences
from harness.protocols.sccp.events import (
    Disconnected,
    KeepAliveAnswered,
    Registered,
    StationEvent,
)
from harness.protocols.sccp.messages import Message
from harness.protocols.sccp.station import Stage, Station
from harness.runtime.tcp import TcpCarrier
from harness.runtime.wire import Address, Wire

LEAVE_SECONDS = 1.0
"""How long a phone that unregisters waits for the router's word."""


class Connection:
    """From the first octet to the last.

    Args:
        station: what speaks on it.
        tell: told of every event of the station, after those who wait for it were woken.
    """

    __slots__ = ("_carrier", "_fences", "_left", "_outcome", "_tell", "served", "station")

    def __init__(self, station: Station, tell: Callable[[Connection, StationEvent], None]) -> None:
        self.station = station
        self.served = False
        """Whether the router has taken the phone into service on it."""
        self._tell: Callable[[Connection, StationEvent], None] | None = tell
        self._carrier: TcpCarrier | None = None
        self._outcome: asyncio.Future[None] | None = None
        self._left: asyncio.Future[None] | None = None
        """Done when the router has let the phone go."""
        self._fences: Fences | None = None

    @property
    def is_registered(self) -> bool:
        """Whether the router serves the phone on it."""
        return self.station.state is Stage.REGISTERED

    async def dial(self, server: Address, *, wire: Wire, witness: str, local_ip: str) -> None:
        """Connect.

        Raises:
            OSError: nobody listens there.
        """
        self._carrier = await TcpCarrier.open(
            self.station, server,
            wire=wire, witness=witness, notify=self.turn, local=(local_ip, 0),
        )  # fmt: skip

    async def register(self) -> None:
        """Ask for service and wait for what comes of it.

        Raises:
            HarnessError: what `fail` was given, or the connection broke.
        """
        loop = asyncio.get_running_loop()
        outcome = self._outcome = loop.create_future()
        self.station.connection_made(loop.time())
        self.flush()
        try:
            await outcome
        finally:
            self._outcome = None

    def fail(self, error: HarnessError) -> None:
        """Whoever waits for the registration gets this instead."""
        if self._outcome is not None and not self._outcome.done():
            self._outcome.set_exception(error)

    def send(self, *messages: Message) -> None:
        """Say something, all of it in one go.

        Raises:
            LocalProtocolError: it is not the phone's to say, or not now.
        """
        for message in messages:
            self.station.send(message)
        self.flush()

    def send_octets(self, octets: bytes) -> None:
        """Write octets as they are."""
        self.station.send_unchecked(octets)
        self.flush()

    async def fence(self) -> None:
        """Return when all that the router sent before answering a keep-alive has arrived."""
        self._fences = self._fences or Fences()
        passed = self._fences.passed(self.station.keep_alive_now(asyncio.get_running_loop().time()))
        self.flush()
        await passed

    async def unregister(self) -> None:
        """Take leave and wait for the router's word, though not for ever."""
        if not self.is_registered or self._carrier is None or not self._carrier.is_open:
            return
        loop = asyncio.get_running_loop()
        left = self._left = loop.create_future()
        self.station.unregister(loop.time())
        self.flush()
        timer = loop.call_later(LEAVE_SECONDS, self.let_go)
        await left
        timer.cancel()

    def let_go(self) -> None:
        """The router has answered an `Unregister`, whatever it said."""
        if self._left is not None and not self._left.done():
            self._left.set_result(None)

    def flush(self) -> None:
        """Tell what happened and send what is to be sent."""
        self.turn()
        if self._carrier is not None:
            self._carrier.flush()

    def turn(self) -> None:
        """Tell what happened; nothing after the end."""
        while self._tell is not None and (event := self.station.next_event()) is not None:
            wake = self._WAKES.get(type(event))
            if wake is not None:
                wake(self, event)
            self._tell(self, event)

    def _registered(self, _event: Registered) -> None:
        self.served = True
        if self._outcome is not None and not self._outcome.done():
            self._outcome.set_result(None)

    def _keep_alive_answered(self, event: KeepAliveAnswered) -> None:
        if self._fences is not None:
            self._fences.answered(event.number)

    def _disconnected(self, event: Disconnected) -> None:
        device = self.station.profile.device_name
        self.let_go()
        self._fail_fences()
        problem = f"{device} lost its router while it registered: {event.reason}"
        self.fail(RouterUnreachable(problem))

    def _fail_fences(self) -> None:
        if self._fences is not None:
            device = self.station.profile.device_name
            self._fences.fail(RouterUnreachable(f"{device} lost its router while it waited for it"))

    def sever(self) -> TcpCarrier | None:
        """Lose the cable: the far end may still believe in the connection; the socket is left."""
        carrier, self._carrier = self._carrier, None
        if carrier is not None:
            carrier.sever()
        return carrier

    async def end(self) -> None:
        """Close it; whoever still waits for something is told that it will not come."""
        self._tell = None
        if self._outcome is not None and not self._outcome.done():
            self._outcome.cancel()
        self._fail_fences()
        carrier, self._carrier = self._carrier, None
        if carrier is not None:
            await carrier.close()

    _WAKES: ClassVar[Mapping[type, Callable[[Connection, Any], None]]] = {
        Registered: _registered,
        KeepAliveAnswered: _keep_alive_answered,
        Disconnected: _disconnected,
    }
    """Events that somebody waits for."""
