from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.errors import (
    DeadlineExceeded,
    LocalProtocolError,
    RemoteProtocolError,
    RouterUnreachable,
    ServiceRefused,
)
from harness.protocols.csta import events, services
from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.names import Cause, LocalConnectionState, StateFault, SystemStatus
from harness.protocols.csta.types import ConnectionID
from harness.runtime.clock import Deadline
from harness.runtime.journal import Entry, Kind

if TYPE_CHECKING:
    from conftest import Bench

both_transports = pytest.mark.parametrize("bench", ["UDP", "TCP"], indirect=True)


def delivered(cross_reference: str = "43", call: str = "7") -> events.DeliveredEvent:
    return events.DeliveredEvent(
        monitor_cross_ref_id=cross_reference,
        connection=ConnectionID(call, "202"),
        alerting_device="202",
        calling_device="201",
        called_device="202",
        last_redirection_device=None,
        local_connection_info=LocalConnectionState.CONNECTED,
        cause=Cause.NEW_CALL,
    )


@both_transports
def test_a_session_opens_monitors_and_says_goodbye(bench: Bench) -> None:
    session = bench.session()
    assert session.open() is SystemStatus.NORMAL
    assert session.is_open
    assert session.monitor_start() == "43"
    assert session.monitors == {"43": "201"}

    session.close()
    session.close()

    assert not session.is_open
    assert bench.switch.asked == [
        services.RequestSystemStatus(),
        services.MonitorStart(monitor_object=services.MonitorObject(device_object="201")),
        services.MonitorStop(monitor_cross_ref_id="43"),
        "BYE",
    ]
    assert bench.names(Kind.SENT, Kind.RECEIVED) == [
        "RequestSystemStatus",
        "RequestSystemStatusResponse",
        "MonitorStart",
        "MonitorStartResponse",
        "MonitorStop",
        "MonitorStopResponse",
    ]
    assert not bench.entries(Kind.FAULT)
    assert not bench.tasks()


def test_the_invite_names_user_line_and_what_it_can_do(bench: Bench) -> None:
    bench.opened()
    invite = bench.switch.requests[0]
    host, port = bench.switch.carrier.local
    assert (invite.method, invite.uri) == ("INVITE", f"sip:201@{host}:{port}")
    headers = invite.headers
    assert (headers.get("To") or "").startswith(f"<sip:201@{host}>")
    assert (headers.get("From") or "").startswith("<sip:alice@127.0.0.1>;tag=")
    assert headers.get("Content-Type") == "application/csta+xml"
    assert headers.get("Content-Disposition") == "signal;handling=required"
    assert headers.get("Supported") == "timer"
    assert headers.get("Session-Expires") == "1800"


def test_the_moc_names_its_line_in_private_data_and_writes_tel_uris(bench: Bench) -> None:
    session = bench.opened(client="moc")
    session.monitor_start()
    opening, monitor = bench.switch.asked
    assert isinstance(opening, services.RequestSystemStatus)
    assert opening.extensions is not None
    assert opening.extensions.line == "tel:201"
    assert isinstance(monitor, services.MonitorStart)
    assert monitor.monitor_object.device_object == "tel:201"


@both_transports
def test_events_land_in_the_journal_and_are_answered_with_an_empty_200(bench: Bench) -> None:
    session = bench.opened()
    session.monitor_start()
    assert bench.switch.tell(delivered()) == "200 "
    [entry] = bench.entries(Kind.EVENT)
    assert (entry.witness, entry.name, entry.value) == ("alice.cti", "DeliveredEvent", delivered())
    assert b"<DeliveredEvent" in entry.octets


def test_an_event_of_a_monitor_that_does_not_run_is_a_fault_yet_answered(bench: Bench) -> None:
    session = bench.opened()
    session.monitor_start()
    assert bench.switch.tell(delivered("44")) == "200 "
    assert not bench.entries(Kind.EVENT)
    [fault] = bench.entries(Kind.FAULT)
    assert "'44'" in fault.text
    assert b"DeliveredEvent" in fault.octets


def test_nonsense_from_the_switch_is_a_fault_and_refused_with_400(bench: Bench) -> None:
    bench.opened()
    assert bench.switch.tell(b"<Delivered").startswith("400")
    assert bench.names(Kind.FAULT) == ["RemoteProtocolError"]


def test_an_event_ahead_of_the_response_stands_ahead_of_it_in_the_journal(bench: Bench) -> None:
    session = bench.opened()
    session.monitor_start()
    bench.switch.answer(services.SnapshotDevice, before=(delivered(),))
    session.fence()
    assert bench.names(Kind.EVENT, Kind.SENT, Kind.RECEIVED)[-3:] == [
        "SnapshotDevice",
        "DeliveredEvent",
        "SnapshotDeviceResponse",
    ]


@pytest.mark.parametrize("status", [403, 404, 503])
def test_a_refused_invite_says_which_status_and_leaves_no_socket(bench: Bench, status: int) -> None:
    bench.switch.answer(services.RequestSystemStatus, status=status)
    session = bench.session()
    with pytest.raises(
        ServiceRefused, match=f"^alice.cti: the CTI session on 201 .* {status} [A-Z]"
    ) as refusal:
        session.open()
    assert (refusal.value.category, refusal.value.value) == ("sip", str(status))
    assert not session.is_open
    assert bench.names(Kind.RECEIVED)[0].startswith(str(status))
    assert not bench.tasks()

    bench.switch.answers.clear()
    assert session.open() is SystemStatus.NORMAL


def test_a_status_that_is_not_normal_opens_nothing_and_is_hung_up(bench: Bench) -> None:
    bench.switch.answer(
        services.RequestSystemStatus,
        value=services.RequestSystemStatusResponse(system_status=SystemStatus.DISABLED),
    )
    session = bench.session()
    with pytest.raises(ServiceRefused, match="system status .disabled., expected"):
        session.open()
    assert not session.is_open
    bench.switch.heard.wait(lambda: "BYE" in bench.switch.asked or None, Deadline.after(5, "BYE"))


def test_nobody_at_the_other_end_is_told_in_a_sentence(bench: Bench) -> None:
    session = bench.session(remote=("127.0.0.1", 1), transport="TCP")
    with pytest.raises(RouterUnreachable, match="127.0.0.1:1 over TCP did not answer the INVITE"):
        session.open()
    assert not bench.tasks()


def test_a_switch_that_stays_silent_ends_the_verb_with_its_deadline(bench: Bench) -> None:
    session = bench.opened(response_seconds=0.1)
    bench.switch.answer(services.SnapshotDevice, silent=True)
    bench.switch.answer(str, silent=True)
    with pytest.raises(
        DeadlineExceeded, match="alice's SnapshotDevice, .*, did not come within 0.1 s"
    ):
        session.fence()
    session.close()
    assert bench.names(Kind.FAULT) == ["DeadlineExceeded"]


def test_a_csta_error_is_a_refusal_with_category_and_value(bench: Bench) -> None:
    session = bench.opened()
    bench.switch.answer(
        services.AnswerCall,
        value=CSTAErrorCode("stateIncompatibility", StateFault.NO_CALL_TO_ANSWER),
    )
    with pytest.raises(ServiceRefused) as refusal:
        session.answer_call(ConnectionID("7", "201"))
    assert refusal.value.category == "stateIncompatibility"
    assert refusal.value.value == "noCallToAnswer"
    received = bench.entries(Kind.RECEIVED)[-1]
    assert received.name == "CSTAErrorCode"
    assert received.value == CSTAErrorCode("stateIncompatibility", "noCallToAnswer")


@pytest.mark.parametrize(
    ("body", "problem"),
    [(b"", "no body"), (b"<?xml version='1.0'?><HoldCallResponse/>", "HoldCallResponse")],
)
def test_an_answer_that_is_none_is_the_switchs_fault(
    bench: Bench, body: bytes, problem: str
) -> None:
    session = bench.opened()
    bench.switch.answer(services.AnswerCall, body=body)
    with pytest.raises(RemoteProtocolError, match=problem):
        session.answer_call(ConnectionID("7", "201"))
    assert session.is_open


def test_any_final_answer_is_a_fence(bench: Bench) -> None:
    session = bench.opened()
    for status in (500, 200):
        bench.switch.answer(services.SnapshotDevice, status=status, body=b"")
        session.fence()
    assert session.is_open


def test_a_session_the_router_knows_no_more_is_closed(bench: Bench) -> None:
    session = bench.opened()
    bench.switch.answer(services.SnapshotDevice, status=481)
    session.fence()
    assert not session.is_open
    with pytest.raises(LocalProtocolError, match="no open session"):
        session.snapshot_device()


@both_transports
def test_a_bye_from_the_router_ends_the_session_and_its_monitors(bench: Bench) -> None:
    session = bench.opened()
    session.monitor_start()
    bench.switch.hang_up()
    bench.journal.wait(lambda: not session.is_open or None, Deadline.after(5, "the end"))
    assert session.monitors == {}
    assert bench.names(Kind.NOTE) == ["BYE"]
    assert not bench.entries(Kind.FAULT)
    session.close()
    assert bench.switch.asked[-1] != "BYE"


def test_whoever_is_told_of_the_end_finds_the_session_ended(bench: Bench) -> None:
    session = bench.opened()
    open_when_told: list[bool] = []

    def told(entry: Entry) -> None:
        if entry.name == "BYE":
            open_when_told.append(session.is_open)

    with bench.journal.subscribed(told):
        bench.switch.hang_up()
        bench.journal.wait(lambda: open_when_told or None, Deadline.after(5, "the note"))
    assert open_when_told == [False]


def test_opening_again_after_a_bye_leaves_no_socket_behind(bench: Bench) -> None:
    def sockets() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    session = bench.session()
    before = sockets()
    session.open()
    bench.switch.hang_up()
    bench.journal.wait(lambda: not session.is_open or None, Deadline.after(5, "the end"))
    session.open()
    session.close()
    assert sockets() == before


def test_the_switch_may_ask_for_services_too(bench: Bench) -> None:
    session = bench.opened()
    session.monitor_start()
    told = bench.switch.tell(services.SystemStatus(system_status=SystemStatus.OVERLOAD_IMMINENT))
    assert told.startswith("200")
    assert "SystemStatusResponse" in told
    assert "MonitorStopResponse" in bench.switch.tell(
        services.MonitorStop(monitor_cross_ref_id="43")
    )
    assert session.monitors == {}


def test_a_refresh_keeps_the_monitors(bench: Bench) -> None:
    session = bench.opened()
    session.monitor_start()
    assert session.refresh() is SystemStatus.NORMAL
    methods = [request.method for request in bench.switch.requests]
    assert methods == ["INVITE", "INFO", "INVITE"]
    assert session.monitors == {"43": "201"}


def test_the_session_refreshes_itself_at_half_its_interval(bench: Bench) -> None:
    bench.switch.answer(
        services.RequestSystemStatus, headers=(("Session-Expires", "1;refresher=uac"),)
    )
    bench.opened()
    bench.switch.heard.wait(
        lambda: bench.switch.asked.count(services.RequestSystemStatus()) == 2 or None,
        Deadline.after(5, "a refresh"),
    )
    assert not bench.entries(Kind.FAULT)


def test_a_session_nobody_refreshes_expires(bench: Bench) -> None:
    bench.switch.answer(
        services.RequestSystemStatus, headers=(("Session-Expires", "1;refresher=uas"),)
    )
    session = bench.opened()
    bench.journal.wait(lambda: not session.is_open or None, Deadline.after(5, "the end"))
    [fault] = bench.entries(Kind.FAULT)
    assert "nobody refreshed" in fault.text
    bench.switch.heard.wait(lambda: "BYE" in bench.switch.asked or None, Deadline.after(5, "BYE"))


@pytest.mark.parametrize(
    ("method", "status"), [("OPTIONS", 200), ("UPDATE", 200), ("INVITE", 200), ("MESSAGE", 405)]
)
def test_other_requests_in_the_dialog_are_answered_as_sip_demands(
    bench: Bench, method: str, status: int
) -> None:
    bench.opened()
    assert bench.switch.request_in_dialog(method) == status


def test_the_interval_that_was_agreed_on_is_told(bench: Bench) -> None:
    interval = (("Session-Expires", "1200;refresher=uac"),)
    bench.switch.answer(services.RequestSystemStatus, headers=interval)
    assert bench.opened().session_seconds == 1200


def test_the_answer_that_refused_an_invite_is_kept(bench: Bench) -> None:
    bench.switch.answer(services.RequestSystemStatus, status=422, headers=(("Min-SE", "300"),))
    session = bench.session()
    with pytest.raises(ServiceRefused):
        session.open()
    assert session.refusal is not None
    assert session.refusal.headers.get("Min-SE") == "300"


def test_a_stuttering_session_says_everything_twice_and_is_served_once(bench: Bench) -> None:
    session = bench.opened(stutters=True)
    session.monitor_start()
    assert [each.method for each in bench.switch.requests] == ["INVITE", "INFO"]


def test_raw_octets_go_out_unchecked(bench: Bench) -> None:
    session = bench.opened()
    assert session.send_raw(b"<x").status == 200
    assert bench.switch.requests[-1].body == b"<x"


@pytest.mark.parametrize("options", [{"transport": "SCTP"}, {"client": "lync"}])
def test_a_session_that_cannot_be_is_refused_in_a_sentence(
    bench: Bench, options: dict[str, str]
) -> None:
    with pytest.raises(LocalProtocolError, match=r"no transport 'SCTP'|no client 'lync'"):
        bench.session(**options)


def test_services_need_an_open_session(bench: Bench) -> None:
    with pytest.raises(LocalProtocolError, match="open it first"):
        bench.session().fence()
