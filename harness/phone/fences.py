"""Waiting for the answers to one's own keep-alives. On the loop's thread."""

from __future__ import annotations

import asyncio

from harness.errors import HarnessError


class Fences:
    """Keep-alives that somebody waits for, by their number."""

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        self._waiting: dict[int, asyncio.Future[None]] = {}

    async def passed(self, number: int) -> None:
        """Return when that keep-alive is answered.

        Raises:
            HarnessError: what `fail` was given, if that came first.
        """
        answered = self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            await answered
        finally:
            self._waiting.pop(number, None)

    def answered(self, number: int) -> None:
        """That keep-alive has its answer."""
        waiting = self._waiting.get(number)
        if waiting is not None and not waiting.done():
            waiting.set_result(None)

    def fail(self, error: HarnessError) -> None:
        """No answer will come any more."""
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(error)
