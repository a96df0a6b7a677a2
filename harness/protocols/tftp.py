"""TFTP reads (RFC 1350), both ends, without a socket.

`ReadTransfer` is one file being fetched, `FileClient` puts it on a carrier, `FileServer` answers
any number of clients at once. There is no writing, and options (RFC 2347) are not offered: a
request that carries them is served without, which that RFC allows.

The server answers from the port it listens on. RFC 1350 §4 lets each end choose its transfer
identifier, and a client takes whatever port the first answer comes from.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from harness.errors import RemoteProtocolError

Address = tuple[str, int]
Files = Callable[[str], bytes | None]

BLOCK = 512
RETRY_SECONDS = 1.0
TRIES = 5

_NUMBERS = 0x10000
_LINE_ENDS = re.compile(rb"\r\n|\r|\n")


class Opcode(IntEnum):
    """RFC 1350 §5."""

    RRQ = 1
    WRQ = 2
    DATA = 3
    ACK = 4
    ERROR = 5


class ErrorCode(IntEnum):
    """RFC 1350, appendix I."""

    NOT_DEFINED = 0
    FILE_NOT_FOUND = 1
    ACCESS_VIOLATION = 2
    ILLEGAL_OPERATION = 4
    UNKNOWN_TRANSFER_ID = 5


def _pair(opcode: Opcode, number: int) -> bytes:
    return struct.pack("!HH", opcode, number)


def read_request(filename: str, mode: str = "octet") -> bytes:
    """A packet that asks for a file."""
    return struct.pack("!H", Opcode.RRQ) + f"{filename}\0{mode}\0".encode("latin-1")


def data(number: int, block: bytes) -> bytes:
    """A packet with one block of a file."""
    return _pair(Opcode.DATA, number) + block


def acknowledgement(number: int) -> bytes:
    """A packet that confirms one block."""
    return _pair(Opcode.ACK, number)


def error(code: ErrorCode, text: str) -> bytes:
    """A packet that ends a transfer."""
    return _pair(Opcode.ERROR, code) + text.encode("latin-1", "replace") + b"\0"


def _split(octets: bytes) -> tuple[int, int, bytes]:
    """Opcode, number and the rest of a DATA, ACK or ERROR packet.

    Raises:
        RemoteProtocolError: it is shorter than its four octets of head.
    """
    if len(octets) < 4:
        raise RemoteProtocolError("a TFTP packet of less than four octets", offset=len(octets))
    opcode, number = struct.unpack_from("!HH", octets)
    return opcode, number, octets[4:]


def to_netascii(content: bytes) -> bytes:
    """The transfer form of a text (RFC 764's NVT as RFC 1350 §1 uses it)."""
    return _LINE_ENDS.sub(lambda found: b"\r\0" if found[0] == b"\r" else b"\r\n", content)


class ReadTransfer:
    """One file being fetched: send `request`, feed what comes, send what is returned."""

    def __init__(
        self,
        filename: str,
        *,
        now: float,
        retry_seconds: float = RETRY_SECONDS,
        tries: int = TRIES,
    ) -> None:
        self.filename = filename
        self.request = read_request(filename)
        self.error: str | None = None
        """Why there will be no content; ``None`` while there is no reason."""
        self.error_code: int | None = None
        self.done = False
        """Whether nothing more will happen, for good or ill."""
        self._blocks: list[bytes] = []
        self._last = self.request
        self._due = now + retry_seconds
        self._retry_seconds = retry_seconds
        self._tries_left = tries

    @property
    def content(self) -> bytes | None:
        """The whole file; ``None`` until it is done without error."""
        return b"".join(self._blocks) if self.done and self.error is None else None

    def receive_data(self, octets: bytes, now: float) -> bytes | None:
        """Take one packet; the result is to be sent back.

        Raises:
            RemoteProtocolError: it is no packet that a server may send.
        """
        opcode, number, rest = _split(octets)
        if opcode == Opcode.ERROR:
            self._fail(rest.split(b"\0")[0].decode("latin-1"), number)
            return None
        if opcode != Opcode.DATA or len(rest) > BLOCK:
            raise RemoteProtocolError(f"a TFTP server sent opcode {opcode}, {len(octets)} octets")
        if number == (len(self._blocks) + 1) % _NUMBERS and not self.done:
            self._blocks.append(rest)
            self._last = acknowledgement(number)
            self._due = now + self._retry_seconds
            self.done = len(rest) < BLOCK
            return self._last
        # RFC 1350 §2: a lost acknowledgement makes the server repeat its block; say it again.
        return acknowledgement(number) if number == len(self._blocks) % _NUMBERS else None

    def get_timer(self) -> float | None:
        """When the last packet is worth repeating."""
        return None if self.done else self._due

    def handle_timer(self, now: float) -> bytes | None:
        """Repeat the last packet, or give up."""
        if self.done or now < self._due:
            return None
        self._tries_left -= 1
        if self._tries_left <= 0:
            self._fail(f"{self.filename}: the server does not answer", None)
            return None
        self._due = now + self._retry_seconds
        return self._last

    def _fail(self, text: str, code: int | None) -> None:
        self.error = text or f"error {code}"
        self.error_code = code
        self.done = True


class FileClient:
    """A `ReadTransfer` as a machine for one socket (``runtime.machines.PeerMachine``)."""

    def __init__(self, filename: str, server: Address, *, now: float) -> None:
        self.transfer = ReadTransfer(filename, now=now)
        self._server = server
        self._peer: Address | None = None
        self._outbox: list[tuple[bytes, Address]] = [(self.transfer.request, server)]

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take one packet; one from a stranger is answered and changes nothing (RFC 1350 §4)."""
        if self._peer not in {None, source}:
            refusal = error(ErrorCode.UNKNOWN_TRANSFER_ID, "unknown transfer")
            self._outbox.append((refusal, source))
            return
        self._peer = source
        try:
            self._send(self.transfer.receive_data(octets, now))
        except RemoteProtocolError as problem:
            self._send(error(ErrorCode.ILLEGAL_OPERATION, str(problem)))

    def connection_lost(self, source: Address, now: float) -> None:
        """Nothing is connected over UDP."""

    def data_to_send(self) -> list[tuple[bytes, Address]]:
        """Everything to be sent now."""
        outbox, self._outbox = self._outbox, []
        return outbox

    def get_timer(self) -> float | None:
        """When the last packet is worth repeating."""
        return self.transfer.get_timer()

    def handle_timer(self, now: float) -> None:
        """Repeat the last packet, or give up."""
        self._send(self.transfer.handle_timer(now))

    def _send(self, octets: bytes | None) -> None:
        if octets is not None:
            self._outbox.append((octets, self._peer or self._server))


@dataclass(slots=True)
class _Sending:
    """One client's file on its way."""

    content: bytes
    number: int
    """Blocks sent so far; on the wire it is taken modulo 65536."""
    due: float
    tries_left: int = TRIES

    @property
    def packet(self) -> bytes:
        start = (self.number - 1) * BLOCK
        return data(self.number % _NUMBERS, self.content[start : start + BLOCK])

    @property
    def is_last(self) -> bool:
        return self.number * BLOCK > len(self.content)


class FileServer:
    """Serves what ``files`` knows by name; anything else does not exist."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._sending: dict[Address, _Sending] = {}
        self._outbox: list[tuple[bytes, Address]] = []

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take one packet from a client; nonsense is answered with an error packet."""
        opcode = int.from_bytes(octets[:2]) if len(octets) >= 2 else 0
        if opcode == Opcode.RRQ:
            self._requested(octets[2:], source, now)
        elif opcode == Opcode.WRQ:
            self._refuse(ErrorCode.ACCESS_VIOLATION, "no writing here", source)
        elif opcode == Opcode.ACK and len(octets) >= 4:
            self._acknowledged(int.from_bytes(octets[2:4]), source, now)
        elif opcode == Opcode.ERROR:
            self._sending.pop(source, None)
        else:
            self._refuse(ErrorCode.ILLEGAL_OPERATION, "illegal TFTP operation", source)

    def _requested(self, rest: bytes, source: Address, now: float) -> None:
        filename, *options = rest.decode("latin-1").split("\0")
        mode = options[0].lower() if options else ""
        if mode not in {"octet", "netascii"}:
            self._refuse(ErrorCode.ILLEGAL_OPERATION, f"no mode {mode or 'given'}", source)
            return
        content = self._files(filename)
        if content is None:
            self._refuse(ErrorCode.FILE_NOT_FOUND, "file not found", source)
            return
        wire = to_netascii(content) if mode == "netascii" else content
        self._sending[source] = _Sending(wire, 1, now + RETRY_SECONDS)
        self._outbox.append((self._sending[source].packet, source))

    def _acknowledged(self, number: int, source: Address, now: float) -> None:
        sending = self._sending.get(source)
        if sending is None:
            self._refuse(ErrorCode.UNKNOWN_TRANSFER_ID, "unknown transfer", source)
            return
        # RFC 1123 §4.2.3.1: a repeated acknowledgement must not be answered with data.
        if number != sending.number % _NUMBERS:
            return
        if sending.is_last:
            del self._sending[source]
            return
        self._sending[source] = _Sending(sending.content, sending.number + 1, now + RETRY_SECONDS)
        self._outbox.append((self._sending[source].packet, source))

    def _refuse(self, code: ErrorCode, text: str, source: Address) -> None:
        self._sending.pop(source, None)
        self._outbox.append((error(code, text), source))

    def connection_lost(self, source: Address, now: float) -> None:
        """Nothing is connected over UDP."""

    def data_to_send(self) -> list[tuple[bytes, Address]]:
        """Everything to be sent now."""
        outbox, self._outbox = self._outbox, []
        return outbox

    def get_timer(self) -> float | None:
        """When the next unconfirmed block is worth repeating."""
        return min((each.due for each in self._sending.values()), default=None)

    def handle_timer(self, now: float) -> None:
        """Repeat unconfirmed blocks; forget clients that stay silent."""
        for source, sending in list(self._sending.items()):
            if sending.due > now:
                continue
            sending.tries_left -= 1
            if sending.tries_left <= 0:
                del self._sending[source]
                continue
            sending.due = now + RETRY_SECONDS
            self._outbox.append((sending.packet, source))
