from __future__ import annotations

import pytest

from harness.errors import LocalProtocolError
from harness.protocols.sip.messages import Headers, Request, Response
from harness.protocols.sip.printing import header_lines, print_message, reason_of


def test_a_request_is_printed_as_it_stands():
    request = Request("INFO", "sip:a@b", Headers([("t", "x"), ("Content-Length", "99")]), b"\xff")
    assert print_message(request) == (
        b"INFO sip:a@b SIP/2.0\r\nt: x\r\nContent-Length: 99\r\n\r\n\xff"
    ), "a wrong length is a negative plan's right"


def test_only_a_missing_content_length_is_added():
    response = Response(200, "OK", Headers([("To", "x")]), b"abc")
    assert print_message(response) == b"SIP/2.0 200 OK\r\nTo: x\r\nContent-Length: 3\r\n\r\nabc"


@pytest.mark.parametrize(
    "message",
    [
        Request("INFO", "sip:a\r\nEvil: x", Headers()),
        Response(200, "OK\n", Headers()),
        Request("INFO", "sip:a", Headers([("To", "x\r\nEvil: y")])),
        Request("INFO", "sip:a", Headers([("To\r\nEvil", "x")])),
    ],
)
def test_nothing_breaks_out_of_its_line(message):
    with pytest.raises(LocalProtocolError):
        print_message(message)


def test_the_same_lines_from_any_sequence():
    pairs = [("Allow", "INFO"), ("Accept", "a/b")]
    expected = "Allow: INFO\r\nAccept: a/b\r\n"
    assert (
        header_lines(pairs) == header_lines(tuple(pairs)) == header_lines(iter(pairs)) == expected
    )


def test_reasons_are_those_of_rfc_3261():
    expected = {
        100: "Trying",
        200: "OK",
        404: "Not Found",
        481: "Call/Transaction Does Not Exist",
        500: "Server Internal Error",
        603: "Decline",
        299: "Unknown",
    }
    assert {status: reason_of(status) for status in expected} == expected
