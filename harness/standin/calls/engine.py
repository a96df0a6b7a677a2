"""The switch's one door: an event in, the commands it causes out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from harness.protocols.csta.names import LocalConnectionState
from harness.standin.calls import (
    bell,
    features,
    forward_key,
    forwarding,
    hands,
    lamps,
    progress,
    screens,
    services,
    sharing,
)
from harness.standin.calls.commands import Command, Monitor, Withdraw
from harness.standin.calls.events import (
    ChannelOpened,
    Configured,
    DigitPressed,
    DirectoryNumber,
    Event,
    KeyPressed,
    LinePressed,
    LinesAssigned,
    NumberDialled,
    OffHook,
    OnHook,
    ServiceRequested,
    SessionEnded,
    StationGone,
    StationRegistered,
    TimePassed,
)
from harness.standin.calls.model import Call, Connection, Exchange, Station, Timer
from harness.standin.defects import Defect
from harness.topology.dialect import STANDARD, Dialect

_S = LocalConnectionState


class CallEngine:
    """The calls of one router.

    ``first_reference`` seeds the call references of the phones: a 7960's call history wants them
    to grow over the life of the phone, not only of the router.
    """

    def __init__(
        self,
        *,
        first_reference: int = 1,
        defects: frozenset[Defect] = frozenset(),
        dialect: Dialect = STANDARD,
    ) -> None:
        self._exchange = Exchange(
            defects=defects, dialect=dialect, last_reference=first_reference - 1
        )

    def handle(self, event: Event, now: float) -> list[Command]:
        """Take one event and return what is to be done about it, in order."""
        exchange = self._exchange
        exchange.now = now
        exchange.commands = []
        station = getattr(event, "station", None)
        known = station is None or station in exchange.stations or type(event) is StationRegistered
        if known and not forward_key.took(exchange, event):
            _HANDLERS[type(event)](exchange, event)
        sharing.settle(exchange)
        lamps.settle(exchange)
        bell.settle(exchange)
        return exchange.commands

    def get_timer(self) -> float | None:
        """When `TimePassed` is due; ``None`` when nothing is waited for."""
        pauses = (each.until for each in self._exchange.entries.values())
        return min((*self._exchange.timers.values(), *pauses), default=None)

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls that stand, oldest first; to be read, never to be changed."""
        return tuple(self._exchange.calls.values())

    def monitors_of(self, session: int) -> tuple[Monitor, ...]:
        """The running monitors of one CSTA session, oldest first."""
        monitors = self._exchange.monitors.values()
        return tuple(each for each in monitors if each.session == session)

    def inherit_monitors(self, before: CallEngine) -> None:
        """Go on with the monitors of another engine (seeded defects only)."""
        self._exchange.monitors = before._exchange.monitors

    def connections_of(self, number: str) -> list[Connection]:
        """The connections at one directory number, oldest first."""
        return self._exchange.connections_of(number)

    def find(self, number: str) -> DirectoryNumber | None:
        """The directory number that ``number`` reaches."""
        return self._exchange.find(number)

    def is_undisturbed(self, station: str) -> bool:
        """Whether a phone keeps quiet (do not disturb)."""
        return station in self._exchange.undisturbed

    def is_up(self, number: str) -> bool:
        """Whether calls to ``number`` get anywhere."""
        return number in self._exchange.numbers and self._exchange.is_up(number)


def _configured(exchange: Exchange, event: Configured) -> None:
    before = exchange.numbers
    exchange.numbers = {each.number: each for each in event.numbers}
    exchange.timeouts = event.timeouts
    exchange.conferencing = event.conferencing
    exchange.blind_transfer = event.blind_transfer
    exchange.prompts = event.prompts
    exchange.promotes_numbers = event.promotes_numbers
    for call in list(exchange.calls.values()):
        gone = [each for number, each in call.connections.items() if number not in exchange.numbers]
        _hang_up_all(exchange, gone)
    for monitor in list(exchange.monitors.values()):
        number = exchange.numbers.get(monitor.device)
        if number is None or not number.watched:
            del exchange.monitors[monitor.cross_ref]
            exchange.commands.append(Withdraw(monitor))
    features.compare(exchange, before, exchange.numbers)
    features.compare_do_not_disturb(exchange, exchange.numbers)


def _station_registered(exchange: Exchange, event: StationRegistered) -> None:
    if event.station in exchange.stations:
        _station_gone(exchange, StationGone(event.station))
    overlays = {each.line: each for each in event.overlays}
    exchange.admit(Station(event.station, dict(event.lines), overlays))
    _rings_unheard(exchange, event.station)
    features.registered(exchange, event.station)
    features.compare_do_not_disturb(exchange, exchange.numbers_at(event.station))
    if Defect.MONITOR_ENDS_AT_LOGIN in exchange.defects:
        _end_monitors(exchange, exchange.numbers_at(event.station))
    features.service_state(exchange, exchange.numbers_at(event.station), up=True)


def _rings_unheard(
    exchange: Exchange, station: str, besides: Collection[tuple[Connection, int]] = ()
) -> None:
    """What rings already rings on without a sign on lines that have come since."""
    for connection in exchange.ringing_at(station):
        lines = exchange.lines_with(station, connection.device)
        late = {(station, line) for line in lines if (connection, line) not in besides}
        connection.unheard |= late


def _rings_no_more(exchange: Exchange, connection: Connection, station: str, line: int) -> None:
    """A line that rang is another number's now; a call that rings nowhere else ends."""
    place = station, line
    if place not in connection.unheard:
        screens.on_hook(exchange, connection, *place, ringing=True)
    connection.unheard -= {place}
    if not exchange.is_up(connection.device):
        _hang_up_all(exchange, [connection])


def _lines_assigned(exchange: Exchange, event: LinesAssigned) -> None:
    overlays = {each.line: each for each in event.overlays}
    known = exchange.stations[event.station]
    numbers = exchange.numbers_at(event.station)
    rang = [
        (each, line)
        for each in exchange.ringing_at(event.station)
        for line in exchange.lines_with(event.station, each.device)
    ]
    exchange.admit(replace(known, lines=dict(event.lines), overlays=overlays))
    for connection, line in rang:
        if line not in exchange.lines_with(event.station, connection.device):
            _rings_no_more(exchange, connection, event.station, line)
    _rings_unheard(exchange, event.station, besides=rang)
    had = exchange.connections_at(event.station)
    kept = exchange.lines_with
    gone = [each for each in had if each.line not in kept(event.station, each.device)]
    _hang_up_all(exchange, gone)
    numbers += exchange.numbers_at(event.station)
    features.compare_do_not_disturb(exchange, dict.fromkeys(numbers))


def _station_gone(exchange: Exchange, event: StationGone) -> None:
    rang = exchange.ringing_at(event.station)
    had = exchange.connections_at(event.station)
    numbers = exchange.numbers_at(event.station)
    exchange.dismiss(event.station)
    exchange.lit.pop(event.station, None)
    exchange.entries.pop(event.station, None)
    _hang_up_all(exchange, had)
    for connection in rang:
        if connection.state is _S.ALERTING and not exchange.is_up(connection.device):
            progress.hang_up(exchange, connection)
    features.compare_do_not_disturb(exchange, numbers)
    features.service_state(exchange, numbers, up=False)
    if Defect.MONITOR_DIES_WITH_PHONE in exchange.defects:
        _end_monitors(exchange, numbers)


def _end_monitors(exchange: Exchange, numbers: list[str]) -> None:
    """The monitors of these numbers run no longer, and nobody is told (seeded defects only)."""
    for monitor in [each for each in exchange.monitors.values() if each.device in numbers]:
        del exchange.monitors[monitor.cross_ref]


def _hang_up_all(exchange: Exchange, connections: list[Connection]) -> None:
    """End each; two of them may be the two ends of one call, which ends only once."""
    for connection in connections:
        if connection.state is not _S.NULL:
            progress.hang_up(exchange, connection)


def _session_ended(exchange: Exchange, event: SessionEnded) -> None:
    exchange.monitors = {
        cross_ref: monitor
        for cross_ref, monitor in exchange.monitors.items()
        if monitor.session != event.session
    }


def _time_passed(exchange: Exchange, event: TimePassed) -> None:
    del event
    forward_key.time_out(exchange)
    due = [key for key, at in exchange.timers.items() if at <= exchange.now]
    for timer, number in sorted(due, key=exchange.timers.__getitem__):
        if exchange.timers.pop((timer, number), None) is None:
            continue
        call = exchange.calls[number]
        if timer is Timer.RECALL:
            forwarding.come_back(exchange, call)
        elif timer is not Timer.RINGING or not forwarding.sent_on(exchange, call):
            progress.time_out(exchange, timer, call)


_HANDLERS: Mapping[type, Callable[[Exchange, Any], None]] = {
    Configured: _configured,
    StationRegistered: _station_registered,
    LinesAssigned: _lines_assigned,
    StationGone: _station_gone,
    OffHook: hands.off_hook,
    OnHook: hands.on_hook,
    LinePressed: hands.line_pressed,
    KeyPressed: hands.key_pressed,
    DigitPressed: hands.digit_pressed,
    NumberDialled: hands.number_dialled,
    ChannelOpened: hands.channel_opened,
    ServiceRequested: services.requested,
    SessionEnded: _session_ended,
    TimePassed: _time_passed,
}
