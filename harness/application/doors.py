"""The doors for misbehaviour: what an application may send that it should not, and what it may ask.

Plans that break rules on purpose use these and nothing else does; each returns the router's final
answer, whatever that is, and leaves the session as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from harness.application.channel import Channel
from harness.application.notes import Notes
from harness.protocols.csta.names import CONTENT_DISPOSITION, CONTENT_TYPE
from harness.protocols.sip import agent as sip
from harness.protocols.sip import messages
from harness.runtime.wire import Address

_DISPOSITION = ("Content-Disposition", CONTENT_DISPOSITION)


@dataclass(frozen=True, slots=True)
class DialogNames:
    """What tells a session's dialog from all others (RFC 3261 §12): what an eavesdropper knows."""

    call_id: str
    local_tag: str
    remote_tag: str
    sequence: int
    """CSeq of the application's last request."""
    host: str
    """Where its requests go: what Contact and Record-Route of the router say."""


@dataclass(frozen=True, slots=True)
class Doors:
    """What one application may send beside the services of its session."""

    channel: Channel
    notes: Notes
    dialog: Callable[[str], sip.Dialog]
    """The session's dialog, for what is to be done in it; raises where there is none."""
    user: str
    line: str
    remote: Address
    local_ip: str

    def names(self) -> DialogNames:
        """The names of the session's dialog; raises where there is none."""
        dialog = self.dialog("be overheard")
        return DialogNames(
            dialog.call_id,
            dialog.local_tag,
            dialog.remote_tag,
            dialog.local_cseq,
            dialog.destination[0],
        )

    async def raw(self, body: bytes, content_type: str | None) -> messages.Response:
        """Any body, of any type, in an INFO of the session."""
        dialog = self.dialog("send")
        self.notes.raw(body)
        key = self.channel.agent.request_in(
            dialog,
            "INFO",
            headers=[_DISPOSITION] if body else [],
            body=body,
            content_type=content_type,
            now=self.channel.now,
        )
        return await self._answer(key, "a raw INFO")

    async def stray(self, body: bytes) -> messages.Response:
        """An INFO that belongs to no session."""
        self.notes.raw(body)
        key = self._outside("INFO", body=body)
        return await self._answer(key, "an INFO outside every session")

    async def options(self, *, inside: bool) -> messages.Response:
        """OPTIONS (RFC 3261 §11), in the session or outside."""
        self.notes.act("OPTIONS")
        if inside:
            dialog = self.dialog("ask")
            key = self.channel.agent.request_in(dialog, "OPTIONS", now=self.channel.now)
        else:
            key = self._outside("OPTIONS")
        return await self._answer(key, "OPTIONS")

    def _outside(self, method: str, *, body: bytes = b"") -> sip.TransactionKey:
        host, port = self.remote
        return self.channel.agent.request(
            method,
            f"sip:{self.line}@{host}:{port}",
            to=f"sip:{self.line}@{host}",
            from_=f"sip:{self.user}@{self.local_ip}",
            destination=self.remote,
            body=body,
            content_type=CONTENT_TYPE if body else None,
            contact_user=self.user,
            now=self.channel.now,
        )

    async def _answer(self, key: sip.TransactionKey, what: str) -> messages.Response:
        answer: messages.Response = await self.channel.final(key, what, self._answered)
        return answer

    def _answered(
        self, response: messages.Response, _dialog: sip.Dialog | None
    ) -> messages.Response:
        self.notes.status(response)
        return response
