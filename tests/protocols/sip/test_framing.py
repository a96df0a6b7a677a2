from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import RemoteProtocolError
from harness.protocols.sip.framing import Framer

FIRST = b"INFO sip:a@b SIP/2.0\r\nCall-ID: 1\r\nContent-Length: 5\r\n\r\n\r\n\r\n!"
SECOND = b"SIP/2.0 200 OK\r\nl :0\r\nX: y\r\n\r\n"
THIRD = b"BYE sip:a@b SIP/2.0\r\ncontent-length: 2\r\n\r\nhi"


def frames(framer):
    return list(iter(framer.next, None))


def test_merged_messages_are_parted():
    framer = Framer()
    framer.feed(FIRST + SECOND + THIRD)
    assert frames(framer) == [FIRST, SECOND, THIRD]


@given(st.lists(st.integers(0, len(FIRST + SECOND + THIRD)), max_size=12))
def test_split_messages_are_joined_wherever_they_were_cut(cuts):
    stream = FIRST + b"\r\n\r\n" + SECOND + b"\r\n" + THIRD
    framer, found = Framer(), []
    edges = [0, *sorted(cuts), len(stream)]
    for start, end in itertools.pairwise(edges):
        framer.feed(stream[start:end])
        found += frames(framer)
    assert found == [FIRST, SECOND, THIRD]


def test_half_a_message_is_held_back_and_keep_alives_are_not():
    framer = Framer()
    framer.feed(FIRST + b"\r\n\r\n")
    assert frames(framer) == [FIRST]
    assert framer.is_empty

    framer.feed(SECOND[:9])
    assert frames(framer) == []
    assert not framer.is_empty


def test_keep_alives_alone_are_nothing():
    framer = Framer()
    framer.feed(b"\r\n\r\n\r\n")
    assert frames(framer) == []


@pytest.mark.parametrize(
    ("octets", "problem"),
    [
        (b"INFO x SIP/2.0\r\nTo: y\r\n\r\n", "without Content-Length"),
        (b"INFO x SIP/2.0\r\nContent-Length: -1\r\n\r\n", "without Content-Length"),
        (b"INFO x SIP/2.0\r\nContent-Length: 1048577\r\n\r\n", "a body of 1048577 octets"),
        (b"INFO x SIP/2.0\r\nX: " + b"y" * 65_536, "do not end"),
    ],
    ids=["none", "negative", "huge body", "huge head"],
)
def test_a_stream_without_frames_is_lost_for_good(octets, problem):
    framer = Framer()
    framer.feed(octets)
    for _ in range(2):
        with pytest.raises(RemoteProtocolError, match=problem):
            framer.next()
        framer.feed(SECOND)
