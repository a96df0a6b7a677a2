"""Rows over the octets between a socket and the SIP agent behind it, as they come and as they go.

Each row puts a machine there that handles some octets as a broken router would and passes on all
others as they are. What needs no memory is made by `hearing`; the machines with one stand in
``meddlers``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from harness.protocols.sip.agent import UserAgent
from harness.protocols.sip.values import Address
from harness.runtime.machines import PeerMachine

Transport = Literal["UDP", "TCP"]
Meddle = Callable[[PeerMachine, UserAgent], PeerMachine]

_LENGTH = re.compile(rb"(?im)^Content-Length[ \t]*:.*\r\n")
_ECHOED = re.compile(rb"(?im)^(?:Via|From|To|Call-ID|CSeq|[vfti])[ \t]*:.*\r\n(?:[ \t].*\r\n)*")
_CALL_ID = re.compile(rb"(?im)^(?:Call-ID|i)[ \t]*:[ \t]*(.*?)[ \t]*\r\n")


@dataclass(frozen=True, slots=True)
class WireRow:
    """Octets are taken, or sent, otherwise than they should be."""

    name: str
    effect: str
    breaks: str
    meddle: Meddle
    over: Transport = "UDP"


class Between:
    """What stands there (``harness.runtime.machines.PeerMachine``); this one changes nothing."""

    def __init__(self, inner: PeerMachine, agent: UserAgent) -> None:
        self.inner = inner
        self.agent = agent

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Take what came."""
        self.inner.receive_data(octets, source, now)

    def connection_lost(self, source: Address, now: float) -> None:
        """The stream from there ended."""
        self.inner.connection_lost(source, now)

    def data_to_send(self) -> list[tuple[bytes, Address]]:
        """What is to be sent."""
        return self.inner.data_to_send()

    def get_timer(self) -> float | None:
        """When `handle_timer` wants to be called."""
        return self.inner.get_timer()

    def handle_timer(self, now: float) -> None:
        """Do what is due."""
        self.inner.handle_timer(now)


class Replying(Between):
    """Answers some requests by itself, without the agent."""

    def __init__(self, inner: PeerMachine, agent: UserAgent) -> None:
        super().__init__(inner, agent)
        self._replies: list[tuple[bytes, Address]] = []
        self._settled: set[bytes] = set()

    def receive_data(self, octets: bytes, source: Address, now: float) -> None:
        """Answer a request by `verdict`, or hand it on; an ACK of that goes no further."""
        status = b"" if octets.startswith(b"SIP/") else self.verdict(octets, source)
        if status:
            self._settled.add(call_id(octets))
            self._replies.append((reply_to(octets, status), source))
        elif not (octets.startswith(b"ACK ") and call_id(octets) in self._settled):
            super().receive_data(octets, source, now)

    def data_to_send(self) -> list[tuple[bytes, Address]]:
        """The agent's messages, behind our own."""
        replies, self._replies = self._replies, []
        return [*replies, *super().data_to_send()]

    def verdict(self, octets: bytes, source: Address) -> bytes:
        """The status and reason that answer a request; empty for one that is the agent's."""
        del octets, source
        return b""


def hearing(change: Callable[[bytes], bytes]) -> Meddle:
    """Each request is taken for another one; nothing stands for none at all."""

    class Hearing(Between):
        def receive_data(self, octets: bytes, source: Address, now: float) -> None:
            heard = octets if octets.startswith(b"SIP/") else change(octets)
            if heard:
                super().receive_data(heard, source, now)

    return Hearing


def refusing(status: bytes, *, when: Callable[[bytes], bool]) -> Meddle:
    """Some requests are answered by that status, and go no further."""

    class Refusing(Replying):
        def verdict(self, octets: bytes, source: Address) -> bytes:
            del source
            return status if when(octets) and not octets.startswith(b"ACK ") else b""

    return Refusing


def meddled(
    machine: PeerMachine, agent: UserAgent, rows: Iterable[WireRow], *, over: str
) -> PeerMachine:
    """What the socket feeds: that machine, behind the rows of its transport."""
    for row in rows:
        if row.over == over:
            machine = row.meddle(machine, agent)
    return machine


# -- reading and writing octets -------------------------------------------------------------------


def call_id(octets: bytes) -> bytes:
    """The Call-ID of a message; empty when it has none."""
    found = _CALL_ID.search(octets)
    return found[1] if found else b""


def parts(octets: bytes) -> tuple[bytes, bytes]:
    """Head, its last line ended, and body."""
    head, _, body = octets.partition(b"\r\n\r\n")
    return head + b"\r\n", body


def with_body(octets: bytes, body: bytes) -> bytes:
    """The message with another body, and with its length."""
    head = _LENGTH.sub(b"", parts(octets)[0])
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def on_body(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """A message is taken for one with another body."""

    def changed(octets: bytes) -> bytes:
        body = parts(octets)[1]
        meant = change(body) if body else body
        return octets if meant == body else with_body(octets, meant)

    return changed


def reply_to(octets: bytes, status: bytes) -> bytes:
    """The answer to a request, with its own lines and no body (RFC 3261 §8.2.6)."""
    echoed = b"".join(_ECHOED.findall(parts(octets)[0]))
    if b"tag=" not in re.sub(rb"(?im)^(?:Via|From|v|f)[ \t]*:.*\r\n", b"", echoed):
        echoed = re.sub(rb"(?im)^((?:To|t)[ \t]*:.*?)\r\n", rb"\g<1>;tag=none\r\n", echoed, count=1)
    return b"SIP/2.0 " + status + b"\r\n" + echoed + b"Content-Length: 0\r\n\r\n"
