from __future__ import annotations

import asyncio

import pytest

from harness.errors import RemoteProtocolError, RouterUnreachable
from harness.protocols.http import HttpRequest
from harness.runtime.fetching import fetch
from harness.runtime.wire import Frame, Wire

ASKED = HttpRequest("GET", "/", (("Host", "here"),))


async def answered(octets: bytes, *, wire: Wire, seconds: float = 5.0, hang: bool = False) -> bytes:
    """What `fetch` makes of a server that says these octets to whoever asks."""
    over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(octets)
        if hang:
            await over.wait()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        response = await fetch(
            ASKED, server.sockets[0].getsockname()[:2], wire=wire, witness="phone",
            local_ip="127.0.0.1", seconds=seconds,
        )  # fmt: skip
        return response.body
    finally:
        over.set()
        server.close()


def test_an_answer_is_fetched_and_the_wire_has_both_ways() -> None:
    frames: list[Frame] = []
    wire = Wire()
    wire.subscribe(frames.append)
    octets = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<a/>"
    assert asyncio.run(answered(octets, wire=wire)) == b"<a/>"
    assert [frame.octets[:4] for frame in frames] == [b"GET ", b"HTTP"]
    assert {frame.witness for frame in frames} == {"phone"}


def test_nonsense_is_the_other_sides_fault() -> None:
    with pytest.raises(RemoteProtocolError):
        asyncio.run(answered(b"no answer at all\r\n\r\n", wire=Wire()))


def test_a_connection_that_ends_too_early_is_the_other_sides_fault() -> None:
    with pytest.raises(RemoteProtocolError, match="without sending complete"):
        asyncio.run(answered(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", wire=Wire()))


def test_silence_ends() -> None:
    with pytest.raises(RouterUnreachable, match=r"did not answer within 0\.05 s"):
        asyncio.run(answered(b"", wire=Wire(), seconds=0.05, hang=True))


def test_where_nobody_listens_is_said() -> None:
    async def ask() -> None:
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
        place = server.sockets[0].getsockname()[:2]
        server.close()
        await server.wait_closed()
        await fetch(ASKED, place, wire=Wire(), witness="phone", seconds=5.0)

    with pytest.raises(RouterUnreachable, match="nobody listens at 127.0.0.1:"):
        asyncio.run(ask())
