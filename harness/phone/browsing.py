"""What a hand does with the pages of a phone: menus, forms, names, from a plan's thread.

As `Phone`'s, these verbs wait until what they need is on the display, and return at once when
they have done it; the page that comes of it lands on the screen.
"""

from __future__ import annotations

from collections.abc import Callable

from harness.phone.browser import Browser, Visit
from harness.phone.link import Link
from harness.phone.pages import Directory, Input, Menu
from harness.protocols.sccp.messages import EnblocCall
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal
from harness.runtime.loop import BackgroundLoop
from harness.runtime.wire import Wire


class Browsing:
    """The Services and Directories keys, and what they lead to.

    Args:
        link: the phone underneath; it knows the addresses behind the keys.
        local_ip: the address to fetch from.
        loop: runs what the phone does.
        journal: told of every act and page.
        wire: told of every octet.
        awaiting: waits until the display has something, or says what it shows instead.
        soon: a deadline for an act.
    """

    def __init__(
        self,
        link: Link,
        *,
        local_ip: str,
        loop: BackgroundLoop,
        journal: Journal,
        wire: Wire,
        awaiting: Callable[[Callable[[], object | None], str], object],
        soon: Callable[[str], Deadline],
    ) -> None:
        self._link = link
        self._loop = loop
        self._await = awaiting
        self._soon = soon
        self._browser = Browser(
            device=link.device, model=link.model, local_ip=local_ip, wire=wire, journal=journal,
            witness=link.witness, show=link.show_page,
            is_shown=lambda: link.screen.memory.page is not None,
            dial=lambda number: link.act("dial_en_bloc", EnblocCall(number, 1), text=number),
        )  # fmt: skip

    def open_services(self) -> None:
        """Press the Services key."""
        booted = self._link.booted
        self._open("services", booted.services_url if booted else "")

    def open_directories(self) -> None:
        """Press the Directories key."""
        booted = self._link.booted
        self._open("directories", booted.directory_url if booted else "")

    def choose(self, name: str) -> None:
        """Choose the row with that name, of a menu or of a list of names.

        Raises:
            LocalProtocolError: no such row is shown.
        """

        def look() -> int | None:
            return next((row for row, each in enumerate(self._names()) if each == name), None)

        row = self._await(look, f"a choice named {name!r}")
        assert isinstance(row, int)  # noqa: S101
        self._do("choose", lambda browser: browser.choose(row))

    def choose_row(self, place: int) -> None:
        """Press the digit of a row, from 1.

        Raises:
            LocalProtocolError: there is no such row.
        """
        names = self._names()
        self.choose(names[place - 1] if 0 < place <= len(names) else f"number {place}")

    def fill(self, *values: str) -> None:
        """Key these into the fields of a form, from the top.

        Raises:
            LocalProtocolError: no form with as many fields is shown, or a field takes no letters.
        """

        def look() -> bool | None:
            page = self._page
            return (isinstance(page, Input) and len(page.fields) >= len(values)) or None

        self._await(look, f"a form with {len(values)} fields")
        self._do("fill", lambda browser: browser.fill(values))

    def press(self, label: str) -> None:
        """Press a soft key of the page."""
        self._do(f"press {label}", lambda browser: browser.press(label))

    def leave(self) -> None:
        """Press the lit key again: the pages go."""
        self._do("leave its pages", lambda browser: browser.leave())

    def close(self) -> None:
        """Leave no fetch under way."""
        self._loop.call(self._browser.close(), self._soon("to leave its pages"))

    def _open(self, key: str, url: str) -> None:
        self._do(f"open its {key}", lambda browser: browser.open(key, url))

    def _do(self, what: str, verb: Callable[[Browser], None]) -> None:
        self._loop.run(lambda: verb(self._browser), self._soon(f"to {what}"))

    @property
    def _page(self) -> object:
        visit: Visit | None = self._browser.visit
        return visit.page if visit is not None else None

    def _names(self) -> tuple[str, ...]:
        page = self._page
        if isinstance(page, Menu):
            return tuple(item.name for item in page.items)
        return tuple(each.name for each in page.entries) if isinstance(page, Directory) else ()
