from __future__ import annotations

import pytest

from harness.protocols.g711 import decode, encode

LAW = [
    (0xFF, 0),
    (0xFE, 8),
    (0xEF, 132),
    (0xDF, 396),
    (0x80, 32124),
    (0x00, -32124),
    (0x7E, -8),
    (0x6F, -132),
]


@pytest.mark.parametrize(("octet", "sample"), LAW)
def test_octets_and_samples_of_the_law(octet: int, sample: int) -> None:
    assert decode(bytes([octet])) == [sample]
    assert encode([sample]) == bytes([octet])


def test_what_is_too_loud_is_cut() -> None:
    assert encode([40_000, -40_000]) == b"\x80\x00"


def test_every_octet_but_the_second_zero_comes_back() -> None:
    octets = bytes(range(256)).replace(b"\x7f", b"")
    assert encode(decode(octets)) == octets
    assert encode(decode(b"\x7f")) == b"\xff"


def test_between_two_steps_the_nearer_segment_wins() -> None:
    assert encode([3, 9.6, -11]) == b"\xff\xfe\x7e"
