"""``with refused(…):`` the service in the block must be refused, and refused for that reason.

The categories and values are those of ``CSTAErrorCode`` (ECMA-323; ECMA-269 clause 11). Where the
standard leaves a switch a choice of value, a row lists all that mean the same (reference: the
products' refusals); a refusal by SIP status stands beside them for what is refused before a
session exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from harness.errors import LadderMismatch, ServiceRefused


_ANY: frozenset[str] = frozenset()


class Fault(Enum):
    """Why a service is refused: the category below ``CSTAErrorCode`` and the values that say so."""

    UNKNOWN_LINE = {"sip": {"404"}}
    LINE_NOT_WATCHED = {"sip": {"403"}}
    CTI_SHUT_DOWN = {"sip": {"503"}}
    INVALID_CALLED_DEVICE = {"operation": {"invalidCalledDeviceID", "invalidDestination"}}
    INVALID_CALLING_DEVICE = {"operation": {"invalidCallingDeviceID", "invalidDeviceID"}}
    INVALID_DEVICE = {"operation": {"invalidDeviceID", "objectNotKnown", "invalidMonitorObject"}}
    INVALID_CONNECTION = {
        "operation": {"invalidConnectionID", "invalidConnectionIdentifier", "invalidCallID"}
    }
    INVALID_CROSS_REFERENCE = {"operation": {"invalidMonitorCrossRefID", "invalidCrossRefID"}}
    PRIVILEGE_VIOLATION = {
        "operation": {
            "privilegeViolationSpecifiedDevice",
            "invalidDeviceID",
            "securityViolation",
        }
    }
    SERVICE_NOT_SUPPORTED = {"operation": {"serviceNotSupported"}}
    NO_CALL_TO_ANSWER = {"stateIncompatibility": {"noCallToAnswer", "invalidConnectionState"}}
    CONNECTION_IS_GONE = {
        "stateIncompatibility": {"noConnectionToClear"},
        "operation": {"invalidConnectionID", "invalidConnectionIdentifier", "invalidCallID"},
    }
    INVALID_CALLING_DEVICE_STATE = {
        "stateIncompatibility": {
            "invalidCallingDeviceState",
            "connectedCallExists",
            "invalidDeviceState",
        }
    }
    STATE_INCOMPATIBILITY = {"stateIncompatibility": _ANY}

    def covers(self, refusal: ServiceRefused) -> bool:
        """Whether that refusal says this."""
        values = self.value.get(refusal.category)
        return values is not None and (values is _ANY or refusal.value in values)

    def __str__(self) -> str:
        return " or ".join(
            f"{category}/{value}"
            for category, values in self.value.items()
            for value in sorted(values) or ["any value"]
        )


@contextmanager
def refused(fault: Fault) -> Iterator[None]:
    """Expect the service in the block to be refused with ``fault``.

    Raises:
        LadderMismatch: it was carried out, or refused for another reason.
    """
    try:
        yield
    except ServiceRefused as refusal:
        if not fault.covers(refusal):
            told = f"{refusal.category}/{refusal.value}"
            sentence = f"{refusal.service} was refused with {told}, expected {fault}"
            raise LadderMismatch(sentence) from None
    else:
        raise LadderMismatch(f"the service was carried out; a refusal with {fault} was expected")
