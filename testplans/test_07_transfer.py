"""Chapter 7. Transfer Call, Single Step Transfer Call.

Alice leaves Bob and Carol to each other: after she has consulted Carol, while Carol's phone still
rings, or without a word (Table 94: Transfer Call, Single Step Transfer Call). A transferred call
may have another identifier from then on; the event says so.
"""

import pytest

from harness.expect import (
    Call,
    Cause,
    ConnectionCleared,
    Delivered,
    Diverted,
    Established,
    Failed,
    Fault,
    Held,
    LocalConnectionState,
    Originated,
    ServiceInitiated,
    Shown,
    Transferred,
    expect,
    maybe,
    ordinary_or,
    refused,
)

TRANSFER = ["T94.transfer-call"]
BLIND = ["transfer.blind"]
RECALL = ["transfer.recall"]
SINGLE_STEP = ["T94.single-step-transfer-call"]

CONSULTING = ordinary_or(Cause.CONSULTATION)
SENT_ON = ordinary_or(Cause.SINGLE_STEP_TRANSFER)


@pytest.mark.plan("TC-01", ref="ECMA-269 Transfer Call", clauses=TRANSFER)
def test_transfer_call_after_a_consultation(alice, bob, carol, given, router):
    """Alice, who has consulted Carol, joins her with Bob: the two hear each other."""
    call, consultation = given.consulting(alice, bob, carol)

    with expect(
        alice.sees(Transferred(call, transferring=alice, to=carol)),
        bob.sees(Transferred(call, transferring=alice, to=carol)),
        carol.sees(Transferred(consultation, transferring=alice, to=carol)),
        alice.phone.falls_idle(),
        bob.phone.talks_to(carol),
        carol.phone.talks_to(bob),
        bob.phone.hears(carol),
        carol.phone.hears(bob),
        router.shows_call(bob, carol),
        router.shows_line(alice, "IDLE"),
    ):
        alice.cti.transfer_call(held=call, active=consultation)


@pytest.mark.plan("TC-02", ref="ECMA-269 Transferred", clauses=TRANSFER)
def test_transfer_call_by_hand(alice, bob, carol, given, router):
    """Alice presses Trnsfer a second time: the same, told to the same monitors."""
    call, consultation = given.consulting(alice, bob, carol)

    with expect(
        alice.sees(Transferred(call, transferring=alice, to=carol)),
        bob.sees(Transferred(call, transferring=alice, to=carol)),
        carol.sees(Transferred(consultation, transferring=alice, to=carol)),
        alice.phone.falls_idle(),
        bob.phone.talks_to(carol),
        carol.phone.talks_to(bob),
        bob.phone.hears(carol),
        carol.phone.hears(bob),
        router.shows_call(bob, carol),
    ):
        alice.phone.press("Trnsfer")


@pytest.mark.plan("TC-03", ref="ECMA-269 Transferred, transferredConnections", clauses=TRANSFER)
def test_a_transferred_call_is_cleared_by_its_new_identifier(alice, bob, carol, given, router):
    """Bob, who was transferred, ends the call; his application knows it by what it was told."""
    call, consultation = given.consulting(alice, bob, carol)

    with expect(
        alice.sees(Transferred(call, transferring=alice, to=carol)),
        bob.sees(Transferred(call, transferring=alice, to=carol)),
        carol.sees(Transferred(consultation, transferring=alice, to=carol)),
    ):
        alice.cti.transfer_call(held=call, active=consultation)

    with expect(
        alice.sees_nothing(),
        bob.sees(ConnectionCleared(call, releasing=bob)),
        carol.sees(
            maybe(ConnectionCleared(consultation, releasing=bob)),
            ConnectionCleared(consultation, releasing=carol),
        ),
        bob.phone.falls_idle(),
        carol.phone.falls_idle(),
        router.shows_no_call(),
    ):
        bob.cti.clear_connection(call)


@pytest.mark.plan("TC-04", ref="ECMA-269 Transfer Call", clauses=TRANSFER)
@pytest.mark.parametrize("by", ["application", "soft key"])
def test_transfer_call_while_the_consulted_phone_rings(alice, bob, carol, given, router, by):
    """Alice does not wait for Carol to answer: Bob hears it ring, and then Carol."""
    call, consultation = given.announcing(alice, bob, carol)

    with expect(
        alice.sees(Transferred(call, transferring=alice, to=carol)),
        bob.sees(Transferred(call, transferring=alice, to=carol)),
        carol.sees(
            Transferred(
                consultation, transferring=alice, to=carol, local=LocalConnectionState.ALERTING
            )
        ),
        alice.phone.falls_idle(),
        bob.phone.shows(Shown.RING_OUT, called=carol),
        carol.phone.rings(showing=bob),
        router.shows_line(alice, "IDLE"),
        router.shows_line(carol, "RINGING"),
    ):
        alice.transfer(held=call, active=consultation, by=by)

    with expect(
        alice.sees_nothing(),
        bob.sees(
            Established(call, answering=carol, calling=bob, cause=ordinary_or(Cause.TRANSFER))
        ),
        carol.sees(
            Established(
                consultation, answering=carol, calling=bob, cause=ordinary_or(Cause.TRANSFER)
            )
        ),
        bob.phone.talks_to(carol),
        bob.phone.hears(carol),
        carol.phone.hears(bob),
        router.shows_call(bob, carol),
    ):
        carol.phone.answer()


@pytest.mark.plan("TC-07", ref="CME Command Reference, transfer-system", clauses=BLIND)
@pytest.mark.parametrize("system", ["full-blind", "blind"])
def test_a_blind_transfer_by_hand_needs_one_key(alice, bob, carol, given, router, system):
    """Alice presses Trnsfer and dials Carol: she is free at once, and Bob hears Carol's phone."""
    with router.configured("telephony-service", f"transfer-system {system}"):
        call, consultation = given.talking(alice, bob), Call("consultation")
        with expect(
            alice.sees(
                Held(call, holding=alice, cause=CONSULTING),
                maybe(ServiceInitiated(consultation, initiating=alice, cause=CONSULTING)),
            ),
            bob.sees(Held(call, holding=alice, cause=CONSULTING)),
            alice.phone.shows(Shown.OFF_HOOK),
        ):
            alice.phone.press("Trnsfer")

        with expect(
            alice.sees(
                Originated(consultation, calling=alice, called=carol, cause=CONSULTING),
                Delivered(consultation, alerting=carol, cause=CONSULTING),
                Transferred(call, transferring=alice, to=carol),
            ),
            bob.sees(Transferred(call, transferring=alice, to=carol)),
            carol.sees(
                Delivered(consultation, alerting=carol, cause=CONSULTING),
                Transferred(
                    consultation, transferring=alice, to=carol, local=LocalConnectionState.ALERTING
                ),
            ),
            alice.phone.falls_idle(),
            bob.phone.shows(Shown.RING_OUT, called=carol),
            carol.phone.rings(showing=bob),
        ):
            alice.phone.dial(carol)


@pytest.mark.plan("TC-08", ref="CME Command Reference, timeouts transfer-recall", clauses=RECALL)
def test_a_transferred_call_that_nobody_answers_comes_back(alice, bob, carol, given, router, clock):
    """Carol does not answer the call that Alice sent her: it rings at Alice again."""
    with router.configured("telephony-service", "timeouts transfer-recall 20"):
        call, consultation = given.announcing(alice, bob, carol)
        with expect(
            alice.sees(Transferred(call, transferring=alice, to=carol)),
            bob.sees(Transferred(call, transferring=alice, to=carol)),
            carol.sees(
                Transferred(
                    consultation, transferring=alice, to=carol, local=LocalConnectionState.ALERTING
                )
            ),
        ):
            alice.phone.press("Trnsfer")

        recalled = Call("recalled")
        with expect(
            alice.sees(Delivered(recalled, alerting=alice, calling=bob, cause=Cause.RECALL)),
            bob.sees(
                maybe(Diverted(call, diverting=carol, to=alice, cause=Cause.RECALL)),
                Delivered(call, alerting=alice, calling=bob, cause=Cause.RECALL),
            ),
            carol.sees(Diverted(consultation, diverting=carol, to=alice, cause=Cause.RECALL)),
            alice.phone.rings(showing=bob),
            carol.phone.falls_idle(),
        ):
            clock.passes(seconds=21)

        with expect(
            alice.sees(
                Established(recalled, answering=alice, calling=bob, cause=ordinary_or(Cause.RECALL))
            ),
            bob.sees(Established(call, answering=alice, cause=ordinary_or(Cause.RECALL))),
            carol.sees_nothing(),
            alice.phone.talks_to(bob),
            bob.phone.hears(alice),
        ):
            alice.phone.answer()


@pytest.mark.plan("TC-05", ref="ECMA-269 Transfer Call, negative", clauses=TRANSFER)
def test_transfer_call_is_refused_with_held_and_active_swapped(alice, bob, carol, given):
    """The held call named as active and the other way round: nobody is joined."""
    call, consultation = given.consulting(alice, bob, carol)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(), carol.sees_nothing(),
            alice.phone.talks_to(carol),
        ),
        refused(Fault.HELD_AND_ACTIVE_SWAPPED),
    ):  # fmt: skip
        alice.cti.transfer_call(held=consultation, active=call)


@pytest.mark.plan("TC-06", ref="ECMA-269 Transfer Call, negative", clauses=TRANSFER)
def test_transfer_call_of_an_unknown_call_is_refused(alice, bob, given):
    """Without a second call there is nobody to join Bob with; he stays held."""
    call = given.held(alice, bob, by=alice)

    with (
        expect(alice.sees_nothing(), bob.sees_nothing(), alice.phone.shows(Shown.HOLD)),
        refused(Fault.INVALID_CONNECTION),
    ):
        alice.cti.transfer_call(held=call, active=Call("4711"))


@pytest.mark.plan("ST-01", ref="ECMA-269 Single Step Transfer Call", clauses=SINGLE_STEP)
def test_single_step_transfer_call(alice, bob, carol, given, router):
    """Bob, whom Alice called, sends her to Carol and is free at once; Carol answers."""
    call = given.talking(alice, bob)
    at_carol = Call("call at Carol")

    with expect(
        alice.sees(
            Transferred(call, transferring=bob, to=carol, cause=Cause.SINGLE_STEP_TRANSFER),
            Delivered(call, alerting=carol, calling=alice, cause=SENT_ON),
        ),
        bob.sees(Transferred(call, transferring=bob, to=carol, cause=Cause.SINGLE_STEP_TRANSFER)),
        carol.sees(
            Delivered(at_carol, alerting=carol, calling=alice, last_redirection=bob, cause=SENT_ON)
        ),
        alice.phone.shows(Shown.RING_OUT, called=carol),
        bob.phone.falls_idle(),
        carol.phone.rings(showing=alice),
        router.shows_call(alice, carol),
    ):
        bob.cti.single_step_transfer_call(call, to=carol)

    with expect(
        alice.sees(Established(call, answering=carol, cause=SENT_ON)),
        bob.sees_nothing(),
        carol.sees(Established(at_carol, answering=carol, calling=alice, cause=SENT_ON)),
        alice.phone.talks_to(carol),
        alice.phone.hears(carol),
        carol.phone.hears(alice),
    ):
        carol.phone.answer()


@pytest.mark.plan("ST-02", ref="ECMA-269 Single Step Transfer Call", clauses=SINGLE_STEP)
def test_single_step_transfer_call_by_the_caller(alice, bob, carol, given, router):
    """Alice, who called Bob, sends him on to Carol, who answers."""
    call = given.talking(alice, bob)
    at_carol = Call("call at Carol")

    with expect(
        alice.sees(
            Transferred(call, transferring=alice, to=carol, cause=Cause.SINGLE_STEP_TRANSFER)
        ),
        bob.sees(
            Transferred(call, transferring=alice, to=carol, cause=Cause.SINGLE_STEP_TRANSFER),
            Delivered(call, alerting=carol, calling=bob, cause=SENT_ON),
        ),
        carol.sees(
            Delivered(at_carol, alerting=carol, calling=bob, last_redirection=alice, cause=SENT_ON)
        ),
        alice.phone.falls_idle(),
        bob.phone.shows(Shown.RING_OUT, called=carol),
        carol.phone.rings(showing=bob),
        router.shows_line(alice, "IDLE"),
        router.shows_line(carol, "RINGING"),
    ):
        alice.cti.single_step_transfer_call(call, to=carol)

    with expect(
        alice.sees_nothing(),
        bob.sees(Established(call, answering=carol, cause=SENT_ON)),
        carol.sees(Established(at_carol, answering=carol, calling=bob, cause=SENT_ON)),
        bob.phone.talks_to(carol),
        bob.phone.hears(carol),
        carol.phone.hears(bob),
        router.shows_call(bob, carol),
    ):
        carol.cti.answer_call(at_carol)


@pytest.mark.plan("ST-03", ref="ECMA-269 Failed", clauses=SINGLE_STEP)
def test_single_step_transfer_call_to_a_busy_line(alice, bob, carol, given, router):
    """Carol's line is taken: who was sent to her hears busy."""
    call, other = given.talking(alice, bob), Call("Carol's own")

    with expect(carol.sees_anything_of(other), carol.phone.shows(Shown.OFF_HOOK)):
        carol.phone.lift()

    with expect(
        alice.sees(
            Transferred(call, transferring=bob, to=carol, cause=Cause.SINGLE_STEP_TRANSFER),
            Failed(call, failing=carol, cause=Cause.BUSY),
        ),
        bob.sees(Transferred(call, transferring=bob, to=carol, cause=Cause.SINGLE_STEP_TRANSFER)),
        carol.sees_nothing(),
        alice.phone.shows(Shown.BUSY),
        bob.phone.falls_idle(),
        carol.phone.shows(Shown.OFF_HOOK),
        router.shows_line(bob, "IDLE"),
    ):
        bob.cti.single_step_transfer_call(call, to=carol)


@pytest.mark.plan("ST-04", ref="ECMA-269 Single Step Transfer Call, negative", clauses=SINGLE_STEP)
def test_single_step_transfer_call_to_an_unknown_number_is_refused(alice, bob, given):
    """Nobody has that number: the conversation goes on."""
    call = given.talking(alice, bob)

    with (
        expect(alice.sees_nothing(), bob.sees_nothing(), bob.phone.talks_to(alice)),
        refused(Fault.INVALID_DESTINATION),
    ):
        bob.cti.single_step_transfer_call(call, to="899")


@pytest.mark.plan("ST-05", ref="ECMA-269 Single Step Transfer Call, negative", clauses=SINGLE_STEP)
def test_single_step_transfer_call_is_refused_while_alerting(alice, bob, carol, given):
    """A call that is not answered can be deflected, not transferred; it rings on."""
    call = given.ringing(alice, bob)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(), carol.sees_nothing(),
            bob.phone.rings(showing=alice),
        ),
        refused(Fault.NO_ACTIVE_CALL),
    ):  # fmt: skip
        bob.cti.single_step_transfer_call(call, to=carol)


@pytest.mark.plan("ST-06", ref="ECMA-269 Single Step Transfer Call, negative", clauses=SINGLE_STEP)
def test_single_step_transfer_call_is_refused_on_a_held_call(alice, bob, carol, given):
    """A held call is not active; it stays held."""
    call = given.held(alice, bob, by=bob)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(), carol.sees_nothing(),
            bob.phone.shows(Shown.HOLD),
        ),
        refused(Fault.NO_ACTIVE_CALL),
    ):  # fmt: skip
        bob.cti.single_step_transfer_call(call, to=carol)
