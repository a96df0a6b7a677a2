"""A session manager's registration, and the heartbeat that keeps it alive.

An application that is no MOC client registers under its ``register-id`` and registers again before
the time it was granted is over (document, Creating a Session Manager; RFC 3261 §10.2). Verbs block
until the router has answered; the heartbeat beats by itself. The witness is ``<name>.cti``.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from harness.application.channel import Channel, Transport
from harness.application.notes import Notes
from harness.errors import (
    DeadlineExceeded,
    HarnessError,
    LocalProtocolError,
    RouterUnreachable,
    ServiceRefused,
)
from harness.protocols.sip import agent as sip
from harness.protocols.sip import messages
from harness.protocols.sip.values import parse_name_addr
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal
from harness.runtime.loop import BackgroundLoop
from harness.runtime.wire import Address, Wire

NO_ANSWER = "408"
"""RFC 3261 §8.1.3.1: a request that nobody answers counts as answered 408."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When the heartbeat beats."""

    share: float = 0.5
    """After which share of the time that was granted."""


class Heartbeat:
    """One application's registration with one router."""

    def __init__(
        self,
        name: str,
        *,
        register_id: str,
        remote: Address,
        transport: Transport = "UDP",
        loop: BackgroundLoop,
        journal: Journal,
        wire: Wire,
        response_seconds: float,
        local_ip: str = "127.0.0.1",
        rhythm: Rhythm = Rhythm(),
    ) -> None:
        """Nobody is registered yet.

        Args:
            name: the application's; it is the witness ``<name>.cti``.
            register_id: the name to register under, as ``register-id`` configures it.
            remote: where the router listens for SIP.
            transport: UDP or TCP.
            loop: runs everything.
            journal: told of every REGISTER and its answer.
            wire: told of every octet.
            response_seconds: how long a verb waits for its answer.
            local_ip: the address to speak from.
            rhythm: when the heartbeat beats.
        """
        self.granted: int | None = None
        """Seconds of the registration that stands; ``None``: there is none."""
        self.refusal: messages.Response | None = None
        """The answer by which the last REGISTER was refused."""
        self._register_id = register_id
        self._remote = remote
        self._loop = loop
        self._seconds = response_seconds
        self._local_ip = local_ip
        self._rhythm = rhythm
        self._notes = Notes(journal, f"{name}.cti")
        self._channel = Channel(
            transport=transport,
            remote=remote,
            local_ip=local_ip,
            wire=wire,
            witness=f"{name}.cti",
            told={sip.Misbehaved: lambda event: self._notes.fault(event.error, event.octets)},
            fault=self._notes.fault,
        )
        self._is_listening = False
        self._wanted: int | None = None
        self._call_id = ""
        self._sequence = 0
        self._next: asyncio.TimerHandle | None = None

    def register(self, seconds: int | None = None) -> int:
        """Register, or register again; returns the seconds that were granted.

        Args:
            seconds: how long to be registered; left to the router when not given.

        Raises:
            ServiceRefused: by SIP status; ``408`` stands for no answer at all.
        """
        self._wanted = seconds
        self._ask(seconds)
        if self.granted is None:
            raise LocalProtocolError(f"{self._register_id} asked to be registered for no time")
        return self.granted

    def unregister(self) -> None:
        """Take the registration back (RFC 3261 §10.2.2).

        Raises:
            ServiceRefused: by SIP status.
        """
        self._ask(0)

    def close(self) -> None:
        """Fall silent: leave no socket and no heartbeat, and say nothing."""
        self._loop.call(self._release(), Deadline.after(self._seconds, "a socket closed"))

    async def _release(self) -> None:
        self._stop()
        await self._channel.release()
        self._is_listening = False

    def _ask(self, seconds: int | None) -> None:
        deadline = Deadline.after(self._seconds, f"the answer to REGISTER of {self._register_id}")
        try:
            self._loop.call(self._register(seconds), deadline)
        except (DeadlineExceeded, RouterUnreachable):
            raise self._refusal(NO_ANSWER, "no answer") from None

    async def _register(self, seconds: int | None) -> None:
        if not self._is_listening:
            await self._channel.listen()
            self._is_listening = True
        self._stop()
        key = self._send(seconds)
        await self._channel.final(key, "REGISTER", self._answered)

    def _send(self, seconds: int | None) -> sip.TransactionKey:
        host, port = self._remote
        address = f"sip:{self._register_id}@{host}"
        self._sequence += 1
        span = "" if seconds is None else f" for {seconds} s"
        self._notes.act("REGISTER", f"{self._register_id}{span}")
        return self._channel.agent.request(
            "REGISTER",
            f"sip:{host}:{port}",
            to=address,
            from_=address,
            destination=self._remote,
            headers=[] if seconds is None else [("Expires", str(seconds))],
            contact_user=self._register_id,
            call_id=self._same_call(),
            cseq=self._sequence,
            now=self._channel.now,
        )

    def _same_call(self) -> str:
        """One Call-ID for all registrations of a life (RFC 3261 §10.2.4)."""
        if not self._call_id:
            host, port = self._channel.agent.local
            self._call_id = f"{self._register_id}-{port}@{host}"
        return self._call_id

    def _answered(self, response: messages.Response, _dialog: sip.Dialog | None) -> None:
        self._notes.status(response)
        self.granted = None
        if response.status >= 300:
            self.refusal = response
            raise self._refusal(str(response.status), response.reason)
        self.refusal = None
        self.granted = _granted(response)
        if self.granted is not None:
            after = self.granted * self._rhythm.share
            self._next = asyncio.get_running_loop().call_later(after, self._beat)

    def _refusal(self, status: str, reason: str) -> ServiceRefused:
        refusal = ServiceRefused("REGISTER", "sip", status, reason=reason)
        refusal.witness = self._register_id
        return refusal

    def _beat(self) -> None:
        key = self._send(self._wanted)
        # Nobody waits for it: what comes of it is journalled.
        self._channel.expect(key, "the heartbeat", self._heartbeat_answered).cancel()

    def _heartbeat_answered(self, response: messages.Response, dialog: sip.Dialog | None) -> None:
        try:
            self._answered(response, dialog)
        except HarnessError as problem:
            self._notes.fault(problem)

    def _stop(self) -> None:
        if self._next is not None:
            self._next.cancel()
            self._next = None


def _granted(response: messages.Response) -> int | None:
    """The seconds that a 200 grants: of the Contact, else of the whole (RFC 3261 §10.2.4)."""
    contact = response.headers.get("Contact")
    told = parse_name_addr(contact).parameters.get("expires") if contact else None
    told = told or (response.headers.get("Expires") if contact else None)
    return int(told) if told and told.isdigit() else None
