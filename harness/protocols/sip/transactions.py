"""The four tables of RFC 3261 §17, with the corrections of RFC 6026.

A table is the truth about a transaction: what is not in it does not happen. A timer without a row
is dead, a message without one is absorbed. ``client`` and ``server`` carry rows out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from harness.protocols.sip.dialogs import Dialog
from harness.protocols.sip.events import TransactionKey
from harness.protocols.sip.messages import Request
from harness.protocols.sip.timers import Signal
from harness.protocols.sip.values import Address


class State(StrEnum):
    """Where a transaction stands; names of the RFCs but for the last three."""

    CALLING = "calling"
    TRYING = "trying"
    PROCEEDING = "proceeding"
    COMPLETED = "completed"
    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"
    TERMINATED = "terminated"
    CANCELLING = "cancelling"
    """A CANCEL is out, the INVITE's final response is not yet in (§9.1)."""
    ACKNOWLEDGED = "acknowledged"
    """The 2xx has its ACK; repetitions of the INVITE are still absorbed (RFC 6026 §7.1)."""
    ABANDONED = "abandoned"
    """Nobody waits any more, but a late 2xx must still be acknowledged and hung up."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one signal does in one state, in the order of the fields."""

    state: State
    resend: bool = False
    """Send the last message again."""
    acknowledge: bool = False
    """Send the ACK that was already sent again; a server: report the ACK."""
    deliver: bool = False
    """Tell the owner."""
    hang_up: bool = False
    """ACK and BYE, without asking the owner."""
    fail: str = ""
    """Report the transaction as failed, with this sentence."""
    starts: tuple[Signal, ...] = ()
    """Timers to start, also anew."""


Table = Mapping[tuple[State, Signal], Row]

INVITE_CLIENT: Table = {
    (State.CALLING, Signal.A): Row(State.CALLING, resend=True, starts=(Signal.A,)),
    (State.CALLING, Signal.B): Row(State.ABANDONED, fail="no answer at all", starts=(Signal.M,)),
    (State.CALLING, Signal.PROVISIONAL): Row(State.PROCEEDING, deliver=True),
    (State.CALLING, Signal.SUCCESS): Row(State.ACCEPTED, deliver=True, starts=(Signal.M,)),
    (State.CALLING, Signal.FAILURE): Row(State.COMPLETED, deliver=True, starts=(Signal.D,)),
    (State.PROCEEDING, Signal.PROVISIONAL): Row(State.PROCEEDING, deliver=True),
    (State.PROCEEDING, Signal.SUCCESS): Row(State.ACCEPTED, deliver=True, starts=(Signal.M,)),
    (State.PROCEEDING, Signal.FAILURE): Row(State.COMPLETED, deliver=True, starts=(Signal.D,)),
    (State.PROCEEDING, Signal.CANCEL): Row(State.CANCELLING, starts=(Signal.CANCEL_UNANSWERED,)),
    (State.CANCELLING, Signal.PROVISIONAL): Row(State.CANCELLING, deliver=True),
    (State.CANCELLING, Signal.SUCCESS): Row(
        State.ABANDONED, hang_up=True, fail="answered although cancelled", starts=(Signal.M,)
    ),
    (State.CANCELLING, Signal.FAILURE): Row(State.COMPLETED, deliver=True, starts=(Signal.D,)),
    (State.CANCELLING, Signal.CANCEL_UNANSWERED): Row(
        State.ABANDONED, fail="cancelled, and not even that was answered", starts=(Signal.M,)
    ),
    (State.COMPLETED, Signal.FAILURE): Row(State.COMPLETED, acknowledge=True),
    (State.COMPLETED, Signal.D): Row(State.TERMINATED),
    (State.ACCEPTED, Signal.SUCCESS): Row(State.ACCEPTED, acknowledge=True),
    (State.ACCEPTED, Signal.M): Row(State.TERMINATED),
    (State.ABANDONED, Signal.SUCCESS): Row(State.ABANDONED, hang_up=True),
    (State.ABANDONED, Signal.FAILURE): Row(State.ABANDONED, acknowledge=True),
    (State.ABANDONED, Signal.M): Row(State.TERMINATED),
}
"""§17.1.1.2, figure 5, with ACCEPTED of RFC 6026 §7.2. The ACK of a first final response is part
of delivering it."""

NON_INVITE_CLIENT: Table = {
    (State.TRYING, Signal.E): Row(State.TRYING, resend=True, starts=(Signal.E,)),
    (State.TRYING, Signal.F): Row(State.TERMINATED, fail="no final response"),
    (State.TRYING, Signal.PROVISIONAL): Row(State.PROCEEDING, deliver=True),
    (State.TRYING, Signal.SUCCESS): Row(State.COMPLETED, deliver=True, starts=(Signal.K,)),
    (State.TRYING, Signal.FAILURE): Row(State.COMPLETED, deliver=True, starts=(Signal.K,)),
    (State.PROCEEDING, Signal.E): Row(State.PROCEEDING, resend=True, starts=(Signal.E,)),
    (State.PROCEEDING, Signal.F): Row(State.TERMINATED, fail="no final response"),
    (State.PROCEEDING, Signal.PROVISIONAL): Row(State.PROCEEDING, deliver=True),
    (State.PROCEEDING, Signal.SUCCESS): Row(State.COMPLETED, deliver=True, starts=(Signal.K,)),
    (State.PROCEEDING, Signal.FAILURE): Row(State.COMPLETED, deliver=True, starts=(Signal.K,)),
    (State.COMPLETED, Signal.K): Row(State.TERMINATED),
}
"""§17.1.2.2, figure 6."""

INVITE_SERVER: Table = {
    (State.PROCEEDING, Signal.REQUEST): Row(State.PROCEEDING, resend=True),
    (State.PROCEEDING, Signal.PROVISIONAL): Row(State.PROCEEDING, resend=True),
    (State.PROCEEDING, Signal.SUCCESS): Row(
        State.ACCEPTED, resend=True, starts=(Signal.L, Signal.REPEAT_2XX, Signal.NO_ACK)
    ),
    (State.PROCEEDING, Signal.FAILURE): Row(
        State.COMPLETED, resend=True, starts=(Signal.G, Signal.H)
    ),
    (State.COMPLETED, Signal.REQUEST): Row(State.COMPLETED, resend=True),
    (State.COMPLETED, Signal.G): Row(State.COMPLETED, resend=True, starts=(Signal.G,)),
    (State.COMPLETED, Signal.H): Row(State.TERMINATED, fail="no ACK to the final response"),
    (State.COMPLETED, Signal.ACK): Row(State.CONFIRMED, starts=(Signal.I,)),
    (State.CONFIRMED, Signal.I): Row(State.TERMINATED),
    (State.ACCEPTED, Signal.REPEAT_2XX): Row(
        State.ACCEPTED, resend=True, starts=(Signal.REPEAT_2XX,)
    ),
    (State.ACCEPTED, Signal.NO_ACK): Row(State.TERMINATED, hang_up=True, fail="no ACK to the 2xx"),
    (State.ACCEPTED, Signal.ACK): Row(State.ACKNOWLEDGED, acknowledge=True),
    (State.ACKNOWLEDGED, Signal.L): Row(State.TERMINATED),
}
"""§17.2.1, figure 7, with ACCEPTED of RFC 6026 §7.1 and the repeated 2xx of §13.3.1.4."""

NON_INVITE_SERVER: Table = {
    (State.TRYING, Signal.PROVISIONAL): Row(State.PROCEEDING, resend=True),
    (State.TRYING, Signal.SUCCESS): Row(State.COMPLETED, resend=True, starts=(Signal.J,)),
    (State.TRYING, Signal.FAILURE): Row(State.COMPLETED, resend=True, starts=(Signal.J,)),
    (State.PROCEEDING, Signal.REQUEST): Row(State.PROCEEDING, resend=True),
    (State.PROCEEDING, Signal.PROVISIONAL): Row(State.PROCEEDING, resend=True),
    (State.PROCEEDING, Signal.SUCCESS): Row(State.COMPLETED, resend=True, starts=(Signal.J,)),
    (State.PROCEEDING, Signal.FAILURE): Row(State.COMPLETED, resend=True, starts=(Signal.J,)),
    (State.COMPLETED, Signal.REQUEST): Row(State.COMPLETED, resend=True),
    (State.COMPLETED, Signal.J): Row(State.TERMINATED),
}
"""§17.2.2, figure 8."""


_SIGNALS = (
    Signal.PROVISIONAL,
    Signal.PROVISIONAL,
    Signal.SUCCESS,
    *[Signal.FAILURE] * 7,
)


def signal_of(status: int) -> Signal:
    """The signal that a response's status is."""
    return _SIGNALS[status // 100]


@dataclass(slots=True, eq=False)
class ClientTransaction:
    """A request of ours and what is needed to match, repeat and acknowledge."""

    key: TransactionKey
    table: Table
    state: State
    method: str
    cseq: int
    call_id: str
    from_tag: str
    octets: bytes
    destination: Address
    dialog: Dialog | None
    silent: bool = False
    """Of the agent's own making: its owner hears nothing of it."""
    interval: float = 0.0
    """The last interval of A or E."""
    ack: bytes = b""
    to_tag: str = ""
    """Of the response that was acknowledged."""
    cancel_wanted: bool = False
    contact: str = ""

    def awaits(self, signal: Signal) -> bool:
        """Whether its table has a row for this now."""
        return (self.state, signal) in self.table


@dataclass(slots=True, eq=False)
class ServerTransaction:
    """A request of theirs and what is needed to answer and to answer again."""

    key: TransactionKey
    table: Table
    state: State
    request: Request | None
    """Until the final response; its method and texts are not needed later."""
    destination: Address
    via: str
    """The Via lines of a response."""
    dialog: Dialog | None
    source: Address
    octets: bytes = b""
    """The last response."""
    to_tag: str = ""
    interval: float = 0.0
    """The last interval of G, or of the repeated 2xx."""
    cseq: int = 0
    merging: tuple[str, str, int, str] | None = None
    """What tells this request from its copy by another way (§8.2.2.2)."""

    def awaits(self, signal: Signal) -> bool:
        """Whether its table has a row for this now."""
        return (self.state, signal) in self.table
