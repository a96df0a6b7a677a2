from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field

import pytest

from harness.phone.screen import Screen, text
from harness.phone.showing import Showing
from harness.protocols.sccp.messages import CallState, DisplayNotify
from harness.protocols.sccp.numbers import PhoneCallState

RINGING = CallState(PhoneCallState.RING_IN, 1, 7)
OVER = CallState(PhoneCallState.ON_HOOK, 1, 7)


@dataclass
class Told:
    """A screen, and what its owner is told of it, on a loop whose clock the test turns."""

    runner: asyncio.Runner
    ahead: float = 0.0
    heard: list[Screen | str] = field(default_factory=list)

    def __post_init__(self) -> None:
        loop = self.runner.get_loop()
        began = loop.time()
        loop.time = lambda: began + self.ahead  # type: ignore[method-assign]
        self.showing = Showing(
            changed=self.heard.append, calls_over=lambda: self.heard.append("over")
        )

    def hears(self, *messages: object) -> None:
        async def tell() -> None:
            for message in messages:
                self.showing.told(message)  # type: ignore[arg-type]

        self.run(tell())

    def later(self, seconds: float) -> None:
        async def turn() -> None:
            self.ahead += seconds
            for _ in range(3):
                await asyncio.sleep(0)

        self.run(turn())

    def run(self, work: Coroutine[None, None, None]) -> None:
        self.runner.run(work)


@pytest.fixture
def told():
    with asyncio.Runner() as runner:
        yield Told(runner)


def test_only_a_screen_that_differs_is_told(told: Told) -> None:
    told.hears(RINGING, RINGING)
    assert told.heard == [told.showing.screen]


def test_a_notice_passes_in_its_time(told: Told) -> None:
    told.hears(DisplayNotify(5, "Parked at 301"))
    assert "Parked at 301" in text(told.showing.screen)
    told.later(4.9)
    assert len(told.heard) == 1
    told.later(0.2)
    assert "Parked at 301" not in text(told.showing.screen)
    assert told.heard[1:] == [told.showing.screen]


def test_a_screen_that_is_kept_loses_nothing(told: Told) -> None:
    told.hears(DisplayNotify(5, "Parked at 301"))
    told.showing.keep()
    told.later(60.0)
    assert "Parked at 301" in text(told.showing.screen)


def test_the_end_of_the_last_call_is_told_before_the_screen_without_it(told: Told) -> None:
    second = CallState(PhoneCallState.RING_IN, 1, 8)
    told.hears(RINGING, second, OVER)
    assert "over" not in told.heard
    told.hears(CallState(PhoneCallState.ON_HOOK, 1, 8))
    assert told.heard[-2:] == ["over", told.showing.screen]
    told.hears(RINGING)
    told.showing.clear()
    assert told.heard[-2:] == ["over", Screen()]
