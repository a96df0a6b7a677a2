from __future__ import annotations

import pytest

from harness.protocols.csta import events, services, xml
from harness.protocols.csta.elements import BY_NAME, ELEMENTS, Kind, kind_of, request, response_to
from harness.protocols.csta.events import DoNotDisturbEvent, HeldEvent
from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.names import Cause
from harness.protocols.csta.services import TABLE_94, MakeCall, MakeCallResponse
from harness.protocols.csta.types import ConnectionID

TABLE_94_TITLES = """
Make Call|Answer Call|Clear Connection|Reconnect Call|Hold Call|Retrieve Call|Deflect Call|
Single Step Transfer Call|Consultation Call|Transfer Call|Alternate Call|Generate Digits|
Get Do Not Disturb|Set Do Not Disturb|Get Forwarding|Set Forwarding|
Set Message Waiting Indicator|Snapshot Device
"""


def test_table_94_is_complete() -> None:
    titles = [title.strip().replace(" ", "") for title in TABLE_94_TITLES.split("|")]
    assert [service.__name__ for service in TABLE_94] == titles
    assert all(ELEMENTS[service].feature for service in TABLE_94)


def test_every_request_has_its_response() -> None:
    requests = [row.type for row in ELEMENTS.values() if row.kind is Kind.REQUEST]
    assert response_to(MakeCall) is MakeCallResponse
    assert all(ELEMENTS[response_to(each)].kind is Kind.RESPONSE for each in requests)


def test_every_event_begins_with_its_monitor_and_can_be_asked_why() -> None:
    reported = [row.type for row in ELEMENTS.values() if row.kind is Kind.EVENT]
    assert len(reported) == 18
    for event in reported:
        assert event.__slots__[0] == "monitor_cross_ref_id"
        assert hasattr(event, "cause")
        assert hasattr(event, "local_connection_info")


def test_a_message_is_declared_by_one_class_and_nothing_else() -> None:
    @request("voiceUnitServList/hum")
    class HumTune:
        call_to_be_hummed_to: ConnectionID
        is_loud: bool | None = None

    try:
        value = HumTune(call_to_be_hummed_to=ConnectionID("1", "2"), is_loud=True)
        body = xml.encode(value, namespace="")
        assert body.endswith(
            b'<HumTune xmlns=""><callToBeHummedTo><callID>1</callID><deviceID>2</deviceID>'
            b"</callToBeHummedTo><isLoud>true</isLoud></HumTune>"
        )
        assert xml.decode(body).value == value
        assert kind_of(value) is Kind.REQUEST
    finally:
        del ELEMENTS[HumTune], BY_NAME["HumTune"]


def test_a_value_cannot_be_changed_and_takes_no_unknown_field() -> None:
    held = HeldEvent(held_connection=ConnectionID("1", "2"), holding_device="2")
    with pytest.raises(AttributeError):
        held.cause = Cause.BUSY  # type: ignore[misc]
    with pytest.raises(TypeError):
        HeldEvent(held_connection=ConnectionID(), holding_device="2", why="x")  # type: ignore[call-arg]


def test_a_value_prints_without_what_is_absent() -> None:
    held = HeldEvent(held_connection=ConnectionID("1", "2"), holding_device="2", cause=Cause.NORMAL)
    assert repr(held) == (
        "HeldEvent(held_connection=ConnectionID(call_id='1', device_id='2'), "
        "holding_device='2', cause=normal)"
    )


def test_a_value_that_is_no_root_is_of_no_kind() -> None:
    assert kind_of(ConnectionID()) is None
    assert kind_of(CSTAErrorCode("operation")) is Kind.FAULT


def test_a_feature_event_has_no_cause_and_writes_none() -> None:
    event = DoNotDisturbEvent(monitor_cross_ref_id="1", device="201", do_not_disturb_on=True)
    assert event.cause is None
    assert event.local_connection_info is None
    assert b"cause" not in xml.encode(event)


def test_no_two_elements_share_a_name() -> None:
    names = [spelling for row in ELEMENTS.values() for spelling in row.spellings]
    assert len(names) == len(set(names)) == len(BY_NAME)
    assert services.MakeCall is BY_NAME["MakeCall"].type
    assert events.HeldEvent is BY_NAME["HeldEvent"].type
