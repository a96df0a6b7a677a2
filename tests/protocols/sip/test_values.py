from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import RemoteProtocolError
from harness.protocols.sip.values import parse_cseq, parse_name_addr, parse_uri, parse_via, read_hop


@pytest.mark.parametrize(
    ("text", "uri", "name", "tag"),
    [
        ("<sip:a@b>;tag=1", "sip:a@b", "", "1"),
        ("sip:a@b;tag=1", "sip:a@b", "", "1"),
        ("Alice Cooper <sip:a@b;x=y>", "sip:a@b;x=y", "Alice Cooper", ""),
        ('"A \\"B\\" <c>" < sip:a@b > ; TAG = 1;q', "sip:a@b", 'A "B" <c>', "1"),
        ("<tel:+1;ext=2>;tag=1", "tel:+1;ext=2", "", "1"),
    ],
)
def test_addresses_are_read(text, uri, name, tag):
    address = parse_name_addr(text)
    assert (address.uri, address.display_name, address.tag) == (uri, name, tag)


@pytest.mark.parametrize(
    "text", ["", "alice", "<alice>", "<sip:a@b", "sip:a@b?x=y", "a, b <sip:a@b>", "<sip:a@b> x"]
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(RemoteProtocolError):
        parse_name_addr(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sip:201@192.0.2.1", ("sip", "201", "192.0.2.1", None, ("192.0.2.1", 5060))),
        ("SIPS:192.0.2.1:5061", ("sips", "", "192.0.2.1", 5061, ("192.0.2.1", 5061))),
        ("sip:a;b=c:pw@h.example:7;lr?s=t", ("sip", "a;b=c", "h.example", 7, None)),
        ("sip:[2001:db8::1]:5070", ("sip", "", "[2001:db8::1]", 5070, None)),
    ],
)
def test_sip_uris_are_read(text, expected):
    uri = parse_uri(text)
    assert (uri.scheme, uri.user, uri.host, uri.port, uri.address) == expected


def test_uri_parameters_are_read():
    assert parse_uri("sip:a@b;lr;Transport=tcp").parameters == {"lr": None, "transport": "tcp"}


@pytest.mark.parametrize("text", ["tel:1", "sip:", "sip:a@", "sip:a@b:0", "sip:a@b:70000", "x"])
def test_what_is_no_sip_uri_is_416(text):
    with pytest.raises(RemoteProtocolError) as refusal:
        parse_uri(text)
    assert refusal.value.status == 416


def test_a_via_is_read():
    via = parse_via("SIP / 2.0 / TCP h.example : 5070 ; rport ; branch=z9hG4bKx;received=1.2.3.4")
    assert (via.transport, via.host, via.port) == ("TCP", "h.example", 5070)
    assert (via.branch, via.sent_by) == ("z9hG4bKx", "h.example:5070")
    assert via.parameters == {"rport": None, "branch": "z9hG4bKx", "received": "1.2.3.4"}


@pytest.mark.parametrize(
    ("line", "hop"),
    [
        ("SIP/2.0/UDP a:5060;branch=z9hG4bK1", ("z9hG4bK1", "a:5060")),
        ("SIP/2.0/UDP a;x;branch=z9hG4bK1 , SIP/2.0/UDP b", ("z9hG4bK1", "a")),
        ("SIP/2.0/TLS [::1]:5061", ("", "[::1]:5061")),
    ],
)
def test_the_first_hop_of_a_line_is_read(line, hop):
    assert read_hop(line) == hop


def test_a_cseq_is_read():
    assert parse_cseq("4294967295  x-Y") == (4294967295, "x-Y")
    for text in ("4294967296 INFO", "1", "INFO 1", "1 IN FO", "-1 INFO", "\u0661 INFO"):
        with pytest.raises(RemoteProtocolError):
            parse_cseq(text)


@given(st.text(max_size=60), st.sampled_from([parse_cseq, parse_name_addr, parse_uri, read_hop]))
def test_no_text_crashes_a_reader(text, reader):
    status = 400
    try:
        reader(text)
    except RemoteProtocolError as refusal:
        status = refusal.status
    assert status in {400, 416}


def test_hostile_texts_take_no_longer_than_their_length():
    for text in ("a " * 20_000, '"' + "\\" * 40_000, "<sip:" + "a" * 40_000, ";x" * 20_000):
        for reader in (parse_name_addr, parse_uri, read_hop):
            with pytest.raises(RemoteProtocolError):
                reader(text)
