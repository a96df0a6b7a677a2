"""What one application may say next inside one SIP dialog, and what its answers must be.

Above SIP and without it: bodies in, bodies out. Opening is RequestSystemStatus in the INVITE and
a status of ``normal`` in its answer (document, "CTI Session"); a refresh is the same question in a
re-INVITE and changes nothing; services and events travel while the session is open. Monitors live
and die with the session: cross-references mean nothing outside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from harness.errors import LocalProtocolError, RemoteProtocolError
from harness.protocols.csta import names
from harness.protocols.csta.elements import Kind, kind_of, name_of, response_to
from harness.protocols.csta.events import Event
from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.names import ED3
from harness.protocols.csta.services import (
    MonitorStart,
    MonitorStartResponse,
    MonitorStop,
    MonitorStopResponse,
    Request,
    RequestSystemStatus,
    RequestSystemStatusResponse,
    Response,
    SystemStatus,
    SystemStatusResponse,
)
from harness.protocols.csta.types import MonitorObject, rcc_line
from harness.protocols.csta.xml import Misshapen, Parsed, UnknownElement, decode, encode


class State(Enum):
    """Where a session is."""

    CLOSED = "closed"
    OPENING = "opening"
    OPEN = "open"


class Act(Enum):
    """What happens to a session; the value completes "… in state open"."""

    OPEN = "opening"
    ACCEPTED = "an acceptance"
    REFUSED = "a refusal"
    REFRESH = "a refresh"
    REQUEST = "a service request"
    ANSWER = "a service response"
    RECEIVE = "an event"
    END = "the end"


#: The truth about a session; what is not here is an error of whoever does it.
TRANSITIONS: Mapping[tuple[State, Act], State] = MappingProxyType(
    {
        (State.CLOSED, Act.OPEN): State.OPENING,
        (State.CLOSED, Act.END): State.CLOSED,
        (State.OPENING, Act.ACCEPTED): State.OPEN,
        (State.OPENING, Act.REFUSED): State.CLOSED,
        (State.OPENING, Act.END): State.CLOSED,
        (State.OPEN, Act.REFRESH): State.OPEN,
        (State.OPEN, Act.ACCEPTED): State.OPEN,
        (State.OPEN, Act.REFUSED): State.OPEN,
        (State.OPEN, Act.REQUEST): State.OPEN,
        (State.OPEN, Act.ANSWER): State.OPEN,
        (State.OPEN, Act.RECEIVE): State.OPEN,
        (State.OPEN, Act.END): State.CLOSED,
    }
)

_THEIRS = frozenset((Act.ACCEPTED, Act.REFUSED, Act.ANSWER, Act.RECEIVE))

#: What a switch may ask an application (both are two-way services in ECMA-269), and our answers.
_SERVED: Mapping[type, Response] = MappingProxyType(
    {SystemStatus: SystemStatusResponse(), MonitorStop: MonitorStopResponse()}
)


class ComputingSession:
    """The application's end.

    ``namespace`` is the edition that is written; any is read.
    """

    def __init__(self, *, namespace: str = ED3) -> None:
        self.state = State.CLOSED
        self._namespace = namespace
        self._line: str | None = None
        self._monitors: dict[str, str] = {}
        self._starting = 0
        self._early: set[str] = set()
        self._stopped: set[str] = set()

    @property
    def monitors(self) -> Mapping[str, str]:
        """The running monitors: cross-reference to monitored device (or call identifier)."""
        return MappingProxyType(self._monitors)

    def open(self, line: str | None = None) -> bytes:
        """The body of the INVITE.

        Args:
            line: the line URI that Microsoft's client adds as private data; ``None`` for others.

        Raises:
            LocalProtocolError: the session is open or opening.
        """
        self._step(Act.OPEN)
        self._line = line
        return self._status_request()

    def opened(self, body: bytes) -> names.SystemStatus:
        """Take the body of the 2xx to the INVITE; the session is open only after ``normal``.

        Raises:
            ServiceRefused: a CSTA error, or a status other than ``normal`` (category
                ``systemStatus``).
            RemoteProtocolError: anything that is no answer to the question.
        """
        try:
            answer = self._response(RequestSystemStatus(), body)
            status = _status_of(answer, name_of(RequestSystemStatus))
        except Exception:
            self._step(Act.REFUSED)
            raise
        self._step(Act.ACCEPTED)
        return status

    def refused(self) -> None:
        """The INVITE, or a refresh of it, got a final answer other than 2xx."""
        self._step(Act.REFUSED)

    def refresh(self) -> bytes:
        """The body of a re-INVITE that keeps the session alive."""
        self._step(Act.REFRESH)
        return self._status_request()

    def refreshed(self, body: bytes) -> names.SystemStatus | None:
        """Take the body of the 2xx to a refresh; ``None`` when it has none, which is tolerated.

        Raises:
            ServiceRefused: as `opened`; the session stays open, the dialog decides.
            RemoteProtocolError: anything that is no answer to the question.
        """
        self._step(Act.ACCEPTED)
        if not body:
            return None
        asked = f"{name_of(RequestSystemStatus)} of the refresh"
        return _status_of(self._response(RequestSystemStatus(), body), asked)

    def request(self, service: Request) -> bytes:
        """The body of the INFO that asks for a service.

        Raises:
            LocalProtocolError: the session is not open, or ``service`` is no service.
        """
        if kind_of(service) is not Kind.REQUEST:
            raise LocalProtocolError(f"{type(service).__name__} is no service request")
        self._step(Act.REQUEST)
        self._starting += isinstance(service, MonitorStart)
        return encode(service, namespace=self._namespace)

    def answered(self, service: Request, body: bytes) -> Response:
        """Take the body of the 2xx to the INFO that asked for ``service``.

        Raises:
            ServiceRefused: the switch said no.
            RemoteProtocolError: no body, or one that is no answer to this service.
        """
        self._step(Act.ANSWER)
        if isinstance(service, MonitorStart):
            self._starting -= 1
        answer = self._response(service, body)
        if isinstance(service, MonitorStart) and isinstance(answer, MonitorStartResponse):
            self._started(service.monitor_object, answer.monitor_cross_ref_id)
        elif isinstance(service, MonitorStop):
            self._monitors.pop(service.monitor_cross_ref_id, None)
            self._stopped.add(service.monitor_cross_ref_id)
        return answer

    def failed(self, service: Request) -> None:
        """The INFO that asked for ``service`` got no 2xx."""
        if isinstance(service, MonitorStart):
            self._starting -= 1

    def received(self, body: bytes) -> Event | Request:
        """Take the body of an INFO from the switch: an event, or a service the switch asks for.

        While a MonitorStart is unanswered an event may be ahead of its answer, and is taken.

        Raises:
            RemoteProtocolError: neither of the two, an unreadable one, or an event of a monitor
                that does not run.
        """
        self._step(Act.RECEIVE)
        value = _readable(_parsed(body, "the body of an INFO"))
        if kind_of(value) is Kind.EVENT:
            event: Event = value  # type: ignore[assignment]
            self._check_monitor(event)
            return event
        if isinstance(value, SystemStatus | MonitorStop):
            if isinstance(value, MonitorStop):
                self._stopped_by_switch(value)
            return value
        raise RemoteProtocolError(f"{type(value).__name__} from the switch, unasked")

    def acknowledge(self, asked: Request) -> bytes:
        """The body that answers a service which the switch asked for."""
        return encode(_SERVED[type(asked)], namespace=self._namespace)

    def ended(self) -> None:
        """The dialog is over, however it ended; every monitor went with it."""
        self._step(Act.END)
        self._monitors.clear()
        self._early.clear()
        self._stopped.clear()
        self._starting = 0

    def _step(self, act: Act) -> None:
        try:
            self.state = TRANSITIONS[self.state, act]
        except KeyError:
            error = RemoteProtocolError if act in _THEIRS else LocalProtocolError
            raise error(f"{act.value} while the session is {self.state.value}") from None

    def _status_request(self) -> bytes:
        private = rcc_line(self._line) if self._line is not None else None
        return encode(RequestSystemStatus(extensions=private), namespace=self._namespace)

    def _response(self, service: Request, body: bytes) -> Response:
        asked = name_of(type(service))
        if not body:
            raise RemoteProtocolError(f"the answer to {asked} has no body")
        value = _readable(_parsed(body, f"the answer to {asked}"))
        if isinstance(value, CSTAErrorCode):
            raise value.refusal(asked)
        wanted = response_to(type(service))
        if not isinstance(value, wanted):
            raise RemoteProtocolError(
                f"{asked} was answered with {type(value).__name__}, expected {wanted.__name__}"
            )
        answer: Response = value  # type: ignore[assignment]
        return answer

    def _started(self, target: MonitorObject, cross_ref: str) -> None:
        if not cross_ref:
            raise RemoteProtocolError("MonitorStartResponse with an empty monitorCrossRefID")
        call = target.call_object
        self._monitors[cross_ref] = target.device_object or (call.call_id if call else "")
        self._early.discard(cross_ref)
        if self._early and not self._starting:
            orphan = min(self._early)
            self._early.clear()
            raise RemoteProtocolError(f"an event came for {self._not_running(orphan)}")

    def _check_monitor(self, event: Event) -> None:
        cross_ref = event.monitor_cross_ref_id
        if cross_ref in self._monitors:
            return
        if not (self._starting and cross_ref):
            name = name_of(type(event)).removesuffix("Event")
            raise RemoteProtocolError(f"{name} came for {self._not_running(cross_ref)}")
        self._early.add(cross_ref)

    def _not_running(self, cross_ref: str) -> str:
        """A monitor that does not run, and which do: ``monitor '4', which was stopped (…)``."""
        why = "was stopped" if cross_ref in self._stopped else "was never started"
        running = ", ".join(map(repr, self._monitors)) or "none"
        return f"monitor {cross_ref!r}, which {why} (running: {running})"

    def _stopped_by_switch(self, stop: MonitorStop) -> None:
        if self._monitors.pop(stop.monitor_cross_ref_id, None) is None:
            monitor = self._not_running(stop.monitor_cross_ref_id)
            raise RemoteProtocolError(f"the router stopped {monitor}")


def _status_of(answer: Response, asked: str) -> names.SystemStatus:
    assert isinstance(answer, RequestSystemStatusResponse)  # noqa: S101
    if answer.system_status is not names.SystemStatus.NORMAL:
        raise CSTAErrorCode("systemStatus", answer.system_status).refusal(asked)
    return answer.system_status


def _parsed(body: bytes, what: str) -> Parsed:
    """What a body says; one that cannot be read is named."""
    try:
        return decode(body)
    except RemoteProtocolError as error:
        raise RemoteProtocolError(f"{what} is {error}", status=error.status) from None


def _readable(parsed: Parsed) -> object:
    match parsed.value:
        case UnknownElement(name):
            raise RemoteProtocolError(f"{name} is no CSTA message")
        case Misshapen(name=name, problem=problem):
            raise RemoteProtocolError(f"{name}: {problem}")
        case value:
            return value
