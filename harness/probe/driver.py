"""One whole CSTA session, packet by packet: the plainest client that can make a call.

INVITE, features, monitor, MakeCall, the events of an unanswered call, ClearConnection, MonitorStop,
BYE; one request at a time on one UDP socket. It follows RFC 3261 only as far as that needs: it
repeats a request until it is answered, acknowledges the 200 to its INVITE, answers every INFO with
200 and keeps no timers beside its patience. It offers no session timer and takes no route set.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from harness.errors import RemoteProtocolError
from harness.runtime.clock import Deadline
from harness.runtime.wire import Address, Transport, Wire

if TYPE_CHECKING:
    from harness.probe.layers import SIP

CSTA_NAMESPACE = "http://www.ecma-international.org/standards/ecma-323/csta/ed3"
_T1, _T2 = 0.5, 4.0
_LARGEST_DATAGRAM = 65_535
_TELLING = ("Require", "Unsupported", "Min-SE", "Retry-After", "Warning")
"""Headers of a refusal that say what would have been accepted, or why not."""


@dataclass(frozen=True, slots=True)
class Step:
    """One packet of the session and what it was."""

    packet: SIP
    what: str
    """``sent INVITE``, ``received 200 to MakeCall``, ``received DeliveredEvent``."""


def element(name: str, *children: str, text: str = "") -> str:
    """``<name>…</name>``."""
    return f"<{name}>{escape(text)}{''.join(children)}</{name}>"


def document(name: str, *children: str) -> bytes:
    """A CSTA body."""
    inside = "".join(children)
    head = f'<?xml version="1.0" encoding="UTF-8"?><{name} xmlns="{CSTA_NAMESPACE}"'
    return f"{head}>{inside}</{name}>".encode() if inside else f"{head}/>".encode()


class CstaProbe:
    """Makes and clears one call through a router's CTI port, or only asks what it can do.

    ``wire`` is told each packet as the witness ``probe``; ``seconds`` bounds each answer and each
    event that the session waits for.
    """

    def __init__(self, remote: Address, *, wire: Wire | None = None, seconds: float = 5.0) -> None:
        self._remote = remote
        self._wire = wire or Wire()
        self._seconds = seconds

    def run(self, *, line: str, called: str) -> list[Step]:
        """Hold the session for ``line`` and call ``called``, who is expected to ring.

        Raises:
            RemoteProtocolError: an answer or event is not what the document says.
            DeadlineExceeded: one did not come.
        """
        with closing(socket_towards(self._remote)) as sock:
            session = _Session(sock, self._remote, self._wire, self._seconds, line)
            session.open()
            session.ask("GetCSTAFeatures")
            monitor = session.ask(
                "MonitorStart",
                element("monitorObject", element("deviceObject", text=line)),
            )
            cross_reference = _text(monitor, "monitorCrossRefID")
            call = session.ask(
                "MakeCall",
                element("callingDevice", text=line),
                element("calledDirectoryNumber", text=called),
                element("autoOriginate", text="doNotPrompt"),
            )
            call_id = _text(call, "callID")
            session.await_event("OriginatedEvent", call_id, cross_reference)
            session.await_event("DeliveredEvent", call_id, cross_reference)
            session.ask(
                "ClearConnection",
                element(
                    "connectionToBeCleared",
                    element("callID", text=call_id),
                    element("deviceID", text=_text(call, "deviceID")),
                ),
            )
            session.await_event(
                "ConnectionClearedEvent",
                call_id,
                cross_reference,
                until=lambda body: _texts(body, "localConnectionInfo") == ["null"],
            )
            session.ask("MonitorStop", element("monitorCrossRefID", text=cross_reference))
            session.close()
            return session.steps

    def converse(self, *, line: str) -> list[Step]:
        """Open a session for ``line``, ask for the features, close it: the shortest whole one.

        Raises:
            RemoteProtocolError: an answer is not what the document says.
            DeadlineExceeded: one did not come.
        """
        with closing(socket_towards(self._remote)) as sock:
            session = _Session(sock, self._remote, self._wire, self._seconds, line)
            session.open()
            session.ask("GetCSTAFeatures")
            session.close()
            return session.steps


def socket_towards(remote: Address) -> socket.socket:
    """A socket at the address that leads to ``remote``.

    It is not connected: IOS may send its own requests from another port than it listens on.
    """
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as guess:
        guess.connect(remote)
        host = guess.getsockname()[0]
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind((host, 0))
    return sock


class _Session:
    """One dialog: its identifiers, its numbers, and the packets so far."""

    def __init__(
        self, sock: socket.socket, remote: Address, wire: Wire, seconds: float, line: str
    ) -> None:
        self.steps: list[Step] = []
        self._socket = sock
        self._remote = remote
        self._wire = wire
        self._seconds = seconds
        self._local: Address = sock.getsockname()[:2]
        self._target = f"sip:{line}@{remote[0]}:{remote[1]}"
        self._from = f"<sip:probe@{self._local[0]}>;tag={secrets.token_hex(4)}"
        self._to = f"<sip:{line}@{remote[0]}>"
        self._call_id = f"{secrets.token_hex(8)}@{self._local[0]}"
        self._sequence = 0
        self._events: list[SIP] = []
        self._answered: dict[str, SIP] = {}

    # -- the dialog ---------------------------------------------------------------------------

    def open(self) -> None:
        """INVITE with RequestSystemStatus, and the ACK to its 200."""
        answer = self._request("INVITE", document("RequestSystemStatus"), "RequestSystemStatus")
        _demand(_root(answer), "RequestSystemStatusResponse", "the answer to INVITE")
        _demand(_text(answer, "systemStatus"), "normal", "the system's status")
        self._to = answer.header("To")
        contact = answer.header("Contact")
        self._target = contact.partition("<")[2].partition(">")[0] or contact
        self._send(self._message("ACK", self._sequence), "sent ACK")

    def ask(self, service: str, *children: str) -> SIP:
        """One service in an INFO; its positive response."""
        answer = self._request("INFO", document(service, *children), service)
        _demand(_root(answer), f"{service}Response", f"the answer to {service}")
        return answer

    def close(self) -> None:
        """BYE."""
        self._request("BYE", b"", "BYE")

    def await_event(
        self,
        name: str,
        call_id: str,
        cross_reference: str,
        *,
        until: Callable[[SIP], bool] = lambda _: True,
    ) -> SIP:
        """Wait for an event of the call; other events of it may come before."""
        deadline = Deadline.after(self._seconds, f"{name} for call {call_id}")
        while True:
            while self._events:
                event = self._events.pop(0)
                _demand(
                    _text(event, "monitorCrossRefID"),
                    cross_reference,
                    f"the monitor of {_root(event)}",
                )
                if call_id not in _texts(event, "callID"):
                    raise RemoteProtocolError(
                        f"{_root(event)} is about call {_texts(event, 'callID')}, not {call_id}"
                    )
                if _root(event) == name and until(event):
                    return event
            if self._receive(deadline.remaining) is None and deadline.passed:
                raise deadline.exceeded()

    # -- packets ------------------------------------------------------------------------------

    def _message(self, method: str, sequence: int, body: bytes = b"") -> SIP:
        from harness.probe.layers import CSTA, CSTA_TYPE, SIP

        host, port = self._local
        headers = [
            ("Via", f"SIP/2.0/UDP {host}:{port};branch=z9hG4bK{secrets.token_hex(8)}"),
            ("Max-Forwards", "70"),
            ("From", self._from),
            ("To", self._to),
            ("Call-ID", self._call_id),
            ("CSeq", f"{sequence} {method}"),
            ("Contact", f"<sip:probe@{host}:{port}>"),
        ]
        start = f"{method} {self._target} SIP/2.0".encode()
        if not body:
            return SIP(start=start, headers=headers)
        headers += [
            ("Content-Type", CSTA_TYPE),
            ("Content-Disposition", "signal;handling=required"),
        ]
        message: SIP = SIP(start=start, headers=headers) / CSTA(xml=body)
        return message

    def _request(self, method: str, body: bytes, what: str) -> SIP:
        """Send a request, again and again if need be, and wait for its final answer.

        RFC 3261 §17.1.2.2: from T1 on the interval doubles up to T2; a provisional answer ends
        the repetition of an INVITE.
        """
        self._sequence += 1
        packet = self._message(method, self._sequence, body)
        deadline = Deadline.after(self._seconds, f"the answer to {what}")
        interval, repeat = _T1, True
        self._send(packet, f"sent {what}")
        while not deadline.passed:
            turn = Deadline.after(min(interval, deadline.remaining), what)
            while not turn.passed:
                answer = self._receive(turn.remaining)
                if answer is None or answer.header("CSeq") != packet.header("CSeq"):
                    continue
                if answer.status >= 200:
                    self.steps.append(Step(answer, f"received {answer.status} to {what}"))
                    _demand_ok(answer, method if what == method else f"{method} with {what}")
                    return answer
                repeat = method != "INVITE"
            if repeat and not deadline.passed:
                self._send(packet, f"repeated {what}")
            interval = min(interval * 2, _T2)
        raise deadline.exceeded()

    def _send(self, packet: SIP, what: str, remote: Address | None = None) -> None:
        remote = remote or self._remote
        octets = bytes(packet)
        self._wire.record(Transport.UDP, self._local, remote, octets, witness="probe")
        self._socket.sendto(octets, remote)
        self.steps.append(Step(packet, what))

    def _receive(self, seconds: float) -> SIP | None:
        """The next response to us; a request from the router is answered on the way."""
        from harness.probe.layers import SIP

        self._socket.settimeout(max(seconds, 0.001))
        try:
            octets, source = self._socket.recvfrom(_LARGEST_DATAGRAM)
        except TimeoutError:
            return None
        except ConnectionRefusedError:
            raise RemoteProtocolError(
                f"nobody listens at {self._remote[0]}:{self._remote[1]}"
            ) from None
        self._wire.record(Transport.UDP, source[:2], self._local, octets, witness="probe")
        packet = SIP(octets)
        if not packet.method:
            return packet
        self._answer(packet, source[:2])
        return None

    def _answer(self, packet: SIP, source: Address) -> None:
        """200 to a request; the same again when it is repeated (RFC 3261 §17.2.2)."""
        from harness.probe.layers import SIP

        key = packet.header("Via") + packet.header("CSeq")
        if key in self._answered:
            self._send(self._answered[key], f"repeated 200 to {packet.method}", source)
            return
        what = _root(packet) or packet.method
        self.steps.append(Step(packet, f"received {what}"))
        kept = ("via", "from", "to", "call-id", "cseq")
        headers = [pair for pair in packet.headers if pair[0].lower() in kept]
        self._answered[key] = SIP(start=b"SIP/2.0 200 OK", headers=headers)
        self._send(self._answered[key], f"sent 200 to {what}", source)
        if packet.header("Call-ID") != self._call_id:
            raise RemoteProtocolError(f"{what} in a dialog that is not ours")
        if packet.method != "INFO":
            raise RemoteProtocolError(
                f"the router sent {packet.method} in the middle of the session"
            )
        self._events.append(packet)


# -- reading bodies ---------------------------------------------------------------------------


def _texts(packet: SIP, name: str) -> list[str]:
    """The texts of all elements of a local name in the body."""
    from lxml import etree

    if not packet.body:
        return []
    try:
        root = etree.fromstring(packet.body, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError as error:
        raise RemoteProtocolError(f"a body that is no XML: {error}") from None
    return [(each.text or "").strip() for each in root.iter(f"{{*}}{name}")]


def _text(packet: SIP, name: str) -> str:
    found = _texts(packet, name)
    if not found or not found[0]:
        raise RemoteProtocolError(f"{_root(packet) or 'the empty body'} has no {name}")
    return found[0]


def _root(packet: SIP) -> str:
    """The root element's name; empty without a body."""
    if not packet.body:
        return ""
    if packet.payload.name != "CSTA":
        raise RemoteProtocolError(f"a body of type {packet.header('Content-Type') or 'none'}")
    return str(packet.payload.mysummary())


def _demand(found: str, expected: str, where: str) -> None:
    if found != expected:
        raise RemoteProtocolError(f"{where} is {found or 'nothing'}, expected {expected}")


def _demand_ok(answer: SIP, asked: str) -> None:
    """Insist on a 200; what a refusal requires or tells beside its status is named."""
    if answer.status == 200:
        return
    status = answer.start.decode(errors="replace").partition(" ")[2]
    beside = [f"{name}: {value}" for name in _TELLING if (value := answer.header(name))]
    told = f"{status} ({', '.join(beside)})" if beside else status
    raise RemoteProtocolError(f"{asked} was answered {told}, expected 200 OK")
