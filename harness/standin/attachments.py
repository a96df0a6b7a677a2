"""One phone's connection to the router, and what is known of the phone."""

from __future__ import annotations

from dataclasses import dataclass

from harness.protocols.sccp.agent import SessionState, StationSession
from harness.protocols.sccp.messages import Message
from harness.standin.calls.events import Overlay
from harness.standin.macs import plain_mac
from harness.standin.phone_models import dressed


@dataclass(slots=True, eq=False)
class Attachment:
    """One connection of one phone."""

    session: StationSession
    remote: tuple[str, int]
    socket: int
    name: str = ""
    """``SEP`` and the MAC address; empty before the phone said who it is."""
    tag: int = 0
    lines: tuple[tuple[int, str], ...] = ()
    overlays: tuple[Overlay, ...] = ()
    user: str = ""
    """Who was logged in at the phone when it registered (extension mobility)."""
    in_service: bool = False

    @property
    def mac(self) -> str:
        """Twelve hexadecimal digits."""
        return plain_mac(self.name.removeprefix("SEP"))

    def say(self, message: Message) -> None:
        """Send the phone a message, in the form that its version wants; lost if it has gone."""
        if self.session.state is not SessionState.GONE:
            self.session.send(dressed(message, self.session.version))
