"""The SIP agent with rows laid over what it says and hears."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from harness.protocols.sip.agent import Pairs, UserAgent
from harness.protocols.sip.dialogs import Dialog
from harness.protocols.sip.events import Event, RequestReceived, SessionExpired, TransactionKey
from harness.protocols.sip.timers import Signal, Timers
from harness.protocols.sip.values import Address
from harness.standin.mutations.sip import (
    EchoRow,
    EndingRow,
    PatienceRow,
    Reply,
    ReplyRow,
    SilentRow,
    SipRow,
    TimerRow,
    UnansweredRow,
)

_NOT_SENT = TransactionKey("not sent")


@dataclass(frozen=True, slots=True)
class WrongTimers(Timers):
    """Timers of which some are wrong."""

    wrong: Mapping[Signal, float | None] | None = None

    def delays(self, *, reliable: bool) -> dict[Signal, float | None]:
        """Each timer's first delay."""
        right = Timers.delays(self, reliable=reliable)
        return {**right, **(self.wrong or {})}


class MutatedAgent(UserAgent):
    """A SIP agent that says something else than it is told to."""

    def __init__(
        self,
        rows: Sequence[SipRow],
        *,
        transport: Literal["UDP", "TCP"],
        local: Address,
        tokens: Callable[[], str],
    ) -> None:
        wrong = {each.waits: each.seconds for each in rows if isinstance(each, PatienceRow)}
        super().__init__(
            transport=transport, local=local, tokens=tokens, timers=WrongTimers(wrong=wrong)
        )
        self._replies = [each for each in rows if isinstance(each, ReplyRow)]
        self._echoed = {each.method for each in rows if isinstance(each, EchoRow)}
        self._silent = {each.method for each in rows if isinstance(each, SilentRow)}
        self._factors = [each.factor for each in rows if isinstance(each, TimerRow)]
        self._endings = [each for each in rows if isinstance(each, EndingRow)]
        self._unanswered = [each for each in rows if isinstance(each, UnansweredRow)]
        self._besides: deque[Event] = deque()
        self._asked: dict[TransactionKey, RequestReceived] = {}
        self._spared: Counter[str] = Counter()
        self._said: dict[str, Reply] = {}
        self._heard_at = 0.0

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take what has arrived."""
        self._heard_at = now
        super().receive_data(octets, source, now)

    def next_event(self) -> Event | None:
        """What the owner is told; he never hears of what is answered by rote."""
        event = self._besides.popleft() if self._besides else self._next_of_its_own()
        for row in self._endings:
            ended = row.ends(event, self.dialogs) if event is not None else ()
            self._besides += [SessionExpired(each) for each in ended]
        return event

    def _next_of_its_own(self) -> Event | None:
        while isinstance(event := super().next_event(), RequestReceived):
            said = self._said.get(event.request.method)
            if said is None or event.request.method not in self._echoed:
                self._asked[event.key] = event
                return event
            super().respond(
                event.key, said.status, headers=said.headers, body=said.body,
                content_type=said.content_type, now=self._heard_at,
            )  # fmt: skip
        return event

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
        """Answer a request as a broken router would."""
        reply = Reply(status, tuple(headers), body, content_type)
        asked = self._asked.pop(key, None)
        if asked is not None:
            for row in self._replies:
                reply = self._changed(row, asked, reply)
            self._said.setdefault(asked.request.method, reply)
            if self._stays_unanswered(asked.request.method):
                return None
        return super().respond(
            key, reply.status, reason=reason if reply.status == status else None,
            headers=reply.headers, body=reply.body, content_type=reply.content_type, now=now,
        )  # fmt: skip

    def _stays_unanswered(self, method: str) -> bool:
        for row in self._unanswered:
            if row.method == method:
                self._spared[row.name] += 1
                return self._spared[row.name] > row.spares
        return False

    def _changed(self, row: ReplyRow, asked: RequestReceived, reply: Reply) -> Reply:
        meant = (
            asked.request.method == row.method
            and reply.status == row.status
            and row.inside in {None, asked.dialog is not None}
            and row.body in reply.body
            and len(asked.request.body) >= row.least
        )
        if not meant:
            return reply
        self._spared[row.name] += 1
        return reply if self._spared[row.name] <= row.spares else row.change(reply)

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
        """Send a request within a dialog, or forget the dialog without a word."""
        if method in self._silent:
            self.forget(dialog)
            return _NOT_SENT
        return super().request_in(
            dialog, method, headers=headers, body=body, content_type=content_type, now=now
        )

    def start_session_timer(self, dialog: Dialog, seconds: float, **options: Any) -> None:
        """Begin the session timer of a dialog, with the wrong time."""
        for factor in self._factors:
            seconds *= factor
        super().start_session_timer(dialog, seconds, **options)
