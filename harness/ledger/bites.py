"""What came of seeding defects: which plan caught which, by which words; kept for the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path

from harness.ledger.catchers import Catcher

FILE_NAME = "bites.json"


class Verdict(StrEnum):
    """What came of one defect at one plan."""

    CAUGHT = "caught"
    SURVIVED = "survived"
    """The plan passed, or did not run."""
    MISNAMED = "misnamed"
    """The plan failed, by other words than it should."""
    UNSOUND = "unsound"
    """The plan fails without the defect, too: its failure says nothing."""
    BROKEN = "broken"
    """The bench gave way, or nothing was heard in time."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How one plan ended, as far as biting cares."""

    function: str
    variant: str
    number: str
    clauses: tuple[str, ...]
    outcome: str
    """``passed``, ``failed``, ``broken`` or ``skipped``."""
    headline: str
    """The first line of what it said; empty for a plan that passed."""


@dataclass(frozen=True, slots=True)
class Bite:
    """One defect at one plan: a cell of the kill matrix."""

    defect: str
    plan: str
    number: str
    clauses: tuple[str, ...]
    """Those of the plan's clauses that the defect breaks."""
    verdict: str
    headline: str


def judged(
    catcher: Catcher,
    breaks: Iterable[str],
    *,
    seeded: Sequence[Ended],
    sound: Sequence[Ended],
) -> Bite:
    """What came of a defect at the plan that is to catch it.

    Args:
        catcher: the plan, and the words it must fail by.
        breaks: the clauses that the defect breaks.
        seeded: how plans ended with the defect.
        sound: how plans ended without any.
    """
    ends = [each for each in seeded if catcher.runs(each.function, each.variant)]
    before = [each for each in sound if catcher.runs(each.function, each.variant)]
    told = next((each for each in ends if each.outcome != "passed"), ends[0] if ends else None)
    if told is None:
        return Bite(catcher.defect, catcher.plan, "", (), Verdict.BROKEN, "nothing was heard of it")
    clauses = tuple(each for each in told.clauses if each in set(breaks))
    bite = Bite(catcher.defect, catcher.plan, told.number, clauses, "", told.headline)
    red = next((each for each in before if each.outcome != "passed"), None)
    if red is not None or not before:
        told_before = red.headline if red is not None else "it did not run without the defect"
        return replace(bite, verdict=Verdict.UNSOUND, headline=told_before)
    caught = [
        each for each in ends if each.outcome == "failed" and catcher.says.search(each.headline)
    ]
    if caught:
        return replace(bite, verdict=Verdict.CAUGHT, headline=caught[0].headline)
    return replace(bite, verdict=_ESCAPES.get(told.outcome, Verdict.SURVIVED))


_ESCAPES = {"failed": Verdict.MISNAMED, "broken": Verdict.BROKEN}


@dataclass(frozen=True, slots=True)
class Biting:
    """One run of defects on one bench."""

    bench: str
    began: str
    """ISO 8601, local time."""
    seconds: float
    bites: tuple[Bite, ...]

    @property
    def survivors(self) -> tuple[Bite, ...]:
        """Whatever was not caught."""
        return tuple(each for each in self.bites if each.verdict != Verdict.CAUGHT)


def write_biting(biting: Biting, folder: Path) -> Path:
    """Keep it where `read_bitings` finds it; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    path.write_text(json.dumps(asdict(biting), indent=1), encoding="utf-8")
    return path


def read_bitings(folder: Path) -> tuple[Biting, ...]:
    """The runs below a folder of reports, oldest first; what cannot be read is no run."""
    found = []
    for path in folder.glob(f"*/{FILE_NAME}"):
        try:
            found.append(_biting(json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return tuple(sorted(found, key=lambda each: each.began))


def _biting(told: Mapping[str, object]) -> Biting:
    bites = told["bites"]
    if not isinstance(bites, list):
        raise TypeError("no bites")
    cells = tuple(Bite(**{**each, "clauses": tuple(each["clauses"])}) for each in bites)
    return Biting(str(told["bench"]), str(told["began"]), float(str(told["seconds"])), cells)


def last_bites(bitings: Iterable[Biting]) -> Mapping[str, Mapping[str, tuple[Bite, ...]]]:
    """Bench → defect → what came of it when it was last seeded there."""
    last: dict[str, dict[str, tuple[Bite, ...]]] = {}
    for biting in bitings:
        fresh: dict[str, tuple[Bite, ...]] = {}
        for bite in biting.bites:
            fresh[bite.defect] = (*fresh.get(bite.defect, ()), bite)
        last.setdefault(biting.bench, {}).update(fresh)
    return last
