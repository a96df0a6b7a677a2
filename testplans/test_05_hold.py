"""Chapter 5. Hold Call, Retrieve Call.

A party puts a conversation on hold and takes it back, by the application or with the soft keys;
both parties are told, nothing is heard meanwhile (Table 94: Hold Call, Retrieve Call).
"""

import pytest

from harness.expect import (
    Call,
    Cause,
    ConnectionCleared,
    Delivered,
    Established,
    Fault,
    Held,
    LocalConnectionState,
    Originated,
    Retrieved,
    ServiceInitiated,
    Shown,
    expect,
    maybe,
    ordinary_or,
    refused,
)

HOLD = ["T94.hold-call"]
RETRIEVE = ["T94.retrieve-call"]


@pytest.mark.plan("HC-01", ref="ECMA-269 Hold Call", clauses=HOLD)
@pytest.mark.parametrize("by", ["application", "soft key"])
def test_hold_call_by_the_caller(alice, bob, given, router, by):
    """Alice, who called Bob, holds their conversation: neither is heard any longer."""
    call = given.talking(alice, bob)

    with expect(
        alice.sees(Held(call, holding=alice)),
        bob.sees(Held(call, holding=alice)),
        alice.phone.shows(Shown.HOLD),
        alice.phone.falls_silent(),
        bob.phone.falls_silent(),
        router.shows_line(alice, "HOLD"),
        router.shows_line(bob, "CONNECTED"),
    ):
        alice.hold(call, by=by)


@pytest.mark.plan("HC-02", ref="ECMA-269 Hold Call", clauses=HOLD)
@pytest.mark.parametrize("by", ["application", "soft key"])
def test_hold_call_by_the_called_party(alice, bob, given, router, by):
    """Bob, whom Alice called, holds their conversation at his 7960."""
    call = given.talking(alice, bob)

    with expect(
        alice.sees(Held(call, holding=bob)),
        bob.sees(Held(call, holding=bob)),
        bob.phone.shows(Shown.HOLD),
        alice.phone.falls_silent(),
        bob.phone.falls_silent(),
        router.shows_line(bob, "HOLD"),
    ):
        bob.hold(call, by=by)


@pytest.mark.plan("HC-03", ref="ECMA-269 Hold Call, negative acknowledgement", clauses=HOLD)
def test_hold_call_is_refused_while_alerting(alice, bob, given, router):
    """A call that is not yet answered cannot be held, and nothing happens to it."""
    call = given.ringing(alice, bob)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(),
            alice.phone.shows(Shown.RING_OUT, called=bob), bob.phone.rings(showing=alice),
            router.shows_line(bob, "RINGING"),
        ),
        refused(Fault.NO_ACTIVE_CALL),
    ):  # fmt: skip
        bob.cti.hold_call(call)


@pytest.mark.plan("HC-04", ref="ECMA-269 Hold Call, negative acknowledgement", clauses=HOLD)
def test_hold_call_is_refused_on_a_held_call(alice, bob, given, router):
    """Alice has held the call already; it stays held."""
    call = given.held(alice, bob, by=alice)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(),
            alice.phone.shows(Shown.HOLD), bob.phone.falls_silent(),
            router.shows_line(alice, "HOLD"), router.shows_line(bob, "CONNECTED"),
        ),
        refused(Fault.NO_ACTIVE_CALL),
    ):  # fmt: skip
        alice.cti.hold_call(call)


@pytest.mark.plan("HC-05", ref="ECMA-269 Hold Call, negative acknowledgement", clauses=HOLD)
def test_hold_call_of_an_unknown_call_is_refused(alice, bob, given):
    """A connection that does not exist cannot be held; the real one goes on."""
    given.talking(alice, bob)

    with (
        expect(alice.sees_nothing(), bob.sees_nothing(), alice.phone.talks_to(bob)),
        refused(Fault.INVALID_CONNECTION),
    ):
        alice.cti.hold_call(Call("4711"))


@pytest.mark.plan("HC-06", ref="ECMA-269 Connection Cleared", clauses=HOLD)
def test_the_held_party_hangs_up(alice, bob, given, router):
    """Bob does not wait: the held call is over for Alice, too."""
    call = given.held(alice, bob, by=alice)

    with expect(
        bob.sees(ConnectionCleared(call, releasing=bob)),
        alice.sees(
            maybe(ConnectionCleared(call, releasing=bob, local=LocalConnectionState.HOLD)),
            ConnectionCleared(call, releasing=alice),
        ),
        alice.phone.falls_idle(),
        bob.phone.falls_idle(),
        router.shows_no_call(),
    ):
        bob.phone.hang_up()


@pytest.mark.plan("HC-07", ref="ECMA-269 Hold Call", clauses=HOLD)
def test_a_waiting_call_is_answered_by_holding_the_first(alice, bob, carol, given):
    """Carol calls while Alice talks with Bob; Alice takes it, and Bob waits."""
    first = given.talking(alice, bob)
    second = Call("second call")

    with expect(
        carol.sees(
            maybe(ServiceInitiated(second, initiating=carol)),
            Originated(second, calling=carol, called=alice),
            Delivered(second, alerting=alice),
        ),
        alice.sees(Delivered(second, alerting=alice, calling=carol)),
        bob.sees_nothing(),
        alice.phone.rings(showing=carol),
    ):
        carol.phone.call(alice)

    making_room = ordinary_or(Cause.ALTERNATE) | ordinary_or(Cause.CONSULTATION)
    with expect(
        alice.sees(
            Held(first, holding=alice, cause=making_room),
            Established(second, answering=alice, calling=carol),
        ),
        bob.sees(Held(first, holding=alice, cause=making_room)),
        carol.sees(Established(second, answering=alice)),
        carol.phone.hears(alice),
        alice.phone.hears(carol),
        bob.phone.falls_silent(),
    ):
        alice.cti.answer_call(second)


@pytest.mark.plan("RT-01", ref="ECMA-269 Retrieve Call", clauses=RETRIEVE)
@pytest.mark.parametrize("by", ["application", "soft key"])
def test_retrieve_call_by_the_caller(alice, bob, given, router, by):
    """Alice takes the call back that she held: the two hear each other again."""
    call = given.held(alice, bob, by=alice)

    with expect(
        alice.sees(Retrieved(call, retrieving=alice)),
        bob.sees(Retrieved(call, retrieving=alice)),
        alice.phone.talks_to(bob),
        alice.phone.hears(bob),
        bob.phone.hears(alice),
        router.shows_line(alice, "CONNECTED"),
    ):
        alice.retrieve(call, by=by)


@pytest.mark.plan("RT-02", ref="ECMA-269 Retrieve Call", clauses=RETRIEVE)
@pytest.mark.parametrize("by", ["application", "soft key"])
def test_retrieve_call_by_the_called_party(alice, bob, given, router, by):
    """Bob takes the call back that he held at his 7960."""
    call = given.held(alice, bob, by=bob)

    with expect(
        alice.sees(Retrieved(call, retrieving=bob)),
        bob.sees(Retrieved(call, retrieving=bob)),
        bob.phone.talks_to(alice),
        alice.phone.hears(bob),
        bob.phone.hears(alice),
        router.shows_line(bob, "CONNECTED"),
    ):
        bob.retrieve(call, by=by)


@pytest.mark.plan("RT-03", ref="ECMA-269 Retrieve Call", clauses=RETRIEVE)
def test_retrieve_call_that_both_parties_hold(alice, bob, given, router):
    """Both hold the call; when both have taken it back, they hear each other in both directions."""
    call = given.held(alice, bob, by=alice)

    with expect(
        alice.sees(Held(call, holding=bob, local=LocalConnectionState.HOLD)),
        bob.sees(Held(call, holding=bob)),
        bob.phone.shows(Shown.HOLD),
        router.shows_line(alice, "HOLD"),
        router.shows_line(bob, "HOLD"),
    ):
        bob.cti.hold_call(call)

    with expect(
        alice.sees(Retrieved(call, retrieving=alice)),
        bob.sees(Retrieved(call, retrieving=alice, local=LocalConnectionState.HOLD)),
        alice.phone.shows(Shown.CONNECTED),
        bob.phone.shows(Shown.HOLD),
        alice.phone.falls_silent(),
    ):
        alice.cti.retrieve_call(call)

    with expect(
        alice.sees(Retrieved(call, retrieving=bob)),
        bob.sees(Retrieved(call, retrieving=bob)),
        alice.phone.hears(bob),
        bob.phone.hears(alice),
        router.shows_line(alice, "CONNECTED"),
        router.shows_line(bob, "CONNECTED"),
    ):
        bob.cti.retrieve_call(call)


@pytest.mark.plan("RT-04", ref="ECMA-269 Retrieve Call, negative", clauses=RETRIEVE)
def test_retrieve_call_is_refused_when_nothing_is_held(alice, bob, given, router):
    """A call that is not held cannot be taken back; it goes on."""
    call = given.talking(alice, bob)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(),
            alice.phone.talks_to(bob), bob.phone.talks_to(alice), router.shows_call(alice, bob),
        ),
        refused(Fault.NO_HELD_CALL),
    ):  # fmt: skip
        alice.cti.retrieve_call(call)


@pytest.mark.plan("RT-05", ref="ECMA-269 Retrieve Call, negative", clauses=RETRIEVE)
def test_retrieve_call_is_refused_to_the_held_party(alice, bob, given, router):
    """Only who holds a call can take it back: Bob's application is refused, the call stays held."""
    call = given.held(alice, bob, by=alice)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(),
            alice.phone.shows(Shown.HOLD), alice.phone.falls_silent(), bob.phone.falls_silent(),
            router.shows_line(alice, "HOLD"),
        ),
        refused(Fault.NO_HELD_CALL),
    ):  # fmt: skip
        bob.cti.retrieve_call(call)
