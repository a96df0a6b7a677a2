"""The media of a conference: every party talks with the router, which mixes (`Mix`).

``reference/sccp.md`` §5.12: a software conference of SCCP phones is mixed by the router at one
address of its own. A party is told to speak when all who are to hear it listen, and the mixer
tells parties apart by where they listen: a phone sends from that port, too.
"""

from __future__ import annotations

from harness.protocols.csta.names import LocalConnectionState
from harness.standin.calls import screens
from harness.standin.calls.commands import Mix
from harness.standin.calls.model import Call, Connection, Exchange
from harness.standin.defects import Defect

_S = LocalConnectionState


def listening(exchange: Exchange, call: Call) -> None:
    """A phone of a conference listens: when all do, each is told to speak to the mixer."""
    parties = [each for each in call.connections.values() if each.state is _S.CONNECTED]
    mix(exchange, call)
    if any(each.listens_at is None for each in parties):
        return
    for party in parties:
        if not party.sends:
            party.sends = True
            screens.send_media(exchange, party, exchange.conferencing.mixer)


def mix(exchange: Exchange, call: Call) -> None:
    """Tell the mixer who is in a conference now, and listens."""
    if not call.creator:
        return
    parties = list(call.connections.values())
    if Defect.CONFERENCE_SILENT_LEG in exchange.defects:
        parties.pop()
    mixed = (each for each in parties if each.state is _S.CONNECTED)
    ears = tuple(each.listens_at for each in mixed if each.listens_at is not None)
    holding = any(each.state is _S.HOLD for each in parties)
    if holding and Defect.HOLD_SILENCES_CONFERENCE in exchange.defects:
        ears = ()
    exchange.commands.append(Mix(call.id, ears))


def end(exchange: Exchange, call: Call, parties: list[Connection]) -> None:
    """Nobody is mixed any more; these parties are about to hear something else, or nothing."""
    exchange.commands.append(Mix(call.id, ()))
    for party in parties:
        screens.media_ended(exchange, party)
