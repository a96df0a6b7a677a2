"""TCP carriers: one `StreamMachine` on one connection, or one `PeerMachine` on many."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Self

from harness.runtime.machines import Notify, PeerMachine, StreamMachine
from harness.runtime.timer import MachineTimer
from harness.runtime.wire import Address, Transport, Wire

_OCTETS_A_READ = 65_536
_OCTETS_A_TURN = 8192
"""Answers to the first messages of a large chunk leave before the last are read, so that the
other side has work while we do ours."""


class _Desk(threading.local):
    """Where all connections of one thread's loop put what they read, one at a time."""

    def __init__(self) -> None:
        self.place = bytearray(_OCTETS_A_READ)


_DESK = _Desk()


class TcpCarrier(asyncio.BufferedProtocol):
    """One connection and the machine that speaks on it."""

    __slots__ = (
        "_closed", "_loop", "_machine", "_notify", "_severed", "_timer", "_transport", "_wire",
        "_witness", "local", "remote",
    )  # fmt: skip

    def __init__(self, machine: StreamMachine, *, wire: Wire, witness: str, notify: Notify) -> None:
        self._machine = machine
        self._wire = wire
        self._witness = witness
        self._notify = notify
        self._loop = asyncio.get_running_loop()
        self._timer = MachineTimer(self._loop, machine, self._turn)
        self._transport: asyncio.Transport | None = None
        self._closed: asyncio.Future[None] | None = None
        """Somebody waits for the end of the connection."""
        self._severed = False
        self.local: Address = ("", 0)
        self.remote: Address = ("", 0)

    @classmethod
    async def open(
        cls,
        machine: StreamMachine,
        remote: Address,
        *,
        wire: Wire,
        witness: str,
        notify: Notify,
        local: Address | None = None,
    ) -> Self:
        """Connect to ``remote``.

        Raises:
            OSError: nobody listens there.
        """
        loop = asyncio.get_running_loop()
        _, carrier = await loop.create_connection(
            lambda: cls(machine, wire=wire, witness=witness, notify=notify),
            *remote,
            local_addr=local,
        )
        return carrier

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio's call: the connection stands."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self._transport = transport
        self.local = transport.get_extra_info("sockname")[:2]
        self.remote = transport.get_extra_info("peername")[:2]
        self.flush()

    def get_buffer(self, sizehint: int) -> bytearray:
        """Asyncio's call: where to put the next octets."""
        del sizehint
        return _DESK.place

    def buffer_updated(self, nbytes: int) -> None:
        """Asyncio's call: the next octets."""
        data = bytes(memoryview(_DESK.place)[:nbytes])
        self._wire.record(Transport.TCP, self.remote, self.local, data, witness=self._witness)
        self._machine.receive_data(data, self._loop.time())
        self._turn()

    def connection_lost(self, exc: Exception | None) -> None:
        """Asyncio's call: the connection is gone."""
        del exc
        self._transport = None
        self._timer.cancel()
        self._machine.connection_lost(self._loop.time())
        self._notify()
        if self._closed is not None and not self._closed.done():
            self._closed.set_result(None)

    def _turn(self) -> None:
        self._notify()
        self.flush()

    @property
    def is_open(self) -> bool:
        """Whether octets can still be sent."""
        return self._transport is not None and not self._transport.is_closing()

    def flush(self) -> None:
        """Send what the machine wants sent and arm its timer; call after giving it work."""
        if self._severed:
            return
        octets = self._machine.data_to_send()
        if octets and self._transport is not None and not self._transport.is_closing():
            self._wire.record(Transport.TCP, self.local, self.remote, octets, witness=self._witness)
            self._transport.write(octets)
        if self._transport is not None:
            self._timer.arm()

    async def close(self) -> None:
        """Flush, close and wait until the connection is gone."""
        if self._transport is None:
            return
        self.flush()
        self._transport.close()
        if self._closed is None:
            self._closed = self._loop.create_future()
        await asyncio.shield(self._closed)

    def sever(self) -> None:
        """Say and hear nothing more but end nothing, as a pulled cable does; `abort` later."""
        self._severed = True
        self._timer.cancel()
        if self._transport is not None:
            self._transport.pause_reading()

    def abort(self) -> None:
        """Cut the connection at once: the far end is told by a reset."""
        if self._transport is not None:
            self._transport.abort()


class TcpListener:
    """A listening socket; ``accept`` makes the carrier of each new connection."""

    def __init__(self, server: asyncio.Server) -> None:
        self._server = server
        self.local: Address = server.sockets[0].getsockname()[:2]

    @classmethod
    async def open(cls, accept: Callable[[], asyncio.BaseProtocol], local: Address) -> Self:
        """Listen at ``local`` (port 0 takes a free one).

        Raises:
            OSError: the address cannot be bound.
        """
        loop = asyncio.get_running_loop()
        return cls(await loop.create_server(accept, *local))

    async def close(self) -> None:
        """Listen no longer; connections that stand are their owners' affair."""
        self._server.close()


class _PeerConnection(asyncio.Protocol):
    """One connection of a `TcpHub`."""

    def __init__(self, hub: TcpHub) -> None:
        self._hub = hub
        self.transport: asyncio.Transport | None = None
        self.local: Address = ("", 0)
        self.remote: Address = ("", 0)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self.transport = transport
        self.local = transport.get_extra_info("sockname")[:2]
        self.remote = transport.get_extra_info("peername")[:2]
        self._hub.joined(self)

    def data_received(self, data: bytes) -> None:
        self._hub.received(self, data)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._hub.left(self)


class TcpHub:
    """One `PeerMachine` over TCP: connections by peer address, opened when first needed.

    Destinations are IP literals: a peer is known by the address its connection shows.
    """

    def __init__(self, machine: PeerMachine, *, wire: Wire, witness: str, notify: Notify) -> None:
        self._machine = machine
        self._wire = wire
        self._witness = witness
        self._notify = notify
        self._loop = asyncio.get_running_loop()
        self._timer = MachineTimer(self._loop, machine, self._turn)
        self._connections: dict[Address, _PeerConnection] = {}
        self._waiting: dict[Address, list[bytes]] = {}
        self._dialling: set[asyncio.Task[None]] = set()
        self._listener: TcpListener | None = None
        self._idle = asyncio.Event()
        self._idle.set()
        self._open = True
        self.local: Address = ("", 0)

    @classmethod
    async def listen(
        cls,
        machine: PeerMachine,
        local: Address = ("127.0.0.1", 0),
        *,
        wire: Wire,
        witness: str,
        notify: Notify,
    ) -> Self:
        """Listen at ``local`` and connect to others on demand.

        Raises:
            OSError: the address cannot be bound.
        """
        hub = cls(machine, wire=wire, witness=witness, notify=notify)
        hub._listener = await TcpListener.open(lambda: _PeerConnection(hub), local)
        hub.local = hub._listener.local
        return hub

    async def connect(self, remote: Address) -> Address:
        """Open a connection to ``remote`` now, if there is none; returns our end's address.

        Raises:
            OSError: nobody listens there.
        """
        if remote in self._connections:
            return self._connections[remote].local
        _, connection = await self._loop.create_connection(lambda: _PeerConnection(self), *remote)
        return connection.local

    def joined(self, connection: _PeerConnection) -> None:
        """A connection stands; what waited for it is sent."""
        self._connections[connection.remote] = connection
        self._idle.clear()
        for octets in self._waiting.pop(connection.remote, []):
            self._write(connection, octets)

    def received(self, connection: _PeerConnection, octets: bytes) -> None:
        """The next octets from one peer."""
        self._wire.record(
            Transport.TCP, connection.remote, connection.local, octets, witness=self._witness
        )
        for start in range(0, len(octets), _OCTETS_A_TURN):
            piece = octets[start : start + _OCTETS_A_TURN]
            self._machine.receive_data(piece, connection.remote, self._loop.time())
            self._turn()

    def left(self, connection: _PeerConnection) -> None:
        """A connection is gone."""
        if self._connections.get(connection.remote) is connection:
            del self._connections[connection.remote]
            if not self._connections:
                self._idle.set()
        self._machine.connection_lost(connection.remote, self._loop.time())
        self._turn()

    def _turn(self) -> None:
        self._notify()
        self.flush()

    def flush(self) -> None:
        """Send what the machine wants sent and arm its timer; call after giving it work."""
        if not self._open:
            return
        joined: dict[Address, list[bytes]] = {}
        for octets, destination in self._machine.data_to_send():
            joined.setdefault(destination, []).append(octets)
        for destination, pieces in joined.items():
            connection = self._connections.get(destination)
            if connection is not None:
                self._write(connection, b"".join(pieces))
            elif destination in self._waiting:
                self._waiting[destination].extend(pieces)
            else:
                self._waiting[destination] = pieces
                task = self._loop.create_task(self._dial(destination))
                self._dialling.add(task)
                task.add_done_callback(self._dialling.discard)
        self._timer.arm()

    async def _dial(self, destination: Address) -> None:
        try:
            await self.connect(destination)
        except OSError:
            self._waiting.pop(destination, None)
            self._machine.connection_lost(destination, self._loop.time())
            self._turn()

    def _write(self, connection: _PeerConnection, octets: bytes) -> None:
        if connection.transport is not None and not connection.transport.is_closing():
            self._wire.record(
                Transport.TCP, connection.local, connection.remote, octets, witness=self._witness
            )
            connection.transport.write(octets)

    async def close(self) -> None:
        """Stop listening and close every connection."""
        self._open = False
        self._timer.cancel()
        if self._listener is not None:
            await self._listener.close()
        dialling = list(self._dialling)
        for task in dialling:
            task.cancel()
        await asyncio.gather(*dialling, return_exceptions=True)
        for connection in list(self._connections.values()):
            if connection.transport is not None:
                connection.transport.close()
        await self._idle.wait()
