from __future__ import annotations

import pytest

from harness.protocols.csta.events import HeldEvent, RetrievedEvent
from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.names import AutoOriginate, Cause, LocalConnectionState
from harness.protocols.csta.services import (
    AnswerCall,
    ClearConnection,
    GetMessageWaitingIndicator,
    HoldCall,
    HoldCallResponse,
    MakeCall,
    MakeCallResponse,
    MonitorStart,
    MonitorStop,
    RetrieveCall,
    RetrieveCallResponse,
    SnapshotDevice,
)
from harness.protocols.csta.types import ConnectionID, MonitorObject
from harness.standin.calls.commands import Monitor, Notify, Respond
from harness.standin.calls.events import (
    Configured,
    OffHook,
    ServiceRequested,
    StationGone,
    TimePassed,
)
from tests.standin.switching import APP, NUMBERS, Switch

S = LocalConnectionState


def make_call(calling: str = "201", called: str = "202") -> MakeCall:
    return MakeCall(
        calling_device=calling,
        called_directory_number=called,
        auto_originate=AutoOriginate.DO_NOT_PROMPT,
    )


def monitor(number: str) -> MonitorStart:
    return MonitorStart(monitor_object=MonitorObject(device_object=number))


ONE = ConnectionID("1", "201")
TWO = ConnectionID("1", "202")
NEVER = ConnectionID("99", "201")

REFUSED = [
    (monitor("999"), "operation", "invalidDeviceID"),
    (monitor("205"), "operation", "privilegeViolationSpecifiedDevice"),
    (monitor("206"), "systemResourceAvailability", "deviceOutOfService"),
    (monitor(""), "operation", "invalidMonitorObject"),
    (MonitorStop(monitor_cross_ref_id="7"), "operation", "invalidMonitorCrossRefID"),
    (SnapshotDevice(snapshot_object="999"), "operation", "invalidDeviceID"),
    (make_call("999"), "operation", "invalidCallingDeviceID"),
    (make_call("205"), "operation", "privilegeViolationSpecifiedDevice"),
    (make_call("204"), "systemResourceAvailability", "callingDeviceOutOfService"),
    (make_call(called="999"), "operation", "invalidCalledDeviceID"),
    (make_call(called="206"), "systemResourceAvailability", "calledDeviceOutOfService"),
    (AnswerCall(call_to_be_answered=NEVER), "operation", "invalidConnectionID"),
    (ClearConnection(connection_to_be_cleared=NEVER), "operation", "invalidConnectionID"),
    (GetMessageWaitingIndicator(device="201"), "operation", "serviceNotSupported"),
]


@pytest.mark.parametrize(("service", "category", "value"), REFUSED)
def test_on_an_idle_switch_it_is_refused(
    monitored: Switch, service: object, category: str, value: str
) -> None:
    refusal = Respond(APP, CSTAErrorCode(category, value))
    assert monitored.playbook() >> ServiceRequested(APP, service) << refusal


REFUSED_WHILE_RINGING = [
    (make_call(), "stateIncompatibility", "invalidCallingDeviceState"),
    (make_call("202", "203"), "stateIncompatibility", "invalidCallingDeviceState"),
    (AnswerCall(call_to_be_answered=ONE), "stateIncompatibility", "noCallToAnswer"),
    (
        AnswerCall(call_to_be_answered=ConnectionID("1", "203")),
        "operation",
        "invalidDeviceID",
    ),
    (
        ClearConnection(connection_to_be_cleared=TWO),
        "stateIncompatibility",
        "invalidConnectionState",
    ),
    (HoldCall(call_to_be_held=ONE), "stateIncompatibility", "invalidConnectionState"),
    (HoldCall(call_to_be_held=TWO), "stateIncompatibility", "invalidConnectionState"),
    (RetrieveCall(call_to_be_retrieved=ONE), "stateIncompatibility", "noHeldCall"),
]


@pytest.mark.parametrize(("service", "category", "value"), REFUSED_WHILE_RINGING)
def test_while_a_call_rings_it_is_refused_and_nothing_happens(
    monitored: Switch, service: object, category: str, value: str
) -> None:
    monitored.calls("201", "202")
    refusal = Respond(APP, CSTAErrorCode(category, value))
    assert monitored.playbook() >> ServiceRequested(APP, service) << refusal
    assert monitored.snapshot("202") == [("1", (S.ALERTING, S.CONNECTED))]


def test_a_connection_that_is_over_cannot_be_cleared_or_answered(monitored: Switch) -> None:
    monitored.calls("201", "202")
    clear = ClearConnection(connection_to_be_cleared=ONE)
    monitored.asks(clear)
    assert monitored.asks(clear) == CSTAErrorCode("stateIncompatibility", "noConnectionToClear")
    answer = AnswerCall(call_to_be_answered=TWO)
    assert monitored.asks(answer) == CSTAErrorCode("stateIncompatibility", "noCallToAnswer")


def test_a_phone_out_of_service_cannot_call(monitored: Switch) -> None:
    monitored.does(StationGone("A"))
    assert monitored.asks(make_call()) == CSTAErrorCode(
        "systemResourceAvailability", "callingDeviceOutOfService"
    )


def test_hold_and_retrieve_are_told_to_both(monitored: Switch) -> None:
    monitored.calls("201", "202")
    monitored.does(OffHook("B"))
    first, second = (Monitor(monitored.cross_refs[each], 1, each) for each in ("201", "202"))

    def held(monitor: Monitor, own: LocalConnectionState) -> Notify:
        return Notify(
            monitor,
            HeldEvent(
                monitor_cross_ref_id=monitor.cross_ref,
                held_connection=ONE,
                holding_device="201",
                local_connection_info=own,
                cause=Cause.NORMAL,
            ),
        )

    def retrieved(monitor: Monitor) -> Notify:
        return Notify(
            monitor,
            RetrievedEvent(
                monitor_cross_ref_id=monitor.cross_ref,
                retrieved_connection=ONE,
                retrieving_device="201",
                local_connection_info=S.CONNECTED,
                cause=Cause.NORMAL,
            ),
        )

    assert (
        monitored.to_applications()
        >> ServiceRequested(APP, HoldCall(call_to_be_held=ONE))
        << Respond(APP, HoldCallResponse())
        << held(first, S.HOLD)
        << held(second, S.CONNECTED)
        >> ServiceRequested(APP, RetrieveCall(call_to_be_retrieved=ONE))
        << Respond(APP, RetrieveCallResponse())
        << retrieved(first)
        << retrieved(second)
    )


def test_a_waiting_call_is_answered_by_holding_the_first(monitored: Switch) -> None:
    monitored.calls("201", "203")
    monitored.does(OffHook("C"))
    monitored.calls("202", "203")
    monitored.answers("2", "203")
    assert monitored.snapshot("203") == [
        ("1", (S.HOLD, S.CONNECTED)),
        ("2", (S.CONNECTED, S.CONNECTED)),
    ]


def test_a_snapshot_tells_own_state_first_and_the_failed_party_last(monitored: Switch) -> None:
    assert monitored.snapshot("201") == []
    monitored.does(OffHook("B"))
    assert monitored.snapshot("202") == [("1", (S.INITIATED,))]
    monitored.calls("201", "202")
    assert monitored.snapshot("201") == [("2", (S.CONNECTED, S.FAIL))]
    assert monitored.snapshot("202") == [("1", (S.INITIATED,))]


def test_a_monitor_that_starts_in_a_call_says_so(monitored: Switch) -> None:
    assert monitored.asks(monitor("201")).monitor_existing_calls is None  # type: ignore[attr-defined]
    monitored.calls("201", "202")
    assert monitored.asks(monitor("201")).monitor_existing_calls is True  # type: ignore[attr-defined]


def test_a_session_cannot_stop_the_monitor_of_another(monitored: Switch) -> None:
    stop = MonitorStop(monitor_cross_ref_id=monitored.cross_refs["201"])
    assert monitored.asks(stop, session=2) == CSTAErrorCode("operation", "invalidMonitorCrossRefID")


def test_a_prompted_call_waits_for_the_handset(monitored: Switch) -> None:
    commands = monitored.does(
        ServiceRequested(APP, MakeCall(calling_device="201", called_directory_number="202"))
    )
    assert commands[0] == Respond(APP, MakeCallResponse(calling_device=ONE))
    assert [type(each).__name__ for each in monitored.told(commands, "201")] == [
        "ServiceInitiatedEvent"
    ]
    lifted = monitored.does(OffHook("A"))
    assert [type(each).__name__ for each in monitored.told(lifted, "201")] == [
        "OriginatedEvent",
        "DeliveredEvent",
    ]


def test_where_nobody_may_be_prompted_only_a_call_at_once_is_made(monitored: Switch) -> None:
    monitored.does(Configured(NUMBERS, prompts=False))
    refused = monitored.asks(MakeCall(calling_device="201", called_directory_number="202"))
    assert isinstance(refused, CSTAErrorCode)
    assert str(refused.value) == "invalidParameterValue"
    assert monitored.engine.calls == ()
    monitored.calls("201", "202")
    assert len(monitored.engine.calls) == 1


def test_a_prompt_that_nobody_follows_is_given_up(monitored: Switch) -> None:
    monitored.asks(MakeCall(calling_device="201", called_directory_number="202"))
    monitored.now = monitored.engine.get_timer() or 0.0
    assert monitored.now == 15.0
    [event] = monitored.told(monitored.does(TimePassed()), "201")
    assert event.cause is Cause.CALL_NOT_ANSWERED
    assert monitored.engine.calls == ()


def test_a_call_without_a_number_gives_dial_tone(monitored: Switch) -> None:
    monitored.asks(make_call(called=""))
    assert monitored.snapshot("201") == [("1", (S.INITIATED,))]
