"""A beat on a thread of its own, for what must be renewed while a plan is busy elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread, current_thread


class Heartbeat:
    """Calls ``beat`` every ``seconds`` until closed; what ``beat`` raises ends it."""

    def __init__(self, seconds: float, beat: Callable[[], None], *, name: str) -> None:
        self._seconds = seconds
        self._beat = beat
        self._stopped = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin; the first beat comes after ``seconds``."""
        self._thread.start()

    def _run(self) -> None:
        while not self._stopped.wait(self._seconds):
            self._beat()

    def close(self, seconds: float = 5.0) -> None:
        """Beat no more, and wait for a beat that is under way."""
        self._stopped.set()
        if self._thread.is_alive() and self._thread is not current_thread():
            self._thread.join(seconds)
