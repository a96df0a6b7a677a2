import os
import shutil

import pytest

from harness.capture.recorder import Recorder
from harness.errors import BenchBroken
from harness.oracle.schema import SchemaJudge
from harness.oracle.tshark import Tshark
from harness.plugin.judges import Judges
from harness.runtime.wire import Transport, Wire
from harness.topology import Ports

PHONE, CALL_AGENT = ("127.0.0.1", 40002), ("127.0.0.1", Ports().sccp)
APPLICATION, ROUTER = ("127.0.0.1", 40001), ("127.0.0.1", Ports().sip)
MAKE_CALL = (
    '<MakeCall xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3">'
    "<callingDevice>201</callingDevice><calledDirectoryNumber>202</calledDirectoryNumber>"
    "</MakeCall>"
)


# Our own reading takes the parts in any order; the schema does not.
SWAPPED = (
    '<MakeCall xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3">'
    "<calledDirectoryNumber>202</calledDirectoryNumber><callingDevice>201</callingDevice>"
    "</MakeCall>"
)


def info(body):
    head = (
        "INFO sip:201@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:40001;branch=z9hG4bK1\r\n"
        "Max-Forwards: 70\r\nFrom: <sip:a@127.0.0.1>;tag=1\r\nTo: <sip:201@127.0.0.1>;tag=2\r\n"
        "Call-ID: 1@127.0.0.1\r\nCSeq: 2 INFO\r\nContent-Type: application/csta+xml\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body.encode()


def packets(*datagrams):
    wire = Wire()
    with Recorder(wire, None) as recorder:
        for octets in datagrams:
            wire.record(Transport.UDP, APPLICATION, ROUTER, octets, witness="alice.cti")
    return recorder.packets


def streamed(*pieces):
    wire = Wire()
    with Recorder(wire, None, servers={Ports().sccp}) as recorder:
        for octets in pieces:
            wire.record(Transport.TCP, PHONE, CALL_AGENT, octets, witness="alice.phone")
    return recorder.packets


def heard_in_two(judges, captured, at, **known):
    begun = judges.begin(captured[:at], **known)
    return judges.hear(captured, begun=begun, **known)


@pytest.fixture
def judges():
    tshark = Tshark.find(sccp_port=Ports().sccp, sip_port=Ports().sip)
    if tshark is None and os.environ.get("CI") == "true":
        pytest.fail("tshark is not installed")
    judges = Judges({}, tshark, SchemaJudge())
    yield judges
    judges.close()


def test_a_good_message_is_not_objected_to(judges):
    assert judges.hear(packets(info(MAKE_CALL))).objections == ()


def test_a_body_that_is_not_as_the_schema_says_is(judges):
    (first, *_) = judges.hear(packets(info(SWAPPED))).objections

    assert first.startswith("CSTA schema: packet 1, MakeCall: ")


def test_what_was_sent_wrong_on_purpose_is_not_shown_to_them(judges):
    heard = judges.hear(packets(info(SWAPPED)), deliberate={SWAPPED.encode()})

    assert heard.objections == ()


def test_both_parts_of_a_capture_are_objected_to_where_they_stand(judges):
    said = heard_in_two(judges, packets(*map(info, (SWAPPED, MAKE_CALL, SWAPPED))), 2).objections

    assert [text.partition(", MakeCall")[0] for text in said] == [
        "CSTA schema: packet 1",
        "CSTA schema: packet 3",
    ]


def test_what_was_sent_wrong_on_purpose_is_shown_in_neither_part(judges):
    captured = packets(*map(info, (SWAPPED, MAKE_CALL, MAKE_CALL, SWAPPED)))

    assert heard_in_two(judges, captured, 2, deliberate={SWAPPED.encode()}).objections == ()


def test_what_is_known_to_be_sent_wrong_only_after_the_first_part_is_not_shown_either(judges):
    captured = packets(*map(info, (MAKE_CALL, SWAPPED)))
    begun = judges.begin(captured[:1])

    heard = judges.hear(captured, deliberate={SWAPPED.encode()}, begun=begun)
    assert heard.objections == ()


@pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed")
def test_a_stream_goes_on_from_one_part_into_the_other(judges):
    # The second message has a number that nobody knows, and begins in the first part.
    frame, unknown = (bytes.fromhex(f"04000000 00000000 {n}0000") for n in ("0000", "9909"))
    captured = streamed(frame + unknown[:7], unknown[7:] + frame, unknown)
    said = judges.hear(captured).objections

    assert said == (
        "tshark: packet 5: unknown SCCP message 0x0999",
        "tshark: packet 6: unknown SCCP message 0x0999",
    )
    for at in range(len(captured) + 1):
        assert heard_in_two(judges, captured, at).objections == said


def intruded(octets, source, destination):
    wire = Wire()
    with Recorder(wire, None) as recorder:
        wire.record(Transport.UDP, source, destination, octets, witness="intruder")
    return recorder.packets


def test_nothing_that_an_intruder_says_is_shown_to_them(judges):
    for octets in (info(SWAPPED), b"INFO torn"):
        assert judges.hear(intruded(octets, APPLICATION, ROUTER)).objections == ()


def test_the_bodies_that_the_router_says_to_an_intruder_are(judges):
    (said,) = judges.hear(intruded(info(SWAPPED), ROUTER, APPLICATION)).objections

    assert said.startswith("CSTA schema: to an intruder: packet 1, MakeCall: ")
    assert judges.hear(intruded(info(MAKE_CALL), ROUTER, APPLICATION)).objections == ()


@pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed")
def test_a_judge_that_dies_leaves_no_verdict_and_comes_back(judges):
    judges._tshark._process.kill()
    judges._tshark._process.wait()

    (said,) = judges.hear(packets(info(MAKE_CALL))).objections
    assert said.startswith("tshark gave no verdict: tshark ended")
    assert judges.hear(packets(info(MAKE_CALL))).objections == ()


def test_in_ci_every_judge_must_be_there(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    Judges.require_all({})
    with pytest.raises(BenchBroken, match="with CI=true every judge must be present"):
        Judges.require_all({"CI": "true"})
