"""A SIP user agent on a socket of its own, and whoever waits for its answers.

On the loop's thread. An answer is judged (and journalled) the moment it is read, before its waiter
runs on, so that the journal keeps the order of the wire. An answer that comes when nobody waits
any more is judged all the same.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from harness.application.forgetful import Forgetful
from harness.application.stutter import Stutterer
from harness.errors import HarnessError, RouterUnreachable
from harness.protocols.sip import agent as sip
from harness.protocols.sip.messages import Response
from harness.runtime.machines import PeerMachine
from harness.runtime.tcp import TcpHub
from harness.runtime.udp import UdpCarrier
from harness.runtime.wire import Address, Wire

Transport = Literal["UDP", "TCP"]
Take = Callable[[Response, sip.Dialog | None], Any]
"""Judges a final answer: the result, or the error it raises, is the waiter's."""


@dataclass(slots=True)
class _Waiting:
    """One request of ours that has no final answer yet."""

    what: str
    take: Take
    outcome: asyncio.Future[Any]


class Channel:
    """One application's way to one router."""

    def __init__(
        self,
        *,
        transport: Transport,
        remote: Address,
        local_ip: str,
        wire: Wire,
        witness: str,
        told: Mapping[type, Callable[[Any], None]],
        fault: Callable[[HarnessError], None],
        stutters: bool = False,
        forgets: bool = False,
    ) -> None:
        """Nothing is open yet.

        Args:
            transport: UDP or TCP.
            remote: the router's SIP port.
            local_ip: the address to speak from.
            wire: told of every octet.
            witness: whose socket it is.
            told: what to do on events of the agent that answer no request of ours.
            fault: told of errors that nobody waits for.
            stutters: send every datagram twice; a door for misbehaviour, over UDP only.
            forgets: lose the first answer to each INFO; another such door.
        """
        self.agent = sip.UserAgent(
            transport=transport, local=(local_ip, 0), tokens=lambda: secrets.token_hex(8)
        )
        self._machine: PeerMachine = self.agent
        if stutters:
            self._machine = Stutterer(self.agent)
        elif forgets:
            self._machine = Forgetful(self.agent)
        self._transport = transport
        self._remote = remote
        self._local_ip = local_ip
        self._wire = wire
        self._witness = witness
        self._fault = fault
        self._carrier: UdpCarrier | TcpHub | None = None
        self._waiting: dict[sip.TransactionKey, _Waiting] = {}
        self._told: Mapping[type, Callable[[Any], None]] = {
            **told,
            sip.ResponseReceived: self._answered,
            sip.TransactionFailed: self._failed,
        }

    async def listen(self) -> None:
        """Open the socket."""
        opening = UdpCarrier.open if self._transport == "UDP" else TcpHub.listen
        self._carrier = await opening(
            self._machine,
            (self._local_ip, 0),
            wire=self._wire,
            witness=self._witness,
            notify=self._turn,
        )
        self.agent.local = self._carrier.local

    @property
    def now(self) -> float:
        """The loop's time."""
        return asyncio.get_running_loop().time()

    async def final(self, key: sip.TransactionKey, what: str, take: Take) -> Any:
        """Hand over a request that was just made and wait for what its answer comes to.

        Raises:
            RouterUnreachable: there is no final answer, or the channel was closed meanwhile.
        """
        return await self.expect(key, what, take)

    def expect(self, key: sip.TransactionKey, what: str, take: Take) -> asyncio.Future[Any]:
        """Hand over a request that was just made; the future is what its answer comes to."""
        outcome: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[key] = _Waiting(what, take, outcome)
        self.flush()
        return outcome

    def flush(self) -> None:
        """Send what the agent wants sent."""
        self._turn()
        if self._carrier is not None:
            self._carrier.flush()

    def abandon(self, error: HarnessError) -> None:
        """Tell everyone who still waits why that is in vain."""
        waiting, self._waiting = self._waiting, {}
        for each in waiting.values():
            if not each.outcome.done():
                each.outcome.set_exception(error)

    async def release(self) -> None:
        """Leave no socket."""
        self.abandon(RouterUnreachable(f"{self._witness} closed its socket before the answer came"))
        carrier, self._carrier = self._carrier, None
        if carrier is not None:
            carrier.flush()
            await carrier.close()

    def _turn(self) -> None:
        while (event := self.agent.next_event()) is not None:
            if (told := self._told.get(type(event))) is not None:
                told(event)

    def _answered(self, event: sip.ResponseReceived) -> None:
        if event.response.status < 200 or event.key not in self._waiting:
            return
        waiting = self._waiting.pop(event.key)
        try:
            outcome = waiting.take(event.response, event.dialog)
        except HarnessError as error:
            self._raise(waiting, error)
        else:
            if not waiting.outcome.done():
                waiting.outcome.set_result(outcome)

    def _failed(self, event: sip.TransactionFailed) -> None:
        waiting = self._waiting.pop(event.key, None)
        if waiting is None:
            return
        host, port = self._remote
        error = RouterUnreachable(
            f"{self._witness}: {host}:{port} over {self._transport} did not answer {waiting.what}"
            f" ({event.reason}): check that the router is up and that its SIP listens there"
        )
        self._raise(waiting, error)

    def _raise(self, waiting: _Waiting, error: HarnessError) -> None:
        if waiting.outcome.done():
            self._fault(error)
        else:
            waiting.outcome.set_exception(error)
