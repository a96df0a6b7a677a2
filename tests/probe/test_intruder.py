"""The intruder against a router of a few lines that answers as it was told to."""

import re
import socket
import threading

import pytest

from harness.errors import RouterUnreachable
from harness.probe.driver import document
from harness.probe.intruder import SILENCE, WITNESS, Intruder, monitor_start
from harness.runtime.wire import Wire

FAULT = (
    b'<CSTAErrorCode xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3">'
    b"<operation>invalidDeviceID</operation></CSTAErrorCode>"
)
EVENT = (
    "INFO sip:intruder@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKe1\r\n"
    "From: <sip:203@127.0.0.1>;tag=s\r\nTo: <sip:intruder@127.0.0.1>;tag=i\r\nCall-ID: e\r\n"
    "CSeq: 1 INFO\r\nContent-Length: 0\r\n\r\n"
)


class Router:
    def __init__(self):
        self.statuses = {}
        self.bodies = {}
        self.deaf_to = set()
        self.says_before = ""
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
            text = octets.decode(errors="replace")
            method = text.partition(" ")[0]
            self.heard.append(text.partition("\r\n")[0])
            if method in {"ACK", "SIP/2.0"} | self.deaf_to:
                continue
            if self.says_before and method != "OPTIONS":
                self._socket.sendto(self.says_before.encode(), source)
            head = text.partition("\r\n\r\n")[0].split("\r\n")
            kept = [line for line in head if re.match(r"Via|From|To|Call-ID|CSeq", line)]
            status = self.statuses.get(method, "200 OK")
            body = self.bodies.get(method, b"")
            lines = [f"SIP/2.0 {status}", *kept, f"Contact: <sip:203@127.0.0.1:{self.address[1]}>"]
            lines += ["Content-Type: application/csta+xml"] if body else []
            lines += [f"Content-Length: {len(body)}", "", ""]
            self._socket.sendto("\r\n".join(lines).encode() + body, source)


@pytest.fixture
def router():
    made = Router()
    yield made
    made.close()


@pytest.fixture
def intruder(router):
    made = Intruder(router.address, seconds=2.0)
    yield made
    made.close()


def test_an_answer_has_a_status_and_a_fault(router, intruder):
    router.bodies["INFO"] = FAULT
    answer = intruder.exchange(intruder.request("INFO", "203", body=monitor_start("203")))

    assert (answer.status, answer.fault) == (200, ("operation", "invalidDeviceID"))
    assert answer.root == "CSTAErrorCode"
    assert answer.header("contact").startswith("<sip:203@")


def test_silence_towards_octets_without_a_way_back_is_told_at_once(router):
    router.deaf_to.add("INFO")
    intruder = Intruder(router.address, seconds=30.0)

    answer = intruder.exchange(b"INFO sip:203@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127")

    assert answer.status == SILENCE
    assert router.heard[-1].startswith("OPTIONS")
    intruder.close()


def test_a_whole_request_is_repeated_until_the_patience_ends(router):
    router.deaf_to.add("INFO")
    intruder = Intruder(router.address, seconds=0.6)

    answer = intruder.exchange(intruder.request("INFO", "203", body=document("X")))

    assert answer.status == SILENCE
    assert sum(line.startswith("INFO") for line in router.heard) >= 2
    intruder.close()


def test_a_router_that_answers_nobody_is_named(router):
    router.deaf_to |= {"INFO", "OPTIONS"}
    intruder = Intruder(router.address, seconds=0.1)

    with pytest.raises(RouterUnreachable, match="does not even answer OPTIONS"):
        intruder.exchange(b"INFO torn")
    intruder.close()


def test_a_session_is_acknowledged_and_ended_when_it_leaves(router):
    intruder = Intruder(router.address, seconds=2.0)
    answer, dialog = intruder.open("203", headers=[("Session-Expires", "90")])
    assert (answer.status, dialog.sequence) == (200, 1)

    intruder.close()

    assert [line.partition(" ")[0] for line in router.heard] == ["INVITE", "ACK", "BYE"]


def test_a_refused_invite_is_acknowledged_and_leaves_no_dialog(router, intruder):
    router.statuses["INVITE"] = "404 Not Found"

    answer, dialog = intruder.open("999")

    assert (answer.status, dialog) == (404, None)
    intruder.drain()
    assert router.heard[:2] == [
        f"INVITE sip:999@127.0.0.1:{router.address[1]} SIP/2.0",
        f"ACK sip:999@127.0.0.1:{router.address[1]} SIP/2.0",
    ]


def test_events_of_the_router_are_answered_on_the_way(router, intruder):
    router.says_before = EVENT

    for _ in range(2):
        intruder.exchange(intruder.request("INFO", "203", body=document("X")))

    intruder.drain()

    assert intruder.listen(1) == [[EVENT.encode()] * 2]
    assert router.heard.count("SIP/2.0 200 OK") == 2


def test_who_is_deaf_at_first_answers_what_comes_again(router, intruder):
    router.says_before = EVENT
    intruder.is_deaf_at_first = True

    for _ in range(2):
        intruder.exchange(intruder.request("INFO", "203", body=document("X")))
    intruder.drain()

    assert router.heard.count("SIP/2.0 200 OK") == 1


def test_an_invite_need_not_be_acknowledged(router):
    intruder = Intruder(router.address, seconds=2.0)
    intruder.open("203", acknowledges=False)
    intruder.drain()

    assert [line.partition(" ")[0] for line in router.heard] == ["INVITE", "OPTIONS"]
    intruder.close()


def test_one_name_of_a_dialog_is_wrong_at_a_time(intruder):
    _, dialog = intruder.open("203")

    assert dialog.renamed("Call-ID").call_id != dialog.call_id
    assert dialog.renamed("Call-ID").local == dialog.local
    assert dialog.renamed("To tag").remote == f"{dialog.remote}x"
    assert dialog.renamed("From tag").call_id == dialog.call_id


def test_what_it_sends_and_hears_is_on_the_wire_under_its_own_name(router):
    wire, frames = Wire(), []
    wire.subscribe(frames.append)
    intruder = Intruder(router.address, wire=wire, seconds=2.0)
    intruder.exchange(intruder.request("OPTIONS", "203"))
    intruder.close()

    assert {frame.witness for frame in frames} == {WITNESS}
    assert len(frames) == 2
