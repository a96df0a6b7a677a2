"""Lines that several phones have: what the others show of a call that one of them has.

After each event `settle` tells every other phone with the line what has changed: that the line is
in use, that its call waits to be resumed, that it is free again. Messages follow
``reference/sccp.md`` §5.18. An overlaid button shows nothing of calls elsewhere: it has other
numbers to offer (ASSUMED).
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.protocols.csta.names import LocalConnectionState
from harness.protocols.sccp.messages import (
    CallState,
    ClearPromptStatus,
    Message,
    SelectSoftKeys,
)
from harness.protocols.sccp.numbers import LampMode, PhoneCallState, SoftKeySet
from harness.standin.calls import feature_screens, phrases
from harness.standin.calls.model import Connection, Exchange, Place
from harness.standin.defects import Defect

_S = LocalConnectionState

_LOOKS: dict[PhoneCallState, tuple[SoftKeySet, str, LampMode]] = {
    PhoneCallState.CALL_REMOTE_MULTILINE: (
        SoftKeySet.IN_USE_HINT,
        phrases.IN_USE_REMOTE,
        LampMode.ON,
    ),
    PhoneCallState.HOLD: (SoftKeySet.ON_HOLD, phrases.HOLD, LampMode.WINK),
}
"""How a call at another phone looks: its soft keys, its prompt, the line's lamp."""


def settle(exchange: Exchange) -> None:
    """Tell every phone that shares a line what has changed at the others."""
    if not exchange.calls and not exchange.elsewhere:
        return
    if Defect.REMOTE_IN_USE_NOT_SHOWN in exchange.defects:
        return
    before, now = exchange.elsewhere, dict(_calls_elsewhere(exchange))
    exchange.elsewhere = {place: state for place, (_, state) in now.items()}
    for place in before:
        if place not in now and place.station in exchange.stations:
            _gone(exchange, place)
    for place, (connection, state) in now.items():
        if before.get(place) is not state:
            exchange.tell(place.station, *_look(exchange, connection, place, state))


def held_elsewhere(exchange: Exchange, station: str, line: int = 0) -> list[Connection]:
    """The calls that other phones hold on the lines of this one, or on that one of its lines."""
    if Defect.HELD_CALL_STAYS_AT_ITS_PHONE in exchange.defects:
        return []
    return [
        connection
        for place, (connection, _) in _calls_elsewhere(exchange)
        if place.station == station and connection.state is _S.HOLD and line in (0, place.line)
    ]


def take_over(exchange: Exchange, connection: Connection, station: str) -> None:
    """A call that another phone holds is this one's from now on; it is still held."""
    connection.line = exchange.lines_with(station, connection.device)[0]
    connection.station = station


def _calls_elsewhere(
    exchange: Exchange,
) -> Iterator[tuple[Place, tuple[Connection, PhoneCallState]]]:
    for call in exchange.calls.values():
        for connection in call.connections.values():
            places = exchange.appearances(connection.device)
            if connection.station is None or len(places) < 2:
                continue
            held = connection.state is _S.HOLD
            state = PhoneCallState.HOLD if held else PhoneCallState.CALL_REMOTE_MULTILINE
            for station, line in places:
                overlaid = line in exchange.stations[station].overlays
                if station != connection.station and not overlaid:
                    yield Place(station, line, connection.reference), (connection, state)


def _look(
    exchange: Exchange, connection: Connection, place: Place, state: PhoneCallState
) -> tuple[Message, ...]:
    keys, text, lamp = _LOOKS[state]
    line = place.line
    own = any(each.line == line for each in exchange.connections_at(place.station))
    return (
        phrases.state(connection, state, line=line),
        phrases.info(exchange, connection, line=line),
        phrases.keys(connection, keys, line=line),
        phrases.prompt(connection, text, line=line),
        *(() if own else (phrases.lamp(line, lamp),)),
    )


def _gone(exchange: Exchange, place: Place) -> None:
    """The call is over, or this phone has it now."""
    own = exchange.connections_at(place.station)
    if any(each.reference == place.reference for each in own):
        return
    if Defect.IN_USE_SHOWN_FOR_GOOD in exchange.defects:
        return
    line, reference = place.line, place.reference
    exchange.tell(
        place.station,
        ClearPromptStatus(line, reference),
        CallState(PhoneCallState.ON_HOOK, line, reference),
        phrases.lamp(line, phrases.lamp_of(exchange, place.station, line)),
    )
    if place.station not in exchange.entries and all(each.state is _S.HOLD for each in own):
        exchange.tell(
            place.station,
            SelectSoftKeys(0, 0, SoftKeySet.ON_HOOK),
            feature_screens.idle_prompt(exchange, place.station),
        )
