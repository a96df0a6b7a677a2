"""Rows over what the SIP agent says and hears."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from harness.protocols.sip.dialogs import Dialog
from harness.protocols.sip.events import Event, RequestReceived, TransactionFailed
from harness.protocols.sip.timers import Signal

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a request, before it is sent."""

    status: int
    headers: Pairs = ()
    body: bytes = b""
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A request is answered otherwise than it should be."""

    name: str
    effect: str
    breaks: str
    method: str
    change: Callable[[Reply], Reply]
    status: int = 200
    """Only answers of this status."""
    inside: bool | None = None
    """Only requests inside a session, or only outside."""
    spares: int = 0
    """So many are well answered before."""
    body: bytes = b""
    """Only answers whose body has this in it."""
    least: int = 0
    """Only answers to requests with a body of so many octets."""


@dataclass(frozen=True, slots=True)
class EchoRow:
    """From the second on, requests are answered as the first was, and forgotten."""

    name: str
    effect: str
    breaks: str
    method: str


@dataclass(frozen=True, slots=True)
class SilentRow:
    """A request that the router should send is not sent; the dialog is forgotten."""

    name: str
    effect: str
    breaks: str
    method: str


@dataclass(frozen=True, slots=True)
class TimerRow:
    """A session lasts so many times what was settled."""

    name: str
    effect: str
    breaks: str
    factor: float


@dataclass(frozen=True, slots=True)
class UnansweredRow:
    """A request is carried out, and never answered."""

    name: str
    effect: str
    breaks: str
    method: str
    spares: int = 0
    """So many are answered before."""


@dataclass(frozen=True, slots=True)
class PatienceRow:
    """The router waits another time than it should for one thing (RFC 3261 §17, table 4)."""

    name: str
    effect: str
    breaks: str
    waits: Signal
    seconds: float | None
    """``None``: it does not do at all what it would do then."""


@dataclass(frozen=True, slots=True)
class EndingRow:
    """What happens to one session ends others besides."""

    name: str
    effect: str
    breaks: str
    ends: Callable[[Event, Sequence[Dialog]], Iterable[Dialog]]
    """What the agent tells its owner, and the dialogs that stand, to those that are ended."""


SipRow = ReplyRow | EchoRow | SilentRow | TimerRow | UnansweredRow | PatienceRow | EndingRow

# -- what may become of a reply -------------------------------------------------------------------


def refused(status: int) -> Callable[[Reply], Reply]:
    """A bare refusal in its place."""
    return lambda reply: Reply(status, tuple(p for p in reply.headers if p[0] == "Allow"))


def without(header: str) -> Callable[[Reply], Reply]:
    """The reply lacks a header."""
    return lambda reply: replace(
        reply, headers=tuple(each for each in reply.headers if each[0] != header)
    )


def through(machine: str) -> Callable[[Reply], Reply]:
    """What follows is to go through another machine (RFC 3261 §12.1.1)."""
    route = ("Record-Route", f"<sip:{machine};lr>")
    return lambda reply: replace(reply, headers=(*reply.headers, route))


def heading(header: str, pattern: str, text: str) -> Callable[[Reply], Reply]:
    """A header says something else."""
    return lambda reply: replace(
        reply,
        headers=tuple(
            (name, re.sub(pattern, text, value) if name == header else value)
            for name, value in reply.headers
        ),
    )


def empty(reply: Reply) -> Reply:
    """The reply lacks its body."""
    return replace(reply, body=b"", content_type=None)


def writing(pattern: bytes, text: bytes) -> Callable[[Reply], Reply]:
    """The body says something else."""
    return lambda reply: replace(reply, body=re.sub(pattern, text, reply.body, flags=re.DOTALL))


# -- what may end besides -------------------------------------------------------------------------


def all_when_one_fails(event: Event, dialogs: Sequence[Dialog]) -> Sequence[Dialog]:
    """Every dialog, when a request of ours stays unanswered in one."""
    return dialogs if isinstance(event, TransactionFailed) else ()


def those_of_the_line_when_one_opens(event: Event, dialogs: Sequence[Dialog]) -> Sequence[Dialog]:
    """The dialogs of a line, when another one is asked for."""
    if not isinstance(event, RequestReceived) or event.dialog is not None:
        return ()
    if event.request.method != "INVITE":
        return ()
    line = f"{event.request.uri.partition('@')[0]}@"
    return [each for each in dialogs if each.local_uri.startswith(line)]
