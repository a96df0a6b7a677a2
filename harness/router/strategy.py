"""The rungs a bench climbs: each stands on the one below, and a broken one stays broken.

The table of how each rung is reached comes from whoever owns the parts: the router's own rungs
from `Router`, the phones' and sessions' from the lab.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from harness.errors import BenchBroken


class Rung(StrEnum):
    """How far a bench has come."""

    UNKNOWN = "unknown"
    REACHABLE = "reachable"
    PROVISIONED = "provisioned"
    PHONES_IN_SERVICE = "phones in service"
    CTI_IN_SERVICE = "CTI in service"


LADDER = tuple(Rung)


class Strategy:
    """Climbs, once, as far as asked.

    ``climbs`` says how each rung is reached from the one below; a rung without an entry is
    reached by being named.
    """

    def __init__(self, climbs: Mapping[Rung, Callable[[], None]]) -> None:
        self._climbs = dict(climbs)
        self._broken: BenchBroken | None = None
        self.rung = Rung.UNKNOWN

    def reach(self, rung: Rung) -> None:
        """Climb to ``rung``; nothing happens when the bench stands there or higher already.

        Raises:
            BenchBroken: a rung gave way, now or in an earlier call; its text is the first cause.
        """
        while LADDER.index(self.rung) < LADDER.index(rung):
            if self._broken is not None:
                raise BenchBroken(str(self._broken)) from self._broken.__cause__
            self._climb(LADDER[LADDER.index(self.rung) + 1])

    def _climb(self, rung: Rung) -> None:
        try:
            self._climbs.get(rung, lambda: None)()
        except Exception as error:
            self._broken = BenchBroken(f"the bench did not come to be {rung}: {error}")
            raise self._broken from error
        self.rung = rung

    def fell_to(self, rung: Rung) -> None:
        """Note that the bench stands lower now, e.g. after a reload; climbing may begin again."""
        if LADDER.index(rung) < LADDER.index(self.rung):
            self.rung = rung
