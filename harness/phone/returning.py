"""Why and when a phone boots anew without a hand. On the loop's thread."""

from __future__ import annotations

import asyncio
from typing import Protocol

from harness.errors import PhoneRejected, RouterUnreachable
from harness.phone.alarms import AFTER_RESET, Trouble
from harness.phone.errands import Later, Work
from harness.protocols.sccp.messages import Reset
from harness.protocols.sccp.numbers import ResetType

RETRY_SECONDS = 5.0
"""How long a phone that lost its router waits before it boots again. ASSUMED."""


class Bootable(Protocol):
    """A phone as far as booting goes."""

    @property
    def has_calls(self) -> bool:
        """Whether a call stands on its display."""
        ...

    def begin(self, work: Work) -> None:
        """Do something by the way, until the phone is closed."""
        ...

    async def come_into_service(self) -> None:
        """Boot, connect, register."""
        ...

    async def leave(self) -> None:
        """Unregister."""
        ...


class Returning:
    """What the router ordered, what the phone had for trouble, and its next attempt."""

    __slots__ = ("_phone", "_retry", "order", "trouble")

    def __init__(self, phone: Bootable) -> None:
        self._phone = phone
        self._retry: Later | None = None
        self.trouble = Trouble.COLD_START
        """What the phone will tell the router of its last boot."""
        self.order: Reset | None = None
        """The router's word that the phone shall boot anew, until it does."""

    def ordered(self, message: Reset) -> None:
        """The router wants a boot; a phone with a call waits for its end."""
        if message.reset_type == ResetType.APPLY_CONFIG:
            return
        self.order = message
        if not self._phone.has_calls:
            self._phone.begin(self._obey())

    def calls_over(self) -> None:
        """No call is left: what was ordered can be done."""
        if self.order is not None:
            self._phone.begin(self._obey())

    async def _obey(self) -> None:
        """Boot anew; a restart takes its leave first (reference of the messages, "Unregister")."""
        message, self.order = self.order, None
        if message is None:
            return
        self.trouble = AFTER_RESET.get(message.reset_type, Trouble.COLD_START)
        if message.reset_type == ResetType.RESTART:
            await self._phone.leave()
        await self._return()

    def lost_link(self) -> None:
        """The router is gone: try again later."""
        self.trouble = Trouble.LOST_LINK
        self._later()

    def stay(self) -> None:
        """Make no attempt by itself any more."""
        if self._retry is not None:
            self._retry.cancel()

    def _later(self) -> None:
        moment = asyncio.get_running_loop().time() + RETRY_SECONDS
        self._retry = self._retry or Later()
        self._retry.at(moment, lambda: self._phone.begin(self._return()))

    async def _return(self) -> None:
        """Come back without a hand; a phone that is turned away asks again and again."""
        try:
            await self._phone.come_into_service()
        except (RouterUnreachable, PhoneRejected):
            self._later()
