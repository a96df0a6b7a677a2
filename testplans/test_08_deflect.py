"""Chapter 8. Deflect Call.

A call that rings at Bob goes to Carol instead, without being answered (Table 94: Deflect Call, only
at alerting state). The phones have no key for it; it is the application's alone.
"""

import pytest

from harness.expect import (
    Call,
    Cause,
    Delivered,
    Diverted,
    Established,
    Failed,
    Fault,
    Shown,
    expect,
    ordinary_or,
    refused,
)

DEFLECT = ["T94.deflect-call"]


@pytest.mark.plan("DC-01", ref="ECMA-269 Deflect Call", clauses=DEFLECT)
def test_deflect_call_while_alerting(alice, bob, carol, given, router):
    """Bob lets a ringing call go to Carol without answering it; she answers."""
    call = given.ringing(alice, bob)
    at_carol = Call("call at Carol")

    with expect(
        alice.sees(
            Diverted(call, diverting=bob, to=carol),
            Delivered(call, alerting=carol, calling=alice, cause=Cause.REDIRECTED),
        ),
        bob.sees(Diverted(call, diverting=bob, to=carol)),
        carol.sees(
            Delivered(
                at_carol,
                alerting=carol,
                calling=alice,
                last_redirection=bob,
                cause=Cause.REDIRECTED,
            )
        ),
        alice.phone.shows(Shown.RING_OUT, called=carol),
        bob.phone.falls_idle(),
        carol.phone.rings(showing=alice),
        router.shows_call(alice, carol),
        router.shows_line(bob, "IDLE"),
    ):
        bob.cti.deflect_call(call, to=carol)

    with expect(
        alice.sees(Established(call, answering=carol, cause=ordinary_or(Cause.REDIRECTED))),
        bob.sees_nothing(),
        carol.sees(Established(at_carol, answering=carol, cause=ordinary_or(Cause.REDIRECTED))),
        alice.phone.talks_to(carol),
        alice.phone.hears(carol),
        carol.phone.hears(alice),
    ):
        carol.phone.answer()


@pytest.mark.plan("DC-02", ref="ECMA-269 Deflect Call", clauses=DEFLECT)
def test_a_deflected_call_is_deflected_again(alice, bob, carol, given, router):
    """Carol sends the call back to Bob: he sees Alice's call, redirected by Carol, and answers."""
    call = given.ringing(alice, bob)
    at_carol = Call("call at Carol")

    with expect(
        alice.sees_anything_of(call),
        bob.sees_anything_of(call),
        carol.sees(Delivered(at_carol, alerting=carol, cause=Cause.REDIRECTED)),
        carol.phone.rings(showing=alice),
    ):
        bob.cti.deflect_call(call, to=carol)

    back_at_bob = Call("call at Bob again")
    with expect(
        alice.sees(
            Diverted(call, diverting=carol, to=bob),
            Delivered(call, alerting=bob, cause=Cause.REDIRECTED),
        ),
        bob.sees(
            Delivered(
                back_at_bob,
                alerting=bob,
                calling=alice,
                last_redirection=carol,
                cause=Cause.REDIRECTED,
            )
        ),
        carol.sees(Diverted(at_carol, diverting=carol, to=bob)),
        alice.phone.shows(Shown.RING_OUT, called=bob),
        bob.phone.rings(showing=alice),
        carol.phone.falls_idle(),
        router.shows_line(bob, "RINGING"),
        router.shows_line(carol, "IDLE"),
    ):
        carol.cti.deflect_call(at_carol, to=bob)

    with expect(
        alice.sees(Established(call, answering=bob, cause=ordinary_or(Cause.REDIRECTED))),
        bob.sees(Established(back_at_bob, answering=bob, cause=ordinary_or(Cause.REDIRECTED))),
        carol.sees_nothing(),
        alice.phone.talks_to(bob),
        alice.phone.hears(bob),
        bob.phone.hears(alice),
        router.shows_call(alice, bob),
    ):
        bob.cti.answer_call(back_at_bob)


@pytest.mark.plan("DC-03", ref="ECMA-269 Failed", clauses=DEFLECT)
def test_deflect_call_to_a_busy_line(alice, bob, carol, given, router):
    """Carol's line is taken: the call has left Bob, and Alice hears busy."""
    call, other = given.ringing(alice, bob), Call("Carol's own")

    with expect(carol.sees_anything_of(other), carol.phone.shows(Shown.OFF_HOOK)):
        carol.phone.lift()

    with expect(
        alice.sees(
            Diverted(call, diverting=bob, to=carol),
            Failed(call, failing=carol, cause=Cause.BUSY),
        ),
        bob.sees(Diverted(call, diverting=bob, to=carol)),
        carol.sees_nothing(),
        alice.phone.shows(Shown.BUSY),
        bob.phone.falls_idle(),
        carol.phone.shows(Shown.OFF_HOOK),
        router.shows_line(bob, "IDLE"),
    ):
        bob.cti.deflect_call(call, to=carol)


@pytest.mark.plan("DC-04", ref="Table 94: only at alerting state", clauses=DEFLECT)
def test_deflect_call_is_refused_once_answered(alice, bob, carol, given):
    """An answered call cannot be deflected; the two talk on."""
    call = given.talking(alice, bob)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(), carol.sees_nothing(),
            bob.phone.talks_to(alice),
        ),
        refused(Fault.INVALID_CONNECTION_STATE),
    ):  # fmt: skip
        bob.cti.deflect_call(call, to=carol)


@pytest.mark.plan("DC-05", ref="ECMA-269 Deflect Call, negative", clauses=DEFLECT)
def test_deflect_call_is_refused_to_the_caller(alice, bob, carol, given):
    """Only the alerting party can deflect; Bob's phone rings on."""
    call = given.ringing(alice, bob)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(), carol.sees_nothing(),
            bob.phone.rings(showing=alice),
        ),
        refused(Fault.INVALID_CONNECTION_STATE),
    ):  # fmt: skip
        alice.cti.deflect_call(call, to=carol)


@pytest.mark.plan("DC-06", ref="ECMA-269 Deflect Call, negative", clauses=DEFLECT)
def test_deflect_call_to_an_unknown_number_is_refused(alice, bob, given):
    """Nobody has that number: the call stays with Bob."""
    call = given.ringing(alice, bob)

    with (
        expect(alice.sees_nothing(), bob.sees_nothing(), bob.phone.rings(showing=alice)),
        refused(Fault.INVALID_DESTINATION),
    ):
        bob.cti.deflect_call(call, to="899")
