"""One background asyncio loop; plans are synchronous and hand it work.

Verbs of a plan block until their coroutine is done or its deadline has passed; events land in
the journal meanwhile. No task is started per message: carriers are protocols on this loop.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Self, TypeVar

from harness.runtime.clock import Deadline
from harness.runtime.interrupts import undivided

Result = TypeVar("Result")


class BackgroundLoop:
    """An asyncio loop on a thread of its own, closed with everything on it.

    Use as a context manager, or call `start` and `close`.
    """

    def __init__(self, name: str = "harness") -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    def start(self) -> Self:
        """Start the thread."""
        self._thread.start()
        return self

    def call(self, work: Coroutine[Any, Any, Result], deadline: Deadline) -> Result:
        """Run a coroutine on the loop and wait for its result.

        A future's own lock is the loop's as well, so nobody waits in it: whom Ctrl-C strikes there
        keeps it, and the loop stands still.

        Raises:
            DeadlineExceeded: it was not done in time; it is cancelled.
        """
        done: SimpleQueue[Future[Result]] = SimpleQueue()
        with undivided():
            future = asyncio.run_coroutine_threadsafe(work, self.loop)
            future.add_done_callback(done.put)
        try:
            done.get(timeout=deadline.remaining)
        except Empty:
            with undivided():
                cancelled = future.cancel()
            if cancelled:
                raise deadline.exceeded() from None
        return future.result()

    def run(self, function: Callable[[], Result], deadline: Deadline) -> Result:
        """Run a plain function on the loop's thread and wait for its result."""

        async def work() -> Result:
            return function()

        return self.call(work(), deadline)

    def close(self) -> None:
        """Cancel what still runs, stop the loop and join its thread."""
        if self.loop.is_closed():
            return
        if self._thread.is_alive():
            self.call(self._cancel_all(), Deadline.after(5, "the loop's end"))
            self.loop.call_soon_threadsafe(self.loop.stop)
            self._thread.join(5)
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()

    async def _cancel_all(self) -> None:
        tasks = asyncio.all_tasks(self.loop) - {asyncio.current_task(self.loop)}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
