from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, timedelta

import pytest

from harness.standin.clock import ControlLine, TurnableLoop, wall_clock


@pytest.fixture
def loop() -> Iterator[TurnableLoop]:
    loop = TurnableLoop()
    yield loop
    loop.close()


def test_what_falls_due_happens_in_its_order_and_before_the_answer(loop: TurnableLoop) -> None:
    happened: list[object] = []

    def answer(line: str) -> None:
        happened.append(json.loads(line))
        loop.stop()

    loop.call_later(1800, happened.append, "half an hour")
    loop.call_later(60, happened.append, "a minute")
    loop.call_later(3600, happened.append, "an hour")
    before = loop.time()
    ControlLine(loop, answer).feed(b"turn 1801\n")
    loop.run_forever()

    assert happened == ["a minute", "half an hour", {"turned": 1801.0}]
    assert 1801 <= loop.time() - before < 1900


def test_an_order_may_come_in_pieces(loop: TurnableLoop) -> None:
    before = loop.time()
    control = ControlLine(loop, lambda _: None)
    control.feed(b"tur")
    control.feed(b"n 10\ntu")
    assert 10 <= loop.time() - before < 20
    control.feed(b"rn 100\n")
    assert 110 <= loop.time() - before < 120


@pytest.mark.parametrize(
    "order", ["turn", "turn back", "turn -5", "turn 0", "turn nan", "turn 1e9"]
)
def test_a_clock_only_turns_forward_and_not_too_far(loop: TurnableLoop, order: str) -> None:
    said: list[str] = []
    before = loop.time()
    ControlLine(loop, said.append).feed(f"{order}\n".encode())

    [answer] = said
    assert "refused" in json.loads(answer)
    assert loop.time() - before < 5


def test_what_is_no_order_is_refused_by_name(loop: TurnableLoop) -> None:
    said: list[str] = []
    ControlLine(loop, said.append).feed(b"reload\n")

    assert json.loads(said[0])["refused"] == "'reload' is no order; there is: turn SECONDS"


def test_the_time_of_day_goes_ahead_with_the_loop(loop: TurnableLoop) -> None:
    tell = wall_clock(loop)
    before = tell()
    loop.turn(3600)
    assert timedelta(hours=1) <= tell() - before < timedelta(hours=1, seconds=60)
    assert before.tzinfo is UTC
