"""The router's XML API as a plan meets it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from http import HTTPStatus

from harness.application.axl import AxlAnswer, AxlClient, AxlUser
from harness.expect.conditions import Condition
from harness.expect.ladder import Bench
from harness.lab.terms import Term
from harness.runtime.clock import Deadline

WITNESS = "axl"
_PROBE = "ISgetGlobal"
"""What it asks for to learn whether it is served."""


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

    def __repr__(self) -> str:
        return f"XML API {self._whose}"

    @property
    def _whose(self) -> str:
        return f"as {self._user.name}" if self._user is not None else "without a user"

    def uses(self, name: str, password: str) -> None:
        """From now on it asks as that user."""
        self._user = AxlUser(name, password)

    def is_served(self) -> Term:
        """The API answers what it asks."""
        return self._answered("is served", {HTTPStatus.OK})

    def is_turned_away(self) -> Term:
        """The API does not answer it: wrong user, wrong password, or none."""
        return self._answered("is turned away", {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})

    def told(self, name: str, value: str, *, of: tuple[str, str], by: str) -> Term:
        """That method's answer about that thing has the field with that value."""

        def unmet() -> str | None:
            found = self._ask(by, of).told(name)
            return None if found == value else f"it says {found or 'nothing'}"

        return self._term(f"is told {name} {value} by {by} of {of[1]}", unmet)

    def configure(self, *lines: str) -> int:
        """Give the router these lines; which of them it refused, from 1, or 0."""
        answer = self._ask("ISexecCLI", *(("CLI", line) for line in lines))
        number = answer.told("ISexecCLIResponse")
        return int(number) if number.isdecimal() else -1

    def _ask(self, method: str, *fields: tuple[str, str]) -> AxlAnswer:
        deadline = self._deadline(f"the XML API's answer to {method}")
        return self._client.ask(method, fields, user=self._user, deadline=deadline)

    def _status(self) -> int:
        return self._ask(_PROBE).status

    def _answered(self, sentence: str, wanted: Collection[int]) -> Term:
        def unmet() -> str | None:
            status = self._status()
            if status in wanted:
                return None
            due = " or ".join(map(_status, sorted(wanted)))
            return f"{_PROBE} was answered {_status(status)}, expected {due}"

        return self._term(f"{sentence} {self._whose}", unmet)

    def _term(self, sentence: str, unmet: Callable[[], str | None]) -> Term:
        return Term(self._bench, Condition(WITNESS, sentence, unmet, asks_router=True))


def _status(code: int) -> str:
    """``401 Unauthorized``; a number that HTTP does not know stays a number."""
    return f"{code} {HTTPStatus(code).phrase}" if code in set(HTTPStatus) else str(code)
