"""A plan's clauses stand in its failure and on its page; what a bench cannot do is skipped."""

import pytest

from tests.plugin.conftest import run

CLAUSES = """\
T94.make-call:
  place: Table 94
  says: The application places a call from its line.
  since: "8.0"
"""
PLANS = '''
@pytest.mark.plan("MC-01", ref="ECMA-269 Make Call", clauses=["T94.make-call"])
def test_wrong(alice, bob):
    """Nothing happens, which is wrong."""
    with expect(alice.phone.rings(showing=bob)):
        pass


@pytest.mark.plan("SR-05", ref="Document, CTI Session", clauses=["T94.make-call"])
def test_half_an_hour(alice, clock):
    """Half an hour passes."""
    clock.passes(minutes=30)
'''


@pytest.fixture(scope="module")
def ended(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    (folder / "testplans").mkdir()
    (folder / "testplans" / "clauses.yaml").write_text(CLAUSES, encoding="utf-8")
    return run(folder, PLANS)


def test_a_failure_and_the_page_say_what_is_required(ended):
    sentence = "T94.make-call: The application places a call from its line."

    assert f"E     {sentence}" in ended.said
    verdict, words = ended.verdict("MC-01")
    assert verdict == "failed"
    assert sentence in words


def test_a_clock_that_does_not_turn_skips_the_plan_and_says_why(ended):
    assert ended.outcome("test_wrong") == "FAILED"
    assert "clock cannot be turned" in ended.said
    assert "capability turnable-clock" in ended.said


def test_clauses_that_cannot_be_read_are_one_sentence(tmp_path):
    (tmp_path / "testplans").mkdir()
    (tmp_path / "testplans" / "clauses.yaml").write_text("T94:\n  says: so\n", encoding="utf-8")
    said = run(tmp_path, PLANS).said

    assert "clauses.yaml:1: clause T94: place is missing" in said
    assert "Traceback" not in said
