from harness.expect.csta import SHAPES, Delivered
from harness.expect.patterns import Call, describe, describe_event, maybe
from harness.protocols.csta.events import DeliveredEvent
from harness.protocols.csta.names import Cause, LocalConnectionState
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
        assert {shape.connection, shape.subject} <= set(fields)
