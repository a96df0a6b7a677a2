"""Noise and cut connections at the SSH port and the serial console: the next client is served."""

from __future__ import annotations

import os
import random
import select
import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest

from harness.runtime.clock import Deadline
from harness.runtime.loop import BackgroundLoop
from harness.standin.router import StandinRouter


@pytest.fixture(scope="module")
def router() -> Iterator[StandinRouter]:
    with BackgroundLoop("stand-in") as loop:
        opened = loop.call(StandinRouter.open(), Deadline.after(5, "the stand-in"))
        yield opened
        loop.call(opened.close(), Deadline.after(5, "the stand-in's end"))


def greets(router: StandinRouter) -> bool:
    """Whether a client that comes now is spoken to."""
    address = (router.reach.address, router.reach.ssh)
    with socket.create_connection(address, 10) as connection:
        connection.settimeout(10)
        return connection.recv(64).startswith(b"SSH-2.0-Cisco-1.25")


@pytest.mark.parametrize(
    "noise",
    [
        b"",
        b"GET / HTTP/1.0\r\n\r\n",
        b"SSH-1.5-old\r\n",
        b"SSH-2.0-x\r\n" + b"\xff" * 4096,
        b"SSH-2.0-x\r\n" + b"\x00\x00\x00\x00" * 64,
        b"A" * 300_000,
        random.Random(22).randbytes(100_000),
    ],
    ids=["nothing", "HTTP", "SSH 1", "a huge packet", "empty packets", "one long line", "random"],
)
def test_noise_at_the_ssh_port_takes_nobody_else_down(router: StandinRouter, noise: bytes) -> None:
    address = (router.reach.address, router.reach.ssh)
    with socket.create_connection(address, 10) as connection, suppress(OSError):
        connection.sendall(noise)
    assert greets(router)


def test_connections_cut_in_the_middle_of_their_greeting(router: StandinRouter) -> None:
    address = (router.reach.address, router.reach.ssh)
    greeting = b"SSH-2.0-cutter_1.0\r\n"
    for place in range(len(greeting)):
        with socket.create_connection(address, 10) as connection:
            connection.sendall(greeting[:place])
    assert greets(router)


def answer(device: int, typed: bytes, mark: bytes) -> bytes:
    os.write(device, typed)
    seen = b""
    while mark not in seen:
        assert select.select([device], [], [], 10)[0], f"silent after {seen[-80:]!r}"
        seen += os.read(device, 65536)
    return seen


HALF_A_LINE = b"enable\rcisco\rconfigure terminal\rvoice serv"


@pytest.mark.parametrize(
    "noise",
    [bytes(range(32, 256)) * 8, b"\xff" * 4000, HALF_A_LINE, b"?" * 500],
    ids=["all octets", "ones", "half a line in a mode", "questions"],
)
def test_noise_on_the_console_leaves_it_usable(router: StandinRouter, noise: bytes) -> None:
    device = os.open(router.reach.console, os.O_RDWR | os.O_NOCTTY)
    try:
        answer(device, b"\r", b"Router>")
        os.write(device, noise)
        answer(device, b"\x03\rexit\r", b"Press RETURN")
        answer(device, b"\r", b"Router>")
        answer(device, b"show clock\r", b"UTC")
        answer(device, b"exit\r", b"Press RETURN")
    finally:
        os.close(device)
