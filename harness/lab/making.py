"""Makes what talks to the router's CTI: sessions and the heartbeats of session managers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from harness.application.clients import CLIENTS
from harness.application.heartbeat import Heartbeat
from harness.application.session import CtiSession
from harness.runtime.journal import Journal
from harness.runtime.loop import BackgroundLoop
from harness.runtime.wire import Address, Wire
from harness.topology import Topology


class Surroundings(Protocol):
    """What everything that talks to the router needs of the bench."""

    journal: Journal
    wire: Wire
    loop: BackgroundLoop
    topology: Topology
    patience: float

    @property
    def local_ip(self) -> str:
        """Our address, as the router reaches it."""
        ...


@dataclass(frozen=True, slots=True)
class Workshop:
    """Makes applications' ends of what the router serves; nothing is open yet."""

    bench: Surroundings

    def session(
        self,
        *,
        name: str,
        line: str,
        transport: str,
        timer: int | None = None,
        stutters: bool = False,
        client: str | None = None,
    ) -> CtiSession:
        """A session of that name for that line, in the manners of the bench's client or another."""
        bench = self.bench
        manners = CLIENTS[client or bench.topology.cti.client]
        if timer is not None:
            manners = replace(manners, session_seconds=timer)
        return CtiSession(
            name, line=line, user=name, remote=self._remote, transport=transport,
            loop=bench.loop, journal=bench.journal, wire=bench.wire,
            response_seconds=self._seconds, client=manners, local_ip=bench.local_ip,
            stutters=stutters,
        )  # fmt: skip

    def heartbeat(self, *, name: str, register_id: str) -> Heartbeat:
        """A session manager's registration under that name."""
        bench = self.bench
        return Heartbeat(
            name, register_id=register_id, remote=self._remote,
            transport=bench.topology.cti.transport, loop=bench.loop, journal=bench.journal,
            wire=bench.wire, response_seconds=self._seconds, local_ip=bench.local_ip,
        )  # fmt: skip

    @property
    def _remote(self) -> Address:
        router = self.bench.topology.router
        return router.address, router.ports.sip

    @property
    def _seconds(self) -> float:
        return self.bench.topology.deadlines.response
