from __future__ import annotations

import pytest

from harness.errors import LocalProtocolError
from harness.protocols.csta.names import LocalConnectionState
from harness.standin.calls.model import MOVES, Exchange

S = LocalConnectionState


@pytest.mark.parametrize("before", list(S))
@pytest.mark.parametrize("after", list(S))
def test_a_connection_goes_where_the_table_says_and_nowhere_else(before: S, after: S) -> None:
    exchange = Exchange()
    connection = exchange.connect(exchange.open_call("201"), "201")
    connection.state = before
    if (before, after) in MOVES:
        connection.move(after)
        assert connection.state is after
    else:
        with pytest.raises(LocalProtocolError, match=f"from {before} to {after}"):
            connection.move(after)


def test_every_state_but_the_unused_one_can_be_reached_and_left() -> None:
    reached = {after for _, after in MOVES}
    left = {before for before, _ in MOVES}
    assert reached == left == set(S) - {S.QUEUED}
