"""The phone's browser: what a services or directories key opens. On the loop's thread.

It fetches with the headers of its model, shows what it can read and says what it cannot; the
router is asked over HTTP only. One page stands on the display, those before it are kept for Exit.
ASSUMED where no trace shows it: the words for what went wrong, and that Exit goes one page back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import SplitResult, urlsplit

from harness.errors import LocalProtocolError, RemoteProtocolError, RouterUnreachable
from harness.phone.errands import Errands
from harness.phone.models import PhoneModel
from harness.phone.pages import (
    Directory,
    Error,
    Execute,
    Input,
    InputField,
    Menu,
    Page,
    Text,
    read_page,
)
from harness.phone.screen.values import PageOnScreen
from harness.protocols.http import HttpRequest, HttpResponse
from harness.runtime.fetching import fetch
from harness.runtime.journal import Journal, Kind
from harness.runtime.wire import Wire

FETCH_SECONDS = 10.0
"""How long a phone waits for a page. ASSUMED."""
MOST_HOPS = 5
"""How often pages may send a phone on before it gives up. ASSUMED."""
REQUESTING = PageOnScreen(prompt="Requesting...")
_HIDDEN = "***"


@dataclass(slots=True)
class Visit:
    """A page, where it came from, and what a hand has done on it."""

    url: str
    page: Page
    row: int = 0
    values: dict[str, str] = field(default_factory=dict)
    """What was keyed in, by the field's parameter."""


class Browser:
    """One phone's way to pages.

    Args:
        device: what stands for ``#DEVICENAME#`` in an address.
        model: whose headers.
        local_ip: the address to fetch from.
        wire: told of every octet.
        journal: told of every act and page, as ``witness``.
        witness: ``alice.phone``.
        show: puts a page on the display, or takes it away.
        is_shown: whether the display still has it; a phone that starts again has not.
        dial: calls a number.
    """

    def __init__(
        self,
        *,
        device: str,
        model: PhoneModel,
        local_ip: str,
        wire: Wire,
        journal: Journal,
        witness: str,
        show: Callable[[PageOnScreen | None], None],
        is_shown: Callable[[], bool],
        dial: Callable[[str], None],
    ) -> None:
        self._device = device
        self._model = model
        self._local_ip = local_ip
        self._wire = wire
        self._journal = journal
        self._witness = witness
        self._show = show
        self._is_shown = is_shown
        self._dial = dial
        self._history: list[Visit] = []
        self._errands = Errands(self._fault)
        self._fetching: object = None
        """Stands for the page that is awaited; ``None`` while none is."""

    @property
    def visit(self) -> Visit | None:
        """The page on the display; ``None`` while there is none, or it is still awaited."""
        here = self._history and self._fetching is None and self._is_shown()
        return self._history[-1] if here else None

    # --- what a hand does -------------------------------------------------------------------------

    def open(self, key: str, url: str) -> None:
        """Press the key that opens this address."""
        self._act(f"open_{key}", "")
        self._history.clear()
        if url:
            self._go(url, MOST_HOPS)
        else:
            self._put(Visit("", Error(f"No {key} configured")))

    def choose(self, row: int) -> None:
        """Choose a row of the menu or the names on the display, from 0."""
        visit = self._here()
        visit.row = row
        if isinstance(visit.page, Menu):
            item = visit.page.items[row]
            self._act("choose", item.name)
            self._go("" if item.url == "SoftKey:Select" else item.url, MOST_HOPS)
        elif isinstance(visit.page, Directory):
            self._act("choose", visit.page.entries[row].name)
            self._put_again(visit)

    def fill(self, values: Sequence[str]) -> None:
        """Key into the fields of the form on the display, from the top.

        Raises:
            LocalProtocolError: there is no such form, or a field takes digits only.
        """
        visit = self._here()
        if not isinstance(visit.page, Input) or len(values) > len(visit.page.fields):
            raise LocalProtocolError(f"{self._witness} shows no form with {len(values)} fields")
        for each, value in zip(visit.page.fields, values, strict=False):
            if each.takes_digits_only and not set(value) <= set("0123456789*#"):
                raise LocalProtocolError(f"{self._witness}: {each.name} takes digits, not {value}")
            visit.values[each.parameter] = value
            self._act("fill", f"{each.name} {_HIDDEN if each.is_hidden else value}")
        self._put_again(visit)

    def press(self, label: str) -> None:
        """Press a soft key of the page on the display."""
        keys = self._here().page
        found = () if isinstance(keys, Execute) else keys.keys
        key = next((each for each in found if each.label.casefold() == label.casefold()), None)
        if key is None:
            raise LocalProtocolError(f"{self._witness} shows no soft key {label} on its page")
        self._act("press", key.label)
        self._go(key.url, MOST_HOPS)

    def leave(self) -> None:
        """Press the lit key again: the pages go."""
        self._act("leave", "")
        self._clear()

    async def close(self) -> None:
        """Leave no task behind."""
        await self._errands.cancel()

    def _here(self) -> Visit:
        if self.visit is None:
            raise LocalProtocolError(f"{self._witness} shows no page")
        return self.visit

    # --- where an address leads -------------------------------------------------------------------

    def _go(self, url: str, hops: int) -> None:
        """Follow an address: a page over HTTP, or what the phone does by itself."""
        scheme, _, rest = url.partition(":")
        own = self._OWN.get((scheme, rest)) or self._OWN.get((scheme, "*"))
        if own is not None:
            own(self, rest)
        elif hops == 0:
            self._put(Visit(url, Error("Too many redirections")))
        else:
            self._request(url, hops)

    def _request(self, url: str, hops: int) -> None:
        wanted = self._fetching = object()
        self._show(REQUESTING)
        self._errands.begin(self._fetch(url, hops, wanted))

    async def _fetch(self, url: str, hops: int, wanted: object) -> None:
        try:
            page = await self._page(url)
        except (RouterUnreachable, RemoteProtocolError) as problem:
            self._journal.append(self._witness, Kind.NOTE, "no page", text=str(problem))
            page = Error(str(problem))
        if self._fetching is not wanted or not self._is_shown():
            return
        if isinstance(page, Execute):
            self._fetching = None
            self._show(None)
            for each in page.urls:
                if not each.startswith("SoftKey:"):
                    self._go(each, hops - 1)
        else:
            self._put(Visit(url, page))

    async def _page(self, url: str) -> Page:
        named = url.replace("#DEVICENAME#", self._device)
        place, port = _place(named)
        target = f"{place.path or '/'}{f'?{place.query}' if place.query else ''}"
        headers = (("Host", place.netloc), *self._model.web_headers, ("Connection", "close"))
        self._journal.append(self._witness, Kind.SENT, "GET", text=self._told(target))
        answer = await fetch(
            HttpRequest("GET", target, headers), (place.hostname or "", port),
            wire=self._wire, witness=self._witness, local_ip=self._local_ip, seconds=FETCH_SECONDS,
        )  # fmt: skip
        return self._read(answer, named)

    def _read(self, answer: HttpResponse, url: str) -> Page:
        self._journal.append(self._witness, Kind.RECEIVED, "page", text=f"HTTP {answer.status}")
        if answer.status != 200:
            raise RemoteProtocolError(f"HTTP Error [{answer.status}]!")
        return read_page(answer.body, base=url)

    def _told(self, target: str) -> str:
        """An address without what nobody shall read over a shoulder."""
        page = self._history[-1].page if self._history else None
        path, mark, query = target.partition("?")
        if not isinstance(page, Input):
            return target
        hidden = {each.parameter for each in page.fields if each.is_hidden}
        pairs = [pair.partition("=") for pair in query.split("&")]
        told = (f"{name}{eq}{_HIDDEN if name in hidden else value}" for name, eq, value in pairs)
        return f"{path}{mark}{'&'.join(told)}"

    # --- what the phone does by itself ------------------------------------------------------------

    def _back(self, _rest: str) -> None:
        del self._history[-1:]
        if self._history:
            self._put_again(self._history[-1])
        else:
            self._clear()

    def _select(self, _rest: str) -> None:
        visit = self._here()
        rows = visit.page.items if isinstance(visit.page, Menu) else ()
        if rows:
            self.choose(visit.row)

    def _submit(self, _rest: str) -> None:
        visit = self._here()
        if isinstance(visit.page, Input):
            defaults = {each.parameter: each.default for each in visit.page.fields}
            self._go(visit.page.answer({**defaults, **visit.values}), MOST_HOPS)

    def _again(self, _rest: str) -> None:
        url = self._here().url
        del self._history[-1:]
        self._go(url, MOST_HOPS)

    def _erase(self, _rest: str) -> None:
        visit = self._here()
        visit.values.clear()
        self._put_again(visit)

    def _call_entry(self, _rest: str) -> None:
        visit = self._here()
        if isinstance(visit.page, Directory) and visit.page.entries:
            self._call(visit.page.entries[visit.row].number)

    def _call(self, number: str) -> None:
        self._clear()
        self._dial(number)

    def _leave_all(self, _rest: str) -> None:
        self._clear()

    _OWN: ClassVar[Mapping[tuple[str, str], Callable[[Browser, str], None]]] = {
        ("SoftKey", "Exit"): _back,
        ("SoftKey", "Back"): _back,
        ("SoftKey", "Cancel"): _back,
        ("SoftKey", "Select"): _select,
        ("SoftKey", "Submit"): _submit,
        ("SoftKey", "Update"): _again,
        ("SoftKey", "<<"): _erase,
        ("SoftKey", "Dial"): _call_entry,
        ("Dial", "*"): _call,
        ("Init", "Services"): _leave_all,
    }
    """Addresses that are no pages (IP Phone Services notes, internal URI features)."""

    # --- the display ------------------------------------------------------------------------------

    def _put(self, visit: Visit) -> None:
        self._history.append(visit)
        self._put_again(visit)

    def _put_again(self, visit: Visit) -> None:
        self._fetching = None
        self._show(displayed(visit))

    def _clear(self) -> None:
        self._history.clear()
        self._fetching = None
        self._show(None)

    def _act(self, name: str, text: str) -> None:
        self._journal.append(self._witness, Kind.ACT, name, text=text)

    def _fault(self, problem: Exception) -> None:
        name = type(problem).__name__
        self._journal.append(self._witness, Kind.FAULT, name, problem, text=str(problem))


def _place(url: str) -> tuple[SplitResult, int]:
    try:
        place = urlsplit(url)
        port = place.port or 80
    except ValueError:
        raise RemoteProtocolError(f"URI not supported: {url}") from None
    printable = url.isascii() and url.isprintable() and " " not in url
    if place.scheme != "http" or not place.hostname or not printable:
        raise RemoteProtocolError(f"URI not supported: {url}")
    return place, port


def displayed(visit: Visit) -> PageOnScreen:
    """A page as an eye sees it."""
    page = visit.page
    if isinstance(page, Execute):
        return REQUESTING
    return PageOnScreen(
        page.title,
        _rows(visit),
        page.prompt,
        tuple(key.label for key in page.keys),
        numbered=isinstance(page, Menu | Directory),
        fields=len(page.fields) if isinstance(page, Input) else 0,
    )


def _rows(visit: Visit) -> tuple[str, ...]:
    match visit.page:
        case Menu(items=items):
            return tuple(item.name for item in items)
        case Directory(entries=entries):
            return tuple(f"{entry.name} {entry.number}" for entry in entries)
        case Input(fields=fields):
            return tuple(f"{each.name}: {_keyed(visit, each)}" for each in fields)
        case Text(text=text) | Error(text=text):
            return tuple(text.splitlines()) or ("",)
        case _:
            return ()


def _keyed(visit: Visit, into: InputField) -> str:
    value = visit.values.get(into.parameter, into.default)
    return "*" * len(value) if into.is_hidden else value
