"""Chapter 9. Logical phone features, physical device, digits.

Do not disturb, call forward all, the message lamp and DTMF, from the application with the phones
watched and by hand with the application watched (Table 94: Logical Phone Features, Physical
Device, Generate Digits). What is set by one way is there for every other: the phone, the service
that asks for it, the router's configuration.
"""

import pytest

from harness.expect import (
    Call,
    Cause,
    Delivered,
    Diverted,
    DoNotDisturb,
    Established,
    Fault,
    Forwarding,
    ForwardingType,
    MessageWaiting,
    Originated,
    ServiceInitiated,
    Shown,
    expect,
    maybe,
    refused,
)

ON_BUSY = ["forward.busy"]
ON_NO_ANSWER = ["forward.no-answer"]
WAYS = pytest.mark.parametrize("by", ["application", "hand"])

# -- forwarding -----------------------------------------------------------------------------------


@pytest.mark.plan(
    "FT-01", ref="ECMA-269 Set Forwarding", clauses=["T94.set-forwarding", "T94.get-forwarding"]
)
@WAYS
def test_set_forwarding(bob, carol, router, by):
    """Bob forwards all his calls to Carol, and takes them again."""
    with expect(
        bob.sees(Forwarding(bob, to=carol)),
        carol.sees_nothing(),
        bob.phone.shows_forwarded_to(carol),
        bob.phone.falls_idle(),
        bob.cti.tells_forwarded_to(carol),
        router.shows_forwarding(bob, to=carol),
    ):
        bob.forward_all(to=carol, by=by)

    with expect(
        bob.sees(Forwarding(bob)),
        bob.phone.shows_no_forwarding(),
        bob.phone.falls_idle(),
        bob.cti.tells_forwarded_to(None),
        router.shows_forwarding(bob, to=None),
    ):
        bob.forward_none(by=by)


@pytest.mark.plan("FT-02", ref="ECMA-269 Forwarding", clauses=["T94.set-forwarding"])
@WAYS
def test_set_forwarding_sends_calls_on(alice, bob, carol, router, by):
    """Alice calls Bob, whose calls go to Carol: only her phone rings, and she answers."""
    with expect(bob.sees(Forwarding(bob, to=carol)), bob.phone.shows_forwarded_to(carol)):
        bob.forward_all(to=carol, by="application")

    call = Call()
    immediate = Cause.CALL_FORWARD_IMMEDIATE
    with expect(
        alice.sees(
            maybe(ServiceInitiated(call, initiating=alice)),
            Originated(call, calling=alice, called=bob),
            maybe(Diverted(call, diverting=bob, to=carol, cause=immediate)),
            Delivered(call, alerting=carol, calling=alice, called=bob, cause=immediate),
        ),
        bob.sees(maybe(Diverted(call, diverting=bob, to=carol, cause=immediate))),
        carol.sees(Delivered(call, alerting=carol, calling=alice, called=bob, cause=immediate)),
        alice.phone.shows(Shown.RING_OUT),
        bob.phone.falls_idle(),
        carol.phone.rings(showing=alice),
        router.shows_line(carol, "RINGING"),
        router.shows_line(bob, "IDLE"),
    ):
        alice.call(bob, by=by)

    with expect(
        alice.sees(Established(call, answering=carol, calling=alice)),
        bob.sees_nothing(),
        carol.sees(Established(call, answering=carol, calling=alice)),
        alice.phone.talks_to(carol),
        carol.phone.talks_to(alice),
    ):
        carol.phone.answer()


@pytest.mark.plan("FT-03", ref="CME call-forward all", clauses=["T94.get-forwarding"])
def test_get_forwarding_tells_what_is_configured(bob, carol, router):
    """A forwarding from the command line is what the service tells and the phone shows."""
    told = []
    with (
        expect(
            bob.sees(maybe(Forwarding(bob, to=carol)), maybe(Forwarding(bob))),
            bob.phone.shows_no_forwarding(),
        ),
        router.configured(f"ephone-dn {bob.dn}", f"call-forward all {carol.number}"),
    ):
        told.append(bob.cti.forwarded_to)

    assert told == [carol.number]
    assert bob.cti.forwarded_to == ""


@pytest.mark.plan("FT-04", ref="ECMA-269 Set Forwarding, negative", clauses=["T94.set-forwarding"])
@pytest.mark.parametrize("kind", ["forwardBusy", "forwardNoAns", "forwardDND", "forwardImmExt"])
def test_set_forwarding_of_another_type_is_refused(bob, carol, router, kind):
    """All calls are forwarded or none: no other type is accepted, and nothing is changed."""
    with (
        expect(
            bob.sees_nothing(),
            bob.phone.shows_no_forwarding(),
            router.shows_forwarding(bob, to=None),
        ),
        refused(Fault.FORWARDING_TYPE),
    ):
        bob.cti.set_forwarding(to=carol, kind=ForwardingType(kind))


@pytest.mark.plan("FT-05", ref="ECMA-269 Set Forwarding, negative", clauses=["T94.set-forwarding"])
@pytest.mark.parametrize("whither", ["999", "itself"])
def test_set_forwarding_to_nowhere_is_refused(bob, whither):
    """A line cannot be forwarded to a number that nobody has, or to itself."""
    with (
        expect(
            bob.sees_nothing(),
            bob.phone.shows_no_forwarding(),
            bob.cti.tells_forwarded_to(None),
        ),
        refused(Fault.FORWARDING_DESTINATION),
    ):
        bob.cti.set_forwarding(to=bob if whither == "itself" else whither)


@pytest.mark.plan("FT-06", ref="ECMA-269 call forward no answer", clauses=ON_NO_ANSWER)
def test_a_call_that_nobody_answers_goes_on(alice, bob, carol, given, router, clock):
    """Bob's phone rings in vain, and after a while Carol's instead."""
    forwarding = f"call-forward noan {carol.number} timeout 30"
    late = Cause.CALL_FORWARD_NO_ANSWER
    with router.configured(f"ephone-dn {bob.dn}", forwarding):
        call = given.ringing(alice, bob)

        with expect(
            alice.sees(
                Diverted(call, diverting=bob, to=carol, cause=late),
                Delivered(call, alerting=carol, calling=alice, called=bob, cause=late),
            ),
            bob.sees(Diverted(call, diverting=bob, to=carol, cause=late)),
            carol.sees(Delivered(call, alerting=carol, calling=alice, called=bob, cause=late)),
            bob.phone.falls_idle(),
            carol.phone.rings(showing=alice),
        ):
            clock.passes(seconds=30)


@pytest.mark.plan("FT-07", ref="CME do not disturb", clauses=["T94.set-forwarding"])
def test_the_dnd_key_sends_a_call_on(alice, bob, carol, given, router):
    """A hand need not wait: DND during the ring sends the call where unanswered calls go."""
    forwarding = f"call-forward noan {carol.number} timeout 60"
    with router.configured(f"ephone-dn {bob.dn}", forwarding):
        call = given.ringing(alice, bob)
        late = Cause.CALL_FORWARD_NO_ANSWER
        with expect(
            alice.sees(
                Diverted(call, diverting=bob, to=carol, cause=late),
                Delivered(call, alerting=carol, calling=alice, called=bob, cause=late),
            ),
            bob.sees(Diverted(call, diverting=bob, to=carol, cause=late)),
            carol.sees(Delivered(call, alerting=carol, calling=alice, called=bob, cause=late)),
            bob.phone.falls_idle(),
            carol.phone.rings(showing=alice),
            router.shows_line(carol, "RINGING"),
        ):
            bob.phone.press("DND")


@pytest.mark.plan("FT-08", ref="CME Command Reference, call-forward busy", clauses=ON_BUSY)
@WAYS
def test_a_call_for_a_busy_line_goes_on(alice, bob, carol, router, by):
    """Bob has his handset up: who calls him reaches Carol."""
    busy, own, call = Cause.CALL_FORWARD_BUSY, Call("Bob's own"), Call()
    with router.configured(f"ephone-dn {bob.dn}", f"call-forward busy {carol.number}"):
        with expect(bob.sees_anything_of(own), bob.phone.shows(Shown.OFF_HOOK)):
            bob.phone.lift()

        with expect(
            alice.sees(
                maybe(ServiceInitiated(call, initiating=alice)),
                Originated(call, calling=alice, called=bob),
                maybe(Diverted(call, diverting=bob, to=carol, cause=busy)),
                Delivered(call, alerting=carol, calling=alice, called=bob, cause=busy),
            ),
            bob.sees(maybe(Diverted(call, diverting=bob, to=carol, cause=busy))),
            carol.sees(
                Delivered(
                    call,
                    alerting=carol,
                    calling=alice,
                    called=bob,
                    last_redirection=bob,
                    cause=busy,
                )
            ),
            alice.phone.shows(Shown.RING_OUT),
            bob.phone.shows(Shown.OFF_HOOK),
            carol.phone.rings(showing=alice),
            router.shows_line(carol, "RINGING"),
        ):
            alice.call(bob, by=by)


@pytest.mark.plan("FT-09", ref="CME Administrator Guide, call forward busy", clauses=ON_BUSY)
def test_a_line_with_a_free_channel_is_not_busy(alice, bob, carol, guest, given, router):
    """Alice's second channel takes Carol's call; only the call after that goes on to the guest."""
    busy = f"call-forward busy {guest.number}"
    guest.bring("7960")
    with router.knows(guest), router.configured(f"ephone-dn {alice.dn}", busy):
        guest.phone.plug_in()
        given.talking(alice, bob)

        with expect(
            alice.sees(Delivered(Call("second"), alerting=alice, calling=carol)),
            carol.sees_anything_of(Call("Carol's")),
            alice.phone.rings(showing=carol),
            guest.phone.falls_idle(),
        ):
            carol.phone.call(alice)


@pytest.mark.plan("FT-10", ref="CME Command Reference, call-forward noan", clauses=ON_NO_ANSWER)
def test_a_call_that_is_answered_in_time_stays(alice, bob, carol, given, router, clock):
    """Bob answers before his calls go on: nobody diverts anything, now or later."""
    forwarding = f"call-forward noan {carol.number} timeout 30"
    with router.configured(f"ephone-dn {bob.dn}", forwarding):
        call = given.ringing(alice, bob)
        with expect(alice.sees_nothing(), bob.sees_nothing(), bob.phone.rings(showing=alice)):
            clock.passes(seconds=25)
        with expect(
            alice.sees(Established(call, answering=bob)),
            bob.sees(Established(call, answering=bob)),
        ):
            bob.phone.answer()

        with expect(
            alice.sees_nothing(),
            bob.sees_nothing(),
            carol.sees_nothing(),
            alice.phone.talks_to(bob),
        ):
            clock.passes(seconds=10)


# -- do not disturb -------------------------------------------------------------------------------


@pytest.mark.plan(
    "FT-11",
    ref="ECMA-269 Set Do Not Disturb",
    clauses=["T94.set-do-not-disturb", "T94.get-do-not-disturb"],
)
@WAYS
def test_set_do_not_disturb(alice, bob, router, by):
    """Bob does not want to be disturbed, and later does again."""
    with expect(
        bob.sees(DoNotDisturb(bob, on=True)),
        alice.sees_nothing(),
        bob.phone.shows_do_not_disturb(),
        bob.cti.tells_do_not_disturb(on=True),
        alice.cti.tells_do_not_disturb(on=False),
        router.shows_do_not_disturb(bob, on=True),
        router.shows_do_not_disturb(alice, on=False),
    ):
        bob.switch_do_not_disturb(on=True, by=by)

    with expect(
        bob.sees(DoNotDisturb(bob, on=False)),
        bob.phone.shows_do_not_disturb(on=False),
        bob.cti.tells_do_not_disturb(on=False),
        router.shows_do_not_disturb(bob, on=False),
    ):
        bob.switch_do_not_disturb(on=False, by=by)


@pytest.mark.plan("FT-12", ref="CME do not disturb", clauses=["T94.set-do-not-disturb"])
def test_set_do_not_disturb_silences_the_phone(alice, bob):
    """A call for Bob, who is not to be disturbed, is shown to him but not heard; he may answer."""
    with expect(bob.sees(DoNotDisturb(bob, on=True)), bob.phone.shows_do_not_disturb()):
        bob.switch_do_not_disturb(on=True, by="application")

    call = Call()
    with expect(
        alice.sees(
            maybe(ServiceInitiated(call, initiating=alice)),
            Originated(call, calling=alice, called=bob),
            Delivered(call, alerting=bob),
        ),
        bob.sees(Delivered(call, alerting=bob, calling=alice)),
        alice.phone.shows(Shown.RING_OUT),
        bob.phone.stays_silent(showing=alice),
    ):
        alice.call(bob, by="hand")

    with expect(
        alice.sees(Established(call, answering=bob)),
        bob.sees(Established(call, answering=bob)),
        alice.phone.talks_to(bob),
        bob.phone.talks_to(alice),
    ):
        bob.answer(call, by="soft key")


@pytest.mark.plan("FT-13", ref="CME do not disturb", clauses=["T94.set-do-not-disturb"])
def test_the_dnd_key_silences_one_call(alice, bob, given):
    """DND during a call that rings is about that call only: it goes on without a sound."""
    given.ringing(alice, bob)

    with expect(
        bob.sees_nothing(),
        bob.phone.stays_silent(showing=alice),
        bob.cti.tells_do_not_disturb(on=False),
    ):
        bob.phone.press("DND")


# -- the message lamp -----------------------------------------------------------------------------


@pytest.mark.plan(
    "FT-21",
    ref="ECMA-269 Set Message Waiting Indicator",
    clauses=["T94.set-message-waiting-indicator"],
)
def test_set_message_waiting(alice, bob):
    """The application lights the lamp of Bob's phone, and of his only, and puts it out again."""
    with expect(
        bob.sees(MessageWaiting(bob, on=True)),
        alice.sees_nothing(),
        bob.phone.shows_message_waiting(),
        alice.phone.shows_message_waiting(on=False),
    ):
        bob.cti.set_message_waiting(on=True)

    with expect(bob.sees(MessageWaiting(bob, on=False)), bob.phone.shows_message_waiting(on=False)):
        bob.cti.set_message_waiting(on=False)


@pytest.mark.plan(
    "FT-22",
    ref="ECMA-269 Set Message Waiting Indicator",
    clauses=["T94.set-message-waiting-indicator"],
)
def test_set_message_waiting_outlasts_a_call(alice, bob, given):
    """A lit lamp stays lit while Bob talks and when he has hung up."""
    with expect(bob.sees(MessageWaiting(bob, on=True)), bob.phone.shows_message_waiting()):
        bob.cti.set_message_waiting(on=True)

    call = given.talking(alice, bob)
    assert bob.phone.screen.message_waiting

    with expect(
        alice.sees_anything_of(call), bob.sees_anything_of(call), bob.phone.shows_message_waiting()
    ):
        bob.clear(call, by="handset")


# -- digits ---------------------------------------------------------------------------------------


@pytest.mark.plan("FT-31", ref="ECMA-269 Generate Digits", clauses=["T94.generate-digits"])
@WAYS
def test_generate_digits(alice, bob, given, by):
    """Bob hears what Alice keys in, every digit in order; she hears none; the call goes on."""
    call = given.talking(alice, bob)

    with expect(
        alice.sees_nothing(),
        bob.sees_nothing(),
        bob.phone.hears_digits("1590*#"),
        alice.phone.hears_digits(""),
        alice.phone.talks_to(bob),
    ):
        alice.send_digits(call, "1590*#", by=by)


@pytest.mark.plan("FT-32", ref="ECMA-269 Generate Digits", clauses=["T94.generate-digits"])
def test_generate_digits_by_the_called_party(alice, bob, given):
    """Digits go both ways: Alice, who called, hears Bob's."""
    call = given.talking(alice, bob)

    with expect(
        alice.sees_nothing(),
        bob.sees_nothing(),
        alice.phone.hears_digits("42"),
        bob.phone.hears_digits(""),
    ):
        bob.send_digits(call, "42", by="application")


@pytest.mark.plan(
    "FT-33", ref="ECMA-269 Generate Digits, negative", clauses=["T94.generate-digits"]
)
def test_generate_digits_is_refused_while_it_rings(alice, bob, given):
    """Nobody listens to digits before the call is answered."""
    call = given.ringing(alice, bob)

    with (
        expect(alice.sees_nothing(), bob.sees_nothing(), bob.phone.hears_digits("")),
        refused(Fault.NO_ACTIVE_CALL),
    ):
        alice.cti.generate_digits(call, "12")


@pytest.mark.plan(
    "FT-34", ref="ECMA-269 Generate Digits, negative", clauses=["T94.generate-digits"]
)
def test_generate_digits_of_no_key_is_refused(alice, bob, given):
    """Only what a dial pad has can be sent; of a number with anything else nothing is heard."""
    call = given.talking(alice, bob)

    with (
        expect(alice.sees_nothing(), bob.phone.hears_digits(""), bob.phone.talks_to(alice)),
        refused(Fault.INVALID_PARAMETER),
    ):
        alice.cti.generate_digits(call, "12x4")
