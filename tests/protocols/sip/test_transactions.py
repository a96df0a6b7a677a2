"""The tables against the figures of RFC 3261 §17 and RFC 6026, drawn here by hand."""

from __future__ import annotations

import pytest

from harness.protocols.sip.timers import Signal
from harness.protocols.sip.transactions import (
    INVITE_CLIENT,
    INVITE_SERVER,
    NON_INVITE_CLIENT,
    NON_INVITE_SERVER,
    State,
    signal_of,
)


def arrows(table):
    return {(a.value, signal.value, row.state.value) for (a, signal), row in table.items()}


def test_the_non_invite_client_is_figure_6():
    finals = {
        (state, signal, "completed")
        for state in ("trying", "proceeding")
        for signal in ("2xx", "3xx-6xx")
    }
    assert arrows(NON_INVITE_CLIENT) == finals | {
        ("trying", "E", "trying"),
        ("trying", "F", "terminated"),
        ("trying", "1xx", "proceeding"),
        ("proceeding", "E", "proceeding"),
        ("proceeding", "F", "terminated"),
        ("proceeding", "1xx", "proceeding"),
        ("completed", "K", "terminated"),
    }


def test_the_non_invite_server_is_figure_8():
    finals = {
        (state, signal, "completed")
        for state in ("trying", "proceeding")
        for signal in ("2xx", "3xx-6xx")
    }
    assert arrows(NON_INVITE_SERVER) == finals | {
        ("trying", "1xx", "proceeding"),
        ("proceeding", "1xx", "proceeding"),
        ("proceeding", "request", "proceeding"),
        ("completed", "request", "completed"),
        ("completed", "J", "terminated"),
    }


def test_the_invite_client_holds_figure_5_as_rfc_6026_corrects_it():
    assert arrows(INVITE_CLIENT) >= {
        ("calling", "A", "calling"),
        ("calling", "1xx", "proceeding"),
        ("calling", "2xx", "accepted"),
        ("calling", "3xx-6xx", "completed"),
        ("proceeding", "1xx", "proceeding"),
        ("proceeding", "2xx", "accepted"),
        ("proceeding", "3xx-6xx", "completed"),
        ("completed", "3xx-6xx", "completed"),
        ("completed", "D", "terminated"),
        ("accepted", "2xx", "accepted"),
        ("accepted", "M", "terminated"),
    }
    assert (State.PROCEEDING, Signal.B) not in INVITE_CLIENT
    assert (State.PROCEEDING, Signal.A) not in INVITE_CLIENT


def test_the_invite_server_holds_figure_7_as_rfc_6026_corrects_it():
    assert arrows(INVITE_SERVER) >= {
        ("proceeding", "request", "proceeding"),
        ("proceeding", "1xx", "proceeding"),
        ("proceeding", "2xx", "accepted"),
        ("proceeding", "3xx-6xx", "completed"),
        ("completed", "request", "completed"),
        ("completed", "G", "completed"),
        ("completed", "H", "terminated"),
        ("completed", "ACK", "confirmed"),
        ("confirmed", "I", "terminated"),
    }
    assert (State.ACCEPTED, Signal.REQUEST) not in INVITE_SERVER


@pytest.mark.parametrize(
    "table", [INVITE_CLIENT, INVITE_SERVER, NON_INVITE_CLIENT, NON_INVITE_SERVER]
)
def test_every_state_is_left_some_time_and_no_timer_is_started_in_vain(table):
    states = {state for state, _ in table} | {row.state for row in table.values()}
    reached = {State.TERMINATED}
    while more := {s for (s, _), row in table.items() if row.state in reached} - reached:
        reached |= more
    assert states == reached
    for row in table.values():
        for signal in row.starts:
            state = State.ACKNOWLEDGED if signal is Signal.L else row.state
            assert (state, signal) in table, (row, signal)


def test_a_status_is_the_signal_of_its_class():
    expected = {100: "1xx", 199: "1xx", 200: "2xx", 299: "2xx", 300: "3xx-6xx", 699: "3xx-6xx"}
    assert {status: signal_of(status).value for status in expected} == expected
