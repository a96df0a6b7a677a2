"""Binary fields by declaration: little-endian records from annotated classes.

A record is a frozen slotted dataclass whose annotations say, in wire order, what each field is:
``line_instance: U32``. Here are the kinds of fields and the aliases that carry them; what a kind
is on the wire may depend on the protocol version. `harness.protocols.sccp.layout` compiles whole
records. Kinds that fit a fixed layout know their `struct` format and both conversions;
`Terminated`, `Counted` and `Remaining` stand at the end of a record and have no fixed size.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Annotated, Any, Protocol, TypeAlias, TypeVar

from harness.protocols.errors import LocalProtocolError, RemoteProtocolError

Convert: TypeAlias = Callable[[Any], Any]
Enumeration = TypeVar("Enumeration", bound=IntEnum)

LONG_NUMBERS = 18
"""From this protocol version on a directory number has 25 octets instead of 24."""

LONG_ADDRESSES = 17
"""From this protocol version on an address is a type word and 16 octets instead of 4."""


class Kind(Protocol):
    """What one fixed field is on the wire."""

    def code(self, version: int) -> str:
        """Its `struct` format at a protocol version: one value, padding allowed."""
        ...

    def reader(self, version: int) -> Convert | None:
        """From the value `struct` gives to the field's; ``None`` if they are the same."""
        ...

    def writer(self, version: int) -> Convert | None:
        """The way back."""
        ...


@dataclass(frozen=True, slots=True)
class Integer:
    """A number, by its `struct` code."""

    format: str

    def code(self, version: int) -> str:
        """The same at every version."""
        del version
        return self.format

    def reader(self, version: int) -> Convert | None:
        """A number is a number."""
        del version
        return None

    def writer(self, version: int) -> Convert | None:
        """A number is a number."""
        del version
        return None


class _Members(dict[int, int]):
    """Number → member; unknown numbers stay what they are."""

    def __missing__(self, number: int) -> int:
        return number


@dataclass(frozen=True, slots=True)
class Enumerated:
    """A number that usually is a member of an enumeration."""

    format: str
    members: Convert | None = None

    def of(self, enumeration: type[IntEnum]) -> Enumerated:
        """This kind for one enumeration."""
        return Enumerated(self.format, _Members({int(m): m for m in enumeration}).__getitem__)

    def code(self, version: int) -> str:
        """The number's format."""
        del version
        return self.format

    def reader(self, version: int) -> Convert | None:
        """Number → member."""
        del version
        return self.members

    def writer(self, version: int) -> Convert | None:
        """A member is a number."""
        del version
        return None


_TEXTS_REMEMBERED = 1024


class _Texts(dict[bytes, str]):
    """A text field's octets → its text; names and numbers of a bench come again and again."""

    def __missing__(self, octets: bytes) -> str:
        if len(self) >= _TEXTS_REMEMBERED:
            self.clear()
        text = self[octets] = octets.partition(b"\0")[0].decode("latin-1")
        return text


_read_text = _Texts().__getitem__


def _text_writer(room: int) -> Convert:
    def write(text: str) -> bytes:
        octets = text.encode("latin-1")
        if len(octets) > room or b"\0" in octets:
            raise LocalProtocolError(f"{text!r} does not fit into {room} characters")
        return octets

    return write


@dataclass(frozen=True, slots=True)
class Characters:
    """A text of fixed size, read up to its NUL: real call agents leave garbage after it.

    Unless ``full``, the last octet is kept for the NUL when writing. ``long`` is the size from
    `LONG_NUMBERS` on, where it differs, ``padding`` what follows it then.
    """

    size: int
    full: bool = False
    long: int = 0
    padding: int = 0

    def code(self, version: int) -> str:
        """The size, and the padding after it."""
        if self.long and version >= LONG_NUMBERS:
            return f"{self.long}s{self.padding}x"
        return f"{self.size}s"

    def reader(self, version: int) -> Convert:
        """Octets → text."""
        del version
        return _read_text

    def room(self, version: int) -> int:
        """The longest text that can be written."""
        size = self.long if self.long and version >= LONG_NUMBERS else self.size
        return size if self.full else size - 1

    def writer(self, version: int) -> Convert:
        """Text → octets; `struct` fills up with NUL."""
        return _text_writer(self.room(version))


@dataclass(frozen=True, slots=True)
class Octets:
    """Exactly so many octets."""

    size: int

    def code(self, version: int) -> str:
        """The size."""
        del version
        return f"{self.size}s"

    def reader(self, version: int) -> None:
        """Octets are octets."""
        del version

    def writer(self, version: int) -> Convert:
        """Checks the size."""
        del version
        return _octets_writer(self.size)


def _octets_writer(room: int) -> Convert:
    def write(octets: bytes) -> bytes:
        if len(octets) > room:
            raise LocalProtocolError(f"{len(octets)} octets do not fit into {room}")
        return octets

    return write


@dataclass(frozen=True, slots=True)
class Numbers:
    """An array of equal numbers."""

    format: str
    count: int

    def _struct(self) -> struct.Struct:
        return struct.Struct(f"<{self.count}{self.format}")

    def code(self, version: int) -> str:
        """The array as octets."""
        del version
        return f"{self._struct().size}s"

    def reader(self, version: int) -> Convert:
        """Octets → tuple of numbers."""
        del version
        return self._struct().unpack

    def writer(self, version: int) -> Convert:
        """Numbers → octets; missing ones are 0."""
        del version
        pack, count = self._struct().pack, self.count
        return lambda numbers: pack(*numbers, *(0,) * (count - len(numbers)))


@lru_cache(maxsize=1024)
def _read_ipv4(octets: bytes) -> str:
    return ".".join(map(str, octets))


@lru_cache(maxsize=1024)
def _write_ipv4(text: str) -> bytes:
    try:
        octets = bytes(map(int, text.split(".")))
    except ValueError:
        octets = b""
    if len(octets) != 4:
        raise LocalProtocolError(f"{text!r} is no IPv4 address")
    return octets


def _read_typed_address(octets: bytes) -> str:
    if octets[0] == 1:
        words = struct.unpack_from(">8H", octets, 4)
        return ":".join(f"{word:x}" for word in words)
    return _read_ipv4(octets[4:8])


def _write_typed_address(text: str) -> bytes:
    if ":" not in text:
        return bytes(4) + _write_ipv4(text) + bytes(12)
    try:
        return struct.pack("<I", 1) + struct.pack(">8H", *(int(w, 16) for w in text.split(":")))
    except (ValueError, struct.error):
        raise LocalProtocolError(f"{text!r} is no IPv6 address of eight words") from None


@dataclass(frozen=True, slots=True)
class InternetAddress:
    """An address as text. ``typed`` ones grow a type word and IPv6 at `LONG_ADDRESSES`.

    IPv6 is written and read as eight words of hexadecimal, never shortened.
    """

    typed: bool = False

    def code(self, version: int) -> str:
        """Four octets, or a type word and sixteen."""
        return "20s" if self.typed and version >= LONG_ADDRESSES else "4s"

    def reader(self, version: int) -> Convert:
        """Octets → text."""
        return _read_typed_address if self.typed and version >= LONG_ADDRESSES else _read_ipv4

    def writer(self, version: int) -> Convert:
        """Text → octets."""
        return _write_typed_address if self.typed and version >= LONG_ADDRESSES else _write_ipv4


class EntryCodec(Protocol):
    """A record of fixed size, as an element of `Slots`."""

    @property
    def size(self) -> int:
        """Octets of one record."""
        ...

    def decode(self, octets: bytes) -> Any:
        """Octets → record."""
        ...

    def encode(self, record: Any) -> bytes:
        """Record → octets."""
        ...


@dataclass(frozen=True, slots=True)
class Slots:
    """An array with a fixed number of places; another field says how many of them count.

    Unused places are filled with ``fill``.
    """

    capacity: int
    counted_by: str
    fill: bytes = b"\0"
    entry: EntryCodec | None = None

    def of(self, entry: EntryCodec) -> Slots:
        """This kind for one kind of record."""
        return Slots(self.capacity, self.counted_by, self.fill, entry)

    @property
    def codec(self) -> EntryCodec:
        """How an entry is read and written; only `of` makes this kind complete."""
        assert self.entry is not None  # noqa: S101
        return self.entry

    def code(self, version: int) -> str:
        """All places as octets."""
        del version
        return f"{self.capacity * self.codec.size}s"

    def reader(self, version: int) -> None:
        """Reading needs the count: see `read`."""
        del version

    def writer(self, version: int) -> None:
        """Writing needs the count: see `write`."""
        del version

    def read(self, octets: bytes, count: int) -> tuple[Any, ...]:
        """The first ``count`` records."""
        size, decode = self.codec.size, self.codec.decode
        if count > self.capacity or count * size > len(octets):
            raise RemoteProtocolError(f"{count} entries in {len(octets) // size} places")
        return _records(decode, size, octets[: count * size])

    def write(self, entries: tuple[Any, ...], count: int) -> bytes:
        """The records in their places, the others filled."""
        if len(entries) > self.capacity:
            raise LocalProtocolError(f"{len(entries)} entries for {self.capacity} places")
        if len(entries) != count:
            raise LocalProtocolError(f"{self.counted_by} is {count} of {len(entries)}")
        octets = b"".join(self.codec.encode(entry) for entry in entries)
        room = self.capacity * self.codec.size
        return octets + (self.fill * room)[: room - len(octets)]


@lru_cache(256)
def _records(decode: Callable[[bytes], Any], size: int, octets: bytes) -> tuple[Any, ...]:
    """The records one after another; every phone is taught the same tables."""
    return tuple(decode(octets[start : start + size]) for start in range(0, len(octets), size))


@dataclass(frozen=True, slots=True)
class Terminated:
    """A NUL-terminated text of at most so many characters, one after another at the end."""

    limit: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Octets at the end, as many as another field says; at most ``limit``.

    Below protocol version ``fixed_before`` the whole ``limit`` is sent, filled with zeros.
    """

    counted_by: str
    limit: int
    fixed_before: int = 0


@dataclass(frozen=True, slots=True)
class Remaining:
    """All octets to the end."""


@dataclass(frozen=True, slots=True)
class Since:
    """The field exists from this protocol version on; below, it has its default."""

    version: int


U8: TypeAlias = Annotated[int, Integer("B")]
U16: TypeAlias = Annotated[int, Integer("H")]
U32: TypeAlias = Annotated[int, Integer("I")]
I32: TypeAlias = Annotated[int, Integer("i")]
Enum8: TypeAlias = Annotated[Enumeration | int, Enumerated("B")]
Enum32: TypeAlias = Annotated[Enumeration | int, Enumerated("I")]
IPv4: TypeAlias = Annotated[str, InternetAddress()]
Address: TypeAlias = Annotated[str, InternetAddress(typed=True)]
Text16: TypeAlias = Annotated[str, Characters(16)]
Text24: TypeAlias = Annotated[str, Characters(24)]
Text32: TypeAlias = Annotated[str, Characters(32)]
Text40: TypeAlias = Annotated[str, Characters(40)]
"""A text for people: the last octet is its NUL."""
PackedNumber: TypeAlias = Annotated[str, Characters(24, long=25)]
"""A directory number, unaligned from version 18 on."""
AlignedNumber: TypeAlias = Annotated[str, Characters(24, long=25, padding=3)]
"""A directory number, padded to whole words from version 18 on."""

words = struct.Struct("<3I").unpack_from
"""Three words at an offset: an SCCP header."""
