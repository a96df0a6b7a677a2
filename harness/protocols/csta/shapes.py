"""What a field's annotation means as XML, found once per class; reading and writing share it.

The names follow one rule: ``monitor_cross_ref_id`` is ``monitorCrossRefID``. The members of a list
stand in elements named for their class: ``ConnectionListItem`` in ``connectionListItem``.
"""

from __future__ import annotations

import types
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from harness.protocols.csta.types import Catalogue, Choice, Content, Extensions, Presence

_INITIALS = {"id": "ID", "nid": "NID", "dn": "DN"}
_IRREGULAR = {"cross_ref_id_or_snapshot_data": "crossRefIDorSnapshotData"}


@dataclass(frozen=True, slots=True)
class Text:
    """Character data."""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""


@dataclass(frozen=True, slots=True)
class Truth:
    """``true`` or ``false``."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a list."""

    words: type[StrEnum]


@dataclass(frozen=True, slots=True)
class Open:
    """Content the standard leaves open."""


@dataclass(frozen=True, slots=True)
class Private:
    """Extensions with private data."""


@dataclass(frozen=True, slots=True)
class Record:
    """Children as the fields of a class."""

    type: type


@dataclass(frozen=True, slots=True)
class ListOf:
    """Any number of children of one name."""

    item: str
    shape: Shape


Shape = (
    Text | Number | Truth | Word | Open | Private | Record | ListOf | Choice | Presence | Catalogue
)

_PLAIN: dict[object, Shape] = {
    str: Text(),
    int: Number(),
    bool: Truth(),
    Content: Open(),
    Extensions: Private(),
}


@dataclass(frozen=True, slots=True)
class Child:
    """One field of a class as one child element.

    ``absent`` is the value that is not written; ``MISSING`` for a child that must be there.
    """

    field: str
    element: str
    shape: Shape
    absent: Any

    @property
    def required(self) -> bool:
        """Whether the standard, and the class, demand it."""
        return self.absent is MISSING


@cache
def children_of(record: type) -> tuple[Child, ...]:
    """The child elements of a class, in wire order."""
    hints = get_type_hints(record, include_extras=True)
    return tuple(
        Child(field.name, element_name(field.name), shape_of(hints[field.name]), field.default)
        for field in fields(record)
    )


def element_name(field: str) -> str:
    """The XML name of a field: camel case, with ID, NID and DN in capitals."""
    head, *tail = field.split("_")
    words = (_INITIALS.get(word, word.capitalize()) for word in tail)
    return _IRREGULAR.get(field) or head + "".join(words)


def shape_of(hint: object) -> Shape:
    """The shape that an annotation, with its extras, stands for."""
    origin = get_origin(hint)
    if origin is Annotated:
        marker = get_args(hint)[1]
        assert isinstance(marker, Choice | Presence | Catalogue)  # noqa: S101
        return marker
    if origin in (Union, types.UnionType):
        (given,) = (each for each in get_args(hint) if each is not types.NoneType)
        return shape_of(given)
    if origin is tuple:
        item = get_args(hint)[0]
        return ListOf(item.__name__[0].lower() + item.__name__[1:], shape_of(item))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Word(hint)
    return _PLAIN.get(hint) or Record(hint)  # type: ignore[arg-type]
