from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.errors import RemoteProtocolError
from harness.protocols.sip.messages import Request, Response
from harness.protocols.sip.parsing import parse
from harness.protocols.sip.printing import print_message
from harness.protocols.sip.values import parse_name_addr, parse_uri

INFO = (
    b"INFO sip:alice@192.0.2.10:5060 SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKe1\r\n"
    b"Max-Forwards: 70\r\n"
    b"From: <sip:201@192.0.2.1>;tag=s1\r\n"
    b"To: <sip:alice@192.0.2.10>;tag=c1\r\n"
    b"Call-ID: csta-1@192.0.2.10\r\n"
    b"CSeq: 101 INFO\r\n"
    b"Content-Type: application/csta+xml\r\n"
    b"Content-Length: 4\r\n"
    b"\r\n"
    b"\xff\x00\r\n"
)


def test_an_info_is_read_field_by_field():
    message = parse(INFO)
    assert isinstance(message, Request)
    assert (message.method, message.uri) == ("INFO", "sip:alice@192.0.2.10:5060")
    assert message.body == b"\xff\x00\r\n"
    assert list(message.headers) == [
        ("Via", "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKe1"),
        ("Max-Forwards", "70"),
        ("From", "<sip:201@192.0.2.1>;tag=s1"),
        ("To", "<sip:alice@192.0.2.10>;tag=c1"),
        ("Call-ID", "csta-1@192.0.2.10"),
        ("CSeq", "101 INFO"),
        ("Content-Type", "application/csta+xml"),
        ("Content-Length", "4"),
    ]
    envelope = message.headers.envelope
    assert (envelope.branch, envelope.sent_by) == ("z9hG4bKe1", "192.0.2.1:5060")
    assert (envelope.from_tag, envelope.to_tag) == ("s1", "c1")
    assert (envelope.call_id, envelope.cseq, envelope.method) == ("csta-1@192.0.2.10", 101, "INFO")


def test_torture(torture):
    verdict, _, rest = torture.head["expect"].partition(" ")
    if verdict == "refused":
        with pytest.raises(RemoteProtocolError) as refusal:
            parse(torture.octets)
        assert refusal.value.status == int(rest)
        return
    message = parse(torture.octets)
    envelope = message.headers.envelope
    if isinstance(message, Request):
        assert f"{message.method} {message.uri}" == rest
    else:
        assert (verdict, str(message.status)) == ("response", rest)
    found = {
        "branch": envelope.branch,
        "from_tag": envelope.from_tag,
        "to_tag": envelope.to_tag,
        "call_id": envelope.call_id,
        "cseq": f"{envelope.cseq} {envelope.method}",
    }
    assert found == {name: torture.head[name] for name in found}
    assert message.body == bytes.fromhex(torture.head.get("body", ""))


def test_every_message_of_the_sample_dialog_prints_as_it_was_read(sample):
    assert print_message(parse(sample.octets)) == sample.octets


def test_a_refusal_names_what_is_wrong():
    with pytest.raises(RemoteProtocolError, match="Content-Length is 4, the body has 2 octets"):
        parse(INFO[:-2])
    with pytest.raises(RemoteProtocolError, match="CSeq of BYE in INFO"):
        parse(INFO.replace(b"101 INFO", b"101 BYE"))
    with pytest.raises(RemoteProtocolError, match="control character 0x07"):
        parse(INFO.replace(b"70", b"\x07"))


@given(st.binary(max_size=300))
def test_no_octets_crash_the_parser(octets):
    status = 400
    try:
        parse(octets)
    except RemoteProtocolError as refusal:
        status = refusal.status
    assert status in {400, 505}


@settings(max_examples=300)
@given(st.data())
def test_no_damage_to_a_message_crashes_the_parser(data):
    octets = bytearray(INFO)
    for _ in range(data.draw(st.integers(1, 4))):
        position = data.draw(st.integers(0, len(octets) - 1))
        damage = data.draw(st.sampled_from([b"", b"\r\n", b" ", b"\t", b"\x00", b'"', b"<", b","]))
        octets[position : position + data.draw(st.integers(0, 3))] = damage
    try:
        message = parse(bytes(octets))
    except RemoteProtocolError:
        return
    for name, _ in message.headers:
        try:
            message.headers.all(name)
        except RemoteProtocolError:
            continue


WORD = st.text("abcdefghijklmnopqrstuvwxyzABCDEF0123456789-._", min_size=1, max_size=12)
HOST = st.sampled_from(["192.0.2.1", "pbx.example.com", "h-1"])
PORT = st.one_of(st.just(""), st.integers(1, 65535).map(lambda port: f":{port}"))


@st.composite
def valid_messages(draw):
    """Texts of well-formed messages, typed by a grammar that is not ours."""
    name, uri_user = draw(WORD), draw(WORD)
    facts = {
        "branch": "z9hG4bK" + draw(WORD),
        "from_tag": draw(WORD),
        "to_tag": draw(WORD),
        "call_id": f"{draw(WORD)}@{draw(HOST)}",
        "cseq": draw(st.integers(0, 2**31 - 1)),
        "method": draw(st.sampled_from(["INVITE", "INFO", "BYE", "OPTIONS"])),
        "body": draw(st.text("<>/ab \u00e9", max_size=30)).encode(),
    }
    quoted = draw(st.sampled_from(["", '"Smith, John" ', f"{name} "]))
    target = f"sip:{uri_user}@{draw(HOST)}{draw(PORT)}"
    requests = draw(st.booleans())
    start = f"{facts['method']} {target} SIP/2.0" if requests else "SIP/2.0 200 OK"
    compact = draw(st.booleans())
    via = f"SIP/2.0/UDP {draw(HOST)}{draw(PORT)};branch={facts['branch']}"
    lines = [
        f"{'v' if compact else 'Via'}: {via}",
        f"{'f' if compact else 'From'}: {quoted}<sip:{uri_user}@a.example>;tag={facts['from_tag']}",
        f"{'t' if compact else 'To'}: <{target}>;tag={facts['to_tag']}",
        f"{'i' if compact else 'Call-ID'}: {facts['call_id']}",
        f"CSeq: {facts['cseq']} {facts['method']}",
        f"{'l' if compact else 'Content-Length'}: {len(facts['body'])}",
        *(["Max-Forwards: 70"] if requests else []),
    ]
    lines = draw(st.permutations(lines))
    return "\r\n".join([start, *lines, "", ""]).encode() + facts["body"], facts


@given(valid_messages())
def test_what_is_well_formed_is_read_as_it_was_meant(case):
    octets, facts = case
    message = parse(octets)
    envelope = message.headers.envelope
    found = {name: getattr(envelope, name) for name in facts if name != "body"}
    assert {**found, "body": message.body} == facts
    assert print_message(message) == octets


def _place(uri):
    return uri.scheme, uri.user, uri.host, uri.port


def _theirs(octets):
    aiosipua = pytest.importorskip("aiosipua", reason="the foreign parser is not installed")
    message = aiosipua.SipMessage.parse(octets)
    return {
        "start": message._start_line(),
        "branch": message.via[0].branch,
        "from": (_place(message.from_addr.uri), message.from_addr.tag or ""),
        "to": (_place(message.to_addr.uri), message.to_addr.tag or ""),
        "call_id": message.call_id,
        "cseq": (message.cseq.seq, message.cseq.method),
        "body": message.body,
    }


def _ours(octets):
    message = parse(octets)

    def place(name):
        return _place(parse_uri(parse_name_addr(message.headers.get(name)).uri))

    envelope = message.headers.envelope
    start = (
        f"{message.method} {message.uri} SIP/2.0"
        if isinstance(message, Request)
        else f"SIP/2.0 {message.status} {message.reason}"
    )
    assert isinstance(message, Request | Response)
    return {
        "start": start,
        "branch": envelope.branch,
        "from": (place("From"), envelope.from_tag),
        "to": (place("To"), envelope.to_tag),
        "call_id": envelope.call_id,
        "cseq": (envelope.cseq, envelope.method),
        "body": message.body,
    }


def test_a_foreign_parser_reads_the_sample_dialog_as_we_do(sample):
    theirs = _theirs(sample.octets)
    assert _ours(sample.octets) == theirs


@given(valid_messages())
def test_a_foreign_parser_reads_any_valid_message_as_we_do(case):
    octets, _ = case
    theirs = _theirs(octets)
    assert _ours(octets) == theirs


PLAIN = (
    b"INFO sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP a:5060;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n"
    b"From: A <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: x@y\r\nCSeq: 1 INFO\r\n"
    b"Contact: <sip:a@b>\r\nContent-Length: 0\r\n\r\n"
)


@pytest.mark.parametrize("control", [b"\x00", b"\r", b"\n", b"\x7f", b"\x1b"])
def test_no_control_character_passes_anywhere_in_a_head(control):
    for position in range(1, len(PLAIN) - 5):
        with pytest.raises(RemoteProtocolError):
            parse(PLAIN[:position] + control + PLAIN[position:])


@pytest.mark.parametrize(
    "line", [b"From: <sip:e@f>", b"to: <sip:e@f>", b"CSEQ: 2 INFO", b"l: 5", b"Content-Length: 0"]
)
def test_no_header_that_must_stand_once_is_added_unseen(line):
    with pytest.raises(RemoteProtocolError, match="stands twice"):
        parse(PLAIN.replace(b"Contact", line + b"\r\nContact"))


@given(st.permutations(PLAIN.decode().split("\r\n")[1:-2]))
def test_the_order_of_headers_means_nothing(lines):
    shuffled = "\r\n".join([PLAIN.decode().split("\r\n")[0], *lines, "", ""]).encode()
    first, other = parse(PLAIN), parse(shuffled)
    assert sorted(first.headers) == sorted(other.headers)
    assert first.headers.envelope == other.headers.envelope
