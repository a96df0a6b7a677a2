"""A party is out of its call: with a word to the monitors, or silently where another event tells.

What becomes of the others is for those who ask: ``progress`` ends the call, ``conferences`` lets
it go on, ``joining`` has put somebody else in the place.
"""

from __future__ import annotations

from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.standin.calls import reports, screens, waiting_tone
from harness.standin.calls.model import Connection, Exchange

_S = LocalConnectionState


def drop(exchange: Exchange, connection: Connection, told: list[Connection], cause: Cause) -> None:
    """A party leaves, and the monitors of those who are ``told`` hear of it."""
    _out(exchange, connection)
    reports.connection_cleared(exchange, connection, told, cause)
    exchange.disconnect(connection)


def leave(exchange: Exchange, connection: Connection) -> None:
    """A party leaves; its monitor is told by what made it so."""
    _out(exchange, connection)
    exchange.disconnect(connection)


def _out(exchange: Exchange, connection: Connection) -> None:
    ringing = connection.state is _S.ALERTING
    if ringing:
        waiting_tone.end(exchange, connection)
    places = exchange.shown_at(connection)
    connection.move(_S.NULL)
    for place in places:
        screens.on_hook(exchange, connection, *place, ringing=ringing)
