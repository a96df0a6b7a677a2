"""CSTA bodies: octets ↔ values.

Reading is lenient where products differ (editions, order of children, the unknown beside the
known) and strict where XML is: a body that is not well-formed, or that brings a document type
declaration (entities are how XML is made to explode), is refused. A well-formed body that is no
message, or no whole one, is a value too: `UnknownElement`, `Misshapen`; a switch answers them with
different faults.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from harness.errors import LocalProtocolError, RemoteProtocolError
from harness.protocols.csta import events, forms, services
from harness.protocols.csta.elements import BY_NAME, ELEMENTS, Kind
from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.names import ED3
from harness.protocols.csta.reading import Misfit, local_name, plan, read
from harness.protocols.csta.writing import escape, quote, writer_of

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
# XML 1.0 §2.2: what no XML document may hold, not even escaped.
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

__all__ = ["Misshapen", "Parsed", "UnknownElement", "decode", "encode"]


@dataclass(frozen=True, slots=True)
class UnknownElement:
    """A well-formed body whose root is no message we know."""

    name: str


@dataclass(frozen=True, slots=True)
class Misshapen:
    """A known root whose content cannot be read.

    ``element`` is the child at fault; ``missing`` tells a mandatory child that is not there from
    one with a value that is none (ECMA-269 has different faults for the two).
    """

    name: str
    element: str
    missing: bool
    problem: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a body says, in which edition, under which root name."""

    value: object
    namespace: str
    name: str


# The vocabulary: importing it has entered its rows in the table.
_VOCABULARY = (services, events)


def encode(value: object, *, namespace: str = ED3, name: str = "", prefix: str = "") -> bytes:
    """The body that says ``value`` in an edition, UTF-8, without white space between elements.

    Args:
        value: a request, response, event or fault.
        namespace: the edition's.
        name: another spelling of the root element.
        prefix: for the edition's namespace; it is the default namespace without one.

    Raises:
        LocalProtocolError: ``value`` is no message, lacks a mandatory child, or holds a character
            that XML has no way to write.
    """
    row = ELEMENTS.get(type(value))
    if row is None:
        raise LocalProtocolError(f"{type(value).__name__} is no CSTA message")
    name = name or row.spellings[0]
    if row.kind is Kind.EVENT and not value.monitor_cross_ref_id:  # type: ignore[attr-defined]
        raise LocalProtocolError(f"{name} that no monitor reports")
    inside = _fault(value) if isinstance(value, CSTAErrorCode) else writer_of(row.type)(value)
    head = _head(name, namespace)
    text = f"{head}>{inside}</{name}>" if inside else f"{head}/>"
    if not text.isprintable() and _NO_CHARACTER.search(text):
        raise LocalProtocolError(f"{name} holds a character that XML cannot")
    return _prefixed(text.encode(), namespace, prefix) if prefix else text.encode()


@lru_cache(256)
def _head(name: str, namespace: str) -> str:
    """How a body begins, up to the end of its root's tag."""
    return f"{_DECLARATION}<{name} xmlns={quote(namespace)}"


def _prefixed(octets: bytes, namespace: str, prefix: str) -> bytes:
    """The same body with a prefix in place of the default namespace (XML Namespaces §6.1)."""
    plain = etree.fromstring(octets, _PARSER)
    root = etree.Element(plain.tag, nsmap={prefix: namespace})
    root.text = plain.text
    root.extend(list(plain))
    etree.cleanup_namespaces(root, top_nsmap={prefix: namespace})
    return _DECLARATION.encode() + etree.tostring(root)


def decode(octets: bytes) -> Parsed:
    """What a body says.

    Raises:
        RemoteProtocolError: status 400: not well-formed XML, or XML with a document type.
    """
    cut = forms.cut(octets)
    form = _FORMS.get(cut) if cut is not None else None
    if cut is None or form is None:
        return _decode_anew(octets, cut)
    try:
        return Parsed(form.plan(cut.texts), form.namespace, form.name)
    except Misfit as misfit:
        return Parsed(_misshapen(form.name, misfit), form.namespace, form.name)


_FORMS = forms.Forms({})


def _decode_anew(octets: bytes, cut: forms.Cut | None) -> Parsed:
    """Read a body through its tree, and keep how to read the next of its form without."""
    root = _parse(octets)
    brace_and_namespace, _, name = root.tag.rpartition("}")
    namespace = brace_and_namespace[1:]
    row = BY_NAME.get(name)
    if row is None:
        return Parsed(UnknownElement(name), namespace, name)
    try:
        if row.kind is Kind.FAULT:
            return Parsed(_read_fault(root), namespace, name)
        places = forms.places(cut.tags, root) if cut is not None else None
        if cut is None or places is None:
            return Parsed(read(row.type, root), namespace, name)
        form = forms.Form(namespace, name, plan(row.type, root, places))
        _FORMS.keep(cut, form)
        return Parsed(form.plan(cut.texts), namespace, name)
    except Misfit as misfit:
        return Parsed(_misshapen(name, misfit), namespace, name)


def _misshapen(name: str, misfit: Misfit) -> Misshapen:
    return Misshapen(name, misfit.element, misfit.missing, str(misfit))


def _parse(octets: bytes) -> etree._Element:
    # A document type is refused before libxml2 sees it; in UTF-16 it is found afterwards.
    if b"!DOCTYPE" in octets:
        raise RemoteProtocolError("a CSTA body with a document type declaration", status=400)
    try:
        root = etree.fromstring(octets, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        told = error.msg if isinstance(error, etree.XMLSyntaxError) else error
        raise RemoteProtocolError(f"not well-formed XML: {told}", status=400) from None
    if b"\0" in octets and root.getroottree().docinfo.internalDTD is not None:
        raise RemoteProtocolError("a CSTA body with a document type declaration", status=400)
    return root


_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)


def _fault(value: CSTAErrorCode) -> str:
    if not _NAME.fullmatch(value.category):
        raise LocalProtocolError(f"CSTAErrorCode of the category {value.category!r}")
    text = escape(value.value)
    return f"<{value.category}>{text}</{value.category}>" if text else f"<{value.category}/>"


_NAME = re.compile(r"[A-Za-z_][\w.-]*")


def _read_fault(root: etree._Element) -> CSTAErrorCode:
    for child in root:
        return CSTAErrorCode(local_name(child.tag), (child.text or "").strip())
    raise Misfit("category", "is missing in CSTAErrorCode", missing=True)
