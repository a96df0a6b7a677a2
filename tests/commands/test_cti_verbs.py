import pytest

from harness.commands.cti_verbs import VERBS, Unclear, do, usage
from harness.errors import ServiceRefused
from harness.protocols.csta.names import LocalConnectionState as State
from harness.runtime.journal import Kind
from tests.commands.ctibench import desk
from tests.phone.standing import soon

TABLE_94 = {
    "Make Call", "Answer Call", "Clear Connection", "Reconnect Call", "Hold Call", "Retrieve Call",
    "Deflect Call", "Single Step Transfer Call", "Consultation Call", "Transfer Call",
    "Alternate Call", "Generate Digits", "Set or Get Do Not Disturb", "Set or Get CFwdAll",
    "Set MWI", "Snapshot Device",
}  # fmt: skip


@pytest.fixture
def at():
    with desk() as made:
        follow = made.journal.subscribed(
            lambda entry: (
                setattr(made.control, "table", made.control.table.told(entry.value))
                if entry.kind is Kind.EVENT
                else None
            )
        )
        with follow:
            yield made


def stands(at, *states):
    at.journal.wait(
        lambda: tuple(each.state for each in at.control.table.calls) == states or None,
        soon(f"calls {states}"),
    )


def test_every_service_of_table_94_has_a_verb():
    assert {verb.asks for verb in VERBS.values()} >= TABLE_94


def test_a_call_is_made_held_taken_back_and_cleared_without_naming_it(at):
    assert do(at.control, "call 202").startswith("call ")
    at.bench.until(lambda: at.bob.screen.is_ringing, "bob's ring")
    at.bob.lift()
    stands(at, State.CONNECTED)

    do(at.control, "digits 12#")
    do(at.control, "hold")
    stands(at, State.HOLD)
    do(at.control, "RETRIEVE")
    stands(at, State.CONNECTED)
    do(at.control, "clear")
    stands(at)


def test_a_call_that_rings_is_answered(at):
    at.bob.dial("201")
    stands(at, State.ALERTING)

    assert do(at.control, "answer").startswith("call ")
    stands(at, State.CONNECTED)


def test_what_needs_two_calls_says_which_there_are(at):
    do(at.control, "call 202")
    at.bench.until(lambda: at.bob.screen.is_ringing, "bob's ring")
    at.bob.lift()
    stands(at, State.CONNECTED)

    with pytest.raises(ServiceRefused):
        do(at.control, "consult 999")
    with pytest.raises(Unclear, match=r"no call is hold; there is \d+ connected"):
        do(at.control, "alternate")


def test_a_call_that_is_named_is_asked_for_whatever_its_state(at):
    with pytest.raises(ServiceRefused, match="operation/invalidConnectionID"):
        do(at.control, "answer 4711")


def test_what_the_line_has_on_is_asked_and_switched(at):
    assert do(at.control, "forward ?") == "not forwarded"
    do(at.control, "forward 202")
    assert do(at.control, "forward") == "forwardImmediate to 202"
    do(at.control, "forward off")
    assert do(at.control, "dnd") == "off"
    do(at.control, "dnd on")
    assert do(at.control, "dnd ?") == "on"
    do(at.control, "mwi off")
    assert do(at.control, "snapshot") == "no call"
    assert "makeCall" in do(at.control, "features")


def test_monitors_come_and_go(at):
    first = at.control.monitors[0]
    second = do(at.control, "monitor 202").removeprefix("monitor ")

    assert set(at.control.session.monitors) == {first, second}
    do(at.control, "unmonitor")
    do(at.control, f"unmonitor {first}")
    with pytest.raises(Unclear, match="no monitor runs"):
        do(at.control, "unmonitor")


def test_the_session_is_refreshed_and_takes_any_body(at):
    assert do(at.control, "refresh") == "normal"
    assert do(at.control, "raw <torn").startswith("400")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("dance", "'dance' is no command; there are call, answer"),
        ("call", r"call lacks something: call NUMBER \[prompt\]"),
        ("hold", "no call is connected; none at all"),
        ("dnd maybe", "'maybe' is neither on nor off"),
    ],
)
def test_a_line_that_cannot_be_done_says_why(at, line, sentence):
    with pytest.raises(Unclear, match=sentence):
        do(at.control, line)


def test_the_usage_names_each_verb_with_its_key():
    lines = usage().splitlines()

    assert len(lines) == len(VERBS)
    assert any(line.startswith("hold [CALL]") and "F4" in line for line in lines)
