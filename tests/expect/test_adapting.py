import pytest

from harness.expect.adapting import adapted, unasked
from harness.expect.csta import (
    ConnectionCleared,
    Delivered,
    Diverted,
    Established,
    Failed,
    Originated,
    ServiceInitiated,
    ordinary_or,
)
from harness.expect.device_events import Forwarding, OutOfService
from harness.expect.patterns import Call, Maybe, maybe
from harness.protocols.csta.names import Cause
from harness.topology.dialect import STANDARD, Dialect

CALL = Call()
BEGUN = ServiceInitiated(CALL, initiating="201")
IMMEDIATE = Cause.CALL_FORWARD_IMMEDIATE


def read(term, *, monitored="201", **choices):
    dialect = Dialect({name.replace("_", "-"): choice for name, choice in choices.items()})
    return adapted([term], monitored=monitored, dialect=dialect)


@pytest.mark.parametrize("term", [BEGUN, maybe(BEGUN)])
def test_what_the_dialect_sends_has_to_come_and_what_it_does_not_is_not_awaited(term):
    assert read(term) == (BEGUN,)
    assert read(term, service_initiated="not-sent") == ()


def test_the_others_leaving_is_decided_only_where_the_plan_leaves_it_open():
    other = ConnectionCleared(CALL, releasing="202")
    own = maybe(ConnectionCleared(CALL, releasing="201"))

    assert read(maybe(other)) == (other,)
    assert read(maybe(other), connection_cleared="own") == ()
    assert read(other, connection_cleared="own") == (other,)
    assert read(own, connection_cleared="own") == (own,)


def test_a_failure_for_one_of_several_causes_may_still_come():
    busy = Failed(CALL, cause=Cause.BUSY)
    either = Failed(CALL, cause=frozenset({Cause.NUMBER_UNALLOCATED, Cause.INVALID_NUMBER_FORMAT}))

    assert read(busy) == (busy,)
    assert read(busy, failed_busy="not-sent") == ()
    assert read(busy, failed_unknown="not-sent") == (busy,)
    assert read(either, failed_unknown="not-sent") == (Maybe(either),)


def test_a_diversion_is_told_at_either_end_or_not():
    sent_on = maybe(Diverted(CALL, diverting="202", to="203", cause=IMMEDIATE))

    assert read(sent_on, monitored="201") == (sent_on.pattern,)
    assert read(sent_on, monitored="202") == ()
    assert read(sent_on, monitored="202", diverted_at_forwarder="told") == (sent_on.pattern,)
    assert read(sent_on, monitored="201", diverted_at_caller="not-told") == ()


def test_of_ordinary_causes_only_the_dialects_will_do():
    [term] = read(Delivered(CALL))
    [normal] = read(Delivered(CALL), ordinary_cause="normal")

    assert term.cause == {Cause.NEW_CALL}
    assert normal.cause == {Cause.NORMAL}


def test_a_cause_of_a_service_is_told_or_it_is_ordinary():
    consulting = Originated(CALL, cause=ordinary_or(Cause.CONSULTATION))
    [told] = read(consulting)
    [ordinary] = read(consulting, service_cause="ordinary", ordinary_cause="normal")
    [answered] = read(Established(CALL, cause=ordinary_or(Cause.CONSULTATION)))

    assert told.cause == {Cause.CONSULTATION}
    assert ordinary.cause == {Cause.NORMAL}
    assert answered.cause == {Cause.NEW_CALL, Cause.CONSULTATION}


def test_a_cause_that_a_plan_insists_on_stays():
    redirected = Delivered(CALL, cause=Cause.REDIRECTED)

    assert read(redirected, service_cause="ordinary", ordinary_cause="normal") == (redirected,)


def test_an_abandoned_call_is_cleared_as_the_dialect_says():
    cancelled = ConnectionCleared(CALL, releasing="201", cause=Cause.CALL_CANCELLED)
    [told] = read(cancelled, abandoned_cause="normalClearing")

    assert read(cancelled) == (cancelled,)
    assert told.cause == {Cause.NORMAL_CLEARING}


def test_events_of_devices_come_or_not():
    switched = Forwarding("201", to="202")

    assert read(switched) == (switched,)
    assert read(switched, forwarding_event="not-sent") == ()
    assert read(OutOfService("201")) == ()
    assert read(OutOfService("201"), service_state_events="sent") == (OutOfService("201"),)


def test_only_a_dialect_that_tells_of_phones_has_events_that_nobody_asked_for():
    assert unasked(STANDARD) == frozenset()
    told = unasked(Dialect({"service-state-events": "sent"}))
    assert told == {"OutOfServiceEvent", "BackInServiceEvent"}
