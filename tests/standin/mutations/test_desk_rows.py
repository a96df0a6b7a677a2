"""What phones that share nothing have in common in a broken router, and what it forgets."""

from harness.protocols.csta.names import LocalConnectionState
from harness.standin.calls.events import OffHook
from harness.standin.calls.model import Exchange, Station
from harness.standin.mutations.commands import Moment
from harness.standin.mutations.desk_rows import DESKS

ROWS = {row.name: row for row in DESKS}


def phones():
    """A with 201 and B with 202, in service."""
    exchange = Exchange()
    exchange.admit(Station("A", {1: "201"}))
    exchange.admit(Station("B", {1: "202"}))
    return exchange


def laid_over(name, exchange):
    return list(ROWS[name].applied(Moment(exchange, OffHook("A")), []))


def test_what_one_phone_dialled_every_phone_dials_again():
    exchange = phones()
    call = exchange.open_call("201")
    caller = exchange.connect(call, "201")
    exchange.stations["B"].last_dialled = "209"

    assert laid_over("redial-of-anybody", exchange) == []
    assert exchange.stations["B"].last_dialled == "209"

    caller.digits = "203"
    laid_over("redial-of-anybody", exchange)
    assert exchange.stations["B"].last_dialled == "203"


def test_a_phone_keeps_quiet_until_a_call_has_rung_there():
    exchange = phones()
    exchange.undisturbed = frozenset({"B"})
    laid_over("dnd-ends-with-a-call", exchange)
    assert exchange.undisturbed == {"B"}

    callee = exchange.connect(exchange.open_call("201"), "202")
    callee.state = LocalConnectionState.ALERTING
    laid_over("dnd-ends-with-a-call", exchange)
    assert exchange.undisturbed == frozenset()
