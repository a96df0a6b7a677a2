"""What one message of a router shows of its dialect: one reader for each point that shows in words.

A reader answers with the choices that the message agrees with, or with nothing where it shows
nothing of its point. Plans object to a message that does not agree with the bench's dialect
(`departures`); ``harness learn`` finds out the dialect that all messages agree with. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from harness.protocols.csta.events import TransferredEvent
from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.names import LocalConnectionState, Unidentified
from harness.protocols.csta.services import (
    GetCSTAFeaturesResponse,
    MonitorStartResponse,
    SnapshotDeviceResponse,
)
from harness.protocols.csta.types import ConnectionID, LocalCallState
from harness.protocols.sip.messages import Response
from harness.topology import dialect as points
from harness.topology.dialect import Dialect, Point

Choices = frozenset[str]


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of the router and what it belongs to."""

    value: object
    """The event or answer; a SIP response where its status says more than its body."""
    octets: bytes
    """Its body."""
    asked: bytes = b""
    """The body of the latest request of the same application."""
    monitored_as: str = ""
    """The device as the application wrote it when it asked for a monitor."""
    has_calls: bool = False
    """Whether the device is known to have calls: the application has just asked."""


Reader = Callable[[Heard], Choices | None]

_EDITION = re.compile(rb"""xmlns(?::[\w.-]+)?\s*=\s*["'][^"']*/ecma-323/csta/(ed\d)["']""")
_ROOT = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)[\s/>]")
_STYLES = (("tel", re.compile(r"(?i)tel:")), ("sip", re.compile(r"(?i)sips?:")))
_TELLING = frozenset({LocalConnectionState.ALERTING, LocalConnectionState.HOLD})
_BOTH_HOLD = (LocalConnectionState.HOLD, LocalConnectionState.HOLD)


def _one(choice: str) -> Choices:
    return frozenset({choice})


def _edition(octets: bytes) -> str:
    found = _EDITION.search(octets)
    return found[1].decode() if found else "another"


def _namespace(heard: Heard) -> Choices | None:
    if not heard.octets or not heard.asked:
        return None
    told = _edition(heard.octets)
    return frozenset({told, "as-asked"}) if told == _edition(heard.asked) else _one(told)


def _prefix(heard: Heard) -> Choices | None:
    root = _ROOT.search(heard.octets)
    return None if root is None else _one("csta" if root[1] else "none")


def _features(heard: Heard) -> Choices | None:
    if not isinstance(heard.value, GetCSTAFeaturesResponse):
        return None
    return _one("grouped" if any(each.group for each in heard.value.supported_services) else "flat")


def _existing_calls(heard: Heard) -> Choices | None:
    if not isinstance(heard.value, MonitorStartResponse):
        return None
    told = heard.value.monitor_existing_calls
    if told is None:
        return _one("never") if heard.has_calls else frozenset({"when-there-are", "never"})
    return frozenset({"when-there-are", "always"}) if told else _one("always")


def _form(identifier: str) -> Choices:
    return _one("decimal" if identifier in {str(n) for n in _whole(identifier)} else "opaque")


def _whole(text: str) -> Iterator[int]:
    if text.isascii() and text.isdigit():
        yield int(text)


def _cross_reference(heard: Heard) -> Choices | None:
    if not isinstance(heard.value, MonitorStartResponse):
        return None
    return _form(heard.value.monitor_cross_ref_id)


def _connections(value: object) -> Iterator[ConnectionID]:
    """The connections that stand directly in a message."""
    if is_dataclass(value):
        parts = (getattr(value, each.name) for each in fields(value))
        yield from (part for part in parts if isinstance(part, ConnectionID))


def _call_id(heard: Heard) -> Choices | None:
    named = [each.call_id for each in _connections(heard.value) if each.call_id]
    return _form(named[0]) if named else None


def style_of(device: object) -> str:
    """How a device is written: ``tel``, ``sip`` or, bare, ``extension``."""
    text = str(device)
    return next((name for name, style in _STYLES if style.match(text)), "extension")


def _device_id(heard: Heard) -> Choices | None:
    if not heard.monitored_as:
        return None
    named = [each.device_id for each in _connections(heard.value) if each.device_id]
    if not named:
        device: Any = getattr(heard.value, "device", None)
        named = [] if device is None or isinstance(device, Unidentified) else [device]
    if not named:
        return None
    told = style_of(named[0])
    asked = style_of(heard.monitored_as)
    return frozenset({told, "as-asked"}) if told == asked else _one(told)


def _snapshot_state(heard: Heard) -> Choices | None:
    if not isinstance(heard.value, SnapshotDeviceResponse):
        return None
    found = [shown for each in heard.value.calls if (shown := _state(each.local_call_state))]
    return found[0] if found else None


def _state(told: LocalCallState) -> Choices | None:
    states = told.compound_call_state
    if told.simple_call_state is not None:
        return _one("simple")
    if len(states) > 2 or states == _BOTH_HOLD:
        return frozenset({"compound", "simple"})  # no single word tells of three, or of two holds
    if len(states) == 2:
        return _one("compound")
    # One party alone in its call has one state, however states are told.
    return _one("own") if states and states[0] in _TELLING else None


def _transferred_name(heard: Heard) -> Choices | None:
    root = _ROOT.search(heard.octets)
    if not isinstance(heard.value, TransferredEvent) or root is None:
        return None
    return _one(root[2].decode())


def _results(event: TransferredEvent) -> set[str]:
    rows = (each.new_connection for each in event.transferred_connections)
    return {each.call_id for each in rows if each is not None and each.call_id}


def _transferred_call(heard: Heard) -> Choices | None:
    event = heard.value
    if not isinstance(event, TransferredEvent) or event.secondary_old_call is None:
        return None
    known = {
        event.secondary_old_call.call_id: "secondary",
        event.primary_old_call.call_id: "primary",
    }
    results = _results(event)
    return _one(known.get(results.pop(), "new")) if len(results) == 1 else None


def _single_step_call(heard: Heard) -> Choices | None:
    event = heard.value
    if not isinstance(event, TransferredEvent) or event.secondary_old_call is not None:
        return None
    results = _results(event)
    kept = results == {event.primary_old_call.call_id}
    return _one("kept" if kept else "new") if len(results) == 1 else None


def _fault_carrier(heard: Heard) -> Choices | None:
    if b"CSTAErrorCode" not in heard.octets:
        return None
    if isinstance(heard.value, CSTAErrorCode):
        return _one("200")
    return _one(str(heard.value.status)) if isinstance(heard.value, Response) else None


READERS: Mapping[Point, Reader] = {
    points.NAMESPACE: _namespace,
    points.PREFIX: _prefix,
    points.FEATURES: _features,
    points.EXISTING_CALLS: _existing_calls,
    points.CROSS_REFERENCE: _cross_reference,
    points.CALL_ID: _call_id,
    points.DEVICE_ID: _device_id,
    points.SNAPSHOT_STATE: _snapshot_state,
    points.TRANSFERRED_NAME: _transferred_name,
    points.TRANSFERRED_CALL: _transferred_call,
    points.SINGLE_STEP_CALL: _single_step_call,
    points.FAULT_CARRIER: _fault_carrier,
}


def shown(heard: Heard) -> Iterator[tuple[Point, Choices]]:
    """What a message shows: points, and the choices that it agrees with."""
    for point, read in READERS.items():
        agreeing = read(heard)
        if agreeing is not None:
            yield point, agreeing


def departures(heard: Heard, dialect: Dialect) -> list[str]:
    """Where a message does not agree with a dialect, a sentence each."""
    return [
        f"{point.name} is {' or '.join(sorted(agreeing))}, the bench's dialect says"
        f" {dialect[point]}"
        for point, agreeing in shown(heard)
        if dialect[point] not in agreeing
    ]


# Order ------------------------------------------------------------------------------------------

CAUSES: Mapping[str, frozenset[str]] = {
    "MakeCall": frozenset({"ServiceInitiatedEvent", "OriginatedEvent"}),
    "AnswerCall": frozenset({"EstablishedEvent"}),
    "ClearConnection": frozenset({"ConnectionClearedEvent"}),
    "HoldCall": frozenset({"HeldEvent"}),
    "RetrieveCall": frozenset({"RetrievedEvent"}),
    "ConsultationCall": frozenset({"HeldEvent"}),
    "TransferCall": frozenset({"TransferredEvent"}),
    "SingleStepTransferCall": frozenset({"TransferredEvent"}),
    "DeflectCall": frozenset({"DivertedEvent"}),
}
"""The event that a service causes first at the monitor of who asked for it (ECMA-269)."""


class Order:
    """Whether one application hears the answer to its service before or after what that causes."""

    def __init__(self) -> None:
        self._events: frozenset[str] = frozenset()
        self._service = self._call = ""
        self._answered = False

    def asked(self, service: object) -> None:
        """It asks for a service."""
        name = type(service).__name__
        self._service, self._events = name, CAUSES.get(name, frozenset())
        self._answered = False
        self._call = next((each.call_id for each in _connections(service)), "")

    def answer(self, answer: object) -> None:
        """It has an answer."""
        if type(answer).__name__ == f"{self._service}Response":
            self._answered = True
        elif not self._answered:
            self._events = frozenset()

    def event(self, event: object) -> str | None:
        """It hears an event; the choice that this shows, if it shows one."""
        named = {each.call_id for each in _connections(event)}
        if type(event).__name__ not in self._events or (self._call and self._call not in named):
            return None
        self._events = frozenset()
        return "response-first" if self._answered else "event-first"
