import pytest

from harness.expect.accents import Heard, Order, departures, shown, style_of
from harness.protocols.csta import xml
from harness.protocols.csta.events import HeldEvent, OriginatedEvent
from harness.protocols.csta.services import HoldCall, HoldCallResponse, MakeCall
from harness.protocols.csta.types import ConnectionID
from harness.topology.dialect import STANDARD, Dialect

ED3 = b"http://www.ecma-international.org/standards/ecma-323/csta/ed3"
ED5 = b"http://www.ecma-international.org/standards/ecma-323/csta/ed5"
COMPOUND = "<compoundCallState>{}</compoundCallState>"
STATE = "<localConnectionState>{}</localConnectionState>"
ASKED = b'<MonitorStart xmlns="' + ED3 + b'"/>'


def event(namespace=ED3, call="17", device="tel:201", prefix=""):
    """A HeldEvent as octets."""
    colon = f"{prefix}:" if prefix else ""
    declared = f"xmlns:{prefix}" if prefix else "xmlns"
    return (
        f"<{colon}HeldEvent {declared}='{namespace.decode()}'>"
        f"<{colon}monitorCrossRefID>1</{colon}monitorCrossRefID>"
        f"<{colon}heldConnection><{colon}callID>{call}</{colon}callID>"
        f"<{colon}deviceID>{device}</{colon}deviceID></{colon}heldConnection>"
        f"<{colon}holdingDevice><{colon}deviceIdentifier>{device}</{colon}deviceIdentifier>"
        f"</{colon}holdingDevice><{colon}cause>normal</{colon}cause></{colon}HeldEvent>"
    ).encode()


def told(octets, **asked):
    heard = Heard(xml.decode(octets).value, octets, asked.pop("asked", ASKED), **asked)
    return {point.name: set(choices) for point, choices in shown(heard)}


def test_an_edition_is_the_requests_or_the_routers_own():
    assert told(event())["namespace"] == {"ed3", "as-asked"}
    assert told(event(ED5))["namespace"] == {"ed5"}
    assert told(event(ED5), asked=ASKED.replace(ED3, ED5))["namespace"] == {"ed5", "as-asked"}


def test_a_prefix_shows_in_the_root():
    assert told(event())["prefix"] == {"none"}
    assert told(event(prefix="c"))["prefix"] == {"csta"}


@pytest.mark.parametrize(
    ("call", "form"),
    [("17", "decimal"), ("0_0011", "opaque"), ("017", "opaque"), ("-12", "opaque")],
)
def test_a_call_identifier_is_a_number_or_it_is_not(call, form):
    assert told(event(call=call))["call-id"] == {form}


@pytest.mark.parametrize(
    ("device", "style"),
    [("201", "extension"), ("TEL:201", "tel"), ("sip:201@cme", "sip"), ("sips:201@cme", "sip")],
)
def test_a_device_has_a_style(device, style):
    assert style_of(device) == style
    assert told(event(device=device), monitored_as="N<201>")["device-id"] >= {style}


def test_a_device_in_the_applications_style_may_be_its_or_the_routers():
    assert told(event(), monitored_as="tel:201")["device-id"] == {"tel", "as-asked"}
    assert told(event(device="201"), monitored_as="tel:201")["device-id"] == {"extension"}


@pytest.mark.parametrize(
    ("told_of", "has_calls", "choices"),
    [
        ("", False, {"when-there-are", "never"}),
        ("", True, {"never"}),
        ("<monitorExistingCalls>true</monitorExistingCalls>", True, {"when-there-are", "always"}),
        ("<monitorExistingCalls>false</monitorExistingCalls>", False, {"always"}),
    ],
)
def test_a_monitor_is_told_of_calls(told_of, has_calls, choices):
    octets = (
        f"<MonitorStartResponse xmlns='{ED3.decode()}'>"
        f"<monitorCrossRefID>1</monitorCrossRefID>{told_of}</MonitorStartResponse>"
    ).encode()

    assert told(octets, has_calls=has_calls)["existing-calls"] == choices


@pytest.mark.parametrize(
    ("states", "choice"),
    [
        (COMPOUND.format(STATE.format("alerting") + STATE.format("connected")), {"compound"}),
        (COMPOUND.format(STATE.format("alerting")), {"own"}),
        (COMPOUND.format(3 * STATE.format("connected")), {"compound", "simple"}),
        (COMPOUND.format(2 * STATE.format("hold")), {"compound", "simple"}),
        ("<simpleCallState>callReceived</simpleCallState>", {"simple"}),
    ],
    ids=["compound", "own", "three parties", "both hold", "simple"],
)
def test_a_snapshot_tells_states(states, choice):
    octets = (
        f"<SnapshotDeviceResponse xmlns='{ED3.decode()}'><crossRefIDorSnapshotData><snapshotData>"
        "<snapshotDeviceResponseInfo><connectionIdentifier><callID>1</callID></connectionIdentifier>"
        f"<localCallState>{states}</localCallState></snapshotDeviceResponseInfo>"
        "</snapshotData></crossRefIDorSnapshotData></SnapshotDeviceResponse>"
    ).encode()

    assert told(octets)["snapshot-state"] == choice


@pytest.mark.parametrize(("new", "choice"), [("8", "secondary"), ("7", "primary"), ("9", "new")])
def test_a_transferred_call_has_an_identifier_of_before_or_a_new_one(new, choice):
    row = f"<connectionListItem><newConnection><callID>{new}</callID></newConnection>"
    octets = (
        f"<TransferredEvent xmlns='{ED3.decode()}'><monitorCrossRefID>1</monitorCrossRefID>"
        "<primaryOldCall><callID>7</callID></primaryOldCall>"
        "<secondaryOldCall><callID>8</callID></secondaryOldCall>"
        "<transferringDevice><deviceIdentifier>201</deviceIdentifier></transferringDevice>"
        "<transferredToDevice><deviceIdentifier>203</deviceIdentifier></transferredToDevice>"
        f"<transferredConnections>{row}</connectionListItem></transferredConnections>"
        "<cause>transfer</cause></TransferredEvent>"
    ).encode()
    found = told(octets)

    assert found["transferred-call"] == {choice}
    assert found["transferred-name"] == {"TransferredEvent"}


def test_what_does_not_agree_is_a_sentence():
    octets = event(prefix="c")
    heard = Heard(xml.decode(octets).value, octets, ASKED)

    assert departures(heard, STANDARD) == ["prefix is csta, the bench's dialect says none"]
    assert departures(heard, Dialect({"prefix": "csta"})) == []


HELD = HeldEvent(
    monitor_cross_ref_id="1", held_connection=ConnectionID("7", "201"), holding_device="201"
)
HOLD = HoldCall(call_to_be_held=ConnectionID("7", "201"))


def test_an_answer_before_what_it_causes_and_behind_it():
    before, behind = Order(), Order()
    before.asked(HOLD)
    before.answer(HoldCallResponse())
    behind.asked(HOLD)

    assert before.event(HELD) == "response-first"
    assert behind.event(HELD) == "event-first"
    assert behind.event(HELD) is None


def test_events_of_other_calls_show_no_order():
    order = Order()
    order.asked(HoldCall(call_to_be_held=ConnectionID("8", "201")))

    assert order.event(HELD) is None
    order.asked(MakeCall(calling_device="201", called_directory_number="202"))
    assert order.event(HELD) is None
    begun = OriginatedEvent(
        monitor_cross_ref_id="1",
        originated_connection=ConnectionID("9", "201"),
        calling_device="201",
        called_device="202",
    )
    assert order.event(begun) == "event-first"
