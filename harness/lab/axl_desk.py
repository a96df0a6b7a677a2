"""The router's XML API as a plan meets it."""

from __future__ import annotations

from collections.abc import Callable

from harness.application.axl import AxlAnswer, AxlClient, AxlUser
from harness.expect.conditions import Condition
from harness.expect.ladder import Bench
from harness.lab.terms import Term
from harness.runtime.clock import Deadline

WITNESS = "axl"


class AxlDesk:
    """An application that uses the XML API, with the user and password it was given.

    ``deadline`` is the bench's patience for an answer.
    """

    def __init__(
        self, bench: Bench, client: AxlClient, *, deadline: Callable[[str], Deadline]
    ) -> None:
        self._bench = bench
        self._client = client
        self._deadline = deadline
        self._user: AxlUser | None = None

    def uses(self, name: str, password: str) -> None:
        """From now on it asks as that user."""
        self._user = AxlUser(name, password)

    def is_served(self) -> Term:
        """The API answers what it asks."""
        return self._condition("is served", lambda: self._status() == 200)

    def is_turned_away(self) -> Term:
        """The API does not answer it: wrong user, wrong password, or none."""
        return self._condition("is turned away", lambda: self._status() in {401, 403})

    def told(self, name: str, value: str, *, of: tuple[str, str], by: str) -> Term:
        """That method's answer about that thing has the field with that value."""

        def unmet() -> str | None:
            found = self._ask(by, of).told(name)
            return None if found == value else f"it says {found or 'nothing'}"

        return self._term(f"is told {name} {value}", unmet)

    def configure(self, *lines: str) -> int:
        """Give the router these lines; which of them it refused, from 1, or 0."""
        answer = self._ask("ISexecCLI", *(("CLI", line) for line in lines))
        number = answer.told("ISexecCLIResponse")
        return int(number) if number.isdecimal() else -1

    def _ask(self, method: str, *fields: tuple[str, str]) -> AxlAnswer:
        deadline = self._deadline(f"the XML API's answer to {method}")
        return self._client.ask(method, fields, user=self._user, deadline=deadline)

    def _status(self) -> int:
        return self._ask("ISgetGlobal").status

    def _condition(self, sentence: str, met: Callable[[], bool]) -> Term:
        def unmet() -> str | None:
            return None if met() else f"the XML API answered HTTP {self._status()}"

        return self._term(sentence, unmet)

    def _term(self, sentence: str, unmet: Callable[[], str | None]) -> Term:
        return Term(self._bench, Condition(WITNESS, sentence, unmet, asks_router=True))
