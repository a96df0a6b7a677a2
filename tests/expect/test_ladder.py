from dataclasses import dataclass, field

import pytest

from harness.errors import LadderMismatch, LocalProtocolError, ServiceRefused
from harness.expect.conditions import Condition
from harness.expect.csta import Delivered, Originated
from harness.expect.judging import Strand
from harness.expect.ladder import expect
from harness.expect.patterns import Call, maybe
from harness.expect.refusal import Fault, refused
from harness.protocols.csta.events import DeliveredEvent, OriginatedEvent
from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.protocols.csta.types import ConnectionID
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal, Kind

ORIGINATED = OriginatedEvent(
    originated_connection=ConnectionID("78", "201"),
    calling_device="201",
    called_device="202",
    local_connection_info=LocalConnectionState.CONNECTED,
    cause=Cause.NEW_CALL,
)
DELIVERED = DeliveredEvent(
    connection=ConnectionID("78", "202"),
    alerting_device="202",
    calling_device="201",
    called_device="202",
    local_connection_info=LocalConnectionState.CONNECTED,
    cause=Cause.NEW_CALL,
)


@dataclass
class ScriptedBench:
    """A bench whose fence delivers what is still under way."""

    journal: Journal = field(default_factory=Journal)
    accounted: int = 0
    unasked: tuple = ()
    claimed: dict = field(default_factory=dict)
    under_way: list = field(default_factory=list)
    fences: int = 0
    reports: list = field(default_factory=list)

    def account(self, until, verdict):
        self.accounted = until
        self.claimed |= verdict.claimed

    def differs(self, report):
        self.reports.append(report)

    def event_deadline(self, awaited):
        return Deadline.after(0.02, awaited)

    def fence(self):
        self.fences += 1
        while self.under_way:
            self.tell(self.under_way.pop(0))

    def describe_state(self):
        return "bob's phone:\n[ no call ]"

    def describe_plan(self):
        return "plan: a call is made\nclause: ECMA-269 Make Call"

    def tell(self, event, witness="alice.cti", octets=b""):
        self.journal.append(witness, Kind.EVENT, type(event).__name__, event, octets=octets)


@dataclass(frozen=True)
class Bound:
    bench: ScriptedBench
    term: object


@pytest.fixture
def bench():
    return ScriptedBench()


def alice_sees(bench, *terms):
    return Bound(bench, Strand("alice.cti", "201", terms))


def holds(bench, unmet, *, asks_router=False):
    return Bound(bench, Condition("bob.phone", "rings", unmet, asks_router))


def test_a_block_ends_when_all_has_been_seen(bench):
    call = Call()
    with expect(alice_sees(bench, Originated(call), Delivered(call))):
        bench.tell(ORIGINATED)
        bench.tell(DELIVERED)

    assert call.id_at("alice.cti") == "78"
    assert bench.accounted == 2
    assert bench.fences == 0


def test_a_failure_shows_difference_ladder_message_screens_and_clause(bench):
    call = Call()
    with (
        pytest.raises(LadderMismatch) as caught,
        expect(alice_sees(bench, Originated(call), Delivered(call, alerting="203"))),
    ):
        bench.tell(ORIGINATED)
        bench.tell(DELIVERED, octets=b"<DeliveredEvent>the body</DeliveredEvent>")

    text = str(caught.value)
    first_line, *_ = text.splitlines()
    difference = "alertingDevice is '202', expected '203', in Delivered"
    assert first_line == f"alice.cti: {difference}"
    assert "✓   0.00" in text
    assert "✗   0.00" in text
    assert "<DeliveredEvent>the body" in text
    assert "bob's phone" in text
    assert text.splitlines()[1:4] == ["", "plan: a call is made", "clause: ECMA-269 Make Call"]
    (report,) = bench.reports
    assert report.verdict.objection.entry.name == "DeliveredEvent"


def test_what_never_came_is_named_when_patience_ends(bench):
    call = Call()
    with (
        pytest.raises(LadderMismatch, match=r"alice.cti: Delivered\(call\) never came"),
        expect(alice_sees(bench, Originated(call), Delivered(call))),
    ):
        bench.tell(ORIGINATED)


def test_a_condition_that_never_holds_says_why(bench):
    with (
        pytest.raises(LadderMismatch, match="bob.phone: rings: the ringer is off"),
        expect(holds(bench, lambda: "the ringer is off")),
    ):
        pass


def test_a_condition_may_come_true_after_the_events(bench):
    answers = iter(["not yet", "not yet", None, None])
    with expect(alice_sees(bench, Delivered(Call())), holds(bench, lambda: next(answers))):
        bench.tell(DELIVERED)
        bench.journal.append("bob.phone", Kind.SCREEN, "Screen")
        bench.journal.append("bob.phone", Kind.SCREEN, "Screen")
        next(answers)
        next(answers)


def test_the_router_is_asked_again_until_it_agrees(bench):
    answers = iter(["still listed", "still listed", None])
    with expect(holds(bench, lambda: next(answers), asks_router=True)):
        pass

    assert next(answers, "all used") == "all used"


def test_nothing_is_proven_by_a_fence(bench):
    with expect(alice_sees(bench)):
        pass

    assert bench.fences == 1


def test_an_event_that_was_still_under_way_is_caught_by_the_fence(bench):
    bench.under_way.append(DELIVERED)

    with (
        pytest.raises(LadderMismatch, match="came where no event was expected"),
        expect(alice_sees(bench)),
    ):
        pass


def test_an_optional_event_at_the_end_is_waited_for_with_a_fence(bench):
    call = Call()
    bench.under_way.append(DELIVERED)
    with expect(alice_sees(bench, Originated(call), maybe(Delivered(call)))):
        bench.tell(ORIGINATED)

    assert set(bench.claimed) == {0, 1}


def test_an_event_between_two_blocks_fails_the_next(bench):
    with expect(alice_sees(bench, Originated(Call()))):
        bench.tell(ORIGINATED)
    bench.tell(DELIVERED)

    with (
        pytest.raises(LadderMismatch, match="before this step began$|before this step began\n"),
        expect(alice_sees(bench)),
    ):
        pass


def test_an_error_in_the_block_carries_the_ladder_as_a_note(bench):
    with pytest.raises(ValueError, match="no way") as caught, expect(alice_sees(bench)):
        bench.tell(ORIGINATED)
        raise ValueError("no way")

    assert any("Originated(78" in note for note in caught.value.__notes__)


def test_an_error_in_a_block_within_a_block_carries_the_ladder_once(bench):
    refusal = ServiceRefused("MakeCall", "operation", "generic")
    with (
        pytest.raises(ServiceRefused) as caught,
        expect(alice_sees(bench)),
        expect(alice_sees(bench)),
    ):
        raise refusal

    assert len(caught.value.__notes__) == 1


def test_a_block_without_terms_is_a_mistake_of_the_plan():
    with pytest.raises(TypeError, match="at least one term"):
        expect()


def test_an_event_that_comes_while_the_router_is_asked_fails_the_next_block(bench):
    def show():
        bench.tell(DELIVERED)

    with expect(alice_sees(bench, Originated(Call())), holds(bench, show, asks_router=True)):
        bench.tell(ORIGINATED)

    with (
        pytest.raises(
            LadderMismatch, match=r"^alice.cti: Delivered\(78, .* came .*, before this step began\n"
        ),
        expect(alice_sees(bench)),
    ):
        pass


def test_an_error_in_the_block_leaves_nothing_to_account_for(bench):
    with pytest.raises(ValueError, match="no way"), expect(alice_sees(bench, Originated(Call()))):
        bench.tell(ORIGINATED)
        raise ValueError("no way")

    assert bench.accounted == bench.journal.cursor
    assert set(bench.claimed) == {0}


def test_two_strands_of_one_witness_are_a_mistake_of_the_plan(bench):
    with pytest.raises(TypeError, match=r"alice\.cti has two strands"):
        expect(alice_sees(bench, Originated(Call())), alice_sees(bench, Delivered(Call())))


def test_a_refusal_around_a_block_would_leave_it_unjudged(bench):
    with (
        pytest.raises(LocalProtocolError, match="left unjudged"),
        refused(Fault.INVALID_CONNECTION),
        expect(alice_sees(bench)),
    ):
        raise ServiceRefused("AnswerCall", "operation", "invalidConnectionID")


def test_what_must_stay_so_is_looked_at_again_after_a_fence(bench):
    rings = []
    silent = Condition(
        "bob.phone",
        "stays silent",
        lambda: "the ringer sounds" if rings else None,
        needs_fence=True,
    )

    with expect(Bound(bench, silent)):
        pass
    assert bench.fences == 1

    with (
        pytest.raises(LadderMismatch, match="stays silent: the ringer sounds"),
        expect(alice_sees(bench, Delivered(Call())), Bound(bench, silent)),
    ):
        bench.tell(DELIVERED)
        bench.fence = lambda: rings.append("late")


def test_a_fault_that_a_block_is_meant_to_bring_about_is_excused_there_and_only_there(bench):
    gone = Condition("bob.phone", "loses its router", lambda: None, excuses="disconnected")
    with expect(Bound(bench, gone)):
        bench.journal.append("bob.phone", Kind.FAULT, "disconnected", text="closed")

    with (
        pytest.raises(LadderMismatch, match=r"bob\.phone: malformed"),
        expect(Bound(bench, gone)),
    ):
        bench.journal.append("bob.phone", Kind.FAULT, "malformed", text="malformed")
    with (
        pytest.raises(LadderMismatch, match=r"alice\.phone: closed"),
        expect(Bound(bench, gone)),
    ):
        bench.journal.append("alice.phone", Kind.FAULT, "disconnected", text="closed")


def test_when_patience_ends_the_router_is_asked_too_and_the_plans_order_counts(bench):
    with (
        pytest.raises(LadderMismatch) as caught,
        expect(
            holds(bench, lambda: "show cti session still lists it", asks_router=True),
            holds(bench, lambda: "no BYE has come"),
        ),
    ):
        pass

    first_line, *rest = str(caught.value).splitlines()
    assert first_line == "bob.phone: rings: show cti session still lists it"
    assert any("no BYE has come" in line for line in rest)


def test_what_cannot_be_asked_any_more_is_told_and_hides_nothing(bench):
    def refuse():
        raise ServiceRefused("GetForwarding", "sip", "481", reason="Gone")

    with (
        pytest.raises(LadderMismatch, match="rings: the ringer is off") as caught,
        expect(holds(bench, lambda: "the ringer is off"), holds(bench, refuse, asks_router=True)),
    ):
        pass

    assert "GetForwarding was refused: 481 Gone" in str(caught.value)
