from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from harness.runtime.interrupts import undivided


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """A shell's background jobs ignore SIGINT, and so would pytest."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_what_is_undivided_is_done_before_ctrl_c_strikes() -> None:
    done = []

    with pytest.raises(KeyboardInterrupt), undivided():
        os.kill(os.getpid(), signal.SIGINT)
        done.append("all of it")

    assert done == ["all of it"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_ctrl_c_nothing_strikes_and_the_handler_is_back() -> None:
    with undivided():
        pass

    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_one_within_another_strikes_after_both() -> None:
    done = []

    with pytest.raises(KeyboardInterrupt), undivided():
        with undivided():
            os.kill(os.getpid(), signal.SIGINT)
            done.append("the inner")
        done.append("the outer")

    assert done == ["the inner", "the outer"]


def test_a_failure_meanwhile_is_kept_beside_it() -> None:
    with pytest.raises(KeyboardInterrupt) as struck, undivided():
        os.kill(os.getpid(), signal.SIGINT)
        raise OSError("lost")

    assert isinstance(struck.value.__context__, OSError)


def test_who_ignores_ctrl_c_goes_on_ignoring_it() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    with undivided():
        os.kill(os.getpid(), signal.SIGINT)

    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_another_thread_is_never_interrupted_anyway() -> None:
    said = []

    def work() -> None:
        with undivided():
            said.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(5)
    assert said == [signal.default_int_handler]
