"""Each seeded defect does what its row says, and nothing besides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import harness.standin
from harness.protocols.csta.services import (
    ClearConnection,
    ClearConnectionResponse,
    HoldCall,
    MonitorStop,
    MonitorStopResponse,
)
from harness.protocols.csta.types import ConnectionID
from harness.standin.calls.commands import Command
from harness.standin.calls.events import OffHook, OnHook, ServiceRequested
from harness.standin.defects import DEFECTS, Defect
from tests.standin.switching import APP, Switch, make_switch


def conversation(switch: Switch) -> list[Command]:
    """Stop a monitor, call a busy phone, then an idle one; answer, misuse, clear, hang up."""
    switch.monitors("201", "202", "203")
    stop = MonitorStop(monitor_cross_ref_id=switch.cross_refs["203"])
    commands = switch.does(ServiceRequested(APP, stop))
    switch.does(OffHook("C"))
    commands += switch.does(OnHook("C"))
    commands += switch.does(OffHook("B"))
    commands += switch.calls("201", "202")
    commands += switch.does(OnHook("A"))
    commands += switch.does(OnHook("B"))
    commands += switch.calls("201", "202")
    held = HoldCall(call_to_be_held=ConnectionID("4", "202"))
    commands += switch.does(ServiceRequested(APP, held))
    commands += switch.answers("4", "202")
    cleared = ClearConnection(connection_to_be_cleared=ConnectionID("4", "202"))
    commands += switch.does(ServiceRequested(APP, cleared))
    return commands


def differences(defect: Defect) -> tuple[list[Command], list[Command]]:
    """What the sound switch does and the broken one does not, and the other way round."""
    sound, broken = conversation(make_switch()), conversation(make_switch(defect))
    missing = [each for each in sound if each not in broken]
    extra = [each for each in broken if each not in sound]
    return missing, extra


def kinds(commands: list[Command]) -> list[str]:
    """The names of events, answers and messages, with the device monitored or the phone."""
    return [
        f"{type(inner).__name__} {getattr(getattr(each, 'monitor', each), 'device', '')}"
        f"{getattr(each, 'station', '')}".strip()
        for each in commands
        for inner in [
            getattr(each, "event", None)
            or getattr(each, "answer", None)
            or getattr(each, "message", None)
        ]
    ]


SEEN_IN_THE_CALLS: dict[Defect, tuple[list[str], list[str]]] = {
    Defect.EVENT_MISSING: (["EstablishedEvent 201"], []),
    Defect.WRONG_CAUSE: (["DeliveredEvent 201", "DeliveredEvent 202"],) * 2,
    Defect.WRONG_DEVICE: (["EstablishedEvent 201", "EstablishedEvent 202"],) * 2,
    Defect.WRONG_LOCAL_CONNECTION_INFO: (["DeliveredEvent 202"],) * 2,
    Defect.EVENT_AFTER_MONITOR_STOP: ([], ["ConnectionClearedEvent 203"]),
    Defect.NO_RING: (["SetRinger B"], []),
    Defect.WRONG_CALLER_ON_SCREEN: (["CallInfo B", "CallInfo B"],) * 2,
    Defect.BUSY_NOT_REPORTED: (["FailedEvent 201"], []),
    Defect.LAMP_STAYS_LIT: (["SetLamp C", "SetLamp A", "SetLamp B", "SetLamp B", "SetLamp A"], []),
    Defect.WRONG_FAULT: (["CSTAErrorCode"],) * 2,
}


@pytest.mark.parametrize("defect", list(SEEN_IN_THE_CALLS))
def test_a_defect_changes_what_its_row_says_and_nothing_else(defect: Defect) -> None:
    missing, extra = differences(defect)
    assert (kinds(missing), kinds(extra)) == SEEN_IN_THE_CALLS[defect]


def test_event_twice_repeats_one_event_at_the_called_party() -> None:
    sound, broken = conversation(make_switch()), conversation(make_switch(Defect.EVENT_TWICE))
    for each in sound:
        broken.remove(each)
    assert kinds(broken) == ["DeliveredEvent 202"]


def test_wrong_order_moves_one_event_only() -> None:
    sound, broken = conversation(make_switch()), conversation(make_switch(Defect.WRONG_ORDER))
    assert sorted(map(repr, sound)) == sorted(map(repr, broken))
    told = [each for each in kinds(broken) if each.endswith("Event 201")]
    last_call = told[told.index("DeliveredEvent 201") - 1 :][:3]
    assert last_call == ["ServiceInitiatedEvent 201", "DeliveredEvent 201", "OriginatedEvent 201"]


def test_a_call_that_never_clears_is_said_to_be_cleared() -> None:
    switch = make_switch(Defect.CALL_NEVER_CLEARS)
    switch.monitors("201")
    switch.calls("201", "202")
    switch.answers("1", "202")
    clear = ClearConnection(connection_to_be_cleared=ConnectionID("1", "201"))
    [answer] = switch.does(ServiceRequested(APP, clear))
    assert answer.answer == ClearConnectionResponse()  # type: ignore[union-attr]
    assert len(switch.engine.calls) == 1
    switch.does(OnHook("A"))
    assert switch.engine.calls == ()


def test_a_stopped_monitor_is_acknowledged_either_way() -> None:
    switch = make_switch(Defect.EVENT_AFTER_MONITOR_STOP)
    switch.monitors("201")
    assert switch.asks(MonitorStop(monitor_cross_ref_id="1")) == MonitorStopResponse()


def test_every_defect_has_a_row_and_sits_where_the_row_says() -> None:
    assert set(DEFECTS) == set(Defect)
    standin = Path(harness.standin.__path__[0])
    for defect, row in DEFECTS.items():
        assert row.effect
        assert row.breaks
        named = rf"Defect\.{defect.name}\b"
        assert re.search(named, (standin / row.seeded_in).read_text(encoding="utf-8")), defect
