"""A TCP stream to whole messages, by Content-Length (RFC 3261 §18.3)."""

from __future__ import annotations

import re

from harness.errors import RemoteProtocolError

LONGEST_HEAD = 65_536
LONGEST_BODY = 1_048_576

_USUAL_LENGTH = b"\r\nContent-Length: "
_LENGTH = re.compile(rb"\r\n(?:Content-Length|l)[ \t]*:[ \t]*(\d{1,9})[ \t]*\r\n", re.IGNORECASE)


class Framer:
    """Cuts one stream; CRLFs between messages (keep-alives, RFC 5626 §4.4.1) are skipped."""

    def __init__(self) -> None:
        self._buffer = b""
        self._position = 0

    def feed(self, octets: bytes) -> None:
        """Take the next octets, cut anywhere."""
        if self._position < len(self._buffer):
            octets = self._buffer[self._position :] + octets
        self._buffer = octets
        self._position = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is held back for want of the rest of its message."""
        return not self._buffer[self._position :].strip(b"\r\n")

    def next(self) -> bytes | None:
        """The next whole message; ``None`` when more octets are needed.

        Raises:
            RemoteProtocolError: no message can be told from the next any more; the stream is
                lost, later calls raise again.
        """
        buffer = self._buffer
        start = self._position
        while buffer.startswith((b"\r", b"\n"), start):
            start += 1
        self._position = start
        end = buffer.find(b"\r\n\r\n", start, start + LONGEST_HEAD)
        if end < 0:
            if len(buffer) - start >= LONGEST_HEAD:
                raise RemoteProtocolError("the headers do not end", status=400)
            return None
        whole = end + 4 + self._body_length(start, end + 2)
        if whole > len(buffer):
            return None
        self._position = whole
        return buffer[start:whole]

    def _body_length(self, start: int, end: int) -> int:
        usual = self._buffer.find(_USUAL_LENGTH, start, end)
        if usual >= 0:
            begin = usual + len(_USUAL_LENGTH)
            digits = self._buffer[begin : self._buffer.find(b"\r", begin)]
            if digits.isdigit() and len(digits) < 7:
                return int(digits)
        found = _LENGTH.search(self._buffer, start, end)
        if found is None:
            raise RemoteProtocolError("a stream's message without Content-Length", status=400)
        length = int(found.group(1))
        if length > LONGEST_BODY:
            raise RemoteProtocolError(f"a body of {length} octets", status=513)
        return length
