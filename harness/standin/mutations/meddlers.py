"""What stands between socket and agent and remembers: repetitions, bursts, halves of messages."""

from __future__ import annotations

import re
from collections import Counter

from harness.errors import RemoteProtocolError
from harness.protocols.sip.agent import UserAgent
from harness.protocols.sip.framing import Framer
from harness.protocols.sip.values import Address
from harness.runtime.machines import PeerMachine
from harness.standin.mutations.wire import Between, Replying, call_id, parts, reply_to, with_body

_BRANCH = re.compile(rb"(branch=z9hG4bK)")
_BURST = 60
_CSEQ = re.compile(rb"(?im)^CSeq[ \t]*:[ \t]*(\d+)")
_EXTENSIONS = re.compile(rb"<extensions>.*</extensions>", re.DOTALL)
_OF_INFO = re.compile(rb"(?im)^CSeq:[ \t]*\d+[ \t]+INFO[ \t]*\r\n")


class Remembering(Between):
    """Knows the requests that have come, ACKs excepted."""

    def __init__(self, inner: PeerMachine, agent: UserAgent) -> None:
        super().__init__(inner, agent)
        self._seen: set[bytes] = set()

    def is_repetition(self, octets: bytes) -> bool:
        """Whether these octets are a request that has come before."""
        if octets.startswith((b"SIP/", b"ACK ")):
            return False
        repeated = octets in self._seen
        self._seen.add(octets)
        return repeated


class Deaf(Remembering):
    """Absorbs a request that comes again, and does not send its answer again."""

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take what came, once."""
        if not self.is_repetition(octets):
            super().receive_data(octets, source, now)


class Unmatched(Remembering):
    """Matches no request to the one it repeats: by its number it is an old one."""

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take what came, and each time as another request."""
        if self.is_repetition(octets):
            octets = _BRANCH.sub(rb"\g<1>again", octets, count=1)
        super().receive_data(octets, source, now)


class Attached(Between):
    """Answers an INFO in a session that has said BYE as if it still stood."""

    def __init__(self, inner: PeerMachine, agent: UserAgent) -> None:
        super().__init__(inner, agent)
        self._ended: set[bytes] = set()

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take what came."""
        if octets.startswith(b"BYE "):
            self._ended.add(call_id(octets))
        super().receive_data(octets, source, now)

    def data_to_send(self) -> list[tuple[bytes, Address]]:
        """What is sent instead."""
        return [(self._changed(octets), target) for octets, target in super().data_to_send()]

    def _changed(self, octets: bytes) -> bytes:
        refused = octets.startswith(b"SIP/2.0 481 ") and _OF_INFO.search(octets)
        if not refused or call_id(octets) not in self._ended:
            return octets
        return b"SIP/2.0 200 OK" + octets[octets.index(b"\r\n") :]


class Hasty(Between):
    """Gives an event up that was not answered within some seconds (RFC 3261 has 32)."""

    def __init__(self, inner: PeerMachine, agent: UserAgent, seconds: float) -> None:
        super().__init__(inner, agent)
        self._seconds = seconds
        self._fresh: dict[bytes, Address] = {}
        self._due: dict[bytes, tuple[float, Address]] = {}

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take what came; an answer is in time."""
        if octets.startswith(b"SIP/"):
            for told in [each for each in self._due if _names_of(each) == _names_of(octets)]:
                del self._due[told]
        super().receive_data(octets, source, now)

    def data_to_send(self) -> list[tuple[bytes, Address]]:
        """What is sent; the time of an event begins at once."""
        told = super().data_to_send()
        for octets, target in told:
            if octets.startswith(b"INFO ") and octets not in self._due:
                self._fresh[octets] = target
        return told

    def get_timer(self) -> float | None:
        """When an event is given up, or the agent wants to be called."""
        due = [each for each, _ in self._due.values()] + [0.0] * bool(self._fresh)
        inner = super().get_timer()
        return min([*due, inner] if inner is not None else due, default=None)

    def handle_timer(self, now: float) -> None:
        """Give up what is due: as if it had been answered 408."""
        self._due |= {told: (now + self._seconds, to) for told, to in self._fresh.items()}
        self._fresh.clear()
        for told, (due, target) in list(self._due.items()):
            if due <= now:
                del self._due[told]
                super().receive_data(reply_to(told, b"408 Request Timeout"), target, now)
        super().handle_timer(now)


class OneAtATime(Between):
    """Has one outbox for all: while one application owes an answer, others are told nothing."""

    def __init__(self, inner: PeerMachine, agent: UserAgent) -> None:
        super().__init__(inner, agent)
        self._owing = b""
        self._held: dict[bytes, Address] = {}

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take what came; an answer lets the next event go."""
        if octets.startswith(b"SIP/") and call_id(octets) == self._owing:
            self._owing = b""
        super().receive_data(octets, source, now)

    def data_to_send(self) -> list[tuple[bytes, Address]]:
        """What is sent, one event at a time."""
        waiting = [*self._held.items(), *super().data_to_send()]
        self._held.clear()
        told: list[tuple[bytes, Address]] = []
        for octets, target in waiting:
            if not octets.startswith(b"INFO ") or self._may_go(octets):
                told.append((octets, target))
            else:
                self._held[octets] = target
        return told

    def _may_go(self, octets: bytes) -> bool:
        if self._owing in {b"", call_id(octets)}:
            self._owing = call_id(octets)
            return True
        return False


class Bursts:
    """Counts the datagrams of each socket: more than sixty are a burst."""

    def __init__(self) -> None:
        self._counts: Counter[Address] = Counter()

    def beyond(self, source: Address) -> int:
        """Count one more; how many have come from there beyond the first sixty."""
        self._counts[source] += 1
        return max(0, self._counts[source] - _BURST)

    @property
    def have_been(self) -> bool:
        """Whether any socket has sent one."""
        return any(count > _BURST for count in self._counts.values())


class Shedding(Between):
    """In a burst, drops every fifth request of a socket without a word."""

    def __init__(self, inner: PeerMachine, agent: UserAgent) -> None:
        super().__init__(inner, agent)
        self._bursts = Bursts()

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take what came, or drop it."""
        beyond = self._bursts.beyond(source)
        if not beyond or beyond % 5:
            super().receive_data(octets, source, now)


class Speechless(Between):
    """After a burst no event leaves any more."""

    def __init__(self, inner: PeerMachine, agent: UserAgent) -> None:
        super().__init__(inner, agent)
        self._bursts = Bursts()

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take what came."""
        self._bursts.beyond(source)
        super().receive_data(octets, source, now)

    def data_to_send(self) -> list[tuple[bytes, Address]]:
        """What is sent, without events."""
        told = super().data_to_send()
        if not self._bursts.have_been:
            return told
        return [each for each in told if not each[0].startswith(b"INFO ")]


class Shut(Replying):
    """After a burst nobody opens a session any more."""

    def __init__(self, inner: PeerMachine, agent: UserAgent) -> None:
        super().__init__(inner, agent)
        self._bursts = Bursts()

    def verdict(self, octets: bytes, source: Address) -> bytes:
        """503 to an INVITE of no session."""
        self._bursts.beyond(source)
        stands = any(each.call_id.encode() == call_id(octets) for each in self.agent.dialogs)
        is_new = octets.startswith(b"INVITE ") and not stands
        return b"503 Service Unavailable" if is_new and self._bursts.have_been else b""


class Echoing(Between):
    """Gives an application's private data back in the answer to its service."""

    def __init__(self, inner: PeerMachine, agent: UserAgent) -> None:
        super().__init__(inner, agent)
        self._private: dict[tuple[bytes, bytes], bytes] = {}

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take what came, and note its private data."""
        found = _EXTENSIONS.search(octets)
        if octets.startswith(b"INFO ") and found:
            self._private[_names_of(octets)] = found[0]
        super().receive_data(octets, source, now)

    def data_to_send(self) -> list[tuple[bytes, Address]]:
        """What is sent instead."""
        return [(self._changed(octets), target) for octets, target in super().data_to_send()]

    def _changed(self, octets: bytes) -> bytes:
        if not octets.startswith(b"SIP/2.0 200 ") or _names_of(octets) not in self._private:
            return octets
        private = self._private[_names_of(octets)]
        body = parts(octets)[1]
        end = body.rfind(b"</")
        return with_body(octets, body[:end] + private + body[end:]) if end >= 0 else octets


def _names_of(octets: bytes) -> tuple[bytes, bytes]:
    number = _CSEQ.search(octets)
    return call_id(octets), number[1] if number else b""


# -- streams --------------------------------------------------------------------------------------


def _messages(octets: bytes) -> tuple[bytes, bytes]:
    """The whole messages at the beginning, and the rest; what makes no sense is whole as it is."""
    framer = Framer()
    framer.feed(octets)
    length = 0
    try:
        while (message := framer.next()) is not None:
            length = octets.index(message, length) + len(message)
    except RemoteProtocolError:
        return octets, b""
    return octets[:length], octets[length:]


class SegmentReader(Between):
    """Takes each segment of a stream for a whole message, and one that is none for nothing."""

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take what came, if it is a message."""
        whole, _ = _messages(octets)
        if whole:
            super().receive_data(whole, source, now)


class OneBuffer(Between):
    """Has one buffer for all streams: who speaks overwrites the beginning that another has sent."""

    def __init__(self, inner: PeerMachine, agent: UserAgent) -> None:
        super().__init__(inner, agent)
        self._beginning = b""
        self._of: Address | None = None

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take what came, behind the beginning if that is of the same stream."""
        whole, rest = _messages(self._beginning + octets if source == self._of else octets)
        self._of, self._beginning = source, rest
        if whole:
            super().receive_data(whole, source, now)


class Startled(Between):
    """Reads no stream any more once one of them has lost its frames."""

    def __init__(self, inner: PeerMachine, agent: UserAgent) -> None:
        super().__init__(inner, agent)
        self._framers: dict[Address, Framer] = {}
        self._is_dead = False

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take what came, as long as all streams make sense."""
        if self._is_dead:
            return
        framer = self._framers.setdefault(source, Framer())
        framer.feed(octets)
        try:
            while framer.next() is not None:
                continue
        except RemoteProtocolError:
            self._is_dead = True
        super().receive_data(octets, source, now)
