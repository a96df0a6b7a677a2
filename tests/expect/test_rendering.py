from harness.expect.conditions import Condition
from harness.expect.csta import Delivered, Originated
from harness.expect.judging import Strand, judge
from harness.expect.patterns import Call, maybe
from harness.expect.rendering import Report, in_words, ladder_lines, render
from harness.protocols.csta.events import DeliveredEvent, OriginatedEvent
from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.protocols.csta.types import ConnectionID
from harness.runtime.journal import Entry, Kind

ORIGINATED = OriginatedEvent(
    originated_connection=ConnectionID("78", "201"),
    calling_device="201",
    called_device="202",
    local_connection_info=LocalConnectionState.CONNECTED,
    cause=Cause.NEW_CALL,
)
DELIVERED = DeliveredEvent(
    connection=ConnectionID("78", "202"),
    alerting_device="202",
    calling_device="201",
    called_device="202",
    local_connection_info=LocalConnectionState.CONNECTED,
    cause=Cause.NEW_CALL,
)
ENTRIES = (
    Entry(5, 10.000, "alice.cti", Kind.SENT, "MakeCall"),
    Entry(6, 10.001, "alice.cti", Kind.RECEIVED, "MakeCallResponse"),
    Entry(7, 10.002, "alice.cti", Kind.EVENT, "OriginatedEvent", ORIGINATED),
    Entry(8, 10.003, "alice.cti", Kind.EVENT, "DeliveredEvent", DELIVERED, octets=b"<a><b/></a>"),
    Entry(9, 10.004, "alice.phone", Kind.RECEIVED, "SetLamp"),
    Entry(10, 10.005, "alice.cti", Kind.SENT, "SnapshotDevice"),
    Entry(11, 10.006, "bob.phone", Kind.ACT, "dial", text="202"),
    Entry(12, 10.007, "alice.cti", Kind.EVENT, "DeliveredEvent", DELIVERED),
)


def report(*terms, entries=ENTRIES, unmet=()):
    verdict = judge(entries, [Strand("alice.cti", "201", terms)])
    return Report("the problem", entries, verdict, unmet)


def marks(told):
    return [line.split()[0] for line in ladder_lines(told)]


def test_claimed_wrong_and_unjudged_are_told_apart():
    call = Call("call")
    told = report(Originated(call), Delivered(call, alerting="203"))

    assert marks(told) == ["·", "·", "✓", "✗", "·", "·", "…"]
    assert told.wrong == 8


def test_the_first_difference_is_explained_at_its_place():
    call = Call("call")
    lines = list(ladder_lines(report(Originated(call), Delivered(call, alerting="203"))))

    assert lines[3].endswith("← alertingDevice is '202', expected '203'")
    assert lines[0] == "  ·   0.000  alice.cti   → MakeCall"
    assert lines[1] == "  ·   0.001  alice.cti   ← MakeCallResponse"
    assert lines[4] == "  ·   0.006  bob.phone   dial 202"


def test_decoration_and_fences_are_left_out():
    text = "\n".join(ladder_lines(report(Originated(Call()))))

    assert "SetLamp" not in text
    assert "SnapshotDevice" not in text


def test_what_lacks_is_told_with_its_reason_and_nothing_optional():
    call = Call("call")
    ringing = Condition("bob.phone", "rings", lambda: None)
    told = report(
        Originated(call), maybe(Delivered(call)), Delivered(call, alerting="204"),
        entries=ENTRIES[:3], unmet=((ringing, "the ringer is off"),),
    )  # fmt: skip

    assert list(told.lacks()) == [
        ("alice.cti", "Delivered(call, alerting='204')", "never came"),
        ("bob.phone", "rings", "the ringer is off"),
    ]
    assert told.given_up == 8
    assert told.wrong is None


def test_behind_a_wrong_event_nothing_is_said_never_to_have_come():
    call = Call("call")
    told = report(Originated(call), Delivered(call, alerting="203"), Originated(call))

    assert {reason for _, _, reason in told.lacks()} == {"was still to come"}


def test_the_wrong_message_is_shown_as_it_was_on_the_wire():
    text = render(report(Originated(Call())))

    assert "the message (alice.cti):\n    <a>\n      <b/>\n    </a>" in text


def test_a_body_that_is_no_xml_is_shown_as_it_is():
    entry = Entry(0, 0.0, "alice.cti", Kind.FAULT, "Misbehaved", text="no XML", octets=b"\xff<x")
    told = Report("p", (entry,), judge((entry,), []))

    assert "\\xff<x" in render(told)


def test_an_entry_in_words():
    assert in_words(ENTRIES[2]).startswith("Originated(78, calling=201, cause=newCall")
    assert in_words(ENTRIES[6]) == "dial 202"
