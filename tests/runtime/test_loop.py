from __future__ import annotations

import asyncio
import os
import signal
import threading

import pytest

from harness.errors import DeadlineExceeded
from harness.runtime.clock import Deadline
from harness.runtime.loop import BackgroundLoop


def soon():
    return Deadline.after(5, "the work")


def test_work_is_done_on_the_loops_own_thread():
    async def where():
        return threading.current_thread().name

    with BackgroundLoop("bench") as loop:
        assert loop.call(where(), soon()) == "bench"
        assert loop.run(lambda: threading.current_thread().name, soon()) == "bench"


def test_errors_reach_the_caller():
    async def fail(error):
        raise error

    with BackgroundLoop() as loop:
        with pytest.raises(ValueError, match="mine"):
            loop.call(fail(ValueError("mine")), soon())
        with pytest.raises(TimeoutError, match="the network's"):
            loop.call(fail(TimeoutError("the network's")), soon())


def test_work_beyond_its_deadline_is_cancelled():
    cancelled = threading.Event()

    async def wait_for_ever():
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    with BackgroundLoop() as loop:
        with pytest.raises(DeadlineExceeded, match="the answer did not come within 0.01 s"):
            loop.call(wait_for_ever(), Deadline.after(0.01, "the answer"))
        assert cancelled.wait(5)


def test_closing_cancels_what_still_runs_and_may_be_repeated():
    cancelled = threading.Event()

    async def linger():
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    loop = BackgroundLoop().start()
    tasks = loop.run(lambda: [asyncio.ensure_future(linger())], soon())
    loop.run(lambda: None, soon())
    loop.close()
    loop.close()
    assert cancelled.is_set()
    assert tasks[0].cancelled()


@pytest.fixture
def interruptible():
    """A shell's background jobs ignore SIGINT, and so would pytest."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def struck_when_it_has(enter, condition):
    """Ctrl-C as soon as this thread has entered a condition, before it is bound to leave it."""
    entered = enter(condition)
    if threading.current_thread() is threading.main_thread():
        os.kill(os.getpid(), signal.SIGINT)
    return entered


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_never_leaves_the_loop_standing_still(monkeypatch):
    async def work():
        return "done"

    enter = threading.Condition.__enter__
    with BackgroundLoop() as loop:
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(
                threading.Condition, "__enter__", lambda each: struck_when_it_has(enter, each)
            )
            loop.call(work(), soon())

        assert loop.call(work(), Deadline.after(2, "the loop")) == "done"
