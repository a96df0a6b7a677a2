"""Values → XML text, children in the order of the class. A writer is prepared once per class."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from harness.errors import LocalProtocolError
from harness.protocols.csta.names import Unidentified
from harness.protocols.csta.shapes import (
    ListOf,
    Number,
    Open,
    Private,
    Record,
    Shape,
    Text,
    Truth,
    Word,
    children_of,
)
from harness.protocols.csta.types import (
    Catalogue,
    Choice,
    Content,
    Extensions,
    FeatureGroup,
    Presence,
)

#: Writes one child element: its name, its value.
Writer = Callable[[str, Any], str]

_SPECIAL = re.compile(r"[&<>\r]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_QUOTES = _ESCAPES | str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})


@cache
def writer_of(record: type) -> Callable[[Any], str]:
    """The writer of a class's children, prepared once."""
    rows = tuple(
        (each.field, each.element, each.absent, each.required, _writer(each.shape))
        for each in children_of(record)
    )

    def write(value: Any) -> str:
        parts = []
        for field, element, absent, required, write_child in rows:
            content = getattr(value, field)
            if content is not None and content != absent:
                parts.append(write_child(element, content))
            elif required:
                raise LocalProtocolError(f"{record.__name__} without {field}")
        return "".join(parts)

    return write


def escape(text: str) -> str:
    """Character data as XML wants it; a carriage return survives (XML 1.0 §2.11)."""
    return text.translate(_ESCAPES) if _SPECIAL.search(text) else text


def quote(text: str) -> str:
    """An attribute's value, in double quotes (XML 1.0 §3.3.3)."""
    return f'"{text.translate(_IN_QUOTES)}"'


def _element(name: str, inside: str) -> str:
    return f"<{name}>{inside}</{name}>" if inside else f"<{name}/>"


def _text(name: str, value: str) -> str:
    return _element(name, escape(value))


def _number(name: str, value: int) -> str:
    return f"<{name}>{value:d}</{name}>"


def _truth(name: str, value: bool) -> str:
    return f"<{name}>{'true' if value else 'false'}</{name}>"


def _presence(name: str, _: object) -> str:
    return f"<{name}/>"


def _open(name: str, value: Content) -> str:
    return _piece(value, name, "")


def _piece(value: Content, name: str, around: str) -> str:
    ours = f" xmlns={quote(value.namespace)}" if value.namespace != around else ""
    attributes = "".join(f" {each}={quote(text)}" for each, text in value.attributes)
    inside = escape(value.text) + "".join(
        _piece(child, child.name, value.namespace) for child in value.children
    )
    head = f"{name}{ours}{attributes}"
    return f"<{head}>{inside}</{name}>" if inside else f"<{head}/>"


def _private(name: str, value: Extensions) -> str:
    data = "".join(_piece(piece, piece.name, "") for piece in value.private_data)
    return _element(name, _element("privateData", data))


def _catalogue(name: str, value: tuple[FeatureGroup, ...]) -> str:
    return _element(name, "".join(_group(group) for group in value))


def _group(group: FeatureGroup) -> str:
    features = "".join(f"<{feature}/>" for feature in group.features)
    return _element(group.group, features) if group.group else features


def _choice(shape: Choice) -> Writer:
    def write(name: str, value: str | Unidentified) -> str:
        if isinstance(value, Unidentified):
            return f"<{name}><{value}/></{name}>"
        return f"<{name}>{_element(shape.identifier, escape(value))}</{name}>"

    return write


def _list(shape: ListOf) -> Writer:
    item = _writer(shape.shape)

    def write(name: str, value: tuple[Any, ...]) -> str:
        return _element(name, "".join(item(shape.item, each) for each in value))

    return write


def _record(shape: Record) -> Writer:
    children = writer_of(shape.type)

    def write(name: str, value: Any) -> str:
        return _element(name, children(value))

    return write


_WRITERS: dict[type, Callable[[Any], Writer]] = {
    Text: lambda _: _text,
    Word: lambda _: _text,
    Number: lambda _: _number,
    Truth: lambda _: _truth,
    Presence: lambda _: _presence,
    Open: lambda _: _open,
    Private: lambda _: _private,
    Catalogue: lambda _: _catalogue,
    Choice: _choice,
    ListOf: _list,
    Record: _record,
}


def _writer(shape: Shape) -> Writer:
    return _WRITERS[type(shape)](shape)
