"""Chapter 4. Clear Connection.

A party leaves a call, by the application or by hand, as caller or as called, talking or while the
other phone still rings; phones, monitors and router agree that it is over (Table 94: Clear
Connection).
"""

import pytest

from harness.expect import Call, Cause, ConnectionCleared, Fault, Shown, expect, maybe, refused

CLEAR = ["T94.clear-connection"]


@pytest.mark.plan("CC-01", ref="ECMA-269 Clear Connection", clauses=CLEAR)
@pytest.mark.parametrize("by", ["application", "handset", "soft key"])
def test_clear_connection_by_the_caller(alice, bob, given, router, by):
    """Alice, who called Bob, ends their conversation."""
    call = given.talking(alice, bob)

    with expect(
        alice.sees(ConnectionCleared(call, releasing=alice)),
        bob.sees(
            maybe(ConnectionCleared(call, releasing=alice)),
            ConnectionCleared(call, releasing=bob),
        ),
        alice.phone.falls_idle(),
        bob.phone.falls_idle(),
        alice.phone.falls_silent(),
        bob.phone.falls_silent(),
        router.shows_no_call(),
        router.shows_line(bob, "IDLE"),
    ):
        alice.clear(call, by=by)


@pytest.mark.plan("CC-02", ref="ECMA-269 Clear Connection", clauses=CLEAR)
@pytest.mark.parametrize("by", ["application", "handset", "soft key"])
def test_clear_connection_by_the_called_party(alice, bob, given, router, by):
    """Bob, whom Alice called, ends their conversation."""
    call = given.talking(alice, bob)

    with expect(
        bob.sees(ConnectionCleared(call, releasing=bob)),
        alice.sees(
            maybe(ConnectionCleared(call, releasing=bob)),
            ConnectionCleared(call, releasing=alice),
        ),
        alice.phone.falls_idle(),
        bob.phone.falls_idle(),
        alice.phone.falls_silent(),
        bob.phone.falls_silent(),
        router.shows_no_call(),
        router.shows_line(alice, "IDLE"),
    ):
        bob.clear(call, by=by)


@pytest.mark.plan("CC-03", ref="ECMA-269 Clear Connection", clauses=CLEAR)
@pytest.mark.parametrize("by", ["application", "handset", "soft key"])
def test_clear_connection_while_ringing(alice, bob, given, router, by):
    """Alice gives up before Bob answers: his phone stops ringing."""
    call = given.ringing(alice, bob)

    with expect(
        alice.sees(ConnectionCleared(call, releasing=alice)),
        bob.sees(ConnectionCleared(call, releasing=bob, cause=Cause.CALL_CANCELLED)),
        alice.phone.falls_idle(),
        bob.phone.falls_idle(),
        router.shows_no_call(),
    ):
        alice.clear(call, by=by)


@pytest.mark.plan("CC-04", ref="ECMA-269 Clear Connection, negative", clauses=CLEAR)
def test_clear_connection_cannot_reject_a_ringing_call(alice, bob, given, router):
    """The called party's application cannot reject a call that rings; it rings on."""
    call = given.ringing(alice, bob)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(),
            alice.phone.shows(Shown.RING_OUT, called=bob), bob.phone.rings(showing=alice),
            router.shows_call(alice, bob), router.shows_line(bob, "RINGING"),
        ),
        refused(Fault.STATE_INCOMPATIBILITY),
    ):  # fmt: skip
        bob.cti.clear_connection(call)


@pytest.mark.plan("CC-05", ref="ECMA-269 Clear Connection, negative", clauses=CLEAR)
def test_clear_connection_twice_is_refused(alice, bob, given):
    """A connection that is gone cannot be cleared again."""
    call = given.talking(alice, bob)

    with expect(
        alice.sees(ConnectionCleared(call, releasing=alice)),
        bob.sees(
            maybe(ConnectionCleared(call, releasing=alice)),
            ConnectionCleared(call, releasing=bob),
        ),
    ):
        alice.cti.clear_connection(call)

    with expect(alice.sees_nothing(), bob.sees_nothing()), refused(Fault.CONNECTION_IS_GONE):
        alice.cti.clear_connection(call)


@pytest.mark.plan("CC-06", ref="ECMA-269 Clear Connection, negative", clauses=CLEAR)
def test_clear_connection_of_an_unknown_call_is_refused(alice, bob, given):
    """A call identifier that was never given out is refused; the real call goes on."""
    given.talking(alice, bob)

    with (
        expect(alice.sees_nothing(), bob.sees_nothing(), alice.phone.talks_to(bob)),
        refused(Fault.INVALID_CONNECTION),
    ):
        alice.cti.clear_connection(Call("4711"))


@pytest.mark.plan("CC-07", ref="ECMA-269 Connection Cleared", clauses=CLEAR)
def test_clear_connection_of_a_busy_call(alice, bob, carol, given):
    """Alice, who hears busy, hangs up; Bob and Carol talk on."""
    given.talking(bob, carol)
    call = given.busy(alice, bob)

    with expect(
        alice.sees(ConnectionCleared(call, releasing=alice)),
        bob.sees_nothing(),
        carol.sees_nothing(),
        alice.phone.falls_idle(),
        bob.phone.talks_to(carol),
    ):
        alice.phone.hang_up()
