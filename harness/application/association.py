"""One SIP dialog that carries CSTA, seen from the application; lives on the loop's thread.

The first half is what the application does, the second what it is told. Bodies are judged and
journalled in the order of the wire, before anybody who waits for them runs on. Every well-formed
INFO is answered with 200, whatever it says: a switch was seen to end the session of a client that
did not (reference of CSTA over SIP, "Negative outcomes").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from harness.application.channel import Channel, Transport
from harness.application.clients import ALLOW, Client
from harness.application.doors import Doors
from harness.application.goodbye import leave
from harness.application.notes import Notes
from harness.application.refusing import refusal_of
from harness.errors import (
    HarnessError,
    LocalProtocolError,
    RemoteProtocolError,
    RouterUnreachable,
    ServiceRefused,
)
from harness.protocols.csta.elements import name_of
from harness.protocols.csta.names import CONTENT_DISPOSITION, CONTENT_TYPE, SystemStatus
from harness.protocols.csta.services import (
    GetCSTAFeatures,
    MonitorStop,
    Request,
    RequestSystemStatus,
    RequestSystemStatusResponse,
    Response,
)
from harness.protocols.csta.services import SystemStatus as SystemStatusRequest
from harness.protocols.csta.session import ComputingSession, State
from harness.protocols.csta.types import rcc_line
from harness.protocols.sip import agent as sip
from harness.protocols.sip import messages, session_timer
from harness.runtime.journal import Journal
from harness.runtime.wire import Address, Wire

UNPROCESSED_INTERVAL = 422
"""RFC 4028 §6: the session interval was too small."""


class Association:
    """The application's end of one CTI session."""

    def __init__(
        self,
        *,
        line: str,
        user: str,
        remote: Address,
        transport: Transport,
        client: Client,
        local_ip: str,
        journal: Journal,
        wire: Wire,
        witness: str,
        stutters: bool = False,
    ) -> None:
        self.witness = witness
        self.system_status: SystemStatus | None = None
        self.computing = ComputingSession(namespace=client.namespace)
        self._line = line
        self._user = user
        self._remote = remote
        self._client = client
        self._local_ip = local_ip
        self._notes = Notes(journal, witness)
        self._dialog: sip.Dialog | None = None
        self._channel = Channel(
            transport=transport,
            remote=remote,
            local_ip=local_ip,
            wire=wire,
            witness=witness,
            told={
                sip.RequestReceived: self._requested,
                sip.RefreshDue: self._refresh_due,
                sip.SessionExpired: self._expired,
                sip.Misbehaved: self._misbehaved,
            },
            fault=self._notes.fault,
            stutters=stutters,
            forgets=client.forgets,
        )
        dialog = self._open_dialog
        self.doors = Doors(self._channel, self._notes, dialog, user, line, remote, local_ip)
        self.session_seconds: int | None = None
        self.refusal: messages.Response | None = None
        self._agent = self._channel.agent
        self._served: Mapping[str, Callable[[sip.RequestReceived], None]] = {
            "INFO": self._informed,
            "BYE": self._hung_up,
            "INVITE": self._refreshed_by_router,
            "UPDATE": self._refreshed_by_router,
            "OPTIONS": self._asked_for_options,
        }

    @property
    def is_open(self) -> bool:
        """Whether services can be asked for."""
        return self.computing.state is State.OPEN

    # --- what the application does ----------------------------------------------------------------

    async def open(self) -> SystemStatus:
        """INVITE the router's line, with a System Status request.

        Raises:
            ServiceRefused: by SIP status, CSTA error, or a status other than normal.
            RouterUnreachable: nobody answers there.
            RemoteProtocolError: the answer makes no sense.
        """
        await self._channel.listen()
        try:
            return await self._invite()
        except BaseException:
            await self.release()
            raise

    async def _invite(self) -> SystemStatus:
        host, port = self._remote
        client = self._client
        body = self.computing.open(client.device_of(self._line) if client.names_its_line else None)
        self._notes.sent(RequestSystemStatus(), body)
        key = self._agent.request(
            "INVITE",
            f"sip:{self._line}@{host}:{port}",
            to=f"sip:{self._line}@{host}",
            from_=f"sip:{self._user}@{self._local_ip}",
            destination=self._remote,
            headers=self._client.invite_headers,
            body=body,
            content_type=CONTENT_TYPE,
            contact_user=self._user,
            now=self._channel.now,
        )
        status: SystemStatus = await self._channel.final(
            key, "the INVITE", self._invitation_answered
        )
        return status

    def _invitation_answered(
        self, response: messages.Response, dialog: sip.Dialog | None
    ) -> SystemStatus:
        if response.status >= 300:
            self._notes.status(response)
            self.refusal = response
            self.computing.refused()
            raise _refusal(f"the CTI session on {self._line}", response)
        self._dialog = dialog
        try:
            with self._notes.judging(response.body):
                status = self.computing.opened(response.body)
        except HarnessError:
            self._hang_up()
            raise
        self._notes.answer(RequestSystemStatusResponse(system_status=status), response.body)
        self.system_status = status
        self._keep_time(response)
        return status

    async def ask(self, service: Request) -> Response:
        """Send one service and wait for its positive answer.

        Raises:
            ServiceRefused: the router refused it, by CSTA error or by SIP status.
            RemoteProtocolError: it answered with something else.
            LocalProtocolError: the session is not open.
            RouterUnreachable: the session broke.
        """
        dialog = self._open_dialog(f"ask for {name_of(type(service))}")
        if isinstance(service, GetCSTAFeatures) and self._client.names_its_line:
            service = GetCSTAFeatures(extensions=rcc_line(self._client.device_of(self._line)))
        body = self.computing.request(service)
        self._notes.sent(service, body)
        key = self._info(dialog, body)
        name = name_of(type(service))

        def take(response: messages.Response, _dialog: sip.Dialog | None) -> Response:
            return self._service_answered(service, name, response)

        answer: Response = await self._channel.final(key, name, take)
        return answer

    def _service_answered(
        self, service: Request, name: str, response: messages.Response
    ) -> Response:
        if response.status >= 300:
            self._notes.status(response)
            self.computing.failed(service)
            self._end_if_dead(f"{response.status} in answer to {name}")
            raise refusal_of(name, response) or _refusal(name, response)
        with self._notes.judging(response.body):
            answer = self.computing.answered(service, response.body)
        self._notes.answer(answer, response.body)
        return answer

    async def refresh(self) -> SystemStatus | None:
        """Keep the session alive by a re-INVITE (RFC 4028 §7.4)."""
        key, take = self._send_refresh(self._open_dialog("refresh")), self._refresh_answered
        status: SystemStatus | None = await self._channel.final(key, "a refresh", take)
        return status

    async def close(self) -> None:
        """Stop the monitors, say BYE, release the socket."""
        if self.is_open and self._dialog is not None:
            await self._say_goodbye(self._dialog)
        await self.release()

    async def _say_goodbye(self, dialog: sip.Dialog) -> None:
        stops = [MonitorStop(monitor_cross_ref_id=each) for each in self.computing.monitors]
        asking = [partial(self.ask, stop) for stop in stops]
        try:
            await leave(asking, partial(self._say_bye, dialog), hurries=self._client.hurries)
        except HarnessError as problem:
            self._notes.fault(problem)

    async def _say_bye(self, dialog: sip.Dialog) -> None:
        self._notes.act("BYE")
        key = self._agent.request_in(dialog, "BYE", now=self._channel.now)
        await self._channel.final(key, "BYE", self._goodbye_answered)

    def _goodbye_answered(self, response: messages.Response, _dialog: sip.Dialog | None) -> None:
        if response.status >= 300:
            raise _refusal("BYE", response)

    async def give_up(self, problem: HarnessError) -> None:
        """Release the socket of a session whose router does not answer its BYE."""
        self._notes.fault(problem)
        await self.release()

    async def release(self) -> None:
        """Leave no socket; what still waits is told so."""
        self._dialog = None
        if self.computing.state is not State.CLOSED:
            self.computing.ended()
        await self._channel.release()

    # --- the SIP below ----------------------------------------------------------------------------

    def _open_dialog(self, act: str) -> sip.Dialog:
        if self._dialog is None or not self.is_open:
            raise LocalProtocolError(f"{self.witness} has no open session; it cannot {act}")
        return self._dialog

    def _info(self, dialog: sip.Dialog, body: bytes) -> sip.TransactionKey:
        return self._agent.request_in(
            dialog,
            "INFO",
            headers=[("Content-Disposition", CONTENT_DISPOSITION)],
            body=body,
            content_type=CONTENT_TYPE,
            now=self._channel.now,
        )

    def _hang_up(self) -> None:
        if self._dialog is not None and self._dialog.state is sip.DialogState.CONFIRMED:
            self._agent.request_in(self._dialog, "BYE", now=self._channel.now)

    def _keep_time(self, response: messages.Response) -> None:
        agreement = session_timer.agreed(response.headers)
        self.session_seconds = agreement.seconds if agreement is not None else None
        if agreement is not None and self._dialog is not None:
            self._agent.start_session_timer(
                self._dialog,
                agreement.seconds,
                we_refresh=self._client.refreshes(agreement),
                refresh_in=self._client.refresh_after(agreement.seconds),
                now=self._channel.now,
            )

    # --- what the application is told -------------------------------------------------------------

    def _requested(self, event: sip.RequestReceived) -> None:
        serve = self._served.get(event.request.method)
        if serve is None:
            self._agent.respond(event.key, 405, headers=[("Allow", ALLOW)], now=self._channel.now)
        else:
            serve(event)

    def _informed(self, event: sip.RequestReceived) -> None:
        body = event.request.body
        reply = b""
        try:
            told = self.computing.received(body)
        except RemoteProtocolError as error:
            self._notes.fault(error, body)
            self._agent.respond(event.key, error.status or 200, now=self._channel.now)
            return
        self._notes.told(told, body)
        if isinstance(told, SystemStatusRequest | MonitorStop):
            reply = self.computing.acknowledge(told)
        self._agent.respond(
            event.key,
            200,
            body=reply,
            content_type=CONTENT_TYPE if reply else None,
            now=self._channel.now,
        )

    def _hung_up(self, event: sip.RequestReceived) -> None:
        self._agent.respond(event.key, 200, now=self._channel.now)
        self._end()
        self._notes.note("BYE", "the router ended the session")

    def _refreshed_by_router(self, event: sip.RequestReceived) -> None:
        if event.dialog is None:
            self._agent.respond(event.key, 403, now=self._channel.now)
            return
        agreement = session_timer.answer(event.request.headers)
        status = UNPROCESSED_INTERVAL
        if isinstance(agreement, session_timer.Agreement):
            status = 200
            self._agent.start_session_timer(
                event.dialog,
                agreement.seconds,
                we_refresh=agreement.refresher is session_timer.Refresher.UAS,
                now=self._channel.now,
            )
        self._agent.respond(event.key, status, headers=agreement.headers, now=self._channel.now)

    def _asked_for_options(self, event: sip.RequestReceived) -> None:
        headers = [("Allow", ALLOW), ("Accept", CONTENT_TYPE), ("Supported", "timer")]
        self._agent.respond(event.key, 200, headers=headers, now=self._channel.now)

    def _refresh_due(self, event: sip.RefreshDue) -> None:
        if event.dialog is self._dialog and self.is_open:
            key = self._send_refresh(event.dialog)
            # Nobody waits for it: what comes of it is journalled.
            self._channel.expect(key, "a refresh", self._refresh_answered).cancel()

    def _send_refresh(self, dialog: sip.Dialog) -> sip.TransactionKey:
        body = self.computing.refresh()
        self._notes.sent(RequestSystemStatus(), body)
        return self._agent.request_in(
            dialog,
            "INVITE",
            headers=self._client.invite_headers,
            body=body,
            content_type=CONTENT_TYPE,
            now=self._channel.now,
        )

    def _refresh_answered(
        self, response: messages.Response, _dialog: sip.Dialog | None
    ) -> SystemStatus | None:
        if response.status >= 300:
            self._notes.status(response)
            self.computing.refused()
            self._end_if_dead(f"{response.status} in answer to a refresh")
            raise _refusal("the refresh of the session", response)
        with self._notes.judging(response.body):
            status = self.computing.refreshed(response.body)
        if status is not None:
            self._notes.answer(RequestSystemStatusResponse(system_status=status), response.body)
        self._keep_time(response)
        return status

    def _expired(self, event: sip.SessionExpired) -> None:
        if event.dialog is self._dialog:
            self._hang_up()
            self._end()
            self._notes.fault(
                RemoteProtocolError("nobody refreshed the session in time (RFC 4028 §10)")
            )

    def _misbehaved(self, event: sip.Misbehaved) -> None:
        self._notes.fault(event.error, event.octets)

    # --- the end, and what is noted ---------------------------------------------------------------

    def _end_if_dead(self, reason: str) -> None:
        if self._dialog is not None and self._dialog.state is sip.DialogState.TERMINATED:
            self._end()
            self._notes.note("session lost", reason)

    def _end(self) -> None:
        self._dialog = None
        self.computing.ended()
        self._channel.abandon(
            RouterUnreachable(f"{self.witness}: the session ended before the answer came")
        )


def _refusal(what: str, response: messages.Response) -> ServiceRefused:
    return ServiceRefused(what, "sip", str(response.status), reason=response.reason)
