"""What a row makes of the commands that one event caused."""

from dataclasses import replace

import pytest

from harness.protocols.csta import services
from harness.protocols.csta.events import HeldEvent, RetrievedEvent
from harness.protocols.csta.faults import refused
from harness.protocols.csta.names import Cause, LocalConnectionState, OperationFault
from harness.protocols.csta.types import ConnectionID, MonitorObject
from harness.protocols.sccp.messages import CallState
from harness.protocols.sccp.numbers import PhoneCallState
from harness.standin.calls.commands import Monitor, Notify, Respond, ToStation
from harness.standin.calls.events import Requester, ServiceRequested, SessionEnded
from harness.standin.calls.model import Exchange, Station
from harness.standin.mutations import commands
from harness.standin.mutations.changes import doubled, instead, lost, negated, saying, swapped

ALICE, BOB = Monitor("1", 1, "201"), Monitor("2", 2, "202")
HELD = HeldEvent(
    held_connection=ConnectionID("7", "201"),
    holding_device="201",
    local_connection_info=LocalConnectionState.HOLD,
    cause=Cause.NORMAL,
)
TOLD = [Notify(ALICE, HELD), Notify(BOB, HELD)]
HOLD = services.HoldCall(call_to_be_held=ConnectionID("7", "201"))
REQUESTER = Requester(1, "key")
HEAD = ("name", "effect", "breaks")


@pytest.fixture
def moment():
    exchange = Exchange()
    exchange.admit(Station("SEPA", {1: "201"}))
    exchange.admit(Station("SEPB", {1: "202"}))
    return commands.Moment(exchange, ServiceRequested(REQUESTER, HOLD))


def event_row(change, **options):
    return commands.EventRow(*HEAD, HeldEvent, change, **options)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (event_row(lost), []),
        (event_row(lost, told=commands.at("holding_device")), [Notify(BOB, HELD)]),
        (event_row(lost, told=commands.away_from("holding_device")), [Notify(ALICE, HELD)]),
        (event_row(lost, told=commands.to_others), [Notify(ALICE, HELD)]),
        (event_row(doubled, told=commands.to_others), [*TOLD, Notify(BOB, HELD)]),
        (event_row(lost, where={"cause": Cause.BUSY}), TOLD),
        (event_row(lost, during=services.RetrieveCall), TOLD),
        (event_row(lost, during=services.HoldCall), []),
        (commands.EventRow(*HEAD, RetrievedEvent, lost), TOLD),
        (
            event_row(saying(cause=Cause.BUSY)),
            [Notify(each.monitor, replace(HELD, cause=Cause.BUSY)) for each in TOLD],
        ),
    ],
)
def test_an_event_reaches_whom_the_row_says_as_it_says(row, told, moment):
    assert list(row.applied(moment, TOLD)) == told


def test_an_event_comes_behind_those_that_should_follow_it(moment):
    other = Notify(ALICE, RetrievedEvent(
        retrieved_connection=ConnectionID("8", "201"), retrieving_device="201"
    ))  # fmt: skip
    row = commands.LateRow(*HEAD, HeldEvent)

    assert list(row.applied(moment, [TOLD[0], other])) == [other, TOLD[0]]


GRANTED = Respond(REQUESTER, services.HoldCallResponse())
REFUSED = Respond(REQUESTER, refused(OperationFault.INVALID_CALL_ID))


@pytest.mark.parametrize(
    ("row", "given", "told"),
    [
        (commands.AnswerRow(*HEAD, services.HoldCall, lost), [GRANTED], []),
        (commands.AnswerRow(*HEAD, services.HoldCall, lost), [REFUSED], [REFUSED]),
        (commands.AnswerRow(*HEAD, services.HoldCall, lost, refused=True), [REFUSED], []),
        (commands.AnswerRow(*HEAD, services.RetrieveCall, lost), [GRANTED], [GRANTED]),
        (
            commands.AnswerRow(*HEAD, services.HoldCall, instead(GRANTED.answer), refused=True),
            [REFUSED],
            [GRANTED],
        ),
        (commands.SpoilRow(*HEAD, services.HoldCall), [REFUSED], [REFUSED]),
    ],
)
def test_a_service_is_answered_as_the_row_says(row, given, told, moment):
    assert list(row.applied(moment, given)) == told


HOLDS = CallState(PhoneCallState.HOLD, 1, 7)
SHOWN = [ToStation("SEPA", HOLDS), ToStation("SEPB", HOLDS)]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, []),
        ({"own": True}, SHOWN[1:]),
        ({"own": False}, SHOWN[:1]),
        ({"where": {"state": PhoneCallState.HOLD}}, []),
        ({"where": {"state": PhoneCallState.CONNECTED}}, SHOWN),
        ({"during": services.RetrieveCall}, SHOWN),
    ],
)
def test_a_phone_is_told_what_the_row_leaves(options, told, moment):
    row = commands.PhoneRow(*HEAD, CallState, lost, **options)

    assert list(row.applied(moment, SHOWN)) == told


def test_what_is_meant_for_one_phone_reaches_all(moment):
    row = commands.SpreadRow(*HEAD, CallState)

    assert list(row.applied(moment, SHOWN[:1])) == SHOWN


def test_fields_change_places_or_turn_round():
    off = services.GetDoNotDisturbResponse(do_not_disturb_on=False)

    assert negated("do_not_disturb_on")(off) == (replace(off, do_not_disturb_on=True),)
    assert swapped("call_id", "device_id")(ConnectionID("7", "201")) == (ConnectionID("201", "7"),)


def test_events_stray_to_a_session_without_a_monitor(moment):
    row = commands.StrayRow(*HEAD, session=4)

    assert list(row.applied(moment, TOLD[:1])) == [TOLD[0], Notify(Monitor("1", 4, "201"), HELD)]


def test_only_some_events_stray_or_reach_the_oldest_monitor_alone(moment):
    later = Notify(Monitor("3", 3, "201"), HELD)
    moment.exchange.monitors = {"1": ALICE, "3": later.monitor}
    stray = commands.StrayRow(*HEAD, session=4, of=(RetrievedEvent,))

    assert list(stray.applied(moment, TOLD)) == TOLD
    for of, told in (((HeldEvent,), [TOLD[0]]), ((RetrievedEvent,), [TOLD[0], later])):
        row = commands.FirstMonitorRow(*HEAD, of)
        assert list(row.applied(moment, [TOLD[0], later])) == told


def test_what_ends_one_thing_may_end_all_monitors(moment):
    row = commands.LeakRow(*HEAD, commands.session_ended, commands.every_monitor)
    moment.exchange.monitors = {"1": ALICE}

    assert list(row.applied(moment, TOLD)) == TOLD
    assert moment.exchange.monitors == {"1": ALICE}

    list(row.applied(commands.Moment(moment.exchange, SessionEnded(1)), TOLD))
    assert moment.exchange.monitors == {}


def test_only_a_stopped_monitor_is_one(moment):
    stop = ServiceRequested(REQUESTER, services.MonitorStop(monitor_cross_ref_id="1"))

    assert commands.monitor_stopped(commands.Moment(moment.exchange, stop))
    assert not commands.monitor_stopped(moment)


def test_an_answer_changes_only_when_the_row_says(moment):
    row = commands.AnswerRow(*HEAD, services.HoldCall, lost, when=lambda told: told.device == "202")

    assert list(row.applied(moment, [GRANTED])) == [GRANTED]


def test_a_session_with_a_monitor_asks_for_another(moment):
    start = services.MonitorStart(monitor_object=MonitorObject(device_object="201"))
    asked = commands.Moment(moment.exchange, ServiceRequested(REQUESTER, start))
    moment.exchange.monitors = {"1": ALICE, "2": BOB}
    assert not commands.has_several_monitors(asked)

    moment.exchange.monitors["3"] = Monitor("3", 1, "201")
    assert commands.has_several_monitors(asked)


def test_of_several_monitors_of_a_device_the_oldest_is_told(moment):
    later = Monitor("3", 4, "201")
    moment.exchange.monitors = {"1": ALICE, "2": BOB, "3": later}
    row = commands.FirstMonitorRow(*HEAD)

    assert list(row.applied(moment, [*TOLD, Notify(later, HELD), GRANTED])) == [*TOLD, GRANTED]


def test_a_call_of_others_ends_by_who_is_not_in_it(moment):
    exchange = moment.exchange
    call = exchange.open_call("201")
    exchange.connect(call, "201").move(LocalConnectionState.INITIATED)
    named = ConnectionID(str(call.id), "203")
    clear = services.ClearConnection(connection_to_be_cleared=named)
    row = commands.TrespassRow(*HEAD, services.ClearConnection)
    own = replace(clear, connection_to_be_cleared=ConnectionID(str(call.id), "201"))

    row_told = row.applied(commands.Moment(exchange, ServiceRequested(REQUESTER, own)), [REFUSED])
    assert list(row_told) == [REFUSED]
    assert call.id in exchange.calls

    list(row.applied(commands.Moment(exchange, ServiceRequested(REQUESTER, clear)), [REFUSED]))
    assert call.id not in exchange.calls
