"""The machines' own proof: they find an engine with a fault, each in its own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from harness.standin.calls.commands import Command, Monitor, Withdraw
from harness.standin.calls.engine import CallEngine
from harness.standin.calls.events import Configured, Event
from harness.standin.calls.model import Exchange
from tests.standin.calls.test_invariants_of_a_house import House

AT_FIRST_SIGHT = settings(max_examples=100, stateful_step_count=30, phases=[Phase.generate])


@dataclass
class Reconfigured:
    """The engine behind a new configuration, and the monitors that it cost."""

    exchange: Exchange
    ended: list[Monitor]
    over: list[Monitor]
    """Those that ended before."""
    commands: list[Command]

    def keeps(self, monitors: Iterable[Monitor]) -> None:
        self.exchange.monitors |= {each.cross_ref: each for each in monitors}

    def tells_nobody_of(self, monitors: Iterable[Monitor]) -> None:
        untold = [Withdraw(each) for each in monitors]
        self.commands = [each for each in self.commands if each not in untold]

    def overlooks(self, monitors: list[Monitor]) -> None:
        self.keeps(monitors)
        self.tells_nobody_of(monitors)

    def ends(self, monitors: Iterable[Monitor]) -> None:
        for each in monitors:
            del self.exchange.monitors[each.cross_ref]
            self.commands.append(Withdraw(each))


Fault = Callable[[Reconfigured], None]


def keeps_it_without_its_number(new: Reconfigured) -> None:
    new.overlooks([each for each in new.ended if each.device not in new.exchange.numbers])


def keeps_it_without_its_watch(new: Reconfigured) -> None:
    new.overlooks([each for each in new.ended if each.device in new.exchange.numbers])


def keeps_it_while_a_phone_has_the_line(new: Reconfigured) -> None:
    new.overlooks([each for each in new.ended if new.exchange.appearances(each.device)])


def keeps_the_second_of_a_number(new: Reconfigured) -> None:
    first = {each.device: each for each in reversed(new.ended)}
    new.overlooks([each for each in new.ended if each is not first[each.device]])


def keeps_it_all_the_same(new: Reconfigured) -> None:
    new.keeps(new.ended)


def ends_it_without_a_word(new: Reconfigured) -> None:
    new.tells_nobody_of(new.ended)


def takes_it_up_again_with_its_number(new: Reconfigured) -> None:
    numbers = new.exchange.numbers
    new.keeps(each for each in new.over if each.device in numbers and numbers[each.device].watched)


def ends_all_of_its_session(new: Reconfigured) -> None:
    sessions = {each.session for each in new.ended}
    new.ends([each for each in new.exchange.monitors.values() if each.session in sessions])


def gives_its_name_to_the_next(new: Reconfigured) -> None:
    new.exchange.last_cross_ref -= len(new.ended)


NUMBER_WITHDRAWN = "of a number that is withdrawn"
OTHER_MONITORS = "a session has other monitors than it was told of"
FAULTS: dict[Fault, str] = {
    keeps_it_without_its_number: NUMBER_WITHDRAWN,
    keeps_it_without_its_watch: NUMBER_WITHDRAWN,
    keeps_it_while_a_phone_has_the_line: NUMBER_WITHDRAWN,
    keeps_the_second_of_a_number: NUMBER_WITHDRAWN,
    keeps_it_all_the_same: NUMBER_WITHDRAWN,
    ends_it_without_a_word: OTHER_MONITORS,
    takes_it_up_again_with_its_number: OTHER_MONITORS,
    ends_all_of_its_session: "a monitor stays while its number is watched",
    gives_its_name_to_the_next: "no monitor has the name of another one",
}
"""What becomes wrongly of a monitor whose number goes, and how that is told."""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_an_engine_is_found_that(fault: Fault) -> None:
    class Faulty(CallEngine):
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            self.over: list[Monitor] = []

        def handle(self, event: Event, now: float) -> list[Command]:
            had = self._exchange.monitors.copy()
            commands = super().handle(event, now)
            if not isinstance(event, Configured):
                return commands
            ended = [had[each] for each in had.keys() - self._exchange.monitors.keys()]
            new = Reconfigured(self._exchange, ended, self.over, commands)
            fault(new)
            self.over += ended
            return new.commands

    class Seeded(House):
        engine = Faulty

        def teardown(self) -> None:
            """What is found at the end only is found too late."""

    with pytest.raises(AssertionError, match=f"^.*{FAULTS[fault]}"):
        run_state_machine_as_test(Seeded, settings=AT_FIRST_SIGHT)
