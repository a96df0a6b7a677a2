"""The lamp of a line with several calls: it never tells of one that is no longer there.

Each step of a call lights its line as the step is shown (``reference/sccp.md`` §5). Where that
step has taken away what the lamp told of (the call that rang was answered at another phone, the
one that was held goes on there), `settle` lights it for the newest call that is left (ASSUMED).
"""

from __future__ import annotations

from harness.protocols.sccp.messages import SetLamp
from harness.protocols.sccp.numbers import Stimulus
from harness.standin.calls import phrases
from harness.standin.calls.commands import ToStation
from harness.standin.calls.model import Exchange
from harness.standin.defects import Defect

_LIE = frozenset({Defect.LAMP_STAYS_LIT, Defect.REMOTE_IN_USE_NOT_SHOWN})


def settle(exchange: Exchange) -> None:
    """Correct the lamps of the phones that were told something."""
    told = [each for each in exchange.commands if isinstance(each, ToStation)]
    for command in told:
        message = command.message
        if isinstance(message, SetLamp) and message.stimulus == Stimulus.LINE:
            lit = exchange.lit.setdefault(command.station, {})
            lit[message.stimulus_instance] = message.lamp_mode
    if exchange.defects & _LIE:
        return
    for station in dict.fromkeys(each.station for each in told):
        if station in exchange.stations:
            _correct(exchange, station)


def _correct(exchange: Exchange, station: str) -> None:
    lit = exchange.lit.get(station, {})
    for line in lit.keys() & exchange.stations[station].lines.keys():
        true = phrases.lamps_at(exchange, station, line)
        if true and lit[line] not in true:
            lit[line] = true[-1]
            exchange.tell(station, phrases.lamp(line, true[-1]))
