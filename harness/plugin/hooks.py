"""What pytest tells the bench: plans collected, a plan ended, the session over."""

from __future__ import annotations

import os
import time
from collections.abc import Generator

import pytest

from harness.errors import (
    BenchBroken,
    LadderMismatch,
    LocalProtocolError,
    OracleDisagreement,
    TopologyError,
)
from harness.plugin.bench import BenchSession, PlanInProgress, bench_if_any, bench_of
from harness.plugin.plans import PlanMark, expect_known_deviation

_BROKEN = (BenchBroken, LocalProtocolError, TopologyError)


def pytest_configure(config: pytest.Config) -> None:
    """Make the plan marker known where the project's own pyproject is not in force."""
    config.addinivalue_line(
        "markers",
        "plan(number, ref, clauses): one entry of the test plan: its number, the clause of the "
        "standard, the clauses of the document",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Plans keep the topology's word: known deviations must fail, and only they may."""
    marked = [(item, mark) for item in items if (mark := PlanMark.of(item)) is not None]
    if not marked:
        return
    known = bench_of(config).topology.known_deviations
    for item, mark in marked:
        if mark.number in known:
            expect_known_deviation(item, known[mark.number])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """End a plan: fence, leftovers, judges; what they object to fails it."""
    bench = bench_if_any(item.config)
    if bench is None or bench.plan is None:
        return (yield)
    try:
        result = yield
    except Exception as error:
        for objection in bench.end():
            error.add_note(objection)
        raise
    objections = bench.end()
    if objections:
        blame = OracleDisagreement if bench.plan.objections else LadderMismatch
        raise blame("\n\n".join(objections))
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep a plan's evidence once its outcome is known."""
    report = yield
    bench = bench_if_any(item.config)
    mark = PlanMark.of(item)
    if bench is None or mark is None or not bench.was_used:
        return report
    if call.when == "call" or (call.when == "setup" and not report.passed):
        bench.record(_record(bench, item, mark, call, report))
    return report


def _record(
    bench: BenchSession,
    item: pytest.Item,
    mark: PlanMark,
    call: pytest.CallInfo[None],
    report: pytest.TestReport,
) -> object:
    from harness.reporting.record import Outcome, PlanRecord

    plan = bench.plan
    error = call.excinfo.value if call.excinfo is not None else None
    outcome = Outcome.PASSED
    if hasattr(report, "wasxfail"):
        outcome = Outcome.KNOWN if report.skipped else Outcome.FAILED
    elif report.skipped:
        outcome = Outcome.SKIPPED
    elif report.failed:
        outcome = Outcome.BROKEN if isinstance(error, _BROKEN) else Outcome.FAILED
    return PlanRecord(
        node=item.nodeid, number=mark.number, chapter=mark.chapter, title=mark.title,
        reference=mark.reference, clauses=mark.clauses, outcome=outcome,
        seconds=time.monotonic() - plan.started if plan else 0.0,
        failure=_failure_text(error), **_evidence(bench, plan),
    )  # fmt: skip


def _evidence(bench: BenchSession, plan: PlanInProgress | None) -> dict[str, object]:
    if plan is None:
        return {}
    from harness.phone.picture import svg
    from harness.phone.screen import text
    from harness.reporting.record import PhonePicture

    lab = bench.lab_as_it_is
    return {
        "entries": lab.journal.entries(plan.began),
        "claims": dict(lab.claims),
        "phones": tuple(
            PhonePicture(name, svg(phone.model, phone.screen), text(phone.screen))
            for name, phone in lab.screens().items()
        ),
        "capture": plan.recorder.path,
        "objections": plan.objections,
    }


def _failure_text(error: BaseException | None) -> str:
    if error is None:
        return ""
    return "\n\n".join([str(error), *getattr(error, "__notes__", ())])


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Take the bench down, whatever happened."""
    bench = bench_if_any(session.config)
    if bench is not None:
        bench.close()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say where the evidence is and which judges were absent."""
    bench = bench_if_any(config)
    if bench is None or not bench.was_used:
        return
    terminalreporter.section("evidence")
    for judge, presence in bench.roll.items():
        terminalreporter.line(f"judge {judge}: {presence}")
    terminalreporter.line(f"report: {os.path.relpath(bench.folder / 'index.html')}")
