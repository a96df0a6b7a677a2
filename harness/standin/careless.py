"""A router that believes what comes: the defects that sit before its SIP, where octets come and go.

Between the socket and the agent, and there only when one of these defects is seeded. Each makes of
something hostile what a careless router would have taken it for; the agent behind stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from harness.protocols.sip.agent import UserAgent
from harness.protocols.sip.dialogs import Dialog, DialogState
from harness.protocols.sip.framing import Framer
from harness.runtime.machines import PeerMachine
from harness.runtime.wire import Address
from harness.standin.defects import Defect

_FLOOD = 60
_PACKET = 1500
"""Octets of a packet on an Ethernet."""
_LENGTH = re.compile(rb"(?im)^Content-Length:.*\r\n")
_REQUIRE = re.compile(rb"(?im)^Require:.*\r\n")
_TIMER = re.compile(rb"(?im)^Session-Expires:(?! *\d{2,9}\r\n).*\r\n")
_CALL_ID = re.compile(rb"(?im)^Call-ID: *(.*)\r\n")
_SEQUENCE = re.compile(rb"(?im)^CSeq: *(\d+) ")
_TAG = {name: re.compile(rb"(?im)^(%s:.*;tag=)([^;\r]*)" % name) for name in (b"From", b"To")}
_BRANCH = re.compile(rb"(branch=z9hG4bK)")
_USERS = {name: re.compile(rb"(?im)^%s:.*sip:([^@>;]*)@" % name) for name in (b"From", b"To")}
_ENTITY = re.compile(rb'<!ENTITY (\w+) "([^"]*)">')
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(\[.*?\])?>", re.DOTALL)


def before(agent: UserAgent, *, stream: bool, defects: frozenset[Defect]) -> PeerMachine:
    """What the socket feeds: the agent, or a careless reader before it."""
    if stream:
        return _Stuck(agent) if Defect.STUCK_STREAM_BLOCKS_ALL in defects else agent
    return _Careless(agent, defects) if defects & _BELIEFS.keys() else agent


class _Before:
    """An agent behind something (``harness.runtime.machines.PeerMachine``)."""

    def __init__(self, agent: UserAgent) -> None:
        self.agent = agent
        self.connection_lost = agent.connection_lost
        self.data_to_send = agent.data_to_send
        self.get_timer = agent.get_timer
        self.handle_timer = agent.handle_timer

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take what came."""
        self.agent.receive_data(octets, source, now)


class _Careless(_Before):
    """Datagrams, believed."""

    def __init__(self, agent: UserAgent, defects: frozenset[Defect]) -> None:
        super().__init__(agent)
        self.seen: set[bytes] = set()
        self.counts: dict[Address, int] = {}
        self._beliefs = [belief for defect, belief in _BELIEFS.items() if defect in defects]
        self._said: set[bytes] = set()
        self._sayings = [say for defect, say in _SAYINGS.items() if defect in defects]
        if self._sayings:
            self.data_to_send = self._said_wrong

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Make of a datagram what a careless router takes it for."""
        self.counts[source] = self.counts.get(source, 0) + 1
        if not octets.startswith(b"SIP/"):
            for belief in self._beliefs:
                octets = belief(self, octets, source)
        if octets:
            super().receive_data(octets, source, now)

    def _said_wrong(self) -> list[tuple[bytes, Address]]:
        told = []
        for meant, target in self.agent.data_to_send():
            octets = meant
            for say in self._sayings:
                octets = say(octets, again=meant in self._said)
            if meant.startswith(b"INFO "):
                self._said.add(meant)
            if octets:
                told.append((octets, target))
        return told

    def dialogs_of(self, octets: bytes) -> list[Dialog]:
        """The dialogs with a request's Call-ID."""
        found = _CALL_ID.search(octets)
        name = found[1].decode(errors="replace").strip() if found else ""
        return [each for each in self.agent.dialogs if each.call_id == name]


def _renumbered(octets: bytes, *, again: bool) -> bytes:
    if not again:
        return octets
    number = _SEQUENCE.search(octets)
    later = int(number[1]) + 100 if number else 0
    octets = _SEQUENCE.sub(b"CSeq: %d " % later, octets, count=1)
    return _BRANCH.sub(rb"\g<1>anew", octets, count=1)


def _emptied(octets: bytes, *, again: bool) -> bytes:
    if not again:
        return octets
    head, _, _ = octets.partition(b"\r\n\r\n")
    return _LENGTH.sub(b"Content-Length: 0\r\n", head + b"\r\n") + b"\r\n"


class Saying(Protocol):
    """What becomes of a datagram that leaves; ``again``: of an event that is sent again."""

    def __call__(self, octets: bytes, *, again: bool) -> bytes:
        """The datagram that leaves instead; nothing for none."""
        ...


def _unless_again(octets: bytes, *, again: bool) -> bytes:
    return b"" if again else octets


def _no_session_is(status: bytes) -> Saying:
    """Requests of no session are answered with another status line."""

    def say(octets: bytes, *, again: bool) -> bytes:
        del again
        head, gap, rest = octets.partition(b"\r\n")
        return b"SIP/2.0 " + status + gap + rest if head.startswith(b"SIP/2.0 481") else octets

    return say


_SAYINGS: dict[Defect, Saying] = {
    Defect.LOST_EVENT_NOT_REPEATED: _unless_again,
    Defect.REPEATED_EVENT_RENUMBERED: _renumbered,
    Defect.REPEATED_EVENT_EMPTY: _emptied,
    Defect.STRAY_INFO_ANSWERED: _no_session_is(b"200 OK"),
    Defect.STRAY_INFO_AS_MISHAP: _no_session_is(b"500 Server Internal Error"),
}

Belief = Callable[[_Careless, bytes, Address], bytes]


def _as_it_is(_: _Careless, octets: bytes, __: Address) -> bytes:
    """What the router hears is believed well; it says something wrong."""
    return octets


def _counted(_: _Careless, octets: bytes, __: Address) -> bytes:
    if b"\r\n\r\n" not in octets:
        return octets
    head, body = octets.split(b"\r\n\r\n", 1)
    head = _LENGTH.sub(b"", head + b"\r\n")
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def _without(pattern: re.Pattern[bytes]) -> Belief:
    return lambda _, octets, __: pattern.sub(b"", octets)


def _expanded(door: _Careless, octets: bytes, source: Address) -> bytes:
    head, gap, body = octets.partition(b"\r\n\r\n")
    for name, text in _ENTITY.findall(body):
        body = body.replace(b"&" + name + b";", text)
    return _counted(door, head + gap + _DOCTYPE.sub(b"", body), source)


def _of_any_tag(method: bytes) -> Belief:
    """A request of that method belongs to the dialog with its Call-ID, whatever its tags."""

    def belief(door: _Careless, octets: bytes, _: Address) -> bytes:
        dialogs = door.dialogs_of(octets) if octets.startswith(method) else []
        if not dialogs:
            return octets
        theirs, ours = dialogs[0].remote_tag.encode(), dialogs[0].local_tag.encode()
        octets = _TAG[b"From"].sub(rb"\g<1>" + theirs, octets, count=1)
        return _TAG[b"To"].sub(rb"\g<1>" + ours, octets, count=1)

    return belief


def _of_any_number(door: _Careless, octets: bytes, _: Address) -> bytes:
    number = _SEQUENCE.search(octets)
    for dialog in door.dialogs_of(octets):
        if number and dialog.remote_cseq is not None:
            dialog.remote_cseq = min(dialog.remote_cseq, int(number[1]) - 1)
    return octets


def _always_new(door: _Careless, octets: bytes, source: Address) -> bytes:
    if octets in door.seen:
        octets = _of_any_number(door, octets, source)
        return _BRANCH.sub(b"\\g<1>again%d" % door.counts[source], octets, count=1)
    door.seen.add(octets)
    return octets


def _one_of_a_name(door: _Careless, octets: bytes, _: Address) -> bytes:
    """A user has one session a line: a new one takes the place of the old."""
    users = {name: found[1] for name, each in _USERS.items() if (found := each.search(octets))}
    if len(users) == 2 and octets.startswith(b"INVITE") and not _TAG[b"To"].search(octets):
        for dialog in door.agent.dialogs:
            remote, local = dialog.remote_uri.encode(), dialog.local_uri.encode()
            same = b":" + users[b"From"] + b"@" in remote and b":" + users[b"To"] + b"@" in local
            if same:
                door.agent.forget(dialog)
    return octets


def _overrun(door: _Careless, octets: bytes, source: Address) -> bytes:
    if door.counts[source] == _FLOOD:
        for dialog in door.agent.dialogs:
            door.agent.forget(dialog)
    return octets


def _crossing_ignored(door: _Careless, octets: bytes, _: Address) -> bytes:
    standing = any(each.state is DialogState.CONFIRMED for each in door.dialogs_of(octets))
    return octets if standing or not octets.startswith(b"BYE ") else b""


def _early_ignored(door: _Careless, octets: bytes, _: Address) -> bytes:
    early = any(each.unacknowledged is not None for each in door.dialogs_of(octets))
    return b"" if early and octets.startswith(b"INFO ") else octets


def _stray_fatal(door: _Careless, octets: bytes, _: Address) -> bytes:
    if octets.startswith(b"INFO ") and not door.dialogs_of(octets):
        for dialog in list(door.agent.dialogs):
            door.agent.forget(dialog)
    return octets


def _invite_anew(door: _Careless, octets: bytes, source: Address) -> bytes:
    if octets in door.seen and octets.startswith(b"INVITE "):
        octets = _CALL_ID.sub(b"Call-ID: again%d\r\n" % door.counts[source], octets, count=1)
        return _BRANCH.sub(b"\\g<1>again%d" % door.counts[source], octets, count=1)
    door.seen.add(octets)
    return octets


_BELIEFS: dict[Defect, Belief] = {
    Defect.LENGTH_IGNORED: _counted,
    Defect.REQUIREMENT_IGNORED: _without(_REQUIRE),
    Defect.ABSURD_TIMER_IGNORED: _without(_TIMER),
    Defect.ENTITY_EXPANDED: _expanded,
    Defect.FOREIGN_INFO_SERVED: _of_any_tag(b"INFO "),
    Defect.BYE_OF_A_STRANGER_ENDS_SESSION: _of_any_tag(b"BYE "),
    Defect.OLD_NUMBER_SERVED: _of_any_number,
    Defect.REPLAY_SERVED_TWICE: _always_new,
    Defect.BORROWED_NAME_ENDS_SESSION: _one_of_a_name,
    Defect.FLOOD_DROPS_SESSIONS: _overrun,
    Defect.CROSSING_BYE_IGNORED: _crossing_ignored,
    Defect.EARLY_SERVICE_IGNORED: _early_ignored,
    Defect.LOST_EVENT_NOT_REPEATED: _as_it_is,
    Defect.REPEATED_EVENT_RENUMBERED: _as_it_is,
    Defect.REPEATED_EVENT_EMPTY: _as_it_is,
    Defect.STRAY_INFO_ENDS_SESSIONS: _stray_fatal,
    Defect.STRAY_INFO_ANSWERED: _as_it_is,
    Defect.STRAY_INFO_AS_MISHAP: _as_it_is,
    Defect.INVITE_SERVED_TWICE: _invite_anew,
    Defect.LARGE_DATAGRAM_CUT: lambda _, octets, __: octets[:_PACKET],
    Defect.LARGE_DATAGRAM_LOST: lambda _, octets, __: octets if len(octets) <= _PACKET else b"",
}


class _Stuck(_Before):
    """Streams, one at a time: while one is in the middle of a message, no other is read."""

    def __init__(self, agent: UserAgent) -> None:
        super().__init__(agent)
        self._framers: dict[Address, Framer] = {}
        self._stuck: Address | None = None
        self._waiting: list[tuple[bytes, Address]] = []

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take octets of one stream, or let them wait for another."""
        if self._stuck not in {None, source}:
            self._waiting.append((octets, source))
            return
        framer = self._framers.setdefault(source, Framer())
        framer.feed(octets)
        while framer.next() is not None:
            continue
        self._stuck = None if framer.is_empty else source
        super().receive_data(octets, source, now)
        while self._waiting and self._stuck is None:
            self.receive_data(*self._waiting.pop(0), now)
