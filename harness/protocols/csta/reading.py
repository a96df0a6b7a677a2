"""XML elements → values, leniently: local names only, any order, the unknown skipped.

What a body says is its form (which elements, in which order) and its texts. A form is planned once,
element by element; the plan then makes a value of any body of that form from its texts alone, so
that a body whose form was met before costs no walk through a tree (`forms`). What cannot be read at
all (a mandatory child that is not there, a number that is none) raises `Misfit`, which names the
place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
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

    Places = Mapping[Node, int]
    Planner = Callable[[Node, Places], "Plan"]

#: Makes a value of the texts of a body; where an element's text stands among them, `Places` tells.
Plan = Callable[[Sequence[str]], Any]
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
    nodes = list(root.iter())
    places = {node: place for place, node in enumerate(nodes)}
    return plan(record, root, places)([node.text or "" for node in nodes])


def plan(record: type, root: Node, places: Places) -> Plan:
    """How the values of class ``record`` are made from bodies of the form of ``root``.

    The plan raises `Misfit` for a text that is no value of its element.

    Raises:
        Misfit: a mandatory child is missing.
    """
    return _record_planner(record)(root, places)


@cache
def _record_planner(record: type) -> Planner:
    """The planner of a class's children, prepared once."""
    children = children_of(record)
    rows = {child.element: (child.field, _planner(child.shape)) for child in children}
    required = frozenset(child.field for child in children if child.required)

    def planned(node: Node, places: Places) -> Plan:
        plans: dict[str, Plan] = {}
        for inner in node:
            if row := rows.get(local_name(inner.tag)):
                field, planner = row
                plans[field] = planner(inner, places)
        if not required <= plans.keys():
            raise _missing(children, plans, node)
        steps = tuple(plans.items())
        return lambda texts: record(**{field: step(texts) for field, step in steps})

    return planned


def _missing(children: tuple[Child, ...], found: Mapping[str, object], node: Node) -> Misfit:
    first = next(each.element for each in children if each.required and each.field not in found)
    return Misfit(first, f"is missing in {local_name(node.tag)}", missing=True)


def _constant(value: V) -> Callable[[Sequence[str]], V]:
    return lambda _: value


def _text(node: Node, places: Places) -> Plan:
    return itemgetter(places[node])


def _of_text(make: Callable[[str, str], Any]) -> Planner:
    """A planner for one text: ``make`` gets it and the element's name."""

    def planned(node: Node, places: Places) -> Plan:
        place, name = places[node], local_name(node.tag)
        return lambda texts: make(texts[place], name)

    return planned


def _number(text: str, element: str) -> int:
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        raise Misfit(element, f"is {text!r}, which is no number")
    return int(text)


def _truth(text: str, element: str) -> bool:
    text = text.strip()
    if text not in _TRUTHS:
        raise Misfit(element, f"is {text!r}, neither true nor false")
    return _TRUTHS[text]


def _word(shape: Word) -> Planner:
    words: dict[str, Any] = {word.value: word for word in shape.words}

    def known(text: str, element: str) -> Any:
        word = words.get(text)
        return _unusual(text.strip(), element) if word is None else word

    def _unusual(text: str, element: str) -> Any:
        try:
            return shape.words(text)
        except ValueError:
            problem = f"is {text!r}, which is none of {', '.join(shape.words)}"
            raise Misfit(element, problem) from None

    return _of_text(known)


def _choice(node: Node, places: Places) -> Plan:
    inner = next(iter(node), None)
    if inner is None:
        return _text(node, places)
    reason = _REASONS.get(local_name(inner.tag))
    return _text(inner, places) if reason is None else _constant(reason)


_REASONS = {reason.value: reason for reason in Unidentified}


def _open(node: Node, places: Places, depth: int = 0) -> Callable[[Sequence[str]], Content]:
    if depth > _DEEPEST:
        raise Misfit(local_name(node.tag), "is nested too deep")
    namespace = namespace_of(node.tag)
    name = local_name(node.tag)
    attributes = tuple((str(key), str(value)) for key, value in node.attrib.items())
    children = tuple(_open(inner, places, depth + 1) for inner in node)
    place = places[node]

    def content(texts: Sequence[str]) -> Content:
        return Content(
            name,
            namespace="" if namespace in _OWN_NAMESPACES else namespace,
            text=texts[place].strip() if children else texts[place],
            attributes=attributes,
            children=tuple(child(texts) for child in children),
        )

    return content


def _private(node: Node, places: Places) -> Plan:
    data = (inner for inner in node if local_name(inner.tag) == "privateData")
    pieces = tuple(_open(piece, places) for each in data for piece in each)
    return lambda texts: Extensions(tuple(piece(texts) for piece in pieces))


def _catalogue(node: Node, places: Places) -> Plan:
    """Groups as they stand; features that stand in no group gather in one without a name."""
    groups = tuple(
        (local_name(inner.tag), tuple(leaf for leaf in inner.iter() if not len(leaf)))
        for inner in node
        if len(inner)
    )
    named = tuple((name, _features(leaves, places)) for name, leaves in groups)
    bare = _features((inner for inner in node if not len(inner)), places)

    def features(texts: Sequence[str]) -> tuple[FeatureGroup, ...]:
        found = tuple(FeatureGroup(name, offered(texts)) for name, offered in named)
        loose = bare(texts)
        return (*found, FeatureGroup("", loose)) if loose else found

    return features


def _features(leaves: Iterable[Node], places: Places) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """The names of the leaves that are not marked ``false``."""
    rows = tuple((local_name(leaf.tag), places[leaf]) for leaf in leaves)
    return lambda texts: tuple(
        name for name, place in rows if _TRUTHS.get(texts[place].strip(), True)
    )


def _list(shape: ListOf) -> Planner:
    planner = _planner(shape.shape)

    def planned(node: Node, places: Places) -> Plan:
        items = tuple(planner(each, places) for each in node if local_name(each.tag) == shape.item)
        return lambda texts: tuple(item(texts) for item in items)

    return planned


_PLANNERS: dict[type, Callable[[Any], Planner]] = {
    Text: lambda _: _text,
    Number: lambda _: _of_text(_number),
    Truth: lambda _: _of_text(_truth),
    Presence: lambda _: lambda _node, _places: _constant(True),
    Open: lambda _: _open,
    Private: lambda _: _private,
    Catalogue: lambda _: _catalogue,
    Choice: lambda _: _choice,
    Word: _word,
    ListOf: _list,
    Record: lambda shape: _record_planner(shape.type),
}


def _planner(shape: Shape) -> Planner:
    return _PLANNERS[type(shape)](shape)
