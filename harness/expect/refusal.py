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


class Fault(Enum):
    """Why a service is refused: category, and the values that say so."""

    UNKNOWN_LINE = ("sip", ("404",))
    LINE_NOT_WATCHED = ("sip", ("403",))
    CTI_SHUT_DOWN = ("sip", ("503",))
    INVALID_CALLED_DEVICE = ("operation", ("invalidCalledDeviceID", "invalidDestination"))
    INVALID_CALLING_DEVICE = ("operation", ("invalidCallingDeviceID", "invalidDeviceID"))
    INVALID_DEVICE = ("operation", ("invalidDeviceID", "objectNotKnown", "invalidMonitorObject"))
    INVALID_CONNECTION = (
        "operation",
        ("invalidConnectionID", "invalidConnectionIdentifier", "invalidCallID"),
    )
    INVALID_CROSS_REFERENCE = ("operation", ("invalidMonitorCrossRefID", "invalidCrossRefID"))
    PRIVILEGE_VIOLATION = (
        "operation",
        ("privilegeViolationSpecifiedDevice", "invalidDeviceID", "securityViolation"),
    )
    SERVICE_NOT_SUPPORTED = ("operation", ("serviceNotSupported",))
    NO_CALL_TO_ANSWER = ("stateIncompatibility", ("noCallToAnswer", "invalidConnectionState"))
    NO_CONNECTION_TO_CLEAR = (
        "stateIncompatibility",
        ("noConnectionToClear", "invalidConnectionState"),
    )
    INVALID_CALLING_DEVICE_STATE = (
        "stateIncompatibility",
        ("invalidCallingDeviceState", "connectedCallExists", "invalidDeviceState"),
    )
    STATE_INCOMPATIBILITY = ("stateIncompatibility", ())

    @property
    def category(self) -> str:
        """The element below ``CSTAErrorCode``, or ``sip``."""
        return self.value[0]

    @property
    def values(self) -> tuple[str, ...]:
        """The values that are accepted; empty for any of the category."""
        return self.value[1]

    def covers(self, refusal: ServiceRefused) -> bool:
        """Whether that refusal says this."""
        same_category = refusal.category == self.category
        return same_category and (not self.values or refusal.value in self.values)

    def __str__(self) -> str:
        return f"{self.category}/{' or '.join(self.values) or 'any'}"


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
