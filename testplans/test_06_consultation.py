"""Chapter 6. Consultation Call, Alternate Call, Reconnect Call.

Alice, talking with Bob, asks Carol something meanwhile: Bob is held, she can swap the two, and she
comes back to him (Table 94: Consultation Call, Alternate Call, Reconnect). Alice's number has two
channels, Bob's has one.
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

CONSULTATION = ["T94.consultation-call"]
ALTERNATE = ["T94.alternate-call"]
RECONNECT = ["T94.reconnect-call"]

CONSULTING = ordinary_or(Cause.CONSULTATION)


@pytest.mark.plan("CO-01", ref="ECMA-269 Consultation Call", clauses=CONSULTATION)
def test_the_consultation_call_is_one_act(alice, bob, carol, given, router):
    """Alice's application holds Bob and calls Carol in one act."""
    call = given.talking(alice, bob)
    consultation = Call("consultation")

    with expect(
        alice.sees(
            Held(call, holding=alice, cause=Cause.CONSULTATION),
            maybe(ServiceInitiated(consultation, initiating=alice, cause=CONSULTING)),
            Originated(consultation, calling=alice, called=carol, cause=CONSULTING),
            Delivered(consultation, alerting=carol, calling=alice, cause=CONSULTING),
        ),
        bob.sees(Held(call, holding=alice, cause=Cause.CONSULTATION)),
        carol.sees(Delivered(consultation, alerting=carol, calling=alice, cause=CONSULTING)),
        alice.phone.shows(Shown.RING_OUT, called=carol),
        bob.phone.falls_silent(),
        carol.phone.rings(showing=alice),
        router.shows_call(alice, carol),
        router.shows_line(alice, "HOLD"),
    ):
        alice.cti.consultation_call(call, to=carol)


@pytest.mark.plan("CO-02", ref="ECMA-269 Consultation Call", clauses=CONSULTATION)
def test_consultation_call_by_hand(alice, bob, carol, given, router):
    """Alice presses Trnsfer, hears dial tone and dials Carol; the application is told each step."""
    call = given.talking(alice, bob)
    consultation = Call("consultation")

    with expect(
        alice.sees(
            Held(call, holding=alice, cause=CONSULTING),
            maybe(ServiceInitiated(consultation, initiating=alice, cause=CONSULTING)),
        ),
        bob.sees(Held(call, holding=alice, cause=CONSULTING)),
        alice.phone.shows(Shown.OFF_HOOK),
        bob.phone.falls_silent(),
    ):
        alice.phone.press("Trnsfer")

    with expect(
        alice.sees(
            Originated(consultation, calling=alice, called=carol, cause=CONSULTING),
            Delivered(consultation, alerting=carol, calling=alice, cause=CONSULTING),
        ),
        bob.sees_nothing(),
        carol.sees(Delivered(consultation, alerting=carol, calling=alice, cause=CONSULTING)),
        alice.phone.shows(Shown.RING_OUT, called=carol),
        bob.phone.falls_silent(),
        carol.phone.rings(showing=alice),
        router.shows_call(alice, carol),
        router.shows_line(alice, "HOLD"),
        router.shows_line(carol, "RINGING"),
    ):
        alice.phone.dial(carol)


@pytest.mark.plan("CO-03", ref="ECMA-269 Established", clauses=CONSULTATION)
def test_the_consulted_party_answers(alice, bob, carol, given, router):
    """Carol answers: she and Alice hear each other, Bob hears neither."""
    _, consultation = given.announcing(alice, bob, carol)

    with expect(
        alice.sees(Established(consultation, answering=carol, cause=CONSULTING)),
        bob.sees_nothing(),
        carol.sees(Established(consultation, answering=carol, cause=CONSULTING)),
        alice.phone.talks_to(carol),
        alice.phone.hears(carol),
        carol.phone.hears(alice),
        bob.phone.falls_silent(),
        router.shows_line(alice, "HOLD"),
        router.shows_line(carol, "CONNECTED"),
    ):
        carol.cti.answer_call(consultation)


@pytest.mark.plan("CO-04", ref="ECMA-269 Connection Cleared", clauses=CONSULTATION)
def test_the_held_party_leaves_during_a_consultation(alice, bob, carol, given):
    """Bob hangs up while he is held: Alice and Carol talk on."""
    call, _ = given.consulting(alice, bob, carol)

    with expect(
        alice.sees(
            maybe(ConnectionCleared(call, releasing=bob, local=LocalConnectionState.HOLD)),
            ConnectionCleared(call, releasing=alice),
        ),
        bob.sees(ConnectionCleared(call, releasing=bob)),
        carol.sees_nothing(),
        alice.phone.talks_to(carol),
        alice.phone.hears(carol),
        bob.phone.falls_idle(),
    ):
        bob.phone.hang_up()


@pytest.mark.plan("CO-05", ref="ECMA-269 Failed", clauses=CONSULTATION)
def test_consultation_call_to_a_busy_line(alice, bob, carol, given):
    """Carol's line is taken: Alice hears busy and comes back to Bob."""
    call = given.talking(alice, bob)
    consultation, other = Call("consultation"), Call("Carol's own")

    with expect(carol.sees_anything_of(other), carol.phone.shows(Shown.OFF_HOOK)):
        carol.phone.lift()

    with expect(
        alice.sees(
            Held(call, holding=alice, cause=Cause.CONSULTATION),
            maybe(ServiceInitiated(consultation, initiating=alice, cause=CONSULTING)),
            Originated(consultation, calling=alice, called=carol, cause=CONSULTING),
            Failed(consultation, failing=carol, cause=Cause.BUSY),
        ),
        bob.sees(Held(call, holding=alice, cause=Cause.CONSULTATION)),
        carol.sees_nothing(),
        alice.phone.shows(Shown.BUSY),
    ):
        alice.cti.consultation_call(call, to=carol)

    with expect(
        alice.sees(
            ConnectionCleared(consultation, releasing=alice), Retrieved(call, retrieving=alice)
        ),
        bob.sees(Retrieved(call, retrieving=alice)),
        carol.sees_nothing(),
        alice.phone.talks_to(bob),
    ):
        alice.cti.reconnect_call(active=consultation, held=call)


@pytest.mark.plan("CO-06", ref="ECMA-269 Consultation Call, negative", clauses=CONSULTATION)
def test_consultation_call_is_refused_without_a_free_channel(alice, bob, carol, given):
    """Bob's number has one channel and it is in use: his conversation goes on."""
    call = given.talking(alice, bob)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(), carol.sees_nothing(),
            bob.phone.talks_to(alice),
        ),
        refused(Fault.NO_FREE_CHANNEL),
    ):  # fmt: skip
        bob.cti.consultation_call(call, to=carol)


@pytest.mark.plan("CO-07", ref="ECMA-269 Consultation Call, negative", clauses=CONSULTATION)
def test_consultation_call_to_an_unknown_number_is_refused(alice, bob, given):
    """Nobody has that number: Bob is not even put on hold."""
    call = given.talking(alice, bob)

    with (
        expect(alice.sees_nothing(), bob.sees_nothing(), alice.phone.talks_to(bob)),
        refused(Fault.INVALID_DESTINATION),
    ):
        alice.cti.consultation_call(call, to="899")


@pytest.mark.plan("CO-08", ref="ECMA-269 Consultation Call, negative", clauses=CONSULTATION)
def test_consultation_call_is_refused_while_ringing(alice, bob, carol, given):
    """Bob has not answered yet: there is no call to hold."""
    call = given.ringing(alice, bob)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(), carol.sees_nothing(),
            bob.phone.rings(showing=alice),
        ),
        refused(Fault.NO_ACTIVE_CALL),
    ):  # fmt: skip
        alice.cti.consultation_call(call, to=carol)


@pytest.mark.plan("AL-01", ref="ECMA-269 Alternate Call", clauses=ALTERNATE)
def test_alternate_call_by_the_application(alice, bob, carol, given):
    """Alice swaps: Carol waits, Bob is heard again."""
    call, consultation = given.consulting(alice, bob, carol)

    with expect(
        alice.sees(
            Held(consultation, holding=alice, cause=Cause.ALTERNATE),
            Retrieved(call, retrieving=alice, cause=Cause.ALTERNATE),
        ),
        bob.sees(Retrieved(call, retrieving=alice, cause=Cause.ALTERNATE)),
        carol.sees(Held(consultation, holding=alice, cause=Cause.ALTERNATE)),
        alice.phone.talks_to(bob),
        alice.phone.hears(bob),
        bob.phone.hears(alice),
        carol.phone.falls_silent(),
    ):
        alice.cti.alternate_call(held=call, active=consultation)


@pytest.mark.plan("AL-02", ref="ECMA-269 Alternate Call", clauses=ALTERNATE)
def test_alternate_call_by_hand(alice, bob, carol, given):
    """Alice moves to the held call and presses Resume: that swaps, too."""
    call, consultation = given.consulting(alice, bob, carol)
    swapping = ordinary_or(Cause.ALTERNATE)

    with expect(
        alice.sees(
            Held(consultation, holding=alice, cause=swapping),
            Retrieved(call, retrieving=alice, cause=swapping),
        ),
        bob.sees(Retrieved(call, retrieving=alice, cause=swapping)),
        carol.sees(Held(consultation, holding=alice, cause=swapping)),
        alice.phone.talks_to(bob),
        alice.phone.hears(bob),
        carol.phone.falls_silent(),
    ):
        alice.phone.select(bob)
        alice.phone.press("Resume")


@pytest.mark.plan("AL-05", ref="ECMA-269 Alternate Call", clauses=ALTERNATE)
def test_alternate_call_where_another_phone_of_the_line_holds(
    alice, bob, carol, guest, given, router
):
    """Alice holds Bob at her phone, Carol talks at another phone of her line: that is swapped."""
    guest.bring("7961")
    with router.knows(guest, button=f"1:{alice.dn}"):
        guest.phone.plug_in()
        first = given.held(bob, alice, by=alice)
        second = given.ringing(carol, alice)
        with expect(
            alice.sees(Established(second, answering=alice)),
            carol.sees(Established(second, answering=alice)),
            guest.phone.talks_to(carol),
        ):
            guest.phone.answer()

        with expect(
            alice.sees(
                Held(second, holding=alice, cause=Cause.ALTERNATE),
                Retrieved(first, retrieving=alice, cause=Cause.ALTERNATE),
            ),
            bob.sees(Retrieved(first, retrieving=alice, cause=Cause.ALTERNATE)),
            carol.sees(Held(second, holding=alice, cause=Cause.ALTERNATE)),
            carol.phone.falls_silent(),
        ):
            alice.cti.alternate_call(held=first, active=second)

        for party, call in ((bob, first), (carol, second)):
            with expect(
                alice.sees_anything_of(call),
                party.sees_anything_of(call),
                party.phone.falls_idle(),
            ):
                party.phone.hang_up()


@pytest.mark.plan("AL-03", ref="ECMA-269 Alternate Call, negative", clauses=ALTERNATE)
def test_alternate_call_is_refused_with_held_and_active_swapped(alice, bob, carol, given):
    """The held call named as active and the other way round: nothing changes."""
    call, consultation = given.consulting(alice, bob, carol)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(), carol.sees_nothing(),
            alice.phone.talks_to(carol),
        ),
        refused(Fault.HELD_AND_ACTIVE_SWAPPED),
    ):  # fmt: skip
        alice.cti.alternate_call(held=consultation, active=call)


@pytest.mark.plan("AL-04", ref="ECMA-269 Alternate Call, negative", clauses=ALTERNATE)
def test_alternate_call_is_refused_while_the_consulted_phone_rings(alice, bob, carol, given):
    """Carol has not answered: there is no conversation to hold."""
    call, consultation = given.announcing(alice, bob, carol)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(), carol.sees_nothing(),
            carol.phone.rings(showing=alice),
        ),
        refused(Fault.NO_ACTIVE_CALL),
    ):  # fmt: skip
        alice.cti.alternate_call(held=call, active=consultation)


@pytest.mark.plan("RC-01", ref="ECMA-269 Reconnect Call", clauses=RECONNECT)
def test_reconnect_call_by_the_application(alice, bob, carol, given, router):
    """Alice ends the consultation and is back with Bob in one act."""
    call, consultation = given.consulting(alice, bob, carol)

    with expect(
        alice.sees(
            ConnectionCleared(consultation, releasing=alice), Retrieved(call, retrieving=alice)
        ),
        bob.sees(Retrieved(call, retrieving=alice)),
        carol.sees(
            maybe(ConnectionCleared(consultation, releasing=alice)),
            ConnectionCleared(consultation, releasing=carol),
        ),
        alice.phone.talks_to(bob),
        alice.phone.hears(bob),
        bob.phone.hears(alice),
        carol.phone.falls_idle(),
        router.shows_call(alice, bob),
        router.shows_line(carol, "IDLE"),
    ):
        alice.cti.reconnect_call(active=consultation, held=call)


@pytest.mark.plan("RC-02", ref="ECMA-269 Reconnect Call", clauses=RECONNECT)
def test_reconnect_call_while_the_consulted_phone_rings(alice, bob, carol, given, router):
    """Carol does not answer; Alice gives up and is back with Bob."""
    call, consultation = given.announcing(alice, bob, carol)

    with expect(
        alice.sees(
            ConnectionCleared(consultation, releasing=alice), Retrieved(call, retrieving=alice)
        ),
        bob.sees(Retrieved(call, retrieving=alice)),
        carol.sees(ConnectionCleared(consultation, releasing=carol, cause=Cause.CALL_CANCELLED)),
        alice.phone.talks_to(bob),
        alice.phone.hears(bob),
        bob.phone.hears(alice),
        carol.phone.falls_idle(),
        router.shows_call(alice, bob),
        router.shows_line(carol, "IDLE"),
    ):
        alice.cti.reconnect_call(active=consultation, held=call)


@pytest.mark.plan("RC-03", ref="ECMA-269 Retrieve Call", clauses=RECONNECT)
def test_reconnect_by_hand(alice, bob, carol, given):
    """By hand it is two keys: EndCall, then Resume."""
    call, consultation = given.consulting(alice, bob, carol)

    with expect(
        alice.sees(ConnectionCleared(consultation, releasing=alice)),
        bob.sees_nothing(),
        carol.sees(
            maybe(ConnectionCleared(consultation, releasing=alice)),
            ConnectionCleared(consultation, releasing=carol),
        ),
        alice.phone.shows(Shown.HOLD),
        carol.phone.falls_idle(),
    ):
        alice.phone.press("EndCall")

    with expect(
        alice.sees(Retrieved(call, retrieving=alice)),
        bob.sees(Retrieved(call, retrieving=alice)),
        alice.phone.talks_to(bob),
        alice.phone.hears(bob),
    ):
        alice.phone.press("Resume")


@pytest.mark.plan("RC-04", ref="ECMA-269 Reconnect Call, negative", clauses=RECONNECT)
def test_reconnect_call_is_refused_with_held_and_active_swapped(alice, bob, carol, given):
    """Nobody is cut off by a request that names the two calls the wrong way round."""
    call, consultation = given.consulting(alice, bob, carol)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(), carol.sees_nothing(),
            alice.phone.talks_to(carol),
        ),
        refused(Fault.HELD_AND_ACTIVE_SWAPPED),
    ):  # fmt: skip
        alice.cti.reconnect_call(active=call, held=consultation)
