"""The judge is judged: each kind of wrong reading or writing that he must object to."""

import struct
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.capture.record import read_packets
from harness.oracle.agreement import disagreements

NAMESPACE = b"http://www.ecma-international.org/standards/ecma-323/csta/ed3"
EVENT = (
    b'<?xml version="1.0" encoding="UTF-8"?><DeliveredEvent xmlns="' + NAMESPACE + b'">'
    b"<monitorCrossRefID>4</monitorCrossRefID>"
    b"<connection><callID>1001</callID><deviceID>202</deviceID></connection>"
    b"<alertingDevice><deviceIdentifier>202</deviceIdentifier></alertingDevice>"
    b"<callingDevice><deviceIdentifier>201</deviceIdentifier></callingDevice>"
    b"<calledDevice><deviceIdentifier>202</deviceIdentifier></calledDevice>"
    b"<lastRedirectionDevice><notRequired/></lastRedirectionDevice>"
    b"<localConnectionInfo>alerting</localConnectionInfo><cause>newCall</cause></DeliveredEvent>"
)
SOME = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = [
    "state",
    "line_instance",
    "call_reference",
    "privacy",
    "precedence_level",
    "precedence_domain",
]
NUMBERS = st.lists(
    st.integers(min_value=1, max_value=0xFFFF_FFFF), min_size=6, max_size=6, unique=True
)


def frame(number, body):
    return struct.pack("<III", len(body) + 4, 0, number) + body


def call_state(words):
    return frame(0x0111, struct.pack("<6I", *words))


def told_of(tshark, packets, ours):
    reading = tshark.read(packets)
    return [*reading.objections, *disagreements(ours, reading.records)]


def swapped(record, one, other):
    fields = dict(record.fields)
    fields[one], fields[other] = fields[other], fields[one]
    return replace(record, fields=fields)


@SOME
@given(words=NUMBERS)
def test_a_right_reading_is_not_objected_to(tshark, new_talk, words):
    packets = new_talk().to_phone(call_state(words)).packets

    assert told_of(tshark, packets, read_packets(packets)) == []


@SOME
@given(words=NUMBERS, places=st.permutations(range(6)))
def test_a_table_with_fields_out_of_order_is_noticed(tshark, new_talk, words, places):
    # What both ends of a wrong table would do: write in the wrong order, read back what was meant.
    packets = new_talk().to_phone(call_state([words[place] for place in places])).packets
    records = read_packets(packets)
    meant = dict(zip(NAMES, ((word,) for word in words), strict=True))
    records[-1] = replace(records[-1], fields={**records[-1].fields, **meant})

    told = told_of(tshark, packets, records)

    wrong = [NAMES[at] for at, place in enumerate(places) if at != place]
    assert [text.split(": ")[1].split(" is ")[0] for text in told] == wrong


@SOME
@given(words=NUMBERS, shift=st.sampled_from([1, 2, 3, 4, -4]))
def test_a_shifted_offset_is_noticed(tshark, new_talk, words, shift):
    octets = struct.pack("<6I", *words)
    packets = new_talk().to_phone(frame(0x0111, octets)).packets
    (record,) = read_packets(packets)
    shifted = int.from_bytes((octets + b"\xee" * 8)[8 + shift : 12 + shift], "little")
    wrong = replace(record, fields={**record.fields, "call_reference": (shifted,)})

    told = told_of(tshark, packets, [wrong])

    assert bool(told) is (shifted != words[2])


def test_a_field_of_the_wrong_width_is_noticed(tshark, new_talk):
    wide = frame(0x0086, struct.pack("<IIH2x", 9, 0x10001, 5))
    packets = new_talk().to_phone(wide).packets
    (record,) = read_packets(packets)
    narrow = replace(record, fields={**record.fields, "stimulus_instance": (1,)})

    assert told_of(tshark, packets, [record]) == []
    assert told_of(tshark, packets, [narrow]) == [
        "packet 4, SCCP SetLamp: stimulus_instance is 1, tshark's stimulusInstance is 65537"
    ]


PROMPT = struct.pack("<III", 0, 1, 77) + b"\x80\x17202"


@pytest.mark.parametrize("lost", ["the NUL of a text", "the first octet of a text"])
def test_a_lost_octet_is_noticed(tshark, new_talk, lost):
    # Three texts: each must end, or the next begins in the wrong place.
    fixed = struct.pack("<II", 1, 15)
    right = fixed + b"201\0Alice\0Desk\0\0\0"
    wrong = right.replace(b"201\0", b"201") if "NUL" in lost else right.replace(b"Alice", b"lice")
    good = new_talk().to_phone(frame(0x0147, right)).packets
    meant = read_packets(good)
    bad = new_talk().to_phone(frame(0x0147, wrong + bytes(len(right) - len(wrong)))).packets

    assert told_of(tshark, good, meant) == []
    assert told_of(tshark, bad, meant) != []


def test_a_last_text_without_its_nul_is_noticed(tshark, new_talk):
    body = PROMPT + b"20"  # the frame ends with the text
    packets = new_talk().to_phone(frame(0x0145, body[:-2] + b"abc")).packets

    assert told_of(tshark, packets, read_packets(packets)) != []


def test_a_frame_cut_short_is_noticed(tshark, new_talk):
    packets = new_talk().to_phone(frame(0x0111, struct.pack("<3I", 1, 1, 77))).packets

    assert "packet 4: malformed, in CallState" in told_of(tshark, packets, read_packets(packets))


def test_a_length_that_leaves_out_a_word_is_noticed(tshark, new_talk):
    octets = bytearray(call_state([1, 1, 77, 0, 4, 0]))
    octets[0] -= 4
    packets = new_talk().to_phone(bytes(octets) + frame(0, b"")).packets

    assert told_of(tshark, packets, read_packets(packets)) != []


def test_a_message_under_another_number_is_noticed(tshark, new_talk):
    packets = new_talk().to_phone(frame(0x0086, struct.pack("<3I", 9, 1, 5))).packets
    (record,) = read_packets(packets)

    assert told_of(tshark, packets, [replace(record, name="SetRinger")]) == [
        "packet 4, SCCP SetRinger: tshark calls it SetLamp"
    ]


def test_a_right_event_is_not_objected_to(tshark, new_talk, info):
    packets = new_talk().sip(info(EVENT)).packets

    assert told_of(tshark, packets, read_packets(packets)) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"callingDevice>", b"callingDevise>"),
        (b"<cause>newCall</cause>", b"<reason>newCall</reason>"),
        (b"localConnectionInfo>", b"localConnectionState>"),
    ],
    ids=["a letter", "another word", "a similar word"],
)
def test_a_misnamed_element_is_noticed(tshark, new_talk, info, right, wrong):
    meant = read_packets(new_talk().sip(info(EVENT)).packets)
    packets = new_talk().sip(info(EVENT.replace(right, wrong))).packets
    both_ends_wrong = [read_packets(packets)[0], meant[1]]

    assert [text for text in told_of(tshark, packets, both_ends_wrong) if "CSTA" in text] != []
    assert [
        text for text in told_of(tshark, packets, read_packets(packets)) if "CSTA" in text
    ] != []


def test_a_connection_read_the_wrong_way_round_is_noticed(tshark, new_talk, info):
    packets = new_talk().sip(info(EVENT)).packets
    sip, event = read_packets(packets)
    turned = replace(event, fields={**event.fields, "connection": ("202", "1001")})

    (sentence,) = told_of(tshark, packets, [sip, turned])

    assert "connection is ('202', '1001'), tshark's connection is ('1001', '202')" in sentence


def test_devices_read_into_each_others_place_are_noticed(tshark, new_talk, info):
    packets = new_talk().sip(info(EVENT)).packets
    sip, event = read_packets(packets)

    told = told_of(tshark, packets, [sip, swapped(event, "calling_device", "called_device")])

    assert len(told) == 2


@pytest.mark.parametrize("name", ["CSeq.seq", "to.tag", "Via.branch", "Call-ID"])
def test_a_sip_header_read_wrongly_is_noticed(tshark, new_talk, info, name):
    packets = new_talk().sip(info(EVENT)).packets
    sip, event = read_packets(packets)
    wrong = replace(sip, fields={**sip.fields, name: ("x",)})

    (sentence,) = told_of(tshark, packets, [wrong, event])

    assert f"{name} is 'x'" in sentence
