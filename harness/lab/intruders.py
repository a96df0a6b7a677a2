"""Somebody who keeps no rules, as a plan meets it.

What an `Intruder` does is refused (`ServiceRefused`, by SIP status or CSTA fault; 408 stands for
no answer) or carried out. Connections over TCP, stalled or spoiled, stand until it leaves.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING

from harness.errors import HarnessError, LocalProtocolError
from harness.expect.conditions import Condition
from harness.expect.ladder import Bench
from harness.expect.patterns import HasNumber
from harness.lab.party import Party
from harness.lab.terms import Term
from harness.lab.verdicts import (
    carried_out,
    holding_nobody_up,
    opens_session,
    same_again,
    same_answer,
    unchanged,
)
from harness.probe import bodies_rows, frames_rows, requests_rows
from harness.probe.driver import CstaProbe, document, element
from harness.probe.intruder import WITNESS, Answer, Dialog, monitor_start
from harness.probe.intruder import Intruder as Wild
from harness.probe.streams import Stream

if TYPE_CHECKING:
    from harness.probe.layers import SIP

CAPABILITY = "withstands-abuse"
"""A bench that names it lets plans do what may take a router down: bombs, floods, torn streams."""

_FLOOD = 100
"""Requests in a flood: more than a router of this size has sessions, and bounded."""


class Intruder:
    """One socket at the router's SIP port over UDP, and connections as it likes."""

    name = WITNESS
    """Who it says it is, From of its last INVITE."""

    def __init__(
        self,
        bench: Bench,
        *,
        wild: Callable[[], Wild],
        connect: Callable[[str], Stream],
        probe: CstaProbe,
    ) -> None:
        """Nothing is open yet.

        Args:
            bench: where its effects are judged.
            wild: makes its socket.
            connect: opens a connection to the router's port for ``sip`` or ``sccp``.
            probe: the client that keeps the rules, for the sanity conversation.
        """
        self._bench = bench
        self._make = wild
        self._connect = connect
        self._probe = probe
        self._streams: list[Stream] = []
        self._rest: tuple[Stream, SIP, bytes] | None = None
        self._wild: Wild | None = None
        self._dialog: Dialog | None = None
        self.line = ""

    def __repr__(self) -> str:
        return f"Intruder {self.name}"

    # -- sessions ---------------------------------------------------------------------------

    def opens_a_session(
        self,
        *,
        line: HasNumber,
        timer: str | None = None,
        pretending_to_be: str = WITNESS,
        naming: HasNumber | None = None,
        acknowledges: bool = True,
    ) -> None:
        """INVITE a line properly, but for one thing.

        Args:
            line: whose line, To of the INVITE.
            timer: what stands for the session's seconds.
            pretending_to_be: the user, From of the INVITE.
            naming: whose line the private data of the body name.
            acknowledges: whether the answer is acknowledged.

        Raises:
            ServiceRefused: by SIP status.
        """
        self.line, self.name = line.number, pretending_to_be
        headers = [("Supported", "timer"), ("Session-Expires", timer)] if timer else []
        body = bodies_rows.status_request(naming.number) if naming is not None else b""
        answer, self._dialog = self.wild.open(
            self.line, user=pretending_to_be, headers=headers, body=body, acknowledges=acknowledges
        )
        carried_out("INVITE", answer)

    def monitors(self, *, deaf_at_first: bool = False, naming: HasNumber | None = None) -> None:
        """Monitor Start in its session, of the session's line.

        Args:
            deaf_at_first: answer each event only when it comes again, as if the first answer, or
                the first event, had been lost on the way.
            naming: whose line the private data of the body name.

        Raises:
            ServiceRefused: by SIP status or CSTA fault.
        """
        self.wild.is_deaf_at_first = deaf_at_first
        body = monitor_start(self.line)
        if naming is not None:
            body = bodies_rows.monitor_start(self.line, naming=naming.number)
        self._send("MonitorStart", self.wild.request_in(self._session, "INFO", body=body))

    def hears(self, events: int) -> None:
        """So many requests of the router come, and what comes again is the same to the octet.

        Raises:
            LadderMismatch: one comes again otherwise, or under another number.
            DeadlineExceeded: fewer come.
        """
        same_again(self.wild.listen(events), events)

    def holds_nobody_up(self) -> AbstractContextManager[None]:
        """It answers no event; nobody else waits for that while the block runs."""
        return holding_nobody_up(self.name, self._bench.fence)

    def hears_its_answer_again(self) -> None:
        """The answer to its INVITE, which it has not acknowledged, comes again.

        Raises:
            DeadlineExceeded: it does not.
        """
        self.wild.listen_for_an_answer("INVITE")

    def hangs_up(self) -> int:
        """BYE of its session, whatever the router has said meanwhile; the answer's status."""
        return self.wild.exchange(self.wild.request_in(self._session, "BYE")).status

    @property
    def wild(self) -> Wild:
        """Its socket, opened when first needed."""
        if self._wild is None:
            self._wild = self._make()
        return self._wild

    @property
    def _session(self) -> Dialog:
        if self._dialog is None:
            raise LocalProtocolError("the intruder has no session; let it open one first")
        return self._dialog

    # -- spoiled requests and bodies --------------------------------------------------------

    def asks_for_a_monitor(self, *, with_: str) -> None:
        """Monitor Start in its session, with that fault or in that manner (`requests_rows`).

        Raises:
            ServiceRefused: by SIP status.
        """
        packet = self.wild.request_in(self._session, "INFO", body=monitor_start(self.line))
        self._send(f"a request with {with_}", requests_rows.spoiled(packet, with_))

    def asks_for_a_session(self, *, line: HasNumber, torn: str = "", written: str = "") -> None:
        """An INVITE of which only the beginning is sent, or whose address is written in a manner.

        Raises:
            ServiceRefused: by SIP status.
        """
        self.line = line.number
        body = document("RequestSystemStatus")
        packet = self.wild.request("INVITE", self.line, body=body)
        answer, self._dialog = self.wild.invite(requests_rows.opening(packet, torn or written))
        carried_out(f"an INVITE with {written}" if written else "INVITE", answer)

    def says(self, body: str) -> None:
        """Monitor Start in its session, in a body of that kind (`bodies_rows`).

        Raises:
            ServiceRefused: by SIP status or CSTA fault.
        """
        octets = bodies_rows.body(body, line=self.line)
        self._send("INFO", self.wild.request_in(self._session, "INFO", body=octets))

    def asks_with_private_data(self, kind: str) -> None:
        """A snapshot of its line, without and with private data of that kind (`bodies_rows`).

        Raises:
            LadderMismatch: the two answers differ.
            ServiceRefused: by SIP status or CSTA fault.
        """
        bodies = (bodies_rows.snapshot(self.line, each) for each in ("", bodies_rows.PRIVATE[kind]))
        packets = (self.wild.request_in(self._session, "INFO", body=body) for body in bodies)
        plain, other = (self._send(f"a service with {kind} as private data", p) for p in packets)
        unchanged(plain, other)

    def tries(self, body: str) -> int:
        """As `says`, where a router may do one thing or the other; the answer's SIP status."""
        octets = bodies_rows.body(body, line=self.line)
        return self.wild.exchange(self.wild.request_in(self._session, "INFO", body=octets)).status

    def stops_the_monitor_of(self, whom: Party) -> None:
        """Monitor Stop in its own session, of somebody else's monitor.

        Raises:
            ServiceRefused: by CSTA fault.
        """
        body = document(
            "MonitorStop", element("monitorCrossRefID", text=next(iter(whom.cti.session.monitors)))
        )
        self._send("MonitorStop", self.wild.request_in(self._session, "INFO", body=body))

    # -- dialogs of others, and the past ----------------------------------------------------

    def says_in_the_session_of(self, whom: Party, method: str, *, wrong: str) -> None:
        """That method in somebody else's dialog, of which it knows all but one name.

        Raises:
            ServiceRefused: by SIP status.
        """
        self.line = whom.number
        bodies = {
            "INFO": document("SnapshotDevice", element("snapshotObject", text=whom.number)),
            "INVITE": document("RequestSystemStatus"),
        }
        dialog = self._overheard(whom).renamed(wrong)
        packet = self.wild.request_in(dialog, method, body=bodies.get(method, b""))
        self._send(method, packet)

    def _overheard(self, whom: Party) -> Dialog:
        names = whom.cti.session.dialog_names
        host, port = self.wild.remote
        return Dialog(
            names.call_id,
            f"<sip:{whom.name}@{host}>;tag={names.local_tag}",
            f"<sip:{whom.number}@{host}>;tag={names.remote_tag}",
            f"sip:{whom.number}@{host}:{port}",
            names.sequence,
        )

    def asks_with_an_old_number(self) -> None:
        """Monitor Start in its session, numbered below what went before (CSeq).

        Raises:
            ServiceRefused: by SIP status.
        """
        session = self._session
        self._ask_features()
        packet = self.wild.request_in(
            session, "INFO", body=monitor_start(self.line), sequence=session.sequence - 1
        )
        self._send("INFO", packet)

    def asks_for_a_monitor_and_repeats_it(self, times: int) -> None:
        """Monitor Start in its session, answered, and the same octets again so many times.

        Raises:
            LadderMismatch: an answer to a repetition differs from the first.
            ServiceRefused: the first was refused.
        """
        packet = self.wild.request_in(self._session, "INFO", body=monitor_start(self.line))
        first = self._send("MonitorStart", packet)
        for _ in range(times):
            again = self.wild.exchange(packet)
            same_answer(first, again)

    def says_that_again_as_new(self) -> None:
        """The same Monitor Start with its old number under a new branch: a replay.

        Raises:
            ServiceRefused: by SIP status.
        """
        session = self._session
        packet = self.wild.request_in(
            session, "INFO", body=monitor_start(self.line), sequence=session.sequence
        )
        self._send("INFO", packet)

    # -- floods -----------------------------------------------------------------------------

    def floods(self, what: str, *, line: HasNumber) -> int:
        """Send a hundred requests of a kind without waiting; how many were answered."""
        self.line = line.number
        kinds: dict[str, Callable[[], SIP]] = {
            "OPTIONS": lambda: self.wild.request("OPTIONS", self.line),
            "INFO outside": lambda: self.wild.request(
                "INFO", self.line, body=monitor_start(self.line)
            ),
            "INVITE of nobody": lambda: self.wild.request(
                "INVITE", "9999", body=document("RequestSystemStatus")
            ),
        }
        make = kinds[what]
        answered = 0
        for sent in range(1, _FLOOD + 1):
            self.wild.throw(make())
            if sent % 20 == 0:  # A socket's buffer is bounded, too: ours.
                answered += self.wild.drain()
        return answered

    # -- streams ----------------------------------------------------------------------------

    def stalls(self, where: str, *, line: HasNumber) -> None:
        """Begin an INVITE over TCP and stop there (`requests_rows.CUTS`)."""
        stream, packet = self._invite_over_tcp(line)
        beginning = requests_rows.torn(packet, where)
        stream.send(beginning)
        self._rest = (stream, packet, bytes(packet)[len(beginning) :])

    def goes_on(self) -> None:
        """Send the rest of it, which opens a session.

        Raises:
            LadderMismatch: it does not.
        """
        if self._rest is None:
            raise LocalProtocolError("the intruder has not stalled yet")
        stream, packet, rest = self._rest
        stream.send(rest)
        opens_session("an INVITE whose end came late", stream.opened(packet))

    def dribbles(self, *, line: HasNumber) -> None:
        """An INVITE over TCP in single octets, which opens a session.

        Raises:
            LadderMismatch: it does not.
        """
        stream, packet = self._invite_over_tcp(line)
        octets = bytes(packet)
        for place in range(len(octets)):
            stream.send(octets[place : place + 1])
        opens_session("an INVITE in single octets", stream.opened(packet))

    def spoils_a_stream(self, junk: str, *, line: HasNumber) -> int:
        """OPTIONS over TCP and junk behind it; the status that answers the OPTIONS."""
        self.line = line.number
        stream = self._stream("sip")
        packet = stream.request("OPTIONS", self.line)
        stream.send(bytes(packet))
        status = stream.status_of(packet)
        stream.send(requests_rows.JUNK[junk](stream.request("OPTIONS", self.line)))
        return status

    def says_to_the_phones_port(self, frame: str) -> None:
        """Connect like a phone and send those octets (`frames_rows`)."""
        self._stream("sccp").send(frames_rows.frame(frame))

    def _invite_over_tcp(self, line: HasNumber) -> tuple[Stream, SIP]:
        self.line = line.number
        stream = self._stream("sip")
        return stream, stream.request("INVITE", self.line, body=document("RequestSystemStatus"))

    def _stream(self, port: str) -> Stream:
        self._streams.append(self._connect(port))
        return self._streams[-1]

    # -- what it tells ----------------------------------------------------------------------

    def is_served(self, *, line: HasNumber | None = None) -> Term:
        """The sanity conversation: a client that keeps the rules has a whole session, as ever."""

        def unmet() -> str | None:
            try:
                self._probe.converse(line=line.number if line is not None else self.line)
            except HarnessError as problem:
                return str(problem)
            return None

        sentence = "serves a client that keeps the rules, as before"
        return Term(self._bench, Condition("router", sentence, unmet, asks_router=True))

    def _ask_features(self) -> None:
        packet = self.wild.request_in(self._session, "INFO", body=document("GetCSTAFeatures"))
        self._send("GetCSTAFeatures", packet)

    def _send(self, what: str, packet: SIP | bytes) -> Answer:
        answer = self.wild.exchange(packet)
        carried_out(what, answer)
        return answer

    def leave(self) -> None:
        """End its sessions and leave no socket; harmless twice."""
        while self._streams:
            self._streams.pop().close()
        wild, self._wild = self._wild, None
        if wild is not None:
            with suppress(HarnessError):
                wild.close()
