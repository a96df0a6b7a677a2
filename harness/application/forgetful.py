"""A machine whose first answer to each INFO is lost, as a network loses one now and then."""

from __future__ import annotations

import re

from harness.protocols.sip.agent import UserAgent
from harness.runtime.wire import Address

_ANSWER = re.compile(rb"SIP/2\.0 \d{3}")
_INFO = re.compile(rb"(?im)^CSeq\s*:\s*\d+\s+INFO\s*$")


class Forgetful:
    """A SIP agent that answers an INFO when it is asked again (RFC 3261 §17.2.2).

    Over UDP only: a stream loses nothing. It is a ``harness.runtime.machines.PeerMachine``.
    """

    def __init__(self, agent: UserAgent) -> None:
        self._agent = agent
        self._lost: set[bytes] = set()

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take a datagram."""
        self._agent.receive_data(octets, source, now)

    def connection_lost(self, source: Address, now: float) -> None:
        """A connection ended."""
        self._agent.connection_lost(source, now)

    def data_to_send(self) -> list[tuple[bytes, Address]]:
        """What is to be sent now, without the answers that get lost."""
        return [each for each in self._agent.data_to_send() if not self._is_lost(each[0])]

    def get_timer(self) -> float | None:
        """When `handle_timer` wants to be called."""
        return self._agent.get_timer()

    def handle_timer(self, now: float) -> None:
        """Do what is due."""
        self._agent.handle_timer(now)

    def _is_lost(self, octets: bytes) -> bool:
        if octets in self._lost or not (_ANSWER.match(octets) and _INFO.search(octets)):
            return False
        self._lost.add(octets)
        return True
