from __future__ import annotations

import gc

import pytest

from harness.protocols.errors import RemoteProtocolError
from harness.protocols.sccp.framing import Framer, RawFrame, header_version

KEEP_ALIVE = bytes.fromhex("04000000 00000000 00000000")
OFF_HOOK = bytes.fromhex("0c000000 11000000 06000000 01000000 07000000")
STREAM = KEEP_ALIVE + OFF_HOOK + KEEP_ALIVE
FRAMES = [
    RawFrame(0, 0x0000, b""),
    RawFrame(17, 0x0006, bytes.fromhex("01000000 07000000")),
    RawFrame(0, 0x0000, b""),
]


def drain(framer: Framer) -> list[RawFrame]:
    frames = []
    while (frame := framer.next()) is not None:
        frames.append(frame)
    return frames


def test_several_messages_in_one_segment_come_out_apart() -> None:
    framer = Framer()
    framer.feed(STREAM)
    assert drain(framer) == FRAMES


@pytest.mark.parametrize("cut", range(len(STREAM) + 1))
def test_a_stream_may_be_cut_at_every_octet(cut: int) -> None:
    framer = Framer()
    framer.feed(STREAM[:cut])
    frames = drain(framer)
    framer.feed(STREAM[cut:])
    assert frames + drain(framer) == FRAMES


def test_a_stream_may_come_octet_by_octet() -> None:
    framer, frames = Framer(), []
    for octet in STREAM:
        framer.feed(bytes([octet]))
        frames += drain(framer)
    assert frames == FRAMES


def test_octets_that_were_read_are_not_kept() -> None:
    framer, octets = Framer(), bytes(bytearray(STREAM))
    framer.feed(octets)
    assert any(isinstance(each, Framer) for each in gc.get_referrers(octets))
    drain(framer)
    assert not any(isinstance(each, Framer) for each in gc.get_referrers(octets))


@pytest.mark.parametrize("length", [0, 3, 8193, 0xFFFFFFFF])
@pytest.mark.parametrize("more", [0, 8])
def test_a_senseless_length_is_refused_at_once_and_for_good(length: int, more: int) -> None:
    framer = Framer()
    framer.feed(KEEP_ALIVE + length.to_bytes(4, "little") + bytes(more))
    assert framer.next() == FRAMES[0]
    for _ in range(2):
        with pytest.raises(RemoteProtocolError, match=f"{length} octets"):
            framer.next()


def test_the_longest_message_is_taken() -> None:
    framer = Framer()
    framer.feed((8192).to_bytes(4, "little") + bytes(8 + 8188))
    frame = framer.next()
    assert frame is not None
    assert len(frame.body) == 8188


@pytest.mark.parametrize(
    ("negotiated", "word"), [(0, 0), (5, 0), (9, 0), (11, 11), (12, 0), (17, 17), (22, 22)]
)
def test_the_header_word_is_one_that_was_seen_on_a_wire(negotiated: int, word: int) -> None:
    assert header_version(negotiated) == word
