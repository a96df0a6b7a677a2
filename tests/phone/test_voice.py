from __future__ import annotations

import asyncio

from harness.phone.errands import Errands
from harness.phone.media import Media, VoicePort
from harness.phone.models import MODELS
from harness.phone.voice import Voice
from harness.protocols.sccp.messages import (
    CloseReceiveChannel,
    Message,
    OpenReceiveChannel,
    StartMediaTransmission,
    StopMediaTransmission,
)
from harness.protocols.sccp.numbers import Codec
from harness.runtime.udp import UdpCarrier
from harness.runtime.wire import Wire

OPEN = OpenReceiveChannel(7, 1, call_reference=7)
CLOSE = CloseReceiveChannel(7, 1, 7)
START = StartMediaTransmission(
    7, 1, "127.0.0.1", 20_000, compression_type=Codec.G711_ULAW_64K, call_reference=7
)
STOP = StopMediaTransmission(7, 1, 7)


class SlowMedia(Media):
    """Binds as an event loop may that has much else to do."""

    async def _bind(self, port: VoicePort) -> UdpCarrier:
        for _ in range(5):
            await asyncio.sleep(0)
        return await super()._bind(port)


class Ear:
    """A phone's voice, told messages faster than it carries them out."""

    def __init__(self) -> None:
        self.said: list[Message] = []
        self.carried_out: list[str] = []
        self.media = SlowMedia("127.0.0.1", seed=77, packets=2, wire=Wire(), witness="alice.phone")
        self.voice = Voice(
            self.media, model=MODELS["7961"], local_ip="127.0.0.1", version=17,
            answer=self.said.append, note=self._note,
        )  # fmt: skip
        self.errands = Errands(self._fail)
        self.noted = asyncio.Event()

    def _note(self, _: str, text: str) -> None:
        self.carried_out.append(text.partition(" ")[0])
        self.noted.set()

    def _fail(self, problem: Exception) -> None:
        raise problem

    async def hears(self, *messages: Message) -> None:
        for message in messages:
            self.errands.begin(self.voice.reflex(message))
        while len(self.carried_out) < len(messages):
            self.noted.clear()
            await self.noted.wait()


def test_a_port_that_is_closed_while_it_is_being_opened_is_closed_in_the_end() -> None:
    async def talk() -> None:
        ear = Ear()
        await ear.hears(OPEN, CLOSE)
        assert ear.carried_out == ["OpenReceiveChannel", "CloseReceiveChannel"]
        assert not ear.media.ears

    asyncio.run(talk())


def test_a_voice_that_is_stopped_at_once_does_not_begin_afterwards() -> None:
    async def talk() -> None:
        ear = Ear()
        await ear.hears(START, STOP)
        assert not ear.media.speaks_to
        await ear.media.close_all()

    asyncio.run(talk())


def test_a_phone_that_leaves_while_a_port_is_being_opened_keeps_none() -> None:
    async def talk() -> None:
        ear = Ear()
        ear.errands.begin(ear.voice.reflex(OPEN))
        await asyncio.sleep(0)
        await ear.media.close_all()
        assert not ear.media.ears
        assert len(ear.said) == 1

    asyncio.run(talk())


def test_voice_is_not_concerned_with_what_the_router_shows() -> None:
    assert Voice.concerns(OPEN)
    assert not Voice.concerns("anything else")
