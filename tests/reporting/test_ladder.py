from lxml import etree

from harness.expect.conditions import Condition
from harness.expect.csta import Delivered
from harness.expect.judging import Objection, Strand, Verdict
from harness.expect.patterns import Call
from harness.expect.rendering import Report
from harness.protocols.csta.events import DeliveredEvent
from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.protocols.csta.types import ConnectionID
from harness.protocols.sccp import messages
from harness.protocols.sccp.messages import SetRinger
from harness.protocols.sccp.numbers import RingMode
from harness.reporting.ladder import _TELLING, svg
from harness.runtime.journal import Entry, Kind

DELIVERED = DeliveredEvent(
    connection=ConnectionID("78", "202"),
    alerting_device="202",
    calling_device="201",
    called_device="202",
    local_connection_info=LocalConnectionState.CONNECTED,
    cause=Cause.NEW_CALL,
)
ENTRIES = [
    Entry(0, 0.000, "bench", Kind.STEP, "step", text="MC-01: <Alice> calls & Bob answers"),
    Entry(1, 0.001, "alice.cti", Kind.SENT, "MakeCall"),
    Entry(2, 0.002, "bob.phone", Kind.RECEIVED, "SetRinger"),
    Entry(3, 0.003, "alice.cti", Kind.EVENT, "DeliveredEvent", DELIVERED),
    Entry(4, 0.004, "bob.phone", Kind.SENT, "KeepAlive"),
    Entry(5, 0.005, "bob.phone", Kind.ACT, "answer"),
]


def texts(picture):
    root = etree.fromstring(picture.encode())
    return ["".join(node.itertext()) for node in root.iter("{*}text")]


def test_lanes_stand_applications_left_router_middle_phones_right():
    assert texts(svg(ENTRIES, {}))[:3] == ["alice.cti", "router", "bob.phone"]


def test_each_entry_is_a_row_and_text_is_escaped():
    shown = texts(svg(ENTRIES, {3: "Delivered(call)"}))

    assert "MC-01: <Alice> calls & Bob answers" in shown
    assert "MakeCall" in shown
    assert "✓ Delivered(78, alerting=202, cause=newCall, local=connected)" in shown


def test_bookkeeping_is_left_out():
    assert "KeepAlive" not in texts(svg(ENTRIES, {}))


def test_a_message_to_a_phone_says_what_matters():
    ringer = Entry(0, 0.0, "bob.phone", Kind.RECEIVED, "SetRinger", SetRinger(RingMode.INSIDE))

    assert "SetRinger INSIDE" in texts(svg([ringer], {}))


def test_every_telling_field_is_one_its_message_has():
    for name, field in _TELLING.items():
        assert not field or field in getattr(messages, name).__dataclass_fields__, name


def test_the_entry_that_failed_is_red():
    red = 'stroke="#cf222e"'
    wrong = Verdict(objection=Objection(ENTRIES[3], ("cause is 'busy'",)))
    picture = svg(ENTRIES, {3: "Delivered(call)"}, difference=Report("", ENTRIES, wrong))

    assert red in picture
    assert "✗ Delivered(78, alerting=202, cause=newCall, local=connected)" in texts(picture)
    assert red not in svg(ENTRIES, {})


def test_what_never_came_stands_where_it_was_given_up():
    strand = Strand("alice.cti", "201", (Delivered(Call("call"), alerting="203"),))
    verdict = Verdict(missing=[(strand, strand.terms[0])])
    ringing = Condition("carol.phone", "rings", lambda: None)
    difference = Report("", ENTRIES[:5], verdict, ((ringing, "the ringer is off"),))

    shown = texts(svg(ENTRIES, {}, difference=difference))

    assert "carol.phone" in shown
    never = shown.index("✗ Delivered(call, alerting='203'): never came")
    assert shown[never + 1] == "✗ rings: the ringer is off"
    assert shown.index("MakeCall") < never < shown.index("answer")


def test_an_arrow_points_where_the_message_went():
    root = etree.fromstring(svg(ENTRIES, {}).encode())
    arrows = [line for line in root.iter("{*}line") if line.get("stroke")]
    sent, received = arrows[0], arrows[1]

    assert float(sent.get("x1")) < float(sent.get("x2"))
    assert float(received.get("x1")) < float(received.get("x2"))


def test_an_empty_stretch_is_still_a_picture():
    assert texts(svg([], {})) == ["router"]
