"""``with refused(…):`` the service in the block must be refused, and refused for that reason.

The categories and values are those of ``CSTAErrorCode`` (ECMA-323; ECMA-269 clause 11). Where the
standard leaves a switch a choice of value, a row lists all that mean the same (reference: the
products' refusals); a refusal by SIP status stands beside them for what is refused before a
session exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum

from harness.errors import LadderMismatch, LocalProtocolError, ServiceRefused
from harness.expect.strictness import READ_IN, Refusals, told_in
from harness.protocols.csta.elements import kind_of, name_of
from harness.protocols.csta.services import RequestSystemStatus
from harness.protocols.sip.printing import reason_of
from harness.runtime.journal import Entry, Journal, Kind
from harness.topology.dialect import Dialect

NOTED_IN: ContextVar[Journal | None] = ContextVar("the journal of what is asked for", default=None)
"""The bench's, so that what was carried out can be named."""


def read_with(dialect: Dialect, journal: Journal) -> None:
    """From now on refusals are those of a bench that speaks so and notes there what is asked."""
    READ_IN.set(dialect)
    NOTED_IN.set(journal)


def _told(category: str, *values: str) -> Refusals:
    """Any of these values of a category; any value at all where none is given."""
    return frozenset((category, value) for value in values or ("",))


_UNKNOWN_CONNECTION = _told(
    "operation", "invalidConnectionID", "invalidConnectionIdentifier", "invalidCallID"
)


class Fault(Enum):
    """Why a service is refused: categories below ``CSTAErrorCode`` and the values that say so."""

    UNKNOWN_LINE = _told("sip", "404")
    LINE_NOT_WATCHED = _told("sip", "403")
    LINE_NOT_CONTROLLED = (
        _told("sip", "403", "404") | _told("operation") | _told("systemResourceAvailability")
    )
    """The document only says that it is not supported."""
    CTI_SHUT_DOWN = _told("sip", "503")
    TIMER_TOO_SHORT = _told("sip", "422")
    UNREADABLE_BODY = _told("sip", "400")
    MALFORMED_REQUEST = _told("sip", "400", "408")
    """No answer at all (408) will do: what shows no way back cannot be answered."""
    UNKNOWN_SIP_VERSION = _told("sip", "400", "505")
    UNKNOWN_EXTENSION = _told("sip", "420")
    OLD_SEQUENCE_NUMBER = _told("sip", "500")
    INVALID_TIMER = _told("sip", "400", "422")
    NO_SERVICE = _told("operation") | _told("unspecified") | _told("sip", "400")
    """Whatever says that this cannot be done: no standard settles what exactly."""
    NOT_OFFERED = _told("operation", "serviceNotSupported") | _told("unspecified")
    UNKNOWN_MONITOR = _told("operation", "invalidMonitorCrossRefID", "invalidCrossRefID")
    UNSUPPORTED_BODY = _told("sip", "415")
    NO_SUCH_SESSION = _told("sip", "481")
    OUT_OF_SERVICE = _told(
        "systemResourceAvailability", "deviceOutOfService", "resourceOutOfService"
    )
    CALLED_DEVICE_OUT_OF_SERVICE = _told(
        "systemResourceAvailability",
        "calledDeviceOutOfService",
        "deviceOutOfService",
        "resourceOutOfService",
    )
    UNKNOWN_REGISTER_ID = _told("sip", "403", "404")
    NO_REGISTRAR = _told("sip", "403", "405", "408", "501", "503")
    """No answer at all (408) is one, too: nobody listens for it."""
    HEARTBEAT_STOPPED = _told("sip", "408", "503")
    REGISTRATION_TOO_SHORT = _told("sip", "423")
    LINE_NOT_PERMITTED = _told(
        "operation",
        "privilegeViolationSpecifiedDevice",
        "privilegeViolationCallingDevice",
        "invalidDeviceID",
        "invalidCallingDeviceID",
        "invalidMonitorObject",
    )
    UNKNOWN_DEVICE = _told("operation", "invalidDeviceID", "objectNotKnown", "invalidMonitorObject")
    INVALID_CALLED_DEVICE = _told("operation", "invalidCalledDeviceID", "invalidDestination")
    INVALID_CONNECTION = _UNKNOWN_CONNECTION
    NOT_IN_THE_CALL = _UNKNOWN_CONNECTION | _told(
        "operation", "invalidDeviceID", "requestIncompatibleWithDevice", "notSameDevice"
    )
    """A switch that numbers a call for each party by itself does not know the call there."""
    NO_CALL_TO_ANSWER = _told("stateIncompatibility", "noCallToAnswer", "invalidConnectionState")
    CONNECTION_IS_GONE = _UNKNOWN_CONNECTION | _told("stateIncompatibility", "noConnectionToClear")
    INVALID_CALLING_DEVICE_STATE = _told(
        "stateIncompatibility",
        "invalidCallingDeviceState",
        "connectedCallExists",
        "invalidDeviceState",
    )
    NO_ACTIVE_CALL = _told(
        "stateIncompatibility",
        "noActiveCall",
        "invalidActiveConnectionState",
        "invalidConnectionState",
    )
    NO_HELD_CALL = _told(
        "stateIncompatibility",
        "noHeldCall",
        "invalidHeldConnectionState",
        "invalidConnectionState",
    )
    HELD_AND_ACTIVE_SWAPPED = _told(
        "stateIncompatibility",
        "invalidHeldConnectionState",
        "invalidActiveConnectionState",
        "invalidConnectionState",
    )
    INVALID_CONNECTION_STATE = _told("stateIncompatibility", "invalidConnectionState")
    INVALID_DESTINATION = _told(
        "operation", "invalidDestination", "invalidDestinationDeviceID", "invalidCalledDeviceID"
    )
    NO_FREE_CHANNEL = _told(
        "stateIncompatibility", "invalidCallingDeviceState", "connectedCallExists"
    ) | _told("systemResourceAvailability", "resourceBusy", "resourceLimitExceeded")
    STATE_INCOMPATIBILITY = _told("stateIncompatibility")
    FORWARDING_TYPE = _told(
        "operation", "invalidForwardingType", "parameterNotSupported", "forwardingTypeOutOfRange"
    )
    FORWARDING_DESTINATION = _told(
        "operation", "invalidForwardingDestination", "invalidDestination"
    )
    INVALID_PARAMETER = _told("operation", "invalidParameterValue", "valueOutOfRange")

    def covers(self, refusal: ServiceRefused) -> bool:
        """Whether that refusal says this, in the bench's dialect."""
        told = told_in(READ_IN.get(), self.name, self.value, service=refusal.service)
        return _among(told, refusal)

    def wanted(self, refusal: ServiceRefused) -> str:
        """What was to be said instead of that refusal, in words."""
        if not _among(self.value, refusal):
            return str(self)
        told = told_in(READ_IN.get(), self.name, self.value, service=refusal.service)
        return f"{_words(told)} in the bench's dialect"

    def __str__(self) -> str:
        return _words(self.value)


def _words(told: Refusals) -> str:
    return " or ".join(_word(category, value) for category, value in sorted(told))


def _word(category: str, value: str) -> str:
    if category == "sip":
        return f"{value} {reason_of(int(value))}"
    return f"{category}/{value}" if value else f"any value of {category}"


def _among(told: Refusals, refusal: ServiceRefused) -> bool:
    return not told.isdisjoint({(refusal.category, refusal.value), (refusal.category, "")})


@contextmanager
def refused(fault: Fault, *, what: str = "") -> Iterator[None]:
    """Expect the service in the block, or ``what`` it is, to be refused with ``fault``.

    Stands inside of an ``expect(…)``, which then judges that nothing happened.

    Raises:
        LocalProtocolError: it stands around an ``expect(…)``.
        LadderMismatch: it was carried out, or refused for another reason.
    """
    journal = NOTED_IN.get()
    began = journal.cursor if journal is not None else 0
    try:
        yield
    except ServiceRefused as refusal:
        if refusal.has_ladder:
            raise LocalProtocolError(
                "an expect(…) inside of refused(…) is left unjudged when the service is refused;"
                " write `with expect(…), refused(…):`"
            ) from None
        if not fault.covers(refusal):
            whose = what or ": ".join(filter(None, (refusal.witness, refusal.service)))
            sentence = f"{whose} was refused with {refusal.told}, expected {fault.wanted(refusal)}"
            raise LadderMismatch(sentence) from None
    else:
        done = what or _asked(journal, began)
        raise LadderMismatch(f"{done} was carried out; a refusal with {fault} was expected")


def _asked(journal: Journal | None, since: int) -> str:
    """Who asked latest for what: ``alice.cti: MakeCall``, ``apps: REGISTER``."""
    entries = journal.entries(since) if journal is not None else ()
    told = (words for entry in reversed(entries) if (words := _asked_in(entry)))
    return next(told, "the service")


def _asked_in(entry: Entry) -> str:
    if entry.kind is Kind.ACT and entry.name == "REGISTER":
        register_id, *_ = entry.text.split() or [entry.witness]
        return f"{register_id}: REGISTER"
    if entry.kind is not Kind.SENT or kind_of(entry.value) is None:
        return ""
    is_session = isinstance(entry.value, RequestSystemStatus)
    what = "the request for a session" if is_session else name_of(type(entry.value))
    return f"{entry.witness}: {what}"
