"""What the other phones of a line are told (reference/sccp.md §5.18)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.protocols.csta.events import EstablishedEvent, RetrievedEvent
from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.names import LocalConnectionState
from harness.protocols.csta.services import (
    AlternateCall,
    AnswerCall,
    ConsultationCall,
    TransferCall,
)
from harness.protocols.csta.types import ConnectionID
from harness.protocols.sccp.messages import (
    CallState,
    ClearPriNotify,
    ClearPromptStatus,
    DisplayPromptStatus,
    Message,
    SelectSoftKeys,
    SetLamp,
    SetRinger,
)
from harness.protocols.sccp.numbers import (
    LampMode,
    PhoneCallState,
    RingMode,
    SoftKey,
    SoftKeySet,
    Stimulus,
)
from harness.standin.calls.commands import Command, ToStation
from harness.standin.calls.events import (
    Configured,
    KeyPressed,
    LinePressed,
    LinesAssigned,
    OffHook,
    OnHook,
    Overlay,
    StationGone,
    StationRegistered,
)
from harness.standin.defects import Defect
from tests.standin.switching import NUMBERS, Switch, make_switch

S = LocalConnectionState
CALLER, CALLEE = 100, 101


@pytest.fixture
def shared(monitored: Switch) -> Switch:
    """Bob's line is on a second phone's fourth key, too."""
    monitored.does(StationRegistered("B2", ((4, "202"),)))
    return monitored


def states(switch: Switch, commands: list[Command], station: str) -> list[tuple[int, int, int]]:
    return [
        (each.state, each.line_instance, each.call_reference)
        for each in switch.shown(commands, station)
        if isinstance(each, CallState)
    ]


def last(switch: Switch, commands: list[Command], station: str, kind: type) -> Message:
    return [each for each in switch.shown(commands, station) if isinstance(each, kind)][-1]


def test_the_phone_that_did_not_answer_shows_the_line_in_use(shared: Switch) -> None:
    shared.calls("201", "202")
    answered = shared.does(OffHook("B2"))
    told = shared.shown(answered, "B")
    assert told[0] == SetRinger(RingMode.OFF, 1, 1, CALLEE)
    assert told[1] == ClearPriNotify(5)
    assert told[2] == CallState(PhoneCallState.CALL_REMOTE_MULTILINE, 1, CALLEE)
    assert told[4:] == [
        SelectSoftKeys(1, CALLEE, SoftKeySet.IN_USE_HINT),
        DisplayPromptStatus(0, "\x80\x1f", 1, CALLEE),
        SetLamp(Stimulus.LINE, 1, LampMode.ON),
    ]
    assert [type(each) for each in shared.told(answered, "202")] == [EstablishedEvent]


def test_a_line_taken_by_hand_is_in_use_at_the_other_phone(shared: Switch) -> None:
    lifted = shared.does(OffHook("B"))
    assert states(shared, lifted, "B2") == [(PhoneCallState.CALL_REMOTE_MULTILINE, 4, CALLER)]
    given_up = shared.does(OnHook("B"))
    assert states(shared, given_up, "B2") == [(PhoneCallState.ON_HOOK, 4, CALLER)]
    assert last(shared, given_up, "B2", ClearPromptStatus) == ClearPromptStatus(4, CALLER)
    assert last(shared, given_up, "B2", SetLamp) == SetLamp(Stimulus.LINE, 4, LampMode.OFF)


def test_nothing_is_told_twice(shared: Switch) -> None:
    shared.calls("201", "202")
    shared.does(OffHook("B2"))
    held = shared.does(KeyPressed("A", SoftKey.HOLD))
    assert shared.shown(held, "B") == []


def test_a_held_call_waits_at_every_phone_of_the_line(shared: Switch) -> None:
    shared.calls("201", "202")
    shared.does(OffHook("B2"))
    held = shared.does(KeyPressed("B2", SoftKey.HOLD))
    assert states(shared, held, "B") == [(PhoneCallState.HOLD, 1, CALLEE)]
    assert last(shared, held, "B", SelectSoftKeys) == SelectSoftKeys(1, CALLEE, SoftKeySet.ON_HOLD)
    assert last(shared, held, "B", SetLamp) == SetLamp(Stimulus.LINE, 1, LampMode.WINK)


@pytest.mark.parametrize(
    "by", [KeyPressed("B", SoftKey.RESUME, 1, CALLEE), LinePressed("B", 1)], ids=["key", "line"]
)
def test_a_held_call_is_resumed_at_the_other_phone(shared: Switch, by: object) -> None:
    shared.calls("201", "202")
    shared.does(OffHook("B2"))
    shared.does(KeyPressed("B2", SoftKey.HOLD))
    resumed = shared.does(by)
    assert [type(each) for each in shared.told(resumed, "202")] == [RetrievedEvent]
    assert states(shared, resumed, "B")[-1] == (PhoneCallState.CONNECTED, 1, CALLEE)
    assert states(shared, resumed, "B2") == [(PhoneCallState.CALL_REMOTE_MULTILINE, 4, CALLEE)]
    [connection] = shared.engine.connections_of("202")
    assert (connection.station, connection.line) == ("B", 1)
    ended = shared.does(OnHook("B"))
    assert states(shared, ended, "B2") == [(PhoneCallState.ON_HOOK, 4, CALLEE)]


def test_a_stranger_to_the_line_cannot_resume_its_call(shared: Switch) -> None:
    shared.calls("201", "202")
    shared.does(OffHook("B2"))
    shared.does(KeyPressed("B2", SoftKey.HOLD))
    tried = shared.does(KeyPressed("C", SoftKey.RESUME, 1, CALLEE))
    assert shared.told(tried, "202") == []


def test_a_single_line_in_use_elsewhere_gives_no_dial_tone(shared: Switch) -> None:
    shared.does(OffHook("B"))
    assert shared.does(LinePressed("B2", 4)) == []


def test_a_phone_that_left_is_told_nothing(shared: Switch) -> None:
    shared.calls("201", "202")
    shared.does(OffHook("B2"))
    shared.does(StationGone("B"))
    assert shared.shown(shared.does(OnHook("B2")), "B") == []


def test_a_line_that_is_taken_away_is_nobody_elses_any_more(shared: Switch) -> None:
    shared.does(LinesAssigned("B2", ((4, "205"),)))
    lifted = shared.does(OffHook("B"))
    assert shared.shown(lifted, "B2") == []


def test_an_idle_phone_of_a_dual_line_rings_in_full_while_the_other_talks() -> None:
    switch = make_switch()
    switch.does(StationRegistered("C2", ((1, "203"),)))
    switch.calls("201", "203")
    switch.does(OffHook("C"))
    waiting = switch.calls("202", "203")
    durations = {
        each.station: each.message.ring_duration
        for each in waiting
        if isinstance(each, ToStation)
        and isinstance(each.message, SetRinger)
        and each.message.ring_mode is RingMode.INSIDE
    }
    assert durations == {"C": 2, "C2": 1}


class TestOverlays:
    @pytest.fixture
    def overlaid(self) -> Switch:
        switch = make_switch()
        switch.does(StationGone("C"))
        switch.does(StationRegistered("C", ((1, "203"),), (Overlay(1, ("205", "206")),)))
        return switch

    def test_the_button_rings_for_each_number(self, overlaid: Switch) -> None:
        for number in ("203", "205", "206"):
            rung = overlaid.calls("201", number)
            assert [each.line_instance for each in overlaid.shown(rung, "C") if _rings(each)] == [1]
            overlaid.does(OnHook("A"))

    def test_a_call_goes_out_by_the_first_number_that_is_free(self, overlaid: Switch) -> None:
        overlaid.does(StationGone("B"))
        overlaid.does(StationRegistered("B", ((1, "205"),)))
        overlaid.does(OffHook("C"))
        overlaid.does(OnHook("C"))
        overlaid.does(LinesAssigned("C", ((1, "205"),), (Overlay(1, ("206",)),)))
        overlaid.does(OffHook("B"))
        overlaid.does(LinePressed("C", 1))
        [connection] = overlaid.engine.connections_of("206")
        assert connection.station == "C"

    @pytest.mark.parametrize("waits", [False, True])
    def test_while_in_use_another_call_is_heard_only_with_call_waiting(self, waits: bool) -> None:
        switch = make_switch()
        switch.does(StationGone("C"))
        switch.does(StationRegistered("C", ((1, "203"),), (Overlay(1, ("205",), waits),)))
        switch.calls("201", "203")
        switch.does(OffHook("C"))
        second = switch.calls("202", "205")
        assert any(_rings(each) for each in switch.shown(second, "C")) == waits
        ended = switch.does(OnHook("B"))
        assert bool(switch.shown(ended, "C")) == waits

    def test_an_overlaid_button_shows_nothing_of_calls_elsewhere(self, overlaid: Switch) -> None:
        overlaid.does(StationGone("B"))
        overlaid.does(StationRegistered("B", ((1, "205"),)))
        assert overlaid.shown(overlaid.does(OffHook("B")), "C") == []


def _rings(message: Message) -> bool:
    return isinstance(message, SetRinger) and message.ring_mode is RingMode.INSIDE


@pytest.mark.parametrize(
    ("defect", "station"),
    [(Defect.REMOTE_IN_USE_NOT_SHOWN, "B"), (Defect.SHARED_LINE_RINGS_ON, "B")],
)
def test_each_defect_changes_what_the_other_phone_is_told(defect: Defect, station: str) -> None:
    told = []
    for switch in (make_switch(), make_switch(defect)):
        switch.does(StationRegistered("B2", ((4, "202"),)))
        switch.calls("201", "202")
        told.append(switch.shown(switch.does(OffHook("B2")), station))
    assert told[0] != told[1]


def test_with_its_defect_a_held_call_stays_where_it_is() -> None:
    switch = make_switch(Defect.HELD_CALL_STAYS_AT_ITS_PHONE)
    switch.does(StationRegistered("B2", ((4, "202"),)))
    switch.calls("201", "202")
    switch.does(OffHook("B2"))
    switch.does(KeyPressed("B2", SoftKey.HOLD))
    switch.does(KeyPressed("B", SoftKey.RESUME, 1, CALLEE))
    [connection] = switch.engine.connections_of("202")
    assert connection.station == "B2"


def test_with_its_defect_only_the_first_phone_rings() -> None:
    switch = make_switch(Defect.SHARED_LINE_SILENT)
    switch.does(StationRegistered("B2", ((4, "202"),)))
    rung = switch.calls("201", "202")
    assert [any(map(_rings, switch.shown(rung, each))) for each in ("B", "B2")] == [True, False]


def test_a_phone_that_comes_while_its_line_rings_is_not_told_of_the_call(shared: Switch) -> None:
    shared.calls("201", "202")
    shared.does(StationGone("B2"))
    back = shared.does(StationRegistered("B2", ((4, "202"),)))
    assert states(shared, back, "B2") == []
    cleared = shared.does(OnHook("A"))
    assert states(shared, cleared, "B2") == []
    assert states(shared, cleared, "B") == [(PhoneCallState.ON_HOOK, 1, CALLEE)]


def test_who_takes_its_own_call_at_another_line_gives_it_up(monitored: Switch) -> None:
    monitored.does(StationRegistered("A", ((1, "201"), (2, "202"))))
    monitored.calls("201", "202")
    monitored.does(LinePressed("A", 2))
    assert monitored.engine.calls == ()


@pytest.fixture
def both_ends(monitored: Switch) -> Switch:
    """201 has joined the two lines of one phone: the first holds, the second is connected."""
    dual = (replace(each, channels=2) if each.number == "201" else each for each in NUMBERS)
    monitored.does(Configured(tuple(dual)))
    monitored.does(StationRegistered("D", ((1, "202"), (2, "203"))))
    monitored.calls("201", "202")
    monitored.does(LinePressed("D", 1))
    held, active = ConnectionID("1", "201"), ConnectionID("2", "201")
    monitored.asks(ConsultationCall(existing_call=held, consulted_device="203"))
    monitored.does(LinePressed("D", 2))
    monitored.asks(TransferCall(held_call=held, active_call=active))
    [call] = monitored.engine.calls
    assert {each.station for each in call.connections.values()} == {"D"}
    return monitored


@pytest.mark.parametrize(
    "event", [StationGone("D"), LinesAssigned("D", ((1, "201"),))], ids=["phone", "lines"]
)
def test_a_call_between_two_lines_that_go_at_once_ends_once(
    both_ends: Switch, event: object
) -> None:
    ended = both_ends.does(event)
    assert both_ends.engine.calls == ()
    assert [both_ends.snapshot(each) for each in ("202", "203")] == [[], []]
    for number in ("202", "203"):
        states = [each.local_connection_info for each in both_ends.told(ended, number)]  # type: ignore[attr-defined]
        assert states.count(LocalConnectionState.NULL) == 1


def test_a_line_that_is_taken_from_a_phone_rings_no_more_there(shared: Switch) -> None:
    shared.calls("201", "202")
    shown = shared.shown(shared.does(LinesAssigned("B2", ((2, "203"),))), "B2")
    assert shown[:3] == [
        SetRinger(RingMode.OFF),
        ClearPromptStatus(4, CALLEE),
        CallState(PhoneCallState.ON_HOOK, 4, CALLEE),
    ]
    assert SetLamp(Stimulus.LINE, 4, LampMode.OFF) in shown
    assert shared.snapshot("202") == [("1", (S.ALERTING, S.CONNECTED))]


def test_a_line_that_a_phone_is_given_while_it_rings_elsewhere_rings_there_unseen(
    switch: Switch,
) -> None:
    switch.calls("201", "202")
    assert switch.shown(switch.does(LinesAssigned("C", ((1, "203"), (2, "202")))), "C") == []
    assert switch.shown(switch.does(OnHook("A")), "C") == []


def test_a_call_that_rings_nowhere_any_more_ends(switch: Switch) -> None:
    switch.calls("201", "202")
    switch.does(LinesAssigned("B", ((1, "205"),)))
    assert switch.engine.calls == ()


def test_a_call_that_another_phone_of_the_line_holds_is_swapped_to_the_phone_that_talks() -> None:
    switch = make_switch()
    switch.does(Configured(tuple(replace(each, channels=2) for each in NUMBERS)))
    switch.does(StationRegistered("B2", ((4, "202"),)))
    switch.calls("201", "202")
    switch.does(OffHook("B"))
    switch.does(KeyPressed("B", SoftKey.HOLD))
    switch.calls("203", "202")
    switch.does(OffHook("B2"))

    switch.asks(
        AlternateCall(held_call=ConnectionID("1", "202"), active_call=ConnectionID("2", "202"))
    )

    assert [(call, own) for call, (own, *_) in switch.snapshot("202")] == [
        ("1", S.CONNECTED),
        ("2", S.HOLD),
    ]
    assert {each.station for each in switch.engine.connections_of("202")} == {"B2"}


def test_the_service_answers_at_a_phone_that_does_not_make_the_call_itself(switch: Switch) -> None:
    call = ConnectionID("1", "203")
    switch.does(StationRegistered("A", ((1, "201"), (2, "203"))))
    switch.does(StationGone("C"))
    switch.calls("201", "203")

    refusal = switch.asks(AnswerCall(call_to_be_answered=call))
    assert refusal == CSTAErrorCode("stateIncompatibility", "invalidConnectionState")
    assert switch.snapshot("203") == [("1", (S.ALERTING, S.CONNECTED))]

    switch.does(StationRegistered("C", ((1, "203"),)))
    switch.asks(AnswerCall(call_to_be_answered=call))
    assert switch.snapshot("203") == [("1", (S.CONNECTED, S.CONNECTED))]
    assert [each.station for each in switch.engine.connections_of("203")] == ["C"]
