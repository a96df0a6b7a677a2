"""In which order a session is left: one thing after the other, or all without waiting.

Microsoft's client says BYE behind its Monitor Stop without waiting for that one's answer (reference
of CSTA over SIP, "Who sends what", row 11); what the stop is answered then no longer matters.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

Asking = Callable[[], Awaitable[object]]


async def leave(stops: Sequence[Asking], bye: Asking, *, hurries: bool) -> None:
    """Ask for each stop and for the end.

    Raises:
        HarnessError: the end was refused or not answered; of a client that waits, a stop was.
    """
    if not hurries:
        for stop in (*stops, bye):
            await stop()
        return
    asked = [asyncio.ensure_future(stop()) for stop in stops]
    await asyncio.sleep(0)  # a turn of the loop, in which they leave
    try:
        await bye()
    finally:
        await asyncio.gather(*asked, return_exceptions=True)
