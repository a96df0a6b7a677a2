import pytest

from harness.probe import bodies_rows, frames_rows, requests_rows
from harness.probe.layers import CSTA, SIP

REQUEST = (
    b"INFO sip:201@10.0.0.1 SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 10.0.0.6:40001;branch=z9hG4bKq7\r\n"
    b"Max-Forwards: 70\r\n"
    b"From: <sip:intruder@10.0.0.6>;tag=a\r\n"
    b"To: <sip:201@10.0.0.1>;tag=b\r\n"
    b"Call-ID: c@10.0.0.6\r\n"
    b"CSeq: 7 INFO\r\n"
    b"Content-Type: application/csta+xml\r\n"
    b"Content-Disposition: signal;handling=required\r\n"
    b"Content-Length: 72\r\n"
    b"\r\n"
    b'<?xml version="1.0"?><MonitorStop><monitorCrossRefID>5</monitorCrossRefID'
)


def request():
    packet = SIP(REQUEST)
    pairs = [pair for pair in packet.headers if pair[0] != "Content-Length"]
    return SIP(start=packet.start, headers=pairs) / CSTA(xml=packet.body)


@pytest.mark.parametrize("how", [*requests_rows.MALFORMED, *requests_rows.REFUSED])
def test_each_fault_makes_other_octets_of_the_request(how):
    assert requests_rows.spoiled(request(), how) != bytes(request())


@pytest.mark.parametrize(
    ("how", "octets"),
    [
        ("a negative Content-Length", b"\r\nContent-Length: -73\r\n"),
        ("a Content-Length short of the body", b"\r\nContent-Length: 64\r\n"),
        ("a CSeq beyond 31 bits", b"\r\nCSeq: 4294967296 INFO\r\n"),
        ("a NUL in a header", b"\r\nMax-Forwards: 7\x000\r\n"),
        ("a blank in the Request-URI", b"INFO sip: 201@10.0.0.1 SIP/2.0\r\n"),
        ("version 7 of SIP", b"INFO sip:201@10.0.0.1 SIP/7.0\r\n"),
        ("an extension nobody knows in Require", b"\r\nRequire: telepathy\r\n"),
        ("two Call-IDs", b"\r\nCall-ID: another@nowhere\r\n"),
    ],
)
def test_a_fault_is_where_its_name_says(how, octets):
    assert octets in requests_rows.spoiled(request(), how)


def test_a_missing_header_is_missing_and_all_else_is_there():
    octets = requests_rows.spoiled(request(), "no CSeq")

    assert b"CSeq" not in octets
    assert octets.endswith(b"</monitorCrossRefID")


def test_two_lengths_disagree():
    octets = requests_rows.spoiled(request(), "two Content-Lengths")

    assert b"Content-Length: 73\r\n" in octets
    assert b"Content-Length: 0\r\n" in octets


@pytest.mark.parametrize("where", requests_rows.CUTS)
def test_a_torn_request_is_a_beginning_of_the_whole(where):
    torn, whole = requests_rows.torn(request(), where), bytes(request())

    assert whole.startswith(torn)
    assert 0 < len(torn) < len(whole)


def test_the_cuts_come_in_the_order_of_the_octets():
    lengths = [len(requests_rows.torn(request(), where)) for where in requests_rows.CUTS]

    assert lengths == sorted(set(lengths))


def test_the_bomb_would_have_a_billion_of_its_entity():
    bomb = bodies_rows.body("a bomb of entities", line="203")

    assert bomb.count(b"<!ENTITY lol") == 10
    assert bomb.count(b"&lol8;") == 10
    assert b">&line;<" in bomb


@pytest.mark.parametrize("kind", [*bodies_rows.NOT_XML, *bodies_rows.HARMLESS])
def test_each_hostile_body_asks_for_the_line_in_one_way_or_another(kind):
    body = bodies_rows.body(kind, line="203")

    assert b"203" in body or b"&line;" in body


@pytest.mark.parametrize(
    ("kind", "octets"),
    [
        ("a length of 0", "00000000 00000000 00000000"),
        ("a length of 4 GiB", "ffffffff 00000000 00000000"),
        ("half a header", "04000000 000000"),
        ("a registration of no octets", "04000000 00000000 01000000"),
        ("a sign-off before any registration", "04000000 00000000 27000000"),
    ],
)
def test_a_frame_is_what_its_name_says(kind, octets):
    assert frames_rows.frame(kind) == bytes.fromhex(octets)


@pytest.mark.parametrize("kind", frames_rows.FRAMES)
def test_no_frame_is_empty(kind):
    assert frames_rows.frame(kind)


@pytest.mark.parametrize(
    ("how", "octets"),
    [
        ("compact header names", b"\r\ni: c@10.0.0.6\r\n"),
        ("header names in capitals", b"\r\nCALL-ID: c@10.0.0.6\r\n"),
        ("a header over two lines", b"40001;\r\n branch=z9hG4bKq7\r\n"),
        ("blanks around the colon", b"\r\nCSeq  :   7 INFO\r\n"),
        ("headers nobody knows", b"\r\nX-Weather: fair; wind=3, rain\r\n"),
        ("its headers in another order", b"Max-Forwards: 70\r\nVia: "),
        ("a display name", b'\r\nFrom: "Probe, the \\"wild\\" one" <sip:intruder@'),
        ("a parameter of the content type", b"csta+xml; charset=utf-8\r\n"),
        ("a prefix on every element", b"<c:MonitorStop><c:monitorCrossRefID>5</c:monitorCross"),
        ("no declaration of XML", b"Content-Length: 52\r\n\r\n<MonitorStop>"),
        ("remarks in the body", b"?><!-- one --><?for you?><MonitorStop>"),
    ],
)
def test_an_unusual_manner_is_where_its_name_says(how, octets):
    assert octets in requests_rows.spoiled(request(), how)


@pytest.mark.parametrize(
    ("how", "start", "to"),
    [
        ("escaped digits", b" sip:%32%30%33@10.0.0.1:5060 ", b"<sip:%32%30%33@10.0.0.1>\r\n"),
        ("a scheme in capitals", b" SIP:203@10.0.0.1:5060 ", b"<SIP:203@10.0.0.1>\r\n"),
        (
            "a parameter of the address",
            b" sip:203@10.0.0.1:5060;user=phone ",
            b"<sip:203@10.0.0.1;user=phone>\r\n",
        ),
        ("a display name", b" sip:203@10.0.0.1:5060 ", b'"The \\"line\\", 7" <sip:203@10.0.0.1>'),
        ("no brackets", b" sip:203@10.0.0.1:5060 ", b"\r\nTo: sip:203@10.0.0.1\r\n"),
    ],
)
def test_an_address_is_written_as_its_name_says(how, start, to):
    head = b"INVITE sip:203@10.0.0.1:5060 SIP/2.0\r\nFrom: <sip:intruder@10.0.0.6>;tag=7\r\n"
    octets = requests_rows.opening(head + b"To: <sip:203@10.0.0.1>\r\n\r\n", how)

    assert start in octets
    assert to in octets
    assert b"From: <sip:intruder@10.0.0.6>;tag=7\r\n" in octets


@pytest.mark.parametrize("kind", bodies_rows.PRIVATE)
def test_private_data_stand_behind_what_is_asked(kind):
    body = bodies_rows.snapshot("203", bodies_rows.PRIVATE[kind])

    assert b"<snapshotObject>203</snapshotObject><extensions><privateData" in body
    assert b"extensions" not in bodies_rows.snapshot("203")


def test_private_data_may_name_another_line():
    body = bodies_rows.monitor_start("203", naming="202")

    assert b"<deviceObject>203</deviceObject>" in body
    assert b">tel:202</line>" in body
