from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from harness.application.session import CtiSession
from harness.protocols.csta import services as csta
from harness.protocols.csta.names import AutoOriginate, ForwardingType
from harness.protocols.csta.types import ConnectionID, ForwardListItem

if TYPE_CHECKING:
    from conftest import Bench

FIRST, SECOND = ConnectionID("7", "201"), ConnectionID("8", "201")
TRANSFERRED = csta.TransferCallResponse(transferred_call=SECOND)
FORWARDED = ForwardListItem(
    forwarding_type=ForwardingType.FORWARD_IMMEDIATE, forward_status=True, forward_dn="203"
)

Verb = Callable[[CtiSession], object]
ROWS: list[tuple[Verb, object, object, object]] = [
    (
        lambda cti: cti.make_call("202"),
        csta.MakeCall(
            calling_device="201",
            called_directory_number="202",
            auto_originate=AutoOriginate.DO_NOT_PROMPT,
        ),
        csta.MakeCallResponse(calling_device=FIRST),
        FIRST,
    ),
    (
        lambda cti: cti.make_call("202", prompt=True),
        csta.MakeCall(
            calling_device="201",
            called_directory_number="202",
            auto_originate=AutoOriginate.PROMPT,
        ),
        csta.MakeCallResponse(calling_device=FIRST),
        FIRST,
    ),
    (
        lambda cti: cti.answer_call(FIRST),
        csta.AnswerCall(call_to_be_answered=FIRST),
        csta.AnswerCallResponse(),
        csta.AnswerCallResponse(),
    ),
    (
        lambda cti: cti.clear_connection(FIRST),
        csta.ClearConnection(connection_to_be_cleared=FIRST),
        csta.ClearConnectionResponse(),
        csta.ClearConnectionResponse(),
    ),
    (
        lambda cti: cti.hold_call(FIRST),
        csta.HoldCall(call_to_be_held=FIRST),
        csta.HoldCallResponse(),
        csta.HoldCallResponse(),
    ),
    (
        lambda cti: cti.retrieve_call(FIRST),
        csta.RetrieveCall(call_to_be_retrieved=FIRST),
        csta.RetrieveCallResponse(),
        csta.RetrieveCallResponse(),
    ),
    (
        lambda cti: cti.reconnect_call(active=SECOND, held=FIRST),
        csta.ReconnectCall(active_call=SECOND, held_call=FIRST),
        csta.ReconnectCallResponse(),
        csta.ReconnectCallResponse(),
    ),
    (
        lambda cti: cti.alternate_call(held=FIRST, active=SECOND),
        csta.AlternateCall(held_call=FIRST, active_call=SECOND),
        csta.AlternateCallResponse(),
        csta.AlternateCallResponse(),
    ),
    (
        lambda cti: cti.consultation_call(FIRST, "203"),
        csta.ConsultationCall(existing_call=FIRST, consulted_device="203"),
        csta.ConsultationCallResponse(initiated_call=SECOND),
        SECOND,
    ),
    (
        lambda cti: cti.transfer_call(held=FIRST, active=SECOND),
        csta.TransferCall(held_call=FIRST, active_call=SECOND),
        TRANSFERRED,
        TRANSFERRED,
    ),
    (
        lambda cti: cti.single_step_transfer_call(FIRST, "203"),
        csta.SingleStepTransferCall(active_call=FIRST, transferred_to="203"),
        csta.SingleStepTransferCallResponse(transferred_call=SECOND),
        csta.SingleStepTransferCallResponse(transferred_call=SECOND),
    ),
    (
        lambda cti: cti.conference_call(held=FIRST, active=SECOND),
        csta.ConferenceCall(held_call=FIRST, active_call=SECOND),
        csta.ConferenceCallResponse(conference_call=SECOND),
        csta.ConferenceCallResponse(conference_call=SECOND),
    ),
    (
        lambda cti: cti.deflect_call(FIRST, "203"),
        csta.DeflectCall(call_to_be_diverted=FIRST, new_destination="203"),
        csta.DeflectCallResponse(),
        csta.DeflectCallResponse(),
    ),
    (
        lambda cti: cti.generate_digits(FIRST, "12#"),
        csta.GenerateDigits(connection_to_send_digits=FIRST, characters_to_send="12#"),
        csta.GenerateDigitsResponse(),
        csta.GenerateDigitsResponse(),
    ),
    (
        lambda cti: cti.snapshot_device("202"),
        csta.SnapshotDevice(snapshot_object="202"),
        csta.SnapshotDeviceResponse(),
        (),
    ),
    (
        lambda cti: cti.get_do_not_disturb(),
        csta.GetDoNotDisturb(device="201"),
        csta.GetDoNotDisturbResponse(do_not_disturb_on=True),
        True,
    ),
    (
        lambda cti: cti.set_do_not_disturb(on=False),
        csta.SetDoNotDisturb(device="201", do_not_disturb_on=False),
        csta.SetDoNotDisturbResponse(),
        csta.SetDoNotDisturbResponse(),
    ),
    (
        lambda cti: cti.get_forwarding(),
        csta.GetForwarding(device="201"),
        csta.GetForwardingResponse(forwarding_list=(FORWARDED,)),
        (FORWARDED,),
    ),
    (
        lambda cti: cti.set_forwarding("203"),
        csta.SetForwarding(
            device="201",
            forwarding_type=ForwardingType.FORWARD_IMMEDIATE,
            activate_forward=True,
            forward_dn="203",
        ),
        csta.SetForwardingResponse(),
        csta.SetForwardingResponse(),
    ),
    (
        lambda cti: cti.set_forwarding("203", kind=ForwardingType.FORWARD_BUSY),
        csta.SetForwarding(
            device="201",
            forwarding_type=ForwardingType.FORWARD_BUSY,
            activate_forward=True,
            forward_dn="203",
        ),
        csta.SetForwardingResponse(),
        csta.SetForwardingResponse(),
    ),
    (
        lambda cti: cti.set_forwarding(),
        csta.SetForwarding(
            device="201", forwarding_type=ForwardingType.FORWARD_IMMEDIATE, activate_forward=False
        ),
        csta.SetForwardingResponse(),
        csta.SetForwardingResponse(),
    ),
    (
        lambda cti: cti.set_message_waiting_indicator(on=True),
        csta.SetMessageWaitingIndicator(device="201", message_waiting_on=True),
        csta.SetMessageWaitingIndicatorResponse(),
        csta.SetMessageWaitingIndicatorResponse(),
    ),
]


@pytest.mark.parametrize(
    ("verb", "service", "response", "result"),
    ROWS,
    ids=[f"{number}-{type(row[1]).__name__}" for number, row in enumerate(ROWS)],
)
def test_each_verb_asks_for_its_service_and_returns_what_the_response_says(
    bench: Bench, verb: Verb, service: object, response: object, result: object
) -> None:
    session = bench.opened()
    bench.switch.answer(type(service), value=response)
    assert verb(session) == result
    assert bench.switch.asked[-1] == service


def test_every_service_of_table_94_has_a_verb() -> None:
    assert {type(service) for _, service, _, _ in ROWS} >= set(csta.TABLE_94)


def test_numbers_and_connections_are_written_as_the_client_writes_them(bench: Bench) -> None:
    session = bench.opened(client="moc")
    bench.switch.answer(csta.DeflectCall, value=csta.DeflectCallResponse())
    session.deflect_call(ConnectionID("7", "201"), "203")
    assert bench.switch.asked[-1] == csta.DeflectCall(
        call_to_be_diverted=ConnectionID("7", "tel:201"), new_destination="tel:203"
    )
    session.deflect_call(ConnectionID("7", "tel:+1408201;ext=201"), "tel:203")
    assert bench.switch.asked[-1] == csta.DeflectCall(
        call_to_be_diverted=ConnectionID("7", "tel:+1408201;ext=201"), new_destination="tel:203"
    )


def test_the_features_are_the_names_the_switch_lists(bench: Bench) -> None:
    session = bench.opened(client="moc")
    bench.switch.answer(
        csta.GetCSTAFeatures,
        body=b"<?xml version='1.0'?><GetCSTAFeaturesResponse"
        b" xmlns='http://www.ecma-international.org/standards/ecma-323/csta/ed3'>"
        b"<supportedServices><callControlServList><makeCall/><holdCall/></callControlServList>"
        b"</supportedServices></GetCSTAFeaturesResponse>",
    )
    assert session.get_features() == {"makeCall", "holdCall"}
    asked = bench.switch.asked[-1]
    assert isinstance(asked, csta.GetCSTAFeatures)
    assert asked.extensions is not None
    assert asked.extensions.line == "tel:201"
