"""How long a session may last: what the router answers to the timer an application sets.

Document, CTI Session: the application sets a timer, 30 minutes by default, and refreshes it; the
rest is RFC 4028. An application that does not know the extension has a session without an end
(ASSUMED, RFC 4028 §9 leaves the refresh to us then).
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.errors import RemoteProtocolError
from harness.protocols.sip import session_timer
from harness.protocols.sip.messages import Headers

_SHORTEST_OF_ALL = 1
"""Seconds; what a router accepts that does not mind its minimum."""

HeaderPairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """What an INVITE or UPDATE settles about the session's end."""

    status: int = 200
    """422 where the timer is too short, 400 where it is no timer."""
    headers: HeaderPairs = ()
    agreement: session_timer.Agreement | None = None
    """``None`` where the session has no end."""

    @property
    def we_refresh(self) -> bool:
        """Whether the application left the refresh to us."""
        agreed = self.agreement
        return agreed is not None and agreed.refresher is session_timer.Refresher.UAS


def settle(headers: Headers, *, minds_minimum: bool = True) -> Settled:
    """Answer the timer in the headers of an INVITE or UPDATE."""
    minimum = session_timer.SMALLEST_INTERVAL if minds_minimum else _SHORTEST_OF_ALL
    try:
        timer = session_timer.answer(headers, minimum=minimum)
    except RemoteProtocolError:
        return Settled(400)
    if isinstance(timer, session_timer.TooShort):
        return Settled(422, timer.headers)
    if "timer" not in {option.lower() for option in headers.all("Supported")}:
        return Settled()
    return Settled(200, timer.headers, timer)
