"""What a broken router takes a hand for."""

import pytest

from harness.protocols.csta.names import LocalConnectionState
from harness.protocols.sccp.numbers import SoftKey
from harness.standin.calls.events import (
    DirectoryNumber,
    KeyPressed,
    LinePressed,
    NumberDialled,
    OffHook,
    OnHook,
    Overlay,
)
from harness.standin.calls.model import Exchange, Station
from harness.standin.mutations import hearing
from harness.standin.mutations.hearing import HeardRow

_S = LocalConnectionState
ANSWER = KeyPressed("A", SoftKey.ANSWER)
KEY = LinePressed("A", 1)
LIFTED = OffHook("A")


@pytest.fixture
def exchange():
    """Phones A and B share 201; A's button has 202 besides."""
    known = Exchange(numbers={each: DirectoryNumber(each) for each in ("201", "202", "203")})
    known.admit(Station("A", {1: "201"}, {1: Overlay(1, ("202",))}))
    known.admit(Station("B", {1: "201"}))
    return known


def has(exchange, number, state, *, station=None, calling="203"):
    """A call of that number with somebody, in that state there."""
    call = exchange.open_call(calling)
    far, near = exchange.connect(call, calling), exchange.connect(call, number)
    far.state, near.state = _S.CONNECTED, state
    near.station, near.line = station, 1
    return near


def test_only_what_the_row_is_about_is_taken_for_something_else(exchange):
    row = HeardRow("name", "effect", "breaks", LinePressed, lambda *_: ())

    assert row.heard(exchange, KEY) == ()
    assert row.heard(exchange, LIFTED) == (LIFTED,)


def test_who_answers_a_waiting_call_gives_the_first_one_up(exchange):
    has(exchange, "201", _S.ALERTING)
    assert hearing.answers_in_place_of(exchange, ANSWER) == (ANSWER,)

    has(exchange, "201", _S.CONNECTED, station="A")
    assert hearing.answers_in_place_of(exchange, ANSWER) == (OnHook("A"), ANSWER)


def test_a_whole_number_wants_a_dial_tone(exchange):
    dialled = NumberDialled("A", "203")
    assert hearing.only_at_dial_tone(exchange, dialled) == ()

    has(exchange, "201", _S.INITIATED, station="A")
    assert hearing.only_at_dial_tone(exchange, dialled) == (dialled,)


def test_the_line_key_overlooks_what_another_phone_holds(exchange):
    pressed = LinePressed("B", 1)
    assert hearing.not_what_others_hold(exchange, pressed) == (pressed,)

    has(exchange, "201", _S.HOLD, station="A")
    assert hearing.not_what_others_hold(exchange, pressed) == ()


def test_the_line_key_finds_room_where_none_is(exchange):
    has(exchange, "201", _S.CONNECTED, station="B")

    assert hearing.one_call_more(exchange, KEY) == (KEY,)
    assert exchange.has_free_channel("201")


@pytest.mark.parametrize(
    ("state", "creator", "places"),
    [(_S.CONNECTED, "", 7), (_S.HOLD, "", 8), (_S.CONNECTED, "201", 8)],
)
def test_a_conference_that_is_given_up_has_taken_its_place(exchange, state, creator, places):
    call = has(exchange, "201", state, station="A").call
    call.conferring, call.creator = True, creator

    for key in (SoftKey.HOLD, SoftKey.END_CALL):
        pressed = KeyPressed("A", key)
        assert hearing.counts_the_given_up(exchange, pressed) == (pressed,)

    assert exchange.conferencing.most == places


@pytest.mark.parametrize(("number", "heard"), [("201", (LIFTED,)), ("202", ())])
def test_a_further_number_of_a_button_is_not_answered(exchange, number, heard):
    has(exchange, number, _S.ALERTING)

    assert hearing.first_numbers_only(exchange, LIFTED) == heard
