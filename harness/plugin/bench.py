"""One bench for a pytest session: made when the first plan asks, taken down when the last is done.

It frames each plan's evidence: capture begun and ended, leftovers and judges asked, record handed
to the reporter.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from harness.application.notes import RAW
from harness.capture import Recorder
from harness.errors import BenchBroken
from harness.lab.lab import Lab
from harness.lab.standin_process import Launch, interpreted
from harness.phone.screen import text
from harness.plugin.access import ALLURE_FOLDER, report_folder
from harness.plugin.judges import Hearing, Judges
from harness.plugin.plans import PlanMark
from harness.reporting import allure_results
from harness.reporting.record import Outcome, PhonePicture, PlanRecord, RunRecord
from harness.reporting.reporter import Reporter
from harness.runtime.journal import Entry, Kind
from harness.standin.evidence import Grade, of_grade
from harness.topology import Topology

_GARBAGE = 20_000, 50, 100
"""Thresholds of the collector: the judges make many values that refer to each other nowhere."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a bench is run: for an engineer, or only to learn whether plans hold."""

    launch: Launch = interpreted
    """How a stand-in's process is made."""
    thorough: bool = True
    """Whether tshark reads along and pictures are drawn."""
    patience: float | None = None
    """In the place of what the command line says."""
    defects: tuple[str, ...] = ()
    """Besides what the command line says."""
    folder: Path | None = None
    """In the place of what the command line says."""


@dataclass(slots=True)
class PlanInProgress:
    """A plan that has begun and not yet ended."""

    mark: PlanMark
    began: int
    """Number of its first journal entry."""
    started: float
    recorder: Recorder
    watching: ExitStack
    """Closing it ends the capture and the comments in it."""
    record: PlanRecord | None = None
    """Its evidence, once it has ended."""


class BenchSession:
    """The lab, its judges and its reporter, each made when first needed."""

    def __init__(
        self, config: pytest.Config, topology: Topology, manner: Manner = Manner()
    ) -> None:
        self._config = config
        self._manner = manner
        self.topology = topology
        self.folder = manner.folder or report_folder(config)
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
    def cause(self) -> BenchBroken | None:
        """Why, if one has."""
        return self._cause

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
                self._climb(self._lab)
            except BenchBroken as cause:
                self._cause = cause
                raise
            _settle_memory()
        return self._lab

    def _climb(self, lab: Lab) -> None:
        """Bring the lab into service; the judges read that too."""
        if self._manner.thorough:
            Judges.require_all()
        recorder = Recorder(lab.wire, self.folder / "captures" / "bench.pcapng")
        with recorder, lab.journal.subscribed(_commenting(recorder)):
            lab.climb()
        objections = self.judges.hear(recorder.packets).objections
        if objections:
            raise BenchBroken(f"while the bench came up: {'; '.join(objections)}")

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
        option, manner = self._config.option, self._manner
        return Lab(
            self.topology, report=self.folder, patience=manner.patience or option.patience,
            defects=(*option.defect, *manner.defects), launch=manner.launch,
            undeclared=tuple(option.undeclared),
            progress=self.progress, topology_file=option.topology,
        )  # fmt: skip

    @property
    def judges(self) -> Judges:
        """Those that read what we sent and never saw our codecs."""
        if self._judges is None:
            topology = self.lab_as_it_is.topology
            self._judges = Judges.convene(topology, dissector=self._manner.thorough)
            self._roll = self._judges.roll
        return self._judges

    @property
    def reporter(self) -> Reporter:
        """Writes the evidence."""
        if self._reporter is None:
            is_latest = self._config.option.report is None
            self._reporter = Reporter(self.folder, is_latest=is_latest)
        return self._reporter

    # -- one plan -----------------------------------------------------------------------------

    def begin(self, mark: PlanMark) -> None:
        """Frame a plan's evidence: its capture and its stretch of the journal begin."""
        lab = self.lab()
        ports = lab.topology.router.ports
        path = self.folder / "captures" / f"{_file_name(mark)}.pcapng"
        recorder = Recorder(lab.wire, path, servers={ports.sccp, ports.sip, ports.http})
        watching = ExitStack()
        watching.enter_context(recorder)
        watching.enter_context(lab.journal.subscribed(_commenting(recorder)))
        lab.begin(f"{mark.number}: {mark.title}", "\n  ".join((mark.reference, *mark.requirements)))
        self.plan = PlanInProgress(mark, lab.began, time.monotonic(), recorder, watching)

    def end(self) -> tuple[str, ...]:
        """Settle the bench, stop the capture and hear the judges; what they object to."""
        plan = self.plan
        if plan is None:
            return ()
        begun = self.judges.begin(plan.recorder.packets, deliberate=self._sent_wrong(plan))
        phones = self._pictures() if self._manner.thorough else ()
        try:
            leftovers = self.lab().settle()
        except BenchBroken as cause:
            self._cause = cause
            leftovers = str(cause)
        plan.watching.close()
        hearing = self.judges.hear(
            plan.recorder.packets, deliberate=self._sent_wrong(plan), begun=begun
        )
        plan.record = self._evidence(plan, phones, hearing)
        if self._manner.thorough:
            allure_results.describe(plan.record, bench=self.topology.name)
        return tuple(filter(None, (leftovers, *hearing.objections)))

    def _sent_wrong(self, plan: PlanInProgress) -> set[bytes]:
        entries = self.lab_as_it_is.journal.entries(plan.began)
        return {each.octets for each in entries if each.name == RAW and each.octets}

    def _pictures(self) -> tuple[PhonePicture, ...]:
        return tuple(
            PhonePicture(name, phone.picture(), text(phone.screen))
            for name, phone in self.lab_as_it_is.screens().items()
        )

    def _evidence(
        self,
        plan: PlanInProgress,
        phones: tuple[PhonePicture, ...],
        hearing: Hearing,
    ) -> PlanRecord:
        lab = self.lab_as_it_is
        return replace(
            blank_record(plan.mark),
            seconds=time.monotonic() - plan.started,
            entries=lab.journal.entries(plan.began),
            claims=dict(lab.claims),
            difference=lab.difference,
            excused=hearing.excused,
            phones=phones,
            capture=plan.recorder.path,
            objections=hearing.objections,
        )

    @property
    def capture(self) -> str:
        """The running plan's capture file."""
        return os.path.relpath(self.plan.recorder.path or "") if self.plan is not None else ""

    def conclude(self, mark: PlanMark, outcome: Outcome, failure: str) -> None:
        """A plan's outcome is known: hand its evidence to the reporter."""
        plan = self.plan
        if plan is not None and plan.record is None:  # it ended before its first line
            self.end()
        self.plan = None
        record = plan.record if plan is not None and plan.record else blank_record(mark)
        allure_results.conclude(outcome, failure)
        self.reporter.plan_ended(replace(record, outcome=outcome, failure=failure))

    def interrupted(self) -> None:
        """Ctrl-C in the middle of a plan: keep what it has left, without waiting for anything."""
        plan, self.plan = self.plan, None
        if plan is None:
            return
        plan.watching.close()
        record = plan.record or self._evidence(plan, self._pictures(), Hearing())
        interrupted = replace(record, outcome=Outcome.BROKEN, failure="interrupted")
        self.reporter.plan_ended(interrupted)

    # -- the end ------------------------------------------------------------------------------

    def close(self) -> None:
        """Take the bench down and finish the report.

        Raises:
            HarnessError: something did not come down, or the router is not as it was.
        """
        with ExitStack() as ending:
            if self._lab is not None:
                ending.callback(self._lab.close)
            if self._judges is not None:
                ending.callback(self._judges.close)
            self.interrupted()
            if self.reporter.plans:
                self._finish()

    def _finish(self) -> None:
        run = RunRecord(
            topology=self.topology.name,
            router=self._lab.describe_router() if self._lab is not None else "not asked",
            began=self._began.isoformat(timespec="seconds"),
            seconds=time.monotonic() - self._started,
            judges=self._roll,
            defects=tuple(self._config.option.defect),
            assumed=_assumed() if self.topology.router.is_standin else (),
        )
        self.reporter.finish(run)
        allure_results.write_environment(self.folder / ALLURE_FOLDER, run)


def _settle_memory() -> None:
    """What is there by now stays to the end; to look through it again and again is lost time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GARBAGE)


def _assumed() -> tuple[str, ...]:
    """What the stand-in does without a source, a line each."""
    return tuple(f"{each.name}: {each.does} ({each.source})" for each in of_grade(Grade.ASSUMED))


def blank_record(mark: PlanMark) -> PlanRecord:
    """A plan's record before it has left anything."""
    return PlanRecord(
        node=mark.node, number=mark.number, chapter=mark.chapter, title=mark.title,
        reference=mark.reference, clauses=mark.clauses, requirements=mark.requirements,
        outcome=Outcome.PASSED, seconds=0.0,
    )  # fmt: skip


def _commenting(recorder: Recorder) -> Callable[[Entry], None]:
    def comment(entry: Entry) -> None:
        if entry.kind in {Kind.STEP, Kind.ACT}:
            recorder.comment(f"{entry.witness}: {entry.text or entry.name}")

    return comment


def _file_name(mark: PlanMark) -> str:
    name = f"{mark.number} {mark.variant} {mark.title}"
    words = "".join(letter if letter.isalnum() else " " for letter in name).split()
    return "-".join(words)[:80]
