"""The bell of a phone: in which way it rings, and that it rings again.

A phone that goes off hook is told to be still altogether (``reference/sccp.md`` §5.1, §5.5), and so
is one whose call is over (§5.6). When it is at rest again it rings for what still waits for an
answer (ASSUMED).
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.protocols.csta.names import LocalConnectionState
from harness.protocols.sccp.messages import SetRinger
from harness.protocols.sccp.numbers import RingDuration, RingMode
from harness.standin.calls.commands import ToStation
from harness.standin.calls.model import Connection, Exchange
from harness.standin.defects import Defect

_S = LocalConnectionState
_SILENT = frozenset({Defect.NO_RING, Defect.WAITING_CALL_FALLS_SILENT})


def mode(exchange: Exchange, connection: Connection, station: str) -> RingMode:
    """A phone that must not disturb shows the call and stays silent (§5.14)."""
    first, _ = exchange.appearances(connection.device)[0]
    if Defect.SHARED_LINE_SILENT in exchange.defects and station != first:
        return RingMode.OFF
    quiet = station in exchange.undisturbed and Defect.DND_RINGS not in exchange.defects
    return RingMode.SILENT if quiet else RingMode.INSIDE


def settle(exchange: Exchange) -> None:
    """Let every phone ring again that was told to be still and is at rest now."""
    for command in exchange.commands:
        if isinstance(command, ToStation) and _hushes(command.message):
            exchange.hushed.add(command.station)
    if not exchange.hushed or exchange.defects & _SILENT:
        return
    for station in sorted(exchange.hushed):
        if station not in exchange.stations:
            exchange.hushed.remove(station)
        elif _at_rest(exchange, station):
            exchange.hushed.remove(station)
            exchange.tell(station, *_rings(exchange, station))


def _hushes(message: object) -> bool:
    if not isinstance(message, SetRinger):
        return False
    return message.ring_mode is RingMode.OFF and not message.call_reference


def _at_rest(exchange: Exchange, station: str) -> bool:
    at = exchange.connections_at(station)
    still = all(each.state is _S.HOLD or each.call.prompted is not None for each in at)
    return still and station not in exchange.entries


def _rings(exchange: Exchange, station: str) -> Iterator[SetRinger]:
    for each in exchange.connections_at(station):
        if each.call.prompted is not None:
            yield SetRinger(RingMode.INSIDE, RingDuration.NORMAL, each.line, each.reference)
    for each in exchange.ringing_at(station):
        if station not in each.silenced:
            how = mode(exchange, each, station)
            for place, line in exchange.shown_at(each):
                if place == station:
                    yield SetRinger(how, RingDuration.NORMAL, line, each.reference)
