"""One CSTA session as the router keeps it: its dialog, its numbering, its ordered outbox."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from harness.protocols.sip.agent import UserAgent
from harness.protocols.sip.dialogs import Dialog
from harness.protocols.sip.events import TransactionKey
from harness.protocols.sip.values import Address
from harness.standin.calls.commands import Monitor
from harness.standin.operations import CtiSessionStatus
from harness.standin.spelling import Spelling


@dataclass(frozen=True, slots=True)
class Port:
    """One SIP agent on one transport."""

    transport: str
    agent: UserAgent


@dataclass(frozen=True, slots=True)
class Answer:
    """The final response to an application's INFO, when its turn comes."""

    key: TransactionKey
    body: bytes
    status: int = 200


@dataclass(frozen=True, slots=True)
class Info:
    """An INFO of ours."""

    body: bytes


@dataclass(slots=True, eq=False)
class Session:
    """One application on one line."""

    number: int
    application: str
    line: str
    remote: Address
    port: Port
    dialog: Dialog
    since: float
    namespace: str
    acknowledged: bool = False
    spelling: Spelling = field(default_factory=Spelling)
    outbox: deque[Answer | Info] = field(default_factory=deque)
    awaited: TransactionKey | None = None
    """The INFO of ours whose answer the outbox waits for."""

    def status(self, now: float, monitors: tuple[Monitor, ...]) -> CtiSessionStatus:
        """As ``show cti session`` lists it."""
        return CtiSessionStatus(
            number=self.number,
            application=self.application,
            line=self.line,
            remote=f"{self.remote[0]}:{self.remote[1]}",
            transport=self.port.transport,
            state="ACTIVE" if self.acknowledged else "OPENING",
            since_seconds=int(now - self.since),
            monitored=tuple(each.device for each in monitors),
        )
