"""Chapter 2. Make Call.

A call begins, from the application or by hand; the called phone rings and shows who calls; what
cannot be called is told as failed, or refused (Table 94: Make Call).
"""

import pytest

from harness.expect import (
    Call,
    Cause,
    ConnectionCleared,
    Delivered,
    Established,
    Failed,
    Fault,
    LocalConnectionState,
    Originated,
    ServiceInitiated,
    Shown,
    expect,
    maybe,
    refused,
)

MAKE_CALL = ["T94.make-call"]


@pytest.mark.plan(
    "MC-01",
    ref="ECMA-269 Make Call",
    clauses=[*MAKE_CALL, "scope.control", "scope.gateway", "session.events"],
)
def test_make_call_from_the_application(alice, bob, router):
    """Alice's application calls Bob: her phone goes off hook by itself, his shows who calls."""
    call = Call("call")

    with expect(
        alice.sees(
            maybe(ServiceInitiated(call, initiating=alice, cause=Cause.MAKE_CALL)),
            Originated(call, calling=alice, called=bob),
            Delivered(call, alerting=bob, calling=alice, called=bob),
        ),
        bob.sees(Delivered(call, alerting=bob, calling=alice, called=bob)),
        alice.phone.shows(Shown.RING_OUT, called=bob),
        bob.phone.rings(showing=alice),
        router.shows_call(alice, bob),
        router.shows_line(bob, "RINGING"),
    ):
        alice.cti.make_call(to=bob)


@pytest.mark.plan("MC-02", ref="ECMA-269 Make Call", clauses=MAKE_CALL)
def test_make_call_from_the_other_model(alice, bob, router):
    """The same in the other direction: a 7960 calls a 7961."""
    call = Call("call")

    with expect(
        bob.sees(
            maybe(ServiceInitiated(call, initiating=bob, cause=Cause.MAKE_CALL)),
            Originated(call, calling=bob, called=alice),
            Delivered(call, alerting=alice, calling=bob, called=alice),
        ),
        alice.sees(Delivered(call, alerting=alice, calling=bob, called=alice)),
        bob.phone.shows(Shown.RING_OUT, called=alice),
        alice.phone.rings(showing=bob),
        router.shows_call(bob, alice),
    ):
        bob.cti.make_call(to=alice)


@pytest.mark.plan("MC-03", ref="ECMA-269 Originated, Delivered", clauses=MAKE_CALL)
def test_make_call_by_hand(alice, bob, router):
    """Alice lifts her handset and dials; the application is told each step."""
    call = Call("call")

    with expect(
        alice.sees(ServiceInitiated(call, initiating=alice, cause=Cause.NEW_CALL)),
        bob.sees_nothing(),
        alice.phone.shows(Shown.OFF_HOOK),
    ):
        alice.phone.lift()

    with expect(
        alice.sees(
            Originated(call, calling=alice, called=bob),
            Delivered(call, alerting=bob, calling=alice, called=bob),
        ),
        bob.sees(Delivered(call, alerting=bob, calling=alice, called=bob)),
        alice.phone.shows(Shown.RING_OUT, called=bob),
        bob.phone.rings(showing=alice),
        router.shows_call(alice, bob),
    ):
        alice.phone.dial(bob)


@pytest.mark.plan("MC-04", ref="ECMA-269 Failed", clauses=MAKE_CALL)
@pytest.mark.parametrize("by", ["application", "hand"])
def test_make_call_to_a_busy_line(alice, bob, carol, given, router, by):
    """Bob talks with Carol: Alice hears and sees busy, the two are not disturbed."""
    given.talking(bob, carol)
    call = Call("call")

    with expect(
        alice.sees(
            maybe(ServiceInitiated(call, initiating=alice)),
            Originated(call, calling=alice, called=bob),
            Failed(call, failing=bob, cause=Cause.BUSY),
        ),
        bob.sees_nothing(),
        carol.sees_nothing(),
        alice.phone.shows(Shown.BUSY),
        bob.phone.talks_to(carol),
        carol.phone.talks_to(bob),
        router.shows_call(bob, carol),
        router.shows_line(bob, "CONNECTED"),
    ):
        alice.call(bob, by=by)


@pytest.mark.plan("MC-05", ref="ECMA-269 Make Call, negative acknowledgement", clauses=MAKE_CALL)
def test_make_call_to_an_unknown_number_is_refused(alice, router):
    """A number that the router does not know is refused to the application; nothing happens."""
    with (
        expect(
            alice.sees_nothing(),
            alice.phone.falls_idle(),
            router.shows_no_call(),
            router.shows_line(alice, "IDLE"),
        ),
        refused(Fault.INVALID_CALLED_DEVICE),
    ):
        alice.cti.make_call(to="899")


@pytest.mark.plan("MC-06", ref="ECMA-269 Failed", clauses=MAKE_CALL)
def test_unknown_number_dialled_by_hand(alice):
    """A number that nobody has, dialled by hand: the call fails, the phone says so."""
    call = Call("call")

    with expect(
        alice.sees(
            ServiceInitiated(call, initiating=alice),
            Originated(call, calling=alice, called="209"),
            Failed(call, failing=alice, cause=Cause.NUMBER_UNALLOCATED),
        ),
        alice.phone.shows(Shown.UNKNOWN_NUMBER),
    ):
        alice.phone.call("209")

    with expect(
        alice.sees(ConnectionCleared(call, releasing=alice)),
        alice.phone.falls_idle(),
    ):
        alice.phone.hang_up()


@pytest.mark.plan("MC-07", ref="ECMA-269 Make Call, negative acknowledgement", clauses=MAKE_CALL)
def test_make_call_from_a_talking_phone_is_refused(alice, bob, carol, given, router):
    """A phone in conversation has no second call to give; the first goes on."""
    call = given.talking(alice, bob)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(), carol.sees_nothing(),
            alice.phone.talks_to(bob), bob.phone.talks_to(alice), carol.phone.falls_idle(),
            router.shows_call(alice, bob), router.shows_line(carol, "IDLE"),
        ),
        refused(Fault.INVALID_CALLING_DEVICE_STATE),
    ):  # fmt: skip
        alice.cti.make_call(to=carol)

    alice.cti.finds((call, LocalConnectionState.CONNECTED))


@pytest.mark.plan("MC-08", ref="ECMA-269 Make Call", clauses=MAKE_CALL)
def test_a_third_line_is_not_told(alice, bob, carol):
    """Events go only to the monitors of the lines in the call."""
    call = Call("call")

    with expect(
        alice.sees_anything_of(call),
        bob.sees_anything_of(call),
        carol.sees_nothing(),
        carol.phone.falls_idle(),
        bob.phone.rings(showing=alice),
    ):
        alice.cti.make_call(to=bob)


@pytest.mark.plan(
    "MC-09", ref="ECMA-269 Make Call, autoOriginate; Document, restriction 3",
    clauses=[*MAKE_CALL, "restriction.prompted-phones"],
)  # fmt: skip
def test_make_call_that_prompts_for_a_hand(alice, bob, router):
    """Alice's phone asks her to lift the handset; when she does, Bob is called, and not before."""
    call = Call("call")

    with router.configured("voice service voip", "no cti csta mode basic"):
        with expect(
            alice.sees(maybe(ServiceInitiated(call, initiating=alice, cause=Cause.MAKE_CALL))),
            bob.sees_nothing(),
            alice.phone.rings(),
            bob.phone.falls_idle(),
            router.shows_line(bob, "IDLE"),
        ):
            alice.cti.make_call(to=bob, prompted=True)

        with expect(
            alice.sees(
                Originated(call, calling=alice, called=bob),
                Delivered(call, alerting=bob, calling=alice, called=bob),
            ),
            bob.sees(Delivered(call, alerting=bob, calling=alice, called=bob)),
            alice.phone.shows(Shown.RING_OUT, called=bob),
            alice.phone.stops_ringing(),
            bob.phone.rings(showing=alice),
            router.shows_call(alice, bob),
            router.shows_line(bob, "RINGING"),
        ):
            alice.phone.lift()

        with expect(
            alice.sees(Established(call, answering=bob)),
            bob.sees(Established(call, answering=bob)),
            alice.phone.hears(bob),
            bob.phone.hears(alice),
        ):
            bob.phone.answer()
