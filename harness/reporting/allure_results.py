"""A plan's evidence as Allure results: chapter, steps with their times, ladder, phones, capture.

allure-pytest makes the result of each test; what is added here hangs below it. Without
``--alluredir`` nothing listens and every call is free.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from uuid import uuid4

import allure
import allure_commons
from allure_commons.model2 import Status, TestStepResult
from allure_commons.reporter import AllureReporter

from harness.reporting import ladder
from harness.reporting.record import PlanRecord, RunRecord
from harness.runtime.journal import Entry, Kind

_EPIC = "CTI CSTA protocol suite of Cisco Unified CME"
_STEPS = frozenset({Kind.STEP, Kind.ACT, Kind.EVENT, Kind.FAULT})
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
    allure.dynamic.description(f"{record.title}\n\n{record.reference}")
    allure.dynamic.tag(*record.clauses)
    allure.dynamic.parameter("bench", bench)
    _write_steps(record.entries)
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


def _write_steps(entries: Sequence[Entry]) -> None:
    for reporter in _reporters():
        parent = reporter.get_last_item(None)
        if parent is None:
            continue
        zero = parent.start or 0
        began = entries[0].at if entries else 0.0
        for entry in entries:
            if entry.kind in _STEPS:
                at = zero + round((entry.at - began) * 1000)
                status = Status.FAILED if entry.kind is Kind.FAULT else Status.PASSED
                step = TestStepResult(name=_title(entry), start=at, status=status)
                key = str(uuid4())
                reporter.start_step(None, key, step)
                reporter.stop_step(key, stop=at)


def _reporters() -> Iterable[AllureReporter]:
    for plugin in allure_commons.plugin_manager.get_plugins():
        reporter = getattr(plugin, "allure_logger", None)
        if isinstance(reporter, AllureReporter):
            yield reporter


def _title(entry: Entry) -> str:
    return f"{entry.witness}: {entry.text or entry.name}"
