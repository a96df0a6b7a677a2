"""Somebody with TCP connections to the router's SIP or SCCP port, who sends what he likes there.

A stream has no datagrams: half a message holds a connection, garbage spoils it. Each connection is
a plain blocking socket; what comes back on it is cut by Content-Length, or counted in octets.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from harness.errors import RouterUnreachable
from harness.probe.intruder import WITNESS
from harness.runtime.clock import Deadline
from harness.runtime.wire import Address, Transport, Wire

if TYPE_CHECKING:
    from harness.probe.layers import SIP

_CHUNK = 65_536


class Stream:
    """One connection to a port of the router."""

    def __init__(self, remote: Address, *, wire: Wire | None = None, seconds: float = 5.0) -> None:
        """Connect.

        Raises:
            RouterUnreachable: nobody accepts it.
        """
        self._wire = wire or Wire()
        self._seconds = seconds
        self._buffer = b""
        self._dialog: tuple[SIP, SIP] | None = None
        self.remote = remote
        self.is_closed = False
        """Whether the router has ended it."""
        try:
            self._socket = socket.create_connection(remote, timeout=seconds)
        except OSError as error:
            host, port = remote
            raise RouterUnreachable(f"{host}:{port} accepts no connection: {error}") from None
        self.local: Address = self._socket.getsockname()[:2]

    def send(self, octets: bytes) -> None:
        """Send octets, if the router still takes them."""
        self._wire.record(Transport.TCP, self.local, self.remote, octets, witness=WITNESS)
        try:
            self._socket.sendall(octets)
        except OSError:
            self.is_closed = True

    def request(self, method: str, line: str, *, body: bytes = b"") -> SIP:
        """A request outside every dialog, as this connection sends it."""
        from harness.probe.layers import CSTA, CSTA_TYPE, SIP

        (host, port), (ours, our_port) = self.remote, self.local
        pairs = [
            ("Via", f"SIP/2.0/TCP {ours}:{our_port};branch=z9hG4bK{secrets.token_hex(8)}"),
            ("Max-Forwards", "70"),
            ("From", f"<sip:{WITNESS}@{ours}>;tag={secrets.token_hex(4)}"),
            ("To", f"<sip:{line}@{host}>"),
            ("Call-ID", f"{secrets.token_hex(8)}@{ours}"),
            ("CSeq", f"1 {method}"),
            ("Contact", f"<sip:{WITNESS}@{ours}:{our_port};transport=tcp>"),
        ]
        start = f"{method} sip:{line}@{host}:{port} SIP/2.0".encode()
        if not body:
            return SIP(start=start, headers=pairs)
        pairs += [("Content-Type", CSTA_TYPE), ("Content-Disposition", "signal;handling=required")]
        message: SIP = SIP(start=start, headers=pairs) / CSTA(xml=body)
        return message

    def status_of(self, sent: SIP) -> int:
        """The final status that answers a request on this connection; 0 when none comes."""
        for message in self._messages(Deadline.after(self._seconds, "an answer")):
            names = all(message.header(n) == sent.header(n) for n in ("Call-ID", "CSeq"))
            if names and message.status >= 200:
                return message.status
        return 0

    def opened(self, invite: SIP) -> int:
        """As `status_of`, and the ACK that a 200 to an INVITE wants; BYE is said by `close`."""
        answers = self._messages(Deadline.after(self._seconds, "an answer"))
        answer = next((each for each in answers if each.status >= 200), None)
        if answer is None or answer.status >= 300:
            return answer.status if answer is not None else 0
        self._dialog = (invite, answer)
        self.send(bytes(self._in_dialog(self._dialog, "ACK", 1)))
        return answer.status

    def _in_dialog(self, dialog: tuple[SIP, SIP], method: str, sequence: int) -> SIP:
        invite, answer = dialog
        uri = answer.header("Contact").partition("<")[2].partition(">")[0]
        fresh = f"{invite.header('Via').partition(';')[0]};branch=z9hG4bK{secrets.token_hex(8)}"
        pairs = [("Via", fresh), ("Max-Forwards", "70"), ("From", invite.header("From"))]
        pairs += [("To", answer.header("To")), ("Call-ID", invite.header("Call-ID"))]
        pairs += [("CSeq", f"{sequence} {method}")]
        made: SIP = type(invite)(start=f"{method} {uri} SIP/2.0".encode(), headers=pairs)
        return made

    def _messages(self, deadline: Deadline) -> Iterator[SIP]:
        from harness.probe.layers import SIP

        while True:
            head, ends, rest = self._buffer.partition(b"\r\n\r\n")
            length = SIP(head + ends).header("Content-Length") if ends else ""
            if ends and len(rest) >= int(length or 0):
                whole = len(head) + len(ends) + int(length or 0)
                octets, self._buffer = self._buffer[:whole], self._buffer[whole:]
                yield SIP(octets)
            elif not self._read(deadline):
                return

    def _read(self, deadline: Deadline) -> bool:
        """Take more octets; false at the stream's end or the deadline."""
        if deadline.passed or self.is_closed:
            return False
        self._socket.settimeout(max(deadline.remaining, 0.001))
        try:
            octets = self._socket.recv(_CHUNK)
        except TimeoutError:
            return False
        except OSError:
            octets = b""
        if not octets:
            self.is_closed = True
            return False
        self._wire.record(Transport.TCP, self.remote, self.local, octets, witness=WITNESS)
        self._buffer += octets
        return True

    def close(self) -> None:
        """End the session it has opened, if any, and leave no socket."""
        if self._dialog is not None:
            bye = self._in_dialog(self._dialog, "BYE", 2)
            self.send(bytes(bye))
            self.status_of(bye)
        with suppress(OSError):
            self._socket.close()
