from __future__ import annotations

import threading

import pytest

from harness.router import parting
from harness.router.parting import abandon, release


class Line:
    """What netmiko would be: it notes what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.remote_conn = self
        self.released = threading.Event()

    def close(self) -> None:
        self.asked.append("close")

    def disconnect(self) -> None:
        self.asked.append("disconnect")


class Stuck(Line):
    """Somebody was interrupted in it and holds its lock for ever."""

    def close(self) -> None:
        super().close()
        self.released.wait(20)

    disconnect = close


def test_a_farewell_is_said_or_not() -> None:
    politely, at_once = Line(), Line()

    release(politely)
    abandon(at_once)
    abandon(None)

    assert politely.asked == ["disconnect"]
    assert at_once.asked == ["close", "disconnect"]


@pytest.mark.parametrize("leave", [release, abandon])
def test_a_line_that_is_stuck_is_left_behind(leave, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parting, "_RELEASE_SECONDS", 0.01)
    monkeypatch.setattr(parting, "_ABANDON_SECONDS", 0.01)
    stuck = Stuck()

    leave(stuck)

    assert stuck.asked == ["close"]
    stuck.released.set()


def test_a_line_that_was_lost_already_is_left_all_the_same() -> None:
    lost, unopened = Line(), Line()
    lost.close = lambda: {}["no such key"]
    unopened.remote_conn = None

    abandon(lost)
    abandon(unopened)

    assert lost.asked == unopened.asked == ["disconnect"]
