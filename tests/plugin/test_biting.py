"""A defect is caught by its plan, in its words, and only if that plan passes without it."""

import json

import pytest

from tests.plugin.conftest import TOPOLOGY, run

CLAUSES = """\
T94.make-call:
  place: Table 94
  says: The application places a call from its line.
  since: "8.0"
  defects: [no-ring, wrong-cause, digits-echoed, lamp-stays-lit]
"""
CATCHERS = """\
no-ring:
- {plan: test_rings, says: but the ringer is off}
- {plan: 'test_rings_again', says: but the ringer is off}
wrong-cause: {plan: test_rings, says: never came}
digits-echoed: {plan: test_rings, says: digit}
lamp-stays-lit: {plan: 'test_wrong[also]', says: lamp}
"""
PLANS = '''
@pytest.mark.plan("MC-01", ref="ECMA-269 Make Call", clauses=["T94.make-call"])
def test_rings(alice, bob):
    """Bob's phone rings, and his monitor says so."""
    call = Call("call")
    with expect(
        alice.sees_anything_of(call),
        bob.sees(Delivered(call, alerting=bob, calling=alice)),
        bob.phone.rings(showing=alice),
    ):
        alice.cti.make_call(to=bob)


@pytest.mark.plan("MC-03", ref="ECMA-269 Make Call", clauses=["T94.make-call"])
def test_rings_again(alice, bob):
    """The same on a stand-in of its own."""
    test_rings(alice, bob)


@pytest.mark.plan("MC-02", ref="ECMA-269 Make Call", clauses=["T94.make-call"])
@pytest.mark.parametrize("how", ["also"])
def test_wrong(alice, bob, how):
    """Nothing happens, which is wrong."""
    with expect(bob.phone.rings(showing=alice)):
        pass
'''
LAB = "{kind: hardware, address: 192.0.2.1}"
BITE = ("-s", "-qq", "-p", "no:allure_pytest")


def bitten(folder, words, plans=PLANS, clauses=CLAUSES, catchers=CATCHERS):
    (folder / "testplans").mkdir()
    (folder / "testplans" / "clauses.yaml").write_text(clauses, encoding="utf-8")
    (folder / "testplans" / "defects.yaml").write_text(catchers, encoding="utf-8")
    return run(folder, plans, *BITE, f"--bite={words}")


@pytest.fixture(scope="module")
def ended(tmp_path_factory):
    return bitten(tmp_path_factory.mktemp("bench"), "")


@pytest.fixture(scope="module")
def bites(ended):
    told = json.loads((ended.folder / "bites.json").read_text())
    return {bite["defect"]: bite for bite in reversed(told["bites"])}


def test_a_caught_defect_is_told_with_clause_plan_and_headline(ended, bites):
    headline = bites["no-ring"]["headline"]

    assert bites["no-ring"]["verdict"] == "caught"
    assert bites["no-ring"]["plan"] == "test_rings"
    assert bites["no-ring"]["clauses"] == ["T94.make-call"]
    assert headline.startswith("bob.phone: rings showing alice")
    assert f"✓ no-ring  MC-01 test_rings\n      {headline}" in ended.said


def test_each_plan_of_a_defect_has_a_standin_of_its_own(ended):
    both = json.loads((ended.folder / "bites.json").read_text())["bites"][:2]

    assert [(each["plan"], each["verdict"]) for each in both] == [
        ("test_rings", "caught"),
        ("test_rings_again", "caught"),
    ]


def test_a_defect_that_its_plan_does_not_see_survives(ended, bites):
    assert bites["digits-echoed"]["verdict"] == "survived"
    assert "✗ digits-echoed, MC-01 test_rings: the plan does not fail" in ended.said


def test_a_failure_by_other_words_is_no_catch(ended, bites):
    assert bites["wrong-cause"]["verdict"] == "misnamed"
    assert "cause is 'callForwardImmediate'" in bites["wrong-cause"]["headline"]


def test_a_plan_that_fails_by_itself_catches_nothing(ended, bites):
    assert bites["lamp-stays-lit"]["verdict"] == "unsound"
    assert "✗ lamp-stays-lit, MC-02 test_wrong[also]: the plan fails without the" in ended.said


def test_survivors_are_named_counted_and_fail_the_run(ended):
    assert "survivors" in ended.said
    assert "4 defects: 1 caught, 3 survived" in ended.said
    assert ended.code == pytest.ExitCode.TESTS_FAILED


def test_the_whole_failure_is_kept(ended):
    said = (ended.folder / "haste" / "no-ring-test_rings.txt").read_text()

    assert "test_rings: failed" in said
    assert "bob's phone:" in said


def test_with_all_caught_the_run_is_green_and_words_choose(tmp_path):
    ended = bitten(tmp_path, "no-ring or nonsense")

    assert "1 defects: 1 caught, 0 survived" in ended.said
    assert ended.code == pytest.ExitCode.OK


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"words": "nonsense"}, r"--bite: no defect, clause or plan has 'nonsense' in its name"),
        ({"words": "", "catchers": "a: b\n"}, r"defects.yaml:1: defect a: has to be a mapping"),
    ],
)
def test_what_cannot_be_bitten_is_one_sentence(tmp_path, options, sentence):
    ended = bitten(tmp_path, **options)

    assert sentence in ended.said
    assert "Traceback" not in ended.said
    assert ended.code == pytest.ExitCode.USAGE_ERROR


@pytest.mark.parametrize(
    ("topology", "plans", "jobs", "sentence"),
    [
        (TOPOLOGY.replace("{kind: standin}", LAB), PLANS, "2", "stand-in only, not in hardware"),
        (TOPOLOGY, "", "2", "--bite: there are no plans here"),
        (TOPOLOGY, PLANS, "0", "'0' is no number of runs; write 1 or more"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(tmp_path, topology, plans, jobs, sentence):
    (tmp_path / "testplans").mkdir()
    arguments = (*BITE, "--bite", f"--bite-jobs={jobs}")
    ended = run(tmp_path, plans, *arguments, topology=topology)

    assert sentence in ended.said
    assert "Traceback" not in ended.said
    assert ended.code == pytest.ExitCode.USAGE_ERROR
