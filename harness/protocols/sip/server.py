"""The server half of an agent: their requests, our responses (RFC 3261 §8.2, §9.2, §13.3, §17)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from harness.errors import LocalProtocolError, RemoteProtocolError
from harness.protocols.sip.dialogs import (
    Dialog,
    DialogId,
    remote_identity,
    route_set_of,
    target_of,
)
from harness.protocols.sip.events import (
    Acknowledged,
    RequestReceived,
    TransactionFailed,
    TransactionKey,
)
from harness.protocols.sip.messages import Envelope, Request
from harness.protocols.sip.printing import body_lines, encoded, header_lines, reason_of
from harness.protocols.sip.timers import Signal
from harness.protocols.sip.transactions import (
    INVITE_SERVER,
    NON_INVITE_SERVER,
    Row,
    ServerTransaction,
    State,
    signal_of,
)
from harness.protocols.sip.values import Address, parse_name_addr, parse_uri
from harness.protocols.sip.ways import malformed_answer, transaction_key, way_back

if TYPE_CHECKING:
    from harness.protocols.sip.core import Core

SUPPORTED = frozenset({"timer"})
"""Option tags that may be required of us."""

_ONLY_IN_DIALOGS = frozenset({"BYE", "INFO", "PRACK", "UPDATE"})
_REFRESHES_TARGET = frozenset({"INVITE", "UPDATE"})
_REPEATING = frozenset({Signal.G, Signal.REPEAT_2XX})
_RETRY_AFTER = 3


# Looking a member up in its class costs more than all else that is done with it here.
_TERMINATED, _TRYING = State.TERMINATED, State.TRYING


class ServerSide:
    """Requests being answered, by branch, sent-by and method (§17.2.3)."""

    def __init__(self, core: Core, hang_up: Callable[[Dialog, float], None]) -> None:
        self._core = core
        self._hang_up = hang_up
        self._transactions: dict[str, ServerTransaction] = {}
        self._merging: dict[tuple[str, str, int, str], TransactionKey] = {}

    def received(self, request: Request, octets: bytes, source: Address, now: float) -> None:
        """Absorb a repetition, or check a new request and hand it to the owner (§8.2)."""
        envelope = request.headers.envelope
        method = request.method
        if method == "ACK":
            self._acknowledged(request, octets, source, now)
            return
        key = transaction_key(request, envelope, method)
        transaction = self._transactions.get(key)
        if transaction is not None:
            row = transaction.table.get((transaction.state, Signal.REQUEST))
            if row is not None and transaction.octets:
                self._core.send(transaction.octets, transaction.destination)
            return
        invites = method == "INVITE"
        destination, via = way_back(request.headers, envelope, source, reliable=self._core.reliable)
        transaction = ServerTransaction(
            key,
            INVITE_SERVER if invites else NON_INVITE_SERVER,
            State.PROCEEDING if invites else _TRYING,
            request,
            destination,
            via,
            None,
            source,
        )
        self._transactions[key] = transaction
        if method == "CANCEL":
            self._cancelled(transaction, request, envelope, now)
        elif envelope.to_tag:
            self._received_in_dialog(transaction, request, octets, now)
        else:
            self._received_outside(transaction, request, envelope, now)

    def _received_in_dialog(
        self,
        transaction: ServerTransaction,
        request: Request,
        octets: bytes,
        now: float,
    ) -> None:
        """§12.2.2, §14.2."""
        core = self._core
        envelope = request.headers.envelope
        source = transaction.source
        dialog = core.dialogs.get((envelope.call_id, envelope.to_tag, envelope.from_tag))
        if dialog is None:
            self._answer(transaction, 481, now)
            return
        last = dialog.remote_cseq
        if last is not None and envelope.cseq <= last:
            if envelope.cseq == last:
                core.blame(f"CSeq {last} for a second request", octets, source)
            self._answer(transaction, 500, now)
            return
        dialog.remote_cseq = envelope.cseq
        if request.headers.get("Require") is not None and not self._can_do(
            transaction, request, now
        ):
            return
        transaction.dialog = dialog
        if request.method == "INVITE":
            if dialog.inviting:
                self._answer(transaction, 491, now)
                return
            if dialog.invited:
                self._answer(transaction, 500, now, f"Retry-After: {_RETRY_AFTER}\r\n")
                return
        if request.method in _REFRESHES_TARGET:
            try:
                dialog.refresh_target(request.headers)
            except RemoteProtocolError as error:
                core.blame(str(error), octets, source)
                self._answer(transaction, 400, now)
                return
        if request.method == "INVITE":
            dialog.invited = True
            self._answer(transaction, 100, now)
        elif request.method == "BYE":
            self._ended(dialog)
        core.events.append(RequestReceived(transaction.key, request, dialog, source))

    def _ended(self, dialog: Dialog) -> None:
        if dialog.unacknowledged is not None:
            # A BYE says more than the ACK it overtook.
            dialog.unacknowledged.state = State.ACKNOWLEDGED
            dialog.unacknowledged = None
        self._core.end_dialog(dialog)

    def _received_outside(
        self, transaction: ServerTransaction, request: Request, envelope: Envelope, now: float
    ) -> None:
        """§8.2.2, §13.3."""
        if request.method in _ONLY_IN_DIALOGS:
            self._answer(transaction, 481, now)
            return
        merging = (envelope.call_id, envelope.from_tag, envelope.cseq, request.method)
        if self._merging.setdefault(merging, transaction.key) != transaction.key:
            # RFC 3261 §8.2.2.2: the same request by two ways.
            self._answer(transaction, 482, now)
            return
        transaction.merging = merging
        if request.headers.get("Require") is not None and not self._can_do(
            transaction, request, now
        ):
            return
        if request.method == "INVITE":
            try:
                usable = target_of(request.headers) is not None
                route_set_of(request.headers, reverse=False)
            except RemoteProtocolError:
                usable = False
            if not usable:
                self._answer(transaction, 400, now)
                return
            self._answer(transaction, 100, now)
        self._core.events.append(
            RequestReceived(transaction.key, request, None, transaction.source)
        )

    def _can_do(self, transaction: ServerTransaction, request: Request, now: float) -> bool:
        """Whether we know all that is required; if not, it is refused (§8.2.2.3)."""
        try:
            required = request.headers.all("Require")
        except RemoteProtocolError:
            self._answer(transaction, 400, now)
            return False
        unknown = [tag for tag in required if tag.lower() not in SUPPORTED]
        if unknown:
            self._answer(transaction, 420, now, f"Unsupported: {', '.join(unknown)}\r\n")
        return not unknown

    def _cancelled(
        self, transaction: ServerTransaction, request: Request, envelope: Envelope, now: float
    ) -> None:
        """§9.2."""
        invite = self._transactions.get(transaction_key(request, envelope, "INVITE"))
        if invite is None:
            self._answer(transaction, 481, now)
            return
        transaction.to_tag = self._to_tag(invite)
        self._answer(transaction, 200, now)
        if invite.state is State.PROCEEDING:
            self._answer(invite, 487, now)
            self._core.events.append(TransactionFailed(invite.key, "cancelled"))

    def _acknowledged(self, request: Request, octets: bytes, source: Address, now: float) -> None:
        """§17.2.1 for a failure, §13.3.1.4 for a 2xx."""
        envelope = request.headers.envelope
        dialog = self._core.dialogs.get((envelope.call_id, envelope.to_tag, envelope.from_tag))
        transaction = self._transactions.get(transaction_key(request, envelope, "INVITE"))
        if dialog is not None and dialog.unacknowledged is not None:
            if dialog.unacknowledged.cseq != envelope.cseq:
                self._core.blame("an ACK whose CSeq is no INVITE's", octets, source)
                return
            transaction = dialog.unacknowledged
        if transaction is None:
            if dialog is None:
                self._core.blame("an ACK for no INVITE", octets, source)
            return
        row = transaction.table.get((transaction.state, Signal.ACK))
        if row is None:
            return
        if row.acknowledge:
            if dialog is None:
                self._core.blame("an ACK with foreign tags", octets, source)
                return
            dialog.unacknowledged = None
            self._core.events.append(Acknowledged(dialog))
        self._enter(transaction, row, now)

    def respond(
        self,
        key: TransactionKey,
        status: int,
        *,
        reason: str | None,
        lines: str,
        content_type: str | None,
        body: bytes,
        now: float,
    ) -> Dialog | None:
        """Answer a request (§8.2.6); a 2xx to INVITE makes its dialog (§12.1.1)."""
        transaction = self._transactions.get(key)
        if transaction is None or transaction.request is None:
            raise LocalProtocolError(f"no request to answer, or answered already: {key}")
        if not 100 <= status <= 699:
            raise LocalProtocolError(f"no SIP status: {status}")
        request = transaction.request
        dialog = transaction.dialog
        if request.method == "INVITE" and status > 100:
            if status < 300:
                contact = self._contact(transaction)
                lines = f"Contact: {contact}\r\n{lines}"
            if status >= 200 and dialog is not None:
                dialog.invited = False
            if 200 <= status < 300:
                if dialog is None:
                    dialog = self._make_dialog(transaction, request)
                    records = request.headers.lines("Record-Route")
                    lines = header_lines([("Record-Route", value) for value in records]) + lines
                transaction.dialog = dialog
                transaction.cseq = request.headers.envelope.cseq
                dialog.unacknowledged = transaction
        self._answer(
            transaction, status, now, lines, reason=reason, content_type=content_type, body=body
        )
        return dialog

    def _contact(self, transaction: ServerTransaction) -> str:
        if transaction.dialog is not None:
            return transaction.dialog.contact
        assert transaction.request is not None  # noqa: S101
        try:
            user = parse_uri(transaction.request.uri).user
        except RemoteProtocolError:
            user = ""
        return self._core.contact(user)

    def _make_dialog(self, transaction: ServerTransaction, request: Request) -> Dialog:
        core = self._core
        envelope = request.headers.envelope
        target = target_of(request.headers)
        assert target is not None  # noqa: S101
        dialog = core.make_dialog(
            DialogId(envelope.call_id, self._to_tag(transaction), envelope.from_tag),
            local_uri=parse_name_addr(request.headers.get("To") or "").uri,
            remote_uri=remote_identity(request),
            remote_target=target,
            route_set=route_set_of(request.headers, reverse=False),
            contact=self._contact(transaction),
            peer=transaction.source,
        )
        dialog.remote_cseq = envelope.cseq
        core.add_dialog(dialog)
        return dialog

    def _to_tag(self, transaction: ServerTransaction) -> str:
        if not transaction.to_tag:
            transaction.to_tag = self._core.tokens()
        return transaction.to_tag

    def _answer(
        self,
        transaction: ServerTransaction,
        status: int,
        now: float,
        lines: str = "",
        *,
        reason: str | None = None,
        content_type: str | None = None,
        body: bytes = b"",
    ) -> None:
        request = transaction.request
        row = transaction.table.get((transaction.state, signal_of(status)))
        if request is None or row is None:
            raise LocalProtocolError(f"{status} in a transaction that is {transaction.state}")
        headers = request.headers
        tag = ""
        if status != 100 and not headers.envelope.to_tag:
            tag = f";tag={self._to_tag(transaction)}"
        head = (
            f"SIP/2.0 {status} {reason or reason_of(status)}\r\n{transaction.via}"
            f"{headers.echoed(tag)}{lines}{body_lines(content_type, body)}"
        )
        transaction.octets = encoded(head) + body
        if status >= 200:
            transaction.request = None
        self._enter(transaction, row, now)

    def _enter(self, transaction: ServerTransaction, row: Row, now: float) -> None:
        transaction.state = row.state
        if row.resend:
            self._core.send(transaction.octets, transaction.destination)
        for signal in row.starts:
            self._start(transaction, signal, now)
        if row.fail:
            self._core.events.append(TransactionFailed(transaction.key, row.fail))
        dialog = transaction.dialog
        if row.hang_up and dialog is not None and dialog.unacknowledged is transaction:
            dialog.unacknowledged = None
            self._hang_up(dialog, now)
        if transaction.state is _TERMINATED:
            self._transactions.pop(transaction.key, None)
            if transaction.merging is not None:
                self._merging.pop(transaction.merging, None)

    def _start(self, transaction: ServerTransaction, signal: Signal, now: float) -> None:
        core = self._core
        delay = core.delays[signal]
        if delay is None:
            return
        if signal in _REPEATING:
            if transaction.interval:
                delay = core.timers.next_interval(signal, transaction.interval, proceeding=False)
            transaction.interval = delay
        if delay == 0:
            transaction.state = transaction.table[transaction.state, signal].state
        else:
            core.queues.start(delay, transaction, signal, now)

    def signalled(self, transaction: ServerTransaction, signal: Signal, now: float) -> None:
        """A timer of the transaction has fired."""
        self._enter(transaction, transaction.table[transaction.state, signal], now)

    def refuse_malformed(self, octets: bytes, status: int, source: Address) -> None:
        """Answer what could not be parsed, if it shows enough of itself for that (§8.2.6)."""
        answer = malformed_answer(octets, status, to_tag=self._core.tokens())
        if answer is not None:
            self._core.send(answer, source)
