from __future__ import annotations

import struct

from harness.phone.media import VoicePort
from harness.phone.tones import song, voice_of

PEER = ("10.0.0.8", 17_000)


def packet(sequence: int, octets: int = 160) -> bytes:
    return struct.pack("!BBHII", 0x80, 0, sequence, 0, 1) + bytes(octets)


def test_a_port_counts_packets_their_octets_and_the_missing_ones() -> None:
    port = VoicePort(source=1, packets=0)
    for sequence in (65_534, 65_535, 2, 3):
        port.receive_data(packet(sequence), PEER, 0.0)
    counted = port.counters
    assert (counted.packets_received, counted.octets_received, counted.packets_lost) == (4, 688, 2)


def test_what_is_no_rtp_is_not_counted() -> None:
    port = VoicePort(source=1, packets=0)
    for octets in (b"", b"\x80" * 11, b"\x00" * 172, packet(1)[:12].replace(b"\x80", b"\x40")):
        port.receive_data(octets, PEER, 0.0)
    assert port.counters.packets_received == 0


def test_a_voice_goes_out_every_twenty_milliseconds_until_the_ration_is_used_up() -> None:
    port = VoicePort(source=0x01020304, packets=2)
    voice = song(voice_of(0x01020304), 160)
    port.speak_to(PEER, milliseconds=20, now=5.0)
    assert port.get_timer() == 5.0
    port.handle_timer(5.0)
    assert port.data_to_send() == [(bytes.fromhex("80000000 00000000 01020304") + voice, PEER)]
    assert port.get_timer() == 5.02
    port.handle_timer(5.01)
    assert port.data_to_send() == []
    port.handle_timer(5.02)
    assert port.data_to_send() == [(bytes.fromhex("80000001 000000a0 01020304") + voice, PEER)]
    assert port.get_timer() is None
    assert (port.counters.packets_sent, port.counters.octets_sent) == (2, 344)


def test_a_port_that_fell_silent_sends_no_more() -> None:
    port = VoicePort(source=1, packets=9)
    port.speak_to(PEER, milliseconds=20, now=5.0)
    port.fall_silent()
    assert port.get_timer() is None
    port.handle_timer(6.0)
    assert port.data_to_send() == []


def test_without_a_ration_nothing_is_sent() -> None:
    port = VoicePort(source=1, packets=0)
    port.speak_to(PEER, milliseconds=20, now=5.0)
    assert port.get_timer() is None


def test_each_start_has_a_ration_of_its_own() -> None:
    port = VoicePort(source=1, packets=1)
    for began in (5.0, 6.0):
        port.speak_to(PEER, milliseconds=20, now=began)
        port.handle_timer(began)
        assert len(port.data_to_send()) == 1
        assert port.get_timer() is None


def test_who_speaks_again_has_a_new_ration_if_anybody_is_to_hear() -> None:
    port = VoicePort(source=1, packets=1)
    port.speak_again(now=4.0)
    assert port.get_timer() is None
    port.speak_to(PEER, milliseconds=20, now=5.0)
    port.handle_timer(5.0)
    port.speak_again(now=6.0)
    assert port.get_timer() == 6.0
    port.handle_timer(6.0)
    assert len(port.data_to_send()) == 2
    assert port.get_timer() is None


def test_each_utterance_has_a_voice_of_its_own() -> None:
    voices = iter([voice_of(1, 0), voice_of(1, 1)])
    port = VoicePort(source=1, packets=1, voices=lambda: next(voices))
    port.speak_to(PEER, milliseconds=20, now=5.0)
    port.handle_timer(5.0)
    port.speak_again(now=6.0)
    port.handle_timer(6.0)
    said = [packet[12:] for packet, _ in port.data_to_send()]
    assert said == [song(voice_of(1, 0), 160), song(voice_of(1, 1), 160)]


def test_a_port_says_where_its_voice_goes_until_it_falls_silent() -> None:
    port = VoicePort(source=1, packets=0)
    assert port.speaks_to is None
    port.speak_to(PEER, milliseconds=20, now=5.0)
    assert port.speaks_to == PEER
    port.fall_silent()
    assert port.speaks_to is None


def test_each_voice_is_noticed_once() -> None:
    noticed: list[tuple[str, int]] = []
    port = VoicePort(source=1, packets=0, noticed=noticed.append)
    port.receive_data(b"no voice", ("10.0.0.7", 1), 0.0)
    for sequence, source in enumerate((PEER, PEER, ("10.0.0.9", 2), PEER)):
        port.receive_data(packet(sequence), source, 0.0)
    assert noticed == [PEER, ("10.0.0.9", 2)]
    assert port.heard_from == set(noticed)


def test_a_mixer_is_noticed_again_for_each_voice_that_joins() -> None:
    noticed: list[tuple[str, int]] = []
    port = VoicePort(source=1, packets=0, noticed=noticed.append)
    sources = bytes.fromhex("000000aa 000000bb")
    for header in ("80000000", "82000001", "82000002"):
        two = sources if header.startswith("82") else b""
        voice = song(voice_of(8 if two else 7), 160)
        port.receive_data(bytes.fromhex(header) + bytes(8) + two + voice, PEER, 0.0)
    assert port.tones == {frozenset(voice_of(7)), frozenset(voice_of(8))}
    assert noticed == [PEER, PEER]


def test_what_is_not_g711_ulaw_has_no_voice() -> None:
    port = VoicePort(source=1, packets=0)
    port.receive_data(b"\x80\x08" + bytes(10) + song(voice_of(7), 160), PEER, 0.0)
    assert port.tones == {frozenset()}
