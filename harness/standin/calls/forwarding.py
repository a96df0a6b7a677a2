"""Calls that alert and are sent on, or back: nobody answers, or a hand does not want them.

What a number does with a call before it alerts there, ``progress.route`` asks of ``features``.
"""

from __future__ import annotations

from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.standin.calls import feature_screens, joining
from harness.standin.calls.model import Call, Connection, Exchange, Timer
from harness.standin.defects import Defect

_S = LocalConnectionState


def sent_on(exchange: Exchange, call: Call) -> bool:
    """Send an unanswered call to where its number wants it; false when it wants nothing."""
    if Defect.FORWARD_NO_ANSWER_NEVER in exchange.defects:
        exchange.start(Timer.RINGING, call, exchange.timeouts.ringing)
        return True
    alerting = [each for each in call.connections.values() if each.state is _S.ALERTING]
    return any(_divert(exchange, each) for each in alerting)


def come_back(exchange: Exchange, call: Call) -> None:
    """Nobody has answered a transferred call: it rings where it was transferred from.

    CME command reference, timeouts transfer-recall.
    """
    home = exchange.find(call.recalls)
    alerting = [each for each in call.connections.values() if each.state is _S.ALERTING]
    if home is not None and alerting:
        joining.divert(exchange, alerting[0], home, Cause.RECALL)


def silence(exchange: Exchange, connection: Connection, station: str) -> None:
    """A hand does not want a call: it goes where unanswered calls go, or stops ringing here.

    CME administrator guide, do not disturb: the key during a call that rings.
    """
    ignored = Defect.NO_ANSWER_IGNORED in exchange.defects
    if ignored or not _divert(exchange, connection):
        feature_screens.silenced(exchange, connection, station)


def _divert(exchange: Exchange, connection: Connection) -> bool:
    target = exchange.find(exchange.numbers[connection.device].forward_no_answer)
    if target is None:
        return False
    joining.divert(exchange, connection, target, Cause.CALL_FORWARD_NO_ANSWER)
    return True
