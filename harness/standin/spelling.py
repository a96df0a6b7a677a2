"""Device identifiers as an application writes them, and as the switch thinks of them.

The switch knows directory numbers only. An application that says ``tel:201`` is answered in its
own spelling: clients look for exactly the text they sent (reference/csta.md §5.3; ASSUMED of CME).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from harness.protocols.csta.device_ids import directory_number
from harness.protocols.csta.names import Unidentified
from harness.protocols.csta.services import MakeCall, MonitorStart

DEVICE_FIELDS = frozenset(
    {
        "added_party",
        "alerting_device",
        "answering_device",
        "called_device",
        "called_directory_number",
        "calling_device",
        "conferencing_device",
        "consulted_device",
        "device",
        "device_for_message",
        "device_id",
        "device_object",
        "device_on_call",
        "diverting_device",
        "endpoint",
        "endpoint_device",
        "failing_device",
        "forward_dn",
        "forward_to",
        "holding_device",
        "initiating_device",
        "last_redirection_device",
        "new_destination",
        "releasing_device",
        "retrieving_device",
        "snapshot_object",
        "target_device",
        "transferred_to",
        "transferred_to_device",
        "transferring_device",
    }
)
"""Every field of a CSTA message, at any depth, whose text is a device identifier."""

_AROUND_THE_NUMBER = re.compile(r"(?i)(?P<before>tel:|sips?:)?[^@;<>]+(?:(?P<after>@.*)|;.*)?")


def respelled(value: Any, spell: Callable[[str], str]) -> Any:
    """``value`` with each device identifier in it put through ``spell``."""
    if isinstance(value, tuple):
        return tuple(respelled(each, spell) for each in value)
    changes: dict[str, Any] = {}
    for name, may_identify in _fields_of(value.__class__):
        old = getattr(value, name)
        if not isinstance(old, str):
            new = respelled(old, spell)
        elif may_identify and old and not isinstance(old, Unidentified):
            new = spell(old)
        else:
            continue
        if new is not old:
            changes[name] = new
    return replace(value, **changes) if changes else value


@cache
def _fields_of(kind: type) -> tuple[tuple[str, bool], ...]:
    """A message's fields, and whether the text of each is a device identifier; else nothing."""
    found = fields(kind) if is_dataclass(kind) else ()
    return tuple((each.name, each.name in DEVICE_FIELDS) for each in found)


def plain(value: Any) -> Any:
    """``value`` with directory numbers for device identifiers."""
    return respelled(value, directory_number)


class Spelling:
    """How one application writes device identifiers, learnt from what it monitors.

    A router that ``learns`` nothing writes all of them in a style of its own.
    """

    def __init__(self, before: str = "", after: str = "", *, learns: bool = True) -> None:
        self._before, self._after = before, after
        self._learns = learns
        self._known: dict[str, str] = {}

    def learn(self, device_id: str) -> None:
        """Write that device just so from now on, and others in the same style."""
        if not self._learns:
            return
        style = _AROUND_THE_NUMBER.fullmatch(device_id.strip())
        if style is not None:
            self._before, self._after = style["before"] or "", style["after"] or ""
        number = directory_number(device_id)
        if number != device_id:
            self._known[number] = device_id

    def hear(self, request: object) -> None:
        """Learn from what is asked for: a monitor, or a call while there is none."""
        if isinstance(request, MonitorStart):
            self.learn(request.monitor_object.device_object)
        elif isinstance(request, MakeCall) and not self._known:
            self.learn(request.calling_device)

    def __call__(self, number: str) -> str:
        """The application's spelling of a directory number."""
        return self._known.get(number) or f"{self._before}{number}{self._after}"

    def of(self, value: Any) -> Any:
        """``value`` in the application's spelling."""
        if not (self._before or self._after or self._known):
            return value
        return respelled(value, self)
