"""What both halves of an agent share: outbox, events, timers, dialogs, and its own address."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from harness.errors import RemoteProtocolError
from harness.protocols.sip.dialogs import Dialog, DialogId, DialogState
from harness.protocols.sip.events import Event, MessageSent, Misbehaved
from harness.protocols.sip.parsing import parse
from harness.protocols.sip.timers import Signal, TimerQueues, Timers
from harness.protocols.sip.values import MAGIC_COOKIE, Address


@dataclass(slots=True)
class Core:
    """The common ground of `ClientSide` and `ServerSide`."""

    transport: str
    local: Address
    tokens: Callable[[], str]
    timers: Timers
    trace: bool
    reliable: bool = field(init=False)
    delays: dict[Signal, float | None] = field(init=False)
    queues: TimerQueues = field(init=False, default_factory=TimerQueues)
    outbox: list[tuple[bytes, Address]] = field(init=False, default_factory=list)
    events: deque[Event] = field(init=False, default_factory=deque)
    dialogs: dict[tuple[str, str, str], Dialog] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.reliable = self.transport != "UDP"
        self.delays = self.timers.delays(reliable=self.reliable)

    @property
    def via(self) -> str:
        """Our Via, up to its parameters."""
        return f"SIP/2.0/{self.transport} {self.local[0]}:{self.local[1]}"

    def contact(self, user: str) -> str:
        """Our Contact value."""
        at = f"{user}@" if user else ""
        suffix = ";transport=tcp" if self.reliable else ""
        return f"<sip:{at}{self.local[0]}:{self.local[1]}{suffix}>"

    def new_branch(self) -> str:
        """A branch nobody used before."""
        return MAGIC_COOKIE + self.tokens()

    def send(self, octets: bytes, destination: Address) -> None:
        """Put a message into the outbox, and into the trace if that is wanted."""
        self.outbox.append((octets, destination))
        if self.trace:
            self._trace(octets, destination)

    def _trace(self, octets: bytes, destination: Address) -> None:
        try:
            self.events.append(MessageSent(parse(octets), destination))
        except RemoteProtocolError:
            return  # sent by the door for misbehaviour; there is no value to show

    def blame(self, problem: str, octets: bytes, source: Address) -> None:
        """Report that the other side broke a rule."""
        self.events.append(Misbehaved(RemoteProtocolError(problem), octets, source))

    def add_dialog(self, dialog: Dialog) -> None:
        """Know a dialog by its identity."""
        self.dialogs[dialog.id] = dialog

    def end_dialog(self, dialog: Dialog) -> None:
        """Forget a dialog; messages for it are answered 481 from now on."""
        dialog.state = DialogState.TERMINATED
        dialog.watch = None
        self.dialogs.pop(dialog.id, None)

    def make_dialog(
        self,
        identity: DialogId,
        *,
        local_uri: str,
        remote_uri: str,
        remote_target: str,
        route_set: tuple[str, ...],
        contact: str,
        peer: Address,
    ) -> Dialog:
        """A dialog of this agent, not yet known to it."""
        return Dialog(
            id=identity,
            local_uri=local_uri,
            remote_uri=remote_uri,
            remote_target=remote_target,
            route_set=route_set,
            contact=contact,
            peer=peer,
            via=self.via,
            token=self.tokens(),
            flow=self.reliable,
        )
