"""The judge of CSTA bodies: strict order, exact names, listed values.

The schema (``schemas/*.xsd``, package data) is written for one edition and compiled for another by
putting that edition's namespace in its place, once per edition. XML Schema and not RELAX NG
because libxml2 validates an event four times as fast with it and says what it expected instead.
A judge keeps the objections to its last body inside lxml, so one judge serves one thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Protocol

from lxml import etree

from harness.oracle.likeness import Likenesses

_XS = "{http://www.w3.org/2001/XMLSchema}"
_PARTS = ("types.xsd", "services.xsd", "events.xsd", "faults.xsd")
_WRITTEN_FOR = b"http://www.ecma-international.org/standards/ecma-323/csta/ed3"

#: Namespaces of ECMA-323: editions 2 to 6, and the old host's of edition 2.
_EDITIONS = re.compile(
    r"http://www\.ecma-international\.org/standards/ecma-323/csta/ed[2-6]"
    r"|http://www\.ecma\.ch/standards/ecma-323/csta/ed2"
)
_LONG_SET = re.compile(r"an element of the set \{('[^']*', ){8}.*\}")
_NAMESPACE = re.compile(r"\{[^}' ]+\}")


class SchemaJudge:
    """Objects to CSTA bodies; the first of an edition costs ten milliseconds, for compiling."""

    def __init__(self) -> None:
        self._parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        self._schemas: dict[str, etree.XMLSchema] = {}
        self._likenesses = Likenesses()

    def objections(self, octets: bytes) -> list[str]:
        """Every objection to a body: sentences with element and line; none if it is right."""
        likeness = self._likenesses.of(octets)
        if likeness is not None and likeness in self._likenesses.right:
            return []
        objections = self._judged(octets)
        if likeness is not None and not objections:
            self._likenesses.keep(likeness)
        return objections

    def _judged(self, octets: bytes) -> list[str]:
        try:
            root = etree.fromstring(octets, self._parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            return [f"The body is not well-formed XML: {error}."]
        if root.getroottree().docinfo.internalDTD is not None:
            return ["The body has a document type declaration."]
        namespace, _, name = root.tag.rpartition("}")
        schema = self._schemas.get(namespace) or self._compiled(namespace)
        if schema is None:
            where = f"Element {name}, line {root.sourceline}"
            return [f"{where}: {namespace[1:]!r} is no namespace of ECMA-323."]
        if schema.validate(root):
            return []
        entries: Iterable[_Entry] = schema.error_log  # type: ignore[assignment]
        return [_sentence(each) for each in entries]

    def _compiled(self, brace_and_namespace: str) -> etree.XMLSchema | None:
        namespace = brace_and_namespace[1:]
        if not _EDITIONS.fullmatch(namespace):
            return None
        schema = self._schemas[brace_and_namespace] = _compile(namespace)
        return schema


class _Entry(Protocol):
    """What lxml notes of one objection; its published stubs do not know it."""

    message: str
    line: int


def _sentence(entry: _Entry) -> str:
    """``Element cause, line 9: …`` from ``Element '{http://…}cause': …``."""
    message = _NAMESPACE.sub("", entry.message.strip())
    head, colon, rest = message.partition(": ")
    element = head.removeprefix("Element ").strip("'") if colon else "?"
    return f"Element {element}, line {entry.line}: {_LONG_SET.sub('in its list', rest or message)}"


def _compile(namespace: str) -> etree.XMLSchema:
    """The schema in one edition's namespace, its parts joined in memory."""
    folder = files("harness.oracle") / "schemas"
    texts = ((folder / part).read_bytes() for part in _PARTS)
    whole, *others = (
        etree.fromstring(text.replace(_WRITTEN_FOR, namespace.encode())) for text in texts
    )
    for other in others:
        whole.extend(other.iterchildren(f"{_XS}*"))
    return etree.XMLSchema(whole)
