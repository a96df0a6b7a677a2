"""Two hundred at once, noise, endless lines, cut connections: the next client is answered."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from harness.runtime.clock import Deadline
from harness.runtime.loop import BackgroundLoop
from harness.standin.router import StandinRouter

LOGIN = b"cisco\rcisco\renable\rcisco\r"
WORK = b"configure terminal\rvoice service voip\rcallmonitor\rend\rshow clock\r"


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    with BackgroundLoop("stand-in") as loop:
        opened = loop.call(StandinRouter.open(), Deadline.after(5, "the stand-in"))
        yield opened.reach.address, opened.reach.telnet
        loop.call(opened.close(), Deadline.after(5, "the stand-in's end"))


def read_until(connection: socket.socket, mark: bytes, seconds: float = 10.0) -> bytes:
    connection.settimeout(seconds)
    seen = b""
    while mark not in seen:
        octets = connection.recv(65536)
        assert octets, f"cut off after {seen[-80:]!r}"
        seen += octets
    return seen


def answers(address: tuple[str, int]) -> bool:
    """Whether a client that comes now is logged in and served."""
    with socket.create_connection(address, 10) as connection:
        connection.sendall(LOGIN + b"show clock\r")
        return b" UTC " in read_until(connection, b" UTC ")


def test_two_hundred_sessions_work_at_the_same_time(address: tuple[str, int]) -> None:
    everybody = [socket.create_connection(address, 10) for _ in range(200)]
    try:
        for connection in everybody:
            connection.sendall(LOGIN + WORK)
        for connection in everybody:
            assert b"Router(conf-voi-serv)#end" in read_until(connection, b" UTC ")
        assert answers(address)
    finally:
        for connection in everybody:
            connection.close()


@pytest.mark.parametrize(
    "noise",
    [
        b"\x00" * 70_000,
        bytes(range(256)) * 64,
        b"\xff\xfa\x1f" + b"\x01" * 100_000,
        b"\xff" * 9999,
        b"\x1b[" * 9999,
        LOGIN + b"?" * 2000,
        LOGIN + b"a" * 1_000_000 + b"\r",
        LOGIN + b"show running-config | include " + b"(" * 250 + b"\r",
        LOGIN + b"configure terminal\rbanner motd #" + b"x\r" * 5000,
        random.Random(18).randbytes(100_000),
    ],
    ids=[
        "zeros", "all octets", "a subnegotiation without end", "commands of Telnet", "half escapes",
        "questions", "a line of a megabyte", "brackets in a pattern", "a banner without end",
        "random octets",
    ],
)  # fmt: skip
def test_noise_takes_nobody_else_down(address: tuple[str, int], noise: bytes) -> None:
    with socket.create_connection(address, 10) as connection:
        connection.settimeout(10)
        with suppress(OSError):  # it may hang up on such a caller
            connection.sendall(noise)
        began = time.monotonic()
        assert answers(address)
        assert time.monotonic() - began < 8


def test_a_connection_cut_after_any_octet_leaves_the_next_one_served(
    address: tuple[str, int],
) -> None:
    whole = LOGIN + WORK + b"banner motd #half"
    for place in range(0, len(whole), 7):
        connection = socket.create_connection(address, 10)
        connection.sendall(whole[:place])
        if place % 2:  # a reset instead of a farewell
            linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        connection.close()
    assert answers(address)
