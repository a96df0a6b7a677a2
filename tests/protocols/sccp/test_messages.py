from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from harness.protocols.errors import LocalProtocolError, RemoteProtocolError
from harness.protocols.sccp import messages as m
from harness.protocols.sccp.numbers import (
    AlarmSeverity,
    CallSecurity,
    CallType,
    Codec,
    DeviceType,
    LampMode,
    MediaStatus,
    PhoneCallState,
    RingMode,
    SoftKeySet,
    Stimulus,
    Tone,
)

GOLDEN = Path(__file__).parents[2] / "golden" / "sccp"

EXPECTED: dict[str, tuple[int, m.Message]] = {
    "keep_alive": (0, m.KeepAlive()),
    "keep_alive_ack": (0, m.KeepAliveAck()),
    "register_ack_v18": (18, m.RegisterAck(30, "Unused", 0, 60, 18, 0, 0x2880)),
    "register_ack_cm2": (0, m.RegisterAck(30, "M/D/YA", 0x098E)),
    "register_ack_cm41": (7, m.RegisterAck(30, "M/D/Y", 0, 60, 6, 0, 0xFE00)),
    "call_state_off_hook": (0, m.CallState(PhoneCallState.OFF_HOOK, 1, 0x0100001A, 0, 4, 0)),
    "select_soft_keys_off_hook": (
        0,
        m.SelectSoftKeys(1, 0x0100001A, SoftKeySet.OFF_HOOK, 0xFFFFFFFF),
    ),
    "prompt_enter_number": (0, m.DisplayPromptStatus(0, "\x80\x20", 1, 0x0100001A)),
    "prompt_enter_number_v20": (20, m.DisplayPromptStatusDynamic(0, 1, 0x012E364A, "\x80\x20")),
    "prompt_from_1003": (0, m.DisplayPromptStatus(0, "\x80\x171003", 1, 0x0100001F)),
    "start_tone_dial": (0, m.StartTone(Tone.INSIDE_DIAL_TONE, 0, 1, 0x0100001A)),
    "set_ringer_inside": (0, m.SetRinger(RingMode.INSIDE, 1, 1, 0x0100001F)),
    "set_ringer_off": (0, m.SetRinger(RingMode.OFF, 1, 0, 0)),
    "set_lamp_blink": (0, m.SetLamp(Stimulus.LINE, 1, LampMode.BLINK)),
    "feature_stat_req_7960": (11, m.FeatureStatReq(1)),
    "stimulus_7960": (11, m.Stimulus(Stimulus.FEATURE, 1, 0)),
    "off_hook_7960": (11, m.OffHook(0, 0)),
    "open_receive_channel_ack_v17": (
        17,
        m.OpenReceiveChannelAck(MediaStatus.OK, "10.0.0.1", 17764, 5, 0x012E364A),
    ),
    "register_7960": (
        0,
        m.Register(
            device_name="SEP001B535CD3D6",
            instance=1,
            station_ip_address="10.10.10.100",
            device_type=DeviceType.CISCO_7960,
            active_streams=0,
            protocol_version=11,
            phone_features=0x8560,
            max_conferences=0,
            active_conferences=0,
            mac_address=bytes(8) + b"RING",
        ),
    ),
    "register_7941": (
        0,
        m.Register(
            device_name="SEP001F9E266369",
            station_ip_address="10.10.10.101",
            device_type=DeviceType.CISCO_7941,
            max_streams=5,
            active_streams=0,
            protocol_version=17,
            phone_features=0x8572,
            max_conferences=1,
            active_conferences=0,
            mac_address=bytes.fromhex("001f9e266369") + bytes(6),
            ipv4_address_scope=3,
            max_number_of_lines=2,
            firmware_load_name="SCCP41.8-5-3S",
        ),
    ),
    "call_info_static": (
        5,
        m.CallInfo(
            calling_party_name="Alice",
            calling_party="201",
            called_party_name="Bob",
            called_party="202",
            line_instance=1,
            call_reference=7,
            call_type=CallType.OUTBOUND,
            original_called_party_name="Bob",
            original_called_party="202",
            call_security_status=CallSecurity.NOT_AUTHENTICATED,
            party_pi_restriction_bits=0xF,
        ),
    ),
    "call_info_dynamic_12": (
        12,
        m.CallInfoDynamic(
            line_instance=1,
            call_reference=7,
            call_type=CallType.INBOUND,
            calling_party="201",
            called_party="202",
            original_called_party="202",
            calling_party_name="Alice",
            called_party_name="Bob",
            original_called_party_name="Bob",
        ),
    ),
    "call_info_dynamic_15": (
        17,
        m.CallInfoDynamic(
            line_instance=1,
            call_reference=7,
            call_type=CallType.INBOUND,
            calling_party="201",
            called_party="202",
            original_called_party="202",
            calling_party_name="Alice",
            called_party_name="Bob",
            original_called_party_name="Bob",
            hunt_pilot_number="299",
            hunt_pilot_name="Hunt",
        ),
    ),
    "soft_key_set_1": (0, m.SoftKeySetRes.of([[1, 2, 5]])),
    "button_template_7960": (
        0,
        m.ButtonTemplate.of(
            [
                (1, Stimulus.LINE),
                (2, Stimulus.LINE),
                *((place, Stimulus.SPEED_DIAL) for place in (1, 2, 3, 4)),
            ]
        ),
    ),
}

SHORTER_THAN_OURS = {
    "open_receive_channel_ack_cm41": (
        7,
        m.OpenReceiveChannelAck(MediaStatus.OK, "10.102.10.209", 16384, 0x01000101, 0),
    ),
}


def golden(name: str) -> bytes:
    lines = (GOLDEN / f"{name}.hex").read_text().splitlines()
    return bytes.fromhex("".join(line.partition("#")[0] for line in lines))


def read(frame: bytes, version: int) -> m.Message:
    return m.decode(int.from_bytes(frame[8:12], "little"), frame[12:], version=version)


def test_every_golden_frame_has_an_expectation() -> None:
    assert {path.stem for path in GOLDEN.glob("*.hex")} == set(EXPECTED) | set(SHORTER_THAN_OURS)


@pytest.mark.parametrize("name", [*EXPECTED, *SHORTER_THAN_OURS])
def test_a_golden_frame_is_read_as_typed_by_hand(name: str) -> None:
    version, expected = (EXPECTED | SHORTER_THAN_OURS)[name]
    frame = golden(name)
    assert int.from_bytes(frame[:4], "little") == len(frame) - 8
    assert read(frame, version) == expected


@pytest.mark.parametrize("name", EXPECTED)
def test_what_we_write_is_the_golden_frame_octet_for_octet(name: str) -> None:
    version, expected = EXPECTED[name]
    frame = golden(name)
    word = int.from_bytes(frame[4:8], "little")
    assert m.encode(expected, version=version, header_version=word).hex(" ", 4) == frame.hex(" ", 4)


@pytest.mark.parametrize(
    ("negotiated", "name"),
    [
        (9, "open_receive_channel_ack_v17"),
        (17, "open_receive_channel_ack_cm41"),
        (9, "call_info_dynamic_15"),
        (17, "call_info_dynamic_12"),
    ],
)
def test_size_decides_over_the_negotiated_version(negotiated: int, name: str) -> None:
    assert read(golden(name), negotiated) == (EXPECTED | SHORTER_THAN_OURS)[name][1]


@pytest.mark.parametrize("octets", [36, 44, 52, 64, 68, 124, 172])
def test_every_size_of_register_is_read(octets: int) -> None:
    body = bytes.fromhex(
        "53455030303142353335434433443600 00000000 01000000 0a0a0a64 07000000 00000000"
        "00000000 0b006085" + "00" * 128
    )
    register = m.decode(0x0001, body[:octets], version=0)
    assert isinstance(register, m.Register)
    assert register.device_name == "SEP001B535CD3D6"
    assert register.protocol_version == (11 if octets >= 44 else 0)
    assert len(m.encode(register)) == 12 + octets


@pytest.mark.parametrize(
    ("message", "octets"),
    [
        (m.CapabilitiesRes.of([(Codec.G711_ULAW_64K, 40)]), 292),
        (m.Alarm(AlarmSeverity.INFORMATIONAL, "25: Name=SEP001B535CD3D6"), 92),
        (m.ButtonTemplate.of([(1, Stimulus.LINE)]), 96),
        (m.SoftKeyTemplateRes.of([("\x80\x01", 1)]), 652),
        (m.SoftKeySetRes.of([[1]]), 780),
        (m.RegisterReject("no such phone"), 36),
        (m.LineStat(1, "201"), 112),
        (m.ForwardStat(0, 1), 92),
        (m.ConfigStat("SEP001B535CD3D6"), 112),
        (m.DefineTimeDate(2010, 1, 5, 1, 12, 0, 0), 36),
        (m.StopTone(1, 1), 8),
        (m.DialedNumber("202", 1, 1), 32),
        (m.OpenReceiveChannel(1, 1), 92),
        (m.OpenReceiveChannelAck(0, "10.0.0.1", 1, 1), 20),
        (m.StartMediaTransmission(1, 1, "10.0.0.1", 2), 112),
        (m.ConnectionStatisticsReq("201", 1), 32),
        (m.EnblocCall("202"), 24),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_body_has_the_size_of_captures_below_version_11(message: m.Message, octets: int) -> None:
    assert len(m.encode(message, version=9)) == 12 + octets


@pytest.mark.parametrize(
    ("message", "version", "octets"),
    [
        (m.StopTone(1, 1, Tone.SILENCE), 11, 12),
        (m.DialedNumber("202", 1, 1), 18, 36),
        (m.ForwardStat(0, 1), 18, 96),
        (m.EnblocCall("202", 1), 17, 28),
        (m.EnblocCall("202", 1), 18, 32),
        (m.OpenReceiveChannel(1, 1), 17, 128),
        (m.OpenReceiveChannelAck(0, "10.0.0.1", 1, 1), 17, 36),
        (m.StartMediaTransmission(1, 1, "10.0.0.1", 2), 17, 132),
        (m.StartMediaTransmissionAck(1, 1, 1, "10.0.0.1", 2), 17, 40),
        (m.ConnectionStatisticsReq("201", 1), 19, 36),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, tuple(m.MESSAGES.values())) else "",
)
def test_a_body_grows_with_the_version(message: m.Message, version: int, octets: int) -> None:
    frame = m.encode(message, version=version)
    assert len(frame) == 12 + octets
    assert read(frame, version) == message


def test_oldest_agents_may_stop_early() -> None:
    assert m.decode(0x0082, bytes.fromhex("21000000"), version=0) == m.StartTone(0x21)
    assert m.decode(0x0111, bytes.fromhex("050000000100000007000000"), version=0) == m.CallState(
        PhoneCallState.CONNECTED, 1, 7
    )
    line = bytes.fromhex("01000000") + b"201".ljust(24, b"\0")
    assert m.decode(0x0092, line, version=0) == m.LineStat(1, "201")


def test_a_text_ends_at_its_nul_whatever_follows() -> None:
    body = bytes.fromhex("00000000") + b"Hold\0garbage".ljust(32, b"\xfe") + bytes(8)
    assert m.decode(0x0112, body, version=0) == m.DisplayPromptStatus(0, "Hold")


def test_a_text_without_nul_fills_its_field() -> None:
    assert m.decode(0x009D, b"x" * 36, version=0) == m.RegisterReject("x" * 36)


@pytest.mark.parametrize("octets", [4, 32, 33, 36])
def test_a_rejection_may_be_of_any_size(octets: int) -> None:
    assert m.decode(0x009D, b"no".ljust(octets, b"\0"), version=0) == m.RegisterReject("no")


def test_numbers_in_no_enumeration_survive() -> None:
    state = m.decode(0x0111, bytes.fromhex("63000000") + bytes(20), version=0)
    assert isinstance(state, m.CallState)
    assert state.state == 99
    assert m.encode(state)[12:16] == bytes.fromhex("63000000")


def test_known_numbers_are_members() -> None:
    state = m.decode(0x0111, bytes.fromhex("04000000") + bytes(20), version=0)
    assert isinstance(state, m.CallState)
    assert state.state is PhoneCallState.RING_IN


def test_a_message_cannot_be_changed_and_can_be_a_key() -> None:
    state = m.decode(0x0111, bytes(24), version=0)
    with pytest.raises(FrozenInstanceError):
        state.state = 1  # type: ignore[attr-defined]
    assert {state: 1}[m.CallState(PhoneCallState.IDLE, 0, 0, 0, 0)] == 1


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        (m.LineStatReq(-1), "cannot be written"),
        (m.LineStatReq(1 << 32), "cannot be written"),
        (m.DisplayPromptStatus(0, "x" * 32), "31 characters"),
        (m.DisplayPromptStatus(0, "Ω"), "cannot be written"),
        (m.DisplayPromptStatusDynamic(0, 1, 1, "a\0b"), "does not fit"),
        (m.OpenReceiveChannelAck(0, "10.0.0", 1, 1), "no IPv4 address"),
        (m.OpenReceiveChannelAck(0, "router", 1, 1), "no IPv4 address"),
        (m.Register("SEP001B535CD3D6", max_conferences=1), "has no active_streams"),
        (m.CapabilitiesRes.of([(Codec.G729, 60)] * 19), "19 entries for 18 places"),
    ],
)
def test_what_does_not_fit_is_our_fault(message: m.Message, complaint: str) -> None:
    with pytest.raises(LocalProtocolError, match=complaint):
        m.encode(message)


@pytest.mark.parametrize(
    ("number", "body", "offset"),
    [
        (0x0111, "01000000 01000000 0100", 10),
        (0x000B, "", 0),
        (0x0022, "00000000 0a000001 00400000", 12),
        (0x0145, "00000000 01000000 07000000 41424344", 16),
        (0x0001, "00" * 30, 30),
        (0x0001, "00" * 66, 66),
    ],
)
def test_a_body_that_ends_too_early_is_the_others_fault(
    number: int, body: str, offset: int
) -> None:
    with pytest.raises(RemoteProtocolError) as caught:
        m.decode(number, bytes.fromhex(body), version=0)
    assert caught.value.offset == offset


def test_a_count_beyond_the_places_is_the_others_fault() -> None:
    with pytest.raises(RemoteProtocolError, match="43 entries"):
        m.decode(0x0097, bytes.fromhex("00000000 2b000000 2b000000") + bytes(84), version=0)


def test_data_shorter_than_announced_are_the_others_fault() -> None:
    body = bytes.fromhex("01000000 01000000 00000000 05000000 09000000") + b"<x/>"
    with pytest.raises(RemoteProtocolError, match="announces 9 octets and brings 4"):
        m.decode(0x011E, body, version=0)


def test_an_unknown_number_is_kept_as_it_came() -> None:
    unknown = m.decode(0x0999, b"\1\2\3\4", version=9)
    assert unknown == m.Unknown(0x0999, b"\1\2\3\4")
    assert m.encode(unknown) == bytes.fromhex("08000000 00000000 99090000 01020304")


def test_a_number_is_found_by_its_class() -> None:
    assert m.number_of(m.CallState) == 0x0111
    with pytest.raises(LocalProtocolError, match="int is no SCCP message"):
        m.number_of(int)


def test_an_ipv6_address_travels_in_long_form() -> None:
    ack = m.OpenReceiveChannelAck(0, "2001:db8:0:0:0:0:0:1", 4000, 1, 2)
    frame = m.encode(ack, version=17)
    assert frame[16:36].hex() == "01000000" + "20010db8000000000000000000000001"
    assert read(frame, 17) == ack
