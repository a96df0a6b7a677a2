import signal
import sys

import pytest

from harness.oracle.tshark import Tshark, TsharkFailed

CALL_STATE = bytes.fromhex(
    "1c000000 00000000 11010000"
    "01000000 01000000 4d000000 00000000 04000000 00000000"  # off hook, line 1, call 77
)
KEEP_ALIVE = bytes.fromhex("04000000 00000000 00000000")
MAKE_CALL = (
    b'<?xml version="1.0"?>'
    b'<MakeCall xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3">'
    b"<callingDevice>201</callingDevice>"
    b"<calledDirectoryNumber>2&lt;2</calledDirectoryNumber>"
    b"<autoOriginate>doNotPrompt</autoOriginate></MakeCall>"
)


def test_an_sccp_frame_is_read_by_name_and_field(tshark, talk):
    (record,) = tshark.read(talk.to_phone(CALL_STATE).packets).records

    assert (record.packet, record.protocol, record.name) == (4, "SCCP", "CallState")
    assert record.fields["callState"] == (1,)
    assert record.fields["lineInstance"] == (1,)
    assert record.fields["callReference"] == (77,)
    assert record.fields["precedenceLevel"] == (4,)


def test_csta_is_read_inside_sip(tshark, talk, info):
    reading = tshark.read(talk.sip(info(MAKE_CALL)).packets)

    sip, csta = reading.records
    assert (sip.protocol, sip.name, sip.fields["CSeq.seq"]) == ("SIP", "INFO", ("7",))
    assert (csta.protocol, csta.name) == ("CSTA", "MakeCall")
    assert csta.fields == {
        "callingDevice": ("201",),
        "calledDirectoryNumber": ("2<2",),
        "autoOriginate": ("doNotPrompt",),
    }
    assert reading.objections == ()


def test_several_messages_in_a_chunk_and_one_in_several_chunks_are_all_read(tshark, talk):
    talk.to_phone(CALL_STATE + KEEP_ALIVE, CALL_STATE[:10], CALL_STATE[10:] + KEEP_ALIVE)
    records = tshark.read(talk.packets).records

    assert [(record.packet, record.name) for record in records] == [
        (4, "CallState"),
        (4, "KeepAliveReq"),
        (6, "CallState"),
        (6, "KeepAliveReq"),
    ]


def test_one_process_reads_capture_after_capture_of_the_same_connection(tshark, talk):
    packets = talk.to_phone(CALL_STATE).from_phone(KEEP_ALIVE).packets
    later = [type(packet)(packet.at, packet.octets) for packet in packets]

    first, second = tshark.read(packets), tshark.read(later)

    assert [record.name for record in first.records] == ["CallState", "KeepAliveReq"]
    assert tshark.version.startswith("wireshark/")
    assert second.objections == ()


def test_an_empty_capture_is_read_as_empty(tshark):
    assert tshark.read([]).records == ()


def test_a_capture_larger_than_any_pipe_is_read_whole(tshark, talk, info):
    talk.sip(*[info(b"<x>" + b"y" * 20_000 + b"</x>")] * 40)

    assert len(tshark.read(talk.packets).records) == 80


@pytest.mark.parametrize(
    ("frame", "objection"),
    [
        ("10000000 00000000 11010000 01000000 01000000 4d000000", "malformed, in CallState"),
        ("04000000 00000000 99090000", "unknown SCCP message 0x0999"),
        ("04000000 63000000 00000000", "octets on the SCCP port are no SCCP"),
    ],
    ids=["cut short", "of no known number", "of an impossible header version"],
)
def test_a_frame_is_objected_to(tshark, talk, frame, objection):
    reading = tshark.read(talk.to_phone(bytes.fromhex(frame)).packets)

    assert reading.objections == (f"packet 4: {objection}",)


def test_frames_that_tshark_is_known_to_misjudge_are_excused_with_the_reason(tshark, talk):
    stimulus = bytes.fromhex("10000000 00000000 05000000 13000000 01000000 00000000")
    reading = tshark.read(talk.from_phone(stimulus).packets)

    assert reading.objections == ()
    (excused,) = reading.excused
    assert "Stimulus" in excused
    assert "7960" in excused


def test_a_sip_message_that_lacks_a_header_is_objected_to(tshark, talk, info):
    whole = info(MAKE_CALL)
    reading = tshark.read(talk.sip(whole.replace(b"Call-ID: one@10.0.0.6\r\n", b"")).packets)

    assert "packet 1: SIP message without Call-ID" in reading.objections


def test_what_is_no_sip_on_the_sip_port_is_objected_to(tshark, talk):
    reading = tshark.read(talk.sip(b"\x00\x01\x02\x03 hello").packets)

    assert any("no SIP" in text for text in reading.objections)


def test_text_that_xml_does_not_know_is_objected_to(tshark, talk, info):
    reading = tshark.read(talk.sip(info(b'<a><b c="1>x</b></a>')).packets)

    assert "packet 1: xml: Unrecognized text" in reading.objections


def test_texts_that_are_no_utf8_are_read_octet_for_octet(tshark, talk):
    prompt = bytes.fromhex("18000000 00000000 45010000 00000000 01000000 4d000000 80174ae972670000")
    (record,) = tshark.read(talk.to_phone(prompt).packets).records

    assert record.fields["promptStatus"] == (b"\x80\x17J\xe9rg",)


def in_two(tshark, packets, at):
    begun = tshark.begin(packets[:at])
    return tshark.answer(tshark.ask(packets[at:], begun=begun))


def told(reading):
    assert reading.objections == ()
    return [(each.packet, each.name, unremembered(each.fields)) for each in reading.records]


def unremembered(fields):
    # tshark knows again what it was shown in a capture before.
    return {name: said for name, said in fields.items() if not name.startswith("resend")}


def test_a_capture_may_be_handed_over_in_two_parts_wherever_it_is_cut(tshark, talk, info):
    talk.to_phone(CALL_STATE + KEEP_ALIVE, CALL_STATE[:10], CALL_STATE[10:] + KEEP_ALIVE)
    packets = talk.sip(info(MAKE_CALL)).packets
    whole = told(tshark.read(packets))

    assert len(whole) == 6
    for at in range(len(packets) + 1):
        assert told(in_two(tshark, packets, at)) == whole


def test_each_part_is_objected_to_where_it_stands(tshark, talk):
    unknown = bytes.fromhex("04000000 00000000 99090000")
    packets = talk.to_phone(unknown, KEEP_ALIVE, unknown).packets

    assert in_two(tshark, packets, 5).objections == (
        "packet 4: unknown SCCP message 0x0999",
        "packet 6: unknown SCCP message 0x0999",
    )


def test_a_part_larger_than_any_pipe_waits_for_the_rest(tshark, talk, info):
    packets = talk.sip(*[info(b"<x>" + b"y" * 20_000 + b"</x>")] * 40).packets

    assert len(in_two(tshark, packets, 39).records) == 80


def test_a_question_whose_answer_nobody_fetched_does_not_reach_into_the_next(tshark, talk):
    tshark.begin(talk.to_phone(CALL_STATE).packets)
    reading = tshark.read(talk.from_phone(KEEP_ALIVE).packets)

    assert [(each.packet, each.name) for each in reading.records] == [
        (4, "CallState"),
        (5, "KeepAliveReq"),
    ]


def test_a_judge_that_nobody_listens_to_any_more_goes_at_once(running_tshark, talk, info):
    packets = talk.sip(*[info(b"<x>" + b"y" * 20_000 + b"</x>")] * 40).packets
    with Tshark.find(2000, 5060) as unheard:
        unheard.begin(packets)
        process = unheard._process

    assert process.returncode == -signal.SIGKILL


def scripted(tmp_path, text):
    program = tmp_path / "tshark"
    program.write_text(f"#!{sys.executable}\n{text}")
    program.chmod(0o755)
    return str(program)


def test_a_judge_that_dies_is_told_with_his_last_words_and_called_again(tmp_path, talk):
    program = scripted(tmp_path, "import sys; sys.exit('tshark: out of ink')")
    with Tshark(program, sccp_port=2000, sip_port=5060) as broken:
        for _ in range(2):
            with pytest.raises(TsharkFailed, match="out of ink"):
                broken.read(talk.to_phone(KEEP_ALIVE).packets)


def test_a_judge_that_dies_between_the_parts_is_told_with_his_last_words(tmp_path, talk):
    program = scripted(tmp_path, "import sys; sys.exit('tshark: out of ink')")
    with Tshark(program, sccp_port=2000, sip_port=5060) as broken:
        begun = broken.begin(talk.to_phone(KEEP_ALIVE).packets)
        broken._process.wait()
        asked = broken.ask(talk.to_phone(KEEP_ALIVE).packets[4:], begun=begun)
        with pytest.raises(TsharkFailed, match="out of ink"):
            broken.answer(asked)


def test_a_silent_judge_is_ended_when_his_time_is_over(tmp_path, talk):
    program = scripted(tmp_path, "import sys; sys.stdin.buffer.read()")
    with Tshark(program, sccp_port=2000, sip_port=5060, seconds=0.1) as silent:
        process = silent._process
        with pytest.raises(TsharkFailed, match=r"within 0\.1 s"):
            silent.read(talk.to_phone(KEEP_ALIVE).packets)

        assert process.returncode is not None


def test_nothing_is_left_when_the_judge_goes(running_tshark):
    with Tshark.find(2000, 5060) as another:
        process = another._process
    another.close()

    assert process.returncode == 0
    assert process.stdin.closed
    assert process.stdout.closed
    assert process.stderr.closed


def test_a_machine_without_tshark_has_no_judge(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert Tshark.find(2000, 5060) is None


PAGE = b"<CiscoIPPhoneText><Title>Note</Title><Text>Hello</Text></CiscoIPPhoneText>"


def page(body, length=None):
    told = len(body) if length is None else length
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n" % told + body


def test_a_page_that_is_in_order_is_passed(tshark, talk):
    asked = b"GET /localdirectory HTTP/1.1\r\nHost: 10.0.0.1\r\n\r\n"
    reading = tshark.read(talk.pages(asked, page(PAGE), asked, page(PAGE)).packets)

    assert reading.objections == ()
    assert reading.records == ()


def test_a_page_that_closes_what_it_never_opened_is_objected_to(tshark, talk):
    asked = b"GET /localdirectory HTTP/1.1\r\nHost: 10.0.0.1\r\n\r\n"
    reading = tshark.read(talk.pages(asked, page(PAGE + b"</CiscoIPPhoneText>")).packets)

    assert "packet 5: xml: Closing an unopened tag" in reading.objections
