from __future__ import annotations

import pytest

from harness.errors import RemoteProtocolError
from harness.protocols.sip.messages import Headers

HEADERS = Headers(
    [
        ("v", "SIP/2.0/UDP a;branch=z9hG4bK1"),
        ("Via", "SIP/2.0/UDP b, SIP/2.0/UDP c"),
        ("SUPPORTED", " timer , 100rel "),
        ("Subject", "one, two"),
        ("X-Own", "1"),
    ]
)


def test_a_header_is_found_by_any_of_its_names():
    for name in ("Via", "via", "v", "VIA"):
        assert HEADERS.get(name) == "SIP/2.0/UDP a;branch=z9hG4bK1"
    assert HEADERS.get("k") == "timer , 100rel"
    assert HEADERS.get("x-own") == "1"
    assert HEADERS.get("To") is None
    assert "s" in HEADERS
    assert "To" not in HEADERS


def test_lists_are_taken_apart_and_other_values_are_not():
    assert HEADERS.all("Via") == ["SIP/2.0/UDP a;branch=z9hG4bK1", "SIP/2.0/UDP b", "SIP/2.0/UDP c"]
    assert HEADERS.lines("Via") == ["SIP/2.0/UDP a;branch=z9hG4bK1", "SIP/2.0/UDP b, SIP/2.0/UDP c"]
    assert HEADERS.all("Supported") == ["timer", "100rel"]
    assert HEADERS.all("Subject") == ["one, two"]
    assert HEADERS.all("To") == []


def test_a_head_of_plain_lines_tells_each_by_any_name_before_and_after_it_was_gone_through():
    head = Headers.from_lines(["Via: a, b", "Subject:  one, two "])

    for _ in range(2):
        assert head.lines("v") == ["a, b"]
        assert head.all("via") == ["a", "b"]
        assert head.lines("Subject") == ["one, two"]
        assert head.lines("To") == head.all("To") == []
        assert list(head) == [("Via", "a, b"), ("Subject", "one, two")]


def test_order_and_spelling_stay():
    assert [name for name, _ in HEADERS] == ["v", "Via", "SUPPORTED", "Subject", "X-Own"]
    assert len(HEADERS) == 5


def test_headers_are_equal_whatever_their_spelling():
    assert Headers([("v", "x"), ("L", "0")]) == Headers([("Via", " x"), ("Content-Length", "0")])
    assert Headers([("v", "x")]) != Headers([("v", "y")])
    lines = ["Via: x", "Content-Length:  0 "]
    assert Headers.from_lines(lines) == Headers([("v", "x"), ("l", "0")])


def test_a_copy_may_differ_in_some_headers():
    changed = HEADERS.replaced(("Via", "only"), ("To", "new"))
    assert list(changed) == [
        ("Via", "only"),
        ("SUPPORTED", "timer , 100rel"),
        ("Subject", "one, two"),
        ("X-Own", "1"),
        ("To", "new"),
    ]
    assert [name for name, _ in HEADERS.without("via", "x-own")] == ["SUPPORTED", "Subject"]


def test_a_header_stands_once_if_it_has_one_line_and_one_value():
    assert not HEADERS.stands_once("Via")
    assert HEADERS.stands_once("X-Own")
    assert not Headers.from_lines(["Via: a, b"]).stands_once("Via")
    assert Headers.from_lines(['Contact: "a, b" <sip:x>']).stands_once("Contact")
    assert not HEADERS.stands_once("To")


@pytest.mark.parametrize("missing", ["Via", "From", "To", "Call-ID", "CSeq"])
def test_an_envelope_needs_its_headers(missing):
    full = [
        ("Via", "SIP/2.0/UDP a;branch=z9hG4bK1"),
        ("From", "<sip:a@b>;tag=1"),
        ("To", "sip:c@d"),
        ("Call-ID", "x"),
        ("CSeq", "1 INFO"),
    ]
    assert Headers(full).envelope.from_tag == "1"
    with pytest.raises(RemoteProtocolError, match=f"{missing} is missing"):
        _ = Headers(pair for pair in full if pair[0] != missing).envelope
