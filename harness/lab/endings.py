"""The end of a session as an application notices it."""

from __future__ import annotations

from contextlib import suppress
from typing import Protocol

from harness.errors import (
    DeadlineExceeded,
    LocalProtocolError,
    RemoteProtocolError,
    RouterUnreachable,
    ServiceRefused,
)
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

    def asks_at_once(self, count: int) -> int:
        """Ask for so many snapshots in it; how many answers came."""
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
            return "the session still answers" if silent else "no BYE of the router has come"
        return None if silent or _was_told(application, bench) else "it was not told so by BYE"

    return Condition(application.witness, "loses its session", unmet, asks_router=silent)


def keeps_its_session(application: HasSession) -> Condition:
    """The session stands, and a service is answered in it."""

    def unmet() -> str | None:
        if not application.is_open:
            return "the router has ended it"
        try:
            application.asks_at_once(1)
        except (ServiceRefused, RemoteProtocolError, RouterUnreachable, DeadlineExceeded) as error:
            return error.sentence
        return None

    return Condition(application.witness, "keeps its session", unmet, asks_router=True)


def finds_no_session(application: HasSession) -> Condition:
    """Whatever it asks, nobody knows its session (RFC 3261 §12.2.2): it is over."""

    def unmet() -> str | None:
        with suppress(LocalProtocolError, RouterUnreachable):
            application.fence()
        return "the router serves it on" if application.is_open else None

    return Condition(application.witness, "finds its session gone", unmet, asks_router=True)


def _was_told(application: HasSession, bench: Bench) -> bool:
    return any(
        entry.witness == application.witness and entry.kind is Kind.NOTE and entry.name == "BYE"
        for entry in bench.journal.entries(bench.accounted)
    )
