"""Messages by number, and the way between their values and frames.

`message` enters a class into the table; `encode` and `decode` use it. Which layout applies depends
on the negotiated protocol version; where the size of a body says it better (another version was
negotiated than spoken), the message is declared with ``reads``.

The table fills when `harness.protocols.sccp.messages` is imported; take `encode` and `decode` from
there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Generic, TypeAlias, TypeVar, cast, dataclass_transform

from harness.protocols.errors import LocalProtocolError
from harness.protocols.sccp.layout import Layout, Shape

Message: TypeAlias = object
"""Any message class of the table, or `Unknown`: to be told apart with ``match``."""

VersionByBody: TypeAlias = Callable[[bytes, int], int]
"""From a body and the negotiated version to the version whose layout the body has."""

Declared = TypeVar("Declared")
Table = TypeVar("Table")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A message that is in no table: its number and its body."""

    number: int
    body: bytes


@dataclass(frozen=True, slots=True)
class BySize:
    """A body of so many octets has the layout of ``version`` or later, a shorter one does not."""

    octets: int
    version: int


@dataclass(frozen=True, slots=True)
class Declaration:
    """What `message` was told of one class."""

    number: int
    shape: Shape
    reads: VersionByBody | BySize | None


_BY_NUMBER: dict[int, type] = {}
_DECLARED: dict[type, Declaration] = {}

MESSAGES: Mapping[int, type] = MappingProxyType(_BY_NUMBER)
"""Message number → class."""


@dataclass_transform(frozen_default=True)
def message(
    number: int, *, at_least: int | None = None, reads: VersionByBody | BySize | None = None
) -> Callable[[type[Declared]], type[Declared]]:
    """Declare a message: a frozen, slotted class with its fields in wire order.

    Args:
        number: the message id.
        at_least: octets of the shortest body that was seen; what is missing has its default.
        reads: finds the layout by the body instead of the negotiated version.
    """

    def declare(declared: type[Declared]) -> type[Declared]:
        made = cast("type[Declared]", dataclass(frozen=True, slots=True)(declared))
        _BY_NUMBER[number] = made
        _DECLARED[made] = Declaration(number, Shape(made, at_least=at_least), reads)
        return made

    return declare


@dataclass_transform(frozen_default=True)
def structure(declared: type[Declared]) -> type[Declared]:
    """Declare a part of a message that is repeated in it."""
    return cast("type[Declared]", dataclass(frozen=True, slots=True)(declared))


def number_of(kind: type) -> int:
    """The message id of a class.

    Raises:
        LocalProtocolError: the class is no message.
    """
    try:
        return _DECLARED[kind].number
    except KeyError:
        raise LocalProtocolError(f"{kind.__name__} is no SCCP message") from None


def encode(message: Message, *, version: int = 0, header_version: int = 0) -> bytes:
    """One whole frame: header and body, the body padded to whole words.

    Args:
        message: what to say.
        version: the negotiated protocol version, which chooses the layout.
        header_version: the second word of the header; see `harness.protocols.sccp.framing`.

    Raises:
        LocalProtocolError: a value does not fit its field.
    """
    return _ENCODERS[version][type(message)](message, header_version)


def decode(number: int, body: bytes, *, version: int) -> Message:
    """The message of a frame; a number that is in no table gives `Unknown`.

    Raises:
        RemoteProtocolError: the body is too short or contradicts itself; ``offset`` counts from
            the begin of the body.
    """
    return _DECODERS[version][number](body)


class _Decoders(dict[int, Callable[[bytes], Any]]):
    """The decoders of one protocol version, compiled when first needed."""

    def __init__(self, version: int) -> None:
        super().__init__()
        self._version = version

    def __missing__(self, number: int) -> Callable[[bytes], Any]:
        if number not in _BY_NUMBER:
            return partial(Unknown, number)
        declared = _DECLARED[_BY_NUMBER[number]]
        if declared.reads is None:
            decoder = Layout(declared.shape, self._version, number=number).decode
        elif isinstance(declared.reads, BySize):
            decoder = _decoder_by_size(declared, declared.reads, self._version)
        else:
            decoder = _decoder_by_body(declared, declared.reads, self._version)
        return self.setdefault(number, decoder)


class _Encoders(dict[type, Callable[[Any, int], bytes]]):
    """The encoders of one protocol version, compiled when first needed."""

    def __init__(self, version: int) -> None:
        super().__init__()
        self._version = version

    def __missing__(self, kind: type) -> Callable[[Any, int], bytes]:
        if kind is Unknown:
            return _encode_unknown
        number = number_of(kind)
        layout = Layout(_DECLARED[kind].shape, self._version, number=number)
        return self.setdefault(kind, layout.encode)


class _ByVersion(dict[int, Table], Generic[Table]):
    """One table for each protocol version."""

    def __init__(self, table: Callable[[int], Table]) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, version: int) -> Table:
        return self.setdefault(version, self._table(version))


_DECODERS = _ByVersion(_Decoders)
_ENCODERS = _ByVersion(_Encoders)


def _decoder_by_body(
    declared: Declaration, reads: VersionByBody, version: int
) -> Callable[[bytes], Any]:
    decoders: dict[int, Callable[[bytes], Any]] = {}

    def decoder(body: bytes) -> Any:
        chosen = reads(body, version)
        if chosen not in decoders:
            decoders[chosen] = Layout(declared.shape, chosen, number=declared.number).decode
        return decoders[chosen](body)

    return decoder


def _decoder_by_size(declared: Declaration, rule: BySize, version: int) -> Callable[[bytes], Any]:
    short_version, long_version = min(version, rule.version - 1), max(version, rule.version)
    short = Layout(declared.shape, short_version, number=declared.number).decode
    long = Layout(declared.shape, long_version, number=declared.number).decode
    octets = rule.octets

    def decoder(body: bytes) -> Any:
        return long(body) if len(body) >= octets else short(body)

    return decoder


def _encode_unknown(message: Unknown, header_version: int = 0) -> bytes:
    octets = message.body + bytes(-len(message.body) % 4)
    words = (len(octets) + 4, header_version, message.number)
    return b"".join(word.to_bytes(4, "little") for word in words) + octets
