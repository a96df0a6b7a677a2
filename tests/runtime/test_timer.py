from __future__ import annotations

import asyncio

from harness.runtime.timer import MachineTimer


class Clockwork:
    def __init__(self, *moments):
        self.moments = list(moments)
        self.woken = []

    def get_timer(self):
        return self.moments[0] if self.moments else None

    def handle_timer(self, now):
        self.woken.append(now)
        self.moments = [moment for moment in self.moments if moment > now]


def with_loop(talk):
    async def limited():
        async with asyncio.timeout(5):
            await talk(asyncio.get_running_loop())

    asyncio.run(limited())


def test_each_moment_comes_and_is_told():
    async def talk(loop):
        now, fired = loop.time(), asyncio.Event()
        machine = Clockwork(now + 0.01, now + 0.02)
        timer = MachineTimer(loop, machine, lambda: machine.moments or fired.set())
        timer.arm()
        await fired.wait()
        assert len(machine.woken) == 2
        assert machine.woken[0] >= now + 0.01
        assert machine.woken[1] >= now + 0.02

    with_loop(talk)


def test_an_earlier_moment_is_not_missed_and_a_later_one_waits():
    async def talk(loop):
        now, fired = loop.time(), asyncio.Event()
        machine = Clockwork(now + 60)
        timer = MachineTimer(loop, machine, fired.set)
        timer.arm()
        machine.moments.insert(0, now + 0.01)
        timer.arm()
        await fired.wait()
        assert machine.moments == [now + 60]
        timer.cancel()

    with_loop(talk)


def test_a_moment_that_moved_away_does_not_wake_the_machine():
    async def talk(loop):
        now, woke = loop.time(), asyncio.Event()
        machine = Clockwork(now + 0.005)
        timer = MachineTimer(loop, machine, woke.set)
        timer.arm()
        machine.moments = [now + 0.02]
        timer.arm()
        await woke.wait()
        assert machine.woken[0] >= now + 0.02

    with_loop(talk)


def test_a_cancelled_timer_and_a_machine_without_moments_stay_silent():
    async def talk(loop):
        machine = Clockwork(loop.time())
        timer = MachineTimer(loop, machine, lambda: None)
        timer.arm()
        timer.cancel()
        machine.moments = []
        timer.arm()
        beyond = asyncio.Event()
        loop.call_later(0.005, beyond.set)
        await beyond.wait()
        assert machine.woken == []

    with_loop(talk)
