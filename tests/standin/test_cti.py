from __future__ import annotations

import pytest

from harness.protocols.csta import xml
from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.names import ED5, SystemStatus
from harness.protocols.csta.services import (
    ConferenceCall,
    GetCSTAFeatures,
    GetCSTAFeaturesResponse,
    MakeCallResponse,
    MonitorStop,
    MonitorStopResponse,
    RequestSystemStatus,
    RequestSystemStatusResponse,
    SnapshotDevice,
)
from harness.protocols.csta.types import ConnectionID, rcc_line
from harness.standin.defects import Defect
from tests.standin.desk import MOC_EXAMPLE, Desk

MAYBE_DISTURB = (
    b"<SetDoNotDisturb xmlns='urn:x'><device>201</device>"
    b"<doNotDisturbOn>maybe</doNotDisturbOn></SetDoNotDisturb>"
)
TIMER = (("Supported", "timer"), ("Session-Expires", "1800"))


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.three_phones()
    return desk


def test_a_session_opens_on_a_watched_line(desk: Desk) -> None:
    app = desk.invite("201", headers=TIMER)
    [response] = app.responses
    assert response.status == 200
    assert xml.decode(response.body).value == RequestSystemStatusResponse(
        system_status=SystemStatus.NORMAL
    )
    assert response.headers.get("Session-Expires") == "1800;refresher=uac"
    assert response.headers.get("Content-Disposition") == "signal;handling=required"
    [status] = desk.switch.cti_sessions()
    assert (status.application, status.line) == ("sip:alice@10.0.0.50", "201")
    assert (status.remote, status.transport) == ("10.0.0.50:40000", "UDP")
    assert (status.state, status.monitored) == ("ACTIVE", ())


@pytest.mark.parametrize(("line", "status"), [("999", 404), ("205", 403)])
def test_no_session_opens_on_an_unknown_or_unwatched_line(
    desk: Desk, line: str, status: int
) -> None:
    app = desk.invite(line)
    assert [each.status for each in app.responses] == [status]
    assert desk.switch.cti_sessions() == []


def test_no_session_opens_while_cti_is_shut() -> None:
    desk = Desk(MOC_EXAMPLE.replace("no cti shutdown", "cti shutdown"))
    assert [each.status for each in desk.invite("201").responses] == [503]


def test_the_line_may_stand_in_microsofts_private_data(desk: Desk) -> None:
    app = desk.app()
    request = RequestSystemStatus(extensions=rcc_line("tel:202"))
    desk.sends(app, "INVITE", request, to="sip:rcc@10.0.0.1")
    assert [each.status for each in app.responses] == [200]
    assert [each.line for each in desk.switch.cti_sessions()] == ["202"]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"v=0\r\n", "application/sdp", 415),
        (b"", None, 415),
        (b"<RequestSystemStatus", "application/csta+xml", 400),
        (b"<MakeCall xmlns='urn:x'/>", "application/csta+xml", 400),
    ],
)
def test_an_invitation_must_ask_for_the_system_status(
    desk: Desk, body: bytes, content_type: str | None, status: int
) -> None:
    app = desk.app()
    desk.sends(app, "INVITE", to="sip:201@10.0.0.1", body=body, content_type=content_type)
    assert [each.status for each in app.responses] == [status]


def test_an_interval_below_the_minimum_is_answered_422(desk: Desk) -> None:
    app = desk.invite("201", headers=(("Supported", "timer"), ("Session-Expires", "60")))
    assert [(each.status, each.headers.get("Min-SE")) for each in app.responses] == [(422, "90")]


def test_a_session_that_is_not_refreshed_ends_with_a_bye(desk: Desk) -> None:
    app = desk.invite("201", headers=TIMER)
    desk.monitor(app, "201")
    desk.wait(1700)
    assert app.received == []
    desk.sends(app, "INVITE", RequestSystemStatus(), headers=TIMER)
    desk.wait(1700)
    assert app.received == []
    assert [each.monitored for each in desk.switch.cti_sessions()] == [("201",)]
    desk.wait(100)
    assert app.received == ["BYE"]
    assert desk.switch.cti_sessions() == []


def test_the_services_are_those_of_table_94(desk: Desk) -> None:
    answer = desk.asks(desk.invite("201"), GetCSTAFeatures())
    assert isinstance(answer, GetCSTAFeaturesResponse)
    assert answer.services == {
        "makeCall",
        "answerCall",
        "clearConnection",
        "reconnectCall",
        "holdCall",
        "retrieveCall",
        "deflectCall",
        "singleStepTransfer",
        "consultationCall",
        "transferCall",
        "alternateCall",
        "generateDigits",
        "getDoNotDisturb",
        "setDoNotDisturb",
        "getForwarding",
        "setForwarding",
        "setMessageWaitingIndicator",
        "snapshotDevice",
    }
    assert {"delivered", "established", "connectionCleared"} <= answer.events


def test_the_response_precedes_the_events_it_causes(desk: Desk) -> None:
    app = desk.monitoring("201")
    app.log.clear()
    answer = desk.make_call(app, "201", "202")
    assert answer == MakeCallResponse(calling_device=ConnectionID("1", "201"))
    assert app.log == [
        "MakeCallResponse",
        "ServiceInitiatedEvent",
        "OriginatedEvent",
        "DeliveredEvent",
    ]


def test_an_event_waits_for_the_answer_to_the_one_before_and_an_answer_for_both(
    desk: Desk,
) -> None:
    app = desk.monitoring("201")
    app.answers_events = False
    desk.make_call(app, "201", "202")
    app.log.clear()
    desk.sends(app, "INFO", SnapshotDevice(snapshot_object="201"))
    assert app.log == []
    assert [type(each).__name__ for each in app.received] == ["ServiceInitiatedEvent"]


def test_an_application_that_never_answers_an_event_loses_its_session(desk: Desk) -> None:
    app = desk.monitoring("201")
    app.answers_events = False
    desk.make_call(app, "201", "202")
    desk.wait(33)
    assert desk.switch.cti_sessions() == []
    assert len(desk.switch.calls()) == 1


def test_device_identifiers_come_back_as_they_were_written(desk: Desk) -> None:
    app = desk.invite("201")
    desk.monitor(app, "tel:201;phone-context=lab")
    answer = desk.make_call(app, "tel:201;phone-context=lab", "tel:202")
    assert answer == MakeCallResponse(calling_device=ConnectionID("1", "tel:201;phone-context=lab"))
    delivered = app.received[-1]
    assert delivered.alerting_device == "tel:202"  # type: ignore[attr-defined]


def test_an_answer_is_in_the_edition_of_its_request(desk: Desk) -> None:
    app = desk.invite("201")
    desk.sends(app, "INFO", body=f'<GetCSTAFeatures xmlns="{ED5}"/>'.encode())
    assert xml.decode(app.responses[-1].body).namespace == ED5


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"<PlayMessage xmlns='urn:x'/>", "serviceNotSupported"),
        (b"<MakeCall xmlns='urn:x'/>", "atLeastOneConditionalParameterNotProvided"),
        (MAYBE_DISTURB, "invalidParameterValue"),
        (
            xml.encode(
                ConferenceCall(held_call=ConnectionID("1", "201"), active_call=ConnectionID("2"))
            ),
            "serviceNotSupported",
        ),
    ],
)
def test_what_cannot_be_served_is_refused_in_a_200(desk: Desk, body: bytes, fault: str) -> None:
    app = desk.invite("201")
    desk.sends(app, "INFO", body=body)
    assert app.responses[-1].status == 200
    assert xml.decode(app.responses[-1].body).value == CSTAErrorCode("operation", fault)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"<MakeCall", "application/csta+xml", 400),
        (b"hello", "text/plain", 415),
        (b"", None, 415),
    ],
)
def test_a_body_that_is_no_csta_is_refused_by_sip(
    desk: Desk, body: bytes, content_type: str | None, status: int
) -> None:
    app = desk.invite("201")
    desk.sends(app, "INFO", body=body, content_type=content_type)
    assert app.responses[-1].status == status


def test_bye_ends_the_session_and_its_monitors(desk: Desk) -> None:
    app = desk.monitoring("201")
    desk.sends(app, "BYE")
    other = desk.monitoring("202")
    desk.make_call(other, "202", "201")
    assert app.received == []
    assert [each.number for each in desk.switch.cti_sessions()] == [2]


def test_two_sessions_on_one_line_are_told_the_same(desk: Desk) -> None:
    first, second = desk.monitoring("201"), desk.monitoring("201")
    desk.make_call(first, "201", "202")
    kinds = [type(each).__name__ for each in first.received]
    assert kinds == [type(each).__name__ for each in second.received]
    assert len(kinds) == 3


def test_the_router_clears_a_session_with_a_bye(desk: Desk) -> None:
    app = desk.invite("201")
    assert not desk.switch.clear_cti_session(7)
    assert desk.switch.clear_cti_session(1)
    desk.run()
    assert app.received == ["BYE"]
    assert desk.switch.cti_sessions() == []


def test_shutting_cti_ends_every_session(desk: Desk) -> None:
    apps = desk.invite("201"), desk.invite("202")
    desk.configuration.voice_service.cti_shutdown = True
    desk.switch.configuration_changed("cti shutdown")
    desk.run()
    assert [app.received for app in apps] == [["BYE"], ["BYE"]]


def test_a_line_that_is_watched_no_longer_loses_its_monitor(desk: Desk) -> None:
    app = desk.monitoring("202")
    desk.configuration.ephone_dns[2].cti_watch = False
    desk.switch.configuration_changed("no cti watch")
    desk.run()
    assert app.received == [MonitorStop(monitor_cross_ref_id="1")]
    assert [each.monitored for each in desk.switch.cti_sessions()] == [()]


def test_a_stopped_monitor_is_silent(desk: Desk) -> None:
    app = desk.monitoring("201")
    assert desk.asks(app, MonitorStop(monitor_cross_ref_id="1")) == MonitorStopResponse()
    desk.make_call(app, "201", "202")
    assert app.received == []
    assert desk.asks(app, MonitorStop(monitor_cross_ref_id="1")) == CSTAErrorCode(
        "operation", "invalidMonitorCrossRefID"
    )


def test_reload_forgets_sessions_and_calls_without_a_word(desk: Desk) -> None:
    app = desk.monitoring("201")
    desk.make_call(app, "201", "202")
    app.received.clear()
    desk.switch.reload()
    desk.run()
    assert app.received == []
    assert desk.switch.cti_sessions() == []
    assert desk.switch.calls() == []
    assert not any(phone.registered for phone in desk.switch.phones())


def test_what_outlives_a_reload_is_one_session_or_its_monitor() -> None:
    survived = {}
    for defect in (Defect.SESSION_OUTLIVES_RELOAD, Defect.MONITOR_OUTLIVES_RELOAD):
        desk = Desk(MOC_EXAMPLE, defect)
        desk.monitoring("201")
        desk.switch.reload()
        listed = [each.monitored for each in desk.switch.cti_sessions()]
        desk.invite("202")
        survived[defect] = listed, [each.monitored for each in desk.switch.cti_sessions()]
    assert survived == {
        Defect.SESSION_OUTLIVES_RELOAD: ([()], [(), ()]),
        Defect.MONITOR_OUTLIVES_RELOAD: ([], [("201",)]),
    }


@pytest.mark.parametrize(
    ("defect", "line"),
    [
        (Defect.UNKNOWN_LINE_ACCEPTED, "999"),
        (Defect.WATCH_IGNORED, "205"),
        (Defect.SHUTDOWN_IGNORED, "201"),
    ],
)
def test_a_defect_lets_a_session_open_that_must_not(defect: Defect, line: str) -> None:
    shut = "cti shutdown" if defect is Defect.SHUTDOWN_IGNORED else "no cti shutdown"
    desk = Desk(MOC_EXAMPLE.replace("no cti shutdown", shut), defect)
    assert [each.status for each in desk.invite(line).responses] == [200]


@pytest.mark.parametrize(("defects", "line"), [((), "202"), ((Defect.LINE_BY_FROM,), "201")])
def test_from_names_the_line_by_a_defect_only(defects: tuple[Defect, ...], line: str) -> None:
    desk = Desk(MOC_EXAMPLE, *defects)
    desk.sends(desk.app(), "INVITE", RequestSystemStatus(), to="sip:202@10.0.0.1", user="201")
    assert [each.line for each in desk.switch.cti_sessions()] == [line]


def test_a_defect_answers_call_control_with_an_empty_body() -> None:
    desk = Desk(MOC_EXAMPLE, Defect.EMPTY_RESPONSE)
    desk.three_phones()
    app = desk.monitoring("201")
    assert desk.make_call(app, "201", "202") is None
    assert len(app.received) == 3


def test_a_defect_lists_a_session_after_its_bye() -> None:
    desk = Desk(MOC_EXAMPLE, Defect.SESSION_LISTED_AFTER_BYE)
    app = desk.invite("201")
    desk.sends(app, "BYE")
    assert app.responses[-1].status == 200
    assert [each.number for each in desk.switch.cti_sessions()] == [1]
