import asyncio

import pytest

from harness.application.overlapping import ask_at_once
from harness.protocols.csta.services import GetDoNotDisturb, GetForwarding

FIRST, SECOND = GetForwarding(device="201"), GetDoNotDisturb(device="201")


def test_all_are_asked_before_the_first_is_answered():
    asked = []

    both = asyncio.Barrier(2)

    async def ask(service):
        await both.wait()
        asked.append(service)
        return service.device + type(service).__name__

    answers = asyncio.run(asyncio.wait_for(ask_at_once(ask, [FIRST, SECOND]), 1))

    assert asked
    assert answers == ["201GetForwarding", "201GetDoNotDisturb"]


def test_what_came_is_told_although_one_never_comes():
    told = []

    async def ask(service):
        if service is FIRST:
            await asyncio.Event().wait()
        return "here"

    with pytest.raises(TimeoutError):
        asyncio.run(asyncio.wait_for(ask_at_once(ask, [FIRST, SECOND], told=told.append), 0.05))

    assert told == ["here"]
