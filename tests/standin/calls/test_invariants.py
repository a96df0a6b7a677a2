"""Three parties do and ask whatever they like, in any order; some things never happen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    INVARIANT_MARKER,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.names import AutoOriginate, LocalConnectionState
from harness.protocols.csta.services import (
    AlternateCall,
    AnswerCall,
    ClearConnection,
    ConsultationCall,
    DeflectCall,
    HoldCall,
    MakeCall,
    MonitorStart,
    MonitorStop,
    MonitorStopResponse,
    ReconnectCall,
    RetrieveCall,
    SingleStepTransferCall,
    SnapshotDevice,
    TransferCall,
)
from harness.protocols.csta.types import ConnectionID, MonitorObject
from harness.protocols.sccp.numbers import LampMode, PhoneCallState, SoftKey, SoftKeySet
from harness.standin.calls.commands import Notify, Respond, ToStation, Withdraw
from harness.standin.calls.engine import CallEngine
from harness.standin.calls.events import (
    ChannelOpened,
    Conferencing,
    Configured,
    DigitPressed,
    DirectoryNumber,
    KeyPressed,
    LinePressed,
    NumberDialled,
    OffHook,
    OnHook,
    Overlay,
    Requester,
    ServiceRequested,
    SessionEnded,
    StationGone,
    StationRegistered,
    Timeouts,
    TimePassed,
)
from harness.standin.calls.model import Connection
from harness.standin.defects import Defect
from harness.topology.dialect import (
    DIVERTED_AT_FORWARDER,
    SINGLE_STEP_CALL,
    TRANSFERRED_CALL,
    Dialect,
)
from tests.standin.story import STEPS, States, Story
from tests.standin.switching import NUMBERS as CONFIGURED
from tests.standin.switching import PHONES, Switch
from tests.standin.watched import WatchedPhone

S = LocalConnectionState
# Ten times as many examples where others are drawn each time (`--hypothesis-profile explore`).
ENOUGH = settings(
    max_examples=12 if settings.default.derandomize else 80,  # type: ignore[union-attr]
    stateful_step_count=30,
)
Lines = tuple[tuple[int, str], ...]


def any_of(name: str) -> st.SearchStrategy[Any]:
    """One of what the machine itself has under that name."""
    return st.runner().flatmap(lambda machine: st.sampled_from(getattr(machine, name)))


STATIONS = any_of("stations")
NUMBERS = any_of("monitored")
DIALLED = any_of("dialled")
CALLS = st.integers(0, 5)
"""Which call of those that fit; then any that stands, one that is over, one that never was."""
LONG = st.lists(st.integers(0, 500), min_size=8, max_size=40)
RARELY = st.integers(0, 4).map(lambda drawn: drawn == 0)
ABOUT = st.integers(0, 4)
"""Which call on the display a hand means: 0 none, then one by one, then one that is not there."""
KEYS = st.sampled_from(list(SoftKey))
CONSULTING_KEYS = [SoftKey.CONFERENCE, SoftKey.TRANSFER]
DIALECTS = st.sampled_from(
    [
        {point.name: choice}
        for point in (TRANSFERRED_CALL, SINGLE_STEP_CALL, DIVERTED_AT_FORWARDER)
        for choice in point.choices
    ]
)
SESSIONS = (1, 2)
LOOKS = {
    S.ALERTING: ({PhoneCallState.RING_IN}, {SoftKeySet.RING_IN}),
    S.HOLD: ({PhoneCallState.HOLD}, {SoftKeySet.ON_HOLD}),
    S.CONNECTED: ({PhoneCallState.CONNECTED}, {SoftKeySet.CONNECTED}),
}
"""How a call looks at its phone: its state on the display, its soft keys."""
ELSEWHERE = {PhoneCallState.CALL_REMOTE_MULTILINE, PhoneCallState.HOLD}
GRANTED: dict[type, dict[str, set[LocalConnectionState]]] = {
    AnswerCall: {"call_to_be_answered": {S.CONNECTED}},
    HoldCall: {"call_to_be_held": {S.HOLD}},
    RetrieveCall: {"call_to_be_retrieved": {S.CONNECTED}},
    AlternateCall: {"held_call": {S.CONNECTED}, "active_call": {S.HOLD}},
    ReconnectCall: {"held_call": {S.CONNECTED}, "active_call": {S.NULL}},
    TransferCall: {"held_call": {S.NULL}, "active_call": {S.NULL}},
    ConsultationCall: {"existing_call": {S.HOLD}},
    # A call that is sent to a line that is forwarded may come back.
    SingleStepTransferCall: {"active_call": {S.NULL, S.ALERTING}},
    DeflectCall: {"call_to_be_diverted": {S.NULL, S.ALERTING}},
    ClearConnection: {"connection_to_be_cleared": {S.NULL}},
}
"""How the connections that a service names stand once it is granted."""
LIT = {S.ALERTING: LampMode.BLINK, S.HOLD: LampMode.WINK}
"""The lamp of a line with one call in that state; else it is on."""


class Parties(RuleBasedStateMachine):
    phones: ClassVar[dict[str, Lines]] = {each: ((1, at),) for each, at in PHONES.items()}
    numbers: ClassVar[tuple[DirectoryNumber, ...]] = CONFIGURED
    overlays: ClassVar[dict[str, tuple[Overlay, ...]]] = {}
    defects: ClassVar[frozenset[Defect]] = frozenset()
    engine: ClassVar[type[CallEngine]] = CallEngine
    monitored: ClassVar[tuple[str, ...]] = ("201", "202", "203")
    dialled: ClassVar[tuple[str, ...]] = ("201", "202", "203", "204", "205", "999", "")

    def __init__(self) -> None:
        super().__init__()
        self.stories: dict[str, Story] = {}
        """By running monitor."""
        self.sessions: dict[str, int] = {}
        """Whose each monitor is or was."""
        self.desks: dict[str, WatchedPhone] = {}
        self.silenced: set[tuple[str, int]] = set()
        """By phone: the calls that its owner may have asked to ring no more."""
        self.ending = "by hand"
        self.hasty = False
        """Whether every phone confirms its channels at once."""

    @property
    def stations(self) -> tuple[str, ...]:
        return tuple(self.phones)

    @initialize(
        dual=st.sampled_from([{"201"}, {"202", "203"}, {"201", "202", "203"}, set()]),
        keeping=st.sampled_from([{}, {"A": frozenset()}, {"A": frozenset({"endcall"})}]),
        recall=st.sampled_from([0.0, 20.0]),
        blind=st.booleans(),
        dialect=DIALECTS,
        ending=st.sampled_from(["by hand", "by application", "without power"]),
        hasty=st.booleans(),
        twin=NUMBERS,
        opening=st.sampled_from(["conferring", "consulting", "unanswered", "talking", "at rest"]),
    )
    def begins(
        self,
        *,
        dual: set[str],
        keeping: dict[str, frozenset[str]],
        recall: float,
        blind: bool,
        dialect: dict[str, str],
        ending: str,
        hasty: bool = False,
        twin: str = "",
        opening: str = "at rest",
    ) -> None:
        self.ending, self.hasty = ending, hasty
        self.switch = Switch(
            self.engine(first_reference=100, defects=self.defects, dialect=Dialect(dialect))
        )
        self.configuration = Configured(
            tuple(replace(each, channels=1 + (each.number in dual)) for each in self.numbers),
            Timeouts(transfer_recall=recall),
            Conferencing(("10.0.0.8", 2000), keeping=keeping),
            blind_transfer=blind,
        )
        self.does(self.configuration)
        for station in self.phones:
            self.comes(station)
        for number in self.monitored:
            self.start(number, 1)
        if twin:
            self.start(twin, 2)
        one, two, three, *_ = self.monitored
        if opening == "talking":
            self.get_talking(one, two)
        elif opening == "unanswered":
            self.get_diverted(one, two, three)
        elif opening == "consulting":
            self.get_consulting(one, two, three, answered=True, then=None)
        elif opening == "conferring":
            self.get_conferring(
                creator="A", key=SoftKey.CONFERENCE, line=0, leaving=-1, by_key=True
            )

    def comes(self, station: str) -> None:
        lines = self.phones[station]
        self.desks[station] = WatchedPhone(lines)
        self.does(StationRegistered(station, lines, self.overlays.get(station, ())))

    def start(self, number: str, session: int) -> str:
        request = MonitorStart(monitor_object=MonitorObject(device_object=number))
        cross_ref: str = self.asks(request, session).monitor_cross_ref_id  # type: ignore[attr-defined]
        assert cross_ref not in self.sessions, "no monitor has the name of another one"
        failures = {str(each.call.id) for each in self.at(number) if self.failed_elsewhere(each)}
        self.stories[cross_ref] = Story(number, dict(self.truth(number)), failures)
        self.sessions[cross_ref] = session
        return cross_ref

    @property
    def watched(self) -> set[str]:
        """What applications may monitor, as the configuration has it."""
        return {each.number for each in self.configuration.numbers if each.watched}

    def at(self, number: str) -> list[Connection]:
        return self.switch.engine.connections_of(number)

    def failed_elsewhere(self, connection: Connection) -> bool:
        failure = connection.call.failure
        return failure is not None and failure.device != connection.device

    def truth(self, number: str) -> dict[str, States]:
        return {
            str(each.call.id): {
                device: other.state for device, other in each.call.connections.items()
            }
            for each in self.at(number)
        }

    def connections(self) -> Iterator[Connection]:
        for call in self.switch.engine.calls:
            yield from call.connections.values()

    def asks(self, service: object, session: int = 1) -> object:
        """Ask for a service; one that is refused changes nothing."""
        before = self.everything()
        commands = self.does(ServiceRequested(Requester(session, "r"), service))
        answers = [each.answer for each in commands if isinstance(each, Respond)]
        assert len(answers) == 1, "every service is answered once"
        told = [each for each in commands if isinstance(each, Respond | Notify)]
        assert isinstance(told[0], Respond), "before every event it causes"
        if isinstance(answers[0], CSTAErrorCode):
            assert len(commands) == 1, "and it causes none where it is refused"
            assert self.everything() == before, "a refusal changes nothing"
        else:
            for name, states in GRANTED.get(type(service), {}).items():
                assert self.state_of(getattr(service, name)) in states, f"granted: {service}"
        return answers[0]

    def everything(self) -> object:
        """All that the switch knows."""
        engine = self.switch.engine
        monitors = [engine.monitors_of(each) for each in SESSIONS]
        known = [engine.find(each.number) for each in self.numbers]
        quiet = [engine.is_undisturbed(each) for each in self.phones]
        return repr(engine.calls), engine.get_timer(), monitors, known, quiet

    def state_of(self, meant: ConnectionID) -> LocalConnectionState:
        states = {str(each.call.id): each.state for each in self.at(meant.device_id)}
        return states.get(meant.call_id, S.NULL)

    def meant(self, which: int, number: str, *states: LocalConnectionState) -> ConnectionID:
        """A connection in one of these states that an application controls, or any other."""
        fitting = [
            ConnectionID(str(each.call.id), each.device)
            for each in self.connections()
            if each.state in states and each.device in self.monitored
        ]
        return fitting[which] if which < len(fitting) else ConnectionID(self.id_of(which), number)

    def id_of(self, which: int) -> str:
        standing = [str(call.id) for call in self.switch.engine.calls]
        return [*standing, "1", "99", "", "x", "1", "1"][which]

    def about(self, station: str, which: int) -> tuple[int, int]:
        """The line and the reference of a call as the phone would name it."""
        shown = [(each.line, each.reference) for each in self.desks[station].screen.calls]
        return [(0, 0), *shown, (1, 7), (0, 7), (1, 0), (9, 0)][which]

    def does(self, event: object) -> list[object]:
        commands: list[object] = list(self.switch.does(event))
        untold: set[str] = set()
        before: object = None
        for command in commands:
            if isinstance(command, Notify):
                step = STEPS.get(type(command.event))
                about = step and (step, getattr(command.event, step.subject))
                if about is None or about != before:
                    assert not untold, f"not told of {before}"
                    untold = self.concerned(command.event)
                before = about
                self.notified(command)
                untold.discard(command.monitor.cross_ref)
            elif isinstance(command, ToStation):
                self.desks[command.station].takes(command.message)
            elif isinstance(command, Withdraw):
                self.withdrawn(command)
        assert not untold, f"not told of {before}"
        self.all_monitors_were_told_the_same(commands)
        for station in self.desks if self.hasty else ():
            self.opens_its_channels_late(station)
        return commands

    def concerned(self, event: object) -> set[str]:
        """The monitors that have to hear of it: who talks in a call hears all of it."""
        step = STEPS.get(type(event))
        call = getattr(event, step.subject).call_id if step else ""
        return {
            cross_ref
            for cross_ref, story in self.stories.items()
            if story.calls.get(call, {}).get(story.device, S.ALERTING) is not S.ALERTING
        }

    def notified(self, command: Notify) -> None:
        monitor, event = command.monitor, command.event
        assert monitor.cross_ref in self.stories, "a stopped monitor is silent"
        assert event.monitor_cross_ref_id == monitor.cross_ref
        assert monitor.session == self.sessions[monitor.cross_ref]
        assert monitor.device == self.stories[monitor.cross_ref].device
        self.stories[monitor.cross_ref].hear(event)

    def withdrawn(self, command: Withdraw) -> None:
        monitor = command.monitor
        assert monitor.cross_ref in self.stories, "a monitor ends once"
        assert monitor.session == self.sessions[monitor.cross_ref]
        assert monitor.device not in self.watched, "a monitor stays while its number is watched"
        del self.stories[monitor.cross_ref]

    def all_monitors_were_told_the_same(self, commands: list[object]) -> None:
        """Of one thing that happened; and all that two monitors of one device were told."""
        told: dict[str, list[Any]] = {each: [] for each in self.stories}
        for command in commands:
            if isinstance(command, Notify) and command.monitor.cross_ref in told:
                event: Any = replace(command.event, monitor_cross_ref_id="")
                told[command.monitor.cross_ref].append(event)
        by_device: dict[str, list[Any]] = {}
        for cross_ref, events in told.items():
            device = self.stories[cross_ref].device
            assert by_device.setdefault(device, events) == events, "two monitors of one device"
        stories: dict[tuple[type, object, int], object] = {}
        for events in by_device.values():
            times: Counter[tuple[type, object]] = Counter()
            for event in events:
                values = [getattr(event, each.name) for each in fields(event)]
                about = [each for each in values if isinstance(each, ConnectionID)][:1]
                if about:
                    times[type(event), about[0]] += 1
                    bare = replace(event, local_connection_info=None)
                    key = type(event), about[0], times[type(event), about[0]]
                    assert stories.setdefault(key, bare) == bare, "two stories of one event"

    # What hands do -------------------------------------------------------------------------------

    @rule(station=STATIONS, about=ABOUT)
    def lifts(self, station: str, about: int) -> None:
        self.does(OffHook(station, *self.about(station, about)))

    @rule(station=STATIONS, about=ABOUT)
    def hangs_up(self, station: str, about: int) -> None:
        self.does(OnHook(station, *self.about(station, about)))

    @rule(station=STATIONS, key=KEYS, about=ABOUT)
    def presses(self, station: str, key: SoftKey, about: int) -> None:
        self.does(KeyPressed(station, key, *self.about(station, about)))

    @rule(station=STATIONS, line=st.integers(1, 2))
    def presses_a_line_key(self, station: str, line: int) -> None:
        self.does(LinePressed(station, line))

    @rule(station=STATIONS, digit=st.sampled_from("0123#"))
    def presses_a_digit(self, station: str, digit: str) -> None:
        self.does(DigitPressed(station, digit))

    @rule(station=STATIONS, number=DIALLED, line=st.integers(0, 2))
    def dials(self, station: str, number: str, line: int = 0) -> None:
        if number:
            self.does(NumberDialled(station, number, line))

    @rule(station=STATIONS)
    def opens_its_channels_late(self, station: str) -> None:
        desk = self.desks[station]
        asked, desk.asked = desk.asked, []
        for channel in asked:
            self.does(ChannelOpened(station, channel, f"10.0.1.{ord(station)}", channel))

    @rule(station=STATIONS, does=RARELY)
    def reboots(self, station: str, does: bool = True) -> None:
        if does:
            self.does(StationGone(station))
            self.comes(station)

    # What applications ask -----------------------------------------------------------------------

    @rule(calling=NUMBERS, called=DIALLED, how=st.sampled_from(list(AutoOriginate)))
    def make_call(self, calling: str, called: str, how: AutoOriginate) -> None:
        self.asks(
            MakeCall(calling_device=calling, called_directory_number=called, auto_originate=how)
        )

    @rule(call=CALLS, number=NUMBERS, service=st.sampled_from([AnswerCall, HoldCall, RetrieveCall]))
    def controls(self, call: int, number: str, service: type) -> None:
        field, before = {
            AnswerCall: ("call_to_be_answered", S.ALERTING),
            HoldCall: ("call_to_be_held", S.CONNECTED),
            RetrieveCall: ("call_to_be_retrieved", S.HOLD),
        }[service]
        self.asks(service(**{field: self.meant(call, number, before)}))

    @rule(
        call=CALLS,
        number=NUMBERS,
        swapped=st.booleans(),
        service=st.sampled_from([AlternateCall, ReconnectCall, TransferCall]),
    )
    def has_two_calls(self, call: int, number: str, swapped: bool, service: type) -> None:
        held, active = self.pair(number, call)
        if swapped:
            held, active = active, held
        self.asks(service(held_call=held, active_call=active))

    @rule(call=CALLS, number=NUMBERS, to=DIALLED)
    def consults(self, call: int, number: str, to: str) -> None:
        active = self.meant(call, number, S.CONNECTED)
        self.asks(ConsultationCall(existing_call=active, consulted_device=to))

    @rule(call=CALLS, number=NUMBERS, to=DIALLED)
    def sends_on(self, call: int, number: str, to: str) -> None:
        active = self.meant(call, number, S.CONNECTED)
        self.asks(SingleStepTransferCall(active_call=active, transferred_to=to))

    @rule(call=CALLS, number=NUMBERS, to=DIALLED)
    def deflects(self, call: int, number: str, to: str) -> None:
        diverted = self.meant(call, number, S.ALERTING)
        self.asks(DeflectCall(call_to_be_diverted=diverted, new_destination=to))

    @rule(call=CALLS, number=NUMBERS)
    def clears(self, call: int, number: str) -> None:
        meant = self.meant(call, number, S.CONNECTED, S.INITIATED, S.HOLD, S.FAIL)
        self.asks(ClearConnection(connection_to_be_cleared=meant))

    @rule(number=NUMBERS, session=st.sampled_from(SESSIONS))
    def starts_a_monitor(self, number: str, session: int) -> None:
        if number not in self.watched:
            request = MonitorStart(monitor_object=MonitorObject(device_object=number))
            assert isinstance(self.asks(request, session), CSTAErrorCode), "nothing to watch"
        elif len(self.stories) < 6:
            self.start(number, session)

    @rule(which=st.integers(0, 7), session=st.sampled_from(SESSIONS))
    def stops_a_monitor(self, which: int, session: int) -> None:
        over = [each for each in self.sessions if each not in self.stories]
        cross_ref = [*self.stories, *over[-1:], "77"][: which + 1][-1]
        own = cross_ref in self.stories and self.sessions[cross_ref] == session
        answer = self.asks(MonitorStop(monitor_cross_ref_id=cross_ref), session)
        assert isinstance(answer, MonitorStopResponse) == own
        if own:
            del self.stories[cross_ref]

    @rule(session=st.sampled_from(SESSIONS), does=RARELY)
    def ends_its_session(self, session: int, does: bool) -> None:
        if does:
            self.does(SessionEnded(session))
            self.stories = {k: v for k, v in self.stories.items() if self.sessions[k] != session}

    def pair(self, number: str, call: int) -> tuple[ConnectionID, ConnectionID]:
        """A held connection and another one at a device, as far as there are any."""
        pairs = [
            (ConnectionID(str(held.call.id), device), ConnectionID(str(other.call.id), device))
            for device in self.monitored
            for held in self.at(device)
            for other in self.at(device)
            if held.state is S.HOLD and other is not held
        ]
        if call < len(pairs):
            return pairs[call]
        return ConnectionID(self.id_of(call), number), ConnectionID(self.id_of(0), number)

    # What by chance alone is rare ----------------------------------------------------------------

    @rule(which=LONG, to=DIALLED)
    def go_on(self, which: list[int], to: str) -> None:
        """Do what can be done in the calls that stand, one thing after the other."""
        self.talk_on(which, to)

    @rule(which=LONG, to=NUMBERS)
    def talk_on(self, which: list[int], to: str) -> None:
        """The same once more: a rule is one of forty, and without it nobody gets far."""
        for each in which:
            free = [number for number in self.monitored if not self.at(number)]
            possible = [*self.possible_to_ask(free[0] if free else to), *self.possible_to_press()]
            if possible:
                act = possible[each % len(possible)]
                if isinstance(act, StationGone):
                    self.reboots(act.station)
                elif isinstance(act, TimePassed):
                    self.time_passes()
                elif isinstance(act, KeyPressed | OffHook | NumberDialled):
                    self.does(act)
                else:
                    self.asks(act)
                self.holds()

    def holds(self) -> None:
        """Everything that always holds, between two steps of one rule."""
        for name in dir(type(self)):
            if hasattr(getattr(type(self), name), INVARIANT_MARKER):
                getattr(self, name)()

    def possible_to_ask(self, to: str) -> Iterator[object]:
        for each in self.connections():
            if each.device not in self.monitored:
                continue
            here = ConnectionID(str(each.call.id), each.device)
            if each.state is S.ALERTING:
                yield AnswerCall(call_to_be_answered=here)
                yield DeflectCall(call_to_be_diverted=here, new_destination=to)
            elif each.state is S.HOLD:
                yield RetrieveCall(call_to_be_retrieved=here)
                for other in self.at(each.device):
                    if other is not each:
                        there = ConnectionID(str(other.call.id), other.device)
                        for service in (AlternateCall, ReconnectCall, TransferCall):
                            yield service(held_call=here, active_call=there)
            elif each.state is S.CONNECTED:
                yield HoldCall(call_to_be_held=here)
                yield ConsultationCall(existing_call=here, consulted_device=to)
                yield SingleStepTransferCall(active_call=here, transferred_to=to)
                yield ClearConnection(connection_to_be_cleared=here)
        for number in self.monitored:
            for how in () if self.at(number) else AutoOriginate:
                yield MakeCall(
                    calling_device=number,
                    called_directory_number=self.monitored[-1],
                    auto_originate=how,
                )

    def possible_to_press(self) -> Iterator[object]:
        keys = {
            S.CONNECTED: (SoftKey.HOLD, SoftKey.TRANSFER, SoftKey.CONFERENCE, SoftKey.END_CALL),
            S.HOLD: (SoftKey.RESUME, SoftKey.CFWD_ALL),
        }
        if self.switch.engine.get_timer() is not None:
            yield TimePassed()
        for each in self.connections():
            for station, desk in self.desks.items():
                shown = desk.calls.get(each.reference)
                if shown is None:
                    continue
                if each.state is S.ALERTING:
                    yield OffHook(station, shown.line, each.reference)
                    yield StationGone(station)
                elif each.call.prompted and each.station == station:
                    yield OffHook(station)
                elif each.state is S.INITIATED and each.station == station:
                    free = [number for number in self.monitored if not self.at(number)]
                    yield NumberDialled(station, [*free, "204"][0], shown.line)
                for key in keys.get(each.state, ()):
                    yield KeyPressed(station, key, shown.line, each.reference)

    @rule(calling=NUMBERS, called=NUMBERS)
    def get_talking(self, calling: str, called: str) -> None:
        self.make_call(calling, called, AutoOriginate.DO_NOT_PROMPT)
        self.picks_up(called)

    @rule(number=NUMBERS)
    def picks_up(self, number: str) -> None:
        for each in self.at(number):
            if each.state is S.ALERTING:
                call = ConnectionID(str(each.call.id), number)
                self.asks(AnswerCall(call_to_be_answered=call))

    @rule(
        consulting=NUMBERS,
        held=NUMBERS,
        consulted=NUMBERS,
        answered=st.booleans(),
        then=st.sampled_from([AlternateCall, ReconnectCall, TransferCall, None]),
    )
    def get_consulting(
        self, consulting: str, held: str, consulted: str, answered: bool, then: type | None
    ) -> None:
        self.get_talking(consulting, held)
        self.consults(0, consulting, consulted)
        if answered:
            self.picks_up(consulted)
        if then is not None:
            first, second = self.pair(consulting, 0)
            self.asks(then(held_call=first, active_call=second))

    @rule(
        creator=STATIONS,
        key=st.sampled_from(CONSULTING_KEYS),
        line=st.integers(0, 2),
        leaving=st.integers(0, 3),
        by_key=st.booleans(),
    )
    def get_conferring(
        self, *, creator: str, key: SoftKey, line: int, leaving: int, by_key: bool
    ) -> None:
        own = self.numbers_on(creator)
        others = [each for each in self.monitored if not self.at(each) and each not in own]
        if len(others) > 1:
            self.dials(creator, others[0], line)
            self.picks_up(others[0])
            self.does(KeyPressed(creator, key))
            self.dials(creator, others[-1])
            self.picks_up(others[-1])
            self.does(KeyPressed(creator, key))
            self.leaves_a_conference(leaving, by_key)

    @rule(which=st.integers(0, 3), by_key=st.booleans())
    def leaves_a_conference(self, which: int, by_key: bool) -> None:
        for call in self.switch.engine.calls:
            if call.creator and 0 <= which < len(call.connections):
                station = list(call.connections.values())[which].station
                self.does(KeyPressed(station, SoftKey.END_CALL) if by_key else OnHook(station))
                return

    @rule(calling=NUMBERS, called=NUMBERS, to=NUMBERS)
    def get_diverted(self, calling: str, called: str, to: str) -> None:
        self.make_call(calling, called, AutoOriginate.DO_NOT_PROMPT)
        self.deflects(0, called, to)

    @rule()
    def time_passes(self) -> None:
        due = self.switch.engine.get_timer()
        if due is not None:
            self.switch.now = max(due, self.switch.now)
            self.does(TimePassed())

    # What always holds: monitors -----------------------------------------------------------------

    @invariant()
    def a_monitor_stands_only_on_a_number_that_is_watched(self) -> None:
        for session in SESSIONS:
            for monitor in self.switch.engine.monitors_of(session):
                assert monitor.device in self.watched, f"{monitor} of a number that is withdrawn"

    @invariant()
    def a_session_has_the_monitors_that_it_started_until_it_is_told_otherwise(self) -> None:
        running = {
            monitor.cross_ref: (session, monitor.device)
            for session in SESSIONS
            for monitor in self.switch.engine.monitors_of(session)
        }
        known = {
            cross_ref: (self.sessions[cross_ref], story.device)
            for cross_ref, story in self.stories.items()
        }
        assert running == known, "a session has other monitors than it was told of"

    # What always holds: calls --------------------------------------------------------------------

    @invariant()
    def what_the_events_say_is_what_the_snapshot_says(self) -> None:
        for story in self.stories.values():
            for requester in SESSIONS:
                request = SnapshotDevice(snapshot_object=story.device)
                answer: Any = self.switch.asks(request, session=requester)
                snapshot = {
                    each.connection_identifier.call_id: each.local_call_state.compound_call_state
                    for each in answer.calls
                }
                assert snapshot.keys() == story.calls.keys()
                for call, (own, *others) in snapshot.items():
                    parties = dict(story.calls[call])
                    assert parties.pop(story.device) is own
                    told = Counter(parties.values()) + Counter([S.FAIL] * (call in story.failed))
                    unknown = told.pop(None, 0)
                    assert (Counter(others) - told).total() == unknown
                    assert not told - Counter(others)

    @invariant()
    def every_monitor_knows_the_state_of_every_party_from_its_events_alone(self) -> None:
        for story in self.stories.values():
            truth = self.truth(story.device)
            assert truth.keys() == story.calls.keys()
            for call, parties in story.calls.items():
                assert truth[call].keys() == parties.keys()
                told = {device: state for device, state in parties.items() if state is not None}
                assert told.items() <= truth[call].items()

    @invariant()
    def the_stories_of_all_monitors_agree(self) -> None:
        known: dict[tuple[str, str], LocalConnectionState] = {}
        members: dict[str, set[str]] = {}
        for story in self.stories.values():
            for call, parties in story.calls.items():
                assert members.setdefault(call, set(parties)) == set(parties)
                for device, state in parties.items():
                    if state is not None:
                        assert known.setdefault((call, device), state) is state

    @invariant()
    def every_connection_is_in_one_call_and_one_state(self) -> None:
        for call in self.switch.engine.calls:
            for device, each in call.connections.items():
                assert each.call is call
                assert each.device == device
        references = Counter(each.reference for each in self.connections())
        assert all(times == 1 for times in references.values())

    @invariant()
    def every_call_has_its_caller_and_a_reason_to_stand(self) -> None:
        for call in self.switch.engine.calls:
            assert call.calling in call.connections
            assert S.NULL not in {each.state for each in call.connections.values()}
            alerting = [each for each in call.connections.values() if each.state is S.ALERTING]
            talking = len(call.connections) - len(alerting)
            assert len(alerting) <= 1
            assert len(call.connections) <= 2 or call.answered
            assert talking >= 1
            if len(call.connections) == 1 or alerting:
                assert self.switch.engine.get_timer() is not None, "nothing will end it"

    @invariant()
    def an_answered_call_waits_for_nothing(self) -> None:
        entries = any(desk.shows(PhoneCallState.OFF_HOOK) for desk in self.desks.values())
        if all(call.answered for call in self.switch.engine.calls) and not entries:
            assert self.switch.engine.get_timer() is None

    @invariant()
    def a_number_has_no_more_calls_than_channels(self) -> None:
        for number in self.configuration.numbers:
            assert len(self.at(number.number)) <= number.channels

    # What always holds: phones -------------------------------------------------------------------

    def numbers_on(self, station: str) -> set[str]:
        overlaid = (number for each in self.overlays.get(station, ()) for number in each.numbers)
        return {number for _, number in self.desks[station].lines}.union(overlaid)

    @invariant()
    def no_phone_has_two_conversations_at_once(self) -> None:
        busy = [
            each.station for each in self.connections() if each.state not in (S.HOLD, S.ALERTING)
        ]
        assert len(busy) == len(set(busy))

    @invariant()
    def a_phone_listens_and_speaks_where_it_talks_and_nowhere_else(self) -> None:
        listening = {
            (each.station, each.channel): each.reference
            for each in self.connections()
            if each.state is S.CONNECTED and each.call.answered
        }
        assert listening == {
            (station, channel): reference
            for station, desk in self.desks.items()
            for channel, reference in desk.listening.items()
        }
        for each in self.connections():
            speaking = self.desks[each.station].speaking.get(each.channel) if each.station else None
            peers = [other for other in each.call.others(each) if other.state is S.CONNECTED]
            if each.state is not S.CONNECTED or not peers:
                assert speaking is None or (each.call.creator and each.state is S.CONNECTED)
            elif not each.call.creator:
                [ear] = [other.listens_at for other in peers]
                assert speaking in (ear, None)
                assert speaking or not (ear and each.listens_at), "once both of them listen"
            else:
                assert speaking in (None, ("10.0.0.8", 2000))

    @invariant()
    def every_phone_shows_every_call_of_its_lines_as_it_is(self) -> None:
        for station, desk in self.desks.items():
            shown = desk.calls
            for each in self.connections():
                if each.device not in self.numbers_on(station):
                    assert each.reference not in shown
                    continue
                if station in {late for late, _ in each.unheard} and each.station is None:
                    continue
                assert each.reference in shown
                if each.station not in (None, station):
                    assert shown[each.reference].state in ELSEWHERE
                elif each.state in LOOKS and (each.state is not S.CONNECTED or each.call.answered):
                    states, keys = LOOKS[each.state]
                    assert shown[each.reference].state in states
                    assert desk.set_of(each.reference) in keys
            standing = {each.reference for each in self.connections()}
            keyed_in = {shown[each].state for each in shown.keys() - standing}
            assert keyed_in <= {PhoneCallState.OFF_HOOK}, "for CFwdAll only"

    @invariant()
    def a_phone_rings_only_while_it_shows_an_incoming_call(self) -> None:
        for desk in self.desks.values():
            assert not desk.rings or desk.shows(PhoneCallState.RING_IN)

    @invariant()
    def a_phone_at_rest_rings_while_a_call_waits_for_an_answer(self) -> None:
        for station, desk in self.desks.items():
            ringing = {k for k, v in desk.calls.items() if v.state is PhoneCallState.RING_IN}
            silenced = {at for where, at in self.silenced if where == station}
            if ringing - silenced and desk.screen.active_call is None:
                assert desk.rings

    @invariant()
    def the_lamp_of_a_line_is_lit_while_it_has_a_call(self) -> None:
        for desk in self.desks.values():
            for line, _ in desk.lines:
                has_calls = any(each.line == line for each in desk.screen.calls)
                assert (desk.lamp(line) != LampMode.OFF) == has_calls

    @invariant()
    def the_lamp_of_a_line_tells_what_one_of_its_calls_does(self) -> None:
        states = {each.reference: each.state for each in self.connections()}
        prompted = {
            each.reference: each.station for each in self.connections() if each.call.prompted
        }
        for station, desk in self.desks.items():
            for line, _ in desk.lines:
                shown = [each.reference for each in desk.screen.calls if each.line == line]
                asks = any(prompted.get(each) == station for each in shown)
                lit = {LIT.get(states.get(each, S.CONNECTED), LampMode.ON) for each in shown}
                lit |= {LampMode.BLINK} if asks else set()
                assert desk.lamp(line) in lit or not lit

    @invariant()
    def the_speaker_is_on_while_there_is_something_to_hear(self) -> None:
        for station, desk in self.desks.items():
            active = any(
                each.station == station
                and each.state not in (S.HOLD, S.ALERTING)
                and each.call.prompted is None
                for each in self.connections()
            )
            standing = {each.reference for each in self.connections()}
            assert desk.screen.speaker == (active or bool(desk.calls.keys() - standing))

    @invariant()
    def a_tone_belongs_to_a_call_on_the_display(self) -> None:
        for desk in self.desks.values():
            assert desk.tone_of is None or desk.tone_of in desk.calls

    # How it ends ---------------------------------------------------------------------------------

    def teardown(self) -> None:
        """Every call ends, one way or another, and nothing is left."""
        if not hasattr(self, "switch"):
            return
        if self.ending == "without power":
            for station in self.phones:
                self.reboots(station)
        for _ in range(6):
            for connection in list(self.connections()):
                if self.ending == "by application" and connection.device in self.monitored:
                    wanted = ConnectionID(str(connection.call.id), connection.device)
                    self.asks(ClearConnection(connection_to_be_cleared=wanted))
            for station in self.phones:
                self.does(KeyPressed(station, SoftKey.RESUME))
                self.does(KeyPressed(station, SoftKey.END_CALL))
        for _ in range(40):
            self.time_passes()
        assert self.switch.engine.calls == ()
        assert self.switch.engine.get_timer() is None
        assert not any(story.calls for story in self.stories.values())
        for station, desk in self.desks.items():
            assert desk.is_at_rest(), station


TestParties = Parties.TestCase
TestParties.settings = ENOUGH
