"""Somebody at the router's SIP port who keeps no rules: any octets out, whatever answer back.

One UDP socket. What is sent is a scapy packet or raw octets; the answer is what the router sends
back for it, or silence. Silence is told without waiting for it where that can be: a harmless
OPTIONS follows on the same socket, and what was not answered before that is not going to be.
Requests of the router (its events) are answered 200, so that an intruder blocks nobody's outbox.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.errors import RouterUnreachable
from harness.probe.driver import document, element, socket_towards
from harness.runtime.clock import Deadline
from harness.runtime.wire import Address, Transport, Wire

if TYPE_CHECKING:
    from harness.probe.layers import SIP

WITNESS = "intruder"
"""What it sends is wrong on purpose: judges of the wire leave it alone."""

SILENCE = 408
"""The status that stands for no answer (RFC 3261 §8.1.3.1)."""

_NEEDED = frozenset({"via", "from", "to", "call-id", "cseq"})
_T1 = 0.5
_LARGEST_DATAGRAM = 65_535


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one request."""

    status: int
    """`SILENCE` when nothing did."""
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str:
        """The first value under a name in any case; empty when there is none."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), "")

    @property
    def root(self) -> str:
        """The name of the body's root element; empty without one."""
        from lxml import etree

        if not self.body:
            return ""
        reader = etree.XMLParser(resolve_entities=False)
        return etree.QName(etree.fromstring(self.body, reader)).localname

    @property
    def fault(self) -> tuple[str, str] | None:
        """Category and value when the body is a ``CSTAErrorCode``."""
        from lxml import etree

        if b"CSTAErrorCode" not in self.body:
            return None
        for child in etree.fromstring(self.body, etree.XMLParser(resolve_entities=False)):
            return etree.QName(child).localname, (child.text or "").strip()
        return "unspecified", ""


@dataclass(slots=True)
class Dialog:
    """One dialog, as its messages name it: the intruder's own, or one that was overheard."""

    call_id: str
    local: str
    """The From value of what is sent in it, with its tag."""
    remote: str
    """The To value, with its tag."""
    target: str
    sequence: int = 1

    def renamed(self, wrong: str) -> Dialog:
        """The same with one of its three names wrong: ``Call-ID``, ``From tag`` or ``To tag``."""
        ways = {
            "Call-ID": (f"x{self.call_id}", self.local, self.remote),
            "From tag": (self.call_id, f"{self.local}x", self.remote),
            "To tag": (self.call_id, self.local, f"{self.remote}x"),
        }
        return Dialog(*ways[wrong], self.target, self.sequence)


class Intruder:
    """Sends anything to a router's SIP port over UDP and tells what came back.

    ``seconds`` bounds the wait for an answer that a standard demands.
    """

    def __init__(self, remote: Address, *, wire: Wire | None = None, seconds: float = 5.0) -> None:
        self.remote = remote
        self.is_deaf_at_first = False
        """Whether it answers a request of the router only when it comes again."""
        self.heard: dict[str, list[bytes]] = {}
        """The requests of the router by their branch, each time they came."""
        self._wire = wire or Wire()
        self._seconds = seconds
        self._socket = socket_towards(remote)
        self.local: Address = self._socket.getsockname()[:2]
        self._open: list[Dialog] = []

    # -- what it builds -----------------------------------------------------------------------

    def request(
        self,
        method: str,
        line: str,
        *,
        user: str = WITNESS,
        body: bytes = b"",
        headers: Sequence[tuple[str, str]] = (),
    ) -> SIP:
        """A request outside every dialog."""
        host = self.remote[0]
        dialog = Dialog(
            f"{secrets.token_hex(8)}@{self.local[0]}",
            f"<sip:{user}@{self.local[0]}>;tag={secrets.token_hex(4)}",
            f"<sip:{line}@{host}>",
            f"sip:{line}@{host}:{self.remote[1]}",
            0,
        )
        return self.request_in(dialog, method, body=body, headers=headers)

    def request_in(
        self,
        dialog: Dialog,
        method: str,
        *,
        body: bytes = b"",
        headers: Sequence[tuple[str, str]] = (),
        sequence: int | None = None,
    ) -> SIP:
        """The next request of a dialog, or one with another CSeq number."""
        from harness.probe.layers import CSTA, CSTA_TYPE, SIP

        if sequence is None:
            dialog.sequence += 1
            sequence = dialog.sequence
        host, port = self.local
        pairs = [
            ("Via", f"SIP/2.0/UDP {host}:{port};branch=z9hG4bK{secrets.token_hex(8)}"),
            ("Max-Forwards", "70"),
            ("From", dialog.local),
            ("To", dialog.remote),
            ("Call-ID", dialog.call_id),
            ("CSeq", f"{sequence} {method}"),
            ("Contact", f"<sip:{WITNESS}@{host}:{port}>"),
            *headers,
        ]
        start = f"{method} {dialog.target} SIP/2.0".encode()
        if not body:
            return SIP(start=start, headers=pairs)
        pairs += [("Content-Type", CSTA_TYPE), ("Content-Disposition", "signal;handling=required")]
        message: SIP = SIP(start=start, headers=pairs) / CSTA(xml=body)
        return message

    # -- what it does -------------------------------------------------------------------------

    def invite(
        self, packet: SIP | bytes, *, acknowledges: bool = True
    ) -> tuple[Answer, Dialog | None]:
        """Send an INVITE of any kind, acknowledge its answer, and keep the dialog it may make."""
        from harness.probe.layers import SIP

        sent = SIP(bytes(packet))
        answer = self.exchange(packet)
        if answer.status >= 300 or answer.status == SILENCE:
            return answer, None
        contact = answer.header("Contact")
        target = contact.partition("<")[2].partition(">")[0] or contact
        number = sent.header("CSeq").partition(" ")[0]
        dialog = Dialog(
            sent.header("Call-ID"), sent.header("From"), answer.header("To"), target, int(number)
        )
        if acknowledges:
            self.throw(self.request_in(dialog, "ACK", sequence=dialog.sequence))
        self._open.append(dialog)
        return answer, dialog

    def open(
        self,
        line: str,
        *,
        user: str = WITNESS,
        headers: Sequence[tuple[str, str]] = (),
        body: bytes = b"",
        acknowledges: bool = True,
    ) -> tuple[Answer, Dialog | None]:
        """INVITE a line as the document has it, with a System Status request, or another body."""
        body = body or document("RequestSystemStatus")
        packet = self.request("INVITE", line, user=user, body=body, headers=headers)
        return self.invite(packet, acknowledges=acknowledges)

    def exchange(self, packet: SIP | bytes) -> Answer:
        """Send anything; the final answer that the router gives to it, or silence.

        Raises:
            RouterUnreachable: not even the OPTIONS behind it was answered.
        """
        from harness.probe.layers import SIP

        octets = bytes(packet)
        sent = SIP(octets)
        self.throw(octets)
        deadline = Deadline.after(self._seconds, "an answer")
        if not _demands_an_answer(octets, sent):
            return self._before_the_fence(sent, deadline)
        while not deadline.passed:
            turn = Deadline.after(min(_T1, deadline.remaining), "an answer")
            while not turn.passed:
                answer = self._receive(turn.remaining)
                if answer is not None and answer.status >= 200 and _is_for(answer, sent):
                    return self._taken(sent, answer)
            self.throw(octets)
        return Answer(SILENCE)

    def throw(self, packet: SIP | bytes) -> None:
        """Send anything and wait for nothing."""
        octets = bytes(packet)
        self._wire.record(Transport.UDP, self.local, self.remote, octets, witness=WITNESS)
        self._socket.sendto(octets, self.remote)

    def drain(self) -> int:
        """Take all that has come until the router answers an OPTIONS; how many answers there were.

        Raises:
            RouterUnreachable: the router answers nobody any more.
        """
        return len(self._fenced(Deadline.after(self._seconds, "an answer to OPTIONS")))

    def listen(self, count: int) -> list[list[bytes]]:
        """Hear the router out until it has said so many things, each answered: each time it came.

        Raises:
            DeadlineExceeded: it has not said so many.
        """
        awaited = f"the router's request number {count}"
        if self.is_deaf_at_first:
            awaited = "the repetition of a request of the router that nobody had answered"
        # RFC 3261 §17.1.2.2: it is due after T1, however little patience a bench has.
        deadline = Deadline.after(max(self._seconds, 4 * _T1), awaited)
        while self._answered < count:
            if deadline.passed:
                raise deadline.exceeded()
            self._receive(min(_T1, deadline.remaining))
        return list(self.heard.values())

    def listen_for_an_answer(self, method: str) -> None:
        """Hear the router out until an answer to a request of that method comes by itself.

        Raises:
            DeadlineExceeded: none comes.
        """
        awaited = f"the repetition of an answer to {method} that nobody has acknowledged"
        deadline = Deadline.after(max(self._seconds, 4 * _T1), awaited)
        while not deadline.passed:
            answer = self._receive(min(_T1, deadline.remaining))
            if answer is not None and answer.header("CSeq").endswith(f" {method}"):
                return
        raise deadline.exceeded()

    def close(self) -> None:
        """End every session it has opened and leave no socket."""
        self.is_deaf_at_first = False
        try:
            for dialog in self._open:
                self.exchange(self.request_in(dialog, "BYE"))
        finally:
            self._open.clear()
            self._socket.close()

    # -- what comes back ----------------------------------------------------------------------

    def _before_the_fence(self, sent: SIP, deadline: Deadline) -> Answer:
        for packet in self._fenced(deadline):
            if packet.status >= 200 and _is_for(packet, sent):
                return self._taken(sent, packet)
        return Answer(SILENCE)

    def _fenced(self, deadline: Deadline) -> list[SIP]:
        """All responses that come before the answer to an OPTIONS sent now."""
        fence = self.request("OPTIONS", WITNESS)
        found: list[SIP] = []
        while not deadline.passed:
            self.throw(fence)
            turn = Deadline.after(min(_T1, deadline.remaining), "an answer to OPTIONS")
            while not turn.passed:
                packet = self._receive(turn.remaining)
                if packet is None:
                    continue
                if _is_for(packet, fence):
                    return found
                found.append(packet)
        raise RouterUnreachable(
            f"{self.remote[0]}:{self.remote[1]} does not even answer OPTIONS any more"
        )

    def _taken(self, sent: SIP, packet: SIP) -> Answer:
        """The answer; a refused INVITE is acknowledged, or it would come again for 32 s."""
        if sent.method == "INVITE" and packet.status >= 300:
            kept = {"via", "from", "call-id"}
            pairs = [pair for pair in sent.headers if pair[0].lower() in kept]
            number = sent.header("CSeq").partition(" ")[0]
            pairs += [("To", packet.header("To")), ("CSeq", f"{number} ACK")]
            uri = sent.start.split(b" ")[1]
            self.throw(type(sent)(start=b"ACK " + uri + b" SIP/2.0", headers=pairs))
        return Answer(packet.status, packet.body, tuple(packet.headers))

    def _receive(self, seconds: float) -> SIP | None:
        """The next response; a request of the router is answered on the way."""
        from harness.probe.layers import SIP

        self._socket.settimeout(max(seconds, 0.001))
        try:
            octets, source = self._socket.recvfrom(_LARGEST_DATAGRAM)
        except (TimeoutError, ConnectionRefusedError):
            return None
        self._wire.record(Transport.UDP, source[:2], self.local, octets, witness=WITNESS)
        packet = SIP(octets)
        if not packet.method:
            return packet
        copies = self.heard.setdefault(packet.header("Via"), [])
        copies.append(octets)
        if self.is_deaf_at_first and len(copies) == 1:
            return None
        pairs = [pair for pair in packet.headers if pair[0].lower() in _NEEDED]
        answer = bytes(SIP(start=b"SIP/2.0 200 OK", headers=pairs))
        self._wire.record(Transport.UDP, self.local, source[:2], answer, witness=WITNESS)
        self._socket.sendto(answer, source)
        return None

    @property
    def _answered(self) -> int:
        """How many requests of the router have had their answer."""
        needed = 2 if self.is_deaf_at_first else 1
        return sum(len(copies) >= needed for copies in self.heard.values())


def _demands_an_answer(octets: bytes, sent: SIP) -> bool:
    """Whether it shows enough of itself to be answered at all (RFC 3261 §8.2.6)."""
    names = [name.lower() for name, _ in sent.headers]
    whole = b"\r\n\r\n" in octets and bool(sent.method) and sent.method.isalpha()
    return whole and all(names.count(name) == 1 for name in _NEEDED)


def _is_for(answer: SIP, sent: SIP) -> bool:
    """Whether a response carries the names of what was sent, as far as that had any."""
    return all(
        answer.header(name) == sent.header(name)
        for name in ("Call-ID", "CSeq")
        if sent.header(name)
    )


def monitor_start(line: str) -> bytes:
    """The body of a service whose effect the router's own view shows."""
    return document("MonitorStart", element("monitorObject", element("deviceObject", text=line)))
