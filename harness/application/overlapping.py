"""Services that are asked for before the last one was answered (ECMA-269, outstanding requests)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from harness.protocols.csta.services import Request, Response


async def ask_at_once(
    ask: Callable[[Request], Awaitable[Response]],
    services: Sequence[Request],
    *,
    told: Callable[[Response], None] = lambda _: None,
) -> list[Response]:
    """Send them all before the first is answered; their answers in the same order.

    Args:
        ask: sends one service and waits for its answer.
        services: what to ask for.
        told: hears each answer as it comes.
    """

    async def one(service: Request) -> Response:
        answer = await ask(service)
        told(answer)
        return answer

    return await asyncio.gather(*map(one, services))
