"""What was found out about a router's dialect, and what shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from harness.topology.dialect import POINTS, Dialect, Point


@dataclass(frozen=True, slots=True)
class Seen:
    """A message that shows something."""

    octets: bytes
    """Its body; empty where silence shows it, or a status."""
    words: str = ""
    """What shows it, where the body does not."""
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="milliseconds"))
    """When, in UTC."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A point of the dialect that was learnt."""

    point: Point
    choice: str
    seen: Seen


@dataclass(slots=True)
class Findings:
    """Everything that a run has found; the first answer to a point stands."""

    answers: dict[Point, Answer] = field(default_factory=dict)
    facts: list[tuple[int, str]] = field(default_factory=list)
    """Questions that no point covers, and what was found."""
    contradictions: list[str] = field(default_factory=list)
    """Where the router does not do what the document says."""
    missed: dict[Point, str] = field(default_factory=dict)
    """Points that were not learnt, and why."""
    unasked: list[tuple[int, str]] = field(default_factory=list)
    """Questions, or parts of them, that cannot be asked here, and why."""

    def decide(self, point: Point, choice: str | None, seen: Seen) -> None:
        """A probe has an answer; one that is none of the point's choices is told as missed."""
        if choice is None or choice not in point.choices:
            found = choice or seen.words or "nothing that shows it"
            self.miss(point, f"the router's answer is none of the choices: {found}")
        else:
            self.answers.setdefault(point, Answer(point, str(choice), seen))

    def miss(self, point: Point, why: str) -> None:
        """A point could not be learnt; the first reason stands."""
        self.missed.setdefault(point, why)

    def close(self) -> None:
        """All has been asked: what has an answer is not missed, what has none is."""
        for point in POINTS:
            if point in self.answers:
                self.missed.pop(point, None)
            else:
                self.miss(point, "nothing that the router said shows it")

    @property
    def dialect(self) -> Dialect:
        """The dialect as far as it was learnt; the default elsewhere."""
        return Dialect({each.point.name: each.choice for each in self.answers.values()})
