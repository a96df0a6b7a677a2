from __future__ import annotations

import asyncio

from harness.errors import LocalProtocolError
from harness.phone.errands import Errands


def test_what_is_cancelled_before_it_began_is_never_done_and_leaves_nothing() -> None:
    done: list[str] = []

    async def work() -> None:
        done.append("it")

    async def talk() -> None:
        errands = Errands(lambda problem: done.append(str(problem)))
        errands.begin(work())
        await errands.cancel()
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(talk())
    assert done == []


def test_trouble_in_one_is_told() -> None:
    told: list[Exception] = []

    async def work() -> None:
        raise LocalProtocolError("out of order")

    async def talk() -> None:
        errands = Errands(told.append)
        errands.begin(work())
        for _ in range(3):
            await asyncio.sleep(0)

    asyncio.run(talk())
    assert [str(each) for each in told] == ["out of order"]


def test_the_one_that_cancels_goes_on() -> None:
    async def talk() -> None:
        errands = Errands(lambda _: None)
        ended = asyncio.Event()

        async def work() -> None:
            await errands.cancel()
            ended.set()

        errands.begin(work())
        await asyncio.wait_for(ended.wait(), 5)

    asyncio.run(talk())
