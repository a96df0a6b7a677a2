import pytest

from harness.capture.record import UNREADABLE, read_packets
from harness.capture.recorder import Recorder
from harness.runtime.wire import Transport, Wire

PHONE, ROUTER = ("10.0.0.5", 51000), ("10.0.0.1", 2000)
APPLICATION, CTI = ("10.0.0.6", 40001), ("10.0.0.1", 5060)

CALL_STATE = bytes.fromhex(
    "1c000000 00000000 11010000"
    "01000000 01000000 4d000000 00000000 04000000 00000000"  # off hook, line 1, call 77
)
CAPABILITIES = (
    bytes.fromhex("28010000 00000000 10000000 02000000")
    + bytes.fromhex("04000000 28000000 0000000000000000")  # G.711 µ-law, 40 frames
    + bytes.fromhex("02000000 14000000 0000000000000000")  # G.711 A-law, 20 frames
    + bytes(16 * 16)
)


def sip(first, body=b"", content_type=b"application/csta+xml"):
    head = (
        b"\r\n"
        b"Via: SIP/2.0/UDP 10.0.0.6:40001;branch=z9hG4bKq7\r\n"
        b'From: "Alice" <sip:alice@10.0.0.6>;tag=c1\r\n'
        b"To: <sip:201@10.0.0.1>\r\n"
        b"Call-ID: one@10.0.0.6\r\n"
        b"Contact: <sip:alice@10.0.0.6:40001;transport=udp>\r\n"
        b"CSeq: 7 INFO\r\n"
    )
    typed = b"Content-Type: " + content_type + b"\r\n" if body else b""
    return first + head + typed + b"Content-Length: %d\r\n\r\n" % len(body) + body


def csta(name, inside):
    return (
        b"<" + name + b' xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3">'
        + inside + b"</" + name + b">"
    )  # fmt: skip


def read(*chunks, transport=Transport.TCP, source=PHONE, destination=ROUTER):
    wire = Wire()
    with Recorder(wire, None) as recorder:
        for octets in chunks:
            wire.record(transport, source, destination, octets)
    return read_packets(recorder.packets)


def read_sip(*messages, transport=Transport.UDP):
    return read(*messages, transport=transport, source=APPLICATION, destination=CTI)


def read_body(body):
    _, record = read_sip(sip(b"INFO sip:201@10.0.0.1 SIP/2.0", body))
    return record


def test_an_sccp_frame_is_told_field_by_field():
    (record,) = read(CALL_STATE)

    assert (record.packet, record.protocol, record.name) == (4, "SCCP", "CallState")
    assert record.fields == {
        "data_length": (28,),
        "hdr_version": (0,),
        "message_id": (0x111,),
        "state": (1,),
        "line_instance": (1,),
        "call_reference": (77,),
        "privacy": (0,),
        "precedence_level": (4,),
        "precedence_domain": (0,),
    }


def test_repeated_parts_are_told_by_the_names_of_their_fields():
    (record,) = read(CAPABILITIES)

    assert record.fields["payload_capability"] == (4, 2)
    assert record.fields["max_frames_per_packet"] == (40, 20)


def test_a_frame_belongs_to_the_packet_that_completes_it():
    records = read(CALL_STATE + CALL_STATE[:5], CALL_STATE[5:])

    assert [record.packet for record in records] == [4, 5]


def test_the_same_octets_are_told_again_where_they_stand_again():
    again = CALL_STATE[:4] + b"\x11" + CALL_STATE[5:]
    first, second, at_17 = read(CALL_STATE, CALL_STATE, again)

    assert [each.packet for each in (first, second, at_17)] == [4, 5, 6]
    assert first.fields == second.fields
    assert at_17.fields == {**first.fields, "hdr_version": (17,)}


def test_the_same_body_under_another_number_is_another_message():
    first, second = read(CALL_STATE, CALL_STATE[:8] + bytes.fromhex("99090000") + CALL_STATE[12:])

    assert (first.name, second.name) == ("CallState", "Unknown")
    assert "line_instance" not in second.fields


def test_an_unknown_sccp_message_is_told_as_such():
    (record,) = read(bytes.fromhex("04000000 00000000 99090000"))

    assert (record.name, record.fields["message_id"]) == ("Unknown", (0x999,))


@pytest.mark.parametrize(
    "octets",
    [
        bytes.fromhex("08000000 00000000 11010000 01000000"),
        bytes.fromhex("ffffffff 00000000 11010000"),
    ],
    ids=["body", "length"],
)
def test_what_we_cannot_read_is_told_with_the_reason(octets):
    (record,) = read(octets)

    assert (record.protocol, record.name) == ("SCCP", UNREADABLE)
    assert record.fields["problem"][0]


def test_a_sip_request_is_told_by_the_headers_that_matter():
    (record,) = read_sip(sip(b"INFO sip:201@10.0.0.1 SIP/2.0"))

    assert (record.packet, record.protocol, record.name) == (1, "SIP", "INFO")
    assert record.fields == {
        "Method": ("INFO",),
        "r-uri": ("sip:201@10.0.0.1",),
        "CSeq.seq": ("7",),
        "CSeq.method": ("INFO",),
        "from.addr": ("sip:alice@10.0.0.6",),
        "from.tag": ("c1",),
        "to.addr": ("sip:201@10.0.0.1",),
        "Via.branch": ("z9hG4bKq7",),
        "contact.uri": ("sip:alice@10.0.0.6:40001;transport=udp",),
        "Call-ID": ("one@10.0.0.6",),
        "Content-Length": ("0",),
    }


def test_sip_in_a_stream_is_cut_by_its_length():
    whole = sip(b"SIP/2.0 200 OK", csta(b"MonitorStopResponse", b""))
    records = read_sip(whole[:50], whole[50:] + whole, transport=Transport.TCP)

    assert [(record.packet, record.name) for record in records] == [
        (5, "200"),
        (5, "MonitorStopResponse"),
    ] * 2


def test_a_body_of_another_type_is_no_csta():
    assert len(read_sip(sip(b"INFO sip:a@b SIP/2.0", b"v=0", b"application/sdp"))) == 1


def test_csta_is_told_by_the_texts_below_each_child():
    record = read_body(
        csta(
            b"DeliveredEvent",
            b"<monitorCrossRefID>4</monitorCrossRefID>"
            b"<connection><callID>1001</callID><deviceID>202</deviceID></connection>"
            b"<alertingDevice><deviceIdentifier>202</deviceIdentifier></alertingDevice>"
            b"<callingDevice><deviceIdentifier>201</deviceIdentifier></callingDevice>"
            b"<calledDevice><notKnown/></calledDevice>"
            b"<lastRedirectionDevice><notRequired/></lastRedirectionDevice>"
            b"<localConnectionInfo>alerting</localConnectionInfo><cause>newCall</cause>",
        )
    )

    assert (record.protocol, record.name) == ("CSTA", "DeliveredEvent")
    assert record.fields == {
        "monitor_cross_ref_id": ("4",),
        "connection": ("1001", "202"),
        "alerting_device": ("202",),
        "calling_device": ("201",),
        "called_device": ("notKnown",),
        "last_redirection_device": ("notRequired",),
        "local_connection_info": ("alerting",),
        "cause": ("newCall",),
    }


@pytest.mark.parametrize(
    ("name", "inside", "fields"),
    [
        (b"CSTAErrorCode", b"<operation>generic</operation>", {"operation": ("generic",)}),
        (b"CSTAErrorCode", b"<unspecified/>", {"unspecified": ()}),
        (b"SnapshotDeviceResponse",
         b"<crossRefIDorSnapshotData><snapshotData/></crossRefIDorSnapshotData>",
         {"cross_ref_id_or_snapshot_data": ("snapshotData",)}),
        (b"SetDoNotDisturb", b"<device>201</device><doNotDisturbOn>true</doNotDisturbOn>",
         {"device": ("201",), "do_not_disturb_on": ("true",)}),
    ],
)  # fmt: skip
def test_special_bodies_are_told_too(name, inside, fields):
    assert read_body(csta(name, inside)).fields == fields


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"<a>", "not well-formed"),
        (csta(b"Nonsense", b""), "not in our table"),
        (csta(b"MonitorStartResponse", b""), "monitorCrossRefID is missing"),
    ],
)
def test_a_body_we_cannot_read_is_told_with_the_reason(body, problem):
    record = read_body(body)

    assert (record.protocol, record.name) == ("CSTA", UNREADABLE)
    assert problem in record.fields["problem"][0]
    assert record.octets == body


def test_other_traffic_is_passed_over():
    assert read(b"\x80\x00rtp", transport=Transport.UDP) == []
