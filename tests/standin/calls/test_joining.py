"""What monitors and phones are told when calls meet or change hands (reference/csta.md §3.3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.protocols.csta.events import (
    DeliveredEvent,
    DivertedEvent,
    HeldEvent,
    RetrievedEvent,
    TransferredEvent,
)
from harness.protocols.csta.names import Cause, LocalConnectionState, Unidentified
from harness.protocols.csta.services import (
    AlternateCall,
    ConsultationCall,
    ConsultationCallResponse,
    DeflectCall,
    DeflectCallResponse,
    ReconnectCall,
    SingleStepTransferCall,
    SingleStepTransferCallResponse,
    TransferCall,
    TransferCallResponse,
)
from harness.protocols.csta.types import ConnectionID, ConnectionListItem
from harness.protocols.sccp.messages import (
    CallInfo,
    CallState,
    CloseReceiveChannel,
    OpenReceiveChannel,
    SelectSoftKeys,
    SetRinger,
    StartMediaTransmission,
    StartTone,
    StopMediaTransmission,
)
from harness.protocols.sccp.numbers import PhoneCallState, RingMode, SoftKey, SoftKeySet, Tone
from harness.standin.calls.commands import Command, Monitor, Notify, Respond
from harness.standin.calls.events import (
    ChannelOpened,
    Configured,
    KeyPressed,
    LinesAssigned,
    NumberDialled,
    OffHook,
    OnHook,
    ServiceRequested,
    StationRegistered,
    TimePassed,
)
from tests.standin.switching import APP, NUMBERS, Switch

S = LocalConnectionState
HELD, ACTIVE = ConnectionID("1", "201"), ConnectionID("2", "201")
FAR, NEAR = ConnectionID("1", "202"), ConnectionID("2", "203")
A_FIRST, B, A_SECOND, C = 100, 101, 102, 103
"""Call references, in the order in which a consultation gives them out."""
TO_B, TO_A_FIRST, TO_C, TO_A_SECOND, TO_B_LATER, TO_C_LATER = range(1, 7)
"""Pass-through party ids of the channels that a consultation and its transfer open, in order."""


@pytest.fixture
def talking(monitored: Switch) -> Switch:
    """201, with two channels, talks with 202; both phones listen."""
    dual = (replace(each, channels=2) if each.number == "201" else each for each in NUMBERS)
    monitored.does(Configured(tuple(dual)))
    monitored.calls("201", "202")
    monitored.answers("1", "202")
    monitored.does(ChannelOpened("A", TO_A_FIRST, "10.0.0.1", 20_000))
    monitored.does(ChannelOpened("B", TO_B, "10.0.0.2", 20_002))
    return monitored


@pytest.fixture
def announcing(talking: Switch) -> Switch:
    """201 holds 202, and 203 rings."""
    asks(talking, ConsultationCall(existing_call=HELD, consulted_device="203"))
    return talking


@pytest.fixture
def consulting(announcing: Switch) -> Switch:
    """201 holds 202 and talks with 203."""
    announcing.answers("2", "203")
    announcing.does(ChannelOpened("A", TO_A_SECOND, "10.0.0.1", 20_004))
    announcing.does(ChannelOpened("C", TO_C, "10.0.0.3", 20_006))
    return announcing


def asks(switch: Switch, service: object) -> list[Command]:
    return switch.does(ServiceRequested(APP, service))


def story(switch: Switch, commands: list[Command], number: str) -> list[tuple[str, str, str]]:
    return [
        (
            type(each).__name__.removesuffix("Event"),
            str(each.cause),
            str(each.local_connection_info),
        )
        for each in switch.told(commands, number)
    ]


def opened_at(switch: Switch, commands: list[Command], station: str) -> list[int]:
    """The pass-through party ids of the channels that a phone is asked to open."""
    return [
        each.pass_through_party_id
        for each in switch.shown(commands, station)
        if isinstance(each, OpenReceiveChannel)
    ]


def test_a_consultation_holds_one_party_and_calls_another(talking: Switch) -> None:
    commands = asks(talking, ConsultationCall(existing_call=HELD, consulted_device="203"))
    assert commands[0] == Respond(APP, ConsultationCallResponse(initiated_call=ACTIVE))
    assert story(talking, commands, "201") == [
        ("Held", "consultation", "hold"),
        ("ServiceInitiated", "consultation", "initiated"),
        ("Originated", "consultation", "connected"),
        ("Delivered", "consultation", "connected"),
    ]
    assert story(talking, commands, "202") == [("Held", "consultation", "connected")]
    assert story(talking, commands, "203") == [("Delivered", "consultation", "alerting")]
    assert StopMediaTransmission(1, TO_B, B) in talking.shown(commands, "B")


def test_the_trnsfer_key_consults_and_joins(talking: Switch) -> None:
    pressed = talking.does(KeyPressed("A", SoftKey.TRANSFER, 1, A_FIRST))
    assert story(talking, pressed, "201") == [
        ("Held", "consultation", "hold"),
        ("ServiceInitiated", "consultation", "initiated"),
    ]
    dialled = talking.does(NumberDialled("A", "203"))
    keys = SelectSoftKeys(1, A_SECOND, SoftKeySet.CONNECTED_WITH_TRANSFER)
    assert keys in talking.shown(dialled, "A")
    talking.does(OffHook("C"))
    again = talking.does(KeyPressed("A", SoftKey.TRANSFER, 1, A_SECOND))
    assert [story(talking, again, each) for each in ("201", "202", "203")] == [
        [("Transferred", "transfer", "null")],
        [("Transferred", "transfer", "connected")],
        [("Transferred", "transfer", "connected")],
    ]


def test_the_trnsfer_key_needs_a_second_channel(talking: Switch) -> None:
    commands = talking.does(KeyPressed("B", SoftKey.TRANSFER, 1, B))
    assert talking.told(commands, "202") == []
    assert talking.snapshot("202") == [("1", (S.CONNECTED, S.CONNECTED))]


def test_a_second_line_of_the_phone_will_do(talking: Switch) -> None:
    talking.does(LinesAssigned("B", ((1, "202"), (2, "204"))))
    talking.does(KeyPressed("B", SoftKey.TRANSFER, 1, B))
    assert talking.snapshot("202") == [("1", (S.HOLD, S.CONNECTED))]
    assert talking.snapshot("204") == [("2", (S.INITIATED,))]


def test_a_transfer_over_two_lines_of_a_phone_is_told_to_both(talking: Switch) -> None:
    talking.does(StationRegistered("D", ((1, "206"),)))
    talking.does(LinesAssigned("B", ((1, "202"), (2, "203"))))
    talking.does(KeyPressed("B", SoftKey.TRANSFER, 1, B))
    talking.does(NumberDialled("B", "206"))
    again = talking.does(KeyPressed("B", SoftKey.TRANSFER, 2))
    assert [story(talking, again, each) for each in ("201", "202", "203")] == [
        [("Transferred", "transfer", "connected")],
        [("Transferred", "transfer", "null")],
        [("Transferred", "transfer", "null")],
    ]
    [event] = talking.told(again, "203")
    assert isinstance(event, TransferredEvent)
    assert event.secondary_old_call == ConnectionID("2", "203")
    assert [each.endpoint for each in event.transferred_connections] == ["201", "206"]
    assert talking.snapshot("203") == []


@pytest.mark.parametrize("state", ["nobody answers", "busy", "still dialling"])
def test_the_trnsfer_key_joins_nobody_to_nothing(talking: Switch, state: str) -> None:
    if state == "busy":
        talking.does(OffHook("C"))
    talking.does(KeyPressed("A", SoftKey.TRANSFER, 1, A_FIRST))
    if state != "still dialling":
        talking.does(NumberDialled("A", "999" if state == "nobody answers" else "202"))
    pressed = talking.does(KeyPressed("A", SoftKey.TRANSFER, 1, A_SECOND))
    assert talking.told(pressed, "201") == talking.told(pressed, "202") == []


def transferred(monitor: Monitor, own: LocalConnectionState) -> Notify:
    return Notify(
        monitor,
        TransferredEvent(
            monitor_cross_ref_id=monitor.cross_ref,
            primary_old_call=HELD,
            secondary_old_call=ACTIVE,
            transferring_device="201",
            transferred_to_device="203",
            transferred_connections=JOINED,
            local_connection_info=own,
            cause=Cause.TRANSFER,
        ),
    )


JOINED = (
    ConnectionListItem(ConnectionID("2", "202"), FAR, "202"),
    ConnectionListItem(NEAR, NEAR, "203"),
)


def test_a_transfer_is_told_to_all_three_and_names_the_new_connections(consulting: Switch) -> None:
    first, second, third = (
        Monitor(consulting.cross_refs[each], 1, each) for each in ("201", "202", "203")
    )
    assert (
        consulting.to_applications()
        >> ServiceRequested(APP, TransferCall(held_call=HELD, active_call=ACTIVE))
        << Respond(APP, TransferCallResponse(transferred_call=NEAR, connections=JOINED))
        << transferred(first, S.NULL)
        << transferred(second, S.CONNECTED)
        << transferred(third, S.CONNECTED)
    )
    assert consulting.snapshot("201") == []
    assert consulting.snapshot("202") == [("2", (S.CONNECTED, S.CONNECTED))]
    [call] = consulting.engine.calls
    assert (call.calling, call.called) == ("202", "203")


def test_after_a_transfer_the_right_two_speak_to_each_other(consulting: Switch) -> None:
    commands = asks(consulting, TransferCall(held_call=HELD, active_call=ACTIVE))
    assert CloseReceiveChannel(1, TO_B, B) in consulting.shown(commands, "B")
    assert OpenReceiveChannel(2, TO_B_LATER, call_reference=B) in consulting.shown(commands, "B")
    assert OpenReceiveChannel(2, TO_C_LATER, call_reference=C) in consulting.shown(commands, "C")
    ended = [each for each in consulting.shown(commands, "A") if isinstance(each, CallState)]
    assert [(each.state, each.call_reference) for each in ended] == [
        (PhoneCallState.ON_HOOK, A_FIRST),
        (PhoneCallState.ON_HOOK, A_SECOND),
    ]
    opened = consulting.does(ChannelOpened("B", TO_B_LATER, "10.0.0.2", 30_000))
    opened += consulting.does(ChannelOpened("C", TO_C_LATER, "10.0.0.3", 30_002))
    started = {
        station: [
            (each.remote_ip_address, each.remote_port_number)
            for each in consulting.shown(opened, station)
            if isinstance(each, StartMediaTransmission)
        ]
        for station in "ABC"
    }
    assert started == {"A": [], "B": [("10.0.0.3", 30_002)], "C": [("10.0.0.2", 30_000)]}


def test_a_phone_that_acknowledges_a_closed_channel_late_is_not_taken_at_its_word(
    monitored: Switch,
) -> None:
    monitored.calls("201", "202")
    [closed] = opened_at(monitored, monitored.answers("1", "202"), "A")
    asks(monitored, SingleStepTransferCall(active_call=FAR, transferred_to="203"))
    answered = monitored.answers("1", "203")
    [to_a] = opened_at(monitored, answered, "A")
    [to_c] = opened_at(monitored, answered, "C")

    late = monitored.does(ChannelOpened("A", closed, "10.0.0.1", 20_000))
    assert monitored.shown(late, "C") == []
    current = monitored.does(ChannelOpened("A", to_a, "10.0.0.1", 20_010))
    [start] = monitored.shown(current, "C")
    assert isinstance(start, StartMediaTransmission)
    assert (start.pass_through_party_id, start.remote_port_number) == (to_c, 20_010)


def test_a_transfer_to_a_ringing_phone_lets_it_ring_for_the_other_caller(
    announcing: Switch,
) -> None:
    commands = asks(announcing, TransferCall(held_call=HELD, active_call=ACTIVE))
    assert story(announcing, commands, "203") == [("Transferred", "transfer", "alerting")]
    shown = [each for each in announcing.shown(commands, "C") if isinstance(each, CallInfo)]
    assert [(each.calling_party, each.called_party) for each in shown] == [("202", "203")]
    assert StartTone(Tone.ALERTING_TONE, line_instance=1, call_reference=B) in announcing.shown(
        commands, "B"
    )
    answered = announcing.answers("2", "203")
    assert story(announcing, answered, "202") == [("Established", "newCall", "connected")]
    assert announcing.told(answered, "201") == []


def test_a_transferred_call_that_nobody_answers_ends_for_both(announcing: Switch) -> None:
    asks(announcing, TransferCall(held_call=HELD, active_call=ACTIVE))
    announcing.now = announcing.engine.get_timer() or 0.0
    assert announcing.now == 180.0
    commands = announcing.does(TimePassed())
    assert story(announcing, commands, "202")[-1] == (
        "ConnectionCleared",
        "callNotAnswered",
        "null",
    )
    assert announcing.engine.calls == ()


def test_who_was_held_and_holds_himself_stays_so_after_a_transfer(consulting: Switch) -> None:
    consulting.does(KeyPressed("B", SoftKey.HOLD, 1, B))
    commands = asks(consulting, TransferCall(held_call=HELD, active_call=ACTIVE))
    assert story(consulting, commands, "202") == [("Transferred", "transfer", "hold")]
    assert StartTone(Tone.HOLD_TONE, line_instance=1, call_reference=C) in consulting.shown(
        commands, "C"
    )
    taken = consulting.does(KeyPressed("B", SoftKey.RESUME, 1, B))
    assert story(consulting, taken, "203") == [("Retrieved", "normal", "connected")]


def test_alternate_swaps_and_reconnect_ends(consulting: Switch) -> None:
    swapped = asks(consulting, AlternateCall(held_call=HELD, active_call=ACTIVE))
    assert story(consulting, swapped, "201") == [
        ("Held", "alternate", "hold"),
        ("Retrieved", "alternate", "connected"),
    ]
    assert [type(each) for each in consulting.told(swapped, "202")] == [RetrievedEvent]
    assert [type(each) for each in consulting.told(swapped, "203")] == [HeldEvent]
    ended = asks(consulting, ReconnectCall(active_call=HELD, held_call=ACTIVE))
    assert story(consulting, ended, "201") == [
        ("ConnectionCleared", "normalClearing", "null"),
        ("Retrieved", "normal", "connected"),
    ]
    assert consulting.snapshot("202") == []


def test_resume_while_talking_swaps_with_the_same_cause(consulting: Switch) -> None:
    commands = consulting.does(KeyPressed("A", SoftKey.RESUME, 1, A_FIRST))
    assert story(consulting, commands, "201") == [
        ("Held", "alternate", "hold"),
        ("Retrieved", "alternate", "connected"),
    ]


def test_the_consulting_party_hangs_up_and_keeps_the_held_call(consulting: Switch) -> None:
    consulting.does(OnHook("A", 0, A_SECOND))
    assert consulting.snapshot("201") == [("1", (S.HOLD, S.CONNECTED))]
    assert consulting.snapshot("203") == []


def test_a_single_step_transfer_is_told_before_the_new_party_is_alerted(talking: Switch) -> None:
    commands = asks(talking, SingleStepTransferCall(active_call=FAR, transferred_to="203"))
    rows = (
        ConnectionListItem(HELD, HELD, "201"),
        ConnectionListItem(ConnectionID("1", "203"), None, "203"),
    )
    assert commands[0] == Respond(
        APP,
        SingleStepTransferCallResponse(transferred_call=ConnectionID("1", "203"), connections=rows),
    )
    assert story(talking, commands, "202") == [("Transferred", "singleStepTransfer", "null")]
    assert story(talking, commands, "201") == [
        ("Transferred", "singleStepTransfer", "connected"),
        ("Delivered", "singleStepTransfer", "connected"),
    ]
    [delivered] = talking.told(commands, "203")
    assert isinstance(delivered, DeliveredEvent)
    assert (delivered.calling_device, delivered.last_redirection_device) == ("201", "202")
    [moved, _] = talking.told(commands, "201")
    assert isinstance(moved, TransferredEvent)
    assert (moved.secondary_old_call, moved.transferred_connections) == (None, rows)


def test_a_deflected_call_leaves_one_phone_for_another(monitored: Switch) -> None:
    monitored.calls("201", "202")
    commands = asks(monitored, DeflectCall(call_to_be_diverted=FAR, new_destination="203"))
    assert commands[0] == Respond(APP, DeflectCallResponse())
    assert story(monitored, commands, "201") == [
        ("Diverted", "redirected", "connected"),
        ("Delivered", "redirected", "connected"),
    ]
    [diverted] = monitored.told(commands, "202")
    assert isinstance(diverted, DivertedEvent)
    assert (diverted.connection, diverted.new_destination) == (FAR, "203")
    assert diverted.local_connection_info is S.NULL
    [delivered] = monitored.told(commands, "203")
    assert isinstance(delivered, DeliveredEvent)
    assert (delivered.called_device, delivered.last_redirection_device) == ("202", "202")
    assert SetRinger(RingMode.OFF) in monitored.shown(commands, "B")
    answered = monitored.answers("1", "203")
    [established] = monitored.told(answered, "201")
    assert established.cause is Cause.NEW_CALL


def test_an_ordinary_call_was_redirected_by_nobody(monitored: Switch) -> None:
    [_, _, delivered] = monitored.told(monitored.calls("201", "202"), "201")
    assert isinstance(delivered, DeliveredEvent)
    assert delivered.last_redirection_device is Unidentified.NOT_REQUIRED


def test_who_calls_himself_is_busy_wherever_his_calls_go(monitored: Switch) -> None:
    numbers = (replace(each, forward_all="203" if each.number == "201" else "") for each in NUMBERS)
    monitored.does(Configured(tuple(numbers)))
    commands = monitored.calls("201", "201")
    assert story(monitored, commands, "201")[-1] == ("Failed", "busy", "connected")
    assert monitored.told(commands, "203") == []


def test_the_ringing_time_begins_anew_at_the_new_phone(monitored: Switch) -> None:
    monitored.calls("201", "202")
    monitored.now = 100.0
    asks(monitored, DeflectCall(call_to_be_diverted=FAR, new_destination="203"))
    assert monitored.engine.get_timer() == 280.0
