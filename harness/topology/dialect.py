"""The points in which switches that speak CSTA differ, and how one of them chooses: values only.

No public source shows an octet of CME's own CTI. What the document and the standards leave to the
switch is a point here, not a habit of ours: each has a name, the bench question it answers
(reference/csta.md §5.4; ``None`` where only §8.3 lists it), its choices, and the one that is taken
until a router was asked. A choice is allowed; what the document or ECMA-269 forbids is a defect and
never a choice. The stand-in speaks any `Dialect`; plans read the bench's; ``harness learn`` finds
out a router's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from harness.errors import TopologyError


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a switch may do in one way or another."""

    name: str
    question: int | None
    """Which of the twenty questions of reference/csta.md §5.4 it answers."""
    choices: tuple[str, ...]
    """The first is the default."""
    source: str
    """Where the default comes from, and how sure that is."""
    says: str

    @property
    def default(self) -> str:
        """What is taken until the router was asked."""
        return self.choices[0]


_A = "ASSUMED: reference/csta.md"

NAMESPACE = Point(
    "namespace", 1, ("as-asked", "ed3", "ed2", "ed4", "ed5", "ed6"), f"{_A} §0",
    "The edition's namespace of what the switch writes: the request's, or always its own.",
)  # fmt: skip
PREFIX = Point(
    "prefix", 1, ("none", "csta"), f"{_A} §1.2",
    "Whether elements stand in a default namespace or have a prefix.",
)  # fmt: skip
FEATURES = Point(
    "features", 2, ("grouped", "flat"), f"{_A} §2.2",
    "GetCSTAFeaturesResponse lists services and events in the groups of ECMA-285, or in a row.",
)  # fmt: skip
EXISTING_CALLS = Point(
    "existing-calls", 3, ("when-there-are", "always", "never"), f"{_A} §2.2",
    "When MonitorStartResponse says whether calls exist (monitorExistingCalls).",
)  # fmt: skip
CROSS_REFERENCE = Point(
    "cross-reference", 3, ("decimal", "opaque"), f"{_A} §2.1",
    "The form of a monitorCrossRefID: a decimal number, or any other text.",
)  # fmt: skip
DEVICE_ID = Point(
    "device-id", 4, ("as-asked", "extension", "tel", "sip"), f"{_A} §5.3",
    "How the switch writes a device: as the application did, as bare number, TEL or SIP URI.",
)  # fmt: skip
CALL_ID = Point(
    "call-id", 5, ("decimal", "opaque"), f"{_A} §5.4 item 5",
    "The form of a callID: a decimal number, or any other text.",
)  # fmt: skip
CALL_ID_SCOPE = Point(
    "call-id-scope", 5, ("call", "party"), f"{_A} §5.4 item 5",
    "Whether both parties are told one callID, or each one of its own.",
)  # fmt: skip
TRANSFERRED_CALL = Point(
    "transferred-call", 5, ("secondary", "primary", "new"), f"{_A} §3.3 row 18",
    "The callID after a transfer or a conference: the consultation's, the held call's, or new.",
)  # fmt: skip
SINGLE_STEP_CALL = Point(
    "single-step-call", 5, ("kept", "new"), f"{_A} §3.3 row 20",
    "The callID after a single-step transfer: the call's own, or a new one.",
)  # fmt: skip
SERVICE_INITIATED = Point(
    "service-initiated", 6, ("sent", "not-sent"), f"{_A} §3.3 row 1",
    "Whether ServiceInitiated precedes Originated.",
)  # fmt: skip
CONNECTION_CLEARED = Point(
    "connection-cleared", 7, ("both", "own"), f"{_A} §3.3 rows 1, 2",
    "Whether a party is told of the other's leaving before its own connection is cleared.",
)  # fmt: skip
FAILED_BUSY = Point(
    "failed-busy", 8, ("sent", "not-sent"), f"{_A} §3.3 row 7; C4B cannot detect it",
    "Whether Failed tells the caller's monitor that the called line is busy.",
)  # fmt: skip
FAILED_UNKNOWN = Point(
    "failed-unknown", 8, ("sent", "not-sent"), f"{_A} §3.3 row 8",
    "Whether Failed tells the caller's monitor that nobody has the number that was dialled.",
)  # fmt: skip
FAULT_VALUES = Point(
    "fault-values", 9, ("specific", "general"), f"{_A} §4.1, first or second column",
    "Whether a refusal names the reason closest to it, or the next general one.",
)  # fmt: skip
FAULT_CARRIER = Point(
    "fault-carrier", 9, ("200", "403"), f"{_A} §1.4; RFC 3261 §21.4.4",
    "The SIP status of the answer whose body is the CSTAErrorCode.",
)  # fmt: skip
UNREADABLE_BODY = Point(
    "unreadable-body", 9, ("400", "fault"), f"{_A} §1.4",
    "A body that is no XML is answered 400, or 200 with a CSTAErrorCode.",
)  # fmt: skip
UNKNOWN_LINE = Point(
    "unknown-line", 9, ("404", "403", "disabled"), f"{_A} §1.4",
    "An INVITE for a line that is not there: a SIP status, or the system status disabled.",
)  # fmt: skip
UNWATCHED_LINE = Point(
    "unwatched-line", 9, ("403", "404", "disabled"), f"{_A} §1.4",
    "An INVITE for a line without `cti watch`: a SIP status, or the system status disabled.",
)  # fmt: skip
CALL_LINKAGE = Point(
    "call-linkage", 10, ("absent", "global-call-id"), f"{_A} §5.2, §2.1",
    "Whether call events carry the global call identifier (callLinkageData) once `gcid` is on.",
)  # fmt: skip
ENHANCED = Point(
    "enhanced", 10, ("plain", "private-data"), f"{_A} §5.2",
    "Whether events carry private data as long as `cti csta mode basic` is not configured.",
)  # fmt: skip
PROMPT_TIMEOUT = Point(
    "prompt-timeout", 11, ("callNotAnswered", "timeout", "callCancelled", "normalClearing"),
    f"{_A} §3.3 row 4",
    "The cause by which a prompted call ends whose caller never lifts.",
)  # fmt: skip
EXPIRED_SESSION = Point(
    "expired-session", 12, ("bye", "silent"), f"{_A} §1.5",
    "Whether an application is told by BYE that its session has expired.",
)  # fmt: skip
PACING = Point(
    "pacing", 13, ("one-at-a-time", "at-once"), f"{_A} §1.7",
    "Whether an event waits for the answer to the event before it.",
)  # fmt: skip
RESPONSE_ORDER = Point(
    "response-order", 13, ("response-first", "event-first"), f"{_A} §1.7",
    "Whether the answer to a service comes before or after the events it causes.",
)  # fmt: skip
REGISTER_ID = Point(
    "register-id", 15, ("404", "403"), "RFC 3261 §10.3 steps 3 and 5",
    "How a session manager of an unknown name is refused.",
)  # fmt: skip
REGISTRAR_OFF = Point(
    "registrar-off", 15, ("405", "403", "503"), f"{_A} §1.8",
    "How a session manager is refused while there is no registrar.",
)  # fmt: skip
FORWARDING_EVENT = Point(
    "forwarding-event", 16, ("sent", "not-sent"), f"{_A} §3.3 row 29",
    "Whether Forwarding tells that a line's forwarding was switched.",
)  # fmt: skip
DO_NOT_DISTURB_EVENT = Point(
    "do-not-disturb-event", 16, ("sent", "not-sent"), f"{_A} §3.3 row 28",
    "Whether DoNotDisturb tells that a line's do not disturb was switched.",
)  # fmt: skip
MESSAGE_WAITING_EVENT = Point(
    "message-waiting-event", 16, ("sent", "not-sent"), f"{_A} §3.3 row 30",
    "Whether MessageWaiting tells that a line's message lamp was switched.",
)  # fmt: skip
SERVICE_STATE_EVENTS = Point(
    "service-state-events", 16, ("not-sent", "sent"), f"{_A} §3.3 row 31",
    "Whether OutOfService and BackInService tell that a line's phone went and came.",
)  # fmt: skip
SNAPSHOT_STATE = Point(
    "snapshot-state", 17, ("compound", "own", "simple"), f"{_A} §2.2",
    "A call in a snapshot: every party's state, the device's own, or one word for the call.",
)  # fmt: skip
TRANSFERRED_NAME = Point(
    "transferred-name", None, ("TransferedEvent", "TransferredEvent"), f"{_A} §3.1",
    "How the event of a transfer is spelt.",
)  # fmt: skip
ORDINARY_CAUSE = Point(
    "ordinary-cause", None, ("newCall", "normal"), f"{_A} §3.2",
    "The cause of Originated, Delivered and Established where there is nothing to tell.",
)  # fmt: skip
SERVICE_CAUSE = Point(
    "service-cause", None, ("told", "ordinary"), f"{_A} §3.3 rows 15, 20",
    "Whether Originated and Delivered name the consultation or single-step transfer they are for.",
)  # fmt: skip
ABANDONED_CAUSE = Point(
    "abandoned-cause", None, ("callCancelled", "normalClearing"), f"{_A} §3.3 row 3",
    "The cause told to a line that rang when the caller gives up.",
)  # fmt: skip
DIVERTED_AT_FORWARDER = Point(
    "diverted-at-forwarder", None, ("not-told", "told"), f"{_A} §3.3 row 23",
    "Whether a line that is forwarded is told of the calls it sends on.",
)  # fmt: skip
DIVERTED_AT_CALLER = Point(
    "diverted-at-caller", None, ("told", "not-told"), f"{_A} §3.3 row 23",
    "Whether a caller is told that the line it called sends the call on before it rings there.",
)  # fmt: skip

POINTS: tuple[Point, ...] = (
    NAMESPACE, PREFIX, FEATURES, EXISTING_CALLS, CROSS_REFERENCE, DEVICE_ID, CALL_ID,
    CALL_ID_SCOPE, TRANSFERRED_CALL, SINGLE_STEP_CALL, SERVICE_INITIATED, CONNECTION_CLEARED,
    FAILED_BUSY, FAILED_UNKNOWN, FAULT_VALUES, FAULT_CARRIER, UNREADABLE_BODY, UNKNOWN_LINE,
    UNWATCHED_LINE, CALL_LINKAGE, ENHANCED, PROMPT_TIMEOUT, EXPIRED_SESSION, PACING,
    RESPONSE_ORDER, REGISTER_ID, REGISTRAR_OFF, FORWARDING_EVENT, DO_NOT_DISTURB_EVENT,
    MESSAGE_WAITING_EVENT, SERVICE_STATE_EVENTS, SNAPSHOT_STATE, TRANSFERRED_NAME, ORDINARY_CAUSE,
    SERVICE_CAUSE, ABANDONED_CAUSE, DIVERTED_AT_FORWARDER, DIVERTED_AT_CALLER,
)  # fmt: skip
"""Every point, in the order of the questions."""

BY_NAME: Mapping[str, Point] = MappingProxyType({each.name: each for each in POINTS})


class Dialect:
    """How one switch chooses at every point; equal when every choice is."""

    __slots__ = ("_turned",)

    def __init__(self, choices: Mapping[str, str] = MappingProxyType({})) -> None:
        """Choices by the names of their points; the default where none is given.

        Raises:
            PydanticCustomError: no such point, or no such choice (``refuse`` of the model).
        """
        for name, choice in choices.items():
            _check(name, choice)
        self._turned = {
            each.name: choices[each.name]
            for each in POINTS
            if choices.get(each.name, each.default) != each.default
        }

    def __getitem__(self, point: Point) -> str:
        return self._turned.get(point.name, point.default)

    def speaks(self, point: Point, choice: str) -> bool:
        """Whether it chooses so.

        Raises:
            PydanticCustomError: the point has no such choice.
        """
        _check(point.name, choice)
        return self[point] == choice

    @property
    def turned(self) -> Mapping[str, str]:
        """What is not as by default, by name, in the order of the points."""
        return MappingProxyType(self._turned)

    def turn(self, choices: Mapping[str, str]) -> Dialect:
        """The same with other choices at some points."""
        return Dialect({**self._turned, **choices})

    def __iter__(self) -> Iterator[tuple[Point, str]]:
        return ((each, self[each]) for each in POINTS)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dialect) and self._turned == other._turned

    def __hash__(self) -> int:
        return hash(tuple(self._turned.items()))

    def __repr__(self) -> str:
        return f"Dialect({self._turned!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A mapping of points to choices is read as a dialect."""
        del source, handler
        return core_schema.no_info_plain_validator_function(cls._read)

    @classmethod
    def _read(cls, given: object) -> Dialect:
        if isinstance(given, Dialect):
            return given
        if not isinstance(given, Mapping):
            raise _refuse("has to be a mapping of points to choices", "Write point: choice.")
        return cls({str(name): str(choice) for name, choice in given.items()})


def _check(name: str, choice: str) -> None:
    point = BY_NAME.get(name)
    if point is None:
        close = get_close_matches(name, BY_NAME, n=1)
        remedy = f"Did you mean {close[0]}?" if close else f"Known are {', '.join(BY_NAME)}."
        raise _refuse(f"there is no point {name!r} in a dialect", remedy, name)
    if choice not in point.choices:
        remedy = f"Write {' or '.join(point.choices)}."
        raise _refuse(f"{choice!r} is no choice at {name}", remedy, name)


def _refuse(problem: str, remedy: str, *at: str) -> PydanticCustomError:
    return PydanticCustomError(
        "bench", "{problem}", {"problem": problem, "remedy": remedy, "at": at}
    )


STANDARD = Dialect()
"""Every point at its default."""


def turned(dialect: Dialect, choices: Iterable[str]) -> Dialect:
    """That dialect with choices as a command line gives them: ``point=choice,point=choice``.

    Raises:
        TopologyError: one is not of that form, or no such point or choice is known.
    """
    parts = (part for each in choices for part in each.split(",") if part.strip())
    pairs = [part.partition("=")[::2] for part in parts]
    try:
        return dialect.turn({name.strip(): choice.strip() for name, choice in pairs})
    except PydanticCustomError as error:
        context = error.context or {}
        raise TopologyError(context["problem"], key="--dialect", remedy=context["remedy"]) from None
