from dataclasses import replace
from pathlib import Path

from lxml import html as parser

from harness.ledger.results import read_runs
from harness.reporting.page import counts, html
from harness.reporting.record import Outcome, PhonePicture, PlanRecord, RunRecord
from harness.reporting.reporter import Reporter
from harness.runtime.journal import Entry, Kind

RUN = RunRecord(
    topology="standin",
    router="stand-in, IOS 15.1(4)M12",
    began="2026-11-23T10:00:00+00:00",
    seconds=3.25,
    judges={"tshark": "present"},
)
PASSED = PlanRecord(
    node="testplans/test_02.py::test_a",
    number="MC-01",
    chapter="Chapter 2. Make Call.",
    title="Alice calls Bob.",
    reference="ECMA-269 Make Call",
    clauses=("T94.make-call",),
    requirements=("T94.make-call: The application places a call from its line.",),
    outcome=Outcome.PASSED,
    seconds=0.5,
    entries=(Entry(0, 0.0, "alice.cti", Kind.SENT, "MakeCall"),),
    phones=(PhonePicture("alice", "<svg id='desk'></svg>", "[ ]"),),
    capture=Path("reports/r/captures/MC-01.pcapng"),
)
FAILED = replace(
    PASSED, number="MC-02", outcome=Outcome.FAILED, failure="cause is <b>'busy'</b>", clauses=()
)
FOLDER = Path("reports/r")


def test_each_plan_stands_with_clause_verdict_ladder_and_phones():
    page = parser.fromstring(html(RUN, [PASSED], folder=FOLDER))
    (plan,) = page.xpath("//details[@id='MC-01']")
    words = plan.text_content()

    assert "passed" in words
    assert "ECMA-269 Make Call · T94.make-call" in words
    (drawing,) = plan.xpath(".//figure//*[local-name()='use']/@href")
    assert page.xpath(f"//*[@id='{drawing[1:]}']/*[local-name()='svg'][@id='desk']")
    assert "T94.make-call: The application places a call from its line." in words
    assert "MakeCall" in words
    assert plan.xpath(".//a/@href") == ["captures/MC-01.pcapng"]


def test_phones_that_look_the_same_are_drawn_once():
    bob = PhonePicture("bob", "<svg id='other'></svg>", "[ ]")
    plans = [PASSED, replace(PASSED, phones=(*PASSED.phones, bob))]
    page = parser.fromstring(html(RUN, plans, folder=FOLDER))

    shown = page.xpath("//figure//*[local-name()='use']/@href")
    assert len(shown) == 3
    assert shown[0] == shown[1] != shown[2]
    assert len(page.xpath("//*[@id='desk']")) == len(page.xpath("//*[@id='other']")) == 1


def test_a_failure_is_open_and_its_text_is_text():
    page = parser.fromstring(html(RUN, [PASSED, FAILED], folder=FOLDER))

    (plan,) = page.xpath("//details[@open]")
    assert plan.get("id") == "MC-02"
    assert "cause is <b>'busy'</b>" in plan.text_content()
    assert not plan.xpath(".//b")


def test_what_went_wrong_stands_first_and_leads_to_its_plan():
    several = replace(FAILED, failure="the first line\n\nall the rest")
    page = parser.fromstring(html(RUN, [PASSED, several, several], folder=FOLDER))

    lines = page.xpath("//p[@class='wrong']")
    assert [line.text_content() for line in lines] == ["MC-02 the first line"] * 2
    assert [line.xpath("./a/@href")[0] for line in lines] == ["#MC-02", "#MC-02-2"]
    assert len(page.xpath("//*[@id='MC-02']")) == len(page.xpath("//*[@id='MC-02-2']")) == 1


def test_chapters_stand_in_the_order_of_their_numbers():
    plans = [replace(PASSED, chapter=f"Chapter {number}.") for number in (10, 9, 1)]
    page = parser.fromstring(html(RUN, plans, folder=FOLDER))

    assert page.xpath("//h2/text()") == ["Chapter 1.", "Chapter 9.", "Chapter 10."]


def test_what_the_standin_assumes_and_what_a_judge_says_wrongly_is_told():
    run = replace(RUN, assumed=("ids.call: decimal", "faults: the first column"))
    excused = replace(PASSED, excused=("tshark: packet 3: malformed: known",))
    page = parser.fromstring(html(run, [excused], folder=FOLDER))

    (assumed,) = page.xpath("//details[@class='assumed']")
    assert "2 things it does are assumed" in " ".join(assumed.text_content().split())
    assert "ids.call: decimal" in assumed.text_content()
    assert "tshark: packet 3: malformed: known" in page.text_content()
    assert not parser.fromstring(html(RUN, [PASSED], folder=FOLDER)).xpath("//*[@class='assumed']")


def test_the_page_needs_nothing_from_elsewhere():
    page = parser.fromstring(html(RUN, [PASSED, FAILED], folder=FOLDER))

    assert not page.xpath("//script | //link | //img/@src | //iframe")


def test_counts_are_a_sentence():
    assert counts([PASSED, FAILED, PASSED]) == "3 plans: 2 passed, 1 failed"


def test_the_reporter_writes_the_page_and_points_latest_at_it(tmp_path):
    reporter = Reporter(tmp_path / "20261123-1")
    reporter.plan_ended(replace(PASSED, capture=None))
    page = reporter.finish(RUN)

    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (tmp_path / "latest" / "index.html").samefile(page)


def test_the_reporter_leaves_the_results_for_programs(tmp_path):
    reporter = Reporter(tmp_path / "20261123-1")
    reporter.plan_ended(replace(FAILED, capture=None))
    reporter.finish(replace(RUN, defects=("no-ring",)))

    (run,) = read_runs(tmp_path)
    assert (run.bench, run.began, run.defects) == ("standin", RUN.began, ("no-ring",))
    assert run.outcomes == {"MC-02": "failed"}
