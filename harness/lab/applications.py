"""A CSTA application as a plan meets it: opens a session on a line, monitors it, asks for services.

Calls are named by `Call`, parties by themselves; identifiers, cross-references and deadlines stay
inside. A service returns when its response has come and raises `ServiceRefused` when it is a no.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from harness.application.refusing import refusal_of
from harness.application.session import CtiSession
from harness.errors import LocalProtocolError
from harness.expect.adapting import adapted
from harness.expect.conditions import Condition
from harness.expect.judging import Strand, StrandTerm
from harness.expect.ladder import Bench
from harness.expect.patterns import Call, HasNumber, number_of
from harness.lab import asking, beyond, capabilities, endings, snapshots
from harness.lab.feature_verbs import FeatureVerbs
from harness.lab.replies import CSTA, Reply, reply_of, snapshot_request
from harness.lab.terms import Term
from harness.protocols.csta.names import LocalConnectionState, SystemStatus
from harness.protocols.csta.services import GetCSTAFeatures, GetCSTAFeaturesResponse
from harness.protocols.csta.types import ConnectionID
from harness.protocols.sip.messages import Response
from harness.runtime.clock import Deadline
from harness.topology.dialect import CALL_ID_SCOPE, STANDARD, Dialect

# Features that the capability list calls otherwise than their service's element (ECMA-285).
_FEATURE_OF = {"SingleStepTransfer": "SingleStepTransferCall"}


class SessionMaker(Protocol):
    """Makes a session that is not open yet."""

    def __call__(
        self,
        *,
        name: str,
        line: str,
        transport: str,
        timer: int | None,
        stutters: bool,
        client: str | None,
    ) -> CtiSession:
        """A session of that name for that line over UDP or TCP."""
        ...


class Application(FeatureVerbs):
    """One application, its session and its monitor on one line."""

    def __init__(
        self,
        name: str,
        *,
        bench: Bench,
        make_session: SessionMaker,
        deadline: Callable[[str], Deadline],
        transport: str,
        dialect: Dialect = STANDARD,
    ) -> None:
        self.name = name
        self._bench = bench
        self._dialect = dialect
        self._make_session = make_session
        self._deadline = deadline
        self._transport = transport
        self._session: CtiSession | None = None
        self.last_reply: Reply | None = None
        """The router's answer to what was no service, a refusal included."""
        self._line = ""
        self._monitored = ""
        self._cross_reference: str | None = None
        self._begun = ""

    def __repr__(self) -> str:
        where = f"on {self._line}" if self._session is not None else "without a session"
        return f"Application {self.name} {where}"

    # -- sessions ---------------------------------------------------------------------------

    def open(
        self,
        *,
        line: HasNumber | str,
        over: str | None = None,
        timer: int | None = None,
        stutters: bool = False,
        client: str | None = None,
    ) -> None:
        """Open a session: INVITE with a System Status request, From a user, To the line.

        Args:
            line: whose line, or any number.
            over: ``UDP`` or ``TCP``; the bench's transport when left out.
            timer: the session timer to ask for, in seconds; the client's habit when left out.
            stutters: send every datagram twice.
            client: whose manners: ``moc`` or ``sdk``; the bench's client's when left out.

        Raises:
            ServiceRefused: the router refused, by SIP status or CSTA error.
        """
        self.close()
        self._line = self._monitored = number_of(line)
        self._session = self._make_session(
            name=self.name, line=self._line, transport=over or self._transport,
            timer=timer, stutters=stutters, client=client,
        )  # fmt: skip
        self._session.open(self._deadline(f"the answer to {self.name}'s INVITE"))

    def begin(self) -> None:
        """Ask for what its client asks for first: the features, and a monitor of its line."""
        self._cross_reference = self.session.begin()
        self._monitored = self._line

    def refresh(self) -> None:
        """Refresh the session, by re-INVITE."""
        self.session.refresh()

    def monitor(self, whom: HasNumber | str | None = None) -> None:
        """Start a monitor on the session's line, or on another; it is the one to be stopped."""
        device = None if whom is None else number_of(whom)
        self._cross_reference = self.session.monitor_start(device)
        self._monitored = device or self._line

    @property
    def monitor_number(self) -> str:
        """The cross-reference of the monitor that it started last; empty without one."""
        return self._cross_reference or ""

    def stop_monitor(self, number: str | None = None) -> None:
        """Stop that monitor, or the one of that cross-reference, whoever's it is."""
        if number is not None:
            self.session.monitor_stop(number)
            return
        cross_reference, self._cross_reference = self._cross_reference, None
        if cross_reference is None:
            raise LocalProtocolError(f"{self.name} has no monitor to stop")
        self.session.monitor_stop(cross_reference)

    def close(self) -> None:
        """Stop the monitor, end the session with BYE and release the socket; harmless twice."""
        session, self._session = self._session, None
        self._cross_reference = None
        if session is not None:
            session.close()

    @property
    def session(self) -> CtiSession:
        """The session underneath.

        Raises:
            LocalProtocolError: none was opened.
        """
        if self._session is None:
            raise LocalProtocolError(f"{self.name} has no session; open one first")
        return self._session

    @property
    def is_open(self) -> bool:
        """Whether the session stands."""
        return self._session is not None and self._session.is_open

    @property
    def is_watching(self) -> bool:
        """Whether the session stands and its monitor runs."""
        return self.is_open and self._cross_reference in self.session.monitors

    @property
    def line(self) -> str:
        """The line of its session."""
        return self._line

    @property
    def system_status(self) -> SystemStatus | None:
        """What the router said of itself when the session was opened."""
        return self.session.system_status

    @property
    def timer(self) -> int | None:
        """The session timer that was agreed on, in seconds; ``None``: there is none."""
        return self.session.session_seconds

    @property
    def shortest_timer_told(self) -> int | None:
        """What the refusal of a timer named as the shortest that will do (Min-SE)."""
        refusal = self.session.refusal
        told = refusal.headers.get("Min-SE") if refusal is not None else None
        return int(told) if told else None

    @property
    def features(self) -> frozenset[str]:
        """The services listed in the answer to Get CSTA Features: ``MakeCall``."""
        told = (name[:1].upper() + name[1:] for name in self.session.get_features())
        return frozenset(_FEATURE_OF.get(name, name) for name in told)

    @property
    def events_told(self) -> frozenset[str]:
        """The events listed in the answer to Get CSTA Features: ``Delivered``."""
        told = self.session.ask(GetCSTAFeatures(), GetCSTAFeaturesResponse).events
        return frozenset(name[:1].upper() + name[1:] for name in told)

    # -- expectations -----------------------------------------------------------------------

    def sees(self, *terms: StrandTerm) -> Term:
        """Exactly these events, in this order, on the monitor."""
        monitored = self._monitored or self._line
        wanted = adapted(terms, monitored=monitored, dialect=self._dialect)
        one_id = self._dialect.speaks(CALL_ID_SCOPE, "call")
        return Term(self._bench, Strand(self.witness, monitored, wanted, one_id=one_id))

    def sees_nothing(self) -> Term:
        """No event at all on the monitor."""
        return self.sees()

    def sees_anything_of(self, call: Call) -> Term:
        """Whatever events of that one call."""
        return Term(self._bench, Strand(self.witness, self._line, (), anything_of=call))

    def is_told_what_is_listed(self) -> Term:
        """No event comes that the answer to Get CSTA Features does not list."""
        events = capabilities.only_listed(self.witness, self._bench, lambda: self.events_told)
        return Term(self._bench, events)

    def loses_its_session(self) -> Term:
        """The router ends the session, and says so unless its dialect is silent there."""
        return Term(self._bench, endings.loses_its_session(self, self._bench, self._dialect))

    def keeps_its_session(self) -> Term:
        """Whatever others do: the session stands, and a service is answered in it."""
        return Term(self._bench, endings.keeps_its_session(self))

    def finds_no_session(self) -> Term:
        """Asked anything, the router knows its session no longer, whether it said so or not."""
        return Term(self._bench, endings.finds_no_session(self))

    def loses_its_monitor(self) -> Term:
        """The router ends the monitor, and the session stands on."""

        def unmet() -> str | None:
            if not self.is_open:
                return "the session is gone, too"
            return "the monitor still runs" if self.is_watching else None

        return Term(self._bench, Condition(self.witness, "loses its monitor", unmet))

    @property
    def witness(self) -> str:
        """Its name in the journal."""
        return f"{self.name}.cti"

    # -- services ---------------------------------------------------------------------------

    def make_call(self, *, to: HasNumber | str, prompted: bool = False) -> None:
        """Make Call from the session's line; ``prompted`` waits for a hand at the phone."""
        self._begun = self.session.make_call(number_of(to), prompt=prompted).call_id

    def answer_call(self, call: Call) -> None:
        """Answer Call at the session's line."""
        self.session.answer_call(self._connection(call))

    def clear_connection(self, call: Call) -> None:
        """Clear Connection of the session's line in that call."""
        self.session.clear_connection(self._connection(call))

    def hold_call(self, call: Call) -> None:
        """Hold Call at the session's line."""
        self.session.hold_call(self._connection(call))

    def retrieve_call(self, call: Call) -> None:
        """Retrieve Call at the session's line."""
        self.session.retrieve_call(self._connection(call))

    def consultation_call(self, call: Call, *, to: HasNumber | str) -> None:
        """Consultation Call: hold that call and call somebody else."""
        opened = self.session.consultation_call(self._connection(call), number_of(to))
        self._begun = opened.call_id

    def alternate_call(self, *, held: Call, active: Call) -> None:
        """Alternate Call: swap the two."""
        self.session.alternate_call(held=self._connection(held), active=self._connection(active))

    def reconnect_call(self, *, active: Call, held: Call) -> None:
        """Reconnect Call: end the active call and take the held one back."""
        self.session.reconnect_call(active=self._connection(active), held=self._connection(held))

    def transfer_call(self, *, held: Call, active: Call) -> None:
        """Transfer Call: join the far ends of the two."""
        self.session.transfer_call(held=self._connection(held), active=self._connection(active))

    def conference_call(self, *, held: Call, active: Call) -> None:
        """Ask to join two calls as a conference, which Table 94 does not offer."""
        self.session.conference_call(held=self._connection(held), active=self._connection(active))

    def asks_beyond_table_94(self, service: str, *, call: Call, to: HasNumber) -> None:
        """Ask for a service of ECMA-269 that Table 94 does not have, by its name in ECMA-323.

        Raises:
            ServiceRefused: by SIP status or CSTA fault.
        """
        self.says(beyond.body(service, self.session.connection(self._connection(call)), to.number))

    def single_step_transfer_call(self, call: Call, *, to: HasNumber | str) -> None:
        """Single Step Transfer Call: send the far end on, unannounced."""
        self.session.single_step_transfer_call(self._connection(call), number_of(to))

    def deflect_call(self, call: Call, *, to: HasNumber | str) -> None:
        """Deflect Call: let a ringing call go to somebody else."""
        self.session.deflect_call(self._connection(call), number_of(to))

    def generate_digits(self, call: Call, digits: str) -> None:
        """Generate Digits into that call."""
        self.session.generate_digits(self._connection(call), digits)

    def asks(self, service: str, *, to: HasNumber, call: Call | None = None) -> None:
        """Ask for a service of Table 94 by its name, about its line or about that call."""
        asking.ask(self, service, call=call, to=to)

    def _connection(self, call: Call) -> ConnectionID:
        unheard = not (call.ids or call.name.isdigit())
        known = call.id_at(self.witness) or (self._begun if unheard else "") or str(call)
        return ConnectionID(call_id=known, device_id=self._line)

    def finds(
        self, *calls: tuple[Call, LocalConnectionState], at: HasNumber | str | None = None
    ) -> None:
        """Ask for a snapshot, of its own line or ``at`` another: these calls, so, and no other.

        Raises:
            LadderMismatch: it says something else.
            ServiceRefused: the router refused it.
        """
        number = self._line if at is None else number_of(at)
        told = self.session.snapshot_device(number)
        snapshots.compare(told, calls, witness=self.witness, whose=number)

    # -- what no service is, and what breaks rules on purpose -------------------------------

    def asks_at_once(self, count: int) -> int:
        """Ask for so many snapshots before the first is answered; how many answers came."""
        return self.session.snapshots_at_once(count)

    def says(self, body: bytes, *, kind: str | None = CSTA) -> Reply:
        """Send any body, of any type, in an INFO of the session.

        Raises:
            ServiceRefused: by SIP status or CSTA fault; `last_reply` has the rest.
        """
        return self._heard("INFO", self.session.send_raw(body, content_type=kind))

    def asks_with_ballast(self, octets: int) -> Reply:
        """Ask for a snapshot in a body of so many octets: private data that nobody knows."""
        response = self.session.send_raw(snapshot_request(self._line, octets))
        return self._heard(f"a SnapshotDevice of {octets} octets", response)

    def says_outside_a_session(self) -> Reply:
        """Ask for a snapshot in an INFO that belongs to no session.

        Raises:
            ServiceRefused: by SIP status.
        """
        return self._heard("a stray INFO", self.session.send_stray(snapshot_request(self._line)))

    def asks_for_options(self, *, inside: bool) -> Reply:
        """OPTIONS, in the session or outside.

        Raises:
            ServiceRefused: by SIP status.
        """
        where = "inside" if inside else "outside"
        return self._heard(f"OPTIONS {where} a session", self.session.options(inside=inside))

    def _heard(self, what: str, response: Response) -> Reply:
        self.last_reply = reply_of(response)
        refusal = refusal_of(what, response)
        if refusal is not None:
            refusal.witness = self.witness
            raise refusal
        return self.last_reply

    # -- fences -----------------------------------------------------------------------------

    def fence(self) -> None:
        """Return when what the router sent on this session before has arrived."""
        with suppress(LocalProtocolError):  # one that ends meanwhile has nothing more to say
            if self.is_open:
                self.session.fence()
