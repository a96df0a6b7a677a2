"""Whole records: one class at one protocol version, compiled once, then fast.

`Shape` reads the annotations of a record class; `Layout` joins its fixed fields into a single
`struct.Struct` and prepares the conversions, so that decoding a fixed message is one ``unpack``,
one conversion per text or enumeration, and one construction.

A body may be shorter than its layout in two ways: before a field that may be ``None``, and, below
that, down to the ``at_least`` octets its message names, where missing fields take their defaults.
Octets beyond the layout are ignored.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, make_dataclass
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from harness.protocols.errors import LocalProtocolError, RemoteProtocolError
from harness.protocols.fields import (
    Characters,
    Counted,
    Enumerated,
    Remaining,
    Since,
    Slots,
    Terminated,
)

HEADER = "III"
"""The length word (of what follows the second word), the header version, the message number."""

_LOOSE = (Terminated, Counted, Remaining)
_ELASTIC = (Characters, Slots)
_UNWRITABLE = (struct.error, UnicodeEncodeError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a shape."""

    name: str
    kind: Any
    since: int
    optional: bool
    default: Any


class Shape:
    """The fields of a record class, in wire order, as its annotations say."""

    def __init__(self, record: type, *, at_least: int | None = None) -> None:
        hints = get_type_hints(record, include_extras=True)
        self.record = record
        self.at_least = at_least
        self.fields = tuple(
            _field(entry.name, hints[entry.name], entry.default) for entry in fields(record)
        )
        self.twin = _twin(record)


def _field(name: str, hint: Any, default: Any) -> Field:
    optional = get_origin(hint) is not Annotated
    if optional:
        hint = next(part for part in get_args(hint) if part is not type(None))
    inner, *marks = get_args(hint)
    since = next((mark.version for mark in marks if isinstance(mark, Since)), 0)
    kind = next(mark for mark in marks if not isinstance(mark, Since))
    if isinstance(kind, Enumerated):
        kind = kind.of(get_args(inner)[0])
    elif isinstance(kind, Slots):
        kind = kind.of(Layout(Shape(get_args(inner)[0]), 0))
    return Field(name, kind, since, optional, default)


def _twin(record: type) -> type:
    """A class of the same slots that is not frozen.

    Filling one and then changing its class is three times as fast as a frozen ``__init__``.
    """
    return make_dataclass(
        record.__name__, [entry.name for entry in fields(record)], slots=True, eq=False, repr=False
    )


class Layout:
    """A shape at one protocol version.

    With a message ``number``, `encode` writes a whole frame; without, the body alone.
    """

    def __init__(self, shape: Shape, version: int, *, number: int | None = None) -> None:
        self.shape = shape
        self.version = version
        self.number = number
        present = [entry for entry in shape.fields if version >= entry.since]
        self.fixed = [entry for entry in present if not isinstance(entry.kind, _LOOSE)]
        self.loose = [entry for entry in present if isinstance(entry.kind, _LOOSE)]
        self.codes = [entry.kind.code(version) for entry in self.fixed]
        self.ends = [
            struct.calcsize("<" + "".join(self.codes[: index + 1]))
            for index in range(len(self.codes))
        ]
        self.size = self.ends[-1] if self.ends else 0
        self.decode: Callable[[bytes], Any] = self._decoder()
        self.encode: Callable[..., bytes] = self._encoder()

    # --- octets to values ---------------------------------------------------------------------

    def _decoder(self) -> Callable[[bytes], Any]:
        record, twin = self.shape.record, self.shape.twin
        if not self.shape.fields:
            only = record()
            return lambda _body: only
        unpack_from = struct.Struct("<" + "".join(self.codes)).unpack_from
        readers = _conversions([entry.kind.reader(self.version) for entry in self.fixed])
        short, more = self._short, self._more()

        def plain(body: bytes) -> Any:
            try:
                value = twin(*unpack_from(body))
            except struct.error:
                return short(body)
            value.__class__ = record
            return value

        def converted(body: bytes) -> Any:
            try:
                values = list(unpack_from(body))
            except struct.error:
                return short(body)
            for index, convert in readers:
                values[index] = convert(values[index])
            for step in more:
                step(values, body)
            value = twin(*values)
            value.__class__ = record
            return value

        return converted if readers or more else plain

    def _more(self) -> list[Callable[[list[Any], bytes], None]]:
        """What `struct` cannot do: counted slots, texts at the end, fields of other versions."""
        names = [entry.name for entry in self.fixed]
        steps: list[Callable[[list[Any], bytes], None]] = [
            _slots_step(entry.kind, index, names.index(entry.kind.counted_by))
            for index, entry in enumerate(self.fixed)
            if isinstance(entry.kind, Slots)
        ]
        if self.loose:
            steps.append(self._loose_step(names))
        steps.extend(
            _absent_step(index, entry.default)
            for index, entry in enumerate(self.shape.fields)
            if self.version < entry.since
        )
        return steps

    def _loose_step(self, names: list[str]) -> Callable[[list[Any], bytes], None]:
        size, record, first = self.size, self.shape.record.__name__, self.loose[0].kind
        wanted = len(self.loose)

        def texts(values: list[Any], body: bytes) -> None:
            found = body[size:].decode("latin-1").split("\0")
            if len(found) <= wanted:
                raise RemoteProtocolError(
                    f"{record} has {len(found) - 1} of {wanted} texts", offset=len(body)
                )
            values += found[:wanted]

        if isinstance(first, Terminated):
            return texts
        if isinstance(first, Remaining):
            return lambda values, body: values.append(body[size:])
        counter = names.index(first.counted_by)

        def counted(values: list[Any], body: bytes) -> None:
            count = values[counter]
            if size + count > len(body):
                raise RemoteProtocolError(
                    f"{record} announces {count} octets and brings {len(body) - size}",
                    offset=len(body),
                )
            values.append(body[size : size + count])

        return counted

    def _short(self, body: bytes) -> Any:
        """Read a body that ends early, where it may."""
        length = len(body)
        whole = sum(end <= length for end in self.ends)
        begin = self.ends[whole - 1] if whole else 0
        entry = self.fixed[whole]
        least = self.size if self.shape.at_least is None else self.shape.at_least
        cut = length > begin
        elastic = cut and isinstance(entry.kind, _ELASTIC)
        if cut > elastic or (length < least and not (entry.optional and not cut)):
            raise RemoteProtocolError(
                f"{self.shape.record.__name__} ends at {entry.name}", offset=length
            )
        return self._partial(body, whole + elastic)

    def _partial(self, body: bytes, taken: int) -> Any:
        """The record of the first ``taken`` fields; the others have their defaults."""
        arguments: dict[str, Any] = {}
        octets = body.ljust(self.ends[taken - 1] if taken else 0, b"\0")
        values = _compiled("".join(self.codes[:taken])).unpack_from(octets)
        for entry, value, end in zip(self.fixed, values, self.ends, strict=False):
            if isinstance(entry.kind, Slots):
                there = value[: len(value) - max(0, end - len(body))]
                arguments[entry.name] = entry.kind.read(there, arguments[entry.kind.counted_by])
            else:
                convert = entry.kind.reader(self.version)
                arguments[entry.name] = convert(value) if convert else value
        return self.shape.record(**arguments)

    # --- values to octets ---------------------------------------------------------------------

    def _encoder(self) -> Callable[..., bytes]:
        entries = self.fixed
        writers = _conversions([entry.kind.writer(self.version) for entry in entries])
        if self.loose or any(entry.optional for entry in entries):
            return self._guarded(self._flexible)
        padding = -self.size % 4 if self.number is not None else 0
        header = "" if self.number is None else HEADER
        pack = _compiled(f"{header}{''.join(self.codes)}{padding}x").pack
        length, number = self.size + padding + 4, self.number
        take = _taker([entry.name for entry in entries])

        def body(record: Any) -> bytes:
            values = list(take(record))
            for index, convert in writers:
                values[index] = convert(values[index])
            return pack(*values)

        def plain(record: Any, header_version: int = 0) -> bytes:
            try:
                return pack(length, header_version, number, *take(record))
            except _UNWRITABLE as error:
                raise _unwritable(record, error) from None

        def converted(record: Any, header_version: int = 0) -> bytes:
            try:
                values = list(take(record))
                for index, convert in writers:
                    values[index] = convert(values[index])
                return pack(length, header_version, number, *values)
            except _UNWRITABLE as error:
                raise _unwritable(record, error) from None

        if number is None:
            return body
        return converted if writers else plain

    def _guarded(self, write: Callable[[Any], bytes]) -> Callable[..., bytes]:
        number = self.number
        pack = _compiled(HEADER).pack

        def encode(record: Any, header_version: int = 0) -> bytes:
            try:
                octets = write(record)
                octets += bytes(-len(octets) % 4)
                return pack(len(octets) + 4, header_version, number) + octets
            except _UNWRITABLE as error:
                raise _unwritable(record, error) from None

        return encode

    def _flexible(self, record: Any) -> bytes:
        """The body of a record that may end early, or has no fixed size."""
        values = [getattr(record, entry.name) for entry in self.fixed]
        given = values.index(None) if None in values else len(values)
        for entry, value in zip(self.fixed[given:], values[given:], strict=True):
            if entry.optional and value is not None:
                raise LocalProtocolError(f"{record!r} has no {self.fixed[given].name}")
        writers = [entry.kind.writer(self.version) for entry in self.fixed[:given]]
        octets = _compiled("".join(self.codes[:given])).pack(
            *(w(value) if w else value for w, value in zip(writers, values, strict=False))
        )
        if given < len(values):
            return octets
        return octets + b"".join(self._loose(entry, record) for entry in self.loose)

    def _loose(self, entry: Field, record: Any) -> bytes:
        value, kind = getattr(record, entry.name), entry.kind
        if isinstance(kind, Terminated):
            octets: bytes = value.encode("latin-1")
            if len(octets) > kind.limit or b"\0" in octets:
                raise LocalProtocolError(f"{value!r} does not fit into {kind.limit} characters")
            return octets + b"\0"
        if isinstance(kind, Counted):
            announced = getattr(record, kind.counted_by)
            if announced != len(value) or announced > kind.limit:
                raise LocalProtocolError(f"{kind.counted_by} is {announced} of {len(value)}")
            room = kind.limit if self.version < kind.fixed_before else 0
            return bytes(value).ljust(room, b"\0")
        return bytes(value)


@cache
def _compiled(codes: str) -> struct.Struct:
    return struct.Struct("<" + codes)


def _conversions(converts: list[Callable[[Any], Any] | None]) -> list[tuple[int, Any]]:
    return [(index, convert) for index, convert in enumerate(converts) if convert is not None]


def _taker(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """The values of these attributes, as a tuple whatever their number."""
    if len(names) > 1:
        return attrgetter(*names)
    if not names:
        return lambda _record: ()
    take = attrgetter(names[0])
    return lambda record: (take(record),)


def _slots_step(kind: Slots, index: int, counter: int) -> Callable[[list[Any], bytes], None]:
    def step(values: list[Any], body: bytes) -> None:
        del body
        values[index] = kind.read(values[index], values[counter])

    return step


def _absent_step(index: int, default: Any) -> Callable[[list[Any], bytes], None]:
    assert default is not MISSING  # noqa: S101
    return lambda values, _body: values.insert(index, default)


def _unwritable(record: Any, error: Exception) -> LocalProtocolError:
    return LocalProtocolError(f"{record!r} cannot be written: {error}")
