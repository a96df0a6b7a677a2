"""One HTTP request on a connection of its own, as telephones make them."""

from __future__ import annotations

import asyncio

from harness.errors import RemoteProtocolError, RouterUnreachable
from harness.protocols.http import Client, HttpRequest, HttpResponse
from harness.runtime.tcp import TcpCarrier
from harness.runtime.wire import Address, Wire


async def fetch(
    request: HttpRequest,
    server: Address,
    *,
    wire: Wire,
    witness: str,
    local_ip: str = "",
    seconds: float,
) -> HttpResponse:
    """Connect, ask, and return the whole answer, whatever its status.

    Args:
        request: with its ``Host``.
        server: an IP address or a name, and a port.
        wire: told of every octet.
        witness: whose octets they are.
        local_ip: the address to ask from; the system's choice when empty.
        seconds: how long all of that may take.

    Raises:
        RouterUnreachable: nobody listens there, or the answer is late.
        RemoteProtocolError: what comes is no answer.
    """
    where = f"{server[0]}:{server[1]}"
    try:
        async with asyncio.timeout(seconds):
            return await _ask(Client(request), server, wire, witness, local_ip)
    except TimeoutError:
        raise RouterUnreachable(f"{where} did not answer within {seconds:g} s") from None
    except OSError as problem:
        raise RouterUnreachable(f"nobody listens at {where}: {problem.strerror}") from None


async def _ask(
    client: Client, server: Address, wire: Wire, witness: str, local_ip: str
) -> HttpResponse:
    answered = asyncio.Event()

    def look() -> None:
        if client.done:
            answered.set()

    carrier = await TcpCarrier.open(
        client, server, wire=wire, witness=witness, notify=look,
        local=(local_ip, 0) if local_ip else None,
    )  # fmt: skip
    try:
        await answered.wait()
    finally:
        carrier.abort() if client.error is not None else None
        await carrier.close()
    if client.response is None:
        raise client.error or RemoteProtocolError("no answer")
    return client.response
