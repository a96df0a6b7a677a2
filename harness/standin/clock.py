"""The stand-in's clock: an event loop whose time can be turned forward.

Everything here that waits asks the loop's time, so half an hour passes in a moment: what falls due
meanwhile happens at once, in its order. Only a software router can do that; a bench says so by
its capability ``turnable-clock``.
"""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

FURTHEST = 86_400.0
"""Seconds that one turn may take; more is a slip of the pen."""


class TurnableLoop(asyncio.SelectorEventLoop):
    """An event loop with a hand on its clock."""

    ahead = 0.0
    """Seconds by which it was turned."""

    def time(self) -> float:
        """Monotonic seconds, with all turns added."""
        return super().time() + self.ahead

    def turn(self, seconds: float) -> None:
        """Let that time have passed.

        Raises:
            ValueError: it is no time, or clocks do not turn that way.
        """
        if not (math.isfinite(seconds) and 0 < seconds <= FURTHEST):
            raise ValueError(f"a clock turns forward by at most {FURTHEST:g} s, not by {seconds} s")
        self.ahead += seconds


def wall_clock(loop: asyncio.AbstractEventLoop) -> Callable[[], datetime]:
    """The time of day, UTC, as far ahead as the loop's clock was turned."""

    def now() -> datetime:
        ahead = loop.ahead if isinstance(loop, TurnableLoop) else 0.0
        return datetime.now(UTC) + timedelta(seconds=ahead)

    return now


class ControlLine:
    """What the stand-in's owner may tell it on its standard input: a word and a number a line.

    ``turn 45`` turns the clock; the answer ``{"turned": 45.0}`` comes when all that fell due has
    happened. Anything else is answered ``{"refused": "…"}``.
    """

    def __init__(self, loop: TurnableLoop, answer: Callable[[str], None]) -> None:
        self._loop = loop
        self._answer = answer
        self._unfinished = b""

    def feed(self, octets: bytes) -> None:
        """Take what was written."""
        *lines, self._unfinished = (self._unfinished + octets).split(b"\n")
        for line in lines:
            self._obey(line.decode("utf-8", "replace").strip())

    def _obey(self, line: str) -> None:
        word, _, number = line.partition(" ")
        if word != "turn":
            self._refuse(f"{line!r} is no order; there is: turn SECONDS")
            return
        try:
            seconds = float(number)
            self._loop.turn(seconds)
        except ValueError as problem:
            self._refuse(str(problem))
            return
        # Timers run in the order of their times: behind this one nothing is due any more.
        self._loop.call_later(0, self._answer, json.dumps({"turned": seconds}))

    def _refuse(self, problem: str) -> None:
        self._answer(json.dumps({"refused": problem}))


def running_loop() -> TurnableLoop:
    """The running event loop, which must be one of ours.

    Raises:
        RuntimeError: it is another one.
    """
    loop = asyncio.get_running_loop()
    if not isinstance(loop, TurnableLoop):
        raise RuntimeError("this event loop's clock cannot be turned")  # noqa: TRY004
    return loop
