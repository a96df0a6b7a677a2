"""SSH to the command line, and SCP to flash: one asyncssh server, one `CliSession` for each shell.

It offers what an IOS of 2011 offers and nothing newer: SHA-1 key exchange, CBC ciphers, a host key
of type ``ssh-rsa``. Clients that have dropped these must be told to take them, as with the real
router. The host key is drawn at start and kept nowhere; 2048 bits cost some 60 ms.
"""

from __future__ import annotations

import asyncio
import warnings
from dataclasses import dataclass
from typing import Self

import asyncssh
from asyncssh.stream import SSHServerStreamSession

from harness.runtime.wire import Address
from harness.standin.cli import banners
from harness.standin.cli.host import CliHost
from harness.standin.cli.session import CliSession
from harness.standin.configuration import Credentials
from harness.standin.transfers import FlashFiles

_KEY_EXCHANGES = (
    "diffie-hellman-group-exchange-sha1",
    "diffie-hellman-group14-sha1",
    "diffie-hellman-group1-sha1",
)
_CIPHERS = ("aes128-cbc", "3des-cbc", "aes192-cbc", "aes256-cbc")
_MACS = ("hmac-sha1", "hmac-sha1-96", "hmac-md5", "hmac-md5-96")
_HOST_KEY = "ssh-rsa"
_KEY_BITS = 2048
_VERSION = "Cisco-1.25"
_USER_PRIVILEGE = 1
_FULL_PRIVILEGE = 15
_SCP_SERVER = "ip scp server enable"


@dataclass(slots=True)
class _Visitor:
    """Who has logged in."""

    user: str = ""
    remote: str = ""
    privilege: int = _USER_PRIVILEGE

    def may_copy(self, host: CliHost) -> bool:
        """Whether files may be copied; the guide wants privilege 15 and the server enabled."""
        return self.privilege == _FULL_PRIVILEGE and _SCP_SERVER in host.configuration.kept


class _Shell:
    """Octets to and from a `CliSession`."""

    def __init__(
        self, channel: asyncssh.SSHServerChannel[bytes], host: CliHost, visitor: _Visitor
    ) -> None:
        self._channel = channel
        self._terminal = host.attach(
            user=visitor.user, remote=visitor.remote, privilege=visitor.privilege
        )
        self._session = CliSession(self._terminal)
        self._session.wake = self._flush
        self._terminal.on_close.append(self._closed)
        self._loop = asyncio.get_running_loop()

    def started(self) -> None:
        motd = banners.shown(self._terminal.host.configuration, "motd")
        self._channel.write(motd.encode("latin-1", "replace"))
        self._session.connection_made(self._loop.time())
        self._flush()

    def received(self, octets: bytes) -> None:
        self._session.receive_data(octets, self._loop.time())
        self._flush()

    def lost(self) -> None:
        self._session.connection_lost(self._loop.time())

    def _flush(self) -> None:
        octets = self._session.data_to_send()
        if octets and not self._channel.is_closing():
            self._channel.write(octets)

    def _closed(self) -> None:
        self._flush()
        connection = self._channel.get_connection()
        self._channel.close()
        connection.close()


class _Channel(SSHServerStreamSession[bytes]):
    """One channel: a shell, or a copy of a file that asyncssh carries out."""

    def __init__(self, host: CliHost, visitor: _Visitor) -> None:
        super().__init__(None, lambda _: FlashFiles(self._door, host), allow_scp=True)
        self._host = host
        self._visitor = visitor
        self._shell: _Shell | None = None
        self._door: asyncssh.SSHServerChannel[bytes]

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:  # type: ignore[override]
        super().connection_made(chan)
        self._door = chan

    def pty_requested(
        self, term_type: str, term_size: tuple[int, int, int, int], term_modes: object
    ) -> bool:
        del term_type, term_size, term_modes
        return True

    def shell_requested(self) -> bool:
        self._shell = _Shell(self._door, self._host, self._visitor)
        return True

    def exec_requested(self, command: str) -> bool:
        return super().exec_requested(command) and self._visitor.may_copy(self._host)

    def subsystem_requested(self, subsystem: str) -> bool:
        del subsystem
        return False

    def session_started(self) -> None:
        self._shell.started() if self._shell else super().session_started()

    def data_received(self, data: bytes, datatype: int | None) -> None:
        self._shell.received(data) if self._shell else super().data_received(data, datatype)

    def eof_received(self) -> bool:
        return not self._shell and super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._shell:
            self._shell.lost()


class _Connection(asyncssh.SSHServer):
    """One SSH connection: who it is, then its shells."""

    def __init__(self, server: SshServer) -> None:
        self._server = server
        self._visitor = _Visitor()
        self._connection: asyncssh.SSHServerConnection | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn
        self._visitor.remote = conn.get_extra_info("peername")[0]
        self._server.joined(conn)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if self._connection is not None:
            self._server.left(self._connection)

    def begin_auth(self, username: str) -> bool:
        self._visitor.user = username
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        privilege = self._server.host.authenticate(username, password)
        self._visitor.privilege = privilege or _USER_PRIVILEGE
        return privilege is not None

    def session_requested(self) -> _Channel:
        return _Channel(self._server.host, self._visitor)


class SshServer:
    """The router's SSH port."""

    def __init__(self, host: CliHost) -> None:
        self.host = host
        self.local: Address = ("", 0)
        self._acceptor: asyncssh.SSHAcceptor | None = None
        self._connections: set[asyncssh.SSHServerConnection] = set()

    @classmethod
    async def open(
        cls, host: CliHost, address: Address, credentials: Credentials | None = None
    ) -> Self:
        """Listen at ``address`` (port 0 takes a free one).

        ``credentials`` open the door besides the users that the configuration names.

        Raises:
            OSError: the address cannot be bound.
        """
        warnings.filterwarnings("ignore", message="Diffie-Hellman over finite fields")
        server = cls(host)
        host.credentials = credentials or host.credentials
        key = asyncssh.generate_private_key(_HOST_KEY, key_size=_KEY_BITS)
        pair = asyncssh.load_keypairs([key])[0]
        pair.host_key_algorithms = [_HOST_KEY.encode()]
        server._acceptor = await asyncssh.listen(
            *address,
            server_factory=lambda: _Connection(server),
            server_host_keys=[pair],
            server_version=_VERSION,
            kex_algs=_KEY_EXCHANGES,
            encryption_algs=_CIPHERS,
            mac_algs=_MACS,
            signature_algs=[_HOST_KEY],
            compression_algs=["none"],
            encoding=None,
            line_editor=False,
            allow_scp=False,
            agent_forwarding=False,
            x11_forwarding=False,
            gss_host=None,
        )
        server.local = server._acceptor.sockets[0].getsockname()[:2]
        return server

    def joined(self, connection: asyncssh.SSHServerConnection) -> None:
        """A connection stands."""
        self._connections.add(connection)

    def left(self, connection: asyncssh.SSHServerConnection) -> None:
        """A connection is gone."""
        self._connections.discard(connection)

    async def close(self) -> None:
        """Stop listening and cut every connection."""
        if self._acceptor is not None:
            self._acceptor.close()
            await self._acceptor.wait_closed()
        for connection in list(self._connections):
            connection.abort()
            await connection.wait_closed()
