"""What a run leaves for Allure, read from the files that it wrote."""

import pytest

PLANS = '''
@pytest.mark.plan("EV-01", ref="ECMA-269 Make Call", clauses=["T94.make-call"])
def test_passes(alice, bob, given):
    """Alice calls Bob."""
    given.talking(alice, bob)


@pytest.mark.plan("EV-02", ref="none")
def test_never_comes(alice, bob):
    """Bob does not ring by himself."""
    with expect(bob.phone.rings(showing=alice)):
        pass


@pytest.mark.plan("EV-03", ref="none")
def test_differs(alice, bob):
    """Alice is told of something else."""
    call = Call()
    with expect(alice.sees(Delivered(call, alerting=bob, calling=bob)), bob.sees_anything_of(call)):
        alice.cti.make_call(to=bob)


@pytest.mark.plan("EV-04", ref="none")
def test_is_refused(alice):
    """A service is refused that ought not to be."""
    alice.cti.make_call(to="899")


@pytest.mark.plan("EV-05", ref="none")
def test_is_our_own_mistake(alice):
    """No phone has such a key."""
    alice.phone.dial("x")
'''


@pytest.fixture(scope="module")
def ended(run_plans):
    return run_plans(PLANS, "--patience=0.5")


def labels(result, name):
    return [each["value"] for each in result["labels"] if each["name"] == name]


def test_chapter_and_sentence_are_feature_and_story(ended):
    result = ended.allure("EV-01")

    assert result["name"] == "EV-01 Alice calls Bob."
    assert labels(result, "epic") == ["CTI CSTA protocol suite of Cisco Unified CME"]
    assert labels(result, "feature") == ["Chapter 1. Plans that are not like others."]
    assert labels(result, "story") == ["Alice calls Bob."]
    assert labels(result, "tag") == ["T94.make-call"]
    assert "ECMA-269 Make Call" in result["description"]


def test_steps_have_their_times_and_what_was_noticed_in_them(ended):
    result = ended.allure("EV-01")
    plan, rest = result["steps"]
    inner = [each["name"] for each in plan["steps"]]

    assert plan["name"] == "bench: EV-01: Alice calls Bob."
    assert rest["name"] == "bench: after the plan: all comes to rest"
    assert inner.index("alice.phone: dial 202") < inner.index("bob.phone: answer")
    assert any(name.startswith("bob.cti: Delivered(") for name in inner)
    assert plan["stop"] == rest["start"]
    times = [(each["start"], each["stop"]) for each in plan["steps"]]
    assert all(start <= stop for start, stop in times)
    assert times == sorted(times)
    assert plan["start"] <= times[0][0]
    assert times[-1][1] <= plan["stop"]


def test_the_evidence_is_attached(ended):
    names = {each["name"]: each["source"] for each in ended.allure("EV-01")["attachments"]}

    assert set(names) == {
        "ladder", "alice's phone", "alice's phone, text", "bob's phone", "bob's phone, text",
        "capture",
    }  # fmt: skip
    assert all(
        (ended.folder / "allure-results" / source).stat().st_size for source in names.values()
    )
    assert names["ladder"].endswith(".svg")
    assert names["capture"].endswith(".pcapng")


def test_what_never_came_is_a_failed_step_before_all_comes_to_rest(ended):
    plan, _ = ended.allure("EV-02")["steps"]

    assert [(each["name"], each["status"]) for each in plan["steps"]] == [
        ("bob.phone: rings showing alice: no incoming call on the display, which shows no call",
         "failed")
    ]  # fmt: skip


def test_the_wrong_event_is_a_failed_step(ended):
    plan, _ = ended.allure("EV-03")["steps"]
    (wrong,) = [each["name"] for each in plan["steps"] if each["status"] == "failed"]

    assert wrong.startswith("alice.cti: ServiceInitiated(")


@pytest.mark.parametrize(
    ("number", "status", "message"),
    [
        ("EV-01", "passed", None),
        ("EV-02", "failed", "bob.phone: rings showing alice: no incoming call on the display"),
        ("EV-03", "failed", "alice.cti: ServiceInitiated came, expected"),
        ("EV-04", "failed", "alice.cti: MakeCall was refused: operation/invalidCalledDeviceID"),
        ("EV-05", "broken", "alice.phone has no key 'x' to dial"),
    ],
)
def test_the_router_fails_and_the_harness_breaks(ended, number, status, message):
    result = ended.allure(number)

    assert result["status"] == status
    if message:
        assert result["statusDetails"]["message"].startswith(message)
        assert "alice's phone:" in result["statusDetails"]["trace"]


def test_the_environment_names_bench_router_and_judges(ended):
    text = (ended.folder / "allure-results" / "environment.properties").read_text()

    assert "bench=bench" in text
    assert "router=stand-in, IOS " in text
    assert "judge.CSTA_schema=present" in text
    assert (ended.folder / "allure-results" / "categories.json").is_file()
