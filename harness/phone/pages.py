"""Cisco IP Phone XML objects as values: what a 7960 or 7961 shows of what it fetched. Pure.

Names and limits are those of Cisco's *IP Phone Services Application Development Notes*. Pages come
from whatever stands behind a URL: no entity is resolved, no DTD read, and what is too long is cut,
so that the worst page is one that the phone refuses with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote_plus, urljoin

from lxml import etree

from harness.errors import RemoteProtocolError

MOST_ITEMS = 100
MOST_ENTRIES = 32
MOST_FIELDS = 20
MOST_KEYS = 16
LONGEST_TITLE = 32
LONGEST_NAME = 64
LONGEST_URL = 256
LONGEST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class PageKey:
    """One soft key of a page."""

    label: str
    url: str
    """An address, or ``SoftKey:Exit`` and its like."""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One choice of a menu."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """One name that can be called."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class InputField:
    """One thing to be keyed in."""

    name: str
    parameter: str
    """Its name in the query that `Input` sends."""
    default: str = ""
    flags: str = "A"
    """``A`` text, ``N`` digits, ``T`` telephone number, ``E`` equation, ``U``/``L`` upper or lower
    case; with ``P`` what is keyed in is not shown."""

    @property
    def is_hidden(self) -> bool:
        """Whether an eye sees asterisks only."""
        return "P" in self.flags

    @property
    def takes_digits_only(self) -> bool:
        """Whether letters cannot be keyed in."""
        return bool({"N", "T"} & set(self.flags))


@dataclass(frozen=True, slots=True)
class Menu:
    """``CiscoIPPhoneMenu``."""

    title: str
    prompt: str
    items: tuple[MenuItem, ...]
    keys: tuple[PageKey, ...]


@dataclass(frozen=True, slots=True)
class Input:
    """``CiscoIPPhoneInput``."""

    title: str
    prompt: str
    url: str
    fields: tuple[InputField, ...]
    keys: tuple[PageKey, ...]

    def answer(self, values: Mapping[str, str]) -> str:
        """The address to be fetched with what was keyed in, by each field's parameter."""
        pairs = [
            f"{quote_plus(field.parameter)}={quote_plus(values.get(field.parameter, ''))}"
            for field in self.fields
        ]
        return f"{self.url}{'&' if '?' in self.url else '?'}{'&'.join(pairs)}"


@dataclass(frozen=True, slots=True)
class Text:
    """``CiscoIPPhoneText``."""

    title: str
    prompt: str
    text: str
    keys: tuple[PageKey, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """``CiscoIPPhoneDirectory``."""

    title: str
    prompt: str
    entries: tuple[DirectoryEntry, ...]
    keys: tuple[PageKey, ...]


@dataclass(frozen=True, slots=True)
class Execute:
    """``CiscoIPPhoneExecute``: what the phone shall do by itself."""

    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Error:
    """``CiscoIPPhoneError``, or what the phone found wrong with an answer."""

    text: str
    title: str = ""
    prompt: str = ""
    keys: tuple[PageKey, ...] = (PageKey("Exit", "SoftKey:Exit"),)


Page = Menu | Input | Text | Directory | Execute | Error


def read_page(octets: bytes, *, base: str) -> Page:
    """What a phone makes of what it fetched from ``base``.

    Raises:
        RemoteProtocolError: it is no XML, or no object that this phone shows.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(octets, parser)
    except etree.XMLSyntaxError as problem:
        raise RemoteProtocolError(f"XML Error [4]: Parse Error ({problem.msg})") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise RemoteProtocolError("XML Error [4]: Parse Error (it brings a DTD)")
    read = _READERS.get(root.tag) if isinstance(root.tag, str) else None
    if read is None:
        raise RemoteProtocolError(f"XML Error [5]: {root.tag!r} is no object this phone shows")
    return read(root, base)


def _menu(root: etree._Element, base: str) -> Page:
    items = tuple(
        MenuItem(_told(item, "Name", LONGEST_NAME), _address(item, base))
        for item in _each(root, "MenuItem", MOST_ITEMS)
    )
    return Menu(_title(root), _prompt(root), items, _keys(root, base, "Select", "Exit"))


def _input(root: etree._Element, base: str) -> Page:
    fields = tuple(
        InputField(
            _told(item, "DisplayName", LONGEST_TITLE),
            _told(item, "QueryStringParam", LONGEST_TITLE),
            _told(item, "DefaultValue", LONGEST_TITLE),
            _told(item, "InputFlags", 3) or "A",
        )
        for item in _each(root, "InputItem", MOST_FIELDS)
    )
    keys = _keys(root, base, "Submit", "<<", "Cancel")
    return Input(_title(root), _prompt(root), _address(root, base), fields, keys)


def _text(root: etree._Element, base: str) -> Page:
    text = _told(root, "Text", LONGEST_TEXT)
    return Text(_title(root), _prompt(root), text, _keys(root, base, "Update", "Exit"))


def _directory(root: etree._Element, base: str) -> Page:
    entries = tuple(
        DirectoryEntry(_told(item, "Name", LONGEST_NAME), _told(item, "Telephone", LONGEST_TITLE))
        for item in _each(root, "DirectoryEntry", MOST_ENTRIES)
    )
    keys = _keys(root, base, "Dial", "EditDial", "Exit")
    return Directory(_title(root), _prompt(root), entries, keys)


def _execute(root: etree._Element, base: str) -> Page:
    urls = (item.get("URL", "") for item in _each(root, "ExecuteItem", 3))
    joined = (_joined(base, url[:LONGEST_URL]) for url in urls)
    return Execute(tuple(url for url in joined if url))


def _error(root: etree._Element, base: str) -> Page:
    del base
    return Error(f"XML Error [{root.get('Number', '?')[:4]}]")


_READERS: Mapping[str, Callable[[etree._Element, str], Page]] = {
    "CiscoIPPhoneMenu": _menu,
    "CiscoIPPhoneInput": _input,
    "CiscoIPPhoneText": _text,
    "CiscoIPPhoneDirectory": _directory,
    "CiscoIPPhoneExecute": _execute,
    "CiscoIPPhoneError": _error,
}


def _each(root: etree._Element, tag: str, most: int) -> Iterator[etree._Element]:
    found = iter(root.iterfind(tag))
    return (item for item, _ in zip(found, range(most), strict=False))


def _told(element: etree._Element, tag: str, longest: int) -> str:
    found = element.find(tag)
    text = "" if found is None else "".join(str(part) for part in found.itertext())
    return text.strip()[:longest]


def _title(root: etree._Element) -> str:
    return _told(root, "Title", LONGEST_TITLE)


def _prompt(root: etree._Element) -> str:
    return _told(root, "Prompt", LONGEST_TITLE)


def _address(element: etree._Element, base: str) -> str:
    return _joined(base, _told(element, "URL", LONGEST_URL))


def _joined(base: str, url: str) -> str:
    """A page's address as seen from where the page came from; empty when it is none."""
    try:
        return urljoin(base, url) if url else ""
    except ValueError:
        return ""


def _keys(root: etree._Element, base: str, *usual: str) -> tuple[PageKey, ...]:
    """The page's own soft keys by position; a page without any has the usual ones of its kind."""
    own = [
        (_told(item, "Position", 3), PageKey(_told(item, "Name", 8), _address(item, base)))
        for item in _each(root, "SoftKeyItem", MOST_KEYS)
    ]
    placed = sorted((int(at), key) for at, key in own if at.isdecimal() and key.label)
    if placed:
        return tuple(key for _, key in placed)
    return tuple(PageKey(label, f"SoftKey:{label}") for label in usual)
