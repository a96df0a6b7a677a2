"""The bench as a probe sees it: who acts, what came of it, what that shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from harness.errors import BenchBroken, ServiceRefused
from harness.expect.conditions import Condition
from harness.expect.patterns import Call
from harness.lab.applications import Application
from harness.lab.guests import Guest
from harness.lab.lab import Lab
from harness.lab.learning.findings import Findings, Seen
from harness.lab.party import Party
from harness.lab.terms import Term
from harness.protocols.csta.device_ids import directory_number
from harness.protocols.csta.types import ConnectionID
from harness.runtime.journal import Entry, Kind
from harness.topology.dialect import Point


@dataclass(slots=True)
class Study:
    """One run of questions on one bench."""

    lab: Lab
    findings: Findings
    _applications: int = 0

    # -- who is there -------------------------------------------------------------------------

    def __post_init__(self) -> None:
        if len(self.lab.parties) < 3:
            raise BenchBroken("three parties are needed to ask a router all questions")

    @property
    def people(self) -> tuple[Party, Party, Party]:
        """Three people; the first may have two calls."""
        parties = self.lab.topology.parties
        names = sorted(parties, key=lambda name: not parties[name].dual_line)
        first, second, third, *_ = (self.lab.parties[name] for name in names)
        return first, second, third

    def application(self) -> Application:
        """A further application without a session; each has a name of its own."""
        self._applications += 1
        return self.lab.guest_application(f"learner{self._applications}")

    def free_number(self) -> str:
        """A number of the usual length that nobody of the bench has."""
        taken = {
            number for party in self.lab.topology.parties.values() for number in _numbers(party)
        }
        stem = self.people[0].number[:-1]
        return next(number for digit in "987654" if (number := stem + digit) not in taken)

    # -- waiting ------------------------------------------------------------------------------

    def until(self, term: Term) -> None:
        """Wait for a condition.

        Raises:
            DeadlineExceeded: it was not met in time.
        """
        condition = term.term
        assert isinstance(condition, Condition)  # noqa: S101 - desks make conditions
        awaited = f"{condition.witness} {condition.sentence}"
        self.lab.journal.wait(
            lambda: None if condition.unmet() else True, self.lab.event_deadline(awaited)
        )

    def until_told(self, witness: str, event: str, since: int) -> Entry:
        """Wait for an event at a monitor.

        Raises:
            DeadlineExceeded: it did not come in time.
        """
        return self.lab.journal.wait(
            lambda: next(iter(_named(self._entries(witness, since), event)), None),
            self.lab.event_deadline(f"{event} at {witness}"),
        )

    @property
    def now(self) -> int:
        """Where the journal stands, everything that was sent before having arrived."""
        self.lab.fence()
        return self.lab.journal.cursor

    # -- what came ----------------------------------------------------------------------------

    def told(self, party: Party, event: str, since: int) -> list[Entry]:
        """The events of a name at a party's monitor, all having arrived."""
        self.lab.fence()
        return _named(self._entries(party.cti.witness, since), event)

    def came(self, witness: str, event: str, since: int) -> list[Entry]:
        """The events of a name at a monitor, all having arrived."""
        self.lab.fence()
        return _named(self._entries(witness, since), event)

    def until_gone(self, guest: Guest) -> None:
        """Wait until the router itself says that it serves a phone no longer."""
        gone = self.lab.router.no_longer_serves(guest).term
        assert isinstance(gone, Condition)  # noqa: S101 - desks make conditions
        deadline = self.lab.event_deadline(f"{guest.name}'s phone out of service")
        while gone.unmet() is not None:
            if deadline.passed:
                raise deadline.exceeded()

    def _entries(self, witness: str, since: int) -> list[Entry]:
        return [
            each
            for each in self.lab.journal.entries(since)
            if each.witness == witness and each.kind is Kind.EVENT
        ]

    def sent(
        self, point: Point, came: Sequence[Entry], *, yes: str = "sent", no: str = "not-sent"
    ) -> None:
        """An event came, or it did not."""
        seen = Seen(came[0].octets) if came else Seen(b"", "no such event came")
        self.findings.decide(point, yes if came else no, seen)

    def refused(self, act: Callable[[], object]) -> ServiceRefused | None:
        """How something was refused; ``None`` when it was carried out."""
        try:
            act()
        except ServiceRefused as refusal:
            return refusal
        return None

    def call_at(self, party: Party, entry: Entry) -> Call:
        """The call that an event at a party's monitor is about."""
        call = Call()
        call.bind(party.cti.witness, call_id(entry))
        return call

    # -- states -------------------------------------------------------------------------------

    def ring(self, caller: Party, called: Party) -> Call:
        """One calls by hand, the other's phone rings; the call as each monitor has it."""
        since = self.now
        caller.phone.call(called)
        self.until(called.phone.rings())
        call = Call()
        for party in (caller, called):
            told = self.told(party, "DeliveredEvent", since)
            if told:
                call.bind(party.cti.witness, call_id(told[-1]))
        return call

    def talk(self, caller: Party, called: Party) -> Call:
        """They talk; the call as each monitor has it."""
        call = self.ring(caller, called)
        called.phone.answer()
        self.until(caller.phone.talks_to(called))
        self.lab.fence()
        return call


def _numbers(party: Any) -> Iterator[str]:
    yield party.number
    if party.extension_mobility is not None:
        yield party.extension_mobility.number


def _named(entries: Sequence[Entry], event: str) -> list[Entry]:
    return [each for each in entries if each.name == event]


def connection(entry: Entry) -> ConnectionID:
    """The connection that an event is about."""
    value: Any = entry.value
    parts = (getattr(value, each.name) for each in fields(value))
    return next(each for each in parts if isinstance(each, ConnectionID))


def call_id(entry: Entry) -> str:
    """The callID of the call that an event is about."""
    return connection(entry).call_id


def device(entry: Entry) -> str:
    """The directory number of the connection that an event is about."""
    return directory_number(connection(entry).device_id)


def cause(entries: Sequence[Entry]) -> str | None:
    """The cause of the latest of these events."""
    value: Any = entries[-1].value if entries else None
    told = getattr(value, "cause", None)
    return None if told is None else str(told)
