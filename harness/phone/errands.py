"""Work that a phone began by itself and that must not outlive it. On the loop's thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from harness.errors import HarnessError

Work = Coroutine[Any, Any, None]


class Errands:
    """Tasks under way; what goes wrong in one is told, what is left at the end is cancelled."""

    __slots__ = ("_tasks", "_trouble")

    def __init__(self, trouble: Callable[[Exception], None]) -> None:
        self._trouble = trouble
        self._tasks: list[asyncio.Task[Any]] = []

    def begin(self, work: Work) -> None:
        """Start it and let it run."""
        task = asyncio.get_running_loop().create_task(self._survive(work))
        self._tasks.append(task)
        task.add_done_callback(partial(self._over, work))

    def _over(self, work: Work, task: asyncio.Task[None]) -> None:
        self._tasks.remove(task)
        work.close()  # one that was cancelled before it began was never awaited

    async def _survive(self, work: Work) -> None:
        try:
            await work
        except (HarnessError, OSError) as problem:
            self._trouble(problem)

    @contextmanager
    def including_this(self) -> Iterator[None]:
        """Count the running task among them while the block runs."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101
        if task in self._tasks:
            yield
            return
        self._tasks.append(task)
        try:
            yield
        finally:
            self._tasks.remove(task)

    async def cancel(self) -> None:
        """End all but the running one and wait until they have ended."""
        this = asyncio.current_task()
        tasks = [task for task in self._tasks if task is not this]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Later:
    """One thing to be done at one moment; a new one takes the place of the old."""

    __slots__ = ("_handle",)

    def __init__(self) -> None:
        self._handle: asyncio.TimerHandle | None = None

    def at(self, moment: float, do: Callable[[], None]) -> None:
        """Do it at that moment of the loop's clock."""
        self.cancel()
        self._handle = asyncio.get_running_loop().call_at(moment, do)

    def cancel(self) -> None:
        """Do it never."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
