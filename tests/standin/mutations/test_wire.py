"""Octets between a socket and an agent, as the rows over them have it."""

import pytest

from harness.standin.mutations.wire import Between, hearing, meddled, refusing, reply_to, with_body
from harness.standin.mutations.wire_rows import WIRE

THERE = ("192.0.2.2", 5060)
INFO = (
    b"INFO sip:201@192.0.2.1 SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKa\r\n"
    b"From: <sip:a@192.0.2.2>;tag=a\r\nTo: <sip:201@192.0.2.1>\r\n"
    b"Call-ID: c1\r\nCSeq: 2 INFO\r\n"
    b"Content-Type: application/csta+xml\r\nContent-Length: 4\r\n\r\n<a/>"
)


class Inner:
    """What stands behind: remembers what it was given, and has nothing to say."""

    def __init__(self):
        self.heard = []

    def receive_data(self, octets, source, now):
        self.heard.append(octets)

    def connection_lost(self, source, now):
        self.heard.append(source)

    def data_to_send(self):
        return []

    def get_timer(self):
        return None

    def handle_timer(self, now):
        self.heard.append(now)


def test_what_stands_between_passes_everything_on():
    inner = Inner()
    between = Between(inner, None)
    between.receive_data(INFO, THERE, 1.0)
    between.connection_lost(THERE, 2.0)
    between.handle_timer(3.0)

    assert inner.heard == [INFO, THERE, 3.0]
    assert between.get_timer() is None
    assert between.data_to_send() == []


def test_a_request_is_heard_otherwise_and_an_answer_as_it_is():
    inner = Inner()
    between = hearing(lambda octets: octets.replace(b"INFO", b"BYE"))(inner, None)
    between.receive_data(b"INFO x", THERE, 0.0)
    between.receive_data(b"SIP/2.0 200 INFO", THERE, 0.0)

    assert inner.heard == [b"BYE x", b"SIP/2.0 200 INFO"]


def test_a_refused_request_goes_no_further_and_its_ack_neither():
    inner = Inner()
    between = refusing(b"421 Extension Required", when=lambda octets: b"INFO" in octets)(
        inner, None
    )
    between.receive_data(INFO, THERE, 0.0)
    between.receive_data(INFO.replace(b"INFO", b"ACK"), THERE, 0.0)
    [(answer, target)] = between.data_to_send()

    assert inner.heard == []
    assert target == THERE
    assert answer.startswith(b"SIP/2.0 421 Extension Required\r\nVia: SIP/2.0/UDP 192.0.2.2:5060")
    assert b"\r\nTo: <sip:201@192.0.2.1>;tag=none\r\n" in answer
    assert b"\r\nCall-ID: c1\r\nCSeq: 2 INFO\r\n" in answer


def test_an_answer_keeps_the_tag_that_there_is():
    tagged = INFO.replace(b"192.0.2.1>\r\n", b"192.0.2.1>;tag=t\r\n")

    assert b"192.0.2.1>;tag=t\r\n" in reply_to(tagged, b"200 OK")


def test_another_body_has_its_own_length():
    octets = with_body(INFO, b"<b></b>")

    assert octets.endswith(b"Content-Length: 7\r\n\r\n<b></b>")
    assert octets.count(b"Content-Length") == 1


@pytest.mark.parametrize(("over", "rows"), [("UDP", True), ("TCP", False)])
def test_a_row_is_laid_over_its_own_transport(over, rows):
    row = next(each for each in WIRE if each.over == "UDP")

    assert isinstance(meddled(Inner(), None, [row], over=over), Between) is rows


READINGS = {
    "version-overlooked": (b"SIP/2.0\r\nVia", b"SIP/7.0\r\nVia", b"SIP/2.0\r\nVia"),
    "second-header-overlooked": (b"c1\r\n", b"c1\r\nCall-ID: c2\r\n", b"c1\r\n"),
    "junk-behind-the-root-overlooked": (
        b"4\r\n\r\n<a/>",
        b"11\r\n\r\n<a></a>more",
        b"7\r\n\r\n<a></a>",
    ),
    "illegible-octets-overlooked": (b"4\r\n\r\n<a/>", b"5\r\n\r\n<a/>\0", b"4\r\n\r\n<a/>"),
}


@pytest.mark.parametrize("name", READINGS)
def test_a_request_is_read_more_kindly_than_it_should_be(name):
    well, told, taken = READINGS[name]
    inner = Inner()
    row = next(each for each in WIRE if each.name == name)
    row.meddle(inner, None).receive_data(INFO.replace(well, told), THERE, 0.0)

    assert inner.heard == [INFO.replace(well, taken)]
