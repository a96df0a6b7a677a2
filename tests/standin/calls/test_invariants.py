"""Three parties do and ask whatever they like, in any order; some things never happen."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from harness.protocols.csta.names import AutoOriginate, LocalConnectionState
from harness.protocols.csta.services import (
    AnswerCall,
    ClearConnection,
    HoldCall,
    MakeCall,
    MonitorStart,
    MonitorStop,
    RetrieveCall,
)
from harness.protocols.csta.types import ConnectionID, MonitorObject
from harness.protocols.sccp.messages import CallState, SetRinger
from harness.protocols.sccp.numbers import PhoneCallState, RingMode, SoftKey
from harness.standin.calls.commands import Notify, Respond, ToStation
from harness.standin.calls.events import (
    ChannelOpened,
    DigitPressed,
    KeyPressed,
    LinePressed,
    NumberDialled,
    OffHook,
    OnHook,
    Requester,
    ServiceRequested,
    StationGone,
    StationRegistered,
    TimePassed,
)
from tests.standin.switching import PHONES, make_switch

S = LocalConnectionState
STATIONS = st.sampled_from(sorted(PHONES))
NUMBERS = st.sampled_from(["201", "202", "203"])
DIALLED = st.sampled_from(["201", "202", "203", "204", "205", "999", ""])
CALLS = st.integers(0, 5)
"""Which of the calls that stand; beyond them one that is over, and one that never was."""
KEYS = st.sampled_from(list(SoftKey))

LEGAL = {
    (S.NULL, S.INITIATED),
    (S.NULL, S.ALERTING),
    (S.NULL, S.NULL),
    (S.INITIATED, S.CONNECTED),
    (S.INITIATED, S.FAIL),
    (S.INITIATED, S.NULL),
    (S.ALERTING, S.CONNECTED),
    (S.ALERTING, S.NULL),
    (S.CONNECTED, S.CONNECTED),
    (S.CONNECTED, S.HOLD),
    (S.CONNECTED, S.FAIL),
    (S.CONNECTED, S.NULL),
    (S.HOLD, S.CONNECTED),
    (S.HOLD, S.HOLD),
    (S.HOLD, S.NULL),
    (S.FAIL, S.NULL),
}
"""What one monitor may be told of its own connection in one call (csta.md §3.4 c)."""


class Parties(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.switch = make_switch()
        self.replayed: dict[str, dict[str, LocalConnectionState]] = {}
        self.running: dict[str, str] = {}
        self.calls_on_screen: dict[str, dict[int, PhoneCallState]] = {each: {} for each in PHONES}
        self.rings: dict[str, bool] = dict.fromkeys(PHONES, False)

    @initialize()
    def monitors(self) -> None:
        for number in ("201", "202", "203"):
            self.start(number)

    def start(self, number: str) -> None:
        request = MonitorStart(monitor_object=MonitorObject(device_object=number))
        cross_ref = self.asks(request).monitor_cross_ref_id  # type: ignore[attr-defined]
        self.running[number] = cross_ref
        self.replayed[number] = {call: states[0] for call, states in self.switch.snapshot(number)}

    def asks(self, service: object) -> object:
        request = ServiceRequested(Requester(1, "r"), service)
        commands = self.does(request)
        answers = [each.answer for each in commands if isinstance(each, Respond)]
        assert len(answers) == 1, "every service is answered once"
        assert isinstance(commands[0], Respond), "before everything it causes"
        return answers[0]

    def id_of(self, which: int) -> str:
        standing = [str(call.id) for call in self.switch.engine.calls]
        return [*standing, "1", "99", "", "x", "1", "1"][which]

    def does(self, event: object) -> list[object]:
        commands: list[object] = list(self.switch.does(event))
        for command in commands:
            if isinstance(command, Notify):
                self.notified(command)
            elif isinstance(command, ToStation):
                self.shown(command)
        return commands

    def notified(self, command: Notify) -> None:
        number = command.monitor.device
        assert self.running.get(number) == command.monitor.cross_ref, "a stopped monitor is silent"
        event = command.event
        assert event.monitor_cross_ref_id == command.monitor.cross_ref
        names = (name for name in event.__slots__ if name.endswith("connection"))  # type: ignore[attr-defined]
        call = next(getattr(event, name).call_id for name in names if getattr(event, name))
        after = event.local_connection_info
        assert after is not None
        states = self.replayed[number]
        assert (states.get(call, S.NULL), after) in LEGAL
        if after is S.NULL:
            states.pop(call, None)
        else:
            states[call] = after

    def shown(self, command: ToStation) -> None:
        message = command.message
        if isinstance(message, CallState):
            screen = self.calls_on_screen[command.station]
            if message.state is PhoneCallState.ON_HOOK:
                assert message.call_reference in screen, "only a call that is shown can end"
                del screen[message.call_reference]
            else:
                screen[message.call_reference] = PhoneCallState(message.state)
        elif isinstance(message, SetRinger):
            self.rings[command.station] = message.ring_mode is not RingMode.OFF

    @rule(station=STATIONS)
    def lifts(self, station: str) -> None:
        self.does(OffHook(station))

    @rule(station=STATIONS)
    def hangs_up(self, station: str) -> None:
        self.does(OnHook(station))

    @rule(station=STATIONS, key=KEYS)
    def presses(self, station: str, key: SoftKey) -> None:
        self.does(KeyPressed(station, key))

    @rule(station=STATIONS)
    def presses_the_line_key(self, station: str) -> None:
        self.does(LinePressed(station, 1))

    @rule(station=STATIONS, digit=st.sampled_from("0123#"))
    def presses_a_digit(self, station: str, digit: str) -> None:
        self.does(DigitPressed(station, digit))

    @rule(station=STATIONS, number=DIALLED.filter(bool))
    def dials(self, station: str, number: str) -> None:
        self.does(NumberDialled(station, number))

    @rule(calling=NUMBERS, called=DIALLED, how=st.sampled_from(list(AutoOriginate)))
    def make_call(self, calling: str, called: str, how: AutoOriginate) -> None:
        self.asks(
            MakeCall(calling_device=calling, called_directory_number=called, auto_originate=how)
        )

    @rule(call=CALLS, number=NUMBERS, service=st.sampled_from([AnswerCall, HoldCall, RetrieveCall]))
    def controls(self, call: int, number: str, service: type) -> None:
        field = {
            AnswerCall: "call_to_be_answered",
            HoldCall: "call_to_be_held",
            RetrieveCall: "call_to_be_retrieved",
        }[service]
        self.asks(service(**{field: ConnectionID(self.id_of(call), number)}))

    @rule(call=CALLS, number=NUMBERS)
    def clears(self, call: int, number: str) -> None:
        self.asks(ClearConnection(connection_to_be_cleared=ConnectionID(self.id_of(call), number)))

    @rule(number=NUMBERS)
    def stops_and_starts_the_monitor(self, number: str) -> None:
        self.asks(MonitorStop(monitor_cross_ref_id=self.running.pop(number)))
        self.start(number)

    @rule(station=STATIONS)
    def opens_a_channel(self, station: str) -> None:
        for reference in list(self.calls_on_screen[station]):
            self.does(ChannelOpened(station, reference, "10.0.0.9", 16384))

    @rule(station=STATIONS)
    def reboots(self, station: str) -> None:
        self.does(StationGone(station))
        self.calls_on_screen[station].clear()
        self.rings[station] = False
        self.does(StationRegistered(station, ((1, PHONES[station]),)))

    @rule()
    def time_passes(self) -> None:
        due = self.switch.engine.get_timer()
        if due is not None:
            self.switch.now = max(due, self.switch.now)
            self.does(TimePassed())

    @invariant()
    def what_the_events_say_is_what_the_snapshot_says(self) -> None:
        for number, states in self.replayed.items():
            snapshot = {call: own[0] for call, own in self.switch.snapshot(number)}
            assert snapshot == states

    @invariant()
    def no_connection_is_in_two_calls_of_a_phone_at_once(self) -> None:
        for station, number in PHONES.items():
            del station
            states = [each.state for each in self.switch.engine.connections_of(number)]
            talking = [each for each in states if each not in (S.HOLD, S.ALERTING)]
            assert len(talking) <= 1

    @invariant()
    def every_call_has_its_caller_and_a_reason_to_stand(self) -> None:
        for call in self.switch.engine.calls:
            assert call.calling in call.connections
            assert S.NULL not in {each.state for each in call.connections.values()}

    @invariant()
    def an_answered_call_waits_for_nothing(self) -> None:
        screens = self.calls_on_screen.values()
        dialling = any(PhoneCallState.OFF_HOOK in states.values() for states in screens)
        if all(call.answered for call in self.switch.engine.calls) and not dialling:
            assert self.switch.engine.get_timer() is None

    @invariant()
    def a_phone_rings_only_while_it_shows_an_incoming_call(self) -> None:
        for station, rings in self.rings.items():
            incoming = PhoneCallState.RING_IN in self.calls_on_screen[station].values()
            assert not rings or incoming

    def teardown(self) -> None:
        """Every call ends: hang up everywhere, let time run, and nothing is left."""
        for station in PHONES:
            for _ in range(4):
                self.does(KeyPressed(station, SoftKey.RESUME))
                self.does(KeyPressed(station, SoftKey.END_CALL))
        for _ in range(40):
            self.time_passes()
        assert self.switch.engine.calls == ()
        assert self.switch.engine.get_timer() is None
        assert not any(self.calls_on_screen.values())
        assert not any(self.rings.values())


TestParties = Parties.TestCase
TestParties.settings = settings(max_examples=50, stateful_step_count=40, deadline=None)
