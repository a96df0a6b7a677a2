"""What ``show cti session`` and ``show voice register session-server`` list, as conditions read it.

Each answers why a list is not as a plan wants it, or ``None``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from harness.router.shows import CtiSession

_COMMAND = "show cti session"


class HasLine(Protocol):
    """Whoever holds a CTI session: an application."""

    @property
    def name(self) -> str:
        """Its user name, in the From header."""
        ...

    @property
    def line(self) -> str:
        """The line of its session."""
        ...


def session_of(sessions: Sequence[CtiSession], holder: HasLine) -> CtiSession | None:
    """The row of somebody's session on his line, if there is one."""
    for session in sessions:
        if session.line == holder.line and holder.name in session.application:
            return session
    return None


def listed(sessions: Sequence[CtiSession], holder: HasLine) -> str | None:
    """Why the session is not listed, or cannot be told from another; ``None`` when it is."""
    found = session_of(sessions, holder)
    if found is None:
        rows = ", ".join(f"{_user(each)} on {each.line}" for each in sessions)
        return f"{_COMMAND} has none of {holder.name} on {holder.line}; it lists {rows or 'none'}"
    same = [each for each in sessions if each.number == found.number and each is not found]
    if same:
        return f"{_COMMAND} gives its id, {found.number}, to that of {_user(same[0])}, too"
    return None


def gone(sessions: Sequence[CtiSession], holder: HasLine) -> str | None:
    """Why the session is still there; ``None`` when it is not."""
    return None if session_of(sessions, holder) is None else f"{_COMMAND} still lists it"


def monitored(sessions: Sequence[CtiSession], holder: HasLine, wanted: Sequence[str]) -> str | None:
    """Why not exactly those lines are listed as monitored in it; ``None`` when they are."""
    found = session_of(sessions, holder)
    if found is None:
        return f"{_COMMAND} does not list the session"
    if found.monitored == tuple(wanted):
        return None
    told = ", ".join(found.monitored) or "no line"
    return f"{_COMMAND} has {told} as monitored, not {', '.join(wanted) or 'none'}"


def servers(register_ids: Sequence[str]) -> str:
    """Who is registered, in words."""
    told = ", ".join(register_ids) or "nobody"
    return f"show voice register session-server lists {told}"


def _user(session: CtiSession) -> str:
    return session.application.removeprefix("sip:").partition("@")[0]
