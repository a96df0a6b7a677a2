from dataclasses import replace

import pytest

from harness.expect.csta import (
    ConnectionCleared,
    Delivered,
    Established,
    Originated,
)
from harness.expect.device_events import (
    DoNotDisturb,
)
from harness.expect.judging import Strand, judge
from harness.expect.patterns import Call, maybe
from harness.protocols.csta.events import (
    ConnectionClearedEvent,
    DeliveredEvent,
    DoNotDisturbEvent,
    EstablishedEvent,
    OriginatedEvent,
)
from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.protocols.csta.types import ConnectionID
from harness.runtime.journal import Entry, Kind

ORIGINATED = OriginatedEvent(
    monitor_cross_ref_id="1",
    originated_connection=ConnectionID("78", "201"),
    calling_device="201",
    called_device="202",
    local_connection_info=LocalConnectionState.CONNECTED,
    cause=Cause.NEW_CALL,
)
DELIVERED = DeliveredEvent(
    monitor_cross_ref_id="1",
    connection=ConnectionID("78", "202"),
    alerting_device="202",
    calling_device="201",
    called_device="202",
    local_connection_info=LocalConnectionState.CONNECTED,
    cause=Cause.NEW_CALL,
)
ESTABLISHED = EstablishedEvent(
    monitor_cross_ref_id="1",
    established_connection=ConnectionID("78", "202"),
    answering_device="202",
    calling_device="201",
    called_device="202",
    local_connection_info=LocalConnectionState.CONNECTED,
    cause=Cause.NEW_CALL,
)
CLEARED = ConnectionClearedEvent(
    monitor_cross_ref_id="1",
    dropped_connection=ConnectionID("78", "201"),
    releasing_device="201",
    local_connection_info=LocalConnectionState.NULL,
    cause=Cause.NORMAL_CLEARING,
)


def told(*events, witness="alice.cti"):
    return [
        Entry(number, number / 100, witness, Kind.EVENT, type(event).__name__, event)
        for number, event in enumerate(events)
    ]


def strand(*terms, witness="alice.cti", monitored="201"):
    return Strand(witness, monitored, terms)


def reasons(verdict):
    assert verdict.objection is not None
    return verdict.objection.reasons


def test_events_in_order_fulfil_a_strand_and_bind_its_call():
    call = Call()
    verdict = judge(told(ORIGINATED, DELIVERED), [strand(Originated(call), Delivered(call))])

    assert verdict.fulfilled
    assert not verdict.missing
    assert call.id_at("alice.cti") is None
    verdict.commit()
    assert call.id_at("alice.cti") == "78"


def test_a_missing_event_leaves_the_verdict_open():
    call = Call()
    delivered = Delivered(call)
    verdict = judge(told(ORIGINATED), [strand(Originated(call), delivered)])

    assert not verdict.fulfilled
    assert verdict.missing == [(strand(Originated(call), delivered), delivered)] or [
        term for _, term in verdict.missing
    ] == [delivered]


def test_the_wrong_order_is_an_objection():
    call = Call()
    verdict = judge(told(DELIVERED, ORIGINATED), [strand(Originated(call), Delivered(call))])

    assert reasons(verdict) == ("Delivered came, expected Originated(call)",)


def test_the_same_event_twice_is_an_objection():
    verdict = judge(told(DELIVERED, DELIVERED), [strand(Delivered(Call()))])

    told_twice = "Delivered(78, alerting=202, cause=newCall, local=connected)"
    assert reasons(verdict) == (f"{told_twice} came a second time",)


def test_one_event_too_many_is_an_objection():
    verdict = judge(told(DELIVERED, CLEARED), [strand(Delivered(Call()))])

    came = "ConnectionCleared(78, releasing=201, cause=normalClearing, local=null)"
    assert reasons(verdict) == (f"{came} came where nothing more was expected",)


def test_what_another_witness_was_told_is_no_second_time():
    entries = [*told(DELIVERED), *told(DELIVERED, witness="carol.cti")]
    carol = strand(witness="carol.cti", monitored="203")
    verdict = judge(entries, [strand(Delivered(Call())), carol])

    assert reasons(verdict)[0].endswith("came where no event was expected")


def test_an_event_on_a_monitor_that_nobody_mentions_is_an_objection():
    verdict = judge(told(DELIVERED, witness="carol.cti"), [strand(Delivered(Call()))])

    came = "Delivered(78, alerting=202, cause=newCall, local=connected)"
    assert reasons(verdict) == (f"{came} came where no event was expected",)


def test_a_fault_of_a_witness_is_an_objection():
    fault = Entry(0, 0.0, "bob.phone", Kind.FAULT, "Misbehaved", text="octet 7 makes no sense")

    assert reasons(judge([fault], [])) == ("octet 7 makes no sense",)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"cause": Cause.BUSY}, "cause is 'busy', expected 'makeCall' or 'newCall' or 'normal'"),
        ({"cause": None}, "cause is missing, expected 'makeCall' or 'newCall' or 'normal'"),
        (
            {"local_connection_info": LocalConnectionState.ALERTING},
            "localConnectionInfo is 'alerting', expected 'connected'",
        ),
        ({"alerting_device": "203"}, "alertingDevice is '203', expected '202'"),
        (
            {"connection": ConnectionID("78", "203")},
            "deviceID of connection is '203', but alertingDevice is '202'",
        ),
        ({"connection": ConnectionID("", "202")}, "connection has no callID"),
    ],
)
def test_each_wrong_field_is_named(change, reason):
    event = replace(DELIVERED, **change)

    assert reason in reasons(judge(told(event), [strand(Delivered(Call(), alerting="202"))]))


def test_the_alerting_party_is_told_alerting():
    at_bob = replace(DELIVERED, local_connection_info=LocalConnectionState.ALERTING)

    assert judge(told(at_bob), [strand(Delivered(Call()), monitored="202")]).fulfilled
    assert judge(told(DELIVERED), [strand(Delivered(Call()), monitored="202")]).objection


def test_a_call_keeps_its_identifier_at_one_witness():
    call = Call()
    other = replace(ESTABLISHED, established_connection=ConnectionID("79", "202"))
    verdict = judge(told(DELIVERED, other), [strand(Delivered(call), Established(call))])

    assert reasons(verdict) == ("callID is '79', expected '78'",)


def test_two_witnesses_may_know_a_call_by_two_identifiers():
    call = Call()
    at_bob = replace(
        DELIVERED,
        connection=ConnectionID("12", "202"),
        local_connection_info=LocalConnectionState.ALERTING,
    )
    entries = told(DELIVERED) + told(at_bob, witness="bob.cti")
    bob = strand(Delivered(call), witness="bob.cti", monitored="202")
    verdict = judge(entries, [strand(Delivered(call)), bob])

    assert verdict.fulfilled


@pytest.mark.parametrize("events", [(ORIGINATED, DELIVERED), (DELIVERED,)])
def test_an_optional_event_may_come_or_not(events):
    call = Call()
    verdict = judge(told(*events), [strand(maybe(Originated(call)), Delivered(call))])

    assert verdict.fulfilled


def test_an_optional_event_at_the_end_keeps_the_strand_open_ended():
    call = Call()
    verdict = judge(told(DELIVERED), [strand(Delivered(call), maybe(ConnectionCleared(call)))])

    assert verdict.fulfilled
    assert verdict.open_ended


def test_the_reason_names_the_required_event_behind_a_skipped_optional_one():
    call = Call()
    verdict = judge(told(CLEARED), [strand(maybe(Originated(call)), Delivered(call))])

    assert reasons(verdict) == ("ConnectionCleared came, expected Delivered(call)",)


def test_anything_of_a_call_takes_that_call_only():
    call = Call()
    anything = Strand("alice.cti", "201", (), anything_of=call)
    other = replace(ESTABLISHED, established_connection=ConnectionID("79", "202"))

    assert judge(told(ORIGINATED, DELIVERED), [anything]).fulfilled
    assert reasons(judge(told(ORIGINATED, other), [anything])) == ("it is not an event of call",)


def test_an_event_of_a_device_stands_in_a_strand_and_binds_no_call():
    undisturbed = DoNotDisturbEvent(device="201", do_not_disturb_on=True)
    call = Call()
    verdict = judge(
        told(ORIGINATED, undisturbed), [strand(Originated(call), DoNotDisturb("201", on=True))]
    )

    assert verdict.fulfilled
    assert verdict.bindings == {(call, "alice.cti"): "78"}


def test_an_event_of_a_device_is_no_event_of_a_call():
    undisturbed = DoNotDisturbEvent(device="201", do_not_disturb_on=True)
    verdict = judge(told(undisturbed), [Strand("alice.cti", "201", (), anything_of=Call())])

    assert reasons(verdict) == ("it is not an event of call",)
