"""What one monitor makes of its events: the state of its calls, from nothing but what it was told.

Written after ECMA-269 clause 17.2 and reference/csta.md §3.3, §3.4, apart from the switch and from
the plans' patterns: it knows the values of the events and no rule of theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
from harness.protocols.csta.names import LocalConnectionState
from harness.protocols.csta.types import ConnectionID

S = LocalConnectionState
States = dict[str, LocalConnectionState | None]
"""By device; ``None`` for a party of whom only its presence was told."""


@dataclass(frozen=True, slots=True)
class Step:
    """What an event says of the connection that it is about."""

    subject: str
    device: str
    before: frozenset[LocalConnectionState]
    after: LocalConnectionState


def _step(
    subject: str, device: str, *before: LocalConnectionState, after: LocalConnectionState
) -> Step:
    return Step(f"{subject}connection", f"{device}_device", frozenset(before), after)


STEPS: Mapping[type, Step] = {
    ServiceInitiatedEvent: _step("initiated_", "initiating", S.NULL, after=S.INITIATED),
    OriginatedEvent: _step("originated_", "calling", S.INITIATED, after=S.CONNECTED),
    DeliveredEvent: _step("", "alerting", S.NULL, after=S.ALERTING),
    EstablishedEvent: _step("established_", "answering", S.ALERTING, after=S.CONNECTED),
    HeldEvent: _step("held_", "holding", S.CONNECTED, after=S.HOLD),
    RetrievedEvent: _step("retrieved_", "retrieving", S.HOLD, after=S.CONNECTED),
    DivertedEvent: _step("", "diverting", S.ALERTING, S.NULL, after=S.NULL),
    ConnectionClearedEvent: _step(
        "dropped_",
        "releasing",
        *(S.INITIATED, S.ALERTING, S.CONNECTED, S.HOLD, S.FAIL),
        after=S.NULL,
    ),
}


@dataclass
class Story:
    """The calls of one device as its monitor knows them."""

    device: str
    calls: dict[str, States] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    """The calls that failed at another device, which is no party of them."""

    def hear(self, event: object) -> None:
        """Take an event; it must follow from what was told before."""
        if isinstance(event, TransferredEvent):
            self._transferred(event)
        elif isinstance(event, ConferencedEvent):
            self._conferenced(event)
        elif isinstance(event, FailedEvent):
            self._failed(event)
        elif type(event) in STEPS:
            self._told(event)
        self.failed &= self.calls.keys()

    def _told(self, event: object) -> None:
        step = STEPS[type(event)]
        subject: ConnectionID = getattr(event, step.subject)
        assert getattr(event, step.device) == subject.device_id
        own: LocalConnectionState = event.local_connection_info  # type: ignore[attr-defined]
        known = subject.call_id in self.calls
        parties = self.calls.setdefault(subject.call_id, {})
        before = parties.get(subject.device_id, S.NULL)
        assert before is None or before in step.before, f"{before} before {event}"
        if not known and isinstance(event, DeliveredEvent):
            assert subject.device_id == self.device, f"{event} begins a call of others"
            parties[str(event.calling_device)] = S.CONNECTED
        parties[subject.device_id] = step.after
        if subject.device_id != self.device:
            assert parties.get(self.device, S.NULL) is own, f"{event} changes another connection"
        assert own is (parties.get(self.device) or S.NULL), f"{event} is about its own device"
        if step.after is S.NULL:
            del parties[subject.device_id]
        if own is S.NULL:
            del self.calls[subject.call_id]

    def _failed(self, event: FailedEvent) -> None:
        call, where = event.failed_connection.call_id, event.failed_connection.device_id
        parties = self.calls[call]
        assert len(parties) == 1, f"{event} while another party is there"
        if event.local_connection_info is S.FAIL:
            assert where == self.device
            assert parties[self.device] in (S.INITIATED, S.CONNECTED)
            parties[self.device] = S.FAIL
            return
        # A busy party has no connection in this call, not even when it calls itself.
        assert parties[self.device] is event.local_connection_info is S.CONNECTED
        if where != self.device:
            self.failed.add(call)

    def _transferred(self, event: TransferredEvent) -> None:
        gone = [each for each in (event.primary_old_call, event.secondary_old_call) if each]
        before = self._leaving(gone)
        rows = {str(each.endpoint): each for each in event.transferred_connections}
        own = rows.get(self.device)
        if own is None or own.old_connection is None:
            assert self.device in {each.device_id for each in gone}, "one line or two of the phone"
            assert event.local_connection_info is S.NULL
            return
        assert own.old_connection.call_id in {each.call_id for each in gone}
        assert before[self.device] is event.local_connection_info, "others are left alone"
        there = {device for device, row in rows.items() if row.old_connection is not None}
        assert own.new_connection is not None
        assert own.new_connection.call_id not in self.calls, "a call that stands"
        self.calls[own.new_connection.call_id] = {each: before.get(each) for each in there}

    def _conferenced(self, event: ConferencedEvent) -> None:
        gone = [each for each in (event.primary_old_call, event.secondary_old_call) if each]
        assert len(gone) == 2
        assert event.conferencing_device == gone[1].device_id
        before = self._leaving(gone)
        before[str(event.conferencing_device)] = S.CONNECTED
        rows = {str(each.endpoint): each for each in event.conference_connections}
        assert len(rows) == 3
        assert event.added_party in rows
        if self.device not in rows:
            assert self.device == gone[0].device_id, "another line of the creator's phone"
            assert event.local_connection_info is S.NULL
            return
        assert before[self.device] is event.local_connection_info, "states are left alone"
        [call] = {row.new_connection.call_id for row in rows.values() if row.new_connection}
        assert call not in self.calls, "a call that stands"
        self.calls[call] = {device: before.get(device) for device in rows}

    def _leaving(self, gone: list[ConnectionID]) -> States:
        """The parties that are left where these connections have gone from their calls."""
        before: States = {}
        for each in gone:
            parties = self.calls.pop(each.call_id, {})
            parties.pop(each.device_id, None)
            before |= parties
        return before
