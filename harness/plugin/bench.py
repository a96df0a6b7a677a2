"""One bench for a pytest session: made when the first plan asks, taken down when the last is done.

It frames each plan's evidence: capture begun and ended, leftovers and judges asked, record handed
to the reporter.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.errors import BenchBroken
from harness.plugin.plans import PlanMark

if TYPE_CHECKING:
    from harness.capture.recorder import Recorder
    from harness.lab.lab import Lab
    from harness.plugin.judges import Judges
    from harness.reporting.record import PlanRecord
    from harness.reporting.reporter import Reporter
    from harness.topology import Topology

_KEY = pytest.StashKey["BenchSession"]()


@dataclass(slots=True)
class PlanInProgress:
    """A plan that has begun and not yet ended."""

    mark: PlanMark
    began: int
    """Number of its first journal entry."""
    started: float
    recorder: Recorder
    objections: tuple[str, ...] = ()


class BenchSession:
    """The lab, its judges and its reporter, each made when first needed."""

    def __init__(self, config: pytest.Config, topology: Topology) -> None:
        self._config = config
        self.topology = topology
        self.folder: Path = config.option.report or _new_folder()
        self.progress: Callable[[str], None] = lambda _: None
        self.plan: PlanInProgress | None = None
        self._lab: Lab | None = None
        self._cause: BenchBroken | None = None
        self._judges: Judges | None = None
        self._roll: Mapping[str, str] = {}
        self._reporter: Reporter | None = None
        self._began = datetime.now().astimezone()
        self._started = time.monotonic()

    @property
    def is_broken(self) -> bool:
        """Whether a rung of the bench's strategy has given way."""
        return self._cause is not None

    @property
    def was_used(self) -> bool:
        """Whether any plan asked for the bench."""
        return self._lab is not None

    def lab(self) -> Lab:
        """The lab, in service.

        Raises:
            BenchBroken: a rung gave way, now or before; the first cause.
        """
        if self._cause is not None:
            raise BenchBroken(str(self._cause))
        if self._lab is None:
            self._lab = self._make_lab()
            try:
                self._lab.climb()
            except BenchBroken as cause:
                self._cause = cause
                raise
        return self._lab

    @property
    def lab_as_it_is(self) -> Lab:
        """The lab, in whatever state; for evidence.

        Raises:
            BenchBroken: it was never made.
        """
        if self._lab is None:
            raise BenchBroken("no plan has asked for the bench yet")
        return self._lab

    @property
    def roll(self) -> Mapping[str, str]:
        """Judge → ``present``, or why it was absent."""
        return self._roll

    def _make_lab(self) -> Lab:
        from harness.lab.lab import Lab

        option = self._config.option
        return Lab(
            self.topology, report=self.folder, patience=option.patience,
            defects=tuple(option.defect), progress=self.progress,
        )  # fmt: skip

    @property
    def judges(self) -> Judges:
        """Those that read what we sent and never saw our codecs."""
        if self._judges is None:
            from harness.plugin.judges import Judges

            self._judges = Judges.convene(self.lab_as_it_is.topology)
            self._roll = self._judges.roll
        return self._judges

    @property
    def reporter(self) -> Reporter:
        """Writes the evidence."""
        if self._reporter is None:
            from harness.reporting.reporter import Reporter

            self._reporter = Reporter(self.folder)
        return self._reporter

    # -- one plan -----------------------------------------------------------------------------

    def begin(self, mark: PlanMark) -> None:
        """Frame a plan's evidence: its capture and its stretch of the journal begin."""
        from harness.capture.recorder import Recorder

        lab = self.lab()
        recorder = Recorder(lab.wire, self.folder / "captures" / f"{_file_name(mark)}.pcapng")
        recorder.start()
        recorder.comment(f"{mark.number}: {mark.title}")
        self.plan = PlanInProgress(mark, lab.journal.cursor, time.monotonic(), recorder)
        lab.begin(f"{mark.number}: {mark.title}", f"{mark.reference} {' '.join(mark.clauses)}")

    def end(self) -> tuple[str, ...]:
        """Settle the bench, stop the capture and hear the judges; what they object to."""
        plan = self.plan
        if plan is None:
            return ()
        try:
            leftovers = self.lab().settle()
        except BenchBroken as cause:
            self._cause = cause
            leftovers = str(cause)
        packets = plan.recorder.stop()
        said = self.judges.objections(packets)
        plan.objections = tuple(said)
        return tuple(filter(None, (leftovers, *said)))

    def record(self, record: PlanRecord) -> None:
        """Hand a plan's evidence to the reporter."""
        self.plan = None
        self.reporter.plan_ended(record)

    # -- the end ------------------------------------------------------------------------------

    def close(self) -> None:
        """Take the bench down and finish the report."""
        lab, self._lab = self._lab, None
        judges, self._judges = self._judges, None
        if judges is not None:
            judges.close()
        if lab is not None:
            try:
                self._finish(lab)
            finally:
                lab.close()

    def _finish(self, lab: Lab) -> None:
        from harness.reporting.record import RunRecord

        self.reporter.finish(
            RunRecord(
                topology=self.topology.name,
                router=lab.describe_router(),
                began=self._began.isoformat(timespec="seconds"),
                seconds=time.monotonic() - self._started,
                judges=self._roll,
                defects=tuple(self._config.option.defect),
            )
        )


def bench_of(config: pytest.Config) -> BenchSession:
    """The session's bench.

    Raises:
        pytest.UsageError: the topology cannot be read; the sentence names file, line and key.
    """
    if _KEY not in config.stash:
        from harness.errors import TopologyError
        from harness.topology import load

        try:
            topology = load(config.option.topology)
        except TopologyError as error:
            raise pytest.UsageError(str(error)) from None
        config.stash[_KEY] = BenchSession(config, topology)
    return config.stash[_KEY]


def bench_if_any(config: pytest.Config) -> BenchSession | None:
    """The session's bench, if any plan was collected."""
    return config.stash.get(_KEY, None)


def _new_folder() -> Path:
    """A folder of this run's own: two runs at a time never share one."""
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    return Path("reports") / f"{stamp}-{os.getpid()}"


def _file_name(mark: PlanMark) -> str:
    words = "".join(letter if letter.isalnum() else "-" for letter in mark.title.lower())
    return f"{mark.number}-{'-'.join(filter(None, words.split('-')))}"[:80].rstrip("-")
