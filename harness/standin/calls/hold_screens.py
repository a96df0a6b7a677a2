"""What phones are told when a call is put on hold and taken back.

As ``screens`` does for the rest of a call; messages after ``reference/sccp.md`` §5.8.
"""

from __future__ import annotations

from harness.protocols.csta.names import LocalConnectionState
from harness.protocols.sccp.messages import ActivateCallPlane, SetSpeakerMode
from harness.protocols.sccp.numbers import LampMode, PhoneCallState, SoftKeySet, SpeakerMode, Tone
from harness.standin.calls import phrases
from harness.standin.calls.model import Connection, Exchange
from harness.standin.defects import Defect

_S = LocalConnectionState


def holding(exchange: Exchange, connection: Connection) -> None:
    """The phone that holds (§5.8); no tone of its party's hold or of waiting calls goes on."""
    wrong = Defect.SOFT_KEYS_WRONG_ON_HOLD in exchange.defects
    keys = SoftKeySet.CONNECTED if wrong else SoftKeySet.ON_HOLD
    exchange.show(
        connection,
        phrases.state(connection, PhoneCallState.HOLD),
        phrases.lamp(connection.line, LampMode.WINK),
        phrases.keys(connection, keys),
        phrases.prompt(connection, phrases.HOLD),
        *((phrases.stop_tone(connection),) if _hears(exchange, connection) else ()),
        *phrases.close_media(connection),
        SetSpeakerMode(SpeakerMode.OFF),
    )


def held(exchange: Exchange, connection: Connection) -> None:
    """The phone that is held hears the hold tone; its call stays connected (§5.8).

    Nobody is held in a conference: the others go on.
    """
    if connection.call.creator:
        return
    if connection.sends and Defect.HOLD_KEEPS_MEDIA not in exchange.defects:
        connection.sends = False
        exchange.show(connection, phrases.stop_media(connection))
    if connection.state is _S.CONNECTED:
        exchange.show(connection, phrases.tone(connection, Tone.HOLD_TONE))


def retrieved(exchange: Exchange, connection: Connection) -> None:
    """The phone that takes its call back (§5.8)."""
    exchange.show(
        connection,
        SetSpeakerMode(SpeakerMode.ON),
        phrases.lamp(connection.line, LampMode.ON),
        ActivateCallPlane(connection.line),
    )
    if Defect.RETRIEVED_BUT_SILENT not in exchange.defects:
        exchange.show(connection, phrases.open_channel(exchange, connection))
    exchange.show(connection, *phrases.talking(exchange, connection))
    if _is_held(connection):
        exchange.show(connection, phrases.tone(connection, Tone.HOLD_TONE))


def _hears(exchange: Exchange, connection: Connection) -> bool:
    station = connection.station
    waits = station in exchange.stations and bool(exchange.ringing_at(station))
    return waits or _is_held(connection)


def _is_held(connection: Connection) -> bool:
    """Whether its party holds the call: nobody does so in a conference."""
    held = any(each.state is _S.HOLD for each in connection.call.others(connection))
    return held and not connection.call.creator


def taken_back(exchange: Exchange, connection: Connection) -> None:
    """The phone that was held."""
    if not connection.call.creator:
        exchange.show(connection, phrases.stop_tone(connection))
