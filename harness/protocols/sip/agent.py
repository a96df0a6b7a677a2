"""A SIP user agent for one socket, sans I/O: the machine that owners and carriers hold.

It repeats, absorbs and acknowledges by itself (RFC 3261 §17, §13); owners read events, send
requests and answer them. Over UDP it never changes to TCP for its size (§18.1.1 would), because
the bench chooses the transport; over TCP requests of a dialog use the connection it was made on
while that stands, then a new one to the Contact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from harness.errors import RemoteProtocolError
from harness.protocols.sip.client import ClientSide
from harness.protocols.sip.core import Core
from harness.protocols.sip.dialogs import Dialog, DialogId, DialogState
from harness.protocols.sip.events import (
    Acknowledged,
    Event,
    MessageReceived,
    MessageSent,
    Misbehaved,
    RefreshDue,
    RequestReceived,
    ResponseReceived,
    SessionExpired,
    TransactionFailed,
    TransactionKey,
)
from harness.protocols.sip.framing import Framer
from harness.protocols.sip.messages import Response
from harness.protocols.sip.parsing import parse
from harness.protocols.sip.printing import header_lines
from harness.protocols.sip.server import ServerSide
from harness.protocols.sip.session_timer import SessionWatch, expiry_after, refresh_after
from harness.protocols.sip.timers import RFC3261_TIMERS, Signal, Timers
from harness.protocols.sip.transactions import ClientTransaction, ServerTransaction
from harness.protocols.sip.values import Address

__all__ = [
    "RFC3261_TIMERS",
    "Acknowledged",
    "Address",
    "Dialog",
    "DialogId",
    "DialogState",
    "Event",
    "MessageReceived",
    "MessageSent",
    "Misbehaved",
    "RefreshDue",
    "RequestReceived",
    "ResponseReceived",
    "SessionExpired",
    "Timers",
    "TransactionFailed",
    "TransactionKey",
    "UserAgent",
]

Pairs = Iterable[tuple[str, str]]


class UserAgent:
    """One end of many dialogs on one socket (``harness.runtime.machines.PeerMachine``).

    ``tokens`` gives a text nobody used before at each call, of token characters, with at least
    32 bits of chance (§19.3): for tags, branches and Call-IDs. ``trace`` adds `MessageSent` and
    `MessageReceived` to the events; it costs a parse for each message sent.
    """

    def __init__(
        self,
        *,
        transport: Literal["UDP", "TCP"],
        local: Address,
        tokens: Callable[[], str],
        timers: Timers = RFC3261_TIMERS,
        trace: bool = False,
    ) -> None:
        self._core = Core(transport, local, tokens, timers, trace)
        self._client = ClientSide(self._core)
        self._server = ServerSide(self._core, self._client.hang_up)
        self._framers: dict[Address, Framer | None] = {}

    @property
    def local(self) -> Address:
        """Our address, as Via and Contact name it."""
        return self._core.local

    @local.setter
    def local(self, address: Address) -> None:
        self._core.local = address

    @property
    def dialogs(self) -> tuple[Dialog, ...]:
        """The dialogs that stand, oldest first."""
        return tuple(self._core.dialogs.values())

    def request(
        self,
        method: str,
        uri: str,
        *,
        to: str,
        from_: str,
        destination: Address,
        headers: Pairs = (),
        body: bytes = b"",
        content_type: str | None = None,
        contact_user: str = "",
        call_id: str | None = None,
        from_tag: str | None = None,
        cseq: int = 1,
        now: float,
    ) -> TransactionKey:
        """Send a request outside any dialog; an INVITE opens one with its 2xx.

        ``to`` and ``from_`` are URIs, or such with a display name in front. ``call_id``,
        ``from_tag`` and ``cseq`` continue an earlier attempt (§8.1.3.5: after 401 or 422).

        Raises:
            LocalProtocolError: something here cannot stand in a SIP message.
        """
        pairs = tuple(headers)
        return self._client.request(
            method,
            uri,
            to=to,
            from_=from_,
            destination=destination,
            lines=header_lines(pairs),
            has_contact=any(name.lower() in {"contact", "m"} for name, _ in pairs),
            content_type=content_type,
            body=body,
            contact_user=contact_user,
            call_id=call_id,
            from_tag=from_tag,
            cseq=cseq,
            now=now,
        )

    def request_in(
        self,
        dialog: Dialog,
        method: str,
        *,
        headers: Pairs = (),
        body: bytes = b"",
        content_type: str | None = None,
        now: float,
    ) -> TransactionKey:
        """Send a request within a dialog; several may be outstanding, INVITE excepted.

        Raises:
            LocalProtocolError: the dialog has ended or is ending, or an INVITE is under way.
        """
        return self._client.request_in(
            dialog,
            method,
            lines=header_lines(headers) if headers else "",
            content_type=content_type,
            body=body,
            now=now,
        )

    def respond(
        self,
        key: TransactionKey,
        status: int,
        *,
        reason: str | None = None,
        headers: Pairs = (),
        body: bytes = b"",
        content_type: str | None = None,
        now: float,
    ) -> Dialog | None:
        """Answer a request; returns its dialog, which a 2xx to INVITE makes.

        Raises:
            LocalProtocolError: there is no such request, or it has its final response.
        """
        return self._server.respond(
            key,
            status,
            reason=reason,
            lines=header_lines(headers) if headers else "",
            content_type=content_type,
            body=body,
            now=now,
        )

    def cancel(self, key: TransactionKey, *, now: float) -> None:
        """Cancel an INVITE (§9.1); its end comes as a 487 or a `TransactionFailed`.

        Raises:
            LocalProtocolError: it is no INVITE, or has its final response.
        """
        self._client.cancel(key, now)

    def start_session_timer(
        self,
        dialog: Dialog,
        seconds: float,
        *,
        we_refresh: bool,
        refresh_in: float | None = None,
        now: float,
    ) -> None:
        """Begin, or begin anew, the session timer of a dialog (RFC 4028 §7.2, §10).

        ``refresh_in`` are the seconds to our refresh; half of the interval when left out.
        """
        watch = dialog.watch = SessionWatch(dialog)
        queues = self._core.queues
        if we_refresh:
            due = refresh_after(seconds) if refresh_in is None else refresh_in
            queues.start(due, watch, Signal.REFRESH, now)
        queues.start(expiry_after(seconds), watch, Signal.EXPIRE, now)

    def stop_session_timer(self, dialog: Dialog) -> None:
        """Let a dialog last for ever."""
        dialog.watch = None

    def forget(self, dialog: Dialog) -> None:
        """Drop a dialog without a word, as a rebooted end does."""
        self._core.end_dialog(dialog)

    def send_raw(self, octets: bytes, destination: Address) -> None:
        """The door for misbehaviour: send any octets, outside every transaction."""
        self._core.send(octets, destination)

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take a datagram, or the next octets of the stream from ``source``."""
        if not self._core.reliable:
            self._receive(octets, source, now)
            return
        framer = self._framers.get(source)
        if framer is None:
            if source in self._framers:
                return  # this stream lost its frames; nothing in it can be trusted
            framer = self._framers[source] = Framer()
        framer.feed(octets)
        try:
            while (message := framer.next()) is not None:
                self._receive(message, source, now)
        except RemoteProtocolError as error:
            self._framers[source] = None
            self._core.events.append(Misbehaved(error, octets, source))

    def _receive(self, octets: bytes, source: Address, now: float) -> None:
        try:
            message = parse(octets)
            if self._core.trace:
                self._core.events.append(MessageReceived(message, source))
            if isinstance(message, Response):
                self._client.received(message, octets, source, now)
            else:
                self._server.received(message, octets, source, now)
        except RemoteProtocolError as error:
            if octets.strip(b"\r\n\0"):  # else a keep-alive (RFC 5626 §3.5.1)
                self._server.refuse_malformed(octets, error.status or 400, source)
                self._core.events.append(Misbehaved(error, octets, source))

    def connection_lost(self, source: Address, now: float) -> None:
        """The connection to ``source`` ended: what waits on it fails, its dialogs stay."""
        del now
        self._framers.pop(source, None)
        self._client.connection_lost(source)
        for dialog in self._core.dialogs.values():
            if dialog.peer == source:
                dialog.flow_lost()

    def data_to_send(self) -> list[tuple[bytes, Address]]:
        """What is to be sent now, each with its destination; empties the outbox."""
        outbox = self._core.outbox
        if outbox:
            self._core.outbox = []
        return outbox

    def get_timer(self) -> float | None:
        """When `handle_timer` wants to be called."""
        return self._core.queues.next_due()

    def handle_timer(self, now: float) -> None:
        """Do what is due."""
        for subject, signal in self._core.queues.fired(now):
            match subject:
                case ClientTransaction():
                    self._client.signalled(subject, signal, now)
                case ServerTransaction():
                    self._server.signalled(subject, signal, now)
                case SessionWatch():
                    event = RefreshDue if signal is Signal.REFRESH else SessionExpired
                    self._core.events.append(event(subject.dialog))

    def next_event(self) -> Event | None:
        """The next thing the owner should know; ``None`` when there is nothing."""
        events = self._core.events
        return events.popleft() if events else None
