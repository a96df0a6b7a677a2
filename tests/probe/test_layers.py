import subprocess
import sys
from pathlib import Path

import pytest
from scapy.packet import Raw

from harness.probe.layers import CSTA, SCCP, SIP

INFO = (
    b"INFO sip:201@10.0.0.1 SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 10.0.0.6:40001;branch=z9hG4bKq7\r\n"
    b"CSeq: 7 INFO\r\n"
    b"Content-Type: application/csta+xml\r\n"
    b"Content-Length: 14\r\n"
    b"\r\n"
    b"<MonitorStop/>"
)


def test_a_message_is_taken_apart():
    packet = SIP(INFO)

    assert (packet.method, packet.status) == ("INFO", 0)
    assert packet.header("via") == "SIP/2.0/UDP 10.0.0.6:40001;branch=z9hG4bKq7"
    assert packet.header("Subject") == ""
    assert packet.body == b"<MonitorStop/>"
    assert packet[CSTA].mysummary() == "MonitorStop"


def test_what_was_taken_apart_is_built_again_octet_for_octet():
    assert bytes(SIP(INFO)) == INFO


def test_a_response_has_a_status_and_no_method():
    packet = SIP(b"SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n")

    assert (packet.method, packet.status) == ("", 200)


def test_the_length_is_counted_unless_it_is_given():
    body = CSTA(xml=b"<a/>")

    counted = bytes(SIP(start=b"INFO a SIP/2.0", headers=[("To", "b")]) / body)
    wrong = bytes(SIP(start=b"INFO a SIP/2.0", headers=[("Content-Length", "99")]) / body)

    assert counted == b"INFO a SIP/2.0\r\nTo: b\r\nContent-Length: 4\r\n\r\n<a/>"
    assert wrong == b"INFO a SIP/2.0\r\nContent-Length: 99\r\n\r\n<a/>"


def test_a_body_of_another_type_is_raw():
    octets = b"INFO a SIP/2.0\r\nContent-Type: text/plain\r\n\r\n<a/>"

    assert isinstance(SIP(octets).payload, Raw)


def test_a_body_that_is_no_xml_is_called_so():
    assert CSTA(xml=b"<a").mysummary() == "no XML"


def test_two_headers_of_sccp_share_no_octet():
    frame = bytes(SCCP(message_id=0x26) / Raw(bytes.fromhex("09000000 01000000 4d000000")))

    assert frame == bytes.fromhex("10000000 00000000 26000000 09000000 01000000 4d000000")
    first = SCCP(frame + frame[:5])
    assert (first.length, first.message_id) == (16, 0x26)
    assert bytes(first.payload)[:12] == frame[12:]
    assert SCCP(frame + frame).load == frame[12:]


def test_a_length_of_sccp_can_be_a_lie():
    assert bytes(SCCP(length=400, message_id=1)) == bytes.fromhex("90010000 00000000 01000000")


@pytest.mark.parametrize(
    "module", ["harness.capture", "harness.oracle.tshark", "harness.probe.driver"]
)
def test_scapy_is_not_imported_before_it_is_needed(module):
    check = f"import sys, {module}; sys.exit('scapy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", check], cwd=Path(__file__).parents[2], check=False, timeout=60
    )

    assert done.returncode == 0
