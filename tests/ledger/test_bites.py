import json
import re
from dataclasses import replace

import pytest

from harness.ledger.bites import (
    Bite,
    Biting,
    Ended,
    Verdict,
    judged,
    last_bites,
    read_bitings,
    write_biting,
)
from harness.ledger.catchers import Catcher

CATCHER = Catcher("lost", "test_hold", "hand", re.compile(r"never came"))
PASSED = Ended("test_hold", "hand", "HC-01", ("T94.hold-call", "session.events"), "passed", "")
FAILED = replace(PASSED, outcome="failed", headline="bob.cti: Held never came")


def verdict(seeded, sound):
    return judged(CATCHER, ["T94.hold-call"], seeded=seeded, sound=sound)


def test_a_plan_that_fails_by_its_words_has_caught_the_defect():
    assert verdict([FAILED], [PASSED]) == Bite(
        "lost",
        "test_hold[hand]",
        "HC-01",
        ("T94.hold-call",),
        Verdict.CAUGHT,
        "bob.cti: Held never came",
    )


@pytest.mark.parametrize(
    ("seeded", "sound", "expected"),
    [
        ([PASSED], [PASSED], Verdict.SURVIVED),
        ([replace(PASSED, outcome="skipped")], [PASSED], Verdict.SURVIVED),
        ([replace(FAILED, headline="another thing")], [PASSED], Verdict.MISNAMED),
        ([replace(FAILED, outcome="broken")], [PASSED], Verdict.BROKEN),
        ([FAILED], [FAILED], Verdict.UNSOUND),
        ([FAILED], [replace(PASSED, outcome="broken")], Verdict.UNSOUND),
        ([FAILED], [], Verdict.UNSOUND),
        ([], [PASSED], Verdict.BROKEN),
        ([replace(FAILED, variant="application")], [PASSED], Verdict.BROKEN),
    ],
)
def test_anything_else_is_no_catch(seeded, sound, expected):
    assert verdict(seeded, sound).verdict == expected


def test_a_plan_that_is_red_by_itself_says_why_and_not_what_the_defect_made_it_say():
    bite = verdict([FAILED], [replace(FAILED, headline="the bench is cold")])

    assert bite.headline == "the bench is cold"


def test_without_parameters_one_variant_that_fails_is_enough():
    every = replace(CATCHER, variant="")
    ends = [PASSED, replace(FAILED, variant="application")]

    told = judged(every, [], seeded=ends, sound=[PASSED])

    assert told.verdict == Verdict.CAUGHT
    assert told.clauses == ()


def test_what_is_written_is_read_and_the_last_word_counts(tmp_path):
    caught, survived = (verdict([FAILED], [PASSED]), verdict([PASSED], [PASSED]))
    other = replace(caught, defect="other")
    early = Biting("bench", "2011-01-01T00:00:00+00:00", 3.5, (caught, other))
    late = Biting("bench", "2011-01-02T00:00:00+00:00", 1.0, (survived,))
    write_biting(late, tmp_path / "a")
    write_biting(early, tmp_path / "b")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "bites.json").write_text("{")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "bites.json").write_text(json.dumps({"bites": {}}))

    assert read_bitings(tmp_path) == (early, late)
    assert early.survivors == ()
    assert late.survivors == (survived,)
    assert last_bites([early, late]) == {"bench": {"lost": (survived,), "other": (other,)}}
