"""Whole records: one class at one protocol version, compiled once, then fast.

`Shape` reads the annotations of a record class; `Layout` joins its fixed fields into a single
`struct.Struct` and writes, as `dataclasses` does, a function for each direction without any loop:
decoding ``CallState`` unpacks straight into the attributes of a new object.

A body may be shorter than its layout in two ways: before a field that may be ``None``, and, below
that, down to the ``at_least`` octets its message names, where missing fields take their defaults.
Octets beyond the layout are ignored.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, fields, make_dataclass
from functools import cache
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

    Filling one and then changing its class takes a third of the time of a frozen ``__init__``.
    """
    return make_dataclass(
        record.__name__, [entry.name for entry in fields(record)], slots=True, eq=False, repr=False
    )


class Layout:
    """A shape at one protocol version.

    With a message ``number``, `encode` writes a whole frame and takes the header version as its
    second argument; without, it writes the body alone.
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
        self._cuts: dict[int, Callable[[Any], bytes]] = {}
        self.decode: Callable[[bytes], Any] = self._decoder()
        self.encode: Callable[..., bytes] = self._encoder()

    # --- octets to values ---------------------------------------------------------------------

    def _decoder(self) -> Callable[[bytes], Any]:
        if not self.shape.fields:
            only = self.shape.record()
            return lambda _body: only
        known: dict[str, Any] = {
            "new": object.__new__,
            "twin": self.shape.twin,
            "record": self.shape.record,
            "unpack_from": _compiled("".join(self.codes)).unpack_from,
            "struct_error": struct.error,
            "short": self._short,
            "texts": self._texts,
            "counted": self._counted,
        }
        targets, conversions = "", []
        for entry in self.fixed:
            known[f"read_{entry.name}"] = self._reader(entry)
            expression = self._read(entry)
            targets += f"_{entry.name}, " if expression else f"value.{entry.name}, "
            if expression:
                conversions.append(f"    value.{entry.name} = {expression}")
        lines = [
            "def function(body):",
            "    value = new(twin)",
            "    try:",
            f"        ({targets}) = unpack_from(body)",
            "    except struct_error:",
            "        return short(body)",
            *conversions,
        ]
        lines.extend(self._read_loose())
        for entry in self.shape.fields:
            if self.version < entry.since:
                known[f"absent_{entry.name}"] = entry.default
                lines.append(f"    value.{entry.name} = absent_{entry.name}")
        return _function([*lines, "    value.__class__ = record", "    return value"], known)

    def _reader(self, entry: Field) -> Callable[..., Any] | None:
        if isinstance(entry.kind, Slots):
            return entry.kind.read
        reader: Callable[..., Any] | None = entry.kind.reader(self.version)
        return reader

    def _read(self, entry: Field) -> str:
        """The expression of a field's value; empty if it is what `struct` gave."""
        raw = f"_{entry.name}"
        if isinstance(entry.kind, Slots):
            return f"read_{entry.name}({raw}, value.{entry.kind.counted_by})"
        if isinstance(entry.kind, Characters):
            return f"read_{entry.name}({raw}) if {raw}[0] else ''"
        return f"read_{entry.name}({raw})" if self._reader(entry) else ""

    def _read_loose(self) -> list[str]:
        if not self.loose:
            return []
        kind = self.loose[0].kind
        if isinstance(kind, Counted):
            counter = f"value.{kind.counted_by}"
            return [f"    value.{self.loose[0].name} = counted(body, {counter})"]
        if isinstance(kind, Remaining):
            return [f"    value.{self.loose[0].name} = body[{self.size}:]"]
        targets = "".join(f"value.{entry.name}, " for entry in self.loose)
        return [f"    ({targets}) = texts(body)"]

    def _texts(self, body: bytes) -> list[str]:
        wanted = len(self.loose)
        found = body[self.size :].decode("latin-1").split("\0")
        if len(found) <= wanted:
            problem = f"{self.shape.record.__name__} has {len(found) - 1} of {wanted} texts"
            raise RemoteProtocolError(problem, offset=len(body))
        return found[:wanted]

    def _counted(self, body: bytes, count: int) -> bytes:
        there = len(body) - self.size
        if count > there:
            problem = f"{self.shape.record.__name__} announces {count} octets and brings {there}"
            raise RemoteProtocolError(problem, offset=len(body))
        return body[self.size : self.size + count]

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
        """All fields given: one ``pack``. One left out: `_cut_body` finds where the body ends."""
        framed = self.number is not None
        padding = -self.size % 4 if framed and not self.loose else 0
        header = HEADER if framed else ""
        known: dict[str, Any] = {
            "pack": _compiled(f"{header}{''.join(self.codes)}{padding}x").pack,
            "pack_header": _compiled(HEADER).pack,
            "unwritable": _UNWRITABLE,
            "failed": _failed,
            "cut_body": self._cut_body,
            "ended": _ended,
        }
        for entry in [*self.fixed, *self.loose]:
            known[f"write_{entry.name}"] = self._writer(entry)
        values = [self._written(entry) for entry in self.fixed]
        lines = ["def function(record, header_version=0):", "    try:"]
        optional = " or ".join(f"record.{e.name} is None" for e in self.fixed if e.optional)
        if optional:
            lines += [
                f"        if {optional}:",
                "            body = cut_body(record)",
                f"            words = (len(body) + 4, header_version, {self.number})",
                "            return pack_header(*words) + body",
            ]
        length: str = str(self.size + padding + 4)
        tail = ""
        if self.loose:
            texts = " + ".join(self._written(entry) for entry in self.loose)
            lines.append(f"        loose = ended({texts}, {self.size})")
            length, tail = f"{length} + len(loose)", " + loose"
        first = [length, "header_version", str(self.number)] if framed else []
        lines += [
            f"        return pack({', '.join([*first, *values])}){tail}",
            "    except unwritable as error:",
            "        raise failed(record, error) from None",
        ]
        return _function(lines, known)

    def _writer(self, entry: Field) -> Callable[..., Any] | None:
        kind = entry.kind
        if isinstance(kind, Slots):
            return kind.write
        if isinstance(kind, Terminated):
            return _terminated_writer(kind.limit)
        if isinstance(kind, Counted):
            return _counted_writer(kind, kind.limit if self.version < kind.fixed_before else 0)
        if isinstance(kind, Remaining):
            return bytes
        writer: Callable[..., Any] | None = kind.writer(self.version)
        return writer

    def _written(self, entry: Field) -> str:
        """The expression of a field's octets, or of its number."""
        value = f"record.{entry.name}"
        if isinstance(entry.kind, (Slots, Counted)):
            return f"write_{entry.name}({value}, record.{entry.kind.counted_by})"
        if isinstance(entry.kind, Characters):
            fits = f"len(text) <= {entry.kind.room(self.version)} and '\\0' not in text"
            written = f"text.encode('latin-1') if {fits} else write_{entry.name}(text)"
            return f"({written}) if (text := {value}) else b''"
        return f"write_{entry.name}({value})" if self._writer(entry) else value

    def _cut_body(self, record: Any) -> bytes:
        """A body that ends before its first field that is ``None``."""
        values = [getattr(record, entry.name) for entry in self.fixed]
        given = values.index(None)
        for entry, value in zip(self.fixed[given:], values[given:], strict=True):
            if entry.optional and value is not None:
                raise LocalProtocolError(f"{record!r} has no {self.fixed[given].name}")
        if given not in self._cuts:
            self._cuts[given] = self._cut_encoder(self.fixed[:given])
        return self._cuts[given](record)

    def _cut_encoder(self, entries: list[Field]) -> Callable[[Any], bytes]:
        size = self.ends[len(entries) - 1] if entries else 0
        codes = "".join(self.codes[: len(entries)])
        known: dict[str, Any] = {"pack": _compiled(f"{codes}{-size % 4}x").pack}
        for entry in entries:
            known[f"write_{entry.name}"] = self._writer(entry)
        values = ", ".join(self._written(entry) for entry in entries)
        return _function(["def function(record):", f"    return pack({values})"], known)


@cache
def _compiled(codes: str) -> struct.Struct:
    return struct.Struct("<" + codes)


def _function(lines: list[str], known: dict[str, Any]) -> Callable[..., Any]:
    """The function of this source; only names and numbers of declared classes enter it."""
    exec("\n".join(lines), known)  # noqa: S102
    made: Callable[..., Any] = known["function"]
    return made


def _ended(octets: bytes, before: int) -> bytes:
    """Octets that end a body of ``before`` more, filled up to whole words."""
    return octets + bytes(-(before + len(octets)) % 4)


def _terminated_writer(limit: int) -> Callable[[str], bytes]:
    def write(text: str) -> bytes:
        octets = text.encode("latin-1")
        if len(octets) > limit or b"\0" in octets:
            raise LocalProtocolError(f"{text!r} does not fit into {limit} characters")
        return octets + b"\0"

    return write


def _counted_writer(kind: Counted, room: int) -> Callable[[bytes, int], bytes]:
    def write(octets: bytes, count: int) -> bytes:
        if len(octets) != count or count > kind.limit:
            raise LocalProtocolError(
                f"{kind.counted_by} is {count} of {len(octets)}, at most {kind.limit}"
            )
        return octets.ljust(room, b"\0")

    return write


def _failed(record: Any, error: Exception) -> LocalProtocolError:
    return LocalProtocolError(f"{record!r} cannot be written: {error}")
