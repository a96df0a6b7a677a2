import pytest

from harness.protocols.csta.events import DeliveredEvent, TransferredEvent
from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.names import ED3, ED5, LocalConnectionState, SimpleCallState
from harness.protocols.csta.services import (
    HoldCall,
    MonitorStartResponse,
    MonitorStop,
    SnapshotDeviceResponse,
)
from harness.protocols.csta.types import (
    ConnectionID,
    ConnectionListItem,
    LocalCallState,
    SnapshotDeviceData,
    SnapshotDeviceResponseInfo,
)
from harness.standin.wording import Wording
from harness.topology.dialect import STANDARD, Dialect

STATE = LocalConnectionState
EVENT = DeliveredEvent(
    monitor_cross_ref_id="3",
    connection=ConnectionID("7", "202"),
    alerting_device="202",
    calling_device="201",
    called_device="202",
)


def wording(**choices):
    return Wording(Dialect({name.replace("_", "-"): choice for name, choice in choices.items()}))


def snapshot(*states):
    info = SnapshotDeviceResponseInfo(
        connection_identifier=ConnectionID("7", "tel:201"),
        local_call_state=LocalCallState(compound_call_state=states),
    )
    return SnapshotDeviceResponse(
        cross_ref_id_or_snapshot_data=SnapshotDeviceData(snapshot_data=(info,))
    )


def test_the_default_leaves_values_as_they_are():
    plain = Wording(STANDARD)

    assert plain.event(EVENT, "201") == EVENT
    assert plain.octets(EVENT, ED5).startswith(
        b'<?xml version="1.0" encoding="UTF-8"?><DeliveredEvent xmlns="' + ED5.encode()
    )


def test_a_prefix_stands_in_place_of_the_default_namespace():
    octets = wording(prefix="csta", namespace="ed5").octets(EVENT, ED3)

    assert b'<csta:DeliveredEvent xmlns:csta="' + ED5.encode() + b'">' in octets
    assert b"<csta:callID>7</csta:callID>" in octets
    assert b"xmlns=" not in octets


def test_each_party_has_its_own_name_for_a_call_and_is_understood_by_it():
    spoken = wording(call_id_scope="party", call_id="opaque")
    at_201 = spoken.event(EVENT, "201").connection.call_id
    at_202 = spoken.event(EVENT, "202").connection.call_id

    assert at_201 != at_202
    assert not at_201.isdigit()
    assert spoken.event(EVENT, "201").connection.call_id == at_201
    for name in (at_201, at_202):
        asked = HoldCall(call_to_be_held=ConnectionID(name, "tel:201"))
        assert spoken.heard(asked).call_to_be_held == ConnectionID("7", "201")


def test_a_name_that_was_never_given_is_no_calls():
    asked = HoldCall(call_to_be_held=ConnectionID("7", "201"))

    assert wording(call_id="opaque").heard(asked).call_to_be_held == ConnectionID("", "201")


def test_a_snapshot_names_calls_as_the_monitor_of_that_device_does():
    spoken = wording(call_id_scope="party")
    named = spoken.event(EVENT, "201").connection.call_id
    told = spoken.answer(snapshot(STATE.CONNECTED, STATE.ALERTING), "202")

    assert told.calls[0].connection_identifier.call_id == named


def test_cross_references_go_both_ways():
    spoken = wording(cross_reference="opaque")
    told = spoken.answer(MonitorStartResponse(monitor_cross_ref_id="17"), "201")

    assert told.monitor_cross_ref_id == "0_00000011"
    back = MonitorStop(monitor_cross_ref_id="0_00000011")
    assert spoken.heard(back).monitor_cross_ref_id == "17"
    assert spoken.heard(MonitorStop(monitor_cross_ref_id="17")).monitor_cross_ref_id == ""


@pytest.mark.parametrize(
    ("states", "word"),
    [
        ((STATE.CONNECTED, STATE.ALERTING), SimpleCallState.CALL_DELIVERED),
        ((STATE.ALERTING, STATE.CONNECTED), SimpleCallState.CALL_RECEIVED),
        ((STATE.HOLD, STATE.CONNECTED), SimpleCallState.CALL_ESTABLISHED_HELD),
        ((STATE.CONNECTED, STATE.HOLD), SimpleCallState.CALL_ESTABLISHED_ON_HOLD),
    ],
)
def test_a_snapshot_says_a_call_in_one_word(states, word):
    [told] = wording(snapshot_state="simple").answer(snapshot(*states), "201").calls

    assert told.local_call_state == LocalCallState(simple_call_state=word)


def test_a_snapshot_says_the_devices_own_state_only():
    [told] = wording(snapshot_state="own").answer(snapshot(STATE.HOLD, STATE.CONNECTED), "1").calls

    assert told.local_call_state.compound_call_state == (STATE.HOLD,)


def test_a_refusal_is_general_and_carried_by_a_status():
    spoken = wording(fault_values="general", fault_carrier="403")
    told = spoken.answer(CSTAErrorCode("stateIncompatibility", "noCallToAnswer"), "201")

    assert (told.category, told.value) == ("stateIncompatibility", "invalidConnectionState")
    assert spoken.status_of(told) == 403
    assert spoken.status_of(EVENT) == 200


def test_a_transfer_is_spelt_with_one_r_or_two():
    event = TransferredEvent(
        monitor_cross_ref_id="3",
        primary_old_call=ConnectionID("7", "201"),
        transferring_device="201",
        transferred_to_device="203",
        transferred_connections=(ConnectionListItem(new_connection=ConnectionID("7", "203")),),
    )

    assert b"<TransferedEvent " in Wording(STANDARD).octets(event, ED3)
    turned = wording(transferred_name="TransferredEvent").octets(event, ED3)
    assert b"<TransferredEvent " in turned
    assert turned.endswith(b"</TransferredEvent>")


@pytest.mark.parametrize(
    ("style", "written"),
    [("as-asked", "tel:202"), ("extension", "202"), ("tel", "tel:202"), ("sip", "sip:202@cme")],
)
def test_devices_are_written_in_the_routers_style_or_the_applications(style, written):
    spelling = wording(device_id=style).spelling()
    spelling.learn("tel:201")

    assert spelling("202") == written
