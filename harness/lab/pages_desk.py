"""The Services and Directories keys of a phone as a plan meets them.

``carol.phone.services.log_in(user)`` · ``carol.phone.services.offer("Extension Mobility")`` ·
``alice.phone.directories.find(last="Smith")`` · ``alice.phone.directories.list(…)``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from harness.expect import page_conditions
from harness.expect.conditions import Condition
from harness.expect.ladder import Bench
from harness.expect.patterns import HasNumber, number_of
from harness.lab.terms import Term
from harness.phone.phone import Phone

EXTENSION_MOBILITY = "Extension Mobility"
"""The option's name in the Services menu (CME administrator guide)."""
LOCAL_DIRECTORY = "Local Directory"


class Credential(Protocol):
    """Who logs in at a phone."""

    @property
    def name(self) -> str:
        """The user name."""
        ...

    @property
    def password(self) -> str:
        """What is keyed in below it."""
        ...


class _Pages:
    """What both keys have in common."""

    def __init__(self, bench: Bench, phone: Phone) -> None:
        self._bench = bench
        self._phone = phone

    def choose(self, name: str) -> None:
        """Choose the row with that name."""
        self._phone.pages.choose(name)

    def leave(self) -> None:
        """Press the lit key again: the pages go."""
        self._phone.pages.leave()

    def _condition(
        self, sentence: str, unmet: Callable[[], str | None], *, needs_fence: bool = False
    ) -> Term:
        witness = f"{self._phone.name}.phone"
        condition = Condition(witness, sentence, unmet, needs_fence=needs_fence)
        return Term(self._bench, condition)


class ServicesDesk(_Pages):
    """The Services key and what it opens."""

    def open(self) -> None:
        """Press the Services key."""
        self._phone.pages.open_services()

    def open_login(self) -> None:
        """Press the Services key and choose extension mobility."""
        self.open()
        self.choose(EXTENSION_MOBILITY)

    def log_in(self, user: Credential, *, password: str | None = None) -> None:
        """Log a user in from the phone's menu, with the user's password or another."""
        self.open_login()
        self._phone.pages.fill(user.name, user.password if password is None else password)
        self._phone.press("Submit")

    def log_out(self) -> None:
        """Log out from the phone's menu."""
        self.open_login()
        self.choose("Logout")

    def offer(self, *names: str, but_not: Sequence[str] = ()) -> Term:
        """The menu on the display offers these, whatever else, and none of the others."""
        words = [f"offers {', '.join(names)}"] if names else []
        words += [f"does not offer {', '.join(but_not)}"] if but_not else []
        return self._condition(
            f"{' and '.join(words)} in its Services menu",
            lambda: page_conditions.offering(self._phone.screen.page, names, but_not),
        )

    def refuse_login(self) -> Term:
        """A text on the display says so; the phone stays in service as it was."""
        phone = self._phone
        registrations, lines = phone.registrations, phone.screen.lines

        def unmet() -> str | None:
            if phone.registrations != registrations or phone.screen.lines != lines:
                told = ", ".join(line.number for line in phone.screen.lines) or "no line"
                return f"the phone started again, with {told}"
            return page_conditions.saying(phone.screen.page)

        return self._condition("refuses the login", unmet, needs_fence=True)


class DirectoriesDesk(_Pages):
    """The Directories key and what it opens."""

    def open(self) -> None:
        """Press the Directories key."""
        self._phone.pages.open_directories()

    def find(self, *, last: str = "", first: str = "", number: str = "") -> None:
        """Search the router's local directory."""
        self.open()
        self.choose(LOCAL_DIRECTORY)
        self._phone.pages.fill(last, first, number)
        self._phone.press("Submit")

    def call(self, name: str) -> None:
        """Call the name on the display."""
        self.choose(name)
        self._phone.press("Dial")

    def list(self, *entries: tuple[str, HasNumber | str]) -> Term:
        """Exactly these names with their numbers are on the display."""
        rows = [f"{name} {number_of(whose)}" for name, whose in entries]
        return self._condition(
            f"lists {', '.join(rows) or 'nobody'}",
            lambda: page_conditions.listing(self._phone.screen.page, rows),
        )

    def find_nobody(self) -> Term:
        """A text on the display says that no name fits."""
        return self._condition(
            "finds nobody", lambda: page_conditions.saying(self._phone.screen.page)
        )
