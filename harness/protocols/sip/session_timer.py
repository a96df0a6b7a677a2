"""The session timer of RFC 4028: what its headers say, what two ends agree on, when to act.

The agent keeps the time (`UserAgent.start_session_timer`); its owner decides what to offer, sends
the refresh and hangs up. Cisco's CTI sessions refresh every 30 minutes by re-INVITE.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from harness.errors import RemoteProtocolError
from harness.protocols.sip.dialogs import Dialog
from harness.protocols.sip.grammar import parameters
from harness.protocols.sip.messages import Headers
from harness.protocols.sip.timers import Signal

DEFAULT_INTERVAL = 1800
"""Seconds; recommended by RFC 4028 §4, and Cisco's default."""
SMALLEST_INTERVAL = 90
"""Seconds; nobody may ask for less (RFC 4028 §5)."""

_SESSION_EXPIRES = re.compile(r"\s*(\d{1,10})\s*((?:;.*)?)", re.DOTALL | re.ASCII)


class Refresher(StrEnum):
    """Which end refreshes: by its role in the transaction that agreed on it."""

    UAC = "uac"
    UAS = "uas"


@dataclass(frozen=True, slots=True)
class SessionExpires:
    """The value of Session-Expires (RFC 4028 §4)."""

    seconds: int
    refresher: Refresher | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a header value.

        Raises:
            RemoteProtocolError: it is none.
        """
        found = _SESSION_EXPIRES.fullmatch(text)
        if found is None:
            raise RemoteProtocolError(f"no Session-Expires: {text!r}", status=400)
        refresher = parameters(found.group(2).rstrip()).get("refresher")
        if refresher is not None and refresher.lower() not in set(Refresher):
            raise RemoteProtocolError(f"no refresher: {refresher!r}", status=400)
        return cls(int(found.group(1)), Refresher(refresher.lower()) if refresher else None)

    def print(self) -> str:
        """The header value."""
        suffix = f";refresher={self.refresher}" if self.refresher else ""
        return f"{self.seconds}{suffix}"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a 2xx to INVITE or UPDATE settles."""

    seconds: int
    refresher: Refresher

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """What the 2xx must carry (RFC 4028 §9)."""
        expires = ("Session-Expires", SessionExpires(self.seconds, self.refresher).print())
        if self.refresher is Refresher.UAC:
            return (("Require", "timer"), expires)
        return (expires,)


@dataclass(frozen=True, slots=True)
class TooShort:
    """The offer is below our minimum: the answer is 422 with these headers."""

    minimum: int

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """What the 422 must carry (RFC 4028 §6)."""
        return (("Min-SE", str(self.minimum)),)


def min_se_of(headers: Headers) -> int:
    """The smallest interval the other side accepts; 90 s where it does not say.

    Raises:
        RemoteProtocolError: Min-SE is no number.
    """
    value = headers.get("Min-SE")
    if value is None:
        return SMALLEST_INTERVAL
    return SessionExpires.parse(value).seconds


def answer(
    offer: Headers, *, interval: int = DEFAULT_INTERVAL, minimum: int = SMALLEST_INTERVAL
) -> Agreement | TooShort:
    """What a UAS answers to the headers of an INVITE or UPDATE (RFC 4028 §9).

    The client's interval may be lowered to ``interval``, not below its Min-SE, and is never
    raised. Who does not know the extension is refreshed by us; else the client refreshes unless
    it asked otherwise. A client that names no interval gets ours.

    Raises:
        RemoteProtocolError: a timer header is malformed.
    """
    knows = "timer" in {option.lower() for option in offer.all("Supported")}
    offered = offer.get("Session-Expires")
    wanted = SessionExpires.parse(offered) if offered is not None else None
    if wanted is not None and wanted.seconds < minimum and knows:
        return TooShort(minimum)
    floor = max(minimum, min_se_of(offer))
    seconds = interval if wanted is None else min(wanted.seconds, interval)
    if wanted is None or wanted.seconds >= floor:
        seconds = max(seconds, floor)
    if not knows:
        return Agreement(seconds, Refresher.UAS)
    chosen = wanted.refresher if wanted is not None else None
    return Agreement(seconds, chosen or Refresher.UAC)


def agreed(response: Headers) -> Agreement | None:
    """What a UAC reads in the 2xx; ``None``: the session has no timer (RFC 4028 §7.2).

    A 2xx that names no refresher breaks RFC 4028 §9; the UAC then refreshes, which is safe.

    Raises:
        RemoteProtocolError: Session-Expires is malformed.
    """
    value = response.get("Session-Expires")
    if value is None:
        return None
    expires = SessionExpires.parse(value)
    return Agreement(expires.seconds, expires.refresher or Refresher.UAC)


def refresh_after(seconds: float) -> float:
    """When the refresher acts: half of the interval (RFC 4028 §7.2)."""
    return seconds / 2


def expiry_after(seconds: float) -> float:
    """When either end gives up waiting: a little before the interval ends (RFC 4028 §10)."""
    return seconds - min(32.0, seconds / 3)


@dataclass(slots=True, eq=False)
class SessionWatch:
    """The running timer of one dialog; a newer one replaces it."""

    dialog: Dialog

    def awaits(self, signal: Signal) -> bool:
        """Whether this is still the dialog's timer."""
        del signal
        return self.dialog.watch is self
