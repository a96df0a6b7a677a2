"""A call engine with phones and an application, for the tests of the switch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from harness.protocols.csta.events import Event
from harness.protocols.csta.names import AutoOriginate, LocalConnectionState
from harness.protocols.csta.services import (
    AnswerCall,
    MakeCall,
    MonitorStart,
    SnapshotDevice,
    SnapshotDeviceResponse,
)
from harness.protocols.csta.types import ConnectionID, MonitorObject
from harness.protocols.sccp.messages import Message
from harness.standin.calls.commands import Command, Notify, Respond, ToStation, Withdraw
from harness.standin.calls.engine import CallEngine
from harness.standin.calls.events import (
    Configured,
    DirectoryNumber,
    Requester,
    ServiceRequested,
    StationRegistered,
)
from harness.standin.defects import Defect
from harness.topology.dialect import STANDARD, Dialect
from tests.playbook import Playbook

NUMBERS = (
    DirectoryNumber("201", name="Alice", watched=True, carried=True),
    DirectoryNumber("202", name="Bob", watched=True, carried=True),
    DirectoryNumber("203", name="Carol", watched=True, carried=True, channels=2),
    DirectoryNumber("204", watched=True, notified=True),
    DirectoryNumber("205", carried=True),
    DirectoryNumber("206", watched=True),
)
PHONES = {"A": "201", "B": "202", "C": "203"}
APP = Requester(1, "request")


@dataclass
class Switch:
    """An engine with three phones, and one application that monitors their numbers."""

    engine: CallEngine
    now: float = 0.0
    cross_refs: dict[str, str] = field(default_factory=dict)

    def does(self, event: object) -> list[Command]:
        return self.engine.handle(event, self.now)  # type: ignore[arg-type]

    def asks(self, service: object, *, session: int = 1) -> object:
        """The answer to a service; what else it causes is dropped."""
        commands = self.does(ServiceRequested(Requester(session, "request"), service))
        [answer] = [each.answer for each in commands if isinstance(each, Respond)]
        return answer

    def monitors(self, *numbers: str) -> None:
        for number in numbers:
            start = MonitorStart(monitor_object=MonitorObject(device_object=number))
            self.cross_refs[number] = self.asks(start).monitor_cross_ref_id  # type: ignore[attr-defined]

    def told(self, commands: list[Command], number: str) -> list[Event]:
        """The events for the monitor of one number."""
        return [
            each.event
            for each in commands
            if isinstance(each, Notify) and each.monitor.cross_ref == self.cross_refs[number]
        ]

    def shown(self, commands: list[Command], station: str) -> list[Message]:
        return [
            each.message
            for each in commands
            if isinstance(each, ToStation) and each.station == station
        ]

    def snapshot(self, number: str) -> list[tuple[str, tuple[LocalConnectionState, ...]]]:
        answer = self.asks(SnapshotDevice(snapshot_object=number))
        assert isinstance(answer, SnapshotDeviceResponse)
        return [
            (call.connection_identifier.call_id, call.local_call_state.compound_call_state)
            for call in answer.calls
        ]

    def calls(self, calling: str, called: str) -> list[Command]:
        return self.does(
            ServiceRequested(
                APP,
                MakeCall(
                    calling_device=calling,
                    called_directory_number=called,
                    auto_originate=AutoOriginate.DO_NOT_PROMPT,
                ),
            )
        )

    def answers(self, call: str, number: str) -> list[Command]:
        return self.does(
            ServiceRequested(APP, AnswerCall(call_to_be_answered=ConnectionID(call, number)))
        )

    def playbook(self, *, only: Callable[[Any], bool] = lambda _: True) -> Playbook:
        return Playbook(self.engine, now=self.now, only=only)

    def to_applications(self) -> Playbook:
        """A playbook that leaves the phones aside."""
        return Playbook(
            self.engine,
            now=self.now,
            only=lambda command: isinstance(command, Respond | Notify | Withdraw),
        )


def make_switch(*defects: Defect, dialect: Dialect = STANDARD) -> Switch:
    engine = CallEngine(first_reference=100, defects=frozenset(defects), dialect=dialect)
    switch = Switch(engine)
    switch.does(Configured(NUMBERS))
    for station, number in PHONES.items():
        switch.does(StationRegistered(station, ((1, number),)))
    return switch
