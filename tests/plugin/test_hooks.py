import pytest

DEVIATIONS = """\
known_deviations:
  OD-05: "reported as something else on this IOS"
  OD-06: "was wrong once"
  OD-07: "reported as something else on this IOS"
"""
PLANS = '''
@pytest.mark.plan("OD-01", ref="none")
def test_without_the_bench():
    """It asks for nothing."""


@pytest.mark.plan("OD-02", ref="none")
def test_skips_in_the_middle(alice, bob):
    """A call is up when it gives up."""
    alice.phone.call(bob)
    pytest.skip("enough of it")


@pytest.mark.plan("OD-03", ref="none")
def test_the_next_finds_all_at_rest(alice, bob):
    """What the one before left is gone."""
    assert alice.phone.is_idle
    assert bob.phone.is_idle


@pytest.mark.plan("OD-04", ref="none")
def test_needs_somebody_absent(alice, carol):
    """This bench has no Carol."""


@pytest.mark.plan("OD-05", ref="none")
def test_known_to_fail(alice):
    """It fails as the topology says."""
    assert not alice.phone.is_idle


@pytest.mark.plan("OD-06", ref="none")
def test_passes_although_known_to_fail(alice):
    """The router was mended."""


@pytest.mark.plan("OD-07", ref="none")
def test_a_mistake_is_no_deviation(alice):
    """No phone has such a key."""
    alice.phone.dial("x")


@pytest.mark.plan("OD-08", ref="none")
def test_leaves_a_call(alice, bob):
    """Nobody expects what it does."""
    bob.phone.call(alice)


@pytest.mark.plan("OD-09", ref="none")
def test_stops_the_monitor(alice):
    """It takes its monitor down."""
    alice.cti.stop_monitor()


@pytest.mark.plan("OD-10", ref="none")
def test_the_next_has_a_monitor(alice, bob, given):
    """It runs again."""
    given.ringing(alice, bob)


@pytest.mark.plan("OD-11", ref="none")
def test_is_refused(alice, bob):
    """A service is refused that ought not to be."""
    with expect(alice.sees_nothing()):
        alice.cti.make_call(to="899")


def test_is_no_plan(lab):
    pass
'''


@pytest.fixture(scope="module")
def ended(run_plans):
    return run_plans(PLANS, more=DEVIATIONS)


def test_a_plan_without_the_bench_is_in_the_report_too(ended):
    assert ended.verdict("OD-01")[0] == "passed"


def test_a_plan_that_skips_in_the_middle_is_brought_to_rest(ended):
    verdict, words = ended.verdict("OD-02")

    assert verdict == "skipped"
    assert "enough of it" in words
    assert "Ladder" in words
    assert ended.verdict("OD-03")[0] == "passed"


def test_a_plan_whose_party_is_absent_is_skipped_by_name(ended):
    verdict, words = ended.verdict("OD-04")

    assert verdict == "skipped"
    assert "this bench has no carol; its topology names alice, bob" in words


def test_a_known_deviation_must_fail(ended):
    verdict, words = ended.verdict("OD-05")

    assert verdict == "known deviation"
    assert "known deviation: reported as something else on this IOS" in words
    assert ended.outcome("test_known_to_fail") == "XFAIL"


def test_a_surprising_pass_fails_and_says_so(ended):
    verdict, words = ended.verdict("OD-06")

    assert verdict == "failed"
    assert "[XPASS(strict)] was wrong once" in words
    assert ended.outcome("test_passes_although_known_to_fail") == "FAILED"


def test_a_mistake_of_ours_is_no_known_deviation(ended):
    verdict, words = ended.verdict("OD-07")

    assert verdict == "broken"
    assert "has no key 'x' to dial" in words


def test_what_nobody_expected_fails_at_the_end(ended):
    verdict, words = ended.verdict("OD-08")

    assert verdict == "failed"
    assert "left over after the plan: bob.cti: ServiceInitiated" in words


def test_a_stopped_monitor_runs_again_for_the_next_plan(ended):
    assert ended.verdict("OD-09")[0] == "passed"
    assert ended.verdict("OD-10")[0] == "passed"


def test_a_refused_service_shows_its_ladder_once(ended):
    verdict, words = ended.verdict("OD-11")

    assert verdict == "failed"
    assert "MakeCall was refused: operation/invalidCalledDeviceID" in words
    assert words.count("what was seen until then:") == 1


def test_a_failure_begins_with_its_sentence_and_no_name_of_a_class(ended):
    assert "E   alice.cti: MakeCall was refused: operation/invalidCalledDeviceID" in ended.said
    assert "harness.errors." not in ended.said


def test_a_test_without_the_marker_is_told_to_be_a_plan(ended):
    assert "test_is_no_plan uses the bench but is no plan; mark it" in ended.said
    assert ended.outcome("test_is_no_plan") == "ERROR"


def test_nothing_of_it_is_a_traceback(ended):
    assert "INTERNALERROR" not in ended.said
    assert "Traceback" not in ended.said
    assert ended.code == pytest.ExitCode.TESTS_FAILED
