from __future__ import annotations

from dataclasses import fields

from harness.protocols.csta.events import DeliveredEvent
from harness.protocols.csta.names import Unidentified
from harness.protocols.csta.services import ClearConnection, MakeCall, MonitorStart
from harness.protocols.csta.types import ConnectionID, MonitorObject
from harness.standin.features import EVENTS
from harness.standin.spelling import DEVICE_FIELDS, Spelling, plain

EVENT = DeliveredEvent(
    monitor_cross_ref_id="1",
    connection=ConnectionID("7", "202"),
    alerting_device="202",
    calling_device="201",
    called_device=Unidentified.NOT_KNOWN,
)
CALL = MakeCall(calling_device="tel:201", called_directory_number="tel:202")


def test_requests_are_reduced_to_directory_numbers_at_any_depth() -> None:
    request = ClearConnection(connection_to_be_cleared=ConnectionID("7", "tel:201"))
    assert plain(request) == ClearConnection(connection_to_be_cleared=ConnectionID("7", "201"))
    start = MonitorStart(monitor_object=MonitorObject(device_object="sip:201@10.0.0.1"))
    assert plain(start).monitor_object.device_object == "201"


def test_events_are_spelled_as_the_application_spells() -> None:
    spelling = Spelling()
    spelling.learn("tel:201;phone-context=lab")
    spelled = spelling.of(EVENT)
    spelling.learn("tel:202")
    again = spelling.of(EVENT)
    assert spelled.calling_device == again.calling_device == "tel:201;phone-context=lab"
    assert again.connection == ConnectionID("7", "tel:202")
    assert again.called_device is Unidentified.NOT_KNOWN


def test_other_devices_follow_the_style_of_a_sip_uri() -> None:
    spelling = Spelling()
    spelling.learn("sip:201@10.0.0.1")
    assert spelling.of(EVENT).alerting_device == "sip:202@10.0.0.1"


def test_a_call_without_a_monitor_teaches_until_there_is_one() -> None:
    spelling = Spelling()
    spelling.hear(CALL)
    assert spelling("202") == "tel:202"
    spelling.hear(MonitorStart(monitor_object=MonitorObject(device_object="sip:201@10.0.0.1")))
    spelling.hear(CALL)
    assert spelling("202") == "sip:202@10.0.0.1"


def test_bare_numbers_stay_the_very_same_value() -> None:
    spelling = Spelling()
    spelling.learn("201")
    assert spelling.of(EVENT) is EVENT


def test_every_device_that_an_event_of_ours_names_is_spelled() -> None:
    named = {
        field.name
        for event in EVENTS
        for field in fields(event)
        if str(field.type).removesuffix(" | None") in ("Device", "RedirectionDevice")
    }
    never_sent = {each for each in named if each.startswith(("network_", "associated_"))}
    assert "conferencing_device" in named
    assert named - never_sent <= DEVICE_FIELDS
