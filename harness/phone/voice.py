"""How a phone answers what it is told about voice, without a hand. On the loop's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from harness.phone.errands import Work
from harness.phone.media import Media
from harness.phone.models import PhoneModel
from harness.protocols.sccp.messages import (
    CloseReceiveChannel,
    ConnectionStatisticsReq,
    ConnectionStatisticsRes,
    Message,
    OpenReceiveChannel,
    OpenReceiveChannelAck,
    StartMediaTransmission,
    StartMediaTransmissionAck,
    StopMediaTransmission,
)
from harness.protocols.sccp.numbers import MediaStatus, StatsProcessing


class Voice:
    """Opens and closes the ports of `Media` as the router says, and reports.

    What the router says is carried out in its order: a port that is told to close while it is
    being opened is open for a moment, then closed.
    """

    __slots__ = ("_answer", "_local_ip", "_media", "_model", "_note", "_version")

    def __init__(
        self,
        media: Media,
        *,
        model: PhoneModel,
        local_ip: str,
        version: int,
        answer: Callable[[Message], None],
        note: Callable[[str, str], None],
    ) -> None:
        """Voice of one phone at the negotiated ``version``.

        ``note`` is told by name and text what has been carried out.
        """
        self._media = media
        self._model = model
        self._local_ip = local_ip
        self._version = version
        self._answer = answer
        self._note = note

    @classmethod
    def concerns(cls, message: Message) -> bool:
        """Whether a message is about voice."""
        return type(message) in cls._REFLEXES

    async def reflex(self, message: Message) -> None:
        """Do what is to be done on that message, after all that came before it.

        Whoever waits for a voice to begin or end is woken when it has.
        """
        async with self._media.order:
            await self._REFLEXES[type(message)](self, message)
        self._note("voice", f"{type(message).__name__} carried out")

    async def _open_receive_channel(self, message: OpenReceiveChannel) -> None:
        status, host, port = MediaStatus.OK, self._local_ip, 0
        try:
            host, port = await self._media.open(_call_of(message))
        except OSError:
            status = MediaStatus.OUT_OF_SOCKETS
        party, call = message.pass_through_party_id, message.call_reference
        self._answer(OpenReceiveChannelAck(status, host, port, party, call))

    async def _close_receive_channel(self, message: CloseReceiveChannel) -> None:
        await self._media.close(_call_of(message))

    async def _start_media_transmission(self, message: StartMediaTransmission) -> None:
        call = _call_of(message)
        host, port = await self._media.open(call)
        self._media.speak(
            call,
            (message.remote_ip_address, message.remote_port_number),
            codec=message.compression_type,
            milliseconds=message.millisecond_packet_size,
        )
        since = self._model.acks_media_since
        if since is not None and self._version >= since:
            party, reference = message.pass_through_party_id, message.call_reference
            self._answer(
                StartMediaTransmissionAck(message.conference_id, party, reference, host, port)
            )

    async def _stop_media_transmission(self, message: StopMediaTransmission) -> None:
        self._media.fall_silent(_call_of(message))

    async def _report_statistics(self, message: ConnectionStatisticsReq) -> None:
        """Jitter and latency are zero: nobody measures them on a bench."""
        clear = message.stats_processing_mode == StatsProcessing.CLEAR
        counted = self._media.counters(message.call_reference, clear=clear)
        self._answer(
            ConnectionStatisticsRes(
                message.directory_number,
                message.call_reference,
                message.stats_processing_mode,
                counted.packets_sent,
                counted.octets_sent,
                counted.packets_received,
                counted.octets_received,
                counted.packets_lost,
                jitter=0,
                latency=0,
            )
        )

    _REFLEXES: ClassVar[Mapping[type, Callable[[Voice, Any], Work]]] = {
        OpenReceiveChannel: _open_receive_channel,
        CloseReceiveChannel: _close_receive_channel,
        StartMediaTransmission: _start_media_transmission,
        StopMediaTransmission: _stop_media_transmission,
        ConnectionStatisticsReq: _report_statistics,
    }


def _call_of(
    message: OpenReceiveChannel
    | CloseReceiveChannel
    | StartMediaTransmission
    | StopMediaTransmission,
) -> int:
    """What ties the two directions of a call's voice together; old agents name no call."""
    return message.call_reference or message.conference_id
