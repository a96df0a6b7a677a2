"""Rows over what the call engine wants done: events, answers, messages to phones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeGuard

from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.services import MonitorStart, MonitorStop
from harness.protocols.csta.types import ConnectionID
from harness.standin.calls import progress
from harness.standin.calls.commands import Command, Monitor, Notify, Respond, ToStation
from harness.standin.calls.events import ServiceRequested, SessionEnded, StationRegistered
from harness.standin.calls.model import Connection, Exchange
from harness.standin.mutations.changes import Change, agrees

_DEVICE_FIELDS = ("device", "calling_device", "snapshot_object")


@dataclass(frozen=True, slots=True)
class Moment:
    """One event at the engine: what came in, and what the engine knows."""

    exchange: Exchange
    event: object

    @property
    def service(self) -> object:
        """The service that was asked for; ``None`` for anything else."""
        return self.event.service if isinstance(self.event, ServiceRequested) else None

    @property
    def named(self) -> ConnectionID | None:
        """The first connection that the service names."""
        service: Any = self.service
        if service is None:
            return None
        values = (getattr(service, each.name) for each in fields(service))
        return next((value for value in values if isinstance(value, ConnectionID)), None)

    @property
    def device(self) -> str:
        """The number for which the service was asked."""
        if self.named is not None:
            return self.named.device_id
        return next((v for name in _DEVICE_FIELDS if (v := getattr(self.service, name, ""))), "")

    @property
    def stations(self) -> frozenset[str]:
        """The phones that have that number."""
        return frozenset(station for station, _ in self.exchange.appearances(self.device))


def _is_during(moment: Moment, during: type | None) -> bool:
    return during is None or isinstance(moment.service, during)


# -- events ---------------------------------------------------------------------------------------

Told = Callable[[Moment, Notify], bool]


def at(name: str) -> Told:
    """Whether the monitor's own device is what the event names there."""
    return lambda _, command: getattr(command.event, name) == command.monitor.device


def away_from(name: str) -> Told:
    """Whether it is not."""
    return lambda _, command: getattr(command.event, name) != command.monitor.device


def unwatched(name: str) -> Told:
    """Whether no application may watch the device that the event names there."""

    def told(moment: Moment, command: Notify) -> bool:
        known = moment.exchange.numbers.get(getattr(command.event, name))
        return known is None or not known.watched

    return told


def to_others(moment: Moment, command: Notify) -> bool:
    """Whether the monitor watches another device than the service was asked for."""
    return command.monitor.device != moment.device


def to_all(moment: Moment, command: Notify) -> bool:
    """Whoever it is."""
    del moment, command
    return True


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event reaches some monitors otherwise than it should, or not at all."""

    name: str
    effect: str
    breaks: str
    of: type
    change: Change
    told: Told = to_all
    during: type | None = None
    """Only while that service is carried out."""
    where: Mapping[str, object] = field(default_factory=dict)
    """Only events with these fields."""

    def applied(self, moment: Moment, commands: Iterable[Command]) -> Iterable[Command]:
        """The commands as a broken router would give them."""
        for command in commands:
            if self._is_meant(command, moment):
                told = self.change(command.event)
                yield from (Notify(command.monitor, each) for each in told)
            else:
                yield command

    def _is_meant(self, command: Command, moment: Moment) -> TypeGuard[Notify]:
        return (
            isinstance(command, Notify)
            and isinstance(command.event, self.of)
            and _is_during(moment, self.during)
            and agrees(command.event, self.where)
            and self.told(moment, command)
        )


@dataclass(frozen=True, slots=True)
class LateRow:
    """An event comes behind those that should follow it."""

    name: str
    effect: str
    breaks: str
    of: type

    def applied(self, moment: Moment, commands: Iterable[Command]) -> Iterable[Command]:
        """The commands as a broken router would give them."""
        del moment
        late: list[Command] = []
        for command in commands:
            is_meant = isinstance(command, Notify) and isinstance(command.event, self.of)
            if is_meant:
                late.append(command)
            else:
                yield command
        yield from late


@dataclass(frozen=True, slots=True)
class FirstMonitorRow:
    """Of several monitors of one device only the oldest is told."""

    name: str
    effect: str
    breaks: str
    of: tuple[type, ...] = (object,)
    """Only of these events."""

    def applied(self, moment: Moment, commands: Iterable[Command]) -> Iterable[Command]:
        """The commands as a broken router would give them."""
        oldest: dict[str, str] = {}
        for monitor in moment.exchange.monitors.values():
            oldest.setdefault(monitor.device, monitor.cross_ref)
        for command in commands:
            if isinstance(command, Notify) and isinstance(command.event, self.of):
                if command.monitor.cross_ref == oldest.get(command.monitor.device):
                    yield command
            else:
                yield command


# -- answers --------------------------------------------------------------------------------------


def always(moment: Moment) -> bool:
    """Whenever it is."""
    del moment
    return True


def has_several_monitors(moment: Moment) -> bool:
    """Whether the session that asks has more monitors than the one it has just started."""
    event = moment.event
    if not isinstance(event, ServiceRequested):
        return False
    mine = [m for m in moment.exchange.monitors.values() if m.session == event.requester.session]
    return len(mine) > 1


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A service is answered, or refused, otherwise than it should be."""

    name: str
    effect: str
    breaks: str
    to: type | tuple[type, ...]
    change: Change
    refused: bool = False
    """Whether it is about refusals, or about positive answers."""
    when: Callable[[Moment], bool] = always

    def applied(self, moment: Moment, commands: Iterable[Command]) -> Iterable[Command]:
        """The commands as a broken router would give them."""
        for command in commands:
            if isinstance(command, Respond) and self._is_meant(command, moment):
                told = self.change(command.answer)
                yield from (Respond(command.requester, each) for each in told)
            else:
                yield command

    def _is_meant(self, command: Respond, moment: Moment) -> bool:
        is_one = isinstance(moment.service, self.to) and _is_refusal(command) is self.refused
        return is_one and self.when(moment)


@dataclass(frozen=True, slots=True)
class SpoilRow:
    """A service is refused as it should be, and the call that it names is ended all the same."""

    name: str
    effect: str
    breaks: str
    to: type

    def applied(self, moment: Moment, commands: Iterable[Command]) -> Iterable[Command]:
        """The commands as a broken router would give them."""
        told = list(commands)
        refused = any(isinstance(each, Respond) and _is_refusal(each) for each in told)
        if isinstance(moment.service, self.to) and refused:
            moment.exchange.commands = told
            for connection in self._spoiled(moment):
                progress.hang_up(moment.exchange, connection)
        yield from told

    def _spoiled(self, moment: Moment) -> list[Connection]:
        mine = moment.exchange.connections_of(moment.device)
        callers = [each.call.connections.get(each.call.calling) for each in mine[:1]]
        return [each for each in callers if each is not None] or mine[:1]


@dataclass(frozen=True, slots=True)
class TrespassRow:
    """A service is refused as it should be, and the call of others that it names is ended."""

    name: str
    effect: str
    breaks: str
    to: type

    def applied(self, moment: Moment, commands: Iterable[Command]) -> Iterable[Command]:
        """The commands as a broken router would give them."""
        told = list(commands)
        named = moment.named
        if isinstance(moment.service, self.to) and named is not None:
            moment.exchange.commands = told
            for call in list(moment.exchange.calls.values()):
                if str(call.id) == named.call_id and named.device_id not in call.connections:
                    progress.hang_up(moment.exchange, next(iter(call.connections.values())))
        yield from told


def _is_refusal(command: Respond) -> bool:
    return isinstance(command.answer, CSTAErrorCode)


# -- phones ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """A phone is told something else, or nothing."""

    name: str
    effect: str
    breaks: str
    of: type
    change: Change
    where: Mapping[str, object] = field(default_factory=dict)
    """Only messages with these fields."""
    during: type | None = None
    """Only while that service is carried out."""
    own: bool | None = None
    """Only to the phone for whose number the service was asked, or only to others."""

    def applied(self, moment: Moment, commands: Iterable[Command]) -> Iterable[Command]:
        """The commands as a broken router would give them."""
        for command in commands:
            if self._is_meant(command, moment):
                told = self.change(command.message)
                yield from (ToStation(command.station, each) for each in told)
            else:
                yield command

    def _is_meant(self, command: Command, moment: Moment) -> TypeGuard[ToStation]:
        return (
            isinstance(command, ToStation)
            and isinstance(command.message, self.of)
            and _is_during(moment, self.during)
            and agrees(command.message, self.where)
            and (self.own is None or (command.station in moment.stations) is self.own)
        )


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """What is meant for one phone reaches all of them."""

    name: str
    effect: str
    breaks: str
    of: type
    where: Mapping[str, object] = field(default_factory=dict)

    def applied(self, moment: Moment, commands: Iterable[Command]) -> Iterable[Command]:
        """The commands as a broken router would give them."""
        for command in commands:
            if isinstance(command, ToStation) and self._is_meant(command.message):
                yield from (ToStation(each, command.message) for each in moment.exchange.stations)
            else:
                yield command

    def _is_meant(self, message: object) -> bool:
        return isinstance(message, self.of) and agrees(message, self.where)


# -- sessions -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StrayRow:
    """Events reach a session that has no monitor, too."""

    name: str
    effect: str
    breaks: str
    session: int
    of: tuple[type, ...] = (object,)
    """Only these events."""

    def applied(self, moment: Moment, commands: Iterable[Command]) -> Iterable[Command]:
        """The commands as a broken router would give them."""
        del moment
        for command in commands:
            yield command
            if not isinstance(command, Notify) or not isinstance(command.event, self.of):
                continue
            if command.monitor.session != self.session:
                yield Notify(replace(command.monitor, session=self.session), command.event)


@dataclass(frozen=True, slots=True)
class LeakRow:
    """What ends one thing ends others besides."""

    name: str
    effect: str
    breaks: str
    after: Callable[[Moment], bool]
    """Whether this was such an end."""
    spoils: Callable[[Moment], None]
    refused: bool = False
    """Whether it is only so where the end was refused."""

    def applied(self, moment: Moment, commands: Iterable[Command]) -> Iterable[Command]:
        """The commands as a broken router would give them."""
        told = list(commands)
        is_refused = any(isinstance(each, Respond) and _is_refusal(each) for each in told)
        if self.after(moment) and (is_refused or not self.refused):
            moment.exchange.commands = told
            self.spoils(moment)
        yield from told


def session_ended(moment: Moment) -> bool:
    """Whether a session has ended."""
    return isinstance(moment.event, SessionEnded)


def monitor_stopped(moment: Moment) -> bool:
    """Whether an application has stopped a monitor."""
    return isinstance(moment.service, MonitorStop)


def unknown_monitored(moment: Moment) -> bool:
    """Whether a monitor was asked for of a number that nobody has."""
    service: Any = moment.service
    if not isinstance(service, MonitorStart):
        return False
    return service.monitor_object.device_object not in moment.exchange.numbers


def phone_came(moment: Moment) -> bool:
    """Whether a phone has come into service."""
    return isinstance(moment.event, StationRegistered)


def every_call(moment: Moment) -> None:
    """End all calls."""
    for call in list(moment.exchange.calls.values()):
        progress.hang_up(moment.exchange, next(iter(call.connections.values())))


def every_monitor(moment: Moment) -> None:
    """Stop all monitors."""
    moment.exchange.monitors.clear()


def monitors_of_the_session(moment: Moment) -> None:
    """Stop the monitors of the session that asks."""
    event = moment.event
    asking = event.requester.session if isinstance(event, ServiceRequested) else None
    for key, monitor in list(moment.exchange.monitors.items()):
        if monitor.session == asking:
            del moment.exchange.monitors[key]


def monitors_of_the_phone(moment: Moment) -> None:
    """Stop the monitors of the phone's numbers."""
    for key, _ in _watching(moment):
        del moment.exchange.monitors[key]


def _watching(moment: Moment) -> list[tuple[str, Monitor]]:
    lines = moment.event.lines if isinstance(moment.event, StationRegistered) else ()
    numbers = {number for _, number in lines}
    return [each for each in moment.exchange.monitors.items() if each[1].device in numbers]


Row = (
    EventRow
    | LateRow
    | FirstMonitorRow
    | AnswerRow
    | SpoilRow
    | TrespassRow
    | PhoneRow
    | SpreadRow
    | StrayRow
    | LeakRow
)
"""One defect: what it makes of the commands that one event caused."""
