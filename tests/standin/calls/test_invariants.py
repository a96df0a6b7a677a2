"""Three parties do and ask whatever they like, in any order; some things never happen."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from harness.protocols.csta.events import (
    ConferencedEvent,
    ConnectionClearedEvent,
    DeliveredEvent,
    DivertedEvent,
    EstablishedEvent,
    FailedEvent,
    HeldEvent,
    OriginatedEvent,
    RetrievedEvent,
    ServiceInitiatedEvent,
    TransferredEvent,
)
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
    ReconnectCall,
    RetrieveCall,
    SingleStepTransferCall,
    TransferCall,
)
from harness.protocols.csta.types import ConnectionID, MonitorObject
from harness.protocols.sccp.messages import CallState, OpenReceiveChannel, SetRinger
from harness.protocols.sccp.numbers import PhoneCallState, RingMode, SoftKey
from harness.standin.calls.commands import Notify, Respond, ToStation
from harness.standin.calls.events import (
    ChannelOpened,
    Conferencing,
    Configured,
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
    Timeouts,
    TimePassed,
)
from tests.standin.switching import NUMBERS as CONFIGURED
from tests.standin.switching import PHONES, make_switch

S = LocalConnectionState
STATIONS = st.sampled_from(sorted(PHONES))
NUMBERS = st.sampled_from(["201", "202", "203"])
DIALLED = st.sampled_from(["201", "202", "203", "204", "205", "999", ""])
CALLS = st.integers(0, 5)
"""Which of the calls that stand; beyond them one that is over, and one that never was."""
KEYS = st.sampled_from(list(SoftKey))
CONSULTING_KEYS = [SoftKey.CONFERENCE, SoftKey.TRANSFER]

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

TELLS: dict[type, tuple[str, LocalConnectionState]] = {
    ServiceInitiatedEvent: ("initiated_connection", S.INITIATED),
    OriginatedEvent: ("originated_connection", S.CONNECTED),
    DeliveredEvent: ("connection", S.ALERTING),
    EstablishedEvent: ("established_connection", S.CONNECTED),
    HeldEvent: ("held_connection", S.HOLD),
    RetrievedEvent: ("retrieved_connection", S.CONNECTED),
    DivertedEvent: ("connection", S.NULL),
    ConnectionClearedEvent: ("dropped_connection", S.NULL),
    FailedEvent: ("failed_connection", S.FAIL),
}
"""By event: the connection it is about, and the state that this has from now on."""

Story = dict[str, dict[str, LocalConnectionState | None]]
"""By call and device: the state; ``None`` for a party of whom only its presence was told."""


class Parties(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.switch = make_switch()
        self.stories: dict[str, Story] = {}
        self.running: dict[str, str] = {}
        self.calls_on_screen: dict[str, dict[int, PhoneCallState]] = {each: {} for each in PHONES}
        self.channels: dict[str, list[int]] = {each: [] for each in PHONES}
        self.rings: dict[str, bool] = dict.fromkeys(PHONES, False)

    @initialize(
        dual=st.sampled_from([{"201"}, {"202", "203"}, {"201", "202", "203"}, set()]),
        keeping=st.sampled_from([{}, {"A": frozenset()}, {"A": frozenset({"endcall"})}]),
        recall=st.sampled_from([0.0, 20.0]),
        blind=st.booleans(),
    )
    def monitors(
        self, dual: set[str], keeping: dict[str, frozenset[str]], recall: float, blind: bool
    ) -> None:
        numbers = (replace(each, channels=1 + (each.number in dual)) for each in CONFIGURED)
        self.does(
            Configured(
                tuple(numbers),
                Timeouts(transfer_recall=recall),
                Conferencing(("10.0.0.8", 2000), keeping=keeping),
                blind_transfer=blind,
            )
        )
        for number in ("201", "202", "203"):
            self.start(number)

    def start(self, number: str) -> None:
        request = MonitorStart(monitor_object=MonitorObject(device_object=number))
        cross_ref = self.asks(request).monitor_cross_ref_id  # type: ignore[attr-defined]
        self.running[number] = cross_ref
        self.stories[number] = self.truth(number)

    def truth(self, number: str) -> Story:
        return {
            str(each.call.id): {
                device: other.state for device, other in each.call.connections.items()
            }
            for each in self.switch.engine.connections_of(number)
        }

    def asks(self, service: object) -> object:
        request = ServiceRequested(Requester(1, "r"), service)
        commands = self.does(request)
        answers = [each.answer for each in commands if isinstance(each, Respond)]
        assert len(answers) == 1, "every service is answered once"
        told = [each for each in commands if isinstance(each, Respond | Notify)]
        assert isinstance(told[0], Respond), "before every event it causes"
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
        if isinstance(event, TransferredEvent):
            self.transferred(number, event)
        elif isinstance(event, ConferencedEvent):
            self.conferenced(number, event)
        elif type(event) in TELLS:
            self.told(number, event)

    def told(self, number: str, event: object) -> None:
        name, after = TELLS[type(event)]
        subject = getattr(event, name)
        own = event.local_connection_info  # type: ignore[attr-defined]
        parties = self.stories[number].setdefault(subject.call_id, {})
        assert (parties.get(number) or S.NULL, own) in LEGAL
        if isinstance(event, FailedEvent):
            # A busy party has no connection in this call, not even when it calls itself.
            parties[number] = own
            return
        if subject.device_id == number:
            assert own is after, "of itself a device is told the state that the event is about"
        parties[subject.device_id] = after
        parties[number] = own
        if after is S.NULL:
            del parties[subject.device_id]
        elif isinstance(event, DeliveredEvent):
            parties.setdefault(event.calling_device, S.CONNECTED)
        if own is S.NULL:
            del self.stories[number][subject.call_id]

    def transferred(self, number: str, event: TransferredEvent) -> None:
        story = self.stories[number]
        gone = [each for each in (event.primary_old_call, event.secondary_old_call) if each]
        before: dict[str, LocalConnectionState | None] = {}
        for each in gone:
            parties = story.pop(each.call_id, {})
            parties.pop(each.device_id, None)
            before |= parties
        rows = {each.endpoint: each for each in event.transferred_connections}
        own = rows.get(number)
        if own is None or own.old_connection is None:
            assert number in {each.device_id for each in gone}, "one line or two of the phone"
            assert event.local_connection_info is S.NULL
            return
        assert own.old_connection.call_id in {each.call_id for each in gone}
        assert before[number] is event.local_connection_info, "a transfer leaves the others alone"
        there = {str(row.endpoint) for row in rows.values() if row.old_connection is not None}
        assert own.new_connection is not None
        story[own.new_connection.call_id] = {device: before.get(device) for device in there}

    def conferenced(self, number: str, event: ConferencedEvent) -> None:
        story = self.stories[number]
        before: dict[str, LocalConnectionState | None] = {}
        for each in (event.primary_old_call, event.secondary_old_call):
            assert each is not None
            before |= {
                device: state
                for device, state in story.pop(each.call_id, {}).items()
                if device != event.conferencing_device
            }
        before[event.conferencing_device] = S.CONNECTED
        rows = {str(each.endpoint): each for each in event.conference_connections}
        assert len(rows) == 3
        assert event.added_party in rows
        assert before[number] is event.local_connection_info, "a conference leaves states alone"
        [call] = {row.new_connection.call_id for row in rows.values() if row.new_connection}
        story[call] = {device: before.get(device) for device in rows}

    def shown(self, command: ToStation) -> None:
        message = command.message
        if isinstance(message, CallState):
            screen = self.calls_on_screen[command.station]
            if message.state is PhoneCallState.ON_HOOK:
                assert message.call_reference in screen, "only a call that is shown can end"
                del screen[message.call_reference]
            else:
                screen[message.call_reference] = PhoneCallState(message.state)
        elif isinstance(message, OpenReceiveChannel):
            self.channels[command.station].append(message.pass_through_party_id)
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

    @rule(calling=NUMBERS, called=NUMBERS)
    def get_talking(self, calling: str, called: str) -> None:
        """Two parties talk, as far as they can: by chance alone that is rare."""
        self.make_call(calling, called, AutoOriginate.DO_NOT_PROMPT)
        self.picks_up(called)

    @rule(number=NUMBERS)
    def picks_up(self, number: str) -> None:
        for each in self.switch.engine.connections_of(number):
            if each.state is S.ALERTING:
                call = ConnectionID(str(each.call.id), number)
                self.asks(AnswerCall(call_to_be_answered=call))

    @rule(
        parties=st.permutations(["201", "202", "203"]),
        answered=st.booleans(),
        then=st.sampled_from([AlternateCall, ReconnectCall, TransferCall, None]),
    )
    def get_consulting(self, parties: list[str], answered: bool, then: type | None) -> None:
        consulting, held, consulted = parties
        self.get_talking(consulting, held)
        self.consults(0, consulting, consulted)
        if answered:
            self.picks_up(consulted)
        if then is not None:
            first, second = self.pair(consulting, 0)
            self.asks(then(held_call=first, active_call=second))

    @rule(parties=st.permutations(sorted(PHONES)), key=st.sampled_from(CONSULTING_KEYS))
    def get_conferring(self, parties: list[str], key: SoftKey) -> None:
        creator, held, added = parties
        self.get_talking(PHONES[creator], PHONES[held])
        self.does(KeyPressed(creator, key))
        self.dials(creator, PHONES[added])
        self.picks_up(PHONES[added])
        self.does(KeyPressed(creator, SoftKey.CONFERENCE))

    @rule(calling=NUMBERS, called=NUMBERS, to=NUMBERS)
    def get_diverted(self, calling: str, called: str, to: str) -> None:
        self.make_call(calling, called, AutoOriginate.DO_NOT_PROMPT)
        self.deflects(0, called, to)

    def pair(self, number: str, call: int) -> tuple[ConnectionID, ConnectionID]:
        """A held connection and another one at the device, as far as there are any."""
        at = self.switch.engine.connections_of(number)
        held = [str(each.call.id) for each in at if each.state is S.HOLD]
        others = [str(each.call.id) for each in at if each.state is not S.HOLD]
        held_call, active_call = [*held, self.id_of(call)][0], [*others, self.id_of(call)][0]
        return ConnectionID(held_call, number), ConnectionID(active_call, number)

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
        _, active = self.pair(number, call)
        self.asks(ConsultationCall(existing_call=active, consulted_device=to))

    @rule(call=CALLS, number=NUMBERS, to=DIALLED)
    def sends_on(self, call: int, number: str, to: str) -> None:
        _, active = self.pair(number, call)
        self.asks(SingleStepTransferCall(active_call=active, transferred_to=to))

    @rule(call=CALLS, number=NUMBERS, to=DIALLED)
    def deflects(self, call: int, number: str, to: str) -> None:
        at = self.switch.engine.connections_of(number)
        alerting = [str(each.call.id) for each in at if each.state is S.ALERTING]
        diverted = ConnectionID([*alerting, self.id_of(call)][0], number)
        self.asks(DeflectCall(call_to_be_diverted=diverted, new_destination=to))

    @rule(call=CALLS, number=NUMBERS)
    def clears(self, call: int, number: str) -> None:
        self.asks(ClearConnection(connection_to_be_cleared=ConnectionID(self.id_of(call), number)))

    @rule(number=NUMBERS)
    def stops_and_starts_the_monitor(self, number: str) -> None:
        self.asks(MonitorStop(monitor_cross_ref_id=self.running.pop(number)))
        self.start(number)

    @rule(station=STATIONS)
    def opens_its_channels_late(self, station: str) -> None:
        for channel in self.channels[station]:
            self.does(ChannelOpened(station, channel, "10.0.0.9", 16384))
        self.channels[station].clear()

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
        for number, story in self.stories.items():
            snapshot = {call: own[0] for call, own in self.switch.snapshot(number)}
            assert snapshot == {call: parties[number] for call, parties in story.items()}

    @invariant()
    def every_monitor_knows_the_state_of_every_party_from_its_events_alone(self) -> None:
        for number, story in self.stories.items():
            truth = self.truth(number)
            assert truth.keys() == story.keys()
            for call, parties in story.items():
                assert truth[call].keys() == parties.keys()
                told = {device: state for device, state in parties.items() if state is not None}
                assert told.items() <= truth[call].items()

    @invariant()
    def no_phone_is_told_to_speak_to_another_than_it_talks_with(self) -> None:
        for call in self.switch.engine.calls:
            for each in call.connections.values():
                talks_with = [other.state is S.CONNECTED for other in call.others(each)]
                mixed = bool(call.creator) or talks_with == [True]
                assert not each.sends or (each.state is S.CONNECTED and mixed)

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
TestParties.settings = settings(max_examples=60, stateful_step_count=50)
