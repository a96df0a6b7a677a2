from harness.lab.listening import Ear, Listener
from harness.lab.pacing import AT_ONCE, ONE_AT_A_TIME, Pace
from harness.protocols.csta import xml
from harness.protocols.csta.services import (
    MakeCall,
    MakeCallResponse,
    MonitorStart,
    SnapshotDevice,
)
from harness.protocols.csta.types import ConnectionID, MonitorObject
from harness.runtime.journal import Entry, Journal, Kind
from harness.runtime.wire import Frame, Transport
from harness.topology.dialect import STANDARD, Dialect

ED3 = "http://www.ecma-international.org/standards/ecma-323/csta/ed3"
ASKED = f"<SnapshotDevice xmlns='{ED3}'><snapshotObject>1</snapshotObject></SnapshotDevice>"
ANSWER = f"<c:SnapshotDeviceResponse xmlns:c='{ED3}'/>".encode()


def faults(journal):
    return [each.text for each in journal.entries() if each.kind is Kind.FAULT]


def hears(dialect, witness="alice.cti"):
    journal = Journal()
    with journal.subscribed(Listener(journal, dialect)):
        journal.append(
            witness, Kind.SENT, "SnapshotDevice", SnapshotDevice(snapshot_object="1"),
            octets=ASKED.encode(),
        )  # fmt: skip
        answer = xml.decode(ANSWER).value
        journal.append(witness, Kind.RECEIVED, "SnapshotDeviceResponse", answer, octets=ANSWER)
    return faults(journal)


def test_what_is_said_in_another_dialect_is_a_fault_of_who_heard_it():
    assert hears(STANDARD) == ["prefix is csta, the bench's dialect says none"]
    assert hears(Dialect({"prefix": "csta"})) == []


def test_only_applications_are_listened_to():
    assert hears(STANDARD, witness="alice.phone") == []


def test_a_device_is_told_as_the_latest_session_writes_it():
    ear = Ear()
    start = MonitorStart(monitor_object=MonitorObject(device_object="201"))
    call = MakeCall(calling_device="tel:201", called_directory_number="tel:202")
    told = MakeCallResponse(calling_device=ConnectionID("7", "tel:201"))
    answer = Entry(3, 0.0, "a.cti", Kind.RECEIVED, "MakeCallResponse", told)

    ear.sent(Entry(1, 0.0, "a.cti", Kind.SENT, "MonitorStart", start))
    assert ear.heard(answer).monitored_as == "201"
    ear.sent(Entry(2, 0.0, "a.cti", Kind.SENT, "MakeCall", call))
    assert ear.heard(answer).monitored_as == "tel:201"


def info(number):
    return f"INFO sip:a@b SIP/2.0\r\nCall-ID: x\r\nCSeq: {number} INFO\r\n\r\n".encode()


def answered(number):
    return f"SIP/2.0 200 OK\r\nCall-ID: x\r\nCSeq: {number} INFO\r\n\r\n".encode()


def paces(*frames):
    pace = Pace()
    octets = {"<": info, ">": answered}
    told = [
        pace.seen(
            Frame(0, Transport.UDP, ("r", 1), ("a", 2), octets[each[0]](each[1:])),
            from_router=each[0] == "<",
        )
        for each in frames
    ]
    return [each for each in told if each]


def test_an_event_that_waits_for_a_late_answer_comes_one_at_a_time():
    assert paces("<5", "<5", ">5", "<6") == [ONE_AT_A_TIME]


def test_an_event_that_comes_before_the_answer_to_the_last_comes_at_once():
    assert paces("<5", "<6", "<5", ">5", "<6", ">6") == [AT_ONCE]


def test_an_event_that_is_repeated_behind_its_answer_shows_nothing():
    assert paces("<5", ">5", "<5", "<6", ">6") == []


def test_events_that_are_answered_soon_show_nothing():
    assert paces("<5", ">5", "<6", ">6", "<7") == []


def test_events_at_once_are_a_fault_where_the_dialect_has_them_one_at_a_time():
    for dialect, told in (
        (STANDARD, ["pacing is at-once, the bench's dialect says one-at-a-time"]),
        (Dialect({"pacing": "at-once"}), []),
    ):
        journal = Journal()
        listener = Listener(journal, dialect)
        for number in (5, 6):
            frame = Frame(0, Transport.UDP, ("r", 1), ("a", 2), info(number), "alice.cti")
            listener.saw(frame, from_router=True)
        assert faults(journal) == told
