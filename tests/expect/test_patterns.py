import pytest

from harness.expect.csta import (
    SHAPES,
    Delivered,
)
from harness.expect.device_events import (
    DoNotDisturb,
    Forwarding,
    MessageWaiting,
)
from harness.expect.patterns import (
    Call,
    DeviceEventShape,
    describe,
    describe_event,
    differences,
    maybe,
)
from harness.protocols.csta.events import (
    DeliveredEvent,
    DoNotDisturbEvent,
    ForwardingEvent,
    MessageWaitingEvent,
)
from harness.protocols.csta.names import Cause, ForwardingType, LocalConnectionState
from harness.protocols.csta.types import ConnectionID


def test_a_pattern_reads_as_a_line():
    pattern = Delivered(Call("call"), alerting="202", cause=Cause.NEW_CALL)

    assert describe(pattern) == "Delivered(call, alerting='202', cause=newCall)"
    assert describe(maybe(pattern)).startswith("maybe Delivered(")
    assert describe(Call("consultation")) == "anything of consultation"


def test_an_event_reads_as_a_line():
    event = DeliveredEvent(
        connection=ConnectionID("78", "tel:202"),
        alerting_device="tel:202",
        calling_device="201",
        called_device="202",
        local_connection_info=LocalConnectionState.ALERTING,
        cause=Cause.NEW_CALL,
    )

    assert describe_event(event, SHAPES) == (
        "Delivered(78, alerting=202, cause=newCall, local=alerting)"
    )


def test_every_row_names_fields_that_its_event_has():
    from harness.protocols.csta import events

    for name, shape in SHAPES.items():
        fields = getattr(events, name).__dataclass_fields__
        if isinstance(shape, DeviceEventShape):
            assert {shape.subject, *shape.facts} <= set(fields)
        else:
            assert {shape.connection, shape.subject} <= set(fields)


FORWARDED = ForwardingEvent(
    device="tel:202",
    forwarding_type=ForwardingType.FORWARD_IMMEDIATE,
    forward_status=True,
    forward_to="tel:203",
)
BUSY_TOO = ForwardingEvent(
    device="202",
    forwarding_type=ForwardingType.FORWARD_BUSY,
    forward_status=True,
    forward_to="203",
)
UNDISTURBED = DoNotDisturbEvent(device="202", do_not_disturb_on=True)
LIT = MessageWaitingEvent(target_device="202", message_waiting_on=True)


@pytest.mark.parametrize(
    ("pattern", "event", "found"),
    [
        (Forwarding("202", to="203"), FORWARDED, []),
        (Forwarding("202", to="201"), FORWARDED, ["forwardTo is '203', expected '201'"]),
        (Forwarding("201", to="203"), FORWARDED, ["device is '202', expected '201'"]),
        (Forwarding("202"), FORWARDED, ["forwardStatus is true, expected false"]),
        (
            Forwarding("202", to="203"),
            BUSY_TOO,
            ["forwardingType is 'forwardBusy', expected 'forwardImmediate' or missing"],
        ),
        (DoNotDisturb("202", on=True), UNDISTURBED, []),
        (
            DoNotDisturb("202", on=False),
            UNDISTURBED,
            ["doNotDisturbOn is true, expected false"],
        ),
        (MessageWaiting("202", on=True), LIT, []),
        (MessageWaiting("201", on=True), LIT, ["targetDevice is '202', expected '201'"]),
        (
            MessageWaiting("202", on=True),
            UNDISTURBED,
            ["DoNotDisturb came, expected MessageWaiting('202', messageWaitingOn=true)"],
        ),
    ],
)
def test_an_event_of_a_device_is_matched_by_its_facts(pattern, event, found):
    assert differences(pattern, event, monitored="202", known_call_id=None) == found


def test_an_event_of_a_device_reads_as_a_line():
    assert describe(Forwarding("202", to="203")) == (
        "Forwarding('202', forwardTo='203', forwardStatus=true)"
    )
    assert describe_event(FORWARDED, SHAPES) == (
        "Forwarding(202, forwardStatus=true, forwardTo='tel:203')"
    )
    assert describe(DoNotDisturb("202", on=False)) == "DoNotDisturb('202', doNotDisturbOn=false)"
