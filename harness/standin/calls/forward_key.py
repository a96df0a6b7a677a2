"""The CFwdAll key: a number is keyed in, and all calls of the line go there.

The phone goes off hook to take the number, but there is no call and no monitor is told of one
(ASSUMED). ``#``, the key again or a pause ends the number; nothing keyed in, hanging up or EndCall
leaves the line as it was. The key on a forwarded line ends the forwarding at once
(``reference/sccp.md`` §5.13).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from harness.protocols.sccp.messages import BackSpace
from harness.protocols.sccp.numbers import SoftKey
from harness.standin.calls import feature_screens, features
from harness.standin.calls.events import DigitPressed, KeyPressed, NumberDialled, OffHook, OnHook
from harness.standin.calls.model import Entry, Exchange

PAUSE = 5.0
"""Seconds without a key that end the number."""
_END = "#"


def pressed(exchange: Exchange, station: str, line: int) -> bool:
    """The key on a phone at rest; false when it has no such line, or nobody knows its number."""
    lines = exchange.stations[station].lines
    line = line or min(lines, default=0)
    if lines.get(line, "") not in exchange.numbers:
        return False
    if exchange.numbers[lines[line]].forward_all:
        features.forward(exchange, lines[line], "")
        return True
    exchange.last_reference += 1
    entry = Entry(line, exchange.last_reference, until=exchange.now + PAUSE)
    exchange.entries[station] = entry
    feature_screens.entry_begun(exchange, station, entry)
    return True


def took(exchange: Exchange, event: object) -> bool:
    """Whether an event was one for a number that is being keyed in."""
    entry = exchange.entries.get(getattr(event, "station", ""))
    take = _TAKES.get(type(event))
    if entry is None or take is None:
        return False
    take(exchange, event, entry)
    return True


def time_out(exchange: Exchange) -> None:
    """End every number after which nothing came for too long."""
    for station, entry in list(exchange.entries.items()):
        if entry.until <= exchange.now:
            _finish(exchange, station, entry)


def abandon(exchange: Exchange, station: str) -> None:
    """Forget a number that is being keyed in: the phone has something else to do."""
    entry = exchange.entries.pop(station, None)
    if entry is not None:
        feature_screens.entry_ended(exchange, station, entry)


def _digit(exchange: Exchange, event: DigitPressed, entry: Entry) -> None:
    if event.digit == _END:
        _finish(exchange, event.station, entry)
        return
    entry.digits += event.digit
    entry.until = exchange.now + PAUSE


def _number(exchange: Exchange, event: NumberDialled, entry: Entry) -> None:
    entry.digits = event.number
    _finish(exchange, event.station, entry)


def _key(exchange: Exchange, event: KeyPressed, entry: Entry) -> None:
    if event.key == SoftKey.CFWD_ALL:
        _finish(exchange, event.station, entry)
    elif event.key == SoftKey.BACK_SPACE:
        entry.digits = entry.digits[:-1]
        entry.until = exchange.now + PAUSE
        exchange.tell(event.station, BackSpace(entry.line, entry.reference))
    else:
        abandon(exchange, event.station)


def _hang_up(exchange: Exchange, event: OnHook, _: Entry) -> None:
    abandon(exchange, event.station)


def _lift(*_: object) -> None:
    """The handset instead of the speaker: the number is keyed in all the same."""


def _finish(exchange: Exchange, station: str, entry: Entry) -> None:
    abandon(exchange, station)
    number = exchange.stations[station].lines.get(entry.line, "")
    if not entry.digits or number not in exchange.numbers:
        return
    if features.may_forward(exchange, number, entry.digits):
        features.forward(exchange, number, entry.digits)
    else:
        feature_screens.entry_unknown(exchange, station)


_TAKES: Mapping[type, Callable[[Exchange, Any, Entry], None]] = {
    DigitPressed: _digit,
    NumberDialled: _number,
    KeyPressed: _key,
    OnHook: _hang_up,
    OffHook: _lift,
}
