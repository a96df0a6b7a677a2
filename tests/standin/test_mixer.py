from __future__ import annotations

import pytest

from harness.protocols import g711
from harness.standin.mixer import Mixer

ALICE, BOB, CAROL = ("10.0.0.1", 16384), ("10.0.0.2", 16386), ("10.0.0.3", 16388)
QUIET, LOUD = b"\xfe" * 160, b"\xef" * 160


def spoken(frame: bytes, source: int, *, header: str = "8000 0007 00000000") -> bytes:
    return bytes.fromhex(header) + source.to_bytes(4) + frame


@pytest.fixture
def mixer() -> Mixer:
    mixer = Mixer(source=0x99)
    mixer.mix(5, (ALICE, BOB, CAROL))
    return mixer


def test_everybody_hears_the_sum_of_the_others(mixer: Mixer) -> None:
    mixer.receive_data(spoken(QUIET, 1), ALICE, 7.0)
    mixer.receive_data(spoken(LOUD, 2), BOB, 7.0)
    assert mixer.get_timer() == 7.02
    mixer.handle_timer(7.02)
    heard = {address: packet for packet, address in mixer.data_to_send()}
    assert heard[ALICE] == bytes.fromhex("8100 0000 00000000 00000099 00000002") + LOUD
    assert heard[BOB] == bytes.fromhex("8100 0000 00000000 00000099 00000001") + QUIET
    both = bytes.fromhex("8200 0000 00000000 00000099 00000001 00000002")
    assert heard[CAROL] == both + g711.encode([140] * 160)
    assert mixer.get_timer() is None


def test_frames_of_one_voice_go_out_one_after_the_other(mixer: Mixer) -> None:
    for _ in range(2):
        mixer.receive_data(spoken(QUIET, 1), ALICE, 7.0)
    mixer.handle_timer(7.02)
    assert [packet[2:8] for packet, _ in mixer.data_to_send()] == [bytes(6)] * 2
    assert mixer.get_timer() == pytest.approx(7.04)
    mixer.handle_timer(7.04)
    later = bytes.fromhex("0001 000000a0")
    assert [packet[2:8] for packet, _ in mixer.data_to_send()] == [later] * 2


def test_nothing_is_sent_before_its_time(mixer: Mixer) -> None:
    mixer.receive_data(spoken(QUIET, 1), ALICE, 7.0)
    mixer.handle_timer(7.01)
    assert mixer.data_to_send() == []


def test_a_voice_that_nobody_knows_is_dropped(mixer: Mixer) -> None:
    mixer.receive_data(spoken(QUIET, 1), ("10.0.0.4", 16390), 7.0)
    assert mixer.get_timer() is None


@pytest.mark.parametrize(
    "octets",
    [b"", b"\x80", spoken(QUIET[:80], 1), spoken(QUIET, 1, header="8008 0007 00000000")],
)
def test_what_is_no_frame_of_g711_is_dropped(mixer: Mixer, octets: bytes) -> None:
    mixer.receive_data(octets, ALICE, 7.0)
    assert mixer.get_timer() is None


def test_who_has_left_neither_hears_nor_is_heard(mixer: Mixer) -> None:
    mixer.mix(5, (ALICE, BOB))
    mixer.receive_data(spoken(QUIET, 3), CAROL, 7.0)
    assert mixer.get_timer() is None
    mixer.receive_data(spoken(QUIET, 1), ALICE, 7.0)
    mixer.handle_timer(7.02)
    assert [address for _, address in mixer.data_to_send()] == [BOB]


def test_two_conferences_do_not_hear_each_other(mixer: Mixer) -> None:
    others = ("10.0.0.5", 1), ("10.0.0.6", 1)
    mixer.mix(6, others)
    mixer.receive_data(spoken(QUIET, 1), ALICE, 7.0)
    mixer.handle_timer(7.02)
    assert {address for _, address in mixer.data_to_send()} == {BOB, CAROL}


def test_a_conference_that_is_over_or_forgotten_is_silent(mixer: Mixer) -> None:
    mixer.receive_data(spoken(QUIET, 1), ALICE, 7.0)
    mixer.mix(5, ())
    mixer.handle_timer(7.02)
    assert mixer.data_to_send() == []
    mixer.mix(5, (ALICE, BOB))
    mixer.forget_all()
    mixer.receive_data(spoken(QUIET, 1), ALICE, 8.0)
    assert mixer.get_timer() is None
