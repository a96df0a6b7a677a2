"""Product deviations that were seen (reference of CSTA over SIP, 2.6), told by SIPp over a socket.

Each is put into the session that SIPp serves as a switch: in place of its event, of its answer to
Answer Call, or of all its namespaces. The session goes on behind it as behind what is right.
"""

import re
from dataclasses import dataclass, field
from itertools import cycle

import pytest

from harness.errors import ServiceRefused
from harness.protocols.csta.names import Cause, ForwardingType
from harness.protocols.csta.types import ConnectionID
from harness.runtime.journal import Journal, Kind
from tests.peers.foreign import SCENARIO, foreign_switch, seen_in

EDITION = "http://www.ecma-international.org/standards/ecma-323/csta/ed"
ED3 = f'xmlns="{EDITION}3"'
OF_THE_LINE = "<monitorCrossRefID>7f</monitorCrossRefID>"
CALL = ConnectionID("88", "201")
EVENT = re.compile("<DeliveredEvent.*</DeliveredEvent>")
REFUSAL = re.compile("<CSTAErrorCode.*</CSTAErrorCode>")
ASKED = re.compile(r"&lt;AnswerCall\.\*&lt;callToBeAnswered&gt;&lt;callID&gt;88&lt;")
CONNECTION = "<connection><callID>88</callID><deviceID>201</deviceID></connection>"
DEVICES = (
    "<alertingDevice><deviceIdentifier>201</deviceIdentifier></alertingDevice>"
    "<callingDevice><deviceIdentifier>202</deviceIdentifier></callingDevice>"
    "<calledDevice><deviceIdentifier>201</deviceIdentifier></calledDevice>"
)
HOSTS = (
    f"{EDITION}4",
    f"{EDITION}5",
    "http://www.ecmainternational.org/standards/ecma-323/csta/ed3",
    "http://www.ecma.ch/standards/ecma-323/csta/ed2",
    "urn:no-edition-at-all",
)


@dataclass(frozen=True)
class Told:
    """An event, or something like it, and what the application makes of it."""

    body: str
    name: str
    fields: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Misunderstood:
    """What comes in place of the event, and the fault that is noted of it."""

    body: str
    says: str


def delivered(inside):
    return f"<DeliveredEvent {ED3}>{inside}</DeliveredEvent>"


def transferred(name):
    return (
        f"<{name} {ED3}>{OF_THE_LINE}"
        "<primaryOldCall><callID>88</callID><deviceID>201</deviceID></primaryOldCall>"
        "<transferringDevice><deviceIdentifier>202</deviceIdentifier></transferringDevice>"
        "<transferredToDevice><deviceIdentifier>203</deviceIdentifier></transferredToDevice>"
        "<transferredConnections><connectionListItem/>"
        "<oldConnection><callID>88</callID></oldConnection></transferredConnections>"
        f"<cause>transfer</cause></{name}>"
    )


def rung(**fields):
    return {"connection": CALL, "alerting_device": "201", "cause": Cause.NEW_CALL, **fields}


TOLD = {
    "1 on before its type": Told(
        f"<ForwardingEvent {ED3}>{OF_THE_LINE}<device><deviceIdentifier>201</deviceIdentifier>"
        "</device><forwardStatus>true</forwardStatus>"
        "<forwardingType>forwardImmediate</forwardingType><forwardTo>203</forwardTo>"
        "</ForwardingEvent>",
        "ForwardingEvent",
        {"forward_status": True, "forwarding_type": ForwardingType.FORWARD_IMMEDIATE},
    ),
    "2 device as bare text": Told(
        f"<DoNotDisturbEvent {ED3}>{OF_THE_LINE}<device>201</device>"
        "<doNotDisturbOn>1</doNotDisturbOn></DoNotDisturbEvent>",
        "DoNotDisturbEvent",
        {"device": "201", "do_not_disturb_on": True},
    ),
    "3 deviceID before callID": Told(
        delivered(
            f"{OF_THE_LINE}<connection><deviceID>201</deviceID><callID>88</callID></connection>"
            f"{DEVICES}<cause>newCall</cause>"
        ),
        "DeliveredEvent",
        rung(),
    ),
    "6 a transfer with an empty row": Told(
        transferred("TransferedEvent"), "TransferredEvent", {"primary_old_call": CALL}
    ),
    "6 a transfer in two r": Told(
        transferred("TransferredEvent"), "TransferredEvent", {"primary_old_call": CALL}
    ),
    "9 children in no order": Told(
        delivered(f"<cause>newCall</cause>{DEVICES}{CONNECTION}{OF_THE_LINE}"),
        "DeliveredEvent",
        rung(calling_device="202"),
    ),
}
MISUNDERSTOOD = {
    "1 a request that sets the forwarding": Misunderstood(
        f"<SetForwarding {ED3}><device>201</device><activateForward>true</activateForward>"
        "<forwardingType>forwardImmediate</forwardingType><forwardDN>203</forwardDN>"
        "</SetForwarding>",
        "SetForwarding from the switch, unasked",
    ),
    "2 no cross-reference": Misunderstood(
        f"<DoNotDisturbEvent {ED3}><device>201</device><doNotDisturbOn>1</doNotDisturbOn>"
        "</DoNotDisturbEvent>",
        "monitor ''",
    ),
    "6 a diversion without its connection": Misunderstood(
        f"<DivertedEvent {ED3}>{OF_THE_LINE}"
        "<divertingDevice><deviceIdentifier>201</deviceIdentifier></divertingDevice>"
        "<newDestination><deviceIdentifier>203</deviceIdentifier></newDestination>"
        "<cause>redirected</cause></DivertedEvent>",
        "connection is missing in DivertedEvent",
    ),
}
REFUSED = {
    "5 a spelling of its own": (
        "<operation>invalidConnectionIdentifier</operation>",
        ("operation", "invalidConnectionIdentifier"),
    ),
    "7 free text": (
        "<operation>Make Call Fail</operation>", ("operation", "Make Call Fail"),
    ),
    "a category of its own": (
        "<privateErrorCode>E17</privateErrorCode>", ("privateErrorCode", "E17"),
    ),
    "no reason": ("<unspecified/>", ("unspecified", "")),
}  # fmt: skip


@pytest.fixture
def opened(sipp, tmp_path):
    """Opens a session with a switch that deviates, and starts its monitor."""

    def open_with(text):
        scenario = tmp_path / "switch.xml"
        scenario.write_text(text, encoding="utf-8")
        return foreign_switch(sipp, scenario, transport="UDP", folder=tmp_path)

    return open_with


def switch_that(slot, body):
    """The scenario of a switch that says something else at one place."""
    text, count = slot.subn(lambda _: body, SCENARIO.read_text(encoding="utf-8"))
    assert count == 1
    return text


def begin(session):
    session.open()
    session.get_features()
    session.monitor_start()


def goes_on(session, switch):
    """The next service is answered as usual; monitor and session end in order."""
    with pytest.raises(ServiceRefused, match="stateIncompatibility/noCallToAnswer"):
        session.answer_call(CALL)
    ends_in_order(session, switch)


def ends_in_order(session, switch):
    assert session.is_open
    assert session.monitors == {"7f": "201"}
    session.close()
    assert switch.is_content()


def faults_in(journal):
    return [each.text for each in journal.entries(0) if each.kind is Kind.FAULT]


@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD)
def test_an_event_of_another_shape_is_read_and_the_session_goes_on(opened, told):
    journal = Journal()
    with opened(switch_that(EVENT, told.body)) as switch, switch.session(journal) as session:
        begin(session)

        event = seen_in(journal, told.name).value
        assert {name: getattr(event, name) for name in told.fields} == told.fields

        goes_on(session, switch)
    assert faults_in(journal) == []


@pytest.mark.parametrize("told", MISUNDERSTOOD.values(), ids=MISUNDERSTOOD)
def test_what_makes_no_sense_is_noted_and_the_session_goes_on(opened, told):
    journal = Journal()
    with opened(switch_that(EVENT, told.body)) as switch, switch.session(journal) as session:
        begin(session)

        assert told.says in seen_in(journal, "RemoteProtocolError").text

        goes_on(session, switch)
    assert len(faults_in(journal)) == 1


@pytest.mark.parametrize(("inside", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_in_any_words_is_one_and_the_session_goes_on(opened, inside, reason):
    journal = Journal()
    text = switch_that(REFUSAL, f"<CSTAErrorCode {ED3}>{inside}</CSTAErrorCode>")
    with opened(text) as switch, switch.session(journal) as session:
        begin(session)
        seen_in(journal, "DeliveredEvent")

        with pytest.raises(ServiceRefused) as refusal:
            session.answer_call(CALL)

        assert (refusal.value.category, refusal.value.value) == reason
        ends_in_order(session, switch)
    assert faults_in(journal) == []


def test_a_snapshot_that_comes_in_pieces_has_no_call_and_the_session_goes_on(opened):
    pieces = (
        f"<SnapshotDeviceResponse {ED3}><serviceCrossRefID>7</serviceCrossRefID>"
        "</SnapshotDeviceResponse>"
    )
    text = ASKED.sub("&lt;SnapshotDevice[ /&gt;]", switch_that(REFUSAL, pieces))
    journal = Journal()
    with opened(text) as switch, switch.session(journal) as session:
        begin(session)
        seen_in(journal, "DeliveredEvent")

        assert session.snapshot_device() == ()

        assert seen_in(journal, "SnapshotDeviceResponse").value.service_cross_ref_id == "7"
        ends_in_order(session, switch)
    assert faults_in(journal) == []


def test_a_switch_of_mixed_namespaces_is_understood_all_session_long(opened):
    hosts = cycle(HOSTS)
    text, count = re.subn(
        re.escape(ED3), lambda _: f'xmlns="{next(hosts)}"', SCENARIO.read_text(encoding="utf-8")
    )
    assert count >= len(HOSTS)
    journal = Journal()
    with opened(text) as switch, switch.session(journal) as session:
        begin(session)

        assert seen_in(journal, "DeliveredEvent").value.connection == CALL

        goes_on(session, switch)
    assert faults_in(journal) == []
