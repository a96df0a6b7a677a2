"""The web server's sockets, judged by the standard library's HTTP client."""

from __future__ import annotations

import asyncio
import http.client

import pytest

from tests.standin.web import Site


def test_several_requests_go_over_one_connection(site: Site) -> None:
    connection = site.client()
    for _ in range(3):
        connection.request("GET", "/localdirectory")
        assert connection.getresponse().read().startswith(b"<?xml")
    connection.close()


def test_what_is_not_there_or_not_asked_so_is_refused(site: Site) -> None:
    assert site.get("/")[0] == 404
    connection = site.client()
    connection.request("DELETE", "/localdirectory")
    assert connection.getresponse().status == 405
    connection.close()


def test_noise_is_answered_400_and_the_next_client_is_served(site: Site) -> None:
    async def shout() -> bytes:
        reader, writer = await asyncio.open_connection(*site.server.local)
        writer.write(b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")
        answer = await reader.read()
        writer.close()
        return answer

    assert asyncio.run(shout()).startswith(b"HTTP/1.1 400 ")
    assert len(site.complaints) == 1
    assert site.get("/localdirectory")[0] == 200


def test_without_ip_http_server_the_connection_is_cut(site: Site) -> None:
    site.host.merge("no ip http server\n", "test")
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        site.get("/localdirectory")
