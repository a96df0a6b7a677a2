from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import pytest

from harness.protocols.errors import LocalProtocolError, RemoteProtocolError
from harness.protocols.fields import (
    U8,
    U16,
    U32,
    Counted,
    Numbers,
    Remaining,
    Since,
    Slots,
    Terminated,
    Text16,
)
from harness.protocols.sccp.layout import Layout, Shape


@dataclass(frozen=True, slots=True)
class Pair:
    left: U8
    right: U16


@dataclass(frozen=True, slots=True)
class Several:
    count: U32
    name: Text16 = ""
    pairs: Annotated[tuple[Pair, ...], Slots(3, "count", fill=b"\xff")] = ()
    late: Annotated[U32, Since(11)] = 9
    extra: U32 | None = None
    last: U32 | None = None


@dataclass(frozen=True, slots=True)
class Texts:
    first: U32
    one: Annotated[str, Terminated(5)] = ""
    two: Annotated[str, Terminated(5), Since(11)] = "absent"
    three: Annotated[str, Terminated(5)] = ""


@dataclass(frozen=True, slots=True)
class Data:
    size: U32 | None = None
    data: Annotated[bytes, Counted("size", 8, fixed_before=11)] = b""


@dataclass(frozen=True, slots=True)
class Rest:
    numbers: Annotated[tuple[int, ...], Numbers("B", 2)]
    rest: Annotated[bytes, Remaining()] = b""


HEAD = "02000000" + "6e616d65" + "00" * 12
SLOTS = "010200 030400 ffffff"


def layout(record: type, version: int = 0, *, at_least: int | None = None) -> Layout:
    return Layout(Shape(record, at_least=at_least), version, number=0x77)


def body(text: str) -> bytes:
    return bytes.fromhex(text)


def test_a_field_of_a_later_version_has_its_default_and_takes_no_room() -> None:
    record = Several(2, "name", (Pair(1, 2), Pair(3, 4)), 9, 5, 6)
    octets = body(HEAD + SLOTS + "05000000 06000000")
    assert layout(Several, 10).decode(octets) == record
    assert layout(Several, 10).encode(record)[12:] == octets + bytes(3)


def test_a_field_of_a_later_version_is_there_from_then_on() -> None:
    record = Several(2, "name", (Pair(1, 2), Pair(3, 4)), 7, 5, 6)
    octets = body(HEAD + SLOTS + "07000000 05000000 06000000")
    assert layout(Several, 11).decode(octets) == record
    assert layout(Several, 11).encode(record)[12:] == octets + bytes(3)


def test_the_header_counts_from_the_number_and_carries_the_version_word() -> None:
    frame = layout(Several).encode(Several(0), 17)
    assert frame[:12] == body("24000000 11000000 77000000")
    assert len(frame) == 8 + 0x24


@pytest.mark.parametrize(("more", "extra", "last"), [("", None, None), ("05000000", 5, None)])
def test_a_body_may_end_before_a_field_that_may_be_none(
    more: str, extra: int | None, last: int | None
) -> None:
    record = Several(2, "name", (Pair(1, 2), Pair(3, 4)), 9, extra, last)
    octets = body(HEAD + SLOTS + more)
    assert layout(Several).decode(octets) == record
    assert layout(Several).encode(record)[12 : 12 + len(octets)] == octets


def test_a_gap_before_a_given_field_cannot_be_written() -> None:
    with pytest.raises(LocalProtocolError, match="has no extra"):
        layout(Several).encode(Several(0, last=1))


def test_a_body_may_end_where_its_message_allows() -> None:
    short = body("02000000 6e616d65")
    assert layout(Several, at_least=4).decode(short) == Several(2, "name")
    with pytest.raises(RemoteProtocolError, match="Several ends at name") as caught:
        layout(Several, at_least=12).decode(short)
    assert caught.value.offset == 8


def test_slots_that_are_cut_hold_what_is_there() -> None:
    partly = body(HEAD + "010200 030400")
    assert layout(Several, at_least=4).decode(partly).pairs == (Pair(1, 2), Pair(3, 4))
    with pytest.raises(RemoteProtocolError, match="2 entries in 1 places"):
        layout(Several, at_least=4).decode(partly[:-1])


def test_octets_beyond_the_layout_are_ignored() -> None:
    octets = body(HEAD + SLOTS + "05000000 06000000 ffff")
    assert layout(Several).decode(octets).last == 6


def test_texts_follow_one_another_and_the_body_is_padded_to_words() -> None:
    octets = body("01000000 616200 6300 000000")
    assert layout(Texts).decode(octets) == Texts(1, "ab", "absent", "c")
    assert layout(Texts).encode(Texts(1, "ab", "x", "c")).hex() == (
        "10000000" + "00000000" + "77000000" + octets.hex()
    )


def test_a_later_text_stands_in_its_place() -> None:
    octets = body("01000000 616200 6400 6300 00")
    assert layout(Texts, 11).decode(octets) == Texts(1, "ab", "d", "c")
    assert layout(Texts, 11).encode(Texts(1, "ab", "d", "c"))[12:] == octets


def test_a_text_without_its_end_is_refused_at_the_end_of_the_body() -> None:
    with pytest.raises(RemoteProtocolError, match="1 of 2 texts") as caught:
        layout(Texts).decode(body("01000000 616200 63"))
    assert caught.value.offset == 8


@pytest.mark.parametrize("text", ["123456", "1\x002"])
def test_a_text_too_long_or_with_a_nul_cannot_be_written(text: str) -> None:
    with pytest.raises(LocalProtocolError, match="5 characters"):
        layout(Texts).encode(Texts(1, text))


def test_counted_octets_fill_their_area_in_old_versions_only() -> None:
    record = Data(3, b"abc")
    assert layout(Data, 0).encode(record)[12:] == body("03000000 6162630000000000")
    assert layout(Data, 11).encode(record)[12:] == body("03000000 61626300")
    assert layout(Data, 0).decode(body("03000000 6162630000000000")) == record
    assert layout(Data, 0).decode(b"") == Data()
    assert layout(Data, 0).encode(Data())[12:] == b""


def test_a_count_that_lies_is_refused() -> None:
    with pytest.raises(RemoteProtocolError, match="announces 5 octets and brings 4"):
        layout(Data).decode(body("05000000 61626300"))
    with pytest.raises(LocalProtocolError, match="size is 5"):
        layout(Data, 11).encode(Data(5, b"abc"))
    with pytest.raises(LocalProtocolError, match="size is 9"):
        layout(Data, 11).encode(Data(9, b"abcdefghi"))


def test_remaining_octets_are_all_there_are() -> None:
    assert layout(Rest).decode(b"\1\2abc") == Rest((1, 2), b"abc")
    assert layout(Rest).encode(Rest((1, 2), b"ab"))[12:] == b"\1\2ab"


def test_an_entry_alone_has_no_header_and_no_padding() -> None:
    alone = Layout(Shape(Pair), 0)
    assert alone.encode(Pair(1, 2)) == body("010200")
    assert alone.size == 3
