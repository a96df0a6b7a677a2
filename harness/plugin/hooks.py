"""What pytest tells the bench: plans collected, a plan ended, the session over."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from _pytest._code.code import ExceptionChainRepr

from harness.errors import (
    BenchBroken,
    HarnessError,
    LadderMismatch,
    LocalProtocolError,
    OracleDisagreement,
    TopologyError,
)
from harness.plugin.access import ALLURE_FOLDER, bench_if_any, bench_of, report_folder
from harness.plugin.ending import Ending
from harness.plugin.keywords import answered_by, in_clauses
from harness.plugin.plans import PlanMark, expect_known_deviation
from harness.reporting.record import Outcome
from harness.runtime.interrupts import interruptible

if TYPE_CHECKING:
    from harness.plugin.bench import BenchSession

_BROKEN = (BenchBroken, LocalProtocolError, TopologyError)
_ENDS_BY_ITSELF = (pytest.skip.Exception, pytest.fail.Exception, pytest.xfail.Exception)
_NOT_DOWN = pytest.StashKey[str]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Make the plan marker known everywhere; write Allure results wherever plans are run."""
    config.addinivalue_line(
        "markers",
        "plan(number, ref, clauses): one entry of the test plan: its number, the clause of the "
        "standard, the clauses of the document",
    )
    interruptible()
    if not _runs_plans(config):
        return
    config.pluginmanager.register(Ending(config))
    if config.pluginmanager.has_plugin("hypothesispytest"):
        # No plan uses it, and it imports all of Hypothesis for its summary: a second a run.
        config.pluginmanager.unregister(name="hypothesispytest")
    if getattr(config.option, "allure_report_dir", "") is None:
        config.option.allure_report_dir = str(report_folder(config) / ALLURE_FOLDER)


def _runs_plans(config: pytest.Config) -> bool:
    """Whether the command names a folder or file of plans (``testplans/…``)."""
    named = (Path(argument.partition("::")[0]) for argument in config.args)
    return any("testplans" in path.resolve().parts for path in named)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Show progress in words where it was asked for; bite where that was asked for."""
    if session.config.option.bite is not None:
        from harness.plugin.biting import Biter

        session.config.pluginmanager.register(Biter(session.config))
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.option.progress and reporter is not None:
        from harness.plugin.progress import Progress

        session.config.pluginmanager.register(Progress(reporter))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Plans answer to their clauses, and known deviations must fail, and only they may."""
    marked = [(item, mark) for item in items if (mark := PlanMark.of(item)) is not None]
    if not marked:
        return
    config.option.keyword = in_clauses(config.option.keyword)
    known = bench_of(config).topology.known_deviations
    for item, mark in marked:
        variant = getattr(item, "callspec", None)
        parameters = tuple(variant.params.values()) if variant is not None else ()
        item.extra_keyword_matches.update(answered_by(mark.clauses, parameters))
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
    except (Exception, *_ENDS_BY_ITSELF) as error:
        if not getattr(error, "has_ladder", False):
            error.add_note(bench.lab_as_it_is.story())
        for objection in bench.end():
            error.add_note(objection)
        error.add_note(f"capture: {bench.capture}")
        if isinstance(error, HarnessError):
            _end_traceback_at_the_plan(error)
        raise
    objections = bench.end()
    if objections:
        raise _blame(bench)("\n\n".join(objections))
    return result


def _blame(bench: BenchSession) -> type[HarnessError]:
    """What a plan is charged with whose own lines all held."""
    if bench.is_broken:
        return BenchBroken
    record = bench.plan.record if bench.plan is not None else None
    return OracleDisagreement if record is not None and record.objections else LadderMismatch


def _end_traceback_at_the_plan(error: HarnessError) -> None:
    """An error for people needs the plan's line, not the way through the harness."""
    step = error.__traceback__
    last = None
    while step is not None:
        if "testplans" in Path(step.tb_frame.f_code.co_filename).parts:
            last = step
        step = step.tb_next
    if last is not None:
        last.tb_next = None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep a plan's evidence once its outcome is known."""
    report = yield
    bench = bench_if_any(item.config)
    mark = PlanMark.of(item)
    if bench is None or mark is None:
        return report
    if call.when == "call" or (call.when == "setup" and not report.passed):
        error = call.excinfo.value if call.excinfo is not None else None
        if isinstance(error, HarnessError):
            _begin_with_the_sentence(error, report)
        bench.conclude(mark, outcome_of(error, report), _failure_text(error, report))
    return report


def _begin_with_the_sentence(error: HarnessError, report: pytest.TestReport) -> None:
    """An error for people is its sentence: pytest writes the name of its class ahead of it."""
    shown = report.longrepr
    if not isinstance(shown, ExceptionChainRepr):
        return
    name = f"{type(error).__module__}.{type(error).__qualname__}: "
    for traceback, crash, _ in shown.chain:
        for entry in traceback.reprentries:
            entry.lines = [_without(line, name) for line in entry.lines]
        if crash is not None:
            crash.message = crash.message.removeprefix(name)


def _without(line: str, name: str) -> str:
    return line.replace(name, "", 1) if line.startswith(f"E   {name}") else line


def outcome_of(error: BaseException | None, report: pytest.TestReport) -> Outcome:
    """What a plan's end comes to: a router's failure, or a mishap of bench or harness."""
    if hasattr(report, "wasxfail"):
        return Outcome.KNOWN if report.skipped else Outcome.FAILED
    if report.skipped:
        return Outcome.SKIPPED
    if report.failed:
        return Outcome.BROKEN if isinstance(error, _BROKEN) else Outcome.FAILED
    return Outcome.PASSED


def _failure_text(error: BaseException | None, report: pytest.TestReport) -> str:
    if error is None:
        return str(report.longrepr or "")  # it passed although it is a known deviation
    told = "\n\n".join([str(error), *getattr(error, "__notes__", ())])
    known = getattr(report, "wasxfail", "")
    return f"known deviation: {known}\n\n{told}" if known else told


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Take the bench down, whatever happened; a bench that stays up fails the run."""
    bench = bench_if_any(session.config)
    if bench is None:
        return
    try:
        bench.close()
    except (HarnessError, OSError) as error:
        session.config.stash[_NOT_DOWN] = str(error)
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED
    except KeyboardInterrupt:
        session.config.stash[_NOT_DOWN] = "it was interrupted; the router may not be as it was"
        session.exitstatus = pytest.ExitCode.INTERRUPTED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say where the evidence is, which judges were absent, and what did not come down."""
    bench = bench_if_any(config)
    if bench is None:
        return
    if _NOT_DOWN in config.stash:
        terminalreporter.section("the bench did not come down", red=True)
        terminalreporter.line(config.stash[_NOT_DOWN], red=True)
        if not bench.topology.router.is_standin:
            terminalreporter.line("the next run on this router puts it back first", red=True)
    if not bench.reporter.plans:
        return
    terminalreporter.section("evidence")
    for judge, presence in bench.roll.items():
        terminalreporter.line(f"judge {judge}: {presence}")
    terminalreporter.line(f"report: {os.path.relpath(bench.folder / 'index.html')}")
