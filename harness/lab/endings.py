"""The end of a session as an application notices it."""

from __future__ import annotations

from contextlib import suppress
from typing import Protocol

from harness.errors import LocalProtocolError, RouterUnreachable
from harness.expect.conditions import Condition
from harness.expect.ladder import Bench
from harness.runtime.journal import Kind
from harness.topology.dialect import EXPIRED_SESSION, Dialect


class HasSession(Protocol):
    """An application with a session."""

    @property
    def witness(self) -> str:
        """Its name in the journal."""
        ...

    @property
    def is_open(self) -> bool:
        """Whether the session stands, as far as it knows."""
        ...

    def fence(self) -> None:
        """Ask something in it."""
        ...


def loses_its_session(application: HasSession, bench: Bench, dialect: Dialect) -> Condition:
    """The router ends the session and says so by BYE.

    Where the dialect lets a session expire without a word the application finds out by asking.
    """
    silent = dialect.speaks(EXPIRED_SESSION, "silent")

    def unmet() -> str | None:
        if silent:
            # The session may end while it is asked.
            with suppress(LocalProtocolError, RouterUnreachable):
                application.fence()
        if application.is_open:
            return "the session still stands"
        return None if silent or _was_told(application, bench) else "it was not told so by BYE"

    return Condition(application.witness, "loses its session", unmet, asks_router=silent)


def _was_told(application: HasSession, bench: Bench) -> bool:
    return any(
        entry.witness == application.witness and entry.kind is Kind.NOTE and entry.name == "BYE"
        for entry in bench.journal.entries(bench.accounted)
    )
