from __future__ import annotations

import asyncio
import gc
import tracemalloc
from collections.abc import Coroutine

from harness.phone.link import Link
from harness.runtime.journal import Journal, Kind
from harness.runtime.wire import Wire
from tests.benchmarks.phones import link_of, register, standin_for

PHONES = 40
MOST_KIBIBYTES = 14
"""For both ends of an idle phone's connection: the stand-in's is in the same process."""


def run(talk: Coroutine[None, None, None]) -> None:
    async def limited() -> None:
        async with asyncio.timeout(30):
            await talk

    asyncio.run(limited())


async def away(links: list[Link]) -> None:
    for link in links:
        await link.close()


def test_an_idle_phone_costs_little_and_keeps_one_timer_and_no_task() -> None:
    async def talk() -> None:
        router = await standin_for(PHONES)
        journal, wire = Journal(kept=frozenset({Kind.FAULT})), Wire()
        server = ("127.0.0.1", router.reach.sccp)
        first, *links = [link_of(place, server, journal, wire) for place in range(1, PHONES + 1)]
        await register([first])
        gc.collect()
        timers, tasks = _timers(), len(asyncio.all_tasks())
        tracemalloc.start()
        await register(links)
        gc.collect()
        size, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert all(link.is_registered for link in links)
        assert size / len(links) < MOST_KIBIBYTES * 1024
        assert _timers() - timers == 2 * len(links), "one at the phone, one at the router"
        assert len(asyncio.all_tasks()) == tasks
        assert not journal.entries()
        await away([first, *links])
        await router.close()

    run(talk())


def _timers() -> int:
    loop = asyncio.get_running_loop()
    return sum(not handle.cancelled() for handle in loop._scheduled)  # type: ignore[attr-defined]


def test_a_phone_whose_screen_nobody_follows_shows_it_when_asked() -> None:
    async def talk() -> None:
        router = await standin_for(1)
        link = link_of(1, ("127.0.0.1", router.reach.sccp), Journal(kept=frozenset()), Wire())
        await register([link])
        assert [line.number for line in link.screen.lines] == ["10001"]
        assert "NewCall" in link.screen.soft_keys
        await away([link])
        assert not link.is_registered
        await router.close()

    run(talk())
