"""Rows over what the call engine hears: a hand's key, a number, a phone that comes.

A broken router that takes one thing for another, or overlooks it, does so before its calls move;
what it makes of the commands afterwards is the affair of ``commands``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from harness.protocols.csta.names import LocalConnectionState
from harness.protocols.sccp.numbers import SoftKey
from harness.standin.calls import sharing
from harness.standin.calls.events import Event, KeyPressed, LinePressed, NumberDialled, OnHook
from harness.standin.calls.model import Connection, Exchange

_S = LocalConnectionState

Hearing = Callable[[Exchange, Any], tuple[Event, ...]]
"""What the engine knows, and an event, to the events that it takes it for."""


@dataclass(frozen=True, slots=True)
class HeardRow:
    """Something happens, and the engine takes it for something else, or overlooks it."""

    name: str
    effect: str
    breaks: str
    of: type | tuple[type, ...]
    taken_for: Hearing

    def heard(self, exchange: Exchange, event: Event) -> tuple[Event, ...]:
        """The events as a broken router takes them."""
        return self.taken_for(exchange, event) if isinstance(event, self.of) else (event,)


def _talking(exchange: Exchange, station: str) -> list[Connection]:
    at = exchange.connections_at(station)
    return [each for each in at if each.state is _S.CONNECTED and each.call.answered]


def answers_in_place_of(exchange: Exchange, event: KeyPressed) -> tuple[Event, ...]:
    """Whoever takes a call that waits gives up the one he is talking in."""
    is_answer = event.key == SoftKey.ANSWER and exchange.ringing_at(event.station)
    if is_answer and _talking(exchange, event.station):
        return (OnHook(event.station), event)
    return (event,)


def only_at_dial_tone(exchange: Exchange, event: NumberDialled) -> tuple[Event, ...]:
    """A whole number counts only where somebody has lifted the handset before."""
    at = exchange.connections_at(event.station)
    return (event,) if any(each.state is _S.INITIATED for each in at) else ()


def not_what_others_hold(exchange: Exchange, event: LinePressed) -> tuple[Event, ...]:
    """The line key does not reach a call that another phone of the line holds."""
    held = sharing.held_elsewhere(exchange, event.station, event.line)
    return () if held else (event,)


def one_call_more(exchange: Exchange, event: LinePressed) -> tuple[Event, ...]:
    """The line key finds room on a number although another phone has its only call."""
    number = exchange.stations[event.station].lines.get(event.line, "")
    if number in exchange.numbers and not exchange.has_free_channel(number):
        known = exchange.numbers[number]
        exchange.numbers[number] = replace(known, channels=known.channels + 1)
    return (event,)


def counts_the_given_up(exchange: Exchange, event: KeyPressed) -> tuple[Event, ...]:
    """A conference that EndCall gives up before it is one has taken its place for good."""
    at = exchange.connections_at(event.station)
    wanted = [each for each in at if each.call.conferring and each.state is not _S.HOLD]
    if event.key == SoftKey.END_CALL and any(not each.call.creator for each in wanted):
        known = exchange.conferencing
        exchange.conferencing = replace(known, most=known.most - 1)
    return (event,)


def first_numbers_only(exchange: Exchange, event: Any) -> tuple[Event, ...]:
    """What rings for a further number of an overlaid button is not answered."""
    lines = exchange.stations[event.station].lines if event.station in exchange.stations else {}
    ringing = exchange.ringing_at(event.station) if lines else []
    reached = [each for each in ringing if each.device in lines.values()]
    return (event,) if reached or not ringing else ()
