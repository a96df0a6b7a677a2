from __future__ import annotations

import itertools

import pytest

from harness.phone.tones import song, tones_in, voice_of
from harness.protocols import g711

SEEDS = [0xA35F, 0xB681, 0x1E30, 0x0001, 0x0002]


def mixed(*songs: bytes, gain: float = 1.0) -> bytes:
    together = zip(*map(g711.decode, songs), strict=True)
    return g711.encode(gain * sum(samples) for samples in together)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_voice_is_found_in_its_own_song(seed: int) -> None:
    assert tones_in(song(voice_of(seed), 160)) == set(voice_of(seed))


def test_phones_of_the_bench_have_voices_of_their_own() -> None:
    voices = [set(voice_of(seed)) for seed in SEEDS]
    assert all(one != other for one, other in itertools.combinations(voices, 2))


def test_what_a_phone_says_again_is_told_from_what_it_said() -> None:
    said = [voice_of(0xA35F, utterance) for utterance in range(8)]
    assert len(set(said)) == 8
    assert len({low for low, _ in said}) == 1


@pytest.mark.parametrize("gain", [1.0, 0.5])
def test_every_voice_is_found_in_a_mixture_and_no_other(gain: float) -> None:
    one, other = voice_of(0xA35F), voice_of(0x1E30)
    heard = tones_in(mixed(song(one, 160), song(other, 160), gain=gain))
    assert heard == {*one, *other}


def test_half_a_packet_of_each_of_two_songs_is_still_both() -> None:
    one, other = song(voice_of(0xA35F), 160), song(voice_of(0x1E30), 160)
    assert tones_in(one[:80] + other[80:]) >= set(voice_of(0xA35F)) | set(voice_of(0x1E30))


@pytest.mark.parametrize("octets", [b"", b"\xff" * 159, b"\xff" * 160])
def test_silence_has_no_tone(octets: bytes) -> None:
    assert tones_in(octets) == set()


def test_a_song_goes_on_where_the_packet_before_ended() -> None:
    voice = voice_of(7)
    assert song(voice, 320) == song(voice, 160) * 2
    assert song(voice, 80) == song(voice, 160)[:80]
