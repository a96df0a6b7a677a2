from __future__ import annotations

import pytest

from harness.protocols.errors import LocalProtocolError
from harness.protocols.sccp import messages as m
from harness.protocols.sccp.agent import SessionState, StationSession
from harness.protocols.sccp.events import (
    Gone,
    MessageReceived,
    MessageSent,
    Misbehaved,
    SessionEvent,
)
from harness.protocols.sccp.numbers import LampMode, Stimulus, UnregisterStatus

KEEP_ALIVE = bytes.fromhex("04000000 00000000 00000000")
KEEP_ALIVE_ACK = bytes.fromhex("04000000 00000000 00010000")
UNREGISTER = bytes.fromhex("04000000 00000000 27000000")
OFF_HOOK = bytes.fromhex("0c000000 11000000 06000000 00000000 00000000")


def register(version: int) -> bytes:
    return (
        bytes.fromhex("44000000 00000000 01000000")
        + b"SEP001E4A34A35F\0"
        + bytes.fromhex("00000000 01000000 0a00003c 07000000 00000000 00000000")
        + bytes([version])
        + bytes.fromhex("006085")
        + bytes(20)
    )


def events(session: StationSession) -> list[SessionEvent]:
    told = []
    while (event := session.next_event()) is not None:
        told.append(event)
    return told


def asked(version: int = 11) -> StationSession:
    session = StationSession()
    session.receive_data(register(version), 0.0)
    return session


def served(version: int = 11, ours: int = 9) -> StationSession:
    session = asked(version)
    session.accept(version=ours, keep_alive=30, date_template="M/D/YA", now=0.0)
    session.data_to_send()
    events(session)
    return session


def test_a_phone_that_asks_is_known_by_its_register() -> None:
    session = asked()
    assert session.state is SessionState.ASKED
    assert session.register is not None
    assert session.register.device_name == "SEP001E4A34A35F"
    assert session.register.station_ip_address == "10.0.0.60"
    assert session.data_to_send() == b""


def test_a_welcome_names_interval_date_and_version_and_asks_for_codecs() -> None:
    session = asked()
    session.accept(version=9, keep_alive=30, date_template="M/D/YA", now=0.0)
    assert session.data_to_send() == bytes.fromhex(
        "18000000 00000000 81000000 1e000000 4d2f442f5941 0000 1e000000 0920f1fe"
        "04000000 00000000 9b000000"
    )


@pytest.mark.parametrize(
    ("theirs", "ours", "spoken"), [(11, 9, 9), (17, 12, 12), (5, 9, 5), (0, 9, 3), (20, 17, 17)]
)
def test_the_lower_version_is_spoken(theirs: int, ours: int, spoken: int) -> None:
    assert served(theirs, ours).version == spoken


@pytest.mark.parametrize(("theirs", "ours", "word"), [(11, 9, 0), (17, 12, 0), (20, 17, 17)])
def test_the_header_carries_the_version_but_not_in_a_keep_alive_ack(
    theirs: int, ours: int, word: int
) -> None:
    session = served(theirs, ours)
    session.send(m.ClearNotify())
    assert session.data_to_send()[4:8] == word.to_bytes(4, "little")
    session.receive_data(KEEP_ALIVE, 1.0)
    assert session.data_to_send() == KEEP_ALIVE_ACK


def test_an_address_is_read_by_the_spoken_version() -> None:
    session = served(20, 17)
    session.receive_data(
        bytes.fromhex("28000000 11000000 22000000 00000000 00000000 0a000001")
        + bytes(12)
        + bytes.fromhex("64450000 05000000 07000000"),
        1.0,
    )
    assert events(session) == [MessageReceived(m.OpenReceiveChannelAck(0, "10.0.0.1", 17764, 5, 7))]


def test_a_refused_phone_gets_the_text_and_nothing_more() -> None:
    session = asked()
    session.reject("Not configured")
    octets = session.data_to_send()
    assert octets[:26] == bytes.fromhex("28000000 00000000 9d000000") + b"Not configured"
    assert len(octets) == 48
    with pytest.raises(LocalProtocolError, match="SetLamp while rejected"):
        session.send(m.SetLamp(Stimulus.LINE, 1, LampMode.ON))


def test_keep_alive_is_answered_before_and_after_registration() -> None:
    session = StationSession()
    session.receive_data(KEEP_ALIVE, 0.0)
    assert session.data_to_send() == KEEP_ALIVE_ACK
    session = served()
    session.receive_data(KEEP_ALIVE + KEEP_ALIVE, 0.0)
    assert session.data_to_send() == KEEP_ALIVE_ACK * 2
    assert session.keep_alives == 2
    assert events(session)[:2] == [
        MessageReceived(m.KeepAlive()),
        MessageSent(m.KeepAliveAck()),
    ]


def test_a_phone_silent_for_three_intervals_is_gone() -> None:
    session = served()
    assert session.get_timer() == 90.0
    session.receive_data(KEEP_ALIVE, 20.0)
    session.receive_data(OFF_HOOK, 80.0)
    events(session)
    assert session.get_timer() == 110.0
    session.handle_timer(109.9)
    assert events(session) == []
    session.handle_timer(110.0)
    assert events(session) == [Gone("keep-alive")]
    assert session.get_timer() is None
    session.connection_lost(111.0)
    assert events(session) == []


def test_a_call_before_registration_is_the_phones_fault() -> None:
    session = StationSession()
    session.receive_data(OFF_HOOK, 0.0)
    received, fault = events(session)
    assert received == MessageReceived(m.OffHook())
    assert isinstance(fault, Misbehaved)
    assert str(fault.error) == "OffHook while connected"


def test_an_agents_message_from_a_phone_is_the_phones_fault() -> None:
    session = served()
    session.receive_data(bytes.fromhex("04000000 00000000 9b000000"), 0.0)
    fault = events(session)[-1]
    assert isinstance(fault, Misbehaved)
    assert str(fault.error) == "CapabilitiesReq from a phone"


def test_an_agent_does_not_speak_as_a_phone() -> None:
    with pytest.raises(LocalProtocolError, match="OffHook is the phone's to say"):
        served().send(m.OffHook())


@pytest.mark.parametrize("session", [StationSession(), served()])
def test_nobody_is_welcomed_or_refused_who_did_not_ask(session: StationSession) -> None:
    with pytest.raises(LocalProtocolError, match="RegisterAck while"):
        session.accept(version=9, keep_alive=30, date_template="M/D/YA", now=0.0)
    with pytest.raises(LocalProtocolError, match="RegisterReject while"):
        session.reject("")


def test_leaving_ends_the_service() -> None:
    session = served()
    session.receive_data(UNREGISTER, 1.0)
    session.send(m.UnregisterAck(UnregisterStatus.NAK))
    assert session.state is SessionState.SERVED
    session.send(m.UnregisterAck())
    assert session.state is SessionState.CONNECTED
    assert session.get_timer() is None


def test_a_phone_may_register_again_on_its_connection() -> None:
    session = served()
    session.receive_data(register(11), 5.0)
    session.accept(version=9, keep_alive=30, date_template="M/D/YA", now=5.0)
    assert session.state is SessionState.SERVED
    assert session.get_timer() == 95.0


def test_a_broken_stream_is_given_up() -> None:
    session = served()
    session.receive_data(bytes.fromhex("ffffffff 00000000 00000000"), 1.0)
    fault, end = events(session)
    assert isinstance(fault, Misbehaved)
    assert end == Gone("framing")


def test_a_broken_message_does_not_end_the_stream() -> None:
    session = served()
    session.receive_data(bytes.fromhex("06000000 00000000 0b000000 0100") + KEEP_ALIVE, 1.0)
    assert isinstance(events(session)[0], Misbehaved)
    assert session.data_to_send() == KEEP_ALIVE_ACK


def test_octets_can_be_sent_as_they_are() -> None:
    session = StationSession()
    session.send_unchecked(b"\1\2")
    assert session.data_to_send() == b"\1\2"
