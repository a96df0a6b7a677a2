from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from harness.protocols.sip.agent import Event, UserAgent

GOLDEN = Path(__file__).parents[2] / "golden" / "sip"
US = ("192.0.2.10", 5060)
PEER = ("192.0.2.1", 5060)


@dataclass
class Golden:
    name: str
    head: dict[str, str]
    octets: bytes


def read_golden(path: Path) -> Golden:
    head_text, _, text = path.read_text("ascii").partition("---\n")
    head = dict(line[2:].split(": ", 1) for line in head_text.splitlines())
    wire = text.replace("\n", "\r\n").encode()
    octets = re.sub(rb"\\x([0-9a-f]{2})", lambda m: bytes([int(m.group(1), 16)]), wire)
    return Golden(path.stem, head, octets)


def pytest_generate_tests(metafunc):
    for name, folder in (("torture", "torture"), ("sample", "dialog")):
        if name in metafunc.fixturenames:
            cases = [read_golden(path) for path in sorted((GOLDEN / folder).glob("*.txt"))]
            ids = [f"{case.name}[{case.head['grade']}]" for case in cases]
            metafunc.parametrize(name, cases, ids=ids)


def tokens() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"t{next(numbers)}"


@dataclass
class Talk:
    """One agent, and a peer whose words the test types."""

    transport: str = "UDP"
    options: dict = field(default_factory=dict)
    now: float = 0.0

    def __post_init__(self):
        self.ua = UserAgent(transport=self.transport, local=US, tokens=tokens(), **self.options)

    def hear(self, text: str, source=PEER) -> None:
        self.ua.receive_data(text.replace("\n", "\r\n").encode(), source, self.now)

    def said(self) -> list[str]:
        return [octets.decode().replace("\r\n", "\n") for octets, _ in self.ua.data_to_send()]

    def events(self, kind: type = object) -> list[Event]:
        found = list(iter(self.ua.next_event, None))
        return [event for event in found if isinstance(event, kind)]

    def event(self, kind: type):
        found = self.events(kind)
        assert len(found) == 1, found
        return found[0]

    def run(self, seconds: float) -> list[tuple[float, str]]:
        """Let time pass; when which start line went out, counted from now."""
        began, until, sent = self.now, self.now + seconds, []
        while (due := self.ua.get_timer()) is not None and due <= until:
            self.now = max(self.now, due)
            self.ua.handle_timer(self.now)
            sent += [(self.now - began, text.partition("\n")[0]) for text in self.said()]
        self.now = until
        return sent

    def invite(self, **options):
        return self.ua.request(
            "INVITE",
            "sip:201@192.0.2.1",
            to="sip:201@192.0.2.1",
            from_="sip:alice@192.0.2.10",
            destination=PEER,
            contact_user="alice",
            now=self.now,
            **options,
        )

    def answered(self, extra: str = ""):
        """A dialog we opened: tags t2 (ours) and s1, branch t1, Call-ID t3@192.0.2.10."""
        self.invite()
        self.said()
        self.hear(OK_TO_INVITE.replace("Contact", extra + "Contact"))
        self.said()
        (dialog,) = self.ua.dialogs
        self.events()
        return dialog

    def called(self, invite: str | None = None):
        """A dialog the peer opened and has acknowledged: tags t1 (ours) and c1."""
        from_ = self.take(invite or INVITE)
        dialog = self.ua.respond(from_.key, 200, now=self.now)
        self.said()
        self.hear(ACK)
        self.events()
        return dialog

    def take(self, text: str):
        from harness.protocols.sip.agent import RequestReceived

        self.hear(text)
        self.said()
        return self.event(RequestReceived)


OK_TO_INVITE = """SIP/2.0 200 OK
Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKt1
From: <sip:alice@192.0.2.10>;tag=t2
To: <sip:201@192.0.2.1>;tag=s1
Call-ID: t3@192.0.2.10
CSeq: 1 INVITE
Contact: <sip:201@192.0.2.1:5060>
Content-Length: 0

"""

INVITE = """INVITE sip:alice@192.0.2.10 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKi1
Max-Forwards: 70
From: <sip:201@192.0.2.1>;tag=c1
To: <sip:alice@192.0.2.10>
Call-ID: theirs@192.0.2.1
CSeq: 1 INVITE
Contact: <sip:201@192.0.2.1:5060>
Content-Length: 0

"""

ACK = """ACK sip:alice@192.0.2.10:5060 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa1
Max-Forwards: 70
From: <sip:201@192.0.2.1>;tag=c1
To: <sip:alice@192.0.2.10>;tag=t1
Call-ID: theirs@192.0.2.1
CSeq: 1 ACK
Content-Length: 0

"""

INFO = """INFO sip:alice@192.0.2.10:5060 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKn2
Max-Forwards: 70
From: <sip:201@192.0.2.1>;tag=c1
To: <sip:alice@192.0.2.10>;tag=t1
Call-ID: theirs@192.0.2.1
CSeq: 2 INFO
Content-Type: application/csta+xml
Content-Length: 4

<x/>"""


@pytest.fixture
def talk():
    return Talk()


@pytest.fixture
def stream_talk():
    return Talk("TCP")


@pytest.fixture
def texts():
    """The peer's messages as typed above."""
    return {"INVITE": INVITE, "ACK": ACK, "INFO": INFO, "200": OK_TO_INVITE}
