"""A CTI session as an application opens it: one line, one SIP dialog, any number of monitors.

Verbs are called from a plan's thread and return when the router has answered; events land in the
journal meanwhile, under the witness ``<name>.cti``. A session that was closed, or refused, can be
opened again: it is a new dialog then.
"""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

from harness.application.association import Association
from harness.application.channel import Transport
from harness.application.clients import CLIENTS, Client
from harness.application.doors import DialogNames
from harness.application.overlapping import ask_at_once
from harness.application.services import Services
from harness.errors import (
    DeadlineExceeded,
    LocalProtocolError,
    RemoteProtocolError,
    ServiceRefused,
)
from harness.protocols.csta.names import CONTENT_TYPE, SystemStatus
from harness.protocols.csta.services import (
    GetCSTAFeatures,
    GetCSTAFeaturesResponse,
    MonitorStart,
    MonitorStartResponse,
    MonitorStop,
    MonitorStopResponse,
    Request,
    SnapshotDevice,
    SnapshotDeviceResponse,
)
from harness.protocols.csta.types import ConnectionID, MonitorObject
from harness.protocols.sip.messages import Response
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal
from harness.runtime.loop import BackgroundLoop
from harness.runtime.wire import Address, Wire

Answer = TypeVar("Answer")


class CtiSession(Services):
    """One application's session on one line."""

    def __init__(
        self,
        name: str,
        *,
        line: str,
        user: str,
        remote: Address,
        transport: str = "UDP",
        loop: BackgroundLoop,
        journal: Journal,
        wire: Wire,
        response_seconds: float,
        client: str | Client = "moc",
        local_ip: str = "127.0.0.1",
        stutters: bool = False,
    ) -> None:
        """A session that is not open yet.

        Args:
            name: the party's name; the session is the witness ``<name>.cti``.
            line: the directory number, To of the INVITE.
            user: the application's user, From of the INVITE.
            remote: where the router listens for SIP.
            transport: ``UDP`` or ``TCP``.
            loop: runs everything the session does.
            journal: told of every service, answer and event.
            wire: told of every octet.
            response_seconds: how long a verb waits for its answer.
            client: a row of `CLIENTS`, or one of one's own.
            local_ip: the address the session speaks from.
            stutters: send every datagram twice, for plans that repeat what they ask.

        Raises:
            LocalProtocolError: no such transport or client.
        """
        if isinstance(client, str) and client not in CLIENTS:
            raise LocalProtocolError(f"no client {client!r}; there are {' and '.join(CLIENTS)}")
        self.name = name
        self.line = line
        self.witness = f"{name}.cti"
        self._client = client if isinstance(client, Client) else CLIENTS[client]
        self._user = user
        self._remote = remote
        self._transport = _transport(transport)
        self._local_ip = local_ip
        self._stutters = stutters
        self._loop = loop
        self._journal = journal
        self._wire = wire
        self._seconds = response_seconds
        self._association: Association | None = None

    # --- the session ------------------------------------------------------------------------------

    def open(self, deadline: Deadline | None = None) -> SystemStatus:
        """Open it: INVITE with a System Status request, answered with ``normal``.

        Raises:
            ServiceRefused: the router refused; by SIP the category is ``sip``.
            RouterUnreachable: nobody answers there.
            RemoteProtocolError: the answer makes no sense.
            DeadlineExceeded: no final answer in time.
            LocalProtocolError: it is open.
        """
        if self.is_open:
            raise LocalProtocolError(f"{self.witness} is open")
        self.close()
        association = self._association = Association(
            line=self.line,
            user=self._user,
            remote=self._remote,
            transport=self._transport,
            client=self._client,
            local_ip=self._local_ip,
            journal=self._journal,
            wire=self._wire,
            witness=self.witness,
            stutters=self._stutters,
        )
        deadline = deadline or self._deadline(f"the answer to {self.name}'s INVITE")
        return self._told(association.open(), deadline)

    def close(self) -> None:
        """Stop its monitors, say BYE and leave no socket; harmless when it is not open.

        A router that does not answer is left alone after the usual time: a FAULT in the journal.
        """
        association, self._association = self._association, None
        if association is None:
            return
        try:
            self._loop.call(association.close(), self._deadline(f"{self.name}'s BYE answered"))
        except DeadlineExceeded as problem:
            self._loop.call(
                association.give_up(problem), self._deadline(f"{self.name}'s socket closed")
            )

    @property
    def is_open(self) -> bool:
        """Whether services can be asked for."""
        return self._association is not None and self._association.is_open

    @property
    def system_status(self) -> SystemStatus | None:
        """What the router said of itself when the session was opened."""
        return self._association.system_status if self._association else None

    @property
    def monitors(self) -> Mapping[str, str]:
        """Cross-reference → monitored device of the running monitors."""
        return dict(self._association.computing.monitors) if self._association else {}

    @property
    def session_seconds(self) -> int | None:
        """The session interval that was agreed on; ``None``: it has no end."""
        return self._association.session_seconds if self._association else None

    @property
    def refusal(self) -> Response | None:
        """The answer by which the last `open` was refused, if it was by SIP."""
        return self._association.refusal if self._association else None

    def refresh(self) -> SystemStatus | None:
        """Refresh it now, by re-INVITE; the timer does so by itself at half the interval."""
        deadline = self._deadline(f"the answer to {self.name}'s refresh")
        return self._told(self._opened().refresh(), deadline)

    def get_features(self) -> frozenset[str]:
        """The services that the router says it offers, by feature name: ``makeCall``."""
        return self.ask(GetCSTAFeatures(), GetCSTAFeaturesResponse).services

    def monitor_start(self, device: str | None = None) -> str:
        """Start a monitor on a line, the session's own by default; returns its cross-reference."""
        target = self.device if device is None else self.device_of(device)
        service = MonitorStart(monitor_object=MonitorObject(device_object=target))
        return self.ask(service, MonitorStartResponse).monitor_cross_ref_id

    def begin(self) -> str:
        """What its client asks for first: the features and a monitor; its cross-reference.

        A client that hurries asks for both before the first is answered.
        """
        first = GetCSTAFeatures()
        second = MonitorStart(monitor_object=MonitorObject(device_object=self.device))
        if not self._client.hurries:
            self._request(first)
            return self.ask(second, MonitorStartResponse).monitor_cross_ref_id
        asked = ask_at_once(self._opened().ask, [first, second])
        told = self._told(asked, self._deadline(f"{self.name}'s first answers"))[1]
        if not isinstance(told, MonitorStartResponse):
            raise RemoteProtocolError(f"{type(told).__name__} instead of MonitorStartResponse")
        return told.monitor_cross_ref_id

    def monitor_stop(self, cross_reference: str) -> MonitorStopResponse:
        """Stop a monitor."""
        return self.ask(MonitorStop(monitor_cross_ref_id=cross_reference), MonitorStopResponse)

    def fence(self) -> None:
        """Return when all that the router sent before this moment has arrived.

        The question is a snapshot of the session's own line; any final answer will do.

        Raises:
            DeadlineExceeded: there was none.
        """
        try:
            self._request(
                SnapshotDevice(snapshot_object=self.device),
                why=", asked to know that no more events come,",
            )
        except (ServiceRefused, RemoteProtocolError):
            return

    def snapshots_at_once(self, count: int) -> int:
        """Ask for snapshots of its line, all before the first is answered; how many came.

        Raises:
            ServiceRefused: one was refused.
            DeadlineExceeded: one was not answered.
        """
        asked = [SnapshotDevice(snapshot_object=self.device) for _ in range(count)]
        came: list[object] = []
        try:
            work = ask_at_once(self._opened().ask, asked, told=came.append)
            self._told(work, self._deadline("the answers"))
        except DeadlineExceeded as late:
            raise DeadlineExceeded(
                f"{count - len(came)} of {count} answers to {self.name}'s SnapshotDevice, asked"
                " before the first was answered,",
                late.seconds,
            ) from None
        return sum(isinstance(each, SnapshotDeviceResponse) for each in came)

    @property
    def dialog_names(self) -> DialogNames:
        """What an eavesdropper knows of the session."""
        return self._opened().doors.names()

    def send_raw(self, xml: bytes, *, content_type: str | None = CONTENT_TYPE) -> Response:
        """Send any body in an INFO: the door for plans that misbehave on purpose."""
        return self._loop.call(
            self._opened().doors.raw(xml, content_type),
            self._deadline(f"an answer to {self.name}'s raw INFO"),
        )

    def send_stray(self, xml: bytes) -> Response:
        """Send an INFO that belongs to no session."""
        return self._loop.call(
            self._opened().doors.stray(xml),
            self._deadline(f"an answer to {self.name}'s stray INFO"),
        )

    def options(self, *, inside: bool) -> Response:
        """Ask with OPTIONS what the router can do, in the session or outside."""
        return self._loop.call(
            self._opened().doors.options(inside=inside),
            self._deadline(f"an answer to {self.name}'s OPTIONS"),
        )

    # --- what the verbs of `Services` stand on ----------------------------------------------------

    @property
    def device(self) -> str:
        """The session's line as its client writes it."""
        return self._client.device_of(self.line)

    def device_of(self, number: str) -> str:
        """A directory number as this session's client writes it."""
        return self._client.device_of(number)

    def connection(self, connection: ConnectionID) -> ConnectionID:
        """A connection whose device is written as this session's client writes it."""
        return ConnectionID(connection.call_id, self.device_of(connection.device_id))

    def ask(self, service: Request, answer: type[Answer]) -> Answer:
        """Send one service and wait for its positive answer.

        Raises:
            ServiceRefused: the router refused it.
            RemoteProtocolError: it answered with something else.
            DeadlineExceeded: it did not answer.
            LocalProtocolError: the session is not open.
        """
        response = self._request(service)
        if not isinstance(response, answer):
            raise RemoteProtocolError(f"{type(response).__name__} instead of {answer.__name__}")
        return response

    def _request(self, service: Request, *, why: str = "") -> Any:
        awaited = f"the answer to {self.name}'s {type(service).__name__}{why}"
        return self._told(self._opened().ask(service), self._deadline(awaited))

    def _told(self, work: Coroutine[Any, Any, Answer], deadline: Deadline) -> Answer:
        """What came of it; an error that the router is to blame for says whose session met it."""
        try:
            return self._loop.call(work, deadline)
        except (ServiceRefused, RemoteProtocolError) as error:
            error.witness = error.witness or self.witness
            raise

    def _opened(self) -> Association:
        if self._association is None:
            raise LocalProtocolError(f"{self.witness} has no session; open it first")
        return self._association

    def _deadline(self, awaited: str) -> Deadline:
        return Deadline.after(self._seconds, awaited)


def _transport(name: str) -> Transport:
    match name.upper():
        case "UDP":
            return "UDP"
        case "TCP":
            return "TCP"
    raise LocalProtocolError(f"no transport {name!r}; a CTI session runs over UDP or TCP")
