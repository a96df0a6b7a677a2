"""XML elements → values, leniently: local names only, any order, the unknown skipped.

A reader is prepared once per class from its shapes. It gets its element and the rest of the
document in document order, of which it takes exactly the elements below its own (one flat walk
costs lxml half of what a walk by children does). What cannot be read at all (a mandatory child
that is not there, a number that is none) raises `Misfit`, which names the place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from harness.protocols.csta.names import EDITIONS, Unidentified
from harness.protocols.csta.shapes import (
    Child,
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

if TYPE_CHECKING:
    from lxml.etree import _Element as Node

    Rest = Iterator[Node]
    Reader = Callable[[Node, Rest], Any]

V = TypeVar("V")

_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
_OWN_NAMESPACES = frozenset((*EDITIONS, ""))
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")
_DEEPEST = 64


class Misfit(ValueError):
    """An element that cannot be read; ``missing`` when it is not there at all."""

    def __init__(self, element: str, problem: str, *, missing: bool = False) -> None:
        self.element = element
        self.missing = missing
        super().__init__(f"{element} {problem}")


class _ByTag(dict[str, V | None]):
    """A table asked by ``{namespace}name`` and answering by local name, whatever the namespace."""

    def __init__(self, rows: Iterable[tuple[str, V]]) -> None:
        self._by_name = dict(rows)
        super().__init__(
            (f"{{{namespace}}}{name}", row)
            for namespace in EDITIONS
            for name, row in self._by_name.items()
        )

    def __missing__(self, tag: str) -> V | None:
        return self._by_name.get(local_name(tag))


def local_name(tag: str) -> str:
    """``line`` of ``{http://…}line``."""
    return tag[tag.rfind("}") + 1 :]


def namespace_of(tag: str) -> str:
    """``http://…`` of ``{http://…}line``; empty where there is none."""
    return tag[1 : tag.rfind("}")] if tag.startswith("{") else ""


def read(record: type, root: Node) -> Any:
    """The value of class ``record`` that ``root`` holds.

    Raises:
        Misfit: a mandatory child is missing, or one has a value that is none.
    """
    rest = root.iter()
    return _record_reader(record)(next(rest), rest)


@cache
def _record_reader(record: type) -> Reader:
    """The reader of a class's children, prepared once."""
    children = children_of(record)
    rows = _ByTag((child.element, (child.field, _reader(child.shape))) for child in children)
    required = frozenset(child.field for child in children if child.required)

    def read(node: Node, rest: Rest) -> Any:
        found: dict[str, Any] = {}
        for inner in islice(rest, len(node)):
            row = rows[inner.tag]
            if row is None:
                _skip(inner, rest)
            else:
                found[row[0]] = row[1](inner, rest)
        if not required <= found.keys():
            raise _missing(children, found, node)
        return record(**found)

    return read


def _skip_all_after(inner: Node, rest: Rest) -> None:
    """Leave out what is below ``inner``, which is taken already, and all its later siblings."""
    _skip(inner, rest)
    for _ in inner.itersiblings():
        _skip(next(rest), rest)


def _skip(node: Node, rest: Rest) -> None:
    """Leave out what is below ``node``."""
    for _ in node.iterdescendants():
        next(rest)


def _missing(children: tuple[Child, ...], found: dict[str, Any], node: Node) -> Misfit:
    first = next(each.element for each in children if each.required and each.field not in found)
    return Misfit(first, f"is missing in {local_name(node.tag)}", missing=True)


def _text(node: Node, rest: Rest) -> str:
    if len(node):
        _skip(node, rest)
    return node.text or ""


def _number(node: Node, rest: Rest) -> int:
    text = _text(node, rest).strip()
    if not _NUMBER.fullmatch(text):
        raise Misfit(local_name(node.tag), f"is {text!r}, which is no number")
    return int(text)


def _truth(node: Node, rest: Rest) -> bool:
    text = _text(node, rest).strip()
    if text not in _TRUTHS:
        raise Misfit(local_name(node.tag), f"is {text!r}, neither true nor false")
    return _TRUTHS[text]


def _presence(node: Node, rest: Rest) -> bool:
    _skip(node, rest)
    return True


def _whole(make: Callable[[Node], V]) -> Reader:
    """A reader that takes all below its node at once."""

    def read(node: Node, rest: Rest) -> V:
        _skip(node, rest)
        return make(node)

    return read


def _open(node: Node, depth: int = 0) -> Content:
    if depth > _DEEPEST:
        raise Misfit(local_name(node.tag), "is nested too deep")
    namespace = namespace_of(node.tag)
    return Content(
        local_name(node.tag),
        namespace="" if namespace in _OWN_NAMESPACES else namespace,
        text=(node.text or "") if not len(node) else (node.text or "").strip(),
        attributes=tuple((str(name), str(value)) for name, value in node.attrib.items()),
        children=tuple(_open(inner, depth + 1) for inner in node),
    )


def _private(node: Node) -> Extensions:
    data = (inner for inner in node if local_name(inner.tag) == "privateData")
    return Extensions(tuple(_open(piece) for each in data for piece in each))


def _catalogue(node: Node) -> tuple[FeatureGroup, ...]:
    """Groups as they stand; features that stand in no group gather in one without a name."""
    groups = [
        FeatureGroup(local_name(inner.tag), tuple(_features(inner))) for inner in node if len(inner)
    ]
    bare = tuple(local_name(inner.tag) for inner in node if not len(inner) and _offered(inner))
    return (*groups, FeatureGroup("", bare)) if bare else tuple(groups)


def _features(group: Node) -> Iterable[str]:
    leaves = (inner for inner in group.iter() if not len(inner))
    return (local_name(leaf.tag) for leaf in leaves if _offered(leaf))


def _offered(leaf: Node) -> bool:
    return _TRUTHS.get((leaf.text or "").strip(), True)


def _word(shape: Word) -> Reader:
    words: dict[str | None, Any] = {word.value: word for word in shape.words}

    def read(node: Node, rest: Rest) -> Any:
        word = None if len(node) else words.get(node.text)
        return _unusual(node, rest) if word is None else word

    def _unusual(node: Node, rest: Rest) -> Any:
        text = _text(node, rest).strip()
        try:
            return shape.words(text)
        except ValueError:
            problem = f"is {text!r}, which is none of {', '.join(shape.words)}"
            raise Misfit(local_name(node.tag), problem) from None

    return read


def _choice(_: Choice) -> Reader:
    reasons = _ByTag((reason.value, reason) for reason in Unidentified)

    def read(node: Node, rest: Rest) -> str | Unidentified:
        if not len(node):
            return node.text or ""
        inner = next(rest)
        if len(inner) or len(node) > 1:
            _skip_all_after(inner, rest)
        return reasons[inner.tag] or inner.text or ""

    return read


def _list(shape: ListOf) -> Reader:
    read_item = _reader(shape.shape)

    def read(node: Node, rest: Rest) -> tuple[Any, ...]:
        items = []
        for inner in islice(rest, len(node)):
            if local_name(inner.tag) == shape.item:
                items.append(read_item(inner, rest))
            else:
                _skip(inner, rest)
        return tuple(items)

    return read


_READERS: dict[type, Callable[[Any], Reader]] = {
    Text: lambda _: _text,
    Number: lambda _: _number,
    Truth: lambda _: _truth,
    Presence: lambda _: _presence,
    Open: lambda _: _whole(_open),
    Private: lambda _: _whole(_private),
    Catalogue: lambda _: _whole(_catalogue),
    Word: _word,
    Choice: _choice,
    ListOf: _list,
    Record: lambda shape: _record_reader(shape.type),
}


def _reader(shape: Shape) -> Reader:
    return _READERS[type(shape)](shape)
