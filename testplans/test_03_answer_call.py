"""Chapter 3. Answer Call.

A ringing call is answered, by the application or by hand; both parties are told, both phones show
the conversation (Table 94: Answer Call).
"""

import pytest

from harness.expect import Call, Established, Fault, Shown, expect, refused

ANSWER_CALL = ["T94.answer-call"]


@pytest.mark.plan("AC-01", ref="ECMA-269 Answer Call", clauses=ANSWER_CALL)
@pytest.mark.parametrize("by", ["application", "handset", "soft key"])
def test_answer_call(alice, bob, given, router, by):
    """Bob answers Alice's call."""
    call = given.ringing(alice, bob)

    with expect(
        alice.sees(Established(call, answering=bob, calling=alice, called=bob)),
        bob.sees(Established(call, answering=bob, calling=alice, called=bob)),
        alice.phone.talks_to(bob),
        bob.phone.talks_to(alice),
        alice.phone.hears(bob),
        bob.phone.hears(alice),
        router.shows_call(alice, bob),
        router.shows_line(bob, "CONNECTED"),
    ):
        bob.answer(call, by=by)


@pytest.mark.plan("AC-02", ref="ECMA-269 Answer Call", clauses=ANSWER_CALL)
@pytest.mark.parametrize("by", ["application", "handset"])
def test_answer_call_on_the_other_model(alice, bob, given, router, by):
    """Alice, at a 7961, answers a call from a 7960."""
    call = given.ringing(bob, alice)

    with expect(
        alice.sees(Established(call, answering=alice, calling=bob, called=alice)),
        bob.sees(Established(call, answering=alice, calling=bob, called=alice)),
        alice.phone.talks_to(bob),
        bob.phone.talks_to(alice),
        alice.phone.hears(bob),
        bob.phone.hears(alice),
        router.shows_call(bob, alice),
        router.shows_line(alice, "CONNECTED"),
    ):
        alice.answer(call, by=by)


@pytest.mark.plan("AC-03", ref="ECMA-269 Answer Call, negative", clauses=ANSWER_CALL)
def test_answer_call_is_refused_when_nothing_rings(alice, bob, given, router):
    """A call that is answered already cannot be answered again, and nothing happens to it."""
    call = given.talking(alice, bob)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(),
            alice.phone.talks_to(bob), bob.phone.talks_to(alice), router.shows_call(alice, bob),
        ),
        refused(Fault.NO_CALL_TO_ANSWER),
    ):  # fmt: skip
        bob.cti.answer_call(call)


@pytest.mark.plan("AC-04", ref="ECMA-269 Answer Call, negative", clauses=ANSWER_CALL)
def test_answer_call_is_refused_to_the_caller(alice, bob, given, router):
    """Only the alerting party can answer: the caller's application is refused."""
    call = given.ringing(alice, bob)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(),
            alice.phone.shows(Shown.RING_OUT, called=bob), bob.phone.rings(showing=alice),
            router.shows_line(bob, "RINGING"),
        ),
        refused(Fault.NO_CALL_TO_ANSWER),
    ):  # fmt: skip
        alice.cti.answer_call(call)


@pytest.mark.plan("AC-05", ref="ECMA-269 Answer Call, negative", clauses=ANSWER_CALL)
def test_answer_call_of_an_unknown_call_is_refused(alice, bob, given):
    """A connection that does not exist cannot be answered; the call that rings, rings on."""
    given.ringing(alice, bob)

    with (
        expect(alice.sees_nothing(), bob.sees_nothing(), bob.phone.rings(showing=alice)),
        refused(Fault.INVALID_CONNECTION),
    ):
        bob.cti.answer_call(Call("4711"))
