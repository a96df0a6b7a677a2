"""Ctrl-C at a moment when it does no harm, and other ways to be told to end that are like it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from types import FrameType
from typing import Any

from harness.runtime.clock import SYSTEM_CLOCK

_SAME_SECONDS = 1.0
"""Within which a second Ctrl-C is the first one still: nobody has read the answer yet."""

_Handler = Callable[[int, FrameType | None], Any]


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


class _Patience:
    """A handler that answers the first Ctrl-C with a sentence; later ones strike."""

    def __init__(self, sentence: str, before: _Handler) -> None:
        self.struck = False
        self._at = 0.0
        self._sentence = sentence
        self._before = before

    def __call__(self, number: int, frame: FrameType | None) -> None:
        now = SYSTEM_CLOCK.now()
        if self.struck:
            if now - self._at >= _SAME_SECONDS:
                self._before(number, frame)
            return
        self.struck, self._at = True, now
        with suppress(OSError):  # the terminal may be gone; `print` may be what was interrupted
            os.write(2, f"\n{self._sentence}\n".encode())


@contextmanager
def patiently(sentence: str, *, strikes_afterwards: bool = True) -> Iterator[None]:
    """Answer the first Ctrl-C with a sentence and let it strike after the block.

    For what would be half done otherwise, such as a router that is being put back. It may take
    long, so a second Ctrl-C, by who has seen the sentence, strikes at once; the sentence says what
    becomes of the rest then.
    Within another such block, in another thread and where Ctrl-C is ignored this does nothing.

    Args:
        sentence: for the person who pressed it.
        strikes_afterwards: whether the first one is kept for the end of the block, or forgotten.
    """
    main = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGINT)
    if not main or not callable(before) or isinstance(before, _Patience):
        yield
        return
    patience = _Patience(sentence, before)
    signal.signal(signal.SIGINT, patience)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if patience.struck and strikes_afterwards:
        signal.raise_signal(signal.SIGINT)


@contextmanager
def ended_as_by_ctrl_c() -> Iterator[None]:
    """Let SIGTERM and SIGHUP, a closed terminal's, strike as Ctrl-C does: all is put back first.

    What is ignored, as SIGHUP is under ``nohup``, stays so; where Ctrl-C itself is ignored nothing
    changes.
    """
    with ExitStack() as standing:
        main = threading.current_thread() is threading.main_thread()
        if main and callable(signal.getsignal(signal.SIGINT)):
            for number in (signal.SIGTERM, signal.SIGHUP):
                if signal.getsignal(number) is signal.SIG_DFL:
                    signal.signal(number, _strike)
                    standing.callback(signal.signal, number, signal.SIG_DFL)
        yield


def uninterruptible() -> None:
    """Keep every Ctrl-C, in this program and in the one that takes its place, for `interruptible`.

    For the time in which Python imports what would catch it: who is in a hurry needs no traceback.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def interruptible() -> None:
    """Let Ctrl-C strike from now on, at once if it was kept."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _strike(*_: object) -> None:
    signal.raise_signal(signal.SIGINT)  # by whoever answers to that now
