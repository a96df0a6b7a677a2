"""Ctrl-C at a moment when it does no harm."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undivided() -> Iterator[None]:
    """Let a Ctrl-C that comes meanwhile strike afterwards.

    Who is interrupted after a lock is taken and before the ``try`` that would release it keeps it
    for ever; paramiko's pipes are such. Only the main thread is ever interrupted; in any other
    this does nothing. What waits must stay outside, or nobody could interrupt it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    struck = False

    def strikes(*_: object) -> None:
        nonlocal struck
        struck = True

    before = signal.signal(signal.SIGINT, strikes)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if struck:
            signal.raise_signal(signal.SIGINT)
