"""Messages by number, and the way between their values and frames.

`message` enters a class into the table; `encode` and `decode` use it. Which layout applies depends
on the negotiated protocol version; where the size of a body says it better (another version was
negotiated than spoken), the message is declared with ``reads``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar, cast, dataclass_transform

from harness.protocols.errors import LocalProtocolError
from harness.protocols.sccp.layout import Layout, Shape

Message: TypeAlias = object
"""Any message class of the table, or `Unknown`: to be told apart with ``match``."""

VersionByBody: TypeAlias = Callable[[bytes, int], int]
"""From a body and the negotiated version to the version whose layout the body has."""

Declared = TypeVar("Declared")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A message that is in no table: its number and its body."""

    number: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Declaration:
    """What `message` was told of one class."""

    number: int
    shape: Shape
    reads: VersionByBody | None


_BY_NUMBER: dict[int, type] = {}
_DECLARED: dict[type, Declaration] = {}
_DECODERS: dict[int, Callable[[bytes], Any]] = {}
_ENCODERS: dict[tuple[type, int], Callable[..., bytes]] = {}

MESSAGES: Mapping[int, type] = MappingProxyType(_BY_NUMBER)
"""Message number → class."""


@dataclass_transform(frozen_default=True)
def message(
    number: int, *, at_least: int | None = None, reads: VersionByBody | None = None
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


def by_size(octets: int, version: int) -> VersionByBody:
    """A body of at least so many octets has the layout of ``version`` or later, others do not."""

    def reads(body: bytes, negotiated: int) -> int:
        if len(body) >= octets:
            return max(negotiated, version)
        return min(negotiated, version - 1)

    return reads


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
    encoder = _ENCODERS.get((type(message), version))
    if encoder is None:
        encoder = _prepare_encoder(type(message), version)
    return encoder(message, header_version)


def decode(number: int, body: bytes, *, version: int) -> Message:
    """The message of a frame; a number that is in no table gives `Unknown`.

    Raises:
        RemoteProtocolError: the body is too short or contradicts itself; ``offset`` counts from
            the begin of the body.
    """
    decoder = _DECODERS.get(version << 32 | number)
    if decoder is None:
        if number not in _BY_NUMBER:
            return Unknown(number, body)
        decoder = _prepare_decoder(number, version)
    return decoder(body)


def _prepare_encoder(kind: type, version: int) -> Callable[..., bytes]:
    if kind is Unknown:
        return _encode_unknown
    number = number_of(kind)
    encoder = Layout(_DECLARED[kind].shape, version, number=number).encode
    return _ENCODERS.setdefault((kind, version), encoder)


def _encode_unknown(message: Unknown, header_version: int = 0) -> bytes:
    octets = message.body + bytes(-len(message.body) % 4)
    words = (len(octets) + 4, header_version, message.number)
    return b"".join(word.to_bytes(4, "little") for word in words) + octets


def _prepare_decoder(number: int, version: int) -> Callable[[bytes], Any]:
    declared = _DECLARED[_BY_NUMBER[number]]
    reads = declared.reads
    if reads is None:
        decoder = Layout(declared.shape, version, number=number).decode
    else:
        choose, layouts = reads, dict[int, Layout]()

        def decoder(body: bytes) -> Any:
            chosen = choose(body, version)
            layout = layouts.get(chosen)
            if layout is None:
                layout = layouts[chosen] = Layout(declared.shape, chosen, number=number)
            return layout.decode(body)

    return _DECODERS.setdefault(version << 32 | number, decoder)
