"""``with expect(…):`` arms strands and conditions, the block acts, its end waits and judges.

Armed before the stimulus and judged after it, so there is no race, no polling and no sleep: the
one blocking read is `Journal.wait`, woken by every append. Events between two blocks that nobody
claimed fail the next block; what comes after the last one is the bench's leftovers.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from types import TracebackType
from typing import Protocol

from harness.errors import DeadlineExceeded, HarnessError, LadderMismatch
from harness.expect.conditions import Condition
from harness.expect.judging import Objection, Strand, Verdict, judge
from harness.expect.patterns import describe, plain
from harness.expect.rendering import UNTIL_THEN, Report, render
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal


class Bench(Protocol):
    """What an expectation needs of the bench."""

    @property
    def journal(self) -> Journal:
        """The bench's memory."""
        ...

    @property
    def accounted(self) -> int:
        """Number of the first journal entry that nobody has accounted for yet."""
        ...

    @property
    def unasked(self) -> Collection[str]:
        """Names of the events that may come although nobody awaits them."""
        ...

    def account(self, until: int, verdict: Verdict) -> None:
        """Note that all entries before ``until`` are accounted for, and by which terms."""
        ...

    def differs(self, report: Report) -> None:
        """Keep what a block found wrong, for whoever draws it."""
        ...

    def event_deadline(self, awaited: str) -> Deadline:
        """The bench's patience for an effect."""
        ...

    def fence(self) -> None:
        """Return when everything sent before has arrived on every ordered channel."""
        ...

    def describe_state(self) -> str:
        """The phone screens, for a failure."""
        ...

    def describe_plan(self) -> str:
        """The plan at hand and its clauses, for a failure."""
        ...


class BenchTerm(Protocol):
    """A term and the bench it belongs to."""

    @property
    def bench(self) -> Bench:
        """The bench."""
        ...

    @property
    def term(self) -> Strand | Condition:
        """What is expected."""
        ...


class expect:  # noqa: N801 - a plan reads it as a verb
    """Everything a stimulus must bring about, in one block.

    Args:
        terms: strands (``alice.sees(…)``) and conditions (``bob.phone.rings(…)``).

    Raises:
        TypeError: no term, or two strands of one witness; a mistake of the plan.
        LadderMismatch: at the block's end, with the ladder and the first difference.
    """

    def __init__(self, *terms: BenchTerm) -> None:
        if not terms:
            raise TypeError("expect() needs at least one term: alice.sees(…), bob.phone.rings(…)")
        self._bench = terms[0].bench
        parts = [term.term for term in terms]
        self._strands = [part for part in parts if isinstance(part, Strand)]
        conditions = [part for part in parts if isinstance(part, Condition)]
        self._conditions = conditions
        self._local = [condition for condition in conditions if not condition.asks_router]
        self._remote = [condition for condition in conditions if condition.asks_router]
        self._excused = {(each.witness, each.excuses) for each in conditions if each.excuses}
        self._start = 0
        self._judged = 0
        _refuse_a_second_strand(self._strands)

    def __enter__(self) -> None:
        self._start = self._bench.accounted
        before = judge(self._bench.journal.entries(self._start), [], unasked=self._bench.unasked)
        if before.objection is not None:
            self._bench.account(self._bench.journal.cursor, before)
            raise self._mismatch(before, "", [], when=", before this step began")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            if isinstance(error, Exception):
                self._tell_of(error)
            return
        verdict = self._await_events_and_screens()
        silence = any(each.needs_fence for each in self._strands)
        silence |= any(each.needs_fence for each in self._local)
        if verdict.open_ended or silence:
            self._fence()
            verdict = self._await_events_and_screens()
        self._await_router(verdict)
        verdict.commit()
        # What came after the last look, while the router was asked, is the next block's affair.
        self._bench.account(self._judged, verdict)

    def _fence(self) -> None:
        try:
            self._bench.fence()
        except HarnessError as error:
            self._tell_of(error)
            raise

    def _tell_of(self, error: Exception) -> None:
        """Note on an error what the block had seen when it came."""
        verdict = self._judge()
        if not getattr(error, "has_ladder", False):  # a block inside of this one has told it
            error.add_note(render(self._report(verdict, "", [], UNTIL_THEN)))
        self._bench.account(self._judged, verdict)
        if isinstance(error, HarnessError):
            error.has_ladder = True

    def _judge(self) -> Verdict:
        entries = self._bench.journal.entries(self._start)
        self._judged = self._start + len(entries)
        return judge(entries, self._strands, self._excused, self._bench.unasked)

    def _await_events_and_screens(self) -> Verdict:
        def look() -> Verdict | None:
            verdict = self._judge()
            if verdict.objection is not None:
                return verdict
            if verdict.fulfilled and not any(condition.unmet() for condition in self._local):
                return verdict
            return None

        deadline = self._bench.event_deadline("what this step expects")
        try:
            verdict = self._bench.journal.wait(look, deadline)
        except DeadlineExceeded:
            verdict = self._judge()
            unmet = _unmet(self._conditions)
            raise self._mismatch(verdict, _first_missing(verdict, unmet), unmet) from None
        if verdict.objection is not None:
            raise self._mismatch(verdict, "", _unmet(self._local))
        return verdict

    def _await_router(self, verdict: Verdict) -> None:
        deadline = self._bench.event_deadline("the router's own view")
        for condition in self._remote:
            while (reason := condition.unmet()) is not None:
                if deadline.passed:
                    unmet = [(condition, reason)]
                    raise self._mismatch(verdict, _first_missing(verdict, unmet), unmet)

    def _mismatch(
        self,
        verdict: Verdict,
        problem: str,
        unmet: Sequence[tuple[Condition, str]],
        *,
        when: str = "",
    ) -> LadderMismatch:
        objection = verdict.objection
        if objection is not None:
            problem += _objection_sentence(objection) + when
        report = self._report(verdict, problem, unmet)
        self._bench.account(self._bench.journal.cursor, verdict)
        self._bench.differs(report)
        mismatch = LadderMismatch(render(report))
        mismatch.has_ladder = True
        return mismatch

    def _report(
        self,
        verdict: Verdict,
        problem: str,
        unmet: Sequence[tuple[Condition, str]],
        heading: str = "",
    ) -> Report:
        entries = self._bench.journal.entries(self._start)
        state, plan = self._bench.describe_state(), self._bench.describe_plan()
        return Report(problem, entries, verdict, tuple(unmet), state, plan, heading)


def _refuse_a_second_strand(strands: Sequence[Strand]) -> None:
    """One strand a witness: two would leave open in which order their events come."""
    witnesses = [strand.witness for strand in strands]
    for witness in witnesses:
        if witnesses.count(witness) > 1:
            raise TypeError(f"{witness} has two strands in one block; put all into one sees(…)")


def _unmet(conditions: Sequence[Condition]) -> list[tuple[Condition, str]]:
    asked = [(condition, _reason(condition)) for condition in conditions]
    return [(condition, reason) for condition, reason in asked if reason is not None]


def _reason(condition: Condition) -> str | None:
    """Why it does not hold; where that cannot be asked any more, why not."""
    try:
        return condition.unmet()
    except HarnessError as problem:
        return problem.sentence


def _first_missing(verdict: Verdict, unmet: Sequence[tuple[Condition, str]]) -> str:
    if verdict.required:
        strand, term = verdict.required[0]
        return f"{strand.witness}: {describe(term)} never came"
    if unmet:
        condition, reason = unmet[0]
        return f"{condition.witness}: {condition.sentence}: {reason}"
    return "what was expected came, but too late to be counted"


def _objection_sentence(objection: Objection) -> str:
    sentence = f"{objection.entry.witness}: {'; '.join(objection.reasons)}"
    return f"{sentence}, in {plain(objection.entry.name)}" if objection.of_fields else sentence
