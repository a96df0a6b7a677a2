"""Which of the refusals that a plan would take the bench's dialect has.

A `Fault` lists everything that says the same in one product or another. A router says it in one
way: where its dialect is known the others will not do.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar

from harness.topology import dialect as points
from harness.topology.dialect import STANDARD, Dialect, Point

READ_IN: ContextVar[Dialect] = ContextVar("the dialect that refusals are read in", default=STANDARD)
"""The bench's; whoever begins a plan sets it. ``refused(…)`` stands beside no bench to ask."""

Refusal = tuple[str, str]
Refusals = frozenset[Refusal]

_STATE = "stateIncompatibility"
_WRONG_STATE = (_STATE, "invalidConnectionState")

GENERAL: Mapping[Refusal, Refusal] = {
    (_STATE, "noCallToAnswer"): _WRONG_STATE,
    (_STATE, "noActiveCall"): _WRONG_STATE,
    (_STATE, "noHeldCall"): _WRONG_STATE,
    (_STATE, "invalidHeldConnectionState"): _WRONG_STATE,
    (_STATE, "invalidActiveConnectionState"): _WRONG_STATE,
    (_STATE, "invalidCallingDeviceState"): (_STATE, "connectedCallExists"),
    (_STATE, "noConnectionToClear"): ("operation", "invalidConnectionID"),
    ("operation", "invalidCalledDeviceID"): ("operation", "invalidDestination"),
    ("operation", "privilegeViolationSpecifiedDevice"): ("operation", "invalidDeviceID"),
    ("operation", "invalidForwardingType"): ("operation", "parameterNotSupported"),
    ("operation", "invalidForwardingDestination"): ("operation", "invalidDestination"),
    ("operation", "invalidParameterValue"): ("operation", "valueOutOfRange"),
    ("systemResourceAvailability", "deviceOutOfService"): (
        "systemResourceAvailability", "resourceOutOfService"
    ),
}  # fmt: skip
"""Each close reason and the next general one (reference of CSTA over SIP, "Errors")."""

CLOSEST: frozenset[tuple[str, Refusal]] = frozenset(
    (service, reason)
    for reason, services in {
        _WRONG_STATE: ("HoldCall", "DeflectCall", "ClearConnection", "GenerateDigits"),
        ("operation", "invalidDestination"): (
            "ConsultationCall", "SingleStepTransferCall", "DeflectCall"
        ),
    }.items()
    for service in services
)  # fmt: skip
"""Services for which a general reason is the closest that there is."""

_DISABLED = ("systemStatus", "disabled")


def _line(point: Point) -> tuple[Point, Mapping[str, Refusal]]:
    return point, {
        choice: ("sip", choice) if choice.isdigit() else _DISABLED for choice in point.choices
    }


BY_POINT: Mapping[str, tuple[Point, Mapping[str, Refusal]]] = {
    "UNKNOWN_LINE": _line(points.UNKNOWN_LINE),
    "LINE_NOT_WATCHED": _line(points.UNWATCHED_LINE),
    "UNKNOWN_REGISTER_ID": _line(points.REGISTER_ID),
    "NO_REGISTRAR": _line(points.REGISTRAR_OFF),
    "UNREADABLE_BODY": (
        points.UNREADABLE_BODY, {"400": ("sip", "400"), "fault": ("unspecified", "")}
    ),
}  # fmt: skip
"""Faults of which a point of the dialect says how they are told."""


ALSO: Mapping[str, tuple[str, ...]] = {
    "MALFORMED_REQUEST": ("UNREADABLE_BODY",),
    "LINE_NOT_CONTROLLED": ("UNKNOWN_LINE", "LINE_NOT_WATCHED"),
}
"""Faults that a router may tell as another one: a torn request has a body that nobody can read, and
a line that cannot be controlled may be one that is not there.
"""


def told_in(dialect: Dialect, fault: str, allowed: Refusals, *, service: str) -> Refusals:
    """The refusals of a fault that a router of this dialect gives to that service."""
    if fault in BY_POINT:
        point, refusals = BY_POINT[fault]
        return frozenset({refusals[dialect[point]]})
    if fault in ALSO:
        told = (told_in(dialect, each, frozenset(), service=service) for each in ALSO[fault])
        return allowed.union(*told)
    close = {each for each in allowed if each in GENERAL}
    general = {GENERAL[each] for each in close} & allowed
    if dialect.speaks(points.FAULT_VALUES, "general"):
        return allowed - close
    closest = {each for each in general if (service, each) in CLOSEST}
    return (allowed - general) | closest
