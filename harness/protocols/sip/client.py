"""The client half of an agent: our requests, their responses (RFC 3261 §8.1, §9.1, §13.2, §17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.errors import LocalProtocolError, RemoteProtocolError
from harness.protocols.sip.dialogs import (
    Dialog,
    DialogState,
)
from harness.protocols.sip.events import ResponseReceived, TransactionFailed, TransactionKey
from harness.protocols.sip.grammar import is_token
from harness.protocols.sip.invitations import checked_address, derived, dialog_of
from harness.protocols.sip.matching import answered_by
from harness.protocols.sip.messages import Response
from harness.protocols.sip.printing import body_lines, encoded
from harness.protocols.sip.timers import Signal
from harness.protocols.sip.transactions import (
    INVITE_CLIENT,
    NON_INVITE_CLIENT,
    ClientTransaction,
    Row,
    State,
    signal_of,
)
from harness.protocols.sip.values import MAGIC_COOKIE, Address

if TYPE_CHECKING:
    from harness.protocols.sip.core import Core

_WITH_CONTACT = frozenset({"INVITE", "REGISTER", "OPTIONS", "SUBSCRIBE"})
_REFRESHES_TARGET = frozenset({"INVITE", "UPDATE"})
_REPEATING = frozenset({Signal.A, Signal.E})
_AGENTS_OWN = frozenset({"ACK", "CANCEL"})


# Looking a member up in its class costs more than all else that is done with it here.
_TERMINATED, _TRYING = State.TERMINATED, State.TRYING
_CONFIRMED = DialogState.CONFIRMED
_E, _F = Signal.E, Signal.F


class ClientSide:
    """Requests under way, by branch and method (§17.1.3)."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._transactions: dict[str, ClientTransaction] = {}

    def request(
        self,
        method: str,
        uri: str,
        *,
        to: str,
        from_: str,
        destination: Address,
        lines: str,
        has_contact: bool,
        content_type: str | None,
        body: bytes,
        contact_user: str,
        call_id: str | None,
        from_tag: str | None,
        cseq: int,
        now: float,
    ) -> TransactionKey:
        """Send a request outside any dialog (§8.1.1)."""
        core = self._core
        if method in _AGENTS_OWN or not is_token(method) or " " in uri or "\r" in uri:
            raise LocalProtocolError(f"{method} {uri} cannot be sent as a request of its own")
        sender, receiver = checked_address(from_), checked_address(to)
        branch = core.new_branch()
        tag = from_tag or core.tokens()
        call_id = call_id or f"{core.tokens()}@{core.local[0]}"
        contact = core.contact(contact_user) if method in _WITH_CONTACT else ""
        contact_line = f"Contact: {contact}\r\n" if contact and not has_contact else ""
        head = (
            f"{method} {uri} SIP/2.0\r\nVia: {core.via};branch={branch}\r\nMax-Forwards: 70\r\n"
            f"From: {sender};tag={tag}\r\nTo: {receiver}\r\n"
            f"Call-ID: {call_id}\r\nCSeq: {cseq} {method}\r\n"
            f"{contact_line}{lines}{body_lines(content_type, body)}"
        )
        transaction = self._begin(
            method,
            encoded(head) + body,
            destination,
            branch=branch,
            cseq=cseq,
            call_id=call_id,
            from_tag=tag,
            dialog=None,
            now=now,
        )
        transaction.contact = contact
        return transaction.key

    def request_in(
        self,
        dialog: Dialog,
        method: str,
        *,
        lines: str,
        content_type: str | None,
        body: bytes,
        now: float,
        silent: bool = False,
    ) -> TransactionKey:
        """Send a request within a dialog (§12.2.1.1)."""
        if dialog.state is not _CONFIRMED:
            raise LocalProtocolError(f"{method} in a dialog that is {dialog.state}")
        if method in _AGENTS_OWN or not is_token(method):
            raise LocalProtocolError(f"{method} cannot be sent as a request of its own")
        if method == "INVITE":
            # RFC 3261 §14.1: one INVITE at a time, in either direction.
            if dialog.inviting or dialog.invited:
                raise LocalProtocolError("an INVITE while another is under way in the dialog")
            dialog.inviting = True
        elif method == "BYE":
            dialog.state = DialogState.CLOSING
        cseq = dialog.local_cseq = dialog.local_cseq + 1
        branch = f"{MAGIC_COOKIE}{dialog.token}.{cseq}"
        if method in _REFRESHES_TARGET:
            lines = f"Contact: {dialog.contact}\r\n{lines}"
        octets = dialog.print_request(
            method, cseq, branch, lines=lines, content_type=content_type, body=body
        )
        identity = dialog.id
        transaction = self._begin(
            method,
            octets,
            dialog.destination,
            branch=branch,
            cseq=cseq,
            call_id=identity.call_id,
            from_tag=identity.local_tag,
            dialog=dialog,
            now=now,
        )
        transaction.silent = silent
        return transaction.key

    def _begin(
        self,
        method: str,
        octets: bytes,
        destination: Address,
        *,
        branch: str,
        cseq: int,
        call_id: str,
        from_tag: str,
        dialog: Dialog | None,
        now: float,
    ) -> ClientTransaction:
        invites = method == "INVITE"
        transaction = ClientTransaction(
            TransactionKey(f"{branch} {method}"),
            INVITE_CLIENT if invites else NON_INVITE_CLIENT,
            State.CALLING if invites else _TRYING,
            method,
            cseq,
            call_id,
            from_tag,
            octets,
            destination,
            dialog,
        )
        self._transactions[transaction.key] = transaction
        self._core.send(octets, destination)
        if invites:
            self._start(transaction, Signal.A, now)
            self._start(transaction, Signal.B, now)
        else:
            # Unreliable: timer F waits for the first E, which most transactions never see.
            self._start(transaction, _F if self._core.reliable else _E, now)
        return transaction

    def _start(self, transaction: ClientTransaction, signal: Signal, now: float) -> None:
        core = self._core
        delay = core.delays[signal]
        if delay is None:
            return
        if signal in _REPEATING:
            if transaction.interval:
                proceeding = transaction.state is State.PROCEEDING
                delay = core.timers.next_interval(
                    signal, transaction.interval, proceeding=proceeding
                )
            transaction.interval = delay
        if delay == 0:
            transaction.state = transaction.table[transaction.state, signal].state
        else:
            core.queues.start(delay, transaction, signal, now)

    def signalled(self, transaction: ClientTransaction, signal: Signal, now: float) -> None:
        """A timer of the transaction has fired."""
        row = transaction.table[transaction.state, signal]
        if signal is Signal.E and transaction.interval == self._core.timers.t1:
            rest = 63 * self._core.timers.t1
            self._core.queues.start(rest, transaction, Signal.F, now)
        self._enter(transaction, row, now)
        if row.resend:
            self._core.send(transaction.octets, transaction.destination)

    def _enter(self, transaction: ClientTransaction, row: Row, now: float) -> None:
        transaction.state = row.state
        for signal in row.starts:
            self._start(transaction, signal, now)
        if row.fail:
            self._fail(transaction, row.fail)
        if transaction.state is _TERMINATED:
            self._transactions.pop(transaction.key, None)

    def _fail(self, transaction: ClientTransaction, reason: str) -> None:
        self._settle(transaction)
        if not transaction.silent:
            self._core.events.append(TransactionFailed(transaction.key, reason))

    def _settle(self, transaction: ClientTransaction) -> None:
        dialog = transaction.dialog
        if dialog is not None:
            if transaction.method == "INVITE":
                dialog.inviting = False
            elif transaction.method == "BYE":
                self._core.end_dialog(dialog)

    def received(self, response: Response, octets: bytes, source: Address, now: float) -> None:
        """Do what the table says of a response to a request of ours (§17.1.1, §17.1.2)."""
        core = self._core
        try:
            transaction = answered_by(response, self._transactions)
        except RemoteProtocolError as error:
            core.blame(str(error), octets, source)
            return
        dialog = transaction.dialog
        row = transaction.table.get((transaction.state, signal_of(response.status)))
        if row is None:
            return
        if transaction.method == "INVITE":
            self._invite_answered(transaction, row, response, octets=octets, source=source, now=now)
            return
        self._enter(transaction, row, now)
        if response.status >= 200:
            transaction.octets = b""
            if dialog is not None:
                if response.status == 481:
                    # RFC 3261 §12.2.1.2: the other side knows the dialog no more.
                    core.end_dialog(dialog)
                self._settle(transaction)
                if transaction.method == "UPDATE" and response.status < 300:
                    self._refresh_target(dialog, response, octets, source)
        if row.deliver and not transaction.silent:
            core.events.append(ResponseReceived(transaction.key, response, dialog))

    def _invite_answered(
        self,
        transaction: ClientTransaction,
        row: Row,
        response: Response,
        *,
        octets: bytes,
        source: Address,
        now: float,
    ) -> None:
        core = self._core
        dialog = transaction.dialog
        tag = response.headers.envelope.to_tag
        success = 200 <= response.status < 300
        forked = success and row.acknowledge and tag != transaction.to_tag
        if row.hang_up or forked:
            self._enter(transaction, row, now)
            self._hang_up_stray(transaction, response, octets, source, now)
            return
        if row.acknowledge:
            core.send(transaction.ack, transaction.destination)
            return
        if success:
            dialog = self._accepted(transaction, response, octets, source)
            if dialog is None:
                return
        elif response.status >= 300:
            self._acknowledge_failure(transaction, response)
            if dialog is not None and response.status == 481:
                core.end_dialog(dialog)
        if response.status >= 200:
            self._settle(transaction)
        self._enter(transaction, row, now)
        core.events.append(ResponseReceived(transaction.key, response, dialog))
        if transaction.cancel_wanted and transaction.state is State.PROCEEDING:
            self._send_cancel(transaction, now)

    def _accepted(
        self, transaction: ClientTransaction, response: Response, octets: bytes, source: Address
    ) -> Dialog | None:
        """The dialog of a 2xx, acknowledged (§13.2.2.4)."""
        dialog = transaction.dialog
        if dialog is None:
            dialog = dialog_of(self._core, transaction, response, octets, source)
            if dialog is None:
                return None
            self._core.add_dialog(dialog)
        else:
            self._refresh_target(dialog, response, octets, source)
        transaction.to_tag = dialog.id.remote_tag
        branch = f"{MAGIC_COOKIE}{dialog.token}.{transaction.cseq}a"
        transaction.ack = dialog.print_request("ACK", transaction.cseq, branch)
        transaction.octets = b""
        transaction.destination = dialog.destination
        self._core.send(transaction.ack, dialog.destination)
        return dialog

    def _refresh_target(
        self, dialog: Dialog, response: Response, octets: bytes, source: Address
    ) -> None:
        try:
            dialog.refresh_target(response.headers)
        except RemoteProtocolError as error:
            self._core.blame(str(error), octets, source)

    def _acknowledge_failure(self, transaction: ClientTransaction, response: Response) -> None:
        """§17.1.1.3: the INVITE's own way and branch, with the To of the response."""
        to = response.headers.get("To") or ""
        transaction.ack = derived(transaction, "ACK", to=to)
        transaction.octets = b""
        self._core.send(transaction.ack, transaction.destination)

    def _hang_up_stray(
        self,
        transaction: ClientTransaction,
        response: Response,
        octets: bytes,
        source: Address,
        now: float,
    ) -> None:
        """ACK and BYE a 2xx that nobody wants: late, cancelled or of another fork (§13.2.2.4)."""
        core = self._core
        envelope = response.headers.envelope
        known = core.dialogs.get((envelope.call_id, envelope.from_tag, envelope.to_tag))
        if transaction.dialog is not None:
            known = transaction.dialog
        if not transaction.octets:
            transaction.octets = transaction.ack
        dialog = known or dialog_of(core, transaction, response, octets, source)
        if dialog is None:
            return
        if known is None:
            core.add_dialog(dialog)
        branch = f"{MAGIC_COOKIE}{dialog.token}.{transaction.cseq}a"
        core.send(dialog.print_request("ACK", transaction.cseq, branch), dialog.destination)
        if dialog.state is DialogState.CONFIRMED:
            self.hang_up(dialog, now)

    def hang_up(self, dialog: Dialog, now: float) -> None:
        """End a dialog with a BYE of the agent's own making."""
        self.request_in(dialog, "BYE", lines="", content_type=None, body=b"", now=now, silent=True)

    def cancel(self, key: TransactionKey, now: float) -> None:
        """Cancel an INVITE: at once after a provisional response, else as soon as one comes."""
        transaction = self._transactions.get(key)
        if transaction is None or transaction.state not in {State.CALLING, State.PROCEEDING}:
            raise LocalProtocolError(f"no INVITE to cancel: {key}")
        if transaction.method != "INVITE":
            # RFC 3261 §9.1: other requests are answered at once or not at all.
            raise LocalProtocolError(f"{transaction.method} cannot be cancelled")
        transaction.cancel_wanted = True
        if transaction.state is State.PROCEEDING:
            self._send_cancel(transaction, now)

    def _send_cancel(self, transaction: ClientTransaction, now: float) -> None:
        octets = derived(transaction, "CANCEL")
        self._enter(transaction, transaction.table[transaction.state, Signal.CANCEL], now)
        cancelling = self._begin(
            "CANCEL",
            octets,
            transaction.destination,
            branch=transaction.key.partition(" ")[0],
            cseq=transaction.cseq,
            call_id=transaction.call_id,
            from_tag=transaction.from_tag,
            dialog=None,
            now=now,
        )
        cancelling.silent = True

    def connection_lost(self, source: Address) -> None:
        """Fail whatever still waits on a broken connection (§8.1.3.1)."""
        for transaction in [t for t in self._transactions.values() if t.destination == source]:
            waits = transaction.state in {
                State.CALLING,
                State.TRYING,
                State.PROCEEDING,
                State.CANCELLING,
            }
            if waits:
                transaction.state = State.TERMINATED
                self._transactions.pop(transaction.key, None)
                self._fail(transaction, "the connection broke")
