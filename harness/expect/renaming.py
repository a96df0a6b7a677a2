"""Which call an event is about at one monitor, before and after it. Pure.

Most events name one connection, and its callID stays. A transfer or a conference may give a party's
call another callID: its connection list (ECMA-269 12.3.12) says which old connection became which
new one, and the device that left both calls is in no row of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from harness.protocols.csta.device_ids import directory_number


class NamesConnections(Protocol):
    """As much of an event's shape as this needs."""

    @property
    def connection(self) -> str:
        """The field with the connection that the event is about."""
        ...

    @property
    def subject(self) -> str:
        """The field with the device at the end of that connection."""
        ...

    @property
    def secondary(self) -> str:
        """The field with a second connection that it is about, if it has one."""
        ...

    @property
    def connections(self) -> str:
        """The field with the list of what became of connections, if it has one."""
        ...

    @property
    def stays(self) -> bool:
        """Whether the subject is in one of those connections."""
        ...


@dataclass(frozen=True, slots=True)
class CallIds:
    """What the witness's call was called before the event, and what it is called after it."""

    before: str | None
    after: str | None


def call_ids(
    event: object, shape: NamesConnections, *, monitored: str, known: str | None = None
) -> CallIds:
    """The call at the monitor of ``monitored``, which knew it as ``known``, if it did."""
    told = _call_id(getattr(event, shape.connection, None))
    if not shape.connections:
        return CallIds(told, told)
    row = _row_of(monitored, getattr(event, shape.connections))
    second = _call_id(getattr(event, shape.secondary, None))
    if row is not None:
        after = _call_id(row.new_connection)
        old = _call_id(row.old_connection)
        # Both calls of the device that joined them are its own, whichever the row names.
        primary = getattr(getattr(event, shape.connection), "device_id", "")
        own = directory_number(primary) == monitored
        before = known if own and known in {told, second} else old
        return CallIds(before or after, after or old)
    before = known if known in {told, second} else told
    return CallIds(before, before)


def _row_of(monitored: str, rows: Sequence[Any]) -> Any:
    for row in rows:
        devices = [
            getattr(each, "device_id", "") for each in (row.new_connection, row.old_connection)
        ]
        if monitored in {directory_number(each) for each in devices if each}:
            return row
    return None


def _call_id(connection: object) -> str | None:
    return getattr(connection, "call_id", None) or None


def list_differences(event: object, shape: NamesConnections, *, monitored: str) -> list[str]:
    """Why the connection list does not describe one resulting call that has this party in it."""
    if not shape.connections:
        return []
    rows = getattr(event, shape.connections)
    results = {_call_id(row.new_connection) for row in rows}
    if len(results) != 1 or None in results:
        found = ", ".join(sorted(str(each) for each in results)) or "none"
        return [f"the new connections are of the calls {found}, expected one"]
    subject = directory_number(getattr(event, shape.subject)) == monitored
    if (shape.stays or not subject) and _row_of(monitored, rows) is None:
        return [f"no new connection is that of {monitored!r}"]
    return []
