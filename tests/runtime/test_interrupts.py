from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from harness.runtime import interrupts
from harness.runtime.interrupts import ended_as_by_ctrl_c, patiently, undivided


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


SENTENCE = "it is being put back"


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_the_first_ctrl_c_is_answered_and_strikes_when_all_is_done(
    capfd: pytest.CaptureFixture[str],
) -> None:
    done = []

    with pytest.raises(KeyboardInterrupt), patiently(SENTENCE):
        press()
        done.append("all of it")

    assert done == ["all of it"]
    assert SENTENCE in capfd.readouterr().err
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_ctrl_c_strikes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interrupts, "_SAME_SECONDS", 0)
    done = []

    with pytest.raises(KeyboardInterrupt), patiently(SENTENCE, strikes_afterwards=False):
        press()
        done.append("a part")
        press()
        done.append("the rest")

    assert done == ["a part"]


def test_a_second_ctrl_c_before_the_answer_is_read_counts_as_the_first() -> None:
    done = []

    with pytest.raises(KeyboardInterrupt), patiently(SENTENCE):
        press()
        press()
        done.append("all of it")

    assert done == ["all of it"]


def test_a_ctrl_c_may_be_forgotten() -> None:
    with patiently(SENTENCE, strikes_afterwards=False):
        press()

    with patiently(SENTENCE):
        pass


def test_the_answer_is_given_once_for_all_blocks_within(capfd: pytest.CaptureFixture[str]) -> None:
    with (
        pytest.raises(KeyboardInterrupt),
        patiently(SENTENCE),
        patiently("within"),
        undivided(),
    ):
        press()

    assert capfd.readouterr().err.split("\n") == ["", SENTENCE, ""]


def test_a_failure_is_told_in_the_place_of_a_ctrl_c_that_waits() -> None:
    with pytest.raises(OSError, match="lost"), patiently(SENTENCE):
        press()
        raise OSError("lost")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_an_order_to_end_is_taken_as_ctrl_c(number: signal.Signals) -> None:
    done = []

    with pytest.raises(KeyboardInterrupt), ended_as_by_ctrl_c(), undivided():
        os.kill(os.getpid(), number)
        done.append("all of it")

    assert done == ["all of it"]
    assert signal.getsignal(number) is signal.SIG_DFL


def test_who_was_told_to_ignore_it_goes_on_ignoring_it() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

    with ended_as_by_ctrl_c():
        os.kill(os.getpid(), signal.SIGHUP)

    assert signal.signal(signal.SIGHUP, signal.SIG_DFL) is signal.SIG_IGN


def test_who_ignores_ctrl_c_is_ended_at_once() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    with ended_as_by_ctrl_c(), patiently(SENTENCE):
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
