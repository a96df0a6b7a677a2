import pytest

from harness.oracle.agreement import disagreements
from harness.oracle.dissection import Record
from harness.oracle.known import DIFFERENCES, EXCUSES, excuse


def ours(name="CallState", *, protocol="SCCP", packet=4, **fields):
    return Record(packet, protocol, name, {key: as_tuple(value) for key, value in fields.items()})


def theirs(name="CallState", fields=None, *, protocol="SCCP", packet=4):
    return Record(
        packet, protocol, name, {key: as_tuple(value) for key, value in (fields or {}).items()}
    )


def as_tuple(value):
    return value if isinstance(value, tuple) else (value,)


@pytest.mark.parametrize(
    ("our", "their"),
    [
        (ours(call_reference=7), theirs(fields={"callReference": 7})),
        (ours(state=5), theirs(fields={"callState": 5})),
        (ours("Register", station_ip_address="10.0.0.5"),
         theirs("RegisterReq", {"stationIpAddr": "10.0.0.5"})),
        (ours("LineStat", line_dir_number="201"),
         theirs("LineStatRes", {"lineDirNumber": b"201\0\0garbage"})),
        (ours("DisplayPromptStatusDynamic", prompt_status="\x80\x17J\xe9rg"),
         theirs("DisplayPromptStatusV2", {"promptStatus": b"\x80\x17J\xe9rg"})),
        (ours("StopTone", tone=0), theirs("StopTone")),
        (ours("OpenReceiveChannel", encryption_key=bytes(48)),
         theirs("OpenReceiveChannel", {"algorithmID": 0, "keylen": 0})),
        (ours("EnhancedAlarm", alarm_info=b"<x/>\0\0\0\0"),
         theirs("EnhancedAlarm", {"alarmInfo": b"<x/>", "xmlData": b"<x/>"})),
        (ours("KeypadButton", kp_button=(1, 2)), theirs("KeypadButton", {"kpButton": (1, 2)})),
        (ours("INFO", protocol="SIP", **{"CSeq.seq": "7"}),
         theirs("INFO", {"CSeq.seq": "7", "resend": "0"}, protocol="SIP")),
        (ours("MakeCall", protocol="CSTA", calling_device="201", extensions=()),
         theirs("MakeCall", {"callingDevice": "201"}, protocol="CSTA")),
    ],
)  # fmt: skip
def test_the_same_in_other_words_is_no_disagreement(our, their):
    assert disagreements([our], [their]) == []


@pytest.mark.parametrize(
    ("our", "their", "sentence"),
    [
        (ours(line_instance=7), theirs(fields={"lineInstance": 1}),
         "packet 4, SCCP CallState: line_instance is 7, tshark's lineInstance is 1"),
        (ours("EnhancedAlarm", alarm_info=b"<x/>\0"),
         theirs("EnhancedAlarm", {"alarmInfo": b"<y/>"}),
         "packet 4, SCCP EnhancedAlarm: alarm_info is '<x/>', tshark's alarmInfo is '<y/>'"),
        (ours("RingIn"), theirs(), "packet 4, SCCP RingIn: tshark calls it CallState"),
        (ours("LineStatReq"), theirs("LineStatRes"),
         "packet 4, SCCP LineStatReq: tshark calls it LineStatRes"),
        (ours(precedence=4), theirs(),
         "packet 4, SCCP CallState: precedence is 4, tshark finds no such field"),
        (ours(), theirs(fields={"privacy": 0}),
         "packet 4, SCCP CallState: tshark finds privacy = 0, we have no such field"),
        (ours("LineStat", line_dir_number="201"), theirs("LineStatRes", {"lineDirNumber": b"2010"}),
         "packet 4, SCCP LineStat: line_dir_number is '201', tshark's lineDirNumber is '2010'"),
        (ours("KeypadButton", kp_button=(1, 2)), theirs("KeypadButton", {"kpButton": (2, 1)}),
         "packet 4, SCCP KeypadButton: kp_button is (1, 2), tshark's kpButton is (2, 1)"),
        (ours("unreadable", problem="too short"), theirs(),
         "packet 4, SCCP unreadable: we cannot read what tshark reads as CallState: too short"),
        (ours("BYE", protocol="SIP", **{"Call-ID": "a"}),
         theirs("BYE", {"Call-ID": "b"}, protocol="SIP"),
         "packet 4, SIP BYE: Call-ID is 'a', tshark's Call-ID is 'b'"),
        (ours("HeldEvent", protocol="CSTA", holding_device="201"),
         theirs("HeldEvent", {"heldDevice": "201"}, protocol="CSTA"),
         "packet 4, CSTA HeldEvent: holding_device is '201', tshark's holdingdevice is absent"),
    ],
)  # fmt: skip
def test_each_difference_is_a_sentence(our, their, sentence):
    assert sentence in disagreements([our], [their])


def test_a_message_that_only_one_reads_is_told():
    assert disagreements([ours()], []) == [
        "packet 4, SCCP: we read CallState, tshark reads nothing"
    ]
    assert disagreements([], [theirs()]) == [
        "packet 4, SCCP: tshark reads CallState, we read nothing"
    ]


def test_messages_of_one_packet_are_compared_in_their_order():
    first, second = ours(call_reference=7), ours(call_reference=8)
    their = [theirs(fields={"callReference": number}) for number in (8, 7)]

    assert len(disagreements([first, second], their)) == 2


TEXTS = {"calling_party": "201", "alternate_calling_party": "", "called_party": "202"}


@pytest.mark.parametrize(
    ("version", "their", "agrees"),
    [
        (0, {"callingParty": b"201", "AlternateCallingParty": b"202"}, True),
        (0, {"callingParty": b"202", "AlternateCallingParty": b"201"}, False),
        (17, {"callingParty": b"201", "AlternateCallingParty": b"202"}, False),
        (17, {"callingParty": b"201", "AlternateCallingParty": b"", "calledParty": b"202"}, True),
    ],
)
def test_texts_that_tshark_reads_shifted_are_compared_in_order(version, their, agrees):
    our = ours("CallInfoDynamic", hdr_version=version, **TEXTS)
    told = disagreements([our], [theirs("CallInfoV2", {"hdr_version": version, **their})])

    assert (told == []) is agrees


@pytest.mark.parametrize(("name", "agrees"), [(b"\x804", True), (b"\x805", False)])
def test_an_empty_text_before_others_is_nowhere_in_tsharks_reading(name, agrees):
    our = ours("CallInfoDynamic", hdr_version=0, **TEXTS, calling_party_name="\x804")
    their = {"hdr_version": 0, "callingParty": b"201", "calledParty": b"202", "lastParty": name}

    assert (disagreements([our], [theirs("CallInfoV2", their)]) == []) is agrees


def test_every_known_difference_gives_its_reason():
    assert all(len(row.why) > 15 for row in (*DIFFERENCES, *EXCUSES))


@pytest.mark.parametrize(
    ("message", "octets", "version", "excused"),
    [
        ("Stimulus", 12, 0, True),
        ("Stimulus", 8, 0, False),
        ("OpenReceiveChannel", 92, 11, True),
        ("OpenReceiveChannel", 92, 17, False),
        ("CallState", 12, 0, False),
    ],
)
def test_an_excuse_is_narrow(message, octets, version, excused):
    assert bool(excuse(message, octets, version)) is excused
