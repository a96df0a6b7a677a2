from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from harness.errors import HarnessError, PhoneRejected, RouterUnreachable
from harness.phone.alarms import Trouble
from harness.phone.errands import Work
from harness.phone.returning import RETRY_SECONDS, Returning
from harness.protocols.sccp.messages import Reset
from harness.protocols.sccp.numbers import ResetType


class Boots:
    """A phone that only boots and leaves, and writes down when."""

    def __init__(self, problem: HarnessError | None = None) -> None:
        self.has_calls = False
        self.did: list[str] = []
        self.problem = problem
        self.tasks: list[asyncio.Task[None]] = []

    def begin(self, work: Work) -> None:
        self.tasks.append(asyncio.get_running_loop().create_task(work))

    async def come_into_service(self) -> None:
        self.did.append("boot")
        if self.problem is not None:
            raise self.problem

    async def leave(self) -> None:
        self.did.append("leave")

    async def settled(self) -> None:
        await asyncio.gather(*self.tasks)


class Moments:
    """The moments at which the running loop is asked to do something later."""

    def __init__(self) -> None:
        self.due: list[float] = []
        self._loop = asyncio.get_running_loop()
        self._call_at = self._loop.call_at
        self._loop.call_at = self._noted  # type: ignore[method-assign, assignment]

    def _noted(self, when: float, call: Callable[[], None]) -> asyncio.TimerHandle:
        self.due.append(when - self._loop.time())
        return self._call_at(when, call)


@pytest.mark.parametrize(
    ("order", "did", "trouble"),
    [
        (ResetType.RESET, ["boot"], Trouble.RESET),
        (ResetType.RESTART, ["leave", "boot"], Trouble.RESTART),
    ],
)
def test_a_phone_does_as_it_is_told_and_will_say_so(
    order: ResetType, did: list[str], trouble: Trouble
) -> None:
    async def go() -> tuple[Boots, Returning]:
        phone = Boots()
        returning = Returning(phone)
        returning.ordered(Reset(order))
        await phone.settled()
        return phone, returning

    phone, returning = asyncio.run(go())
    assert phone.did == did
    assert (returning.trouble, returning.order) == (trouble, None)


def test_a_phone_with_a_call_waits_for_its_end() -> None:
    async def go() -> None:
        phone = Boots()
        phone.has_calls = True
        returning = Returning(phone)
        returning.ordered(Reset(ResetType.RESET))
        assert phone.tasks == []
        returning.calls_over()
        await phone.settled()
        assert phone.did == ["boot"]

    asyncio.run(go())


def test_nothing_is_done_without_an_order_or_for_a_new_configuration() -> None:
    async def go() -> None:
        phone = Boots()
        returning = Returning(phone)
        returning.ordered(Reset(ResetType.APPLY_CONFIG))
        returning.calls_over()
        assert phone.tasks == []

    asyncio.run(go())


@pytest.mark.parametrize("problem", [RouterUnreachable("gone"), PhoneRejected("SEP1", "no")])
def test_a_phone_that_is_not_served_asks_again_until_it_is_told_to_stay(
    problem: HarnessError,
) -> None:
    async def go() -> None:
        phone = Boots(problem)
        returning = Returning(phone)
        moments = Moments()
        returning.ordered(Reset(ResetType.RESET))
        await phone.settled()
        [due] = moments.due
        assert due == pytest.approx(RETRY_SECONDS, abs=1)
        returning.stay()

    asyncio.run(go())


def test_a_lost_link_is_told_of_and_tried_again_later() -> None:
    async def go() -> None:
        phone = Boots()
        returning = Returning(phone)
        moments = Moments()
        returning.lost_link()
        assert returning.trouble is Trouble.LOST_LINK
        assert phone.did == []
        assert len(moments.due) == 1
        returning.stay()

    asyncio.run(go())
