"""Reads a stretch of the journal against strands: what was claimed, what is missing, what is wrong.

Pure: given the same entries it gives the same verdict, so it can be asked again after every append.
Strict: within a strand the order is fixed; a CSTA event that no strand claims is an objection at
once, also on a monitor the block does not mention; so is any fault a witness reported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from harness.expect.csta import SHAPES
from harness.expect.patterns import (
    Call,
    EventShape,
    Maybe,
    Pattern,
    call_of,
    describe_event,
    differences,
)
from harness.expect.renaming import call_ids
from harness.runtime.journal import Entry, Kind

StrandTerm = Pattern | Maybe


@dataclass(frozen=True, slots=True)
class Strand:
    """What one monitor sees, in order, and nothing else."""

    witness: str
    """The CTI session that holds the monitor: ``alice.cti``."""
    monitored: str
    """The directory number it monitors."""
    terms: tuple[StrandTerm, ...]
    anything_of: Call | None = None
    """Instead of terms: any events, as long as they are of this one call."""
    one_id: bool = False
    """Whether a call has the same callID at every monitor."""

    @property
    def needs_fence(self) -> bool:
        """Whether only a fence tells that nothing more comes."""
        return not self.terms


@dataclass(frozen=True, slots=True)
class Objection:
    """The first thing that is not as the plan says."""

    entry: Entry
    reasons: tuple[str, ...]
    of_fields: bool = False
    """Whether the event is the expected one, but for what stands in it."""


@dataclass(slots=True)
class Verdict:
    """What became of each entry and each term."""

    claimed: dict[int, StrandTerm | Call] = field(default_factory=dict)
    taken: list[tuple[str, object]] = field(default_factory=list)
    """The events that terms have claimed, with who was told them."""
    missing: list[tuple[Strand, StrandTerm]] = field(default_factory=list)
    objection: Objection | None = None
    bindings: dict[tuple[Call, str], str] = field(default_factory=dict)

    @property
    def required(self) -> list[tuple[Strand, Pattern]]:
        """What is missing and not optional."""
        return [(strand, term) for strand, term in self.missing if not isinstance(term, Maybe)]

    @property
    def fulfilled(self) -> bool:
        """Whether every term that is not optional has been seen and nothing else."""
        return self.objection is None and not self.required

    @property
    def open_ended(self) -> bool:
        """Whether something optional could still come: only a fence tells that it will not."""
        return len(self.required) < len(self.missing)

    def commit(self) -> None:
        """Fix what the calls were bound to; done once, when a block has succeeded."""
        for (call, witness), call_id in self.bindings.items():
            call.bind(witness, call_id)


@dataclass(slots=True)
class _Progress:
    strand: Strand
    position: int = 0

    def candidates(self) -> Iterable[tuple[int, StrandTerm]]:
        """The term that is next, and those behind it that a skipped optional term uncovers."""
        for index in range(self.position, len(self.strand.terms)):
            term = self.strand.terms[index]
            yield index, term
            if not isinstance(term, Maybe):
                return


def judge(
    entries: Sequence[Entry],
    strands: Iterable[Strand],
    excused: Collection[tuple[str, str]] = (),
    unasked: Collection[str] = (),
) -> Verdict:
    """Read ``entries`` in order against the strands.

    Args:
        entries: a stretch of the journal.
        strands: what is awaited.
        excused: (witness, name) of the faults that are.
        unasked: names of the events that may come although nobody awaits them.
    """
    verdict = Verdict()
    progress = {strand.witness: _Progress(strand) for strand in strands}
    for entry in entries:
        if entry.kind is Kind.FAULT and (entry.witness, entry.name) not in excused:
            verdict.objection = Objection(entry, (entry.text or entry.name,))
        elif entry.kind is Kind.EVENT:
            objection = _claim(entry, progress, verdict)
            verdict.objection = None if entry.name in unasked else objection
        if verdict.objection is not None:
            break
    for state in progress.values():
        verdict.missing += [(state.strand, term) for term in state.strand.terms[state.position :]]
    return verdict


def _claim(entry: Entry, progress: Mapping[str, _Progress], verdict: Verdict) -> Objection | None:
    state = progress.get(entry.witness)
    if state is None:
        return _unexpected(entry, "where no event was expected")
    strand = state.strand
    if strand.anything_of is not None:
        return _claim_anything(entry, strand, strand.anything_of, verdict)
    first: tuple[StrandTerm, list[str]] | None = None
    for index, term in state.candidates():
        pattern = term.pattern if isinstance(term, Maybe) else term
        call = call_of(pattern)
        known = _known(call, entry.witness, verdict) if call is not None else None
        found = differences(pattern, entry.value, monitored=strand.monitored, known_call_id=known)
        if not found and call is not None and known is None and strand.one_id:
            found = _other_id(call, entry, strand, verdict)
        if not found:
            state.position = index + 1
            verdict.claimed[entry.number] = term
            verdict.taken.append((entry.witness, entry.value))
            if call is not None and isinstance(pattern.shape, EventShape):
                ids = call_ids(entry.value, pattern.shape, monitored=strand.monitored, known=known)
                verdict.bindings[call, entry.witness] = str(ids.after)
            return None
        if first is None or not isinstance(term, Maybe):
            first = (term, found)
    if first is None:
        return _unexpected(entry, _no_place(strand, entry, verdict))
    return Objection(entry, tuple(first[1]), of_fields=_is_that_event(entry, first[0]))


def _no_place(strand: Strand, entry: Entry, verdict: Verdict) -> str:
    """Why an event that no term is left for ought not to have come."""
    if entry.value in [each for witness, each in verdict.taken if witness == entry.witness]:
        return "a second time"
    return "where nothing more was expected" if strand.terms else "where no event was expected"


def _is_that_event(entry: Entry, term: StrandTerm) -> bool:
    pattern = term.pattern if isinstance(term, Maybe) else term
    return type(entry.value).__name__ == pattern.shape.event


def _unexpected(entry: Entry, why: str) -> Objection:
    return Objection(entry, (f"{describe_event(entry.value, SHAPES)} came {why}",))


def _claim_anything(entry: Entry, strand: Strand, call: Call, verdict: Verdict) -> Objection | None:
    shape = SHAPES.get(type(entry.value).__name__)
    known = _known(call, entry.witness, verdict)
    if not isinstance(shape, EventShape):
        return Objection(entry, (f"it is not an event of {call}",))
    ids = call_ids(entry.value, shape, monitored=strand.monitored, known=known)
    if ids.before is None or known not in {None, ids.before}:
        return Objection(entry, (f"it is not an event of {call}",))
    verdict.claimed[entry.number] = call
    verdict.bindings[call, entry.witness] = ids.after or ids.before
    return None


def _other_id(call: Call, entry: Entry, strand: Strand, verdict: Verdict) -> list[str]:
    """Why a call that is new to this monitor has not the callID that another one was told."""
    shape = SHAPES.get(entry.name)
    if not isinstance(shape, EventShape):
        return []
    ids = call_ids(entry.value, shape, monitored=strand.monitored, known=None)
    bound = [each_id for (each, _), each_id in verdict.bindings.items() if each is call]
    elsewhere = {*call.ids, *bound}
    if not elsewhere or {ids.before, ids.after} & elsewhere:
        return []
    others = " or ".join(sorted(map(repr, elsewhere)))
    return [f"callID is {ids.after!r}, elsewhere it is {others}; the dialect has one for all"]


def _known(call: Call, witness: str, verdict: Verdict) -> str | None:
    return verdict.bindings.get((call, witness)) or call.id_at(witness)
