from __future__ import annotations

import pytest

from harness.errors import LocalProtocolError, RemoteProtocolError, ServiceRefused
from harness.protocols.csta import names
from harness.protocols.csta.events import HeldEvent
from harness.protocols.csta.names import ED3, ED5
from harness.protocols.csta.services import (
    AnswerCall,
    AnswerCallResponse,
    MonitorStart,
    MonitorStop,
    SystemStatus,
)
from harness.protocols.csta.session import TRANSITIONS, Act, ComputingSession, State
from harness.protocols.csta.types import ConnectionID, MonitorObject

VALUE = b"<systemStatus>%b</systemStatus>"
STATUS = b"<RequestSystemStatusResponse>" + VALUE + b"</RequestSystemStatusResponse>"
NORMAL = STATUS % b"normal"
DISABLED = STATUS % b"disabled"
NO_CALL = b"<stateIncompatibility>noCallToAnswer</stateIncompatibility>"
NOT_NOW = b"<CSTAErrorCode>%b</CSTAErrorCode>" % NO_CALL
STOPPED = b"<MonitorStopResponse/>"
ANSWER = AnswerCall(call_to_be_answered=ConnectionID("7", "201"))
START = MonitorStart(monitor_object=MonitorObject("201"))


def started(cross_ref: str) -> bytes:
    return (
        f"<MonitorStartResponse><monitorCrossRefID>{cross_ref}</monitorCrossRefID>"
        "</MonitorStartResponse>"
    ).encode()


def held(cross_ref: str) -> bytes:
    return (
        f"<HeldEvent><monitorCrossRefID>{cross_ref}</monitorCrossRefID><heldConnection>"
        "<callID>7</callID></heldConnection><holdingDevice>201</holdingDevice></HeldEvent>"
    ).encode()


@pytest.fixture
def session() -> ComputingSession:
    return ComputingSession()


@pytest.fixture
def opened(session: ComputingSession) -> ComputingSession:
    session.open()
    session.opened(NORMAL)
    return session


@pytest.fixture
def monitoring(opened: ComputingSession) -> ComputingSession:
    opened.request(START)
    opened.answered(START, started("1"))
    return opened


def test_opening_asks_for_the_status_and_goes_on_at_normal(session: ComputingSession) -> None:
    assert session.open() == (
        f'<?xml version="1.0" encoding="UTF-8"?><RequestSystemStatus xmlns="{ED3}"/>'.encode()
    )
    assert session.state is State.OPENING
    assert session.opened(NORMAL) is names.SystemStatus.NORMAL
    assert session.state is State.OPEN


def test_microsofts_line_travels_with_the_opening_and_every_refresh() -> None:
    session = ComputingSession(namespace=ED5)
    first = session.open("tel:201")
    session.opened(NORMAL)
    assert b">tel:201</line>" in first
    assert ED5.encode() in first
    assert session.refresh() == first


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (DISABLED, ("RequestSystemStatus", "systemStatus", "disabled")),
        (NOT_NOW, ("RequestSystemStatus", "stateIncompatibility", "noCallToAnswer")),
    ],
)
def test_any_other_answer_leaves_the_session_closed(
    session: ComputingSession, body: bytes, refusal: tuple[str, str, str]
) -> None:
    session.open()
    with pytest.raises(ServiceRefused) as refused:
        session.opened(body)
    assert (refused.value.service, refused.value.category, refused.value.value) == refusal
    assert session.state is State.CLOSED


@pytest.mark.parametrize("body", [b"", b"<AnswerCallResponse/>", b"<Hello/>", b"<", held("1")])
def test_what_is_no_status_does_not_open(session: ComputingSession, body: bytes) -> None:
    session.open()
    with pytest.raises(RemoteProtocolError):
        session.opened(body)
    assert session.state is State.CLOSED


def test_a_session_refused_by_sip_can_be_opened_again(session: ComputingSession) -> None:
    session.open()
    session.refused()
    session.open()
    assert session.state is State.OPENING


def test_a_service_is_answered_by_its_own_response(opened: ComputingSession) -> None:
    assert opened.request(ANSWER).endswith(
        b'<AnswerCall xmlns="%b"><callToBeAnswered><callID>7</callID><deviceID>201</deviceID>'
        b"</callToBeAnswered></AnswerCall>" % ED3.encode()
    )
    assert opened.answered(ANSWER, b"<AnswerCallResponse/>") == AnswerCallResponse()


def test_a_fault_is_raised_with_service_category_and_value(opened: ComputingSession) -> None:
    opened.request(ANSWER)
    with pytest.raises(ServiceRefused, match="AnswerCall.*stateIncompatibility/noCallToAnswer"):
        opened.answered(ANSWER, NOT_NOW)


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b"", "AnswerCall has no body"),
        (
            b"<HoldCallResponse/>",
            "AnswerCall was answered with HoldCallResponse, expected AnswerCallResponse",
        ),
        (
            b"<AnswerCall><callToBeAnswered/></AnswerCall>",
            "AnswerCall was answered with AnswerCall, expected",
        ),
        (b"<Hello/>", "Hello is no CSTA message"),
        (b"<MakeCallResponse/>", "MakeCallResponse: callingDevice is missing"),
    ],
)
def test_a_wrong_answer_is_the_switchs_fault(
    opened: ComputingSession, body: bytes, complaint: str
) -> None:
    opened.request(ANSWER)
    with pytest.raises(RemoteProtocolError, match=complaint):
        opened.answered(ANSWER, body)


def test_a_response_or_an_event_cannot_be_requested(opened: ComputingSession) -> None:
    with pytest.raises(LocalProtocolError, match="AnswerCallResponse is no service request"):
        opened.request(AnswerCallResponse())


def test_an_event_of_a_running_monitor_is_taken(monitoring: ComputingSession) -> None:
    assert monitoring.monitors == {"1": "201"}
    event = monitoring.received(held("1"))
    assert isinstance(event, HeldEvent)
    assert event.holding_device == "201"


@pytest.mark.parametrize("cross_ref", ["2", ""])
def test_an_event_of_no_running_monitor_is_refused(
    monitoring: ComputingSession, cross_ref: str
) -> None:
    with pytest.raises(
        RemoteProtocolError,
        match=rf"^Held came for monitor '{cross_ref}', which was never started \(running: '1'\)$",
    ):
        monitoring.received(held(cross_ref))


def test_an_event_after_the_monitor_stopped_is_refused(monitoring: ComputingSession) -> None:
    stop = MonitorStop(monitor_cross_ref_id="1")
    monitoring.request(stop)
    monitoring.received(held("1"))
    monitoring.answered(stop, STOPPED)
    assert monitoring.monitors == {}
    with pytest.raises(RemoteProtocolError, match="monitor '1', which was stopped .running: none"):
        monitoring.received(held("1"))


def test_an_event_may_overtake_the_answer_to_monitor_start(opened: ComputingSession) -> None:
    opened.request(START)
    opened.received(held("1"))
    opened.answered(START, started("1"))
    assert opened.monitors == {"1": "201"}


def test_an_early_event_of_a_monitor_that_never_starts_is_noticed(opened: ComputingSession) -> None:
    opened.request(START)
    opened.received(held("9"))
    with pytest.raises(RemoteProtocolError, match="'9', which was never started"):
        opened.answered(START, started("1"))


def test_a_failed_monitor_start_ends_the_patience_with_early_events(
    opened: ComputingSession,
) -> None:
    opened.request(START)
    opened.failed(START)
    with pytest.raises(RemoteProtocolError, match="which was never started"):
        opened.received(held("1"))


def test_the_switch_may_stop_a_monitor_and_tell_its_status(monitoring: ComputingSession) -> None:
    stop = monitoring.received(
        b"<MonitorStop><monitorCrossRefID>1</monitorCrossRefID></MonitorStop>"
    )
    assert monitoring.monitors == {}
    assert isinstance(stop, MonitorStop)
    assert b"<MonitorStopResponse " in monitoring.acknowledge(stop)
    status = monitoring.received(
        b"<SystemStatus><systemStatus>disabled</systemStatus></SystemStatus>"
    )
    assert isinstance(status, SystemStatus)
    assert b"<SystemStatusResponse " in monitoring.acknowledge(status)


@pytest.mark.parametrize(
    "body",
    [b"<MakeCallResponse/>", b"<AnswerCallResponse/>", b"<GetCSTAFeatures/>", b"<Hello/>", b""],
)
def test_what_a_switch_may_not_say_unasked_is_refused(
    monitoring: ComputingSession, body: bytes
) -> None:
    with pytest.raises(RemoteProtocolError):
        monitoring.received(body)


def test_a_refresh_keeps_monitors_and_tolerates_an_empty_answer(
    monitoring: ComputingSession,
) -> None:
    monitoring.refresh()
    assert monitoring.refreshed(b"") is None
    monitoring.refresh()
    assert monitoring.refreshed(NORMAL) is names.SystemStatus.NORMAL
    assert monitoring.monitors == {"1": "201"}


def test_the_end_takes_every_monitor_along(monitoring: ComputingSession) -> None:
    monitoring.ended()
    assert monitoring.monitors == {}
    with pytest.raises(RemoteProtocolError, match="an event while the session is closed"):
        monitoring.received(held("1"))


OURS = {
    Act.OPEN: lambda session: session.open(),
    Act.REFRESH: lambda session: session.refresh(),
    Act.REQUEST: lambda session: session.request(ANSWER),
    Act.END: lambda session: session.ended(),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", OURS)
def test_the_table_alone_decides_what_we_may_do(state: State, act: Act) -> None:
    session = ComputingSession()
    session.state = state
    if (state, act) in TRANSITIONS:
        OURS[act](session)
        assert session.state is TRANSITIONS[state, act]
    else:
        with pytest.raises(LocalProtocolError, match=f"{act.value} while the session is"):
            OURS[act](session)
