"""The calls of one line as its monitor's events tell them: pure, a fold and nothing else.

ECMA-269 promises that events suffice: each carries the state of the monitored device's own
connection (``localConnectionInfo``). What stood before the monitor was started comes from a
snapshot. A call that a transfer or a conference renames goes on under its new name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from harness.protocols.csta.device_ids import directory_number
from harness.protocols.csta.events import ConferencedEvent, TransferredEvent
from harness.protocols.csta.names import LocalConnectionState, Unidentified
from harness.protocols.csta.types import (
    ConnectionID,
    ConnectionListItem,
    SnapshotDeviceResponseInfo,
)

_GONE = LocalConnectionState.NULL


@dataclass(frozen=True, slots=True)
class CallSeen:
    """One call at the line."""

    call_id: str
    state: LocalConnectionState
    others: tuple[str, ...] = ()
    """Who else was named in it, as numbers, in the order they were named."""


@dataclass(frozen=True, slots=True)
class CallTable:
    """The calls of one line, oldest first."""

    line: str
    calls: tuple[CallSeen, ...] = ()

    def told(self, event: object) -> CallTable:
        """The table after an event."""
        state = getattr(event, "local_connection_info", None)
        if isinstance(event, TransferredEvent | ConferencedEvent):
            return self._joined(event, state)
        connection = _connection_of(event)
        if connection is None:
            return self
        others = self._others_in(event)
        return self._with(connection.call_id, state, others)

    def snapshot(self, calls: Iterable[SnapshotDeviceResponseInfo]) -> CallTable:
        """The table as a snapshot of the line has it; who else is in a call is kept."""
        found = []
        for each in calls:
            states = each.local_call_state.compound_call_state
            call_id = each.connection_identifier.call_id
            known = self.named(call_id)
            state = states[0] if states else LocalConnectionState.CONNECTED
            found.append(CallSeen(call_id, state, known.others if known else ()))
        return replace(self, calls=tuple(found))

    def named(self, call_id: str) -> CallSeen | None:
        """The call of that id."""
        return next((each for each in self.calls if each.call_id == call_id), None)

    def in_state(self, *states: LocalConnectionState) -> CallSeen | None:
        """The youngest call in one of these states, the first of them first."""
        for state in states:
            for each in reversed(self.calls):
                if each.state is state:
                    return each
        return None

    def _with(
        self, call_id: str, state: LocalConnectionState | None, others: Iterable[str]
    ) -> CallTable:
        known = self.named(call_id)
        if state is _GONE:
            return replace(self, calls=tuple(each for each in self.calls if each is not known))
        if known is None:
            if state is None:
                return self
            return replace(self, calls=(*self.calls, CallSeen(call_id, state, tuple(others))))
        now = CallSeen(
            call_id, state or known.state, tuple(dict.fromkeys((*known.others, *others)))
        )
        return replace(self, calls=tuple(now if each is known else each for each in self.calls))

    def _joined(
        self, event: TransferredEvent | ConferencedEvent, state: LocalConnectionState | None
    ) -> CallTable:
        old = {event.primary_old_call.call_id}
        if event.secondary_old_call is not None:
            old.add(event.secondary_old_call.call_id)
        if isinstance(event, TransferredEvent):
            items = event.transferred_connections
        else:
            items = event.conference_connections
        left = tuple(each for each in self.calls if each.call_id not in old)
        call_id = self._new_call(items) or event.primary_old_call.call_id
        if state is None or state is _GONE:
            return replace(self, calls=left)
        others = [directory_number(item.endpoint or "") for item in items]
        known = tuple(each for each in dict.fromkeys(others) if each and each != self.line)
        return replace(self, calls=(*left, CallSeen(call_id, state, known)))

    def _new_call(self, items: Iterable[ConnectionListItem]) -> str:
        new = [item.new_connection for item in items if item.new_connection is not None]
        ours = [each for each in new if directory_number(each.device_id) == self.line]
        return (ours or new)[0].call_id if new else ""

    def _others_in(self, event: object) -> list[str]:
        names = ("calling_device", "called_device", "alerting_device", "answering_device")
        devices = [getattr(event, name, None) for name in names]
        told = [each for each in devices if each and not isinstance(each, Unidentified)]
        numbers = [directory_number(each) for each in told]
        return [each for each in dict.fromkeys(numbers) if each != self.line]


def _connection_of(event: object) -> ConnectionID | None:
    """The connection that an event is about: its first."""
    for each in fields(event):  # type: ignore[arg-type]
        content = getattr(event, each.name)
        if isinstance(content, ConnectionID):
            return content
    return None
