"""Calls as ECMA-269 sees them: devices, connections and their states, monitors, timers.

`Exchange` holds all there is and can answer questions about it; it decides nothing. What happens
to a call stands in ``progress``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from harness.errors import LocalProtocolError
from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.protocols.sccp.messages import Message
from harness.protocols.sccp.numbers import PhoneCallState
from harness.standin.calls.commands import Command, Monitor, ToStation
from harness.standin.calls.events import Conferencing, DirectoryNumber, Overlay, Timeouts
from harness.standin.defects import Defect
from harness.topology.dialect import STANDARD, Dialect

_S = LocalConnectionState

MOVES: frozenset[tuple[LocalConnectionState, LocalConnectionState]] = frozenset(
    {
        (_S.NULL, _S.INITIATED),
        (_S.NULL, _S.ALERTING),
        (_S.INITIATED, _S.CONNECTED),
        (_S.INITIATED, _S.FAIL),
        (_S.INITIATED, _S.NULL),
        (_S.ALERTING, _S.CONNECTED),
        (_S.ALERTING, _S.NULL),
        (_S.CONNECTED, _S.HOLD),
        (_S.CONNECTED, _S.FAIL),
        (_S.CONNECTED, _S.NULL),
        (_S.HOLD, _S.CONNECTED),
        (_S.HOLD, _S.NULL),
        (_S.FAIL, _S.NULL),
    }
)
"""Which connection state may follow which (ECMA-269 clause 6.1.5); a missing pair is an error."""


class Timer(Enum):
    """What the switch may be waiting for in a call."""

    INTERDIGIT = auto()
    RINGING = auto()
    BUSY = auto()
    PROMPT = auto()
    RECALL = auto()


@dataclass(slots=True, eq=False)
class Connection:
    """One call at one device."""

    call: Call = field(repr=False)
    device: str
    """The directory number."""
    reference: int
    """The call reference that the device's phone knows; each party has its own."""
    state: LocalConnectionState = LocalConnectionState.NULL
    station: str | None = None
    """The phone that has the call; ``None`` while it alerts wherever the number is."""
    line: int = 0
    digits: str = ""
    """What was dialled so far."""
    channel: int = 0
    """The pass-through party id of its latest media channel; each one opened has its own."""
    channel_open: bool = False
    """Whether its phone was asked to listen for media."""
    listens_at: tuple[str, int] | None = None
    """Where its phone takes media, once it has said so."""
    sends: bool = False
    """Whether its phone was told where to send media."""
    unheard: frozenset[tuple[str, int]] = frozenset()
    """Station and line where it alerts without a sign: the button is in use, or came late."""
    silenced: frozenset[str] = frozenset()
    """The phones whose owners want to hear no more of it."""

    @property
    def held_for_this(self) -> Connection | None:
        """What its phone still holds for the sake of this call: a transfer can join the two."""
        held = self.call.consults
        if held is None or held.state is not _S.HOLD or held.station != self.station:
            return None
        return held

    def move(self, state: LocalConnectionState) -> None:
        """Go over to ``state``.

        Raises:
            LocalProtocolError: a connection never goes there from where it is.
        """
        if (self.state, state) not in MOVES:
            raise LocalProtocolError(
                f"connection {self.call.id}.{self.device} cannot go from {self.state} to {state}"
            )
        self.state = state


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a call got no further, and at which device."""

    device: str
    cause: Cause


@dataclass(slots=True, eq=False)
class Call:
    """One call: its number, who calls whom, its connections."""

    id: int
    calling: str
    called: str = ""
    """Where the call goes now."""
    first_called: str = ""
    """Where it went at first, before anybody diverted it."""
    redirected_from: str = ""
    """The device that sent it on last."""
    cause: Cause = Cause.NEW_CALL
    """Why it goes where it goes: what Originated and Delivered carry."""
    consults: Connection | None = None
    """The held connection for whose sake this call was begun."""
    conferring: bool = False
    """Whether it was begun with the Confrn key."""
    creator: str = ""
    """Whose conference it is; empty while it is none."""
    recalls: str = ""
    """The device that it comes back to when nobody answers where it was transferred to."""
    connections: dict[str, Connection] = field(default_factory=dict)
    failure: Failure | None = None
    prompted: str | None = None
    """The number to call once the prompted party lifts the handset."""

    def others(self, than: Connection) -> list[Connection]:
        """Every connection but this one."""
        return [each for each in self.connections.values() if each is not than]

    @property
    def answered(self) -> bool:
        """Whether two parties have been put through."""
        states = {each.state for each in self.connections.values()}
        return len(self.connections) > 1 and states <= {_S.CONNECTED, _S.HOLD}


@dataclass(slots=True)
class Entry:
    """A number that is being keyed in to forward a line to; no call."""

    line: int
    reference: int
    until: float
    """When a pause has ended it."""
    digits: str = ""


@dataclass(slots=True)
class Station:
    """A phone in service."""

    name: str
    lines: dict[int, str]
    overlays: dict[int, Overlay] = field(default_factory=dict)
    """By line: the further numbers of its button."""
    last_dialled: str = ""
    dialled_before: str = ""


class Place(NamedTuple):
    """Where something of a call is shown: a phone, its line, the call's reference there."""

    station: str
    line: int
    reference: int


@dataclass(slots=True)
class Exchange:
    """Everything the switch knows, and what it wants done about the event in hand."""

    defects: frozenset[Defect] = frozenset()
    dialect: Dialect = STANDARD
    numbers: dict[str, DirectoryNumber] = field(default_factory=dict)
    timeouts: Timeouts = field(default_factory=Timeouts)
    conferencing: Conferencing = field(default_factory=Conferencing)
    blind_transfer: bool = False
    promotes_numbers: bool = True
    prompts: bool = True
    stations: dict[str, Station] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    """What is being keyed in, by station."""
    calls: dict[int, Call] = field(default_factory=dict)
    monitors: dict[str, Monitor] = field(default_factory=dict)
    timers: dict[tuple[Timer, int], float] = field(default_factory=dict)
    undisturbed: frozenset[str] = frozenset()
    """The phones that keep quiet, in service or not."""
    quiet: frozenset[str] = frozenset()
    """The numbers of which it was told last that every phone keeps quiet."""
    messages_waiting: frozenset[str] = frozenset()
    """The numbers whose message lamp is lit."""
    homes: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    """By number: station and line instance of each phone in service that has it."""
    elsewhere: dict[Place, PhoneCallState] = field(default_factory=dict)
    """What phones were told of calls that other phones have on a line of theirs."""
    lit: dict[str, dict[int, int]] = field(default_factory=dict)
    """By station and line: what its lamp was told last."""
    hushed: set[str] = field(default_factory=set)
    """The phones that were told to be still, and have not been at rest since."""
    commands: list[Command] = field(default_factory=list)
    now: float = 0.0
    last_call: int = 0
    last_reference: int = 0
    last_channel: int = 0
    last_cross_ref: int = 0

    def find(self, number: str) -> DirectoryNumber | None:
        """The directory number that ``number`` reaches."""
        known = self.numbers.get(number)
        if known is not None:
            return known
        return next((each for each in self.numbers.values() if number in each.aliases), None)

    def reachable_numbers(self) -> Iterator[str]:
        """Everything that can be dialled."""
        for each in self.numbers.values():
            yield each.number
            yield from each.aliases

    def appearances(self, number: str) -> list[tuple[str, int]]:
        """Where a number is on a phone in service: pairs of station and line instance."""
        return list(self.homes.get(number, ()))

    def place_to_call_from(self, number: str) -> tuple[str, int]:
        """Where an application has a call made: of the phones in service the first that has it."""
        return self.homes[number][0]

    def places_to_answer(self, connection: Connection) -> list[tuple[str, int]]:
        """Where an application has a call answered: not at the phone that makes it elsewhere."""
        calling = {each.station for each in connection.call.others(connection)}
        return [each for each in self.appearances(connection.device) if each[0] not in calling]

    def lines_with(self, station: str, number: str) -> list[int]:
        """The lines of a phone in service that a number is on."""
        return [line for name, line in self.homes.get(number, ()) if name == station]

    def numbers_behind(self, station: str, line: int) -> tuple[str, ...]:
        """The numbers of one line of a phone in service: one, unless its button is overlaid."""
        known = self.stations[station]
        overlay = known.overlays.get(line)
        return (known.lines[line], *(overlay.numbers if overlay else ()))

    def admit(self, station: Station) -> None:
        """A phone is in service, with these lines from now on."""
        self.dismiss(station.name)
        self.stations[station.name] = station
        for line in station.lines:
            for number in self.numbers_behind(station.name, line):
                self.homes.setdefault(number, []).append((station.name, line))

    def dismiss(self, name: str) -> None:
        """A phone is out of service, or about to have other lines."""
        known = self.stations.get(name)
        for line in known.lines if known else ():
            for number in self.numbers_behind(name, line):
                self.homes[number].remove((name, line))
                if not self.homes[number]:
                    del self.homes[number]
        self.stations.pop(name, None)

    def numbers_at(self, station: str) -> list[str]:
        """The known numbers on a phone in service, from its first line on."""
        lines = sorted(self.stations[station].lines.items())
        return [number for _, number in lines if number in self.numbers]

    def is_up(self, number: str) -> bool:
        """Whether calls to a known number get anywhere."""
        return self.numbers[number].notified or bool(self.appearances(number))

    def connections_of(self, number: str) -> list[Connection]:
        """Every connection at a directory number, oldest first."""
        return [
            call.connections[number] for call in self.calls.values() if number in call.connections
        ]

    def connections_at(self, station: str) -> list[Connection]:
        """Every connection that one phone has, oldest first; not those that merely ring there."""
        return [
            connection
            for call in self.calls.values()
            for connection in call.connections.values()
            if connection.station == station
        ]

    def ringing_at(self, station: str) -> list[Connection]:
        """Every connection that rings at a phone, oldest first."""
        lines = self.stations[station].lines
        numbers = {each for line in lines for each in self.numbers_behind(station, line)}
        return [
            connection
            for call in self.calls.values()
            for connection in call.connections.values()
            if connection.state is _S.ALERTING
            and connection.station is None
            and connection.device in numbers
        ]

    def has_free_channel(self, number: str) -> bool:
        """Whether one more call fits on a number; none on one that is no longer known."""
        known = number in self.numbers
        return known and len(self.connections_of(number)) < self._channels_of(number)

    def _channels_of(self, number: str) -> int:
        per_phone = Defect.SHARED_LINE_PER_PHONE in self.defects
        phones = len(self.appearances(number)) if per_phone else 1
        return self.numbers[number].channels * max(phones, 1)

    def takes_another_call(self, number: str) -> bool:
        """Whether one more call may come in at a known number."""
        known = self.numbers[number]
        taken = len(self.connections_of(number))
        return taken < (self._channels_of(number) if known.incoming is None else known.incoming)

    def shown_at(self, connection: Connection) -> list[tuple[str, int]]:
        """Where a connection is shown: its phone, or every phone with the number while it rings."""
        if connection.station is None:
            places = self.appearances(connection.device)
            return [place for place in places if place not in connection.unheard]
        if connection.station in self.stations:
            return [(connection.station, connection.line)]
        return []

    def open_call(self, calling: str) -> Call:
        """A new call with the next number."""
        self.last_call += 1
        call = self.calls[self.last_call] = Call(self.last_call, calling)
        return call

    def connect(self, call: Call, device: str) -> Connection:
        """A new connection of ``call`` at ``device``, with the next call reference."""
        self.last_reference += 1
        connection = call.connections[device] = Connection(call, device, self.last_reference)
        return connection

    def open_channel(self, connection: Connection) -> None:
        """Give a connection a media channel with the next pass-through party id.

        A phone may acknowledge a channel after it was closed and another one opened for the same
        call; the id tells the two apart (``reference/sccp.md`` §5.5).
        """
        self.last_channel += 1
        connection.channel, connection.channel_open = self.last_channel, True

    def disconnect(self, connection: Connection) -> None:
        """Take a connection out of its call."""
        del connection.call.connections[connection.device]

    def show(self, connection: Connection, *messages: Message) -> None:
        """Send messages to the one phone that has a connection."""
        if connection.station in self.stations:
            assert connection.station is not None  # noqa: S101
            self.tell(connection.station, *messages)

    def tell(self, station: str, *messages: Message) -> None:
        """Send messages to a phone."""
        self.commands.extend(ToStation(station, message) for message in messages)

    def start(self, timer: Timer, call: Call, seconds: float) -> None:
        """Wait for something in a call, from now on."""
        self.timers[timer, call.id] = self.now + seconds

    def stop(self, timer: Timer, call: Call) -> None:
        """Wait no longer."""
        self.timers.pop((timer, call.id), None)

    def forget(self, call: Call) -> None:
        """Drop a call that is over, and its timers."""
        self.calls.pop(call.id, None)
        for timer in Timer:
            self.stop(timer, call)
