"""CSTA sessions over SIP: dialogs on one side, the call engine on the other.

An application opens a session with an INVITE that asks for the system status, sends services in
INFO requests and is told of events in INFO requests of ours (ECMA TR/87). Each dialog has one
ordered outbox: an event waits for the 200 of the event before it, and the answer to a service
waits for the events that were queued before it, so that an answer is also a fence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harness.protocols.csta.elements import Kind, kind_of
from harness.protocols.csta.faults import UNSPECIFIED
from harness.protocols.csta.names import CONTENT_DISPOSITION, CONTENT_TYPE, ED3, SystemStatus
from harness.protocols.csta.services import (
    AnswerCallResponse,
    ClearConnectionResponse,
    MakeCallResponse,
    MonitorStop,
    RequestSystemStatus,
    RequestSystemStatusResponse,
)
from harness.protocols.sip import session_timer
from harness.protocols.sip.dialogs import Dialog, DialogState
from harness.protocols.sip.events import (
    Acknowledged,
    Misbehaved,
    RefreshDue,
    RequestReceived,
    ResponseReceived,
    SessionExpired,
    TransactionFailed,
    TransactionKey,
)
from harness.protocols.sip.messages import Request
from harness.protocols.sip.values import parse_name_addr
from harness.standin.calls.commands import Monitor, Notify, Respond, Withdraw
from harness.standin.calls.events import DirectoryNumber, Requester, ServiceRequested, SessionEnded
from harness.standin.cti_bodies import answer_at_once, content_type, decoded, line_meant
from harness.standin.cti_lines import refusal_of_line
from harness.standin.cti_registrar import Registrar
from harness.standin.cti_session import Answer, Info, Port, Session
from harness.standin.cti_timer import settle
from harness.standin.defects import Defect
from harness.standin.operations import CtiSessionStatus
from harness.standin.wording import Wording
from harness.topology import dialect as points

ALLOW = ("Allow", "INVITE, ACK, CANCEL, BYE, INFO, UPDATE, OPTIONS, REGISTER")
ACCEPT = ("Accept", CONTENT_TYPE)
_DISPOSITION = ("Content-Disposition", CONTENT_DISPOSITION)
_SUPPORTED = ("Supported", "timer")
_CLEARED_DIALOG = frozenset({408, 481})
"""Answers to an INFO of ours that end the dialog (RFC 3261 §12.2.1.2)."""
_OF_CALL_CONTROL = (MakeCallResponse, AnswerCallResponse, ClearConnectionResponse)

Find = Callable[[str], DirectoryNumber | None]


class CtiServer:
    """The CTI interface: every session, on every port.

    ``post`` hands an event to the call engine; ``find`` knows the directory numbers;
    ``monitors_of`` the engine's monitors of a session; ``managers`` who may register;
    ``is_shut`` whether CTI is shut; ``complain`` is told who broke a rule, and how; ``wording``
    is how the dialect puts what is said.
    """

    def __init__(
        self,
        *,
        post: Callable[[ServiceRequested | SessionEnded, float], None],
        find: Find,
        monitors_of: Callable[[int], tuple[Monitor, ...]],
        managers: Registrar,
        is_shut: Callable[[], bool],
        complain: Callable[[str, str], None],
        wording: Wording,
        defects: frozenset[Defect] = frozenset(),
    ) -> None:
        self._post = post
        self._find = find
        self._monitors_of = monitors_of
        self.managers = managers
        self._is_shut = is_shut
        self._complain = complain
        self._wording = wording
        self._paced = wording.dialect.speaks(points.PACING, "one-at-a-time")
        self._defects = defects
        self._sessions: dict[int, Session] = {}
        self._by_dialog: dict[Dialog, Session] = {}
        self._by_info: dict[TransactionKey, Session] = {}
        self._refreshing: dict[TransactionKey, Session] = {}
        self._ghosts: list[CtiSessionStatus] = []
        self._last = 0

    # What SIP says -------------------------------------------------------------------------------

    def turn(self, port: Port, now: float) -> None:
        """Take what a port's agent has to tell."""
        while (event := port.agent.next_event()) is not None:
            match event:
                case RequestReceived():
                    self._requested(port, event, now)
                case ResponseReceived() if event.response.status >= 200:
                    self._answered(event.key, event.response.status, now)
                case TransactionFailed():
                    silent_is_fine = Defect.SILENT_APPLICATION_KEPT in self._defects
                    self._answered(event.key, 200 if silent_is_fine else 408, now)
                    if Defect.UNACKNOWLEDGED_KEPT not in self._defects:
                        self._drop_what_is_closing(now)
                case Acknowledged():
                    self._acknowledged(event.dialog)
                case RefreshDue():
                    self._refresh(event.dialog, now)
                case Misbehaved():
                    self._complain(f"{event.source[0]}:{event.source[1]}", str(event.error))
                case SessionExpired():
                    self._expired(event.dialog, now)
                case _:
                    pass

    def _requested(self, port: Port, event: RequestReceived, now: float) -> None:
        method = event.request.method
        session = self._by_dialog.get(event.dialog) if event.dialog is not None else None
        if method == "INVITE" and event.dialog is None:
            self._invited(port, event, now)
        elif method == "OPTIONS":
            port.agent.respond(event.key, 200, headers=(ALLOW, ACCEPT, _SUPPORTED), now=now)
        elif method == "REGISTER":
            reply = self.managers.register(event.request, event.source, now)
            port.agent.respond(event.key, reply.status, headers=(*reply.headers, ALLOW), now=now)
        elif session is None:
            status = 405 if event.dialog is None else 481
            headers = (ALLOW,) if status == 405 else ()
            port.agent.respond(event.key, status, headers=headers, now=now)
        elif method in {"INVITE", "UPDATE"}:
            self._refreshed(session, event, now)
        elif method == "INFO":
            self._informed(session, event, now)
        elif method == "BYE":
            port.agent.respond(event.key, 200, now=now)
            self._left(session, now)
        else:
            port.agent.respond(event.key, 405, headers=(ALLOW,), now=now)

    def _acknowledged(self, dialog: Dialog) -> None:
        session = self._by_dialog.get(dialog)
        if session is not None:
            session.acknowledged = True

    def _drop_what_is_closing(self, now: float) -> None:
        """The agent hangs up by itself when its 200 to an INVITE is never acknowledged."""
        for session in list(self._sessions.values()):
            if session.dialog.state is not DialogState.CONFIRMED:
                self._drop(session, now)

    def _expired(self, dialog: Dialog, now: float) -> None:
        session = self._by_dialog.get(dialog)
        if session is not None and Defect.SESSION_NEVER_EXPIRES not in self._defects:
            silent = self._wording.dialect.speaks(points.EXPIRED_SESSION, "silent")
            (self._drop if silent else self._close)(session, now)

    def _answered(self, key: TransactionKey, status: int, now: float) -> None:
        """A request of ours has its final answer, or will have none."""
        refreshed = self._refreshing.pop(key, None)
        session = self._by_info.pop(key, None) or refreshed
        if session is None or session.number not in self._sessions:
            return
        if status in _CLEARED_DIALOG:
            self._close(session, now)
        elif refreshed is not None:
            session.port.agent.start_session_timer(
                session.dialog, session_timer.DEFAULT_INTERVAL, we_refresh=True, now=now
            )
        elif session.awaited == key:
            session.awaited = None
            self._pump(session, now)

    # Opening, refreshing, closing ----------------------------------------------------------------

    def _invited(self, port: Port, event: RequestReceived, now: float) -> None:
        request, agent = event.request, port.agent
        refusal = self._refusal_of_body(request)
        parsed = None if refusal else decoded(request.body)
        if refusal or parsed is None or not isinstance(parsed.value, RequestSystemStatus):
            agent.respond(event.key, refusal or 400, headers=(ACCEPT, ALLOW), now=now)
            return
        line = line_meant(request, parsed.value, self._find, self._defects)
        status = self._status_of_line(line)
        if isinstance(status, int):
            agent.respond(event.key, status, now=now)
            return
        dialog = self._accept(port, event, parsed.namespace or ED3, now, status)
        if dialog is None:
            return
        self._last += 1
        application = parse_name_addr(request.headers.get("From") or "").uri
        session = Session(
            self._last, application, line, event.source, port, dialog, now,
            parsed.namespace or ED3, spelling=self._wording.spelling(),
        )  # fmt: skip
        self._sessions[session.number] = self._by_dialog[dialog] = session

    def _refusal_of_body(self, request: Request) -> int | None:
        minds = Defect.CONTENT_TYPE_IGNORED not in self._defects
        if minds and content_type(request) != CONTENT_TYPE:
            return 415
        return None if request.body else 400

    def _status_of_line(self, line: str) -> int | SystemStatus:
        return refusal_of_line(
            self._find(line),
            shut=self._is_shut() or not self.managers.admits(self._last),
            dialect=self._wording.dialect,
            defects=self._defects,
        )

    def _accept(
        self, port: Port, event: RequestReceived, namespace: str, now: float,
        system: SystemStatus = SystemStatus.NORMAL,
    ) -> Dialog | None:  # fmt: skip
        """Answer an INVITE or UPDATE positively, unless its session timer forbids that."""
        minds = Defect.SHORT_TIMER_ACCEPTED not in self._defects
        settled = settle(event.request.headers, minds_minimum=minds)
        if settled.status != 200:
            port.agent.respond(event.key, settled.status, headers=settled.headers, now=now)
            return None
        status = RequestSystemStatusResponse(system_status=system)
        dialog = port.agent.respond(
            event.key,
            200,
            headers=(ALLOW, _SUPPORTED, _DISPOSITION, *settled.headers),
            body=self._wording.octets(status, namespace),
            content_type=CONTENT_TYPE,
            now=now,
        )
        is_forgotten = event.dialog is not None and Defect.REFRESH_FORGOTTEN in self._defects
        dialog = event.dialog or dialog
        if settled.agreement is not None and dialog is not None and not is_forgotten:
            seconds, ours = settled.agreement.seconds, settled.we_refresh
            port.agent.start_session_timer(dialog, seconds, we_refresh=ours, now=now)
        return dialog

    def _refreshed(self, session: Session, event: RequestReceived, now: float) -> None:
        accepted = self._accept(session.port, event, session.namespace, now)
        if accepted is not None and Defect.REFRESH_ENDS_MONITORS in self._defects:
            self._post(SessionEnded(session.number), now)

    def _refresh(self, dialog: Dialog, now: float) -> None:
        """Our turn to refresh: the application asked us to be the refresher."""
        session = self._by_dialog.get(dialog)
        if session is not None:
            interval = ("Session-Expires", f"{session_timer.DEFAULT_INTERVAL};refresher=uac")
            key = session.port.agent.request_in(
                dialog,
                "INVITE",
                headers=(ALLOW, _SUPPORTED, _DISPOSITION, interval),
                body=self._wording.octets(RequestSystemStatus(), session.namespace),
                content_type=CONTENT_TYPE,
                now=now,
            )
            self._refreshing[key] = session

    def _left(self, session: Session, now: float) -> None:
        if Defect.SESSION_LISTED_AFTER_BYE in self._defects:
            self._ghosts.append(self._status_of(session, now))
        self._drop(session, now)

    def _close(self, session: Session, now: float) -> None:
        self._drop(session, now)
        if session.dialog.state is DialogState.CONFIRMED:
            session.port.agent.request_in(session.dialog, "BYE", now=now)

    def _drop(self, session: Session, now: float) -> None:
        del self._sessions[session.number]
        del self._by_dialog[session.dialog]
        for item in session.outbox:
            if isinstance(item, Answer):
                # RFC 3261 §15.1.2: what a BYE finds pending is answered 487.
                session.port.agent.respond(item.key, 487, now=now)
        session.outbox.clear()
        self._post(SessionEnded(session.number), now)

    # Services and events -------------------------------------------------------------------------

    def _informed(self, session: Session, event: RequestReceived, now: float) -> None:
        agent = session.port.agent
        status = self._refusal_of_body(event.request)
        parsed = None if status else decoded(event.request.body)
        if parsed is None:
            told = self._wording.dialect.speaks(points.UNREADABLE_BODY, "fault")
            if told and status != 415:
                self._queue_answer(session, event.key, UNSPECIFIED, now)
            else:
                agent.respond(event.key, status or 400, headers=(ACCEPT,), now=now)
            return
        if parsed.namespace:
            session.namespace = parsed.namespace
        value = parsed.value
        at_once = answer_at_once(value)
        if at_once is not None:
            self._queue_answer(session, event.key, at_once, now)
        elif kind_of(value) is not Kind.REQUEST:
            agent.respond(event.key, 200, now=now)
        else:
            session.spelling.hear(value)
            requester = Requester(session.number, event.key)
            self._post(ServiceRequested(requester, self._wording.heard(value)), now)

    def carry_out(self, command: Respond | Notify | Withdraw, now: float) -> None:
        """Do what the engine wants done towards an application."""
        if isinstance(command, Respond):
            session = self._sessions.get(command.requester.session)
            if session is not None:
                key: Any = command.requester.token
                self._queue_answer(session, key, session.spelling.of(command.answer), now)
            return
        session = self._sessions.get(command.monitor.session)
        if session is None:
            return
        if isinstance(command, Notify):
            value: object = session.spelling.of(command.event)
        else:
            value = MonitorStop(monitor_cross_ref_id=command.monitor.cross_ref)
        value = self._wording.event(value, command.monitor.device)
        session.outbox.append(Info(self._wording.octets(value, session.namespace)))
        self._pump(session, now)

    def _queue_answer(
        self, session: Session, key: TransactionKey, answer: object, now: float
    ) -> None:
        answer = self._wording.answer(answer, session.line)
        body = self._wording.octets(answer, session.namespace)
        if Defect.EMPTY_RESPONSE in self._defects and isinstance(answer, _OF_CALL_CONTROL):
            body = b""
        session.outbox.append(Answer(key, body, self._wording.status_of(answer)))
        self._pump(session, now)

    def _pump(self, session: Session, now: float) -> None:
        agent = session.port.agent
        while session.outbox and session.awaited is None:
            item = session.outbox.popleft()
            kind = CONTENT_TYPE if item.body else None
            headers = (_DISPOSITION,) if item.body else ()
            if isinstance(item, Answer):
                agent.respond(
                    item.key, item.status,
                    headers=headers, body=item.body, content_type=kind, now=now,
                )  # fmt: skip
                continue
            key = agent.request_in(
                session.dialog, "INFO",
                headers=headers, body=item.body, content_type=kind, now=now,
            )  # fmt: skip
            self._by_info[key] = session
            session.awaited = key if self._paced else None

    # What the router asks ------------------------------------------------------------------------

    def configured(self, now: float) -> None:
        """Obey a changed configuration: with CTI shut no session stays."""
        self.managers.drop_what_is_over(now)
        if Defect.SHUTDOWN_LEAVES_SESSIONS in self._defects:
            return
        if self._is_shut() and Defect.SHUTDOWN_IGNORED not in self._defects:
            for session in list(self._sessions.values()):
                self._close(session, now)

    def clear(self, number: int, now: float) -> bool:
        """End one session with a BYE; false when there is none of that number."""
        session = self._sessions.get(number)
        if session is None:
            return False
        self._close(session, now)
        return True

    def forget_all(self) -> None:
        """The router boots: every session is gone without a word."""
        self.managers.forget_all()
        for session in self._sessions.values():
            session.port.agent.forget(session.dialog)
        self._sessions.clear()
        self._by_dialog.clear()
        self._by_info.clear()
        self._ghosts.clear()
        if Defect.MONITOR_OUTLIVES_RELOAD in self._defects:
            self._last = 0

    def statuses(self, now: float) -> list[CtiSessionStatus]:
        """What ``show cti session`` lists."""
        return [*self._ghosts, *(self._status_of(each, now) for each in self._sessions.values())]

    def _status_of(self, session: Session, now: float) -> CtiSessionStatus:
        return session.status(now, self._monitors_of(session.number))
