"""Product deviations that were seen (reference of CSTA over SIP, 2.6): our client survives each."""

import pytest

from harness.application.refusing import refusal_of
from harness.errors import RemoteProtocolError, ServiceRefused
from harness.protocols.csta.names import Cause, ForwardingType, LocalConnectionState
from harness.protocols.csta.services import (
    AnswerCall,
    MakeCall,
    MonitorStart,
    SnapshotDevice,
)
from harness.protocols.csta.session import ComputingSession
from harness.protocols.csta.types import ConnectionID, MonitorObject
from harness.protocols.csta.xml import decode
from harness.protocols.sip.parsing import parse

ED3 = b"http://www.ecma-international.org/standards/ecma-323/csta/ed3"
ED4 = b"http://www.ecma-international.org/standards/ecma-323/csta/ed4"
ED5 = b"http://www.ecma-international.org/standards/ecma-323/csta/ed5"
MISSPELT = b"http://www.ecmainternational.org/standards/ecma-323/csta/ed3"
STATUS = (
    b'<?xml version="1.0"?><RequestSystemStatusResponse xmlns="' + ED3 + b'">'
    b"<systemStatus>normal</systemStatus></RequestSystemStatusResponse>"
)
STARTED = (
    b'<MonitorStartResponse xmlns="' + ED3 + b'">'
    b"<monitorCrossRefID>99fda87c</monitorCrossRefID></MonitorStartResponse>"
)


@pytest.fixture
def session():
    """Open, with the monitor 99fda87c of the line 201."""
    session = ComputingSession()
    session.open()
    session.opened(STATUS)
    start = MonitorStart(monitor_object=MonitorObject(device_object="201"))
    session.request(start)
    session.answered(start, STARTED)
    return session


def delivered(namespace, connection, *, prefix=b""):
    """A DeliveredEvent with that connection's content."""
    opened, closed = b"<" + prefix, b"</" + prefix
    declared = b" xmlns" + (b":" + prefix.rstrip(b":") if prefix else b"") + b'="' + namespace
    body = (
        b"<DeliveredEvent" + declared + b'"><monitorCrossRefID>99fda87c</monitorCrossRefID>'
        b"<connection>" + connection + b"</connection>"
        b"<alertingDevice><deviceIdentifier>201</deviceIdentifier></alertingDevice>"
        b"<callingDevice><deviceIdentifier>202</deviceIdentifier></callingDevice>"
        b"<calledDevice><deviceIdentifier>201</deviceIdentifier></calledDevice>"
        b"<lastRedirectionDevice><notRequired/></lastRedirectionDevice>"
        b"<localConnectionInfo>alerting</localConnectionInfo><cause>newCall</cause>"
        b"</DeliveredEvent>"
    )
    return body.replace(b"</", closed).replace(b"<", opened).replace(opened + b"/", b"</")


CALL_FIRST = b"<callID>17</callID><deviceID>201</deviceID>"
DEVICE_FIRST = b"<deviceID>201</deviceID><callID>17</callID>"


@pytest.mark.parametrize(
    ("namespace", "connection", "prefix"),
    [
        (ED3, CALL_FIRST, b""),
        (ED3, DEVICE_FIRST, b""),
        (ED4, CALL_FIRST, b""),
        (ED5, DEVICE_FIRST, b""),
        (MISSPELT, CALL_FIRST, b""),
        (b"urn:no-edition-at-all", CALL_FIRST, b""),
        (ED5, CALL_FIRST, b"csta:"),
        (ED3, b"<callID>17</callID>", b""),
        (ED3, b'<callID>17</callID><deviceID typeOfNumber="other">201</deviceID>', b""),
    ],
    ids=[
        "as it should be", "deviceID before callID", "edition 4", "edition 5", "misspelt host",
        "a namespace of its own", "a prefix", "no deviceID", "attributes",
    ],
)  # fmt: skip
def test_an_event_is_read_in_any_order_and_namespace(session, namespace, connection, prefix):
    event = session.received(delivered(namespace, connection, prefix=prefix))

    assert event.connection.call_id == "17"
    assert event.alerting_device == "201"
    assert (event.local_connection_info, event.cause) == (
        LocalConnectionState.ALERTING, Cause.NEW_CALL,
    )  # fmt: skip


def test_the_forwarding_is_on_before_its_type():
    body = (
        b'<SetForwarding xmlns="' + ED3 + b'"><device>201</device>'
        b"<activateForward>true</activateForward>"
        b"<forwardingType>forwardImmediate</forwardingType><forwardDN>203</forwardDN>"
        b"</SetForwarding>"
    )

    value = decode(body).value

    assert (value.activate_forward, value.forward_dn) == (True, "203")
    assert value.forwarding_type is ForwardingType.FORWARD_IMMEDIATE


def test_an_event_of_do_not_disturb_with_bare_text_and_no_cross_reference(session):
    body = (
        b'<DoNotDisturbEvent xmlns="' + ED3 + b'"><device>201</device>'
        b"<doNotDisturbOn>1</doNotDisturbOn></DoNotDisturbEvent>"
    )

    value = decode(body).value

    assert (value.device, value.do_not_disturb_on) == ("201", True)
    with pytest.raises(RemoteProtocolError, match="for monitor '', which was never started"):
        session.received(body)
    assert session.received(delivered(ED3, CALL_FIRST)).connection.call_id == "17"


def test_a_snapshot_that_comes_in_pieces_names_them_directly(session):
    request = SnapshotDevice(snapshot_object="201")
    session.request(request)
    body = (
        b'<SnapshotDeviceResponse xmlns="' + ED3 + b'">'
        b"<serviceCrossRefID>7</serviceCrossRefID></SnapshotDeviceResponse>"
    )

    answer = session.answered(request, body)

    assert answer.service_cross_ref_id == "7"
    assert answer.calls == ()


@pytest.mark.parametrize(
    ("inside", "category", "value"),
    [
        (b"<operation>invalidConnectionIdentifier</operation>", "operation",
         "invalidConnectionIdentifier"),
        (b"<operation>Make Call Fail</operation>", "operation", "Make Call Fail"),
        (b"<unspecified/>", "unspecified", ""),
        (b"<privateErrorCode>E17</privateErrorCode>", "privateErrorCode", "E17"),
    ],
    ids=["a spelling of its own", "free text", "no reason", "a category of its own"],
)  # fmt: skip
def test_a_refusal_is_one_whatever_it_says(session, inside, category, value):
    request = AnswerCall(call_to_be_answered=ConnectionID("17", "201"))
    session.request(request)
    body = b'<CSTAErrorCode xmlns="' + ED3 + b'">' + inside + b"</CSTAErrorCode>"

    with pytest.raises(ServiceRefused) as refusal:
        session.answered(request, body)

    assert (refusal.value.category, refusal.value.value) == (category, value)


@pytest.mark.parametrize("status", [b"200 OK", b"403 Forbidden", b"480 Temporarily Unavailable"])
def test_a_refusal_is_read_from_an_answer_of_any_status(status):
    body = (
        b'<c:CSTAErrorCode xmlns:c="' + ED5 + b'"><c:stateIncompatibility>noCallToAnswer'
        b"</c:stateIncompatibility></c:CSTAErrorCode>"
    )
    octets = (
        b"SIP/2.0 " + status + b"\r\nVia: SIP/2.0/UDP 10.0.0.50;branch=z9hG4bKa\r\n"
        b"From: <sip:a@b>;tag=1\r\nTo: <sip:201@b>;tag=2\r\nCall-ID: x\r\nCSeq: 2 INFO\r\n"
        b"Content-Type: application/csta+xml\r\nContent-Length: %d\r\n\r\n" % len(body)
    ) + body

    refusal = refusal_of("AnswerCall", parse(octets))

    assert refusal is not None
    assert (refusal.category, refusal.value) == ("stateIncompatibility", "noCallToAnswer")


def test_a_diversion_without_its_connection_is_reported_and_the_session_goes_on(session):
    body = (
        b'<DivertedEvent xmlns="' + ED3 + b'"><monitorCrossRefID>99fda87c</monitorCrossRefID>'
        b"<divertingDevice><deviceIdentifier>202</deviceIdentifier></divertingDevice>"
        b"<newDestination><deviceIdentifier>203</deviceIdentifier></newDestination>"
        b"<cause>redirected</cause></DivertedEvent>"
    )

    with pytest.raises(RemoteProtocolError, match="connection is missing in DivertedEvent"):
        session.received(body)
    assert session.received(delivered(ED3, CALL_FIRST)).connection.call_id == "17"


def test_a_transfer_in_two_spellings_with_an_empty_row(session):
    for name in (b"TransferedEvent", b"TransferredEvent"):
        body = (
            b"<" + name + b' xmlns="' + ED3 + b'">'
            b"<monitorCrossRefID>99fda87c</monitorCrossRefID>"
            b"<primaryOldCall><callID>17</callID><deviceID>201</deviceID></primaryOldCall>"
            b"<transferringDevice><deviceIdentifier>201</deviceIdentifier></transferringDevice>"
            b"<transferredToDevice><deviceIdentifier>203</deviceIdentifier></transferredToDevice>"
            b"<transferredConnections><connectionListItem/>"
            b"<oldConnection><callID>17</callID></oldConnection></transferredConnections>"
            b"<cause>transfer</cause></" + name + b">"
        )

        event = session.received(body)

        assert event.primary_old_call.call_id == "17"


def test_a_session_that_met_all_that_goes_on(session):
    session.received(delivered(MISSPELT, DEVICE_FIRST))
    request = MakeCall(calling_device="201", called_directory_number="202")
    session.request(request)
    body = (
        b'<MakeCallResponse xmlns="' + ED4 + b'"><callingDevice><deviceID>201</deviceID>'
        b"<callID>0_99f261b4</callID></callingDevice></MakeCallResponse>"
    )

    assert session.answered(request, body).calling_device.call_id == "0_99f261b4"
