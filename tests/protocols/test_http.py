from __future__ import annotations

import pytest

from harness.errors import LocalProtocolError
from harness.protocols.http import LARGEST_BODY, Client, HttpRequest, HttpResponse, Server

ASKED = HttpRequest("GET", "/menu?device=SEP001E4A34A35F", (("Host", "10.0.0.1"),))


def answer_to(octets: bytes, *, cut: int = 1 << 20) -> Client:
    client = Client(ASKED)
    for start in range(0, len(octets), cut):
        client.receive_data(octets[start : start + cut], 0.0)
    return client


def asked(octets: bytes, *, cut: int = 1 << 20) -> Server:
    server = Server()
    for start in range(0, len(octets), cut):
        server.receive_data(octets[start : start + cut], 0.0)
    return server


def test_a_request_is_written_as_rfc_9112_has_it() -> None:
    assert Client(ASKED).data_to_send() == (
        b"GET /menu?device=SEP001E4A34A35F HTTP/1.1\r\nHost: 10.0.0.1\r\n\r\n"
    )


def test_a_request_with_a_body_tells_its_length() -> None:
    posted = HttpRequest("POST", "/ios_xml_app/cme", (("Host", "10.0.0.1"),), b"<a/>")
    assert Client(posted).data_to_send().endswith(b"\r\nContent-Length: 4\r\n\r\n<a/>")


def test_a_request_without_a_host_is_our_own_fault() -> None:
    with pytest.raises(LocalProtocolError, match="Host"):
        Client(HttpRequest("GET", "/"))


@pytest.mark.parametrize("cut", [1, 7, 4096])
def test_an_answer_is_read_in_any_slices(cut: int) -> None:
    client = answer_to(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 5\r\n\r\n<a/>\n", cut=cut
    )
    assert client.response == HttpResponse(
        200, (("content-type", "text/xml"), ("content-length", "5")), b"<a/>\n"
    )
    assert client.response.header("Content-Type") == "text/xml"


def test_a_chunked_answer_is_put_together() -> None:
    client = answer_to(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    )
    assert client.response is not None
    assert client.response.body == b"abcde"


def test_an_answer_of_http_1_0_ends_with_its_connection() -> None:
    client = answer_to(b"HTTP/1.0 200 OK\r\n\r\n<a/>")
    assert not client.done
    client.connection_lost(0.0)
    assert client.response is not None
    assert client.response.body == b"<a/>"


def test_a_connection_that_ends_too_early_is_an_error() -> None:
    client = answer_to(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n<a/>")
    client.connection_lost(0.0)
    assert client.response is None
    assert client.error is not None


def test_a_connection_that_ends_without_a_word_is_an_error() -> None:
    client = Client(ASKED)
    client.connection_lost(0.0)
    assert client.done
    assert client.response is None


@pytest.mark.parametrize(
    "octets",
    [
        b"\x00\x01\x02\x03\r\n\r\n",
        b"SIP/2.0 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nbroken header\r\n\r\n",
    ],
)
def test_what_is_no_answer_is_an_error(octets: bytes) -> None:
    client = answer_to(octets)
    assert client.error is not None
    client.receive_data(b"more of it", 0.0)
    assert client.response is None


def test_an_endless_answer_ends() -> None:
    client = answer_to(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (LARGEST_BODY + 1))
    assert client.error is not None
    assert str(LARGEST_BODY) in str(client.error)


@pytest.mark.parametrize("cut", [1, 9, 4096])
def test_a_request_is_read_in_any_slices(cut: int) -> None:
    server = asked(
        b"POST /ios_xml_app/cme HTTP/1.1\r\nHost: r\r\nContent-Length: 4\r\n\r\n<a/>", cut=cut
    )
    request = server.next_request()
    assert request is not None
    assert (request.method, request.target, request.body) == ("POST", "/ios_xml_app/cme", b"<a/>")
    assert request.header("host") == "r"
    assert server.next_request() is None


def test_the_connection_stands_for_the_next_request() -> None:
    server = asked(b"GET /a HTTP/1.1\r\nHost: r\r\n\r\nGET /b HTTP/1.1\r\nHost: r\r\n\r\n")
    first = server.next_request()
    assert first is not None
    assert server.next_request() is None
    server.respond(HttpResponse(404))
    second = server.next_request()
    assert second is not None
    assert (first.target, second.target) == ("/a", "/b")
    assert server.data_to_send() == b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    assert not server.finished


def test_whoever_wants_the_connection_closed_has_it_closed() -> None:
    server = asked(b"GET /a HTTP/1.0\r\n\r\n")
    assert server.next_request() is not None
    server.respond(HttpResponse(200, (("Content-Type", "text/xml"),), b"<a/>"))
    assert server.finished
    assert server.data_to_send().endswith(b"\r\n\r\n<a/>")


@pytest.mark.parametrize(
    "octets",
    [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n"],
)
def test_what_is_no_request_is_answered_400(octets: bytes) -> None:
    server = asked(octets)
    assert server.next_request() is None
    assert server.finished
    assert server.misbehaved is not None
    assert server.data_to_send().startswith(b"HTTP/1.1 400 Bad Request\r\n")


def test_a_body_that_is_too_large_is_answered_413() -> None:
    head = b"POST / HTTP/1.1\r\nHost: r\r\nContent-Length: 999999\r\n\r\n"
    server = asked(head + b"x" * (LARGEST_BODY + 1))
    assert server.data_to_send().startswith(b"HTTP/1.1 413 Content Too Large\r\n")
    assert server.finished
