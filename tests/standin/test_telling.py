import pytest

from harness.protocols.csta.events import (
    ConnectionClearedEvent,
    DeliveredEvent,
    DivertedEvent,
    FailedEvent,
    ServiceInitiatedEvent,
)
from harness.protocols.csta.names import Cause
from harness.protocols.csta.services import MakeCallResponse
from harness.protocols.csta.types import ConnectionID
from harness.standin.calls.commands import Monitor, Notify, Respond
from harness.standin.calls.events import Requester
from harness.standin.telling import ROWS, tellings, told
from harness.topology.dialect import POINTS, STANDARD, Dialect

AT_201 = Monitor("1", 1, "201")
AT_202 = Monitor("2", 2, "202")
ANSWER = Respond(Requester(1), MakeCallResponse(calling_device=ConnectionID("7", "201")))


def cleared(device, monitor, call="7", cause=Cause.NORMAL_CLEARING):
    event = ConnectionClearedEvent(
        monitor_cross_ref_id=monitor.cross_ref,
        dropped_connection=ConnectionID(call, device),
        releasing_device=device,
        cause=cause,
    )
    return Notify(monitor, event)


def delivered(cause):
    event = DeliveredEvent(
        monitor_cross_ref_id="1",
        connection=ConnectionID("7", "202"),
        alerting_device="202",
        calling_device="201",
        called_device="202",
        cause=cause,
    )
    return Notify(AT_201, event)


def diverted(device, monitor, cause):
    event = DivertedEvent(
        monitor_cross_ref_id=monitor.cross_ref,
        connection=ConnectionID("7", device),
        diverting_device=device,
        new_destination="203",
        last_redirection_device=None,
        cause=cause,
    )
    return Notify(monitor, event)


BEGUN = Notify(
    AT_201,
    ServiceInitiatedEvent(
        monitor_cross_ref_id="1",
        initiated_connection=ConnectionID("7", "201"),
        initiating_device="201",
        cause=Cause.MAKE_CALL,
    ),
)


def failed(cause):
    event = FailedEvent(
        monitor_cross_ref_id="1",
        failed_connection=ConnectionID("7", "202"),
        failing_device="202",
        calling_device="201",
        called_device="202",
        cause=cause,
    )
    return Notify(AT_201, event)


def retold(commands, **choices):
    dialect = Dialect({name.replace("_", "-"): choice for name, choice in choices.items()})
    return list(told(commands, tellings(dialect)))


def test_the_default_tells_the_engines_story_as_it_is():
    assert tellings(STANDARD) == ()
    assert retold([ANSWER, BEGUN]) == [ANSWER, BEGUN]


def test_every_row_is_a_choice_that_is_no_default():
    for point, choice in ROWS:
        assert point in POINTS
        assert choice in point.choices[1:]


def test_an_answer_comes_behind_what_it_causes():
    assert retold([ANSWER, BEGUN], response_order="event-first") == [BEGUN, ANSWER]


def test_service_initiated_is_left_out():
    assert retold([ANSWER, BEGUN], service_initiated="not-sent") == [ANSWER]


def test_anothers_leaving_is_left_out_only_where_the_own_one_follows():
    ending = [cleared("202", AT_202), cleared("202", AT_201), cleared("201", AT_201)]
    leaving = [cleared("202", AT_201), cleared("203", AT_201, call="8")]

    assert retold(ending, connection_cleared="own") == [ending[0], ending[2]]
    assert retold(leaving, connection_cleared="own") == leaving


@pytest.mark.parametrize(
    ("choice", "cause"), [("failed_busy", Cause.BUSY), ("failed_unknown", Cause.NUMBER_UNALLOCATED)]
)
def test_a_failure_is_left_out_for_its_own_cause_only(choice, cause):
    other = failed(Cause.DEST_OUT_OF_ORDER)

    assert retold([failed(cause), other], **{choice: "not-sent"}) == [other]


def test_a_caller_is_not_told_of_a_line_that_sends_calls_on_before_it_rings():
    immediate, late = Cause.CALL_FORWARD_IMMEDIATE, Cause.CALL_FORWARD_NO_ANSWER
    at_caller, rang = diverted("202", AT_201, immediate), diverted("202", AT_201, late)
    own = diverted("202", AT_202, immediate)

    assert retold([at_caller, rang, own], diverted_at_caller="not-told") == [rang, own]


@pytest.mark.parametrize(
    ("cause", "choices", "written"),
    [
        (Cause.NEW_CALL, {"ordinary_cause": "normal"}, Cause.NORMAL),
        (Cause.CONSULTATION, {"service_cause": "ordinary"}, Cause.NEW_CALL),
        (
            Cause.CONSULTATION,
            {"service_cause": "ordinary", "ordinary_cause": "normal"},
            Cause.NORMAL,
        ),
        (Cause.REDIRECTED, {"service_cause": "ordinary"}, Cause.REDIRECTED),
    ],
)
def test_a_cause_is_written_as_the_dialect_has_it(cause, choices, written):
    [command] = retold([delivered(cause)], **choices)

    assert command.event.cause is written
