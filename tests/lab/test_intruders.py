import pytest

from harness.errors import LadderMismatch, LocalProtocolError, ServiceRefused
from harness.expect import expect
from harness.lab.bystanders import Bystanders
from harness.lab.intruders import Intruder
from harness.probe.driver import CstaProbe
from harness.probe.intruder import Intruder as Wild
from harness.probe.streams import Stream


@pytest.fixture
def intruder(lab):
    router = lab.topology.router
    remotes = {
        "sip": (router.address, router.ports.sip),
        "sccp": (router.address, router.ports.sccp),
    }
    made = Intruder(
        lab,
        wild=lambda: Wild(remotes["sip"], wire=lab.wire, seconds=2.0),
        connect=lambda port: Stream(remotes[port], wire=lab.wire, seconds=2.0),
        probe=CstaProbe(remotes["sip"], wire=lab.wire, seconds=2.0),
    )
    yield made
    made.leave()


@pytest.fixture
def bystanders(given, alice, bob):
    return Bystanders(given, alice, bob)


def test_what_is_carried_out_raises_nothing_and_what_is_not_says_why(intruder, carol):
    intruder.opens_a_session(line=carol)
    intruder.says("elements nested 100 deep beside it")

    with pytest.raises(ServiceRefused, match="was refused: 400 Bad Request$"):
        intruder.says("two roots")
    with pytest.raises(ServiceRefused, match="operation/"):
        intruder.says("no object to monitor")


def test_silence_is_a_refusal_with_408(intruder, carol):
    with pytest.raises(ServiceRefused, match="was refused: 408 no answer$"):
        intruder.asks_for_a_session(line=carol, torn="in Via")


def test_what_needs_a_session_or_a_stall_says_so(intruder):
    with pytest.raises(LocalProtocolError, match="let it open one first"):
        intruder.says("two roots")
    with pytest.raises(LocalProtocolError, match="has not stalled yet"):
        intruder.goes_on()


def test_the_sanity_conversation_fails_where_nobody_is_served(intruder, lab):
    term = intruder.is_served().term

    intruder.line = "999"
    assert "was answered 404 Not Found, expected 200 OK" in term.unmet()
    intruder.line = "203"
    assert term.unmet() is None


def test_bystanders_are_undisturbed_by_nothing(bystanders, intruder, carol):
    with bystanders.undisturbed(), expect(intruder.is_served(line=carol)):
        assert intruder.floods("OPTIONS", line=carol) == 100


def test_bystanders_notice_an_event(bystanders, bob):
    with (
        pytest.raises(LadderMismatch, match=r"\w+\.cti: .*(Retrieved|Held)"),
        bystanders.undisturbed(),
    ):
        bob.phone.press("Hold")


def test_bystanders_notice_that_a_session_is_gone(bystanders, alice, router):
    with (
        pytest.raises(
            LadderMismatch,
            match=r"^alice\.cti: the router ended the session of alice, who had no part",
        ),
        bystanders.undisturbed(),
    ):
        router.clear_session(of=alice.cti)
