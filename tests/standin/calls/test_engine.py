from __future__ import annotations

from dataclasses import replace

import pytest

from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.protocols.csta.services import ClearConnection, ClearConnectionResponse, MonitorStart
from harness.protocols.csta.types import ConnectionID, MonitorObject
from harness.protocols.sccp.messages import CallState, SetRinger
from harness.protocols.sccp.numbers import PhoneCallState, RingMode
from harness.standin.calls.commands import Monitor, Respond, Withdraw
from harness.standin.calls.events import (
    Configured,
    LinesAssigned,
    OffHook,
    OnHook,
    ServiceRequested,
    SessionEnded,
    StationGone,
    StationRegistered,
    Timeouts,
    TimePassed,
)
from tests.standin.switching import APP, NUMBERS, Switch

S = LocalConnectionState


def without_watch(number: str) -> Configured:
    numbers = (replace(each, watched=each.watched and each.number != number) for each in NUMBERS)
    return Configured(tuple(numbers))


def test_a_running_monitor_goes_with_its_watch(monitored: Switch) -> None:
    lost = Monitor(monitored.cross_refs["202"], 1, "202")
    assert monitored.to_applications() >> without_watch("202") << Withdraw(lost)
    assert monitored.told(monitored.calls("201", "202"), "202") == []
    refused = monitored.asks(MonitorStart(monitor_object=MonitorObject(device_object="202")))
    assert refused == CSTAErrorCode("operation", "privilegeViolationSpecifiedDevice")


def test_a_number_that_is_deconfigured_loses_its_call(monitored: Switch) -> None:
    monitored.calls("201", "202")
    numbers = tuple(each for each in NUMBERS if each.number != "202")
    monitored.does(Configured(numbers))
    assert monitored.engine.calls == ()


def test_the_end_of_a_session_ends_its_monitors_and_no_others(monitored: Switch) -> None:
    other = monitored.asks(
        MonitorStart(monitor_object=MonitorObject(device_object="201")), session=2
    )
    monitored.does(SessionEnded(1))
    assert monitored.engine.monitors_of(1) == ()
    [left] = monitored.engine.monitors_of(2)
    assert left.cross_ref == other.monitor_cross_ref_id  # type: ignore[attr-defined]


def test_a_phone_that_goes_takes_its_call_with_it(monitored: Switch) -> None:
    monitored.calls("201", "202")
    monitored.does(OffHook("B"))
    commands = monitored.does(StationGone("A"))
    assert [event.cause for event in monitored.told(commands, "202")] == [
        Cause.NORMAL_CLEARING,
        Cause.NORMAL_CLEARING,
    ]
    assert monitored.engine.calls == ()
    assert not monitored.shown(commands, "A")


def test_a_ringing_phone_that_goes_ends_the_call_unless_the_number_stays_up(
    monitored: Switch,
) -> None:
    monitored.does(StationRegistered("B2", ((1, "202"),)))
    monitored.calls("201", "202")
    monitored.does(StationGone("B"))
    assert len(monitored.engine.calls) == 1
    monitored.does(StationGone("B2"))
    assert monitored.engine.calls == ()


def test_a_phone_that_registers_anew_begins_anew(monitored: Switch) -> None:
    monitored.calls("201", "202")
    monitored.does(StationRegistered("A", ((1, "201"),)))
    assert monitored.snapshot("201") == []


def test_a_line_that_is_taken_away_loses_its_call(monitored: Switch) -> None:
    monitored.calls("201", "202")
    monitored.does(LinesAssigned("A", ((1, "203"),)))
    assert monitored.engine.calls == ()
    assert not monitored.engine.is_up("201")


def test_a_number_with_cti_notify_is_up_without_a_phone(monitored: Switch) -> None:
    assert monitored.engine.is_up("204")
    monitored.calls("201", "204")
    assert monitored.snapshot("204") == [("1", (S.ALERTING, S.CONNECTED))]


def test_a_number_on_two_phones_rings_both_and_is_answered_at_one(monitored: Switch) -> None:
    monitored.does(StationRegistered("B2", ((4, "202"),)))
    ringing = monitored.calls("201", "202")
    for station, line in (("B", 1), ("B2", 4)):
        rings = [each for each in monitored.shown(ringing, station) if isinstance(each, SetRinger)]
        assert [(each.ring_mode, each.line_instance) for each in rings] == [(RingMode.INSIDE, line)]
    answered = monitored.does(OffHook("B2"))
    states = [each for each in monitored.shown(answered, "B") if isinstance(each, CallState)]
    assert [each.state for each in states] == [PhoneCallState.CALL_REMOTE_MULTILINE]
    assert monitored.does(OnHook("B")) == []


def test_timeouts_are_those_of_the_configuration(monitored: Switch) -> None:
    monitored.does(Configured(NUMBERS, Timeouts(interdigit=3, ringing=20, busy=0)))
    monitored.now = 50.0
    monitored.does(OffHook("A"))
    assert monitored.engine.get_timer() == 53.0
    monitored.now = 52.9
    assert monitored.does(TimePassed()) == []
    monitored.now = 53.0
    assert [event.cause for event in monitored.told(monitored.does(TimePassed()), "201")] == [
        Cause.INTER_DIGIT_TIMEOUT
    ]
    assert monitored.engine.get_timer() == 53.0
    monitored.does(TimePassed())
    assert monitored.engine.calls == ()


def test_what_an_unknown_phone_does_is_nothing(switch: Switch) -> None:
    assert switch.does(OffHook("stranger")) == []


def test_call_references_grow_and_differ_at_the_two_phones(switch: Switch) -> None:
    seen: list[int] = []
    for _ in range(2):
        commands = switch.calls("201", "202")
        for station in "AB":
            shown = switch.shown(commands, station)
            references = {each.call_reference for each in shown if isinstance(each, CallState)}
            seen.extend(references)
        switch.does(OnHook("A"))
    assert seen == sorted(set(seen))
    assert len(seen) == 4


@pytest.mark.parametrize("moment", ["alerting", "answered"])
def test_a_call_is_answered_and_cleared_command_by_command(monitored: Switch, moment: str) -> None:
    monitored.calls("201", "202")
    if moment == "answered":
        monitored.does(OffHook("B"))
    clear = ClearConnection(connection_to_be_cleared=ConnectionID("1", "201"))
    commands = monitored.does(ServiceRequested(APP, clear))
    assert commands[0] == Respond(APP, ClearConnectionResponse())
    assert monitored.engine.calls == ()
    assert [event.local_connection_info for event in monitored.told(commands, "202")][-1] is S.NULL
