"""Which call two calls become when a party joins them: the dialect chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harness.standin.calls.model import Call, Connection, Exchange
from harness.topology.dialect import TRANSFERRED_CALL


def joint_call(exchange: Exchange, held: Connection, active: Connection) -> Call:
    """The call in which the parties of two calls will be, after a transfer as in a conference."""
    chosen: Mapping[str, Callable[[], Call]] = {
        "secondary": lambda: active.call,
        "primary": lambda: held.call,
        "new": lambda: exchange.open_call(held.device),
    }
    return chosen[exchange.dialect[TRANSFERRED_CALL]]()
