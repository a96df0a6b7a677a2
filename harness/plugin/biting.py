"""Seeds every defect, each against the plan that must catch it, and prints the kill matrix.

The plans are collected once. Each defect then has a fork of this process, a stand-in in factory
condition and a bench of its own, and runs its plan in haste: without tshark, pictures and restoring
a router that is gone in a moment, at a fifth of the patience. What is not caught in haste is tried
once more at leisure. A defect counts as caught only when the same plan passes without it.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from shutil import rmtree

import pytest

from harness.errors import HarnessError, LedgerError
from harness.ledger.bites import Bite, Biting, Ended, Verdict, judged, write_biting
from harness.ledger.catchers import FILE_NAME, Catcher, load_catchers
from harness.plugin.access import bench_in_place, bench_of, clauses_of, report_folder
from harness.plugin.bench import Manner
from harness.plugin.hooks import outcome_of
from harness.plugin.kill_matrix import Display
from harness.plugin.plans import PlanMark
from harness.runtime.forks import Job, in_forks

_HASTE = 0.2
_SECONDS = 120.0
_NONE = ""
"""The defect of a run without one."""


@dataclass(slots=True)
class Biter:
    """A pytest plugin, registered with ``--bite``."""

    config: pytest.Config
    _ends: list[Ended] = field(default_factory=list)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Bite, in place of running the plans one after the other."""
        if session.testsfailed:
            raise session.Interrupted(f"{session.testsfailed} errors during collection")
        if not session.items:
            raise pytest.UsageError("--bite: there are no plans here")
        began = datetime.now().astimezone()
        started = time.monotonic()
        catchers = self._catchers(session.items)
        display = Display(len(catchers))
        bites = self._bitten(session.items, catchers, display)
        biting = Biting(
            bench_of(self.config).topology.name,
            began.isoformat(timespec="seconds"),
            round(time.monotonic() - started, 1),
            tuple(bite for defect in catchers for bite in bites[defect]),
        )
        path = write_biting(biting, report_folder(self.config))
        display.finish(biting, path)
        session.testsfailed = len({each.defect for each in biting.survivors})
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Keep how a plan ended, and its headline."""
        report = yield
        mark = PlanMark.of(item)
        if mark is not None and (call.when == "call" or not report.passed):
            error = call.excinfo.value if call.excinfo is not None else None
            sys.stdout.write(f"\n{item.name}: {report.outcome}\n{report.longreprtext}\n")
            function = getattr(item, "originalname", item.name)
            self._ends.append(
                Ended(
                    function, mark.variant, mark.number, mark.clauses,
                    str(outcome_of(error, report)), _headline(error),
                )
            )  # fmt: skip
        return report

    # -- which -----------------------------------------------------------------------------------

    def _catchers(self, items: Sequence[pytest.Item]) -> dict[str, tuple[Catcher, ...]]:
        """The defects that were asked for, with what must catch them.

        Raises:
            pytest.UsageError: the lists cannot be read, none was meant, or this is no stand-in.
        """
        if not bench_of(self.config).topology.router.is_standin:
            raise pytest.UsageError(
                "--bite: defects can be seeded in the bundled stand-in only, not in hardware;"
                " leave out --topology"
            )
        words = [each.strip().lower() for each in self.config.option.bite.split(" or ")]
        try:
            catchers = load_catchers(Path(items[0].path).parent / FILE_NAME)
        except LedgerError as error:
            raise pytest.UsageError(str(error)) from None
        breaks = self._breaks(items)
        meant = {
            defect: rows
            for defect, rows in catchers.items()
            if any(
                word == defect
                or (word not in catchers and word in _told(defect, rows, breaks.get(defect, ())))
                for word in words
            )
        }
        if not meant:
            raise pytest.UsageError(
                f"--bite: no defect, clause or plan has {self.config.option.bite!r} in its name;"
                " `harness defects` lists them"
            )
        return meant

    def _breaks(self, items: Sequence[pytest.Item]) -> Mapping[str, tuple[str, ...]]:
        """Defect → the clauses that it breaks."""
        breaks: dict[str, tuple[str, ...]] = {}
        for name, clause in clauses_of(self.config, items[0].path).by_id.items():
            for defect in clause.defects:
                breaks[defect] = (*breaks.get(defect, ()), name)
        return breaks

    # -- biting ----------------------------------------------------------------------------------

    def _bitten(
        self,
        items: Sequence[pytest.Item],
        catchers: Mapping[str, tuple[Catcher, ...]],
        display: Display,
    ) -> Mapping[str, tuple[Bite, ...]]:
        """Defect → what came of it."""
        _warm()
        score = _Score(catchers, self._breaks(items), display)
        self._bite(items, catchers, score, patience=_HASTE, folder="haste")
        doubtful = {defect: catchers[defect] for defect in catchers if score.is_doubtful(defect)}
        if doubtful:
            display.retry(len(doubtful))
            self._bite(items, doubtful, score, patience=1.0, folder="leisure")
        return score.bites

    def _bite(
        self,
        items: Sequence[pytest.Item],
        catchers: Mapping[str, tuple[Catcher, ...]],
        score: _Score,
        *,
        patience: float,
        folder: str,
    ) -> None:
        """Run the plans without a defect, and then each defect against each of its plans."""
        every = [each for rows in catchers.values() for each in rows]
        parts = _dealt(_meant(items, every), self._jobs_at_a_time)
        rounds = [_Round(_NONE, part) for part in parts]
        rounds += [_Round(each.defect, _meant(items, [each])) for each in every]
        score.begin(len(parts))
        for each, ends in self._run(rounds, patience=patience, folder=folder):
            score.take(each.defect, ends)

    @property
    def _jobs_at_a_time(self) -> int:
        return self.config.option.bite_jobs or (os.cpu_count() or 1) + 2

    def _run(
        self, rounds: Sequence[_Round], *, patience: float, folder: str
    ) -> Iterator[tuple[_Round, Sequence[Ended]]]:
        place = report_folder(self.config) / folder
        jobs = [
            Job(partial(self._fork, each, patience, place), place / f"{each.name}.txt")
            for each in rounds
        ]
        gc.freeze()  # what stands now is shared by all forks; a collection would copy it
        for done in in_forks(jobs, at_a_time=self._jobs_at_a_time, seconds=_SECONDS):
            yield rounds[done.number], done.result or ()
            # What it said stays in its log; what its bench left is thousands of files.
            rmtree(place / rounds[done.number].name, ignore_errors=True)

    def _fork(self, each: _Round, patience: float, place: Path) -> Sequence[Ended]:
        """One round, in a fork: nothing is taken down, for all of it ends with the process."""
        from harness.lab.standin_fork import forked

        manner = Manner(
            launch=forked, thorough=False, folder=place / each.name,
            patience=patience * self.config.option.patience,
            defects=(each.defect,) if each.defect else (),
        )  # fmt: skip
        bench_in_place(self.config, manner)
        for item, following in zip(each.items, (*each.items[1:], None), strict=True):
            self.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        return self._ends


@dataclass(slots=True)
class _Score:
    """How the plans ended without a defect and with each, and what that comes to."""

    _catchers: Mapping[str, tuple[Catcher, ...]]
    _breaks: Mapping[str, tuple[str, ...]]
    _display: Display
    bites: dict[str, tuple[Bite, ...]] = field(default_factory=dict)
    _sound: list[Ended] = field(default_factory=list)
    _seeded: dict[str, list[Sequence[Ended]]] = field(default_factory=dict)
    """Defect → how its plans ended, one after the other."""
    _awaited: int = 0
    """Runs without a defect that have not ended: nothing is judged before."""

    def begin(self, awaited: int) -> None:
        """A round begins, with so many runs without a defect."""
        self._sound.clear()
        self._seeded.clear()
        self._awaited = awaited

    def take(self, defect: str, ends: Sequence[Ended]) -> None:
        """A run has ended."""
        if defect == _NONE:
            self._awaited -= 1
            self._sound += ends
        else:
            self._seeded.setdefault(defect, []).append(ends)
        if self._awaited:
            return
        for each, seeded in list(self._seeded.items()):
            if len(seeded) == len(self._catchers[each]):
                self._judge(each, [end for told in self._seeded.pop(each) for end in told])

    def _judge(self, defect: str, seeded: Sequence[Ended]) -> None:
        breaks = self._breaks.get(defect, ())
        self.bites[defect] = tuple(
            judged(each, breaks, seeded=seeded, sound=self._sound)
            for each in self._catchers[defect]
        )
        self._display.tell(defect, self.bites[defect])

    def is_doubtful(self, defect: str) -> bool:
        """Whether it was not caught."""
        return any(each.verdict != Verdict.CAUGHT for each in self.bites[defect])


@dataclass(frozen=True, slots=True)
class _Round:
    """What one fork runs."""

    defect: str
    items: Sequence[pytest.Item]

    @property
    def name(self) -> str:
        """For a file."""
        plan = self.items[0].name.partition("[")[0] if self.items else "nothing"
        return f"{self.defect or 'sound'}-{plan}"


def _warm() -> None:
    """Import what every fork would import."""
    import harness.router.cli as command_line
    from harness.lab import standin_fork

    command_line.warm()
    assert standin_fork  # noqa: S101 - imported for its imports


def _told(defect: str, rows: Iterable[Catcher], clauses: Iterable[str]) -> str:
    return " ".join((defect, *(each.plan for each in rows), *clauses)).lower()


def _meant(items: Iterable[pytest.Item], rows: Sequence[Catcher]) -> list[pytest.Item]:
    return [
        item
        for item in items
        if any(each.runs(getattr(item, "originalname", item.name), _variant(item)) for each in rows)
    ]


def _variant(item: pytest.Item) -> str:
    return str(item.callspec.id) if hasattr(item, "callspec") else ""


def _dealt(items: Sequence[pytest.Item], hands: int) -> list[Sequence[pytest.Item]]:
    return [part for start in range(hands) if (part := items[start::hands])]


def _headline(error: BaseException | None) -> str:
    if error is None:
        return ""
    first = str(error).partition("\n")[0]
    is_told = isinstance(error, HarnessError | AssertionError)
    return first if is_told else f"{type(error).__name__}: {first}"
