from __future__ import annotations

import asyncio

import pytest

from harness.errors import PhoneRejected, RouterUnreachable
from harness.phone.connection import Connection
from harness.phone.models import MODELS, profile_of
from harness.protocols.sccp.events import (
    Disconnected,
    MessageReceived,
    MessageSent,
    Rejected,
    StationEvent,
)
from harness.protocols.sccp.station import Station

MAC = "001E4A34A35F"
REGISTER_ACK = bytes.fromhex(
    "18000000 00000000 81000000  1e000000 4d2f442f 59410000 1e000000 0b20f1ff"
)
REGISTER_REJECT = bytes.fromhex("28000000 00000000 9d000000  4e6f") + bytes(34)


class Told:
    """A connection without a socket, and what its owner is told."""

    def __init__(self) -> None:
        profile = profile_of(MODELS["7960"], device=f"SEP{MAC}", mac=MAC, ip="10.0.0.7", alarm="")
        self.events: list[StationEvent] = []
        self.connection = Connection(Station(profile), self.told)

    def told(self, connection: Connection, event: StationEvent) -> None:
        self.events.append(event)
        if isinstance(event, Rejected):
            connection.fail(PhoneRejected("it", event.text))

    def kinds(self) -> list[type]:
        return [type(event) for event in self.events if not isinstance(event, MessageSent)]

    def hears(self, octets: bytes) -> None:
        self.connection.station.receive_data(octets, 0.0)
        self.connection.turn()

    def loses_link(self) -> None:
        self.connection.station.connection_lost(0.0)
        self.connection.turn()


async def begun(told: Told) -> asyncio.Task[None]:
    task = asyncio.create_task(told.connection.register())
    await asyncio.sleep(0)
    return task


def test_a_rejection_is_what_comes_of_a_registration_even_if_the_line_is_cut_at_once() -> None:
    async def talk() -> None:
        told = Told()
        registering = await begun(told)
        told.hears(REGISTER_REJECT)
        told.loses_link()
        with pytest.raises(PhoneRejected, match="No"):
            await registering
        assert told.kinds() == [MessageReceived, Rejected, Disconnected]
        assert not told.connection.served

    asyncio.run(talk())


def test_a_line_that_is_cut_ends_a_registration_under_way() -> None:
    async def talk() -> None:
        told = Told()
        registering = await begun(told)
        told.hears(REGISTER_ACK)
        told.loses_link()
        with pytest.raises(RouterUnreachable, match="lost its router while it registered: closed"):
            await registering

    asyncio.run(talk())


def test_a_fence_fails_when_the_line_is_cut() -> None:
    async def talk() -> None:
        told = Told()
        registering = await begun(told)
        fence = asyncio.create_task(told.connection.fence())
        await asyncio.sleep(0)
        told.loses_link()
        for waiting in (fence, registering):
            with pytest.raises(RouterUnreachable):
                await waiting

    asyncio.run(talk())


def test_after_the_end_nothing_is_told() -> None:
    async def talk() -> None:
        told = Told()
        registering = await begun(told)
        await told.connection.end()
        told.events.clear()
        told.hears(REGISTER_ACK)
        assert told.events == []
        with pytest.raises(asyncio.CancelledError):
            await registering

    asyncio.run(talk())
