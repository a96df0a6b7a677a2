from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.protocols.errors import LocalProtocolError
from harness.protocols.sccp import messages as m
from harness.protocols.sccp.events import (
    Disconnected,
    KeepAliveAnswered,
    MessageReceived,
    MessageSent,
    Misbehaved,
    Registered,
    Rejected,
    StationEvent,
)
from harness.protocols.sccp.numbers import Codec, DeviceType, PhoneCallState
from harness.protocols.sccp.station import Stage, Station, StationProfile

CISCO_7960 = StationProfile(
    device_name="SEP000F8FC7B681",
    device_type=DeviceType.CISCO_7960,
    protocol_version=11,
    features=bytes.fromhex("006085"),
    ip_address="10.0.0.60",
    instance=1,
    register_size=64,
    capabilities=((Codec.WIDEBAND_256K, 120), (Codec.G711_ULAW_64K, 40)),
    header_version_rule="zero",
    first_alarm="25: Name=SEP000F8FC7B681 Load=8.1(2.0) Last=Initialized",
    registers_available_lines=0,
    sends_headset_status=True,
)
CISCO_7961 = StationProfile(
    device_name="SEP001E4A34A35F",
    device_type=DeviceType.CISCO_7961,
    protocol_version=17,
    features=bytes.fromhex("007285"),
    ip_address="10.0.0.61",
    max_streams=5,
    max_conferences=1,
    mac=bytes.fromhex("001e4a34a35f"),
    load_name="SCCP41.8-5-3S",
    capabilities=((Codec.G711_ULAW_64K, 40),),
    asks_version=True,
)

KEEP_ALIVE = bytes.fromhex("04000000 00000000 00000000")
KEEP_ALIVE_ACK = bytes.fromhex("04000000 00000000 00010000")
CAPABILITIES_REQ = bytes.fromhex("04000000 00000000 9b000000")
REGISTER_ACK_9 = bytes.fromhex(
    "18000000 00000000 81000000 1e000000 4d2f442f5941 0000 1e000000 0920f1fe"
)
REGISTER_ACK_17 = REGISTER_ACK_9[:-4] + bytes.fromhex("1120f1ff")
REGISTER_ACK_CM2 = bytes.fromhex("10000000 00000000 81000000 1e000000 4d2f442f5941 8e09")
BUTTONS = bytes.fromhex(
    "64000000 00000000 97000000 00000000 05000000 05000000 0109 0209 0102 0113 0114"
) + (b"\x00\xff" * 37)
SOFT_KEYS = bytes.fromhex("90020000 00000000 08010000") + bytes(652)
SOFT_KEY_SETS = bytes.fromhex("10030000 00000000 09010000") + bytes(780)
CONFIG = bytes.fromhex("74000000 00000000 93000000") + bytes(112)
DATE = bytes.fromhex("28000000 00000000 94000000 da070000") + bytes(32)


def line(number: int) -> bytes:
    return bytes.fromhex("74000000 00000000 92000000") + bytes([number]) + bytes(111)


def forward(number: int) -> bytes:
    return bytes.fromhex("60000000 00000000 90000000 00000000") + bytes([number]) + bytes(87)


SPEED_DIAL = bytes.fromhex("48000000 00000000 91000000 01000000") + bytes(64)
FEATURE = bytes.fromhex("1c000000 00000000 46010000 01000000 13000000 00000000") + bytes(12)
SERVICE = bytes.fromhex("0c000000 00000000 48010000 01000000") + bytes(4)

ANSWERS = [
    REGISTER_ACK_9 + CAPABILITIES_REQ,
    BUTTONS,
    SOFT_KEYS,
    SOFT_KEY_SETS,
    CONFIG,
    line(1),
    line(2),
    forward(1),
    forward(2),
    SPEED_DIAL,
    FEATURE,
    SERVICE,
    DATE,
]


def events(station: Station) -> list[StationEvent]:
    told = []
    while (event := station.next_event()) is not None:
        told.append(event)
    return told


def sent(station: Station) -> list[str]:
    return [type(e.message).__name__ for e in events(station) if isinstance(e, MessageSent)]


def numbers(octets: bytes) -> list[int]:
    found = []
    while octets:
        size = 8 + int.from_bytes(octets[:4], "little")
        found.append(int.from_bytes(octets[8:12], "little"))
        octets = octets[size:]
    return found


def connected(profile: StationProfile = CISCO_7960) -> Station:
    station = Station(profile)
    station.connection_made(0.0)
    return station


@pytest.fixture
def registered() -> Station:
    station = connected()
    for answer in ANSWERS:
        station.receive_data(answer, 1.0)
    station.data_to_send()
    assert events(station)[-1] == Registered()
    return station


def test_a_7960_introduces_itself_as_its_dumps_show() -> None:
    octets = connected().data_to_send()
    assert numbers(octets) == [0x0020, 0x0001, 0x0002]
    alarm, register = octets[:104], octets[104:180]
    assert alarm[12:16] == bytes.fromhex("02000000")
    assert alarm[16:46] == b"25: Name=SEP000F8FC7B681 Load="
    assert alarm[96:104] == bytes.fromhex("00080100 0a00003c")
    assert register.hex() == (
        "44000000 00000000 01000000".replace(" ", "")
        + b"SEP000F8FC7B681\0".hex()
        + "00000000 01000000 0a00003c 07000000 00000000 00000000 0b006085".replace(" ", "")
        + "00" * 20
    )


def test_a_7961_introduces_itself_with_mac_and_load() -> None:
    octets = connected(CISCO_7961).data_to_send()
    register = octets[104:240]
    assert register[:12] == bytes.fromhex("80000000 00000000 01000000")
    assert register[28:56] == bytes.fromhex(
        "00000000 00000000 0a00003d 42750000 05000000 00000000 11007285"
    )
    assert register[64:84] == bytes.fromhex("001e4a34a35f 000000000000 03000000 06000000")
    assert register[104:118] == b"SCCP41.8-5-3S\0"


def test_a_7960_registers_in_the_recorded_order() -> None:
    station = connected()
    assert sent(station) == ["Alarm", "Register", "IpPort"]
    dialogue = []
    for answer in ANSWERS:
        station.receive_data(answer, 1.0)
        dialogue.append(sent(station))
    assert dialogue == [
        ["CapabilitiesRes", "HeadsetStatus", "ButtonTemplateReq"],
        ["SoftKeyTemplateReq"],
        ["SoftKeySetReq"],
        ["ConfigStatReq"],
        ["LineStatReq"],
        ["LineStatReq"],
        ["ForwardStatReq"],
        ["ForwardStatReq"],
        ["RegisterAvailableLines", "SpeedDialStatReq"],
        ["FeatureStatReq"],
        ["ServiceURLStatReq"],
        ["TimeDateReq"],
        [],
    ]
    assert station.state is Stage.REGISTERED


def test_the_whole_dialogue_in_one_segment_or_octet_by_octet_ends_the_same() -> None:
    whole, slow = connected(), connected()
    whole.receive_data(b"".join(ANSWERS), 1.0)
    for octet in b"".join(ANSWERS):
        slow.receive_data(bytes([octet]), 1.0)
    assert whole.data_to_send() == slow.data_to_send()
    assert events(whole) == events(slow)
    assert whole.state is Stage.REGISTERED


def test_other_messages_between_the_answers_are_handed_on_and_change_nothing() -> None:
    station = connected()
    prompt = bytes.fromhex("10000000 00000000 45010000") + bytes(12)
    lamp = bytes.fromhex("10000000 00000000 86000000 0f000000 00000000 01000000")
    for answer in ANSWERS:
        station.receive_data(lamp + answer + prompt[:4] + prompt[4:] + bytes(0), 1.0)
        prompt = lamp
    assert station.state is Stage.REGISTERED
    told = [e.message for e in events(station) if isinstance(e, MessageReceived)]
    assert sum(isinstance(message, m.SetLamp) for message in told) == 2 * len(ANSWERS) - 1


def test_the_answer_to_another_question_does_not_move_the_dialogue_on() -> None:
    station = connected()
    for answer in ANSWERS[:5]:
        station.receive_data(answer, 1.0)
    sent(station)
    station.receive_data(line(2) + forward(1), 1.0)
    assert sent(station) == []
    station.receive_data(line(1), 1.0)
    assert sent(station) == ["LineStatReq"]


def test_the_lower_version_is_spoken() -> None:
    station = connected()
    station.receive_data(REGISTER_ACK_17, 0.0)
    assert station.version == 11
    station = connected(CISCO_7961)
    station.receive_data(REGISTER_ACK_9, 0.0)
    assert station.version == 9
    station = connected(CISCO_7961)
    station.receive_data(REGISTER_ACK_CM2, 0.0)
    assert station.version == 3


@pytest.mark.parametrize(("profile", "word"), [(CISCO_7960, 0), (CISCO_7961, 17)])
def test_a_7961_writes_the_version_into_its_headers_and_a_7960_does_not(
    profile: StationProfile, word: int
) -> None:
    station = connected(profile)
    introduction = station.data_to_send()
    assert introduction[4:8] == bytes(4)
    station.receive_data(REGISTER_ACK_17 + CAPABILITIES_REQ, 0.0)
    assert station.data_to_send()[4:8] == word.to_bytes(4, "little")


def test_capabilities_are_told_whenever_they_are_asked(registered: Station) -> None:
    registered.receive_data(CAPABILITIES_REQ, 2.0)
    octets = registered.data_to_send()
    assert len(octets) == 304
    assert octets[12:32] == bytes.fromhex("02000000 19000000 78000000 00000000 00000000")


def test_a_refusal_is_told_with_its_text() -> None:
    station = connected()
    events(station)
    station.receive_data(
        bytes.fromhex("28000000 00000000 9d000000") + b"Not you".ljust(36, b"\0"), 0.0
    )
    assert events(station)[-1] == Rejected("Not you")
    with pytest.raises(LocalProtocolError, match="OffHook while rejected"):
        station.send(m.OffHook())


@pytest.mark.parametrize(
    "act",
    [
        lambda station: station.send(m.OffHook()),
        lambda station: station.unregister(1.0),
        lambda station: station.connection_made(1.0),
    ],
)
def test_what_the_stage_forbids_is_our_fault(act: Callable[[Station], None]) -> None:
    with pytest.raises(LocalProtocolError):
        act(connected())


def test_a_phone_does_not_speak_as_an_agent(registered: Station) -> None:
    with pytest.raises(LocalProtocolError, match="CallState is the call agent's to say"):
        registered.send(m.CallState(PhoneCallState.IDLE, 1, 1))


def test_a_registered_phone_says_what_it_wants(registered: Station) -> None:
    registered.send(m.OffHook(1, 7))
    registered.send_unchecked(b"\xff")
    assert registered.data_to_send() == (
        bytes.fromhex("0c000000 00000000 06000000 01000000 07000000 ff")
    )
    assert events(registered) == [MessageSent(m.OffHook(1, 7))]
    assert registered.data_to_send() == b""


def test_a_second_welcome_is_the_agents_fault(registered: Station) -> None:
    registered.receive_data(REGISTER_ACK_9, 2.0)
    fault = events(registered)[-1]
    assert isinstance(fault, Misbehaved)
    assert str(fault.error) == "RegisterAck while registered"


def test_keep_alive_is_said_in_the_agents_interval(registered: Station) -> None:
    assert registered.get_timer() == 31.0
    registered.handle_timer(30.9)
    assert registered.data_to_send() == b""
    registered.handle_timer(31.0)
    assert registered.data_to_send() == KEEP_ALIVE
    assert registered.get_timer() == 61.0
    registered.receive_data(KEEP_ALIVE_ACK, 31.1)
    assert events(registered)[-1] == KeepAliveAnswered(1)


def test_three_unanswered_keep_alives_end_the_connection(registered: Station) -> None:
    for now in (31.0, 61.0, 91.0):
        registered.handle_timer(now)
        assert registered.data_to_send() == KEEP_ALIVE
    registered.handle_timer(121.0)
    assert registered.data_to_send() == b""
    assert events(registered)[-1] == Disconnected("keep-alive")
    assert registered.get_timer() is None


def test_a_fence_is_told_apart_from_a_regular_keep_alive(registered: Station) -> None:
    registered.handle_timer(31.0)
    assert registered.keep_alive_now(31.0) == 2
    registered.receive_data(KEEP_ALIVE_ACK, 31.1)
    registered.receive_data(KEEP_ALIVE_ACK, 31.1)
    answers = [event for event in events(registered) if isinstance(event, KeepAliveAnswered)]
    assert answers == [KeepAliveAnswered(1), KeepAliveAnswered(2)]


def test_an_answer_to_no_keep_alive_is_the_agents_fault(registered: Station) -> None:
    registered.receive_data(KEEP_ALIVE_ACK, 2.0)
    assert isinstance(events(registered)[-1], Misbehaved)


def test_a_question_without_an_answer_is_reported_once() -> None:
    station = connected()
    for answer in ANSWERS[:10]:
        station.receive_data(answer, 1.0)
    events(station)
    assert station.get_timer() == 11.0
    station.handle_timer(11.0)
    (fault,) = events(station)
    assert isinstance(fault, Misbehaved)
    assert "FeatureStatReq(feature_index=1" in str(fault.error)
    station.handle_timer(12.0)
    assert events(station) == []


def test_leaving_ends_when_the_agent_agrees(registered: Station) -> None:
    registered.unregister(2.0)
    assert registered.data_to_send() == bytes.fromhex("04000000 00000000 27000000")
    registered.receive_data(bytes.fromhex("08000000 00000000 18010000 00000000"), 2.0)
    assert events(registered)[-1] == Disconnected("unregistered")
    registered.connection_lost(3.0)
    assert events(registered) == []


def test_a_phone_in_a_call_may_have_to_stay(registered: Station) -> None:
    registered.unregister(2.0)
    events(registered)
    registered.receive_data(bytes.fromhex("08000000 00000000 18010000 02000000"), 2.0)
    assert registered.state is Stage.REGISTERED
    assert [type(event) for event in events(registered)] == [MessageReceived]


def test_a_lost_connection_is_told_once(registered: Station) -> None:
    registered.connection_lost(2.0)
    registered.connection_lost(2.0)
    assert events(registered) == [Disconnected("closed")]
    with pytest.raises(LocalProtocolError):
        registered.keep_alive_now(3.0)


def test_a_broken_stream_is_given_up(registered: Station) -> None:
    registered.receive_data(bytes.fromhex("01000000 00000000 00010000"), 2.0)
    fault, end = events(registered)
    assert isinstance(fault, Misbehaved)
    assert end == Disconnected("framing")


def test_a_broken_message_does_not_end_the_stream(registered: Station) -> None:
    broken = bytes.fromhex("0a000000 00000000 11010000 010000000100")
    registered.keep_alive_now(2.0)
    registered.receive_data(broken + KEEP_ALIVE_ACK, 2.0)
    _, fault, received, answered = events(registered)
    assert isinstance(fault, Misbehaved)
    assert received == MessageReceived(m.KeepAliveAck())
    assert answered == KeepAliveAnswered(1)


def test_an_unknown_message_is_handed_on_and_not_answered(registered: Station) -> None:
    registered.receive_data(bytes.fromhex("08000000 00000000 99090000 01020304"), 2.0)
    assert events(registered) == [MessageReceived(m.Unknown(0x0999, b"\1\2\3\4"))]
    assert registered.data_to_send() == b""
