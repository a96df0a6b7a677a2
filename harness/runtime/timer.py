"""One event-loop timer that follows a machine's `get_timer`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from harness.runtime.machines import Timed


class MachineTimer:
    """Arms the loop for a machine's next moment and calls ``fired`` when it has come."""

    __slots__ = ("_fired", "_handle", "_loop", "_machine")

    def __init__(
        self, loop: asyncio.AbstractEventLoop, machine: Timed, fired: Callable[[], None]
    ) -> None:
        self._loop = loop
        self._machine = machine
        self._fired = fired
        self._handle: asyncio.TimerHandle | None = None

    def arm(self) -> None:
        """Follow the machine: wake at its next moment, or not at all."""
        due = self._machine.get_timer()
        if self._handle is not None:
            if due is not None and self._handle.when() <= due:
                return  # wakes early, finds nothing due and re-arms: cheaper than rescheduling
            self._handle.cancel()
            self._handle = None
        if due is not None:
            self._handle = self._loop.call_at(due, self._fire)

    def _fire(self) -> None:
        self._handle = None
        due = self._machine.get_timer()
        now = self._loop.time()
        if due is not None and due <= now:
            self._machine.handle_timer(now)
            self._fired()
        self.arm()

    def cancel(self) -> None:
        """Never fire again."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
