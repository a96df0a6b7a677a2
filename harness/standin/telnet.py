"""Telnet to the command line, with the negotiation of IOS: one `LineSession` a connection.

It opens as IOS does, ``WILL ECHO, WILL SUPPRESS-GO-AHEAD, DO TERMINAL-TYPE, DO NAWS`` (reference
cme-ios.md 4.4), declines whatever else is offered or asked for, and passes over what a client says
of its terminal. RFC 854.
"""

from __future__ import annotations

import asyncio
from typing import Self

from harness.runtime.wire import Address
from harness.standin.cli.host import CliHost
from harness.standin.cli.login import LineSession

_SE, _NOP, _IP, _AYT, _SB = 240, 241, 244, 246, 250
_WILL, _WONT, _DO, _DONT, _IAC = 251, 252, 253, 254, 255
_ECHO, _SGA, _TERMINAL_TYPE, _NAWS = 1, 3, 24, 31
_GREETING = bytes(
    [_IAC, _WILL, _ECHO, _IAC, _WILL, _SGA, _IAC, _DO, _TERMINAL_TYPE, _IAC, _DO, _NAWS]
)
_OURS = {_ECHO, _SGA}
_THEIRS = {_TERMINAL_TYPE, _NAWS}
_VTY = "line vty 0 4"
_LONGEST_COMMAND = 512
"""Octets; a subnegotiation that never ends is dropped."""


class TelnetSession:
    """The octets of one connection: commands are taken out, the rest is typed at the line."""

    def __init__(self, line: LineSession) -> None:
        self._line = line
        self._out = bytearray()
        self._command = bytearray()

    def connection_made(self, now: float) -> None:
        """Greet and ask who is there."""
        self._out += _GREETING
        self._line.begin(now)

    def receive_data(self, octets: bytes, now: float) -> None:
        """Take octets, in any slices."""
        typed = bytearray()
        for octet in octets:
            if not self._command and octet != _IAC:
                typed.append(octet)
                continue
            self._command.append(octet)
            if self._is_whole():
                typed += self._obeyed(bytes(self._command))
                self._command.clear()
        if typed:
            self._line.receive_data(bytes(typed), now)

    def _is_whole(self) -> bool:
        command = self._command
        if len(command) < 2:
            return False
        if command[1] == _SB:
            ended = len(command) > 3 and command[-2:] == bytes([_IAC, _SE])
            return ended or len(command) > _LONGEST_COMMAND
        return len(command) == (3 if command[1] >= _WILL and command[1] != _IAC else 2)

    def _obeyed(self, command: bytes) -> bytes:
        match command[1]:
            case 255:  # IAC IAC is the octet itself
                return bytes([_IAC])
            case 244:  # interrupt process: what Ctrl-C is
                return b"\x03"
            case 246:
                self._out += b"\r\n[Yes]\r\n"
            case 251 if command[2] not in _THEIRS:
                self._out += bytes([_IAC, _DONT, command[2]])
            case 253 if command[2] not in _OURS:
                self._out += bytes([_IAC, _WONT, command[2]])
        return b""

    def connection_lost(self, now: float) -> None:
        """The connection is gone."""
        self._line.connection_lost(now)

    def data_to_send(self) -> bytes:
        """Everything to be written now."""
        octets = bytes(self._out) + self._line.data_to_send().replace(b"\xff", b"\xff\xff")
        self._out.clear()
        return octets


class _Connection(asyncio.Protocol):
    """One TCP connection."""

    def __init__(self, server: TelnetServer) -> None:
        self._server = server
        self._loop = asyncio.get_running_loop()
        self._session: TelnetSession | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self._transport = transport
        self._server.transports.add(transport)
        if not self._server.is_allowed:
            transport.close()
            return
        remote = transport.get_extra_info("peername")[0]
        line = LineSession(
            self._server.host,
            line=_VTY,
            remote=remote,
            hang_up=self._hang_up,
            wake=self._flush,
        )
        self._session = TelnetSession(line)
        self._session.connection_made(self._loop.time())
        self._flush()

    def data_received(self, data: bytes) -> None:
        if self._session is not None:
            self._session.receive_data(data, self._loop.time())
            self._flush()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if self._transport is not None:
            self._server.transports.discard(self._transport)
        if self._session is not None:
            self._session.connection_lost(self._loop.time())

    def _flush(self) -> None:
        octets = self._session.data_to_send() if self._session is not None else b""
        if octets and self._transport is not None and not self._transport.is_closing():
            self._transport.write(octets)

    def _hang_up(self) -> None:
        self._flush()
        if self._transport is not None:
            self._loop.call_soon(self._close)

    def _close(self) -> None:
        self._flush()
        if self._transport is not None:
            self._transport.close()


class TelnetServer:
    """The router's Telnet port."""

    def __init__(self, host: CliHost) -> None:
        self.host = host
        self.transports: set[asyncio.Transport] = set()
        self.local: Address = ("", 0)
        self._server: asyncio.Server | None = None

    @classmethod
    async def open(cls, host: CliHost, address: Address) -> Self:
        """Listen at ``address`` (port 0 takes a free one).

        Raises:
            OSError: the address cannot be bound.
        """
        opened = cls(host)
        loop = asyncio.get_running_loop()
        opened._server = await loop.create_server(lambda: _Connection(opened), *address)
        opened.local = opened._server.sockets[0].getsockname()[:2]
        return opened

    @property
    def is_allowed(self) -> bool:
        """Whether ``transport input`` of the lines lets Telnet in; all is let in by default."""
        section = self.host.configuration.sections.get(_VTY)
        lines = section.kept.values() if section is not None else ()
        said = [line.split()[2:] for line in lines if line.startswith("transport input ")]
        return not said or bool({"telnet", "all"} & set(said[0]))

    async def close(self) -> None:
        """Stop listening and cut every connection."""
        if self._server is not None:
            self._server.close()
        for transport in list(self.transports):
            transport.abort()
