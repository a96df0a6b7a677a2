"""A machine that sends every datagram twice, as a network does that doubles packets."""

from __future__ import annotations

from harness.protocols.sip.agent import UserAgent
from harness.runtime.wire import Address


class Stutterer:
    """A SIP agent whose every datagram leaves twice (``harness.runtime.machines.PeerMachine``)."""

    def __init__(self, agent: UserAgent) -> None:
        self._agent = agent

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take a datagram."""
        self._agent.receive_data(octets, source, now)

    def connection_lost(self, source: Address, now: float) -> None:
        """A connection ended."""
        self._agent.connection_lost(source, now)

    def data_to_send(self) -> list[tuple[bytes, Address]]:
        """What is to be sent now, each twice in a row."""
        return [each for each in self._agent.data_to_send() for _ in range(2)]

    def get_timer(self) -> float | None:
        """When `handle_timer` wants to be called."""
        return self._agent.get_timer()

    def handle_timer(self, now: float) -> None:
        """Do what is due."""
        self._agent.handle_timer(now)
