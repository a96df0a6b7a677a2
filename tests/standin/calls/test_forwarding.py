from __future__ import annotations

from dataclasses import replace

import pytest

from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.protocols.sccp.messages import SetRinger
from harness.protocols.sccp.numbers import RingDuration, RingMode
from harness.standin.calls.events import (
    Configured,
    KeyPressed,
    OffHook,
    OnHook,
    StationGone,
    TimePassed,
)
from harness.standin.softkeys import DO_NOT_DISTURB
from tests.standin.switching import NUMBERS, Switch

S = LocalConnectionState


def configure(switch: Switch, **forwardings: dict[str, object]) -> None:
    """``n202={"forward_all": "203"}``: that number forwards so."""
    numbers = (replace(each, **forwardings.get(f"n{each.number}", {})) for each in NUMBERS)
    switch.does(Configured(tuple(numbers)))


def story(switch: Switch, commands: list, number: str) -> list[tuple]:
    """Event, cause and own state, as one monitor is told."""
    return [
        (type(each).__name__.removesuffix("Event"), each.cause, each.local_connection_info)
        for each in switch.told(commands, number)
    ]


def test_a_call_for_a_forwarded_line_goes_on_and_the_line_is_not_told(monitored: Switch) -> None:
    configure(monitored, n202={"forward_all": "203"})
    commands = monitored.calls("201", "202")
    immediate = Cause.CALL_FORWARD_IMMEDIATE
    assert story(monitored, commands, "201")[1:] == [
        ("Originated", Cause.NEW_CALL, S.CONNECTED),
        ("Diverted", immediate, S.CONNECTED),
        ("Delivered", immediate, S.CONNECTED),
    ]
    assert monitored.told(commands, "202") == []
    assert monitored.shown(commands, "B") == []
    [delivered] = monitored.told(commands, "203")
    assert delivered.cause is immediate
    assert delivered.called_device == "202"  # type: ignore[union-attr]
    assert delivered.alerting_device == "203"  # type: ignore[union-attr]
    assert delivered.last_redirection_device == "202"  # type: ignore[union-attr]
    assert monitored.told(commands, "201")[2].new_destination == "203"  # type: ignore[union-attr]


def test_a_forwarded_line_needs_no_phone(monitored: Switch) -> None:
    configure(monitored, n202={"forward_all": "203"})
    monitored.does(StationGone("B"))
    monitored.calls("201", "202")
    assert monitored.snapshot("203") == [("1", (S.ALERTING, S.CONNECTED))]


def test_a_busy_line_sends_its_calls_on_only_while_busy(monitored: Switch) -> None:
    configure(monitored, n202={"forward_busy": "203"})
    monitored.does(OffHook("B"))
    told = story(monitored, monitored.calls("201", "202"), "203")
    assert told == [("Delivered", Cause.CALL_FORWARD_BUSY, S.ALERTING)]
    monitored.does(OnHook("A"))
    monitored.does(OnHook("B"))
    told = story(monitored, monitored.calls("201", "202"), "202")
    assert told == [("Delivered", Cause.NEW_CALL, S.ALERTING)]


def test_a_forwarding_that_comes_back_is_busy(monitored: Switch) -> None:
    configure(monitored, n202={"forward_all": "203"}, n203={"forward_all": "202"})
    told = story(monitored, monitored.calls("201", "202"), "201")
    assert told[-1] == ("Failed", Cause.BUSY, S.CONNECTED)


def test_a_forwarding_to_nowhere_fails(monitored: Switch) -> None:
    configure(monitored, n202={"forward_all": "777"})
    told = story(monitored, monitored.calls("201", "202"), "201")
    assert told[-1] == ("Failed", Cause.NUMBER_UNALLOCATED, S.FAIL)


UNANSWERED = {"forward_no_answer": "203", "no_answer_seconds": 7}


def by_time(switch: Switch) -> list:
    assert switch.engine.get_timer() == 7.0
    switch.now = 7.0
    return switch.does(TimePassed())


def by_hand(switch: Switch) -> list:
    return switch.does(KeyPressed("B", DO_NOT_DISTURB))


@pytest.mark.parametrize("act", [by_time, by_hand])
def test_an_unanswered_call_goes_on_and_the_first_line_is_told(monitored: Switch, act) -> None:
    configure(monitored, n202=UNANSWERED)
    monitored.calls("201", "202")
    commands = act(monitored)
    late = Cause.CALL_FORWARD_NO_ANSWER
    assert story(monitored, commands, "202") == [("Diverted", late, S.NULL)]
    assert story(monitored, commands, "201") == [
        ("Diverted", late, S.CONNECTED),
        ("Delivered", late, S.CONNECTED),
    ]
    assert story(monitored, commands, "203") == [("Delivered", late, S.ALERTING)]
    assert monitored.snapshot("202") == []
    assert monitored.engine.get_timer() == monitored.now + 180.0


def test_without_a_target_the_key_silences_this_call_only(monitored: Switch) -> None:
    monitored.calls("201", "202")
    commands = by_hand(monitored)
    assert monitored.shown(commands, "B") == [SetRinger(RingMode.OFF, RingDuration.NORMAL, 1, 101)]
    assert monitored.told(commands, "202") == []
    assert monitored.snapshot("202") == [("1", (S.ALERTING, S.CONNECTED))]
