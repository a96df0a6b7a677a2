"""The router's clock as a plan meets it: half an hour passes while the bench lives on.

Only a router that can turn its clock has one, and its bench says so (capability
``turnable-clock``). What lives by the clock is kept alive meanwhile, as it would be: phones send
their keep-alives, the parties' sessions are refreshed, the router is told that its run still
lives. A guest's session is the plan's own affair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from harness.lab.party import Party
from harness.router.router import Router

CAPABILITY = "turnable-clock"
_STEP = 45.0
"""Seconds; a phone is given up after three keep-alives of 30 s."""
_REFRESH = 240.0
"""Seconds; well within the 30 minutes of a session and the time after which a router that hears
nothing of its run puts itself back."""


class Turns(Protocol):
    """The bench whose clock turns."""

    parties: dict[str, Party]

    def turn_clock(self, seconds: float) -> None:
        """Let that time have passed at the router."""
        ...

    @property
    def router_access(self) -> Router:
        """The way to the router's command line."""
        ...

    def fence(self) -> None:
        """Return when everything the router sent before has arrived."""
        ...


class ClockDesk:
    """A hand on the router's clock."""

    def __init__(self, bench: Turns, *, step: Callable[[str], None] = lambda _: None) -> None:
        self._bench = bench
        self._step = step

    def __repr__(self) -> str:
        return "Clock of the router"

    def passes(self, *, minutes: float = 0.0, seconds: float = 0.0) -> None:
        """That time passes at the router, and nothing happens on the bench but keep-alives."""
        whole = minutes * 60 + seconds
        self._step(f"{whole:g} s pass" if whole % 60 else f"{whole / 60:g} minutes pass")
        since_refresh = 0.0
        for length in _steps(whole):
            self._bench.turn_clock(length)
            since_refresh += length
            if since_refresh + _STEP > _REFRESH:
                self._refresh()
                since_refresh = 0.0
            self._bench.fence()
        self._refresh()

    def _refresh(self) -> None:
        self._bench.router_access.beat()
        for party in self._bench.parties.values():
            if party.cti.is_open:
                party.cti.refresh()


def _steps(whole: float) -> Iterable[float]:
    while whole > 0:
        length = min(whole, _STEP)
        yield length
        whole -= length
