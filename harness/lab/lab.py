"""The bench: climbs its strategy once, holds what stands on it, settles after each plan.

unknown → router reachable → router provisioned → phones in service → CTI sessions open. If a rung
gives way, that first cause is kept and raised to everyone who asks for the bench afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from harness.errors import BenchBroken, HarnessError
from harness.expect.adapting import unasked
from harness.expect.judging import Verdict, judge
from harness.expect.patterns import Call, describe
from harness.expect.refusal import read_with
from harness.expect.rendering import UNTIL_THEN, Report, render
from harness.lab import resting
from harness.lab.applications import Application
from harness.lab.desk import Desk
from harness.lab.fencing import fence_phone
from harness.lab.given import Given
from harness.lab.guests import Guest
from harness.lab.listening import listening
from harness.lab.making import Workshop
from harness.lab.party import Party
from harness.lab.plan import Plan
from harness.lab.router_desk import RouterDesk
from harness.lab.standin_process import Launch, StandinProcess, interpreted
from harness.lab.visitors import Visitors
from harness.phone.phone import Phone
from harness.phone.screen import text as screen_text
from harness.router.router import Router
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal, Kind
from harness.runtime.loop import BackgroundLoop
from harness.runtime.route import local_address_towards
from harness.runtime.wire import Wire
from harness.topology import Topology


@dataclass(slots=True)
class Lab:
    """Everything that stands on one bench.

    Use as a context manager, or `climb` and `close`.
    """

    topology: Topology
    report: Path
    """Folder for what the run leaves behind: the router's backup, its command-line log."""
    topology_file: Path | None = None
    """Where the topology stands; a stand-in listens at the ports it names."""
    patience: float = 1.0
    defects: Sequence[str] = ()
    undeclared: Sequence[str] = ()  # `point=choice` where a stand-in speaks otherwise than told
    minds_dialect: bool = True
    """Whether what the router says in another dialect than the topology's is a fault."""
    launch: Launch = interpreted
    progress: Callable[[str], None] = lambda _: None
    journal: Journal = field(init=False, default_factory=Journal)
    wire: Wire = field(init=False, default_factory=Wire)
    loop: BackgroundLoop = field(init=False, default_factory=BackgroundLoop)
    parties: dict[str, Party] = field(init=False, default_factory=dict)
    claims: dict[int, str] = field(init=False, default_factory=dict)
    """What each claimed journal entry was claimed as, for the report."""
    difference: Report | None = field(init=False, default=None)
    """What the running plan found wrong first, for the report."""
    given: Given = field(init=False, default_factory=Given)
    _phones: dict[str, Phone] = field(init=False, default_factory=dict)
    _guests: list[Application] = field(init=False, default_factory=list)
    visitors: Visitors = field(init=False)
    """Who is there for the running plan only."""
    _router: Router | None = field(init=False, default=None)
    _standin: StandinProcess | None = field(init=False, default=None)
    _accounted: int = field(init=False, default=0)
    _sessions_doubtful: bool = field(init=False, default=False)
    _plan: Plan | None = field(init=False, default=None)
    _broken: BenchBroken | None = field(init=False, default=None)
    _standing: ExitStack = field(init=False, default_factory=ExitStack)

    def __post_init__(self) -> None:
        patient = self.topology.deadlines.scaled(self.patience)
        self.topology = self.topology.model_copy(update={"deadlines": patient})
        self._standing.callback(self.loop.close)
        self.visitors = Visitors(self, make_phone=self._phone, make_desk=self._desk)
        if self.minds_dialect:
            self._standing.enter_context(listening(self))

    # -- the strategy ------------------------------------------------------------------------

    def climb(self) -> Self:
        """Bring the bench into service, rung by rung.

        Raises:
            BenchBroken: a rung gave way; the same error on every later call.
        """
        self.raise_if_broken()
        rungs: tuple[tuple[str, Callable[[], None]], ...] = (
            ("starting the stand-in", self._start_standin),
            ("reaching the router's command line", self._reach_router),
            ("provisioning the router", self._provision_router),
            ("registering the phones", self._register_phones),
            ("opening CTI sessions and monitors", self._open_sessions),
        )
        for sentence, rung in rungs:
            self.note_step(sentence)
            self.progress(sentence)
            try:
                rung()
            except Exception as cause:
                raise self._break(sentence, cause) from cause
        self._accounted = self.journal.cursor
        return self

    def _break(self, doing: str, cause: Exception) -> BenchBroken:
        """Note for ever that the bench gave way while ``doing`` that."""
        told = str(cause) if isinstance(cause, HarnessError) else repr(cause)
        if self._standin is not None and not self._standin.is_running:
            told = f"{self._standin.last_words()} ({told})"
        self._broken = BenchBroken(f"{doing}: {told}")
        return self._broken

    def raise_if_broken(self) -> None:
        """Raise the first cause if the bench has given way before."""
        if self._broken is not None:
            raise BenchBroken(str(self._broken))

    def note_step(self, sentence: str) -> None:
        """Note in the journal what the bench is about to do."""
        self.journal.append("bench", Kind.STEP, "step", text=sentence)

    def _start_standin(self) -> None:
        if self.topology.router.is_standin:
            spoken = [f"{point.name}={choice}" for point, choice in self.topology.dialect]
            self._standin = StandinProcess.start(
                defects=self.defects, dialect=[*spoken, *self.undeclared], launch=self.launch,
                topology_file=self.topology_file, log=self.report / "standin.log",
            )  # fmt: skip
            self._standing.callback(self._standin.close)
            self.topology = self.topology.with_ports(**self._standin.ports)
        elif self.defects:
            raise BenchBroken("a defect can be seeded in the stand-in only, not in hardware")
        self.loop.start()

    def _reach_router(self) -> None:
        self._router = Router(self.topology, self.journal, folder=self.report / "router")
        self._standing.callback(self._router.close)
        self._router.connect()

    def _provision_router(self) -> None:
        self.router_access.provision()

    def _register_phones(self) -> None:
        for name, spec in self.topology.parties.items():
            phone = self._phone(name, **spec.phone.model_dump(exclude={"kind"}))
            self._standing.callback(phone.close)
            phone.boot_and_register(self._registration_deadline(f"{name}'s phone in service"))
            self._phones[name] = phone

    def _phone(self, name: str, *, model: str, mac: str, sccp_version: int | None = None) -> Phone:
        return Phone(
            name, model=model, mac=mac, sccp_version=sccp_version,
            tftp=(self.topology.router.address, self.topology.router.ports.tftp),
            loop=self.loop, journal=self.journal, wire=self.wire, local_ip=self.local_ip,
            patience=self.topology.deadlines.event,
        )  # fmt: skip

    def _desk(self, phone: Phone) -> Desk:
        return Desk(self, phone, registration=self._registration_deadline)

    @property
    def local_ip(self) -> str:
        """Our address, as the router reaches it."""
        configured = self.topology.local_address
        return configured or local_address_towards(self.topology.router.address)

    def _open_sessions(self) -> None:
        for name, spec in self.topology.parties.items():
            application = self._application(name)
            self._standing.callback(application.close)
            self.parties[name] = Party(
                name, spec.number, spec.dn, spec.ephone,
                self._desk(self._phones[name]), application,
            )  # fmt: skip
            self._open_session(self.parties[name])

    def _open_session(self, party: Party) -> None:
        party.cti.open(line=party.number)
        party.cti.monitor()

    def _application(self, name: str) -> Application:
        return Application(
            name, bench=self, make_session=Workshop(self).session, deadline=self._response_deadline,
            transport=self.topology.cti.transport, dialect=self.topology.dialect,
        )  # fmt: skip

    # -- what stands on it -------------------------------------------------------------------

    @property
    def router_access(self) -> Router:
        """The way to the router's command line.

        Raises:
            BenchBroken: it was never reached.
        """
        if self._router is None:
            raise BenchBroken("the router's command line was never reached")
        return self._router

    @property
    def router(self) -> RouterDesk:
        """The router as plans meet it."""
        return RouterDesk(self, self.router_access, reconfigured=self._doubt_sessions)

    def guest_application(self, name: str = "application") -> Application:
        """A further application without a session; it leaves when the plan ends."""
        guest = self._application(name)
        self._guests.append(guest)
        return guest

    def guest(self, name: str) -> Guest:
        """Somebody who brings a phone; it leaves when the plan ends."""
        return self.visitors.guest(name)

    # -- what expectations need --------------------------------------------------------------

    @property
    def accounted(self) -> int:
        """Number of the first journal entry that nobody has accounted for yet."""
        return self._accounted

    def account(self, until: int, verdict: Verdict) -> None:
        """Note that all entries before ``until`` are accounted for, and by which terms."""
        self._accounted = until
        self.claims |= {number: describe(term) for number, term in verdict.claimed.items()}

    @property
    def unasked(self) -> frozenset[str]:
        """Names of the events that may come although nobody awaits them."""
        return unasked(self.topology.dialect)

    def differs(self, report: Report) -> None:
        """Keep what a block found wrong; the first of a plan counts."""
        self.difference = self.difference or report

    def event_deadline(self, awaited: str) -> Deadline:
        """The bench's patience for an effect."""
        return Deadline.after(self.topology.deadlines.event, awaited)

    def _registration_deadline(self, awaited: str) -> Deadline:
        return Deadline.after(self.topology.deadlines.registration, awaited)

    def _response_deadline(self, awaited: str) -> Deadline:
        return Deadline.after(self.topology.deadlines.response, awaited)

    def fence(self) -> None:
        """Return when everything the router sent before has arrived, on every channel."""
        for party in self.parties.values():
            party.cti.fence()
        for guest in self._guests:
            guest.fence()
        for name, phone in self.screens().items():
            if name in self._phones or phone.is_registered:
                soon, later = self._response_deadline, self.event_deadline
                fence_phone(phone, self.journal, answered=soon, back=later)

    def describe_state(self) -> str:
        """The phone screens, for a failure."""
        return "\n\n".join(
            f"{name}'s phone:\n{screen_text(phone.screen)}"
            for name, phone in self.screens().items()
        )

    def describe_plan(self) -> str:
        """The running plan and its clauses, for a failure."""
        return self._plan.told if self._plan is not None else ""

    def story(self) -> str:
        """The running plan so far: its ladder, the phones, its clause."""
        began = self.began
        entries = self.journal.entries(began)
        claimed = Verdict(claimed={number: Call(text) for number, text in self.claims.items()})
        state, plan = self.describe_state(), self.describe_plan()
        return render(Report("", entries, claimed, (), state, plan, UNTIL_THEN))

    @property
    def began(self) -> int:
        """Number of the running plan's first journal entry."""
        return self._plan.began if self._plan is not None else self._accounted

    def describe_router(self) -> str:
        """What the bench's router is, for the report's head."""
        spec = self.topology.router
        kind = "stand-in" if spec.is_standin else f"hardware at {spec.address}"
        version = self._router.version if self._router is not None else ""
        return f"{kind}, IOS {version}" if version else kind

    def screens(self) -> Mapping[str, Phone]:
        """The phones by the name of whose they are, guests' included."""
        return {**self._phones, **self.visitors.phones()}

    # -- one plan after the other -------------------------------------------------------------

    def begin(self, sentence: str, reference: str) -> None:
        """A plan begins: everything from here on is its evidence.

        What came since the bench was last at rest belongs to it too: nothing is lost unjudged.
        """
        read_with(self.topology.dialect, self.journal)
        self.difference = None
        self.claims = {}
        self._plan = Plan(sentence, reference, self._accounted)
        self.note_step(sentence)

    def settle(self) -> str:
        """A plan has ended: return its leftovers as a failure text, and bring all to rest.

        Raises:
            BenchBroken: the bench did not come to rest; later plans cannot run on it.
        """
        try:
            leftovers = self._leftovers()
            self.note_step("after the plan: all comes to rest")
            self._leave()
            self._come_to_rest()
        except Exception as cause:
            raise self._break("the bench did not come to rest after a plan", cause) from cause
        self._accounted = self.journal.cursor
        return leftovers

    def _leftovers(self) -> str:
        self.fence()
        entries = self.journal.entries(self._accounted)
        verdict = judge(entries, [], unasked=self.unasked)
        self.account(self.journal.cursor, verdict)
        if verdict.objection is None:
            return ""
        objection = verdict.objection
        problem = f"left over after the plan: {objection.entry.witness}: {objection.reasons[0]}"
        state, plan = self.describe_state(), self.describe_plan()
        report = Report(problem, entries, verdict, (), state, plan)
        self.differs(report)
        return render(report)

    def turn_clock(self, seconds: float) -> None:
        """Let that time have passed at the router: a stand-in's clock can be turned."""
        if self._standin is None:
            raise BenchBroken("the clock of a physical router cannot be turned")
        self._standin.turn_clock(seconds)

    def _doubt_sessions(self) -> None:
        """A changed configuration may have taken sessions or monitors away: open them anew."""
        self._sessions_doubtful = True

    def _leave(self) -> None:
        while self._guests:
            self._guests.pop().close()
        self.visitors.leave()

    def _come_to_rest(self) -> None:
        deadline = self.event_deadline("every phone idle after the plan")
        parties = self.parties.values()
        resting.hang_up(parties, journal=self.journal, deadline=deadline, fence=self.fence)
        for party in self.parties.values():
            if self._sessions_doubtful or not party.cti.is_watching:
                party.cti.close()
                self._open_session(party)
        self._sessions_doubtful = False
        if self._plan is None or resting.touched(self.journal.entries(self._plan.began)):
            resting.undo(self.parties.values())
        self.fence()

    # -- the end ------------------------------------------------------------------------------

    def close(self) -> None:
        """Take everything down again, last rung first; the router comes back to what it was."""
        try:
            self._leave()
        finally:
            self._standing.close()

    def __enter__(self) -> Self:
        try:
            return self.climb()
        except BaseException:
            self.close()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
