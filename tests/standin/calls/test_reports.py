"""Scenarios 1 to 10 and 32, 33 of reference/csta.md §3.3, as each monitor is told of them."""

from __future__ import annotations

from harness.protocols.csta.events import Event
from harness.protocols.csta.services import ClearConnection
from harness.protocols.csta.types import ConnectionID
from harness.protocols.sccp.numbers import SoftKey
from harness.standin.calls.commands import Command
from harness.standin.calls.events import (
    DigitPressed,
    KeyPressed,
    NumberDialled,
    OffHook,
    OnHook,
    ServiceRequested,
    TimePassed,
)
from tests.standin.switching import APP, Switch


def brief(event: Event) -> str:
    """``Delivered 1.202 newCall alerting``: name, connection, cause, local connection info."""
    names = ("initiated_connection", "originated_connection", "connection", "dropped_connection")
    names += ("established_connection", "failed_connection")
    connection = next(getattr(event, name) for name in names if hasattr(event, name))
    name = type(event).__name__.removesuffix("Event")
    where = f"{connection.call_id}.{connection.device_id}"
    return f"{name} {where} {event.cause} {event.local_connection_info}"


def story(switch: Switch, number: str, *steps: list[Command]) -> list[str]:
    return [brief(event) for step in steps for event in switch.told(step, number)]


def clear(switch: Switch, call: str, number: str) -> list[Command]:
    connection = ConnectionID(call, number)
    request = ClearConnection(connection_to_be_cleared=connection)
    return switch.does(ServiceRequested(APP, request))


BEGUN_BY_APPLICATION = [
    "ServiceInitiated 1.201 makeCall initiated",
    "Originated 1.201 newCall connected",
    "Delivered 1.202 newCall connected",
]


def test_a_call_by_application_answered_and_ended_by_the_called_party(monitored: Switch) -> None:
    steps = (
        monitored.calls("201", "202"),
        monitored.does(OffHook("B", 1)),
        monitored.does(OnHook("B")),
    )
    assert story(monitored, "201", *steps) == [
        *BEGUN_BY_APPLICATION,
        "Established 1.202 newCall connected",
        "ConnectionCleared 1.202 normalClearing connected",
        "ConnectionCleared 1.201 normalClearing null",
    ]
    assert story(monitored, "202", *steps) == [
        "Delivered 1.202 newCall alerting",
        "Established 1.202 newCall connected",
        "ConnectionCleared 1.202 normalClearing null",
    ]
    assert story(monitored, "203", *steps) == []


def test_a_call_ended_by_the_calling_party(monitored: Switch) -> None:
    monitored.calls("201", "202")
    monitored.answers("1", "202")
    end = clear(monitored, "1", "201")
    assert story(monitored, "201", end) == ["ConnectionCleared 1.201 normalClearing null"]
    assert story(monitored, "202", end) == [
        "ConnectionCleared 1.201 normalClearing connected",
        "ConnectionCleared 1.202 normalClearing null",
    ]


def test_a_call_abandoned_while_it_rings(monitored: Switch) -> None:
    monitored.calls("201", "202")
    end = clear(monitored, "1", "201")
    assert story(monitored, "201", end) == ["ConnectionCleared 1.201 normalClearing null"]
    assert story(monitored, "202", end) == ["ConnectionCleared 1.202 callCancelled null"]


def test_a_call_dialled_by_hand(monitored: Switch) -> None:
    steps = [monitored.does(OffHook("A"))]
    steps += [monitored.does(DigitPressed("A", digit)) for digit in "202"]
    assert story(monitored, "201", *steps) == [
        "ServiceInitiated 1.201 newCall initiated",
        "Originated 1.201 newCall connected",
        "Delivered 1.202 newCall connected",
    ]


def test_lifting_and_replacing_without_dialling(monitored: Switch) -> None:
    steps = (monitored.does(OffHook("A")), monitored.does(OnHook("A")))
    assert story(monitored, "201", *steps) == [
        "ServiceInitiated 1.201 newCall initiated",
        "ConnectionCleared 1.201 normalClearing null",
    ]


def test_a_busy_called_party(monitored: Switch) -> None:
    monitored.does(OffHook("B"))
    steps = [monitored.calls("201", "202")]
    assert monitored.engine.get_timer() == 10.0
    monitored.now = 10.0
    steps.append(monitored.does(TimePassed()))
    assert story(monitored, "201", *steps) == [
        "ServiceInitiated 2.201 makeCall initiated",
        "Originated 2.201 newCall connected",
        "Failed 2.202 busy connected",
        "ConnectionCleared 2.201 normalClearing null",
    ]
    assert story(monitored, "202", steps[0]) == []


def test_an_unknown_number_dialled_by_hand(monitored: Switch) -> None:
    steps = [monitored.does(NumberDialled("A", "999"))]
    steps.append(monitored.does(KeyPressed("A", SoftKey.END_CALL)))
    assert story(monitored, "201", *steps) == [
        "ServiceInitiated 1.201 newCall initiated",
        "Originated 1.201 newCall connected",
        "Failed 1.201 numberUnallocated fail",
        "ConnectionCleared 1.201 normalClearing null",
    ]


def test_nobody_answers(monitored: Switch) -> None:
    monitored.calls("201", "202")
    monitored.now = 180.0
    end = monitored.does(TimePassed())
    assert story(monitored, "201", end) == [
        "ConnectionCleared 1.202 callNotAnswered connected",
        "ConnectionCleared 1.201 callNotAnswered null",
    ]
    assert story(monitored, "202", end) == ["ConnectionCleared 1.202 callNotAnswered null"]
    assert monitored.engine.get_timer() is None


def test_a_monitor_started_in_a_call_hears_of_the_rest_of_it(switch: Switch) -> None:
    switch.calls("201", "202")
    switch.monitors("202")
    assert story(switch, "202", switch.does(OffHook("B"))) == [
        "Established 1.202 newCall connected"
    ]


def test_the_caller_is_named_to_both(monitored: Switch) -> None:
    [event] = monitored.told(monitored.calls("201", "202"), "202")
    assert (event.calling_device, event.called_device) == ("201", "202")  # type: ignore[attr-defined]
    assert event.last_redirection_device == "notRequired"  # type: ignore[attr-defined]
