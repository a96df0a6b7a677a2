"""What one plan and one run leave behind, as values; every writer of evidence reads these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from harness.expect.rendering import Report
from harness.runtime.journal import Entry


class Outcome(StrEnum):
    """How a plan ended."""

    PASSED = "passed"
    FAILED = "failed"
    """The router is not as the document says."""
    BROKEN = "broken"
    """The harness or the bench gave way; nothing is said about the router."""
    SKIPPED = "skipped"
    KNOWN = "known deviation"
    """It failed as the topology says it does on this bench."""


@dataclass(frozen=True, slots=True)
class PhonePicture:
    """A phone's screen at the end of a plan."""

    party: str
    svg: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """One plan's evidence."""

    node: str
    """pytest's name of it."""
    number: str
    """``MC-01``, as the plan's marker says."""
    chapter: str
    """First line of its module's docstring."""
    title: str
    """First line of its own docstring, with the parameters it ran with."""
    reference: str
    """The clause of the standard or the document."""
    clauses: tuple[str, ...]
    outcome: Outcome
    seconds: float
    failure: str = ""
    """The failure text, with its ladder; the reason of a skip."""
    entries: Sequence[Entry] = ()
    """Its stretch of the journal."""
    requirements: tuple[str, ...] = ()
    """What each clause requires: ``T94.make-call: The application …``."""
    claims: Mapping[int, str] = field(default_factory=dict)
    """Entry number → the expectation that claimed it."""
    difference: Report | None = None
    """What was found wrong first; the ladder draws it in red."""
    phones: tuple[PhonePicture, ...] = ()
    capture: Path | None = None
    objections: tuple[str, ...] = ()
    """What the judges said against it."""
    excused: tuple[str, ...] = ()
    """What a judge said against it wrongly, and how that is known."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run's frame around its plans."""

    topology: str
    router: str
    """``stand-in`` or the router's address, with its IOS version."""
    began: str
    """ISO 8601, local time."""
    seconds: float
    judges: Mapping[str, str]
    """Judge → ``present`` or why it was absent."""
    defects: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    """What the stand-in does although no source documents it; empty for a real router."""
