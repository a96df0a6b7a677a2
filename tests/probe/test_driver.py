"""The probe against a router of some forty lines that was typed for it."""

import re
import socket
import threading

import pytest

from harness.errors import DeadlineExceeded, RemoteProtocolError
from harness.probe.driver import CstaProbe
from harness.runtime.wire import Wire

NAMESPACE = "http://www.ecma-international.org/standards/ecma-323/csta/ed3"
CALL = "<callID>88</callID><deviceID>201</deviceID>"
ANSWERS = {
    "RequestSystemStatus": "<systemStatus>normal</systemStatus>",
    "GetCSTAFeatures": "",
    "MonitorStart": "<monitorCrossRefID>5</monitorCrossRefID>",
    "MakeCall": f"<callingDevice>{CALL}</callingDevice>",
    "ClearConnection": "",
    "MonitorStop": "",
}
EVENTS = {
    "MakeCall": [
        ("OriginatedEvent", "5", "88", "connected"),
        ("DeliveredEvent", "5", "88", "connected"),
    ],
    "ClearConnection": [
        ("ConnectionClearedEvent", "5", "88", "connected"),
        ("ConnectionClearedEvent", "5", "88", "null"),
    ],
}


def body_of(name, inside):
    return f'<{name} xmlns="{NAMESPACE}">{inside}</{name}>'.encode()


class Router:
    """Answers as it was told to, and sends events once their service was answered."""

    def __init__(self):
        self.answers = dict(ANSWERS)
        self.events = {service: list(events) for service, events in EVENTS.items()}
        self.statuses = {}
        self.deaf_to = set()
        self.twice = set()
        self.heard = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.address = self._socket.getsockname()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self):
        self._socket.sendto(b"", self.address)
        self._thread.join(2)
        self._socket.close()

    def _serve(self):
        while True:
            octets, source = self._socket.recvfrom(65_535)
            if not octets:
                return
            head, _, body = octets.decode().partition("\r\n\r\n")
            method = head.split(" ")[0]
            what = (re.search(r"<(?!\?)(\w+)", body) or re.match(r"(\S+)", method))[1]
            self.heard.append(what if method != "SIP/2.0" else head.splitlines()[0])
            if method in {"ACK", "SIP/2.0"}:
                continue
            if what in self.deaf_to:
                self.deaf_to.discard(what)
                continue
            self._answer(head, what, source)

    def _answer(self, head, what, source):
        lines = [line for line in head.split("\r\n") if re.match(r"Via|From|To|Call-ID|CSeq", line)]
        text = "\r\n".join(lines).replace("@127.0.0.1>\r\nCall-ID", "@127.0.0.1>;tag=s\r\nCall-ID")
        body = body_of(f"{what}Response", self.answers[what]) if what in self.answers else b""
        status = self.statuses.get(what, "200 OK")
        contact = f"<sip:x@127.0.0.1:{self.address[1]}>"
        self._send(f"SIP/2.0 {status}\r\n{text}\r\nContact: {contact}", body, source)
        call_id = next(line for line in lines if line.startswith("Call-ID"))
        for number, (name, monitor, call, state) in enumerate(self.events.get(what, [])):
            inside = (
                f"<monitorCrossRefID>{monitor}</monitorCrossRefID>"
                f"<connection><callID>{call}</callID><deviceID>202</deviceID></connection>"
                f"<localConnectionInfo>{state}</localConnectionInfo>"
            )
            request = (
                f"INFO sip:probe@127.0.0.1 SIP/2.0\r\n"
                f"Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK{what}{number}\r\n"
                f"From: <sip:201@127.0.0.1>;tag=s\r\nTo: <sip:probe@127.0.0.1>\r\n"
                f"{call_id}\r\nCSeq: {number} INFO"
            )
            for _ in range(1 + (name in self.twice)):
                self._send(request, body_of(name, inside), source)

    def _send(self, head, body, source):
        typed = "Content-Type: application/csta+xml\r\n" if body else ""
        text = f"{head}\r\n{typed}Content-Length: {len(body)}\r\n\r\n"
        self._socket.sendto(text.encode() + body, source)


@pytest.fixture
def router():
    made = Router()
    yield made
    made.close()


def run(router, *, seconds=2.0, wire=None):
    return CstaProbe(router.address, wire=wire, seconds=seconds).run(line="201", called="202")


def test_a_whole_session_is_held_packet_by_packet(router):
    steps = run(router)

    assert [step.what for step in steps if step.what.startswith("sent ")] == [
        "sent RequestSystemStatus",
        "sent ACK",
        "sent GetCSTAFeatures",
        "sent MonitorStart",
        "sent MakeCall",
        "sent 200 to OriginatedEvent",
        "sent 200 to DeliveredEvent",
        "sent ClearConnection",
        "sent 200 to ConnectionClearedEvent",
        "sent 200 to ConnectionClearedEvent",
        "sent MonitorStop",
        "sent BYE",
    ]
    assert router.heard[0] == "RequestSystemStatus"
    assert router.heard[-1] == "BYE"


def test_every_packet_is_reported_to_the_wire(router):
    wire, frames = Wire(), []
    wire.subscribe(frames.append)
    steps = run(router, wire=wire)

    assert len(frames) == len(steps)
    assert {frame.witness for frame in frames} == {"probe"}
    assert frames[0].destination == router.address


def test_a_request_that_was_lost_is_repeated(router):
    router.deaf_to.add("GetCSTAFeatures")

    assert "repeated GetCSTAFeatures" in [step.what for step in run(router)]


def test_an_event_that_is_repeated_is_answered_twice_and_counted_once(router):
    router.twice.add("OriginatedEvent")
    whats = [step.what for step in run(router)]

    assert whats.count("received OriginatedEvent") == 1
    assert whats.count("repeated 200 to INFO") == 1


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda r: r.statuses.update(RequestSystemStatus="404 Not Found"),
         "^INVITE with RequestSystemStatus was answered 404 Not Found, expected 200 OK$"),
        (lambda r: r.answers.update(RequestSystemStatus="<systemStatus>disabled</systemStatus>"),
         "the system's status is disabled, expected normal"),
        (lambda r: r.answers.pop("MakeCall"),
         "the answer to MakeCall is nothing, expected MakeCallResponse"),
        (lambda r: r.answers.update(MonitorStart=""),
         "MonitorStartResponse has no monitorCrossRefID"),
        (lambda r: r.events["MakeCall"].insert(0, ("OriginatedEvent", "6", "88", "connected")),
         "the monitor of OriginatedEvent is 6, expected 5"),
        (lambda r: r.events["MakeCall"].insert(0, ("OriginatedEvent", "5", "99", "connected")),
         r"OriginatedEvent is about call \['99'\], not 88"),
    ],
)  # fmt: skip
def test_what_the_router_does_wrong_is_a_sentence(router, spoil, sentence):
    spoil(router)

    with pytest.raises(RemoteProtocolError, match=sentence):
        run(router)


@pytest.mark.parametrize(
    ("spoil", "awaited"),
    [
        (lambda r: r.events["MakeCall"].pop(), "DeliveredEvent for call 88"),
        (lambda r: r.events["ClearConnection"].pop(), "ConnectionClearedEvent for call 88"),
        (lambda r: r.events["MakeCall"].reverse(), "DeliveredEvent for call 88"),
    ],
)
def test_what_does_not_come_is_named(router, spoil, awaited):
    spoil(router)

    with pytest.raises(DeadlineExceeded, match=awaited):
        run(router, seconds=0.1)


def test_nobody_there_is_told_at_the_deadline():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        with pytest.raises(DeadlineExceeded, match="the answer to RequestSystemStatus"):
            CstaProbe(silent.getsockname(), seconds=0.1).run(line="201", called="202")
