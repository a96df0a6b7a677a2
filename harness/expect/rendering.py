"""The ladder as text: what each witness noticed, what was claimed, the first difference.

One line an entry: mark, seconds, witness, what it was. ``✓`` claimed, ``✗`` wrong or claimed by
nobody, ``…`` expected and never seen, ``·`` context (acts of hands and applications, refusals,
what came after the first wrong event and was not judged).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import indent

from lxml import etree

from harness.expect.conditions import Condition
from harness.expect.csta import SHAPES
from harness.expect.judging import Verdict
from harness.expect.patterns import describe, describe_event
from harness.runtime.journal import Entry, Kind

UNTIL_THEN = "what was seen until then:"
"""Stands above the ladder of what ended in an error."""
_CONTEXT = frozenset({Kind.ACT, Kind.STEP, Kind.FAULT})
_LONGEST_OCTETS = 3_000
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True, slots=True)
class Report:
    """All that a failure shows."""

    problem: str
    entries: Sequence[Entry]
    verdict: Verdict
    unmet: tuple[tuple[Condition, str], ...] = ()
    state: str = ""
    plan: str = ""
    heading: str = ""
    """What stands above the ladder."""

    @property
    def wrong(self) -> int | None:
        """Number of the first entry that is not as expected, if there is one."""
        objection = self.verdict.objection
        return objection.entry.number if objection is not None else None

    @property
    def given_up(self) -> int:
        """Number of the first entry that came too late to count."""
        return self.entries[-1].number + 1 if self.entries else 0

    def lacks(self) -> Iterable[tuple[str, str, str]]:
        """What never came or came true: witness, what, why not.

        Behind a wrong event nothing is judged, so what is missing there may have come all the same.
        """
        why = "never came" if self.verdict.objection is None else "was still to come"
        for strand, term in self.verdict.required:
            yield strand.witness, describe(term), why
        for condition, reason in self.unmet:
            yield condition.witness, condition.sentence, reason


def render(report: Report) -> str:
    """The failure as a colleague would put it: what is wrong, where it is written, the evidence."""
    objection = report.verdict.objection
    told = [part for part in (report.problem, report.plan, report.heading) if part]
    parts = ["\n\n".join(told), "", *ladder_lines(report)]
    if objection is not None and objection.entry.octets:
        body = indent(_body(objection.entry.octets), "    ")
        parts += ["", f"the message ({objection.entry.witness}):", body]
    if report.state:
        parts += ["", report.state]
    return "\n".join(parts)


def ladder_lines(report: Report) -> Iterable[str]:
    """The ladder, a line an entry, then what never came."""
    began = report.entries[0].at if report.entries else 0.0
    objection = report.verdict.objection
    for entry in report.entries:
        if entry.kind is Kind.EVENT:
            line = _line(_mark(report, entry), entry, began, in_words(entry))
            wrong = objection is not None and entry.number == report.wrong
            yield f"{line}   ← {'; '.join(objection.reasons)}" if wrong and objection else line
        elif entry.kind in _CONTEXT or is_service(entry):
            mark = "✗" if entry.kind is Kind.FAULT else "·"
            yield _line(mark, entry, began, in_words(entry))
    for witness, what, reason in report.lacks():
        yield f"  …          {witness:<11} {what}   ← {reason}"


def in_words(entry: Entry) -> str:
    """What an entry says, in a line."""
    if entry.kind is Kind.EVENT:
        return describe_event(entry.value, SHAPES)
    return _context(entry)


def is_service(entry: Entry) -> bool:
    """Whether it is a service asked for or answered; fences are nobody's business."""
    asked = entry.kind in {Kind.SENT, Kind.RECEIVED} and entry.witness.endswith(".cti")
    return asked and not entry.name.startswith("SnapshotDevice")


def _mark(report: Report, entry: Entry) -> str:
    if entry.number in report.verdict.claimed:
        return "✓"
    unjudged = report.wrong is not None and entry.number > report.wrong
    return "·" if unjudged else "✗"


def _context(entry: Entry) -> str:
    arrow = {Kind.SENT: "→ ", Kind.RECEIVED: "← "}.get(entry.kind, "")
    if entry.kind is Kind.ACT and entry.text != entry.name:
        return f"{entry.name} {entry.text}".rstrip()
    return arrow + (entry.text or entry.name)


def _body(octets: bytes) -> str:
    """A message for eyes: XML indented, anything else as it is."""
    try:
        root = etree.fromstring(octets, _PARSER)
    except etree.XMLSyntaxError:
        return octets[:_LONGEST_OCTETS].decode("utf-8", "backslashreplace")
    etree.indent(root)
    text: str = etree.tostring(root, encoding="unicode")
    return text[:_LONGEST_OCTETS]


def _line(mark: str, entry: Entry, began: float, what: str) -> str:
    return f"  {mark} {entry.at - began:7.3f}  {entry.witness:<11} {what}"
