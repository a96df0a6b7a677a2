"""A call that waits while its party talks: what is heard of it (``reference/sccp.md`` §5.9).

A number may refuse to hear it, or to be heard so (CME command reference, call-waiting beep).
"""

from __future__ import annotations

from harness.protocols.csta.names import LocalConnectionState
from harness.protocols.sccp.numbers import Tone
from harness.standin.calls import phrases
from harness.standin.calls.model import Connection, Exchange
from harness.standin.defects import Defect

_S = LocalConnectionState


def begin(exchange: Exchange, waiting: Connection) -> None:
    """Whoever talks at a phone with the number hears the call waiting tone in that call."""
    caller = exchange.numbers.get(waiting.call.calling)
    wanted = exchange.numbers[waiting.device].hears_waiting and (caller is None or caller.beeps)
    if Defect.BEEP_SETTING_IGNORED in exchange.defects:
        wanted = True
    if not wanted or Defect.CALL_WAITING_SILENT in exchange.defects:
        return
    for station, _ in exchange.shown_at(waiting):
        for each in exchange.connections_at(station):
            if each.state is _S.CONNECTED and each.call.answered:
                exchange.show(each, phrases.tone(each, Tone.CALL_WAITING_TONE))


def end(exchange: Exchange, waiting: Connection) -> None:
    """The call waits no longer: the tone ends where it is heard."""
    for station, _ in exchange.shown_at(waiting):
        for each in exchange.connections_at(station):
            if each.state is _S.CONNECTED and each.call.answered:
                exchange.show(each, phrases.stop_tone(each))
