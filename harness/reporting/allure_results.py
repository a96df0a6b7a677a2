"""A plan's evidence as Allure results: chapter, steps with their times, ladder, phones, capture.

allure-pytest makes the result of each test; what is added here hangs below it. Without
``--alluredir`` nothing listens and every call is free.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import allure
import allure_commons
from allure_commons.model2 import Status, StatusDetails, TestResult, TestStepResult
from allure_commons.reporter import AllureReporter

from harness.expect.rendering import in_words, is_service
from harness.reporting import ladder
from harness.reporting.record import Outcome, PlanRecord, RunRecord
from harness.runtime.journal import Entry, Kind

_EPIC = "CTI CSTA protocol suite of Cisco Unified CME"
_STEPS = frozenset({Kind.STEP, Kind.ACT, Kind.EVENT, Kind.FAULT})
_STATUS = {Outcome.FAILED: Status.FAILED, Outcome.BROKEN: Status.BROKEN}
_CATEGORIES = """[
  {"name": "The router is not as the document says", "matchedStatuses": ["failed"]},
  {"name": "The harness or the bench gave way", "matchedStatuses": ["broken"]}
]
"""


def describe(record: PlanRecord, *, bench: str) -> None:
    """Label the running test and attach its evidence; call while it is still the current one."""
    allure.dynamic.epic(_EPIC)
    allure.dynamic.feature(record.chapter)
    allure.dynamic.story(record.title)
    allure.dynamic.title(f"{record.number} {record.title}")
    lines = (record.title, record.reference, *record.requirements)
    allure.dynamic.description("\n\n".join(lines))
    allure.dynamic.tag(*record.clauses)
    allure.dynamic.parameter("bench", bench)
    for reporter in _reporters():
        _write_steps(reporter, record)
    picture = ladder.svg(record.entries, record.claims, difference=record.difference)
    allure.attach(picture, "ladder", allure.attachment_type.SVG)
    for phone in record.phones:
        allure.attach(phone.svg, f"{phone.party}'s phone", allure.attachment_type.SVG)
        allure.attach(phone.text, f"{phone.party}'s phone, text", allure.attachment_type.TEXT)
    if record.capture is not None:
        allure.attach.file(str(record.capture), "capture", extension="pcapng")


def write_environment(folder: Path, run: RunRecord) -> None:
    """``environment.properties`` and the categories, which Allure leaves to its users."""
    if not folder.is_dir():
        return
    facts = {"bench": run.topology, "router": run.router, "defects": ", ".join(run.defects)}
    facts |= {f"judge.{name.replace(' ', '_')}": said for name, said in run.judges.items()}
    lines = [f"{name}={value}" for name, value in facts.items() if value]
    (folder / "environment.properties").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "categories.json").write_text(_CATEGORIES, encoding="utf-8")


def conclude(outcome: Outcome, failure: str) -> None:
    """Fix what the running test comes to: a refusal by the router is a failure, not a mishap.

    allure-pytest takes every error for a mishap that is no ``AssertionError``.
    """
    if outcome not in _STATUS:
        return
    for reporter in _reporters():
        test = reporter.get_last_item(None)
        if isinstance(test, TestResult) and test.status == Status.PASSED:
            headline, _, rest = failure.partition("\n")
            test.status = _STATUS[outcome]
            test.statusDetails = StatusDetails(message=headline, trace=rest.strip())


def _write_steps(reporter: AllureReporter, record: PlanRecord) -> None:
    """A step of the plan or the bench is a step; what was noticed in it stands below it."""
    test = reporter.get_last_item(None)
    if test is None or not record.entries:
        return
    shown = [each for each in record.entries if each.kind in _STEPS or is_service(each)]
    began = (test.start or 0) - record.entries[0].at * 1000
    at = [round(began + each.at * 1000) for each in (*shown, record.entries[-1])]
    given_up, lacks = _lacks(record)
    with ExitStack() as step:
        for place, entry in enumerate(shown):
            if entry.number >= given_up:
                _write_lacks(reporter, lacks, at[place])
                lacks = []
            if entry.kind is Kind.STEP:
                step.close()
                following = (i for i, each in enumerate(shown) if i > place and _is_step(each))
                end = at[next(following, len(shown))]
                step.enter_context(_step(reporter, _title(entry), at[place], end))
            else:
                _leaf(reporter, entry, record, at[place], at[place + 1])
        _write_lacks(reporter, lacks, at[-1])


def _lacks(record: PlanRecord) -> tuple[int, list[str]]:
    """What never came, and the number of the entry before which it was given up."""
    difference = record.difference
    if difference is None or difference.wrong is not None:
        return 0, []
    told = [f"{witness}: {what}: {reason}" for witness, what, reason in difference.lacks()]
    return difference.given_up, told


def _write_lacks(reporter: AllureReporter, lacks: list[str], at: int) -> None:
    for title in lacks:
        with _step(reporter, title, at, at, Status.FAILED):
            pass


def _is_step(entry: Entry) -> bool:
    return entry.kind is Kind.STEP


def _leaf(
    reporter: AllureReporter, entry: Entry, record: PlanRecord, start: int, stop: int
) -> None:
    wrong = record.difference is not None and entry.number == record.difference.wrong
    bad = wrong or entry.kind is Kind.FAULT
    with _step(reporter, _title(entry), start, stop, Status.FAILED if bad else Status.PASSED):
        pass


@contextmanager
def _step(
    reporter: AllureReporter, title: str, start: int, stop: int, status: str = Status.PASSED
) -> Iterator[None]:
    key = str(uuid4())
    reporter.start_step(None, key, TestStepResult(name=title, start=start, status=status))
    try:
        yield
    finally:
        reporter.stop_step(key, stop=stop)


def _reporters() -> Iterable[AllureReporter]:
    for plugin in allure_commons.plugin_manager.get_plugins():
        reporter = getattr(plugin, "allure_logger", None)
        if isinstance(reporter, AllureReporter):
            yield reporter


def _title(entry: Entry) -> str:
    return f"{entry.witness}: {in_words(entry)}"
