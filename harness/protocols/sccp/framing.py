"""Octets in any slices → whole messages, and what the header's second word carries."""

from __future__ import annotations

from typing import NamedTuple

from harness.protocols.errors import RemoteProtocolError
from harness.protocols.fields import words

HEADER_SIZE = 12
SHORTEST = 4
"""The least the length word can say: the message number alone."""
LONGEST = 8192
"""The most we believe; the longest real message has some 4000 octets."""

SPOKEN_HEADER_VERSIONS = frozenset({10, 11, *range(15, 23)})
"""Versions that captures show in the header word of real phones and agents, besides 0."""


def header_version(negotiated: int) -> int:
    """What an end that follows the negotiation writes into the second word of its headers.

    ASSUMED: at versions that were never seen there (12 among them, which CME speaks with a 7961)
    it is 0, as it is below 10. Nobody may refuse a message for this word.
    """
    return negotiated if negotiated in SPOKEN_HEADER_VERSIONS else 0


class RawFrame(NamedTuple):
    """One message as framed, its body unread."""

    header_version: int
    number: int
    body: bytes


_raw_frame = tuple.__new__
"""Half the time of calling the class."""


class Framer:
    """Collects a stream and cuts it at the length words.

    After an error the stream cannot be trusted any more: every further `next` raises it again.
    """

    __slots__ = ("_begin", "_buffer")

    def __init__(self) -> None:
        self._buffer = b""
        self._begin = 0

    def feed(self, octets: bytes) -> None:
        """Take the next octets of the stream."""
        begin, self._begin = self._begin, 0
        self._buffer = self._buffer[begin:] + octets if begin < len(self._buffer) else octets

    def next(self) -> RawFrame | None:
        """The next whole message; ``None`` until more octets come.

        Raises:
            RemoteProtocolError: a length word of less than 4 or more than 8192.
        """
        buffer, begin = self._buffer, self._begin
        left = len(buffer) - begin
        if left < HEADER_SIZE:
            if not left:
                self._buffer, self._begin = b"", 0
            elif left >= SHORTEST:
                _check(int.from_bytes(buffer[begin : begin + 4], "little"))
            return None
        length, version, number = words(buffer, begin)
        if not SHORTEST <= length <= LONGEST:
            _check(length)
        end = begin + 8 + length
        if end > len(buffer):
            return None
        self._begin = end
        return _raw_frame(RawFrame, (version, number, buffer[begin + HEADER_SIZE : end]))


def _check(length: int) -> None:
    if not SHORTEST <= length <= LONGEST:
        raise RemoteProtocolError(f"a message of {length} octets", offset=0)
