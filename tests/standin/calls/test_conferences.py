"""Three parties in one call: who is told, mixed and shown what, and who may not join."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.protocols.csta.events import (
    ConferencedEvent,
    ConnectionClearedEvent,
    HeldEvent,
    RetrievedEvent,
)
from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.protocols.csta.services import (
    ConsultationCall,
    HoldCall,
    ReconnectCall,
    SingleStepTransferCall,
    TransferCall,
)
from harness.protocols.csta.types import ConnectionID
from harness.protocols.sccp.messages import (
    CallInfo,
    CallState,
    DisplayPromptStatus,
    OpenReceiveChannel,
    SelectSoftKeys,
    StartMediaTransmission,
    StartTone,
    StopTone,
)
from harness.protocols.sccp.numbers import PhoneCallState, SoftKey, SoftKeySet, Tone
from harness.standin.calls.commands import Command, Mix
from harness.standin.calls.events import (
    ChannelOpened,
    Conferencing,
    Configured,
    DirectoryNumber,
    KeyPressed,
    LinePressed,
    NumberDialled,
    OffHook,
    OnHook,
    StationGone,
    StationRegistered,
)
from harness.standin.defects import Defect
from harness.topology.dialect import STANDARD, Dialect
from tests.standin.switching import NUMBERS, Switch, make_switch

S = LocalConnectionState
MIXER = ("10.0.0.9", 2000)
EARS = {"A": ("10.0.0.1", 16384), "B": ("10.0.0.2", 16386), "C": ("10.0.0.3", 16388)}
NUMBER = {"A": "201", "B": "202", "C": "203"}
STATE = "stateIncompatibility"
CANNOT, NO_BRIDGE, TOO_MANY = "\x80\x26", "\x80\x27", "\x80\x2c"


def dual(*defects: Defect, dialect: Dialect = STANDARD, **how: object) -> Switch:
    switch = make_switch(*defects, dialect=dialect)
    numbers = (
        *(replace(each, channels=2) for each in NUMBERS),
        DirectoryNumber("207", carried=True),
    )
    conferencing = Conferencing(**{"mixer": MIXER, **how})  # type: ignore[arg-type]
    switch.does(Configured(numbers, conferencing=conferencing))
    switch.does(StationRegistered("D", ((1, "207"),)))
    switch.monitors("201", "202", "203")
    return switch


@pytest.fixture
def switch() -> Switch:
    return dual()


def consulting(switch: Switch, key: SoftKey = SoftKey.CONFERENCE) -> None:
    switch.calls("201", "202")
    switch.answers("1", "202")
    switch.does(KeyPressed("A", key))
    switch.does(NumberDialled("A", "203"))
    switch.answers("2", "203")


def confers(switch: Switch) -> list[Command]:
    consulting(switch)
    return switch.does(KeyPressed("A", SoftKey.CONFERENCE))


def listen(switch: Switch, commands: list[Command], *stations: str) -> list[Command]:
    """The phones acknowledge the channels that they were told to open."""
    done: list[Command] = []
    for station in stations:
        [channel] = [
            each.pass_through_party_id
            for each in switch.shown(commands, station)
            if isinstance(each, OpenReceiveChannel)
        ]
        done += switch.does(ChannelOpened(station, channel, *EARS[station]))
    return done


def mixed(commands: list[Command]) -> list[tuple[int, tuple[tuple[str, int], ...]]]:
    return [(each.conference, each.ears) for each in commands if isinstance(each, Mix)]


def prompts(switch: Switch, commands: list[Command], station: str) -> list[str]:
    shown = switch.shown(commands, station)
    return [each.prompt_status for each in shown if isinstance(each, DisplayPromptStatus)]


def cleared(switch: Switch, commands: list[Command], number: str) -> list[tuple[str, S | None]]:
    return [
        (event.dropped_connection.device_id, event.local_connection_info)
        for event in switch.told(commands, number)
        if isinstance(event, ConnectionClearedEvent)
    ]


def sets(switch: Switch, commands: list[Command], station: str) -> list[int]:
    shown = switch.shown(commands, station)
    return [each.soft_key_set_index for each in shown if isinstance(each, SelectSoftKeys)]


def test_the_consultation_has_the_soft_keys_of_a_conference(switch: Switch) -> None:
    switch.calls("201", "202")
    switch.answers("1", "202")
    keyed = switch.does(KeyPressed("A", SoftKey.CONFERENCE))
    assert sets(switch, keyed, "A") == [SoftKeySet.ON_HOLD, SoftKeySet.CONNECTED_WITH_CONFERENCE]
    dialled = switch.does(NumberDialled("A", "203"))
    assert sets(switch, dialled, "A") == [SoftKeySet.CONNECTED_WITH_CONFERENCE]


@pytest.mark.parametrize("number", ["201", "202", "203"])
def test_every_party_is_told_of_the_conference(switch: Switch, number: str) -> None:
    [event] = switch.told(confers(switch), number)
    assert isinstance(event, ConferencedEvent)
    assert event.primary_old_call == ConnectionID("1", "201")
    assert event.secondary_old_call == ConnectionID("2", "201")
    assert (event.conferencing_device, event.added_party) == ("201", "203")
    assert (event.local_connection_info, event.cause) == (S.CONNECTED, Cause.CONFERENCE)
    rows = [(each.old_connection, each.new_connection) for each in event.conference_connections]
    assert rows == [
        (ConnectionID("2", "201"), ConnectionID("2", "201")),
        (ConnectionID("1", "202"), ConnectionID("2", "202")),
        (ConnectionID("2", "203"), ConnectionID("2", "203")),
    ]


def test_a_conference_is_one_call_of_three(switch: Switch) -> None:
    confers(switch)
    for number in ("201", "202", "203"):
        assert switch.snapshot(number) == [("2", (S.CONNECTED,) * 3)]


@pytest.mark.parametrize(("choice", "number"), [("primary", "1"), ("new", "3")])
def test_a_dialect_may_keep_the_held_call_or_take_a_new_one(choice: str, number: str) -> None:
    switch = dual(dialect=Dialect({"transferred-call": choice}))
    commands = confers(switch)
    for device, old in (("201", "2"), ("202", "1"), ("203", "2")):
        [event] = switch.told(commands, device)
        assert isinstance(event, ConferencedEvent)
        assert event.primary_old_call == ConnectionID("1", "201")
        rows = {each.old_connection: each.new_connection for each in event.conference_connections}
        assert rows[ConnectionID(old, device)] == ConnectionID(number, device)
        assert switch.snapshot(device) == [(number, (S.CONNECTED,) * 3)]


def test_a_consultation_by_the_transfer_key_can_become_a_conference(switch: Switch) -> None:
    consulting(switch, SoftKey.TRANSFER)
    told = switch.told(switch.does(KeyPressed("A", SoftKey.CONFERENCE)), "202")
    assert [type(each) for each in told] == [ConferencedEvent]


def test_every_phone_shows_the_conference_and_the_creator_one_call_less(switch: Switch) -> None:
    commands = confers(switch)
    for station in "ABC":
        assert prompts(switch, commands, station)[-1] == "\x80\x34"
        [told] = [each for each in switch.shown(commands, station) if isinstance(each, CallInfo)]
        name = told.called_party_name if station == "A" else told.calling_party_name
        assert name == "\x80\x34"
    states = [each.state for each in switch.shown(commands, "A") if isinstance(each, CallState)]
    assert states == [PhoneCallState.ON_HOOK, PhoneCallState.CONNECTED]


def test_nobody_speaks_before_everybody_listens(switch: Switch) -> None:
    commands = confers(switch)
    early = listen(switch, commands, "A", "B")
    assert not any(
        isinstance(each, StartMediaTransmission)
        for station in "ABC"
        for each in switch.shown(early, station)
    )
    late = listen(switch, commands, "C")
    for station in "ABC":
        [start] = switch.shown(late, station)
        assert isinstance(start, StartMediaTransmission)
        assert (start.remote_ip_address, start.remote_port_number) == MIXER
    assert mixed(late) == [(2, tuple(EARS.values()))]


def test_who_holds_is_not_mixed_and_the_others_go_on(switch: Switch) -> None:
    listen(switch, confers(switch), "A", "B", "C")
    held = switch.does(KeyPressed("B", SoftKey.HOLD))
    assert mixed(held) == [(2, (EARS["A"], EARS["C"]))]
    assert switch.shown(held, "A") == switch.shown(held, "C") == []
    for number in ("201", "202", "203"):
        [event] = switch.told(held, number)
        assert isinstance(event, HeldEvent)
        assert event.held_connection == ConnectionID("2", "202")
    taken = switch.does(KeyPressed("B", SoftKey.RESUME))
    assert [type(each) for each in switch.told(taken, "203")] == [RetrievedEvent]
    assert prompts(switch, taken, "B") == ["\x80\x34"]
    again = listen(switch, taken, "B")
    assert mixed(again) == [(2, tuple(EARS.values()))]
    assert [type(each) for each in switch.shown(again, "B")] == [StartMediaTransmission]


def test_who_leaves_leaves_two_who_talk_from_phone_to_phone(switch: Switch) -> None:
    listen(switch, confers(switch), "A", "B", "C")
    left = switch.does(OnHook("C"))
    for number, local in (("201", S.CONNECTED), ("202", S.CONNECTED), ("203", S.NULL)):
        assert cleared(switch, left, number) == [("203", local)]
    assert mixed(left) == [(2, ())]
    assert switch.snapshot("201") == [("2", (S.CONNECTED, S.CONNECTED))]
    for station in "AB":
        assert prompts(switch, left, station) == ["\x80\x18"]
        [told] = [each for each in switch.shown(left, station) if isinstance(each, CallInfo)]
        assert (told.calling_party, told.called_party) == ("201", "202")
    talking = listen(switch, left, "A", "B")
    [start] = switch.shown(talking, "B")
    assert isinstance(start, StartMediaTransmission)
    assert (start.remote_ip_address, start.remote_port_number) == EARS["A"]


def test_without_its_creator_a_conference_is_over(switch: Switch) -> None:
    listen(switch, confers(switch), "A", "B", "C")
    ended = switch.does(OnHook("A"))
    assert cleared(switch, ended, "201") == [("201", S.NULL)]
    assert cleared(switch, ended, "202") == [("201", S.CONNECTED), ("202", S.NULL)]
    assert cleared(switch, ended, "203") == [
        ("201", S.CONNECTED),
        ("202", S.CONNECTED),
        ("203", S.NULL),
    ]
    assert switch.engine.calls == ()
    assert mixed(ended) == [(2, ())]


@pytest.mark.parametrize(
    ("keywords", "act", "stands"),
    [
        (set(), OnHook("A"), True),
        (set(), KeyPressed("A", SoftKey.END_CALL), False),
        ({"endcall"}, KeyPressed("A", SoftKey.END_CALL), True),
        ({"endcall"}, OnHook("A"), True),
        ({"drop-last"}, KeyPressed("A", SoftKey.CONFERENCE), True),
    ],
)
def test_a_creator_with_keep_conference(keywords: set[str], act: object, stands: bool) -> None:
    switch = dual(keeping={"A": frozenset(keywords)})
    confers(switch)
    switch.does(act)
    assert bool(switch.engine.calls) is stands


def test_the_creators_key_lets_the_last_party_go(switch: Switch) -> None:
    confers(switch)
    dropped = switch.does(KeyPressed("A", SoftKey.CONFERENCE))
    assert cleared(switch, dropped, "203") == [("203", S.NULL)]
    assert switch.snapshot("202") == [("2", (S.CONNECTED, S.CONNECTED))]


def test_keep_conference_without_drop_last_makes_that_key_do_nothing() -> None:
    switch = dual(keeping={"A": frozenset()})
    confers(switch)
    assert prompts(switch, switch.does(KeyPressed("A", SoftKey.CONFERENCE)), "A") == ["\x80\x2d"]
    assert switch.snapshot("203") == [("2", (S.CONNECTED,) * 3)]


def test_a_phone_that_is_lost_leaves_its_conference(switch: Switch) -> None:
    confers(switch)
    lost = switch.does(StationGone("B"))
    assert cleared(switch, lost, "203") == [("202", S.CONNECTED)]
    assert switch.snapshot("201") == [("2", (S.CONNECTED, S.CONNECTED))]


def test_who_waits_on_hold_is_in_the_conference_and_still_holds(switch: Switch) -> None:
    switch.calls("201", "202")
    switch.answers("1", "202")
    switch.does(KeyPressed("B", SoftKey.HOLD))
    switch.does(KeyPressed("A", SoftKey.CONFERENCE))
    switch.does(NumberDialled("A", "203"))
    switch.answers("2", "203")
    commands = switch.does(KeyPressed("A", SoftKey.CONFERENCE))
    assert switch.snapshot("202") == [("2", (S.HOLD, S.CONNECTED, S.CONNECTED))]
    assert mixed(listen(switch, commands, "A", "C")) == [
        (2, (EARS["A"],)),
        (2, (EARS["A"], EARS["C"])),
    ]


def test_a_party_that_still_rings_is_not_added(switch: Switch) -> None:
    switch.calls("201", "202")
    switch.answers("1", "202")
    switch.does(KeyPressed("A", SoftKey.CONFERENCE))
    switch.does(NumberDialled("A", "203"))
    before = [switch.snapshot(each) for each in NUMBER.values()]
    assert prompts(switch, switch.does(KeyPressed("A", SoftKey.CONFERENCE)), "A") == [CANNOT]
    assert [switch.snapshot(each) for each in NUMBER.values()] == before


@pytest.mark.parametrize("how", [{"mixer": None}, {"most": 0}])
def test_without_a_mixer_to_spare_there_is_no_conference(how: dict[str, object]) -> None:
    switch = dual(**how)
    assert prompts(switch, confers(switch), "A") == [NO_BRIDGE]
    assert switch.snapshot("202") == [("1", (S.CONNECTED, S.HOLD))]


def test_a_conference_takes_three_and_no_more(switch: Switch) -> None:
    confers(switch)
    switch.does(KeyPressed("B", SoftKey.CONFERENCE))
    switch.does(NumberDialled("B", "207"))
    switch.does(OffHook("D"))
    assert prompts(switch, switch.does(KeyPressed("B", SoftKey.CONFERENCE)), "B") == [TOO_MANY]
    assert switch.snapshot("202") == [
        ("2", (S.HOLD, S.CONNECTED, S.CONNECTED)),
        ("3", (S.CONNECTED, S.CONNECTED)),
    ]


def test_nobody_joins_the_same_party_twice(switch: Switch) -> None:
    switch.calls("201", "203")
    switch.answers("1", "203")
    switch.does(KeyPressed("A", SoftKey.CONFERENCE))
    switch.does(NumberDialled("A", "203"))
    switch.answers("2", "203")
    assert prompts(switch, switch.does(KeyPressed("A", SoftKey.CONFERENCE)), "A") == ["\x80\x29"]


@pytest.mark.parametrize(
    ("service", "value"),
    [
        (
            SingleStepTransferCall(active_call=ConnectionID("2", "202"), transferred_to="207"),
            "invalidActiveConnectionState",
        ),
        (HoldCall(call_to_be_held=ConnectionID("2", "202")), None),
        (
            ConsultationCall(existing_call=ConnectionID("2", "202"), consulted_device="207"),
            None,
        ),
    ],
)
def test_services_on_a_conference(switch: Switch, service: object, value: str | None) -> None:
    confers(switch)
    answer = switch.asks(service)
    if value is None:
        assert not isinstance(answer, CSTAErrorCode)
    else:
        assert answer == CSTAErrorCode(STATE, value)
        assert switch.snapshot("202") == [("2", (S.CONNECTED,) * 3)]


def test_a_member_who_consults_can_come_back_and_cannot_transfer(switch: Switch) -> None:
    confers(switch)
    held, active = ConnectionID("2", "202"), ConnectionID("3", "202")
    switch.asks(ConsultationCall(existing_call=held, consulted_device="207"))
    switch.does(OffHook("D"))
    refusal = switch.asks(TransferCall(held_call=held, active_call=active))
    assert refusal == CSTAErrorCode(STATE, "invalidActiveConnectionState")
    switch.asks(ReconnectCall(held_call=held, active_call=active))
    assert switch.snapshot("202") == [("2", (S.CONNECTED,) * 3)]


def test_the_call_waiting_tone_is_heard_in_the_conversation_until_the_call_is_gone(
    switch: Switch,
) -> None:
    switch.calls("201", "202")
    switch.answers("1", "202")
    waiting = switch.shown(switch.calls("203", "201"), "A")
    tones = [each for each in waiting if isinstance(each, StartTone)]
    assert [(each.tone, each.call_reference) for each in tones] == [(Tone.CALL_WAITING_TONE, 100)]
    gone = switch.shown(switch.does(OnHook("C")), "A")
    assert StopTone(1, 100) in gone
    assert switch.snapshot("201") == [("1", (S.CONNECTED, S.CONNECTED))]


def test_numbers_deconfigured_together_all_leave_the_conference(switch: Switch) -> None:
    confers(switch)
    switch.does(Configured(tuple(each for each in NUMBERS if each.number not in ("202", "203"))))
    assert switch.engine.calls == ()


def test_a_conference_over_two_lines_of_a_phone_is_told_to_both() -> None:
    switch = dual()
    numbers = tuple(replace(each, carried=True) for each in NUMBERS)
    switch.does(Configured(numbers, conferencing=Conferencing(mixer=MIXER)))
    switch.does(StationRegistered("E", ((1, "202"), (2, "206"))))
    switch.monitors("206")
    switch.calls("201", "202")
    switch.does(LinePressed("E", 1))
    switch.does(KeyPressed("E", SoftKey.CONFERENCE))
    switch.does(NumberDialled("E", "203"))
    switch.answers("2", "203")

    commands = switch.does(KeyPressed("E", SoftKey.CONFERENCE))

    [left], [stayed] = switch.told(commands, "202"), switch.told(commands, "206")
    assert isinstance(left, ConferencedEvent)
    assert isinstance(stayed, ConferencedEvent)
    assert (left.local_connection_info, stayed.local_connection_info) == (S.NULL, S.CONNECTED)
    assert left.conferencing_device == stayed.conferencing_device == "206"
    assert switch.snapshot("202") == []


def with_a_phone_of_two_lines(channels: dict[str, int], *others: str) -> Switch:
    switch = dual()
    numbers = tuple(
        replace(each, carried=True, channels=channels.get(each.number, 1)) for each in NUMBERS
    )
    switch.does(Configured(numbers, conferencing=Conferencing(mixer=MIXER)))
    switch.does(StationRegistered("E", ((1, "202"), (2, "206"))))
    for station in others:
        switch.does(StationRegistered(station, ((1, "206"),)))
    return switch


def test_a_number_that_joins_while_its_other_call_leaves_is_told_that_it_is_connected() -> None:
    switch = with_a_phone_of_two_lines({"202": 2})
    switch.calls("203", "202")
    switch.does(OffHook("B"))
    switch.calls("201", "202")
    switch.does(LinePressed("E", 1))
    switch.does(KeyPressed("E", SoftKey.CONFERENCE))
    switch.does(OnHook("B"))
    switch.does(NumberDialled("E", "202"))
    switch.does(OffHook("B"))

    [told] = switch.told(switch.does(KeyPressed("E", SoftKey.CONFERENCE)), "202")

    assert isinstance(told, ConferencedEvent)
    assert told.local_connection_info is S.CONNECTED
    assert switch.snapshot("202") == [("3", (S.CONNECTED,) * 3)]


def test_a_number_cannot_be_in_a_conference_twice() -> None:
    switch = with_a_phone_of_two_lines({"206": 2}, "F")
    switch.does(NumberDialled("F", "202"))
    switch.does(LinePressed("E", 1))
    switch.does(KeyPressed("E", SoftKey.CONFERENCE))
    switch.does(NumberDialled("E", "203"))
    switch.answers("2", "203")

    shown = switch.shown(switch.does(KeyPressed("E", SoftKey.CONFERENCE)), "E")

    assert shown == [DisplayPromptStatus(5, "\x80\x29", 2, 102)]
    assert switch.snapshot("202") == [("1", (S.HOLD, S.CONNECTED))]
    assert switch.snapshot("203") == [("2", (S.CONNECTED, S.CONNECTED))]
