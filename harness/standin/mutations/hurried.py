"""A router that takes its time over each service, and loses its head over who does not wait.

Each INFO is worked at for a tenth of a second; what else comes in that session meanwhile meets the
fault. An application that waits for each answer never sees it.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.protocols.sip.agent import UserAgent
from harness.protocols.sip.values import Address
from harness.runtime.machines import PeerMachine
from harness.standin.mutations.wire import Between, call_id, parts, reply_to, with_body

_SECONDS = 0.1


@dataclass(slots=True)
class Work:
    """One INFO that is being worked at."""

    octets: bytes
    source: Address
    due: float


class Slow(Between):
    """Works at one INFO of a session after the other."""

    def __init__(self, inner: PeerMachine, agent: UserAgent) -> None:
        super().__init__(inner, agent)
        self.work: list[Work] = []
        self.replies: list[tuple[bytes, Address]] = []

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take what came: begin to work at an INFO, or meet who does not wait."""
        ours = [each for each in self.work if call_id(each.octets) == call_id(octets)]
        if ours and not octets.startswith((b"SIP/", b"ACK ")):
            if all(octets != each.octets for each in ours):
                self.hurried(ours[0], octets, source, now)
        elif octets.startswith(b"INFO "):
            self.work.append(Work(octets, source, now + _SECONDS))
        else:
            super().receive_data(octets, source, now)

    def hurried(self, first: Work, octets: bytes, source: Address, now: float) -> None:
        """A request comes while another one of its session is worked at: begin with it, too."""
        del first
        self.work.append(Work(octets, source, now + _SECONDS))

    def data_to_send(self) -> list[tuple[bytes, Address]]:
        """The agent's messages, behind our own."""
        replies, self.replies = self.replies, []
        return [*replies, *super().data_to_send()]

    def get_timer(self) -> float | None:
        """When something is done, or the agent wants to be called."""
        due = [each.due for each in self.work]
        inner = super().get_timer()
        return min([*due, inner] if inner is not None else due, default=None)

    def handle_timer(self, now: float) -> None:
        """Hand on what is done."""
        done = [each for each in self.work if each.due <= now]
        self.work = [each for each in self.work if each.due > now]
        for each in done:
            super().receive_data(each.octets, each.source, now)
        super().handle_timer(now)


class Impatient(Slow):
    """Refuses what comes while a request of its session is pending."""

    def hurried(self, first: Work, octets: bytes, source: Address, now: float) -> None:
        """491 to a service."""
        if octets.startswith(b"INFO "):
            self.replies.append((reply_to(octets, b"491 Request Pending"), source))
        else:
            super().hurried(first, octets, source, now)


class Confused(Slow):
    """Gives two requests of a session each other's answer."""

    def hurried(self, first: Work, octets: bytes, source: Address, now: float) -> None:
        """Exchange what they ask for."""
        if octets.startswith(b"INFO "):
            asked, other = parts(first.octets)[1], parts(octets)[1]
            first.octets, octets = with_body(first.octets, other), with_body(octets, asked)
        super().hurried(first, octets, source, now)


class Clinging(Slow):
    """Does not let an application go while a request of its session is pending."""

    def hurried(self, first: Work, octets: bytes, source: Address, now: float) -> None:
        """491 to a BYE."""
        if octets.startswith(b"BYE "):
            self.replies.append((reply_to(octets, b"491 Request Pending"), source))
        else:
            super().hurried(first, octets, source, now)
