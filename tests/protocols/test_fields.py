from __future__ import annotations

import pytest

from harness.protocols.errors import LocalProtocolError
from harness.protocols.fields import (
    AlignedNumber,
    Characters,
    Enumerated,
    InternetAddress,
    Numbers,
    Octets,
    PackedNumber,
)
from harness.protocols.sccp.numbers import LampMode


def test_a_directory_number_grows_at_version_18() -> None:
    packed, aligned = PackedNumber.__metadata__[0], AlignedNumber.__metadata__[0]
    assert [packed.code(17), packed.code(18)] == ["24s", "25s0x"]
    assert [aligned.code(17), aligned.code(18)] == ["24s", "25s3x"]
    assert packed.writer(18)("1" * 24) == b"1" * 24
    with pytest.raises(LocalProtocolError, match="23 characters"):
        packed.writer(17)("1" * 24)


def test_a_text_keeps_room_for_its_nul_unless_it_is_full() -> None:
    assert Characters(6, full=True).writer(0)("M/D/YA") == b"M/D/YA"
    with pytest.raises(LocalProtocolError):
        Characters(6).writer(0)("M/D/YA")


def test_a_text_has_one_character_per_octet() -> None:
    assert Characters(4).reader(0)(b"\x80\x17\xe9\0") == "\x80\x17é"
    assert Characters(4).writer(0)("\x80\x17é") == b"\x80\x17\xe9"


def test_an_address_grows_a_type_at_version_17() -> None:
    address = InternetAddress(typed=True)
    assert [address.code(16), address.code(17)] == ["4s", "20s"]
    assert address.writer(16)("10.1.2.3") == bytes([10, 1, 2, 3])
    assert address.writer(17)("10.1.2.3") == bytes(4) + bytes([10, 1, 2, 3]) + bytes(12)
    assert address.reader(17)(bytes(4) + bytes([10, 1, 2, 3]) + bytes(12)) == "10.1.2.3"


@pytest.mark.parametrize("text", ["1.2.3", "1.2.3.4.5", "1.2.3.256", "a.b.c.d", "", "1.2.3.-4"])
def test_a_wrong_address_is_refused(text: str) -> None:
    with pytest.raises(LocalProtocolError, match="no IPv4 address"):
        InternetAddress().writer(0)(text)


@pytest.mark.parametrize("text", ["1:2", "g:0:0:0:0:0:0:0", "10000:0:0:0:0:0:0:0", "::1"])
def test_a_wrong_long_address_is_refused(text: str) -> None:
    with pytest.raises(LocalProtocolError, match="no IPv6 address"):
        InternetAddress(typed=True).writer(17)(text)


def test_an_enumeration_gives_members_and_leaves_strangers() -> None:
    read = Enumerated("I").of(LampMode).reader(0)
    assert read is not None
    assert read(5) is LampMode.BLINK
    assert read(77) == 77


def test_an_array_is_filled_with_zeros() -> None:
    assert Numbers("H", 3).writer(0)((1, 2)) == bytes.fromhex("0100 0200 0000")
    assert Numbers("H", 3).reader(0)(bytes.fromhex("0100 0200 0000")) == (1, 2, 0)


def test_too_many_octets_are_refused() -> None:
    with pytest.raises(LocalProtocolError, match="13 octets do not fit into 12"):
        Octets(12).writer(0)(bytes(13))


def test_texts_are_read_right_however_many_different_ones_came_before() -> None:
    read = Characters(8).reader(0)
    names = [f"n{number}" for number in range(3000)]

    for _ in range(2):
        assert [read(name.encode().ljust(8, b"\0")) for name in names] == names
