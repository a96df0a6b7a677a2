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


class Framer:
    """Collects a stream and cuts it at the length words.

    After an error the stream cannot be trusted any more: every further `next` raises it again.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._begin = 0

    def feed(self, octets: bytes) -> None:
        """Take the next octets of the stream."""
        if self._begin:
            del self._buffer[: self._begin]
            self._begin = 0
        self._buffer += octets

    def next(self) -> RawFrame | None:
        """The next whole message; ``None`` until more octets come.

        Raises:
            RemoteProtocolError: a length word of less than 4 or more than 8192.
        """
        begin = self._begin
        available = len(self._buffer) - begin
        if available < SHORTEST:
            return None
        if available < HEADER_SIZE:
            self._checked(int.from_bytes(self._buffer[begin : begin + 4], "little"))
            return None
        length, version, number = words(self._buffer, begin)
        end = begin + 8 + self._checked(length)
        if end > len(self._buffer):
            return None
        self._begin = end
        return RawFrame(version, number, bytes(self._buffer[begin + HEADER_SIZE : end]))

    def _checked(self, length: int) -> int:
        if not SHORTEST <= length <= LONGEST:
            raise RemoteProtocolError(f"a message of {length} octets", offset=0)
        return length
