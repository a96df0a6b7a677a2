from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.protocols.errors import LocalProtocolError, RemoteProtocolError
from harness.protocols.sccp.codec import MESSAGES, Unknown, decode, encode, number_of
from harness.protocols.sccp.messages import CallInfoDynamic, CallState

VERSIONS = (0, 5, 9, 11, 12, 17, 20, 22)

BODY_CHOOSES_THE_LAYOUT = {0x0004, 0x0022, 0x0023, 0x0154, 0x0105, 0x008A, 0x014A, 0x0107, 0x011D}
ONE_LAYOUT_AT_A_VERSION = sorted(MESSAGES.keys() - BODY_CHOOSES_THE_LAYOUT)

CALL_INFO = bytes.fromhex(
    "01000000 07000000 01000000 00000000 00000000 01000000 00000000 00000000"
    "32303100 32303200 32303200 00 00000000 416c69636500 426f6200 426f6200 00 000000"
)


def outcome(number: int, body: bytes, version: int) -> object:
    try:
        return decode(number, body, version=version)
    except RemoteProtocolError as error:
        return error


def test_the_typed_call_info_is_well() -> None:
    assert isinstance(decode(0x014A, CALL_INFO, version=9), CallInfoDynamic)


def test_every_message_cut_at_every_octet_is_read_or_refused() -> None:
    for number, kind in MESSAGES.items():
        for size in range(120):
            result = outcome(number, bytes(size), 9)
            assert isinstance(result, (kind, RemoteProtocolError)), (kind, size)


def test_a_dynamic_message_cut_inside_its_texts_is_refused() -> None:
    texts = CALL_INFO.rindex(b"Bob\0") + 4
    for size in range(texts + 1):
        assert isinstance(outcome(0x014A, CALL_INFO[:size], 9), RemoteProtocolError), size


@settings(max_examples=300)
@given(st.sampled_from(sorted(MESSAGES)), st.binary(max_size=420), st.sampled_from(VERSIONS))
def test_random_octets_never_raise_anything_but_a_protocol_error(
    number: int, body: bytes, version: int
) -> None:
    assert outcome(number, body, version) is not None


@settings(max_examples=200)
@given(st.data(), st.sampled_from(VERSIONS))
def test_a_mutated_call_info_never_raises_anything_but_a_protocol_error(
    data: st.DataObject, version: int
) -> None:
    body = bytearray(CALL_INFO)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(body) - 1))
        body[place] = data.draw(st.integers(0, 255))
    assert outcome(0x014A, bytes(body), version) is not None


@settings(max_examples=200)
@given(st.sampled_from(ONE_LAYOUT_AT_A_VERSION), st.binary(min_size=24, max_size=420))
def test_what_was_read_and_can_be_written_is_read_again(number: int, body: bytes) -> None:
    result = outcome(number, body[: len(body) // 4 * 4], 9)
    if not isinstance(result, MESSAGES[number]):
        return
    with suppress(LocalProtocolError):  # a text that fills its field leaves no room for its NUL
        assert decode(number, encode(result, version=9)[12:], version=9) == result


@given(st.integers(0, 0xFFFFFFFF), st.binary(max_size=64))
def test_any_number_and_any_body_are_an_answer(number: int, body: bytes) -> None:
    result = outcome(number, body, 17)
    if number not in MESSAGES:
        assert result == Unknown(number, body)


def test_numbers_of_other_versions_do_not_collide() -> None:
    far = (1 << 16) + number_of(CallState)
    assert decode(far, b"", version=0) == Unknown(far, b"")
