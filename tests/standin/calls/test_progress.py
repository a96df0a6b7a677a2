from __future__ import annotations

import pytest

from harness.protocols.csta.events import ConnectionClearedEvent
from harness.protocols.csta.names import Cause
from harness.protocols.csta.services import MakeCall
from harness.standin.calls.events import OnHook, TimePassed
from harness.topology.dialect import Dialect
from tests.standin.switching import make_switch


@pytest.mark.parametrize("choice", ["callCancelled", "normalClearing"])
def test_whom_an_abandoned_call_rang_is_told_the_cause_of_the_dialect(choice: str) -> None:
    switch = make_switch(dialect=Dialect({"abandoned-cause": choice}))
    switch.monitors("201", "202")
    switch.calls("201", "202")

    commands = switch.does(OnHook("A"))

    [cleared] = switch.told(commands, "202")
    assert isinstance(cleared, ConnectionClearedEvent)
    assert cleared.cause is Cause(choice)


def test_a_prompt_that_nobody_hears_keeps_a_cause_of_its_own() -> None:
    both = {"abandoned-cause": "normalClearing", "prompt-timeout": "callCancelled"}
    switch = make_switch(dialect=Dialect(both))
    switch.monitors("201")
    switch.asks(MakeCall(calling_device="201", called_directory_number="202"))
    due = switch.engine.get_timer()
    assert due is not None
    switch.now = due

    [cleared] = switch.told(switch.does(TimePassed()), "201")
    assert isinstance(cleared, ConnectionClearedEvent)
    assert cleared.cause is Cause.CALL_CANCELLED
