"""Chapter 15. Conference by the phone's key, call waiting, and what ends by itself.

Alice, talking with Bob, presses Confrn, dials Carol and presses Confrn again: the router mixes and
all three hear each other (CME administrator guide, Conferencing). Table 94 has no service for it,
so applications watch; what they may do to a conference is what they may do to any call. Alice's
number has two channels, Bob's and Carol's have one.
"""

import pytest

from harness.expect import (
    Call,
    Cause,
    Conferenced,
    ConnectionCleared,
    Delivered,
    Diverted,
    Established,
    Failed,
    Fault,
    Held,
    LocalConnectionState,
    Originated,
    Retrieved,
    ServiceInitiated,
    Shown,
    Transferred,
    expect,
    maybe,
    ordinary_or,
    refused,
)

CONFERENCE = ["conference.by-key"]
MONITORS = ["conference.by-key", "conference.events"]
LEAVING = ["conference.leaving"]
WAITING = ["call-waiting"]
BEEP = ["call-waiting.beep"]
HUNTSTOP = ["huntstop.channel"]
TIMEOUTS = ["timeouts"]

UNFINISHED = frozenset(
    {Cause.NUMBER_UNALLOCATED, Cause.INVALID_NUMBER_FORMAT, Cause.INTER_DIGIT_TIMEOUT}
)
UNANSWERED = frozenset({Cause.CALL_NOT_ANSWERED, Cause.CALL_CANCELLED, Cause.TIMEOUT})
CONFERRING = ordinary_or(Cause.CONSULTATION) | ordinary_or(Cause.CONFERENCE)


@pytest.mark.plan("CF-01", ref="CME Administrator Guide, Conferencing", clauses=CONFERENCE)
def test_confrn_holds_the_call_and_gives_dial_tone(alice, bob, given):
    """Alice presses Confrn while she talks with Bob: he waits, she may dial."""
    call = given.talking(alice, bob)
    consultation = Call("consultation")

    with expect(
        alice.sees(
            Held(call, holding=alice, cause=CONFERRING),
            maybe(ServiceInitiated(consultation, initiating=alice, cause=CONFERRING)),
        ),
        bob.sees(Held(call, holding=alice, cause=CONFERRING)),
        alice.phone.shows(Shown.OFF_HOOK),
        bob.phone.falls_silent(),
    ):
        alice.phone.press("Confrn")


@pytest.mark.plan("CF-02", ref="ECMA-269 Conferenced", clauses=MONITORS)
def test_conference_of_three_by_hand(alice, bob, carol, given, router):
    """Alice presses Confrn again when Carol has answered: each hears both of the others."""
    call, _ = given.consulting(alice, bob, carol, key="Confrn")

    with expect(
        alice.sees(Conferenced(call, conferencing=alice, added=carol)),
        bob.sees(Conferenced(call, conferencing=alice, added=carol)),
        carol.sees(Conferenced(call, conferencing=alice, added=carol)),
        alice.phone.shows_conference(),
        bob.phone.shows_conference(),
        carol.phone.shows_conference(),
        alice.phone.hears(bob),
        alice.phone.hears(carol),
        bob.phone.hears(alice),
        bob.phone.hears(carol),
        carol.phone.hears(alice),
        carol.phone.hears(bob),
        router.shows_line(alice, "CONNECTED"),
        router.shows_line(bob, "CONNECTED"),
        router.shows_line(carol, "CONNECTED"),
        router.shows_conferences(1),
    ):
        alice.phone.press("Confrn")


@pytest.mark.plan("CF-03", ref="ECMA-269 Conferenced", clauses=MONITORS)
def test_a_conference_is_one_call_for_everybody(alice, bob, carol, given):
    """After the Conferenced event all three know the conference as one connected call."""
    call = given.conferring(alice, bob, carol)

    alice.cti.finds((call, LocalConnectionState.CONNECTED))
    bob.cti.finds((call, LocalConnectionState.CONNECTED))
    carol.cti.finds((call, LocalConnectionState.CONNECTED))


@pytest.mark.plan("CF-04", ref="Table 94: no Conference Call", clauses=MONITORS)
def test_conference_call_is_not_offered_to_applications(alice, bob, carol, given):
    """Table 94 has no Conference Call: the consultation stays one."""
    call, consultation = given.consulting(alice, bob, carol, key="Confrn")

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(), carol.sees_nothing(),
            alice.phone.talks_to(carol), bob.phone.falls_silent(),
        ),
        refused(Fault.NOT_OFFERED),
    ):  # fmt: skip
        alice.cti.conference_call(held=call, active=consultation)


@pytest.mark.plan("CF-05", ref="ECMA-269 Connection Cleared", clauses=LEAVING)
@pytest.mark.parametrize("by", ["handset", "soft key", "application"])
def test_the_added_party_leaves_a_conference(alice, bob, carol, given, router, by):
    """Carol leaves: Alice and Bob go on, and are told who left."""
    call = given.conferring(alice, bob, carol)

    with expect(
        alice.sees(ConnectionCleared(call, releasing=carol)),
        bob.sees(ConnectionCleared(call, releasing=carol)),
        carol.sees(ConnectionCleared(call, releasing=carol)),
        carol.phone.falls_idle(),
        alice.phone.talks_to(bob),
        bob.phone.talks_to(alice),
        alice.phone.hears(bob),
        bob.phone.hears(alice),
        router.shows_line(alice, "CONNECTED"),
        router.shows_line(carol, "IDLE"),
    ):
        carol.clear(call, by=by)


@pytest.mark.plan("CF-06", ref="ECMA-269 Connection Cleared", clauses=LEAVING)
def test_the_party_that_was_held_leaves_a_conference(alice, bob, carol, given):
    """Bob leaves: Alice talks with Carol alone; when Carol hangs up, that call is over, too."""
    call = given.conferring(alice, bob, carol)

    with expect(
        alice.sees(ConnectionCleared(call, releasing=bob)),
        bob.sees(ConnectionCleared(call, releasing=bob)),
        carol.sees(ConnectionCleared(call, releasing=bob)),
        bob.phone.falls_idle(),
        alice.phone.talks_to(carol),
        alice.phone.hears(carol),
        carol.phone.hears(alice),
    ):
        bob.phone.hang_up()

    with expect(
        alice.sees(
            maybe(ConnectionCleared(call, releasing=carol)),
            ConnectionCleared(call, releasing=alice),
        ),
        bob.sees_nothing(),
        carol.sees(ConnectionCleared(call, releasing=carol)),
        alice.phone.falls_idle(),
        carol.phone.falls_idle(),
    ):
        carol.phone.hang_up()


@pytest.mark.plan("CF-07", ref="CME Command Reference, keep-conference", clauses=LEAVING)
@pytest.mark.parametrize("by", ["handset", "soft key", "application"])
def test_a_conference_ends_with_its_creator(alice, bob, carol, given, router, by):
    """Alice, whose conference it is, leaves: by default it is over for everybody."""
    call = given.conferring(alice, bob, carol)

    with expect(
        alice.sees(ConnectionCleared(call, releasing=alice)),
        bob.sees(
            maybe(ConnectionCleared(call, releasing=alice)),
            ConnectionCleared(call, releasing=bob),
        ),
        carol.sees(
            maybe(ConnectionCleared(call, releasing=alice)),
            maybe(ConnectionCleared(call, releasing=bob)),
            ConnectionCleared(call, releasing=carol),
        ),
        alice.phone.falls_idle(),
        bob.phone.falls_idle(),
        carol.phone.falls_idle(),
        router.shows_no_call(),
    ):
        alice.clear(call, by=by)


@pytest.mark.plan("CF-08", ref="CME Command Reference, keep-conference", clauses=LEAVING)
@pytest.mark.parametrize(
    ("keep", "by"),
    [("keep-conference", "handset"), ("keep-conference endcall", "soft key")],
)
def test_a_kept_conference_goes_on_without_its_creator(alice, bob, carol, given, router, keep, by):
    """With ``keep-conference`` Alice may leave, and Bob and Carol talk on."""
    with router.configured(f"ephone {alice.ephone}", keep):
        call = given.conferring(alice, bob, carol)

        with expect(
            alice.sees(ConnectionCleared(call, releasing=alice)),
            bob.sees(ConnectionCleared(call, releasing=alice)),
            carol.sees(ConnectionCleared(call, releasing=alice)),
            alice.phone.falls_idle(),
            bob.phone.talks_to(carol),
            carol.phone.talks_to(bob),
            bob.phone.hears(carol),
            carol.phone.hears(bob),
            router.shows_line(alice, "IDLE"),
        ):
            alice.clear(call, by=by)


@pytest.mark.plan("CF-09", ref="CME Command Reference, keep-conference", clauses=LEAVING)
def test_endcall_ends_a_kept_conference(alice, bob, carol, given, router):
    """``keep-conference`` without ``endcall`` is about hanging up: EndCall ends it for all."""
    with router.configured(f"ephone {alice.ephone}", "keep-conference"):
        call = given.conferring(alice, bob, carol)

        with expect(
            alice.sees(ConnectionCleared(call, releasing=alice)),
            bob.sees_anything_of(call),
            carol.sees_anything_of(call),
            alice.phone.falls_idle(),
            bob.phone.falls_idle(),
            carol.phone.falls_idle(),
        ):
            alice.phone.press("EndCall")


@pytest.mark.plan("CF-10", ref="CME Command Reference, keep-conference", clauses=LEAVING)
def test_confrn_lets_the_last_party_go(alice, bob, carol, given):
    """Alice presses Confrn in her conference: Carol, who came last, is out; Bob stays."""
    call = given.conferring(alice, bob, carol)

    with expect(
        alice.sees(ConnectionCleared(call, releasing=carol)),
        bob.sees(ConnectionCleared(call, releasing=carol)),
        carol.sees(ConnectionCleared(call, releasing=carol)),
        carol.phone.falls_idle(),
        alice.phone.talks_to(bob),
        alice.phone.hears(bob),
        bob.phone.hears(alice),
    ):
        alice.phone.press("Confrn")


@pytest.mark.plan("CF-11", ref="ECMA-269 Hold Call, Retrieve Call", clauses=MONITORS)
@pytest.mark.parametrize("by", ["application", "soft key"])
def test_a_member_holds_a_conference_and_comes_back(alice, bob, carol, given, by):
    """Bob holds the conference: he is not heard, the others go on; then he is back with both."""
    call = given.conferring(alice, bob, carol)

    with expect(
        alice.sees(Held(call, holding=bob)),
        bob.sees(Held(call, holding=bob)),
        carol.sees(Held(call, holding=bob)),
        bob.phone.shows(Shown.HOLD),
        bob.phone.falls_silent(),
        alice.phone.shows_conference(),
        carol.phone.shows_conference(),
    ):
        bob.hold(call, by=by)

    with expect(
        alice.sees(Retrieved(call, retrieving=bob)),
        bob.sees(Retrieved(call, retrieving=bob)),
        carol.sees(Retrieved(call, retrieving=bob)),
        bob.phone.shows_conference(),
        alice.phone.hears(bob),
        carol.phone.hears(bob),
    ):
        bob.retrieve(call, by=by)

    with expect(bob.phone.hears(carol)):
        carol.phone.speak()


@pytest.mark.plan("CF-12", ref="ECMA-269 Hold Call, Retrieve Call", clauses=MONITORS)
def test_the_others_talk_on_while_the_creator_holds(alice, bob, carol, given):
    """Alice holds her own conference: it goes on without her, and she comes back."""
    call = given.conferring(alice, bob, carol)

    with expect(
        alice.sees(Held(call, holding=alice)),
        bob.sees(Held(call, holding=alice)),
        carol.sees(Held(call, holding=alice)),
        alice.phone.shows(Shown.HOLD),
        alice.phone.falls_silent(),
        bob.phone.shows_conference(),
        carol.phone.shows_conference(),
    ):
        alice.phone.press("Hold")

    with expect(bob.phone.hears(carol)):
        carol.phone.speak()

    with expect(
        alice.sees(Retrieved(call, retrieving=alice)),
        bob.sees(Retrieved(call, retrieving=alice)),
        carol.sees(Retrieved(call, retrieving=alice)),
        alice.phone.shows_conference(),
        bob.phone.hears(alice),
        carol.phone.hears(alice),
    ):
        alice.phone.press("Resume")


@pytest.mark.plan("CF-13", ref="ECMA-269, negative acknowledgement", clauses=MONITORS)
def test_services_for_another_state_are_refused_in_a_conference(alice, bob, carol, given):
    """Nothing alerts and nobody holds: Deflect Call and Retrieve Call are refused."""
    call = given.conferring(alice, bob, carol)

    with (
        expect(alice.sees_nothing(), bob.sees_nothing(), carol.sees_nothing()),
        refused(Fault.INVALID_CONNECTION_STATE),
    ):
        bob.cti.deflect_call(call, to="209")

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(), carol.sees_nothing(),
            bob.phone.shows_conference(),
        ),
        refused(Fault.NO_HELD_CALL),
    ):  # fmt: skip
        bob.cti.retrieve_call(call)


@pytest.mark.plan("CF-14", ref="ECMA-269 Generate Digits", clauses=MONITORS)
def test_digits_are_heard_by_everybody_else_in_a_conference(alice, bob, carol, given):
    """Alice's application sends digits: Bob and Carol both hear them."""
    call = given.conferring(alice, bob, carol)

    with expect(
        bob.phone.hears_digits("42"),
        carol.phone.hears_digits("42"),
        alice.phone.hears_digits(""),
    ):
        alice.cti.generate_digits(call, "42")


@pytest.mark.plan("CF-15", ref="CME Administrator Guide, Conferencing", clauses=CONFERENCE)
def test_the_party_to_be_added_is_busy(alice, bob, carol, given):
    """Carol's line is taken: Alice hears busy, ends that call and takes Bob back."""
    call, consultation = given.about_to_consult(alice, bob, key="Confrn")
    with expect(carol.sees_anything_of(Call("Carol's own")), carol.phone.shows(Shown.OFF_HOOK)):
        carol.phone.lift()

    with expect(
        alice.sees(
            Originated(consultation, calling=alice, called=carol, cause=CONFERRING),
            Failed(consultation, failing=carol, cause=Cause.BUSY),
        ),
        bob.sees_nothing(),
        alice.phone.shows(Shown.BUSY),
        alice.phone.offers("EndCall"),
    ):
        alice.phone.dial(carol)

    with expect(
        alice.sees(ConnectionCleared(consultation, releasing=alice)),
        bob.sees_nothing(),
        alice.phone.shows(Shown.HOLD),
    ):
        alice.phone.press("EndCall")

    with expect(
        alice.sees(Retrieved(call, retrieving=alice)),
        bob.sees(Retrieved(call, retrieving=alice)),
        alice.phone.talks_to(bob),
        alice.phone.hears(bob),
        bob.phone.hears(alice),
    ):
        alice.phone.press("Resume")


@pytest.mark.plan("CF-16", ref="CME Administrator Guide, Conferencing", clauses=CONFERENCE)
def test_a_party_that_does_not_answer_is_not_added(alice, bob, carol, given):
    """Carol's phone still rings when Alice presses Confrn again: it rings on, Bob waits."""
    given.announcing(alice, bob, carol, key="Confrn")

    with expect(
        alice.sees_nothing(),
        bob.sees_nothing(),
        carol.sees_nothing(),
        bob.phone.falls_silent(),
        carol.phone.rings(showing=alice),
    ):
        alice.phone.press("Confrn")


@pytest.mark.plan("CF-17", ref="CME Command Reference, max-conferences", clauses=CONFERENCE)
def test_a_conference_that_was_given_up_takes_no_place(alice, bob, carol, given, router):
    """Carol does not join, Alice takes Bob back; the one conference there may be is still free."""
    with router.configured("telephony-service", "max-conferences 1"):
        call, consultation = given.consulting(alice, bob, carol, key="Confrn")

        with expect(
            alice.sees(ConnectionCleared(consultation, releasing=alice)),
            bob.sees_nothing(),
            carol.sees(
                maybe(ConnectionCleared(consultation, releasing=alice)),
                ConnectionCleared(consultation, releasing=carol),
            ),
            alice.phone.shows(Shown.HOLD),
            carol.phone.falls_idle(),
            router.shows_conferences(0),
        ):
            alice.phone.press("EndCall")

        with expect(
            alice.sees(Retrieved(call, retrieving=alice)),
            bob.sees(Retrieved(call, retrieving=alice)),
            alice.phone.talks_to(bob),
            bob.phone.hears(alice),
        ):
            alice.phone.press("Resume")

        given.consulting(alice, bob, carol, key="Confrn", within=call)
        with expect(
            alice.sees(Conferenced(call, conferencing=alice, added=carol)),
            bob.sees(Conferenced(call, conferencing=alice, added=carol)),
            carol.sees(Conferenced(call, conferencing=alice, added=carol)),
            alice.phone.hears(bob),
            bob.phone.hears(carol),
            carol.phone.hears(alice),
            router.shows_conferences(1),
        ):
            alice.phone.press("Confrn")


@pytest.mark.plan("CF-18", ref="CME Administrator Guide, Conferencing", clauses=CONFERENCE)
def test_no_conference_without_a_second_channel(alice, bob, given):
    """Bob's number has one channel, and it is in use: Confrn does nothing, the two talk on."""
    given.talking(alice, bob)

    with expect(
        alice.sees_nothing(),
        bob.sees_nothing(),
        bob.phone.talks_to(alice),
        alice.phone.hears(bob),
    ):
        bob.phone.press("Confrn")


@pytest.mark.plan("CF-19", ref="CME Command Reference, max-conferences", clauses=CONFERENCE)
def test_no_more_conferences_than_allowed(alice, bob, carol, given, router):
    """With ``max-conferences 0`` nobody mixes: the consultation stays one."""
    with router.configured("telephony-service", "max-conferences 0"):
        given.consulting(alice, bob, carol, key="Confrn")

        with expect(
            alice.sees_nothing(),
            bob.sees_nothing(),
            carol.sees_nothing(),
            alice.phone.talks_to(carol),
            bob.phone.falls_silent(),
        ):
            alice.phone.press("Confrn")


@pytest.mark.plan("CF-20", ref="ECMA-269 Conferenced", clauses=MONITORS)
@pytest.mark.parametrize("model", ["7960", "7961"])
def test_a_conference_by_a_phone_that_nobody_watches(alice, bob, guest, given, router, model):
    """A guest calls Alice and adds Bob: their monitors tell of the conference and of its end."""
    guest.bring(model)
    with router.knows(guest, dual_line=True):
        guest.phone.plug_in()
        call = given.joined_by(guest, alice, bob)

        with expect(
            guest.phone.hears(alice),
            guest.phone.hears(bob),
            alice.phone.hears(guest),
            alice.phone.hears(bob),
            bob.phone.hears(guest),
            bob.phone.hears(alice),
        ):
            guest.phone.speak()

        with expect(
            alice.sees(
                maybe(ConnectionCleared(call, releasing=guest)),
                ConnectionCleared(call, releasing=alice),
            ),
            bob.sees(
                maybe(ConnectionCleared(call, releasing=guest)),
                maybe(ConnectionCleared(call, releasing=alice)),
                ConnectionCleared(call, releasing=bob),
            ),
            guest.phone.falls_idle(),
            alice.phone.falls_idle(),
            bob.phone.falls_idle(),
        ):
            guest.phone.hang_up()


@pytest.mark.plan("CF-21", ref="CME Administrator Guide, Conferencing", clauses=CONFERENCE)
def test_a_conference_takes_no_fourth_party(alice, bob, carol, guest, given, router):
    """Alice, in the guest's conference, asks Carol: she can talk with her, not add her."""
    guest.bring("7961")
    with router.knows(guest, dual_line=True):
        guest.phone.plug_in()
        call = given.joined_by(guest, alice, bob)
        given.consulting(alice, bob, carol, key="Confrn", within=call)

        with expect(
            alice.sees_nothing(),
            bob.sees_nothing(),
            carol.sees_nothing(),
            alice.phone.talks_to(carol),
            bob.phone.shows_conference(),
            guest.phone.shows_conference(),
        ):
            alice.phone.press("Confrn")

        with expect(
            alice.sees_anything_of(call),
            bob.sees_anything_of(call),
            bob.phone.falls_idle(),
            guest.phone.falls_idle(),
        ):
            guest.phone.hang_up()


# -- call waiting ---------------------------------------------------------------------------------


@pytest.mark.plan("CW-01", ref="CME Administrator Guide, call waiting", clauses=WAITING)
def test_a_second_call_is_heard_in_the_first(alice, bob, carol, given):
    """Carol calls Alice, who talks with Bob: a tone, her name and Answer; nobody is held."""
    given.talking(alice, bob)
    second = Call("second call")

    with expect(
        alice.sees(Delivered(second, alerting=alice, calling=carol)),
        bob.sees_nothing(),
        carol.sees(
            maybe(ServiceInitiated(second, initiating=carol)),
            Originated(second, calling=carol, called=alice),
            Delivered(second, alerting=alice),
        ),
        alice.phone.rings(showing=carol),
        alice.phone.hears_call_waiting(),
        alice.phone.offers("Answer"),
        carol.phone.shows(Shown.RING_OUT, called=alice),
    ):
        carol.phone.call(alice)

    with expect(
        alice.sees(ConnectionCleared(second, releasing=alice, cause=Cause.CALL_CANCELLED)),
        bob.sees_nothing(),
        carol.sees(ConnectionCleared(second, releasing=carol)),
        alice.phone.talks_to(bob),
        carol.phone.falls_idle(),
    ):
        carol.phone.hang_up()


@pytest.mark.plan("CW-02", ref="CME Administrator Guide, call waiting", clauses=WAITING)
def test_answer_holds_the_first_call_and_resume_swaps(alice, bob, carol, given):
    """Alice takes Carol's call with Answer, and goes back to Bob with Resume: Carol waits."""
    first = given.talking(alice, bob)
    second = given.ringing(carol, alice)
    making_room = ordinary_or(Cause.ALTERNATE) | ordinary_or(Cause.CONSULTATION)
    swapping = ordinary_or(Cause.ALTERNATE)

    with expect(
        alice.sees(
            Held(first, holding=alice, cause=making_room),
            Established(second, answering=alice, calling=carol),
        ),
        bob.sees(Held(first, holding=alice, cause=making_room)),
        carol.sees(Established(second, answering=alice)),
        alice.phone.talks_to(carol),
        carol.phone.hears(alice),
        bob.phone.falls_silent(),
    ):
        alice.phone.press("Answer")

    with expect(
        alice.sees(
            Held(second, holding=alice, cause=swapping),
            Retrieved(first, retrieving=alice, cause=swapping),
        ),
        bob.sees(Retrieved(first, retrieving=alice, cause=swapping)),
        carol.sees(Held(second, holding=alice, cause=swapping)),
        alice.phone.talks_to(bob),
        alice.phone.hears(bob),
        carol.phone.falls_silent(),
    ):
        alice.phone.select(bob)
        alice.phone.press("Resume")


@pytest.mark.plan("CW-03", ref="CME Command Reference, dual-line", clauses=WAITING)
def test_a_third_call_finds_the_line_busy(alice, bob, carol, guest, given, router):
    """Alice talks with Bob and Carol's call waits: who calls now hears busy."""
    guest.bring("7960")
    with router.knows(guest):
        guest.phone.plug_in()
        given.talking(alice, bob)
        given.ringing(carol, alice)

        with expect(
            alice.sees_nothing(),
            bob.sees_nothing(),
            carol.sees_nothing(),
            guest.phone.shows(Shown.BUSY),
        ):
            guest.phone.call(alice)


@pytest.mark.plan("CW-04", ref="CME Command Reference, call-waiting beep", clauses=BEEP)
@pytest.mark.parametrize("who", ["accept", "generate"])
def test_a_line_may_refuse_the_call_waiting_tone(alice, bob, carol, given, router, who):
    """Alice's line takes no beeps, or Carol's gives none: the call waits, and is only seen."""
    quiet = alice if who == "accept" else carol
    with router.configured(f"ephone-dn {quiet.dn}", f"no call-waiting beep {who}"):
        given.talking(alice, bob)
        second = Call("second call")

        with expect(
            alice.sees(Delivered(second, alerting=alice, calling=carol)),
            bob.sees_nothing(),
            carol.sees_anything_of(second),
            alice.phone.rings(showing=carol),
            alice.phone.hears_no_call_waiting(),
        ):
            carol.phone.call(alice)


@pytest.mark.plan("CW-05", ref="CME Command Reference, huntstop channel", clauses=HUNTSTOP)
def test_huntstop_channel_keeps_the_second_channel_free(alice, bob, carol, given, router):
    """With ``huntstop channel`` Alice's second channel is for her own calls: Carol hears busy."""
    with router.configured(f"ephone-dn {alice.dn}", "huntstop channel"):
        first, second, own = given.talking(alice, bob), Call("second call"), Call("her own")

        with expect(
            alice.sees_nothing(),
            bob.sees_nothing(),
            carol.sees(
                maybe(ServiceInitiated(second, initiating=carol)),
                Originated(second, calling=carol, called=alice),
                Failed(second, failing=alice, cause=Cause.BUSY),
            ),
            carol.phone.shows(Shown.BUSY),
            alice.phone.talks_to(bob),
        ):
            carol.phone.call(alice)
        with expect(carol.sees_anything_of(second), carol.phone.falls_idle()):
            carol.phone.hang_up()

        with expect(
            alice.sees(
                Held(first, holding=alice, cause=CONFERRING),
                maybe(ServiceInitiated(own, initiating=alice, cause=CONFERRING)),
            ),
            bob.sees(Held(first, holding=alice, cause=CONFERRING)),
            carol.sees_nothing(),
            alice.phone.shows(Shown.OFF_HOOK),
        ):
            alice.phone.press("Confrn")


@pytest.mark.plan("CW-06", ref="CME Command Reference, call-forward noan", clauses=WAITING)
def test_a_waiting_call_that_is_not_taken_goes_on(alice, bob, carol, guest, given, router, clock):
    """Alice talks on and lets Carol's call wait: after a while it rings at the guest's phone."""
    guest.bring("7960")
    noan = f"call-forward noan {guest.number} timeout 20"
    with router.knows(guest), router.configured(f"ephone-dn {alice.dn}", noan):
        guest.phone.plug_in()
        given.talking(alice, bob)
        waiting = given.ringing(carol, alice)
        late = Cause.CALL_FORWARD_NO_ANSWER

        with expect(
            alice.sees(Diverted(waiting, diverting=alice, to=guest, cause=late)),
            bob.sees_nothing(),
            carol.sees(
                Diverted(waiting, diverting=alice, to=guest, cause=late),
                Delivered(waiting, alerting=guest, calling=carol, called=alice, cause=late),
            ),
            alice.phone.talks_to(bob),
            alice.phone.hears_no_call_waiting(),
            guest.phone.rings(showing=carol),
        ):
            clock.passes(seconds=21)

        with expect(carol.sees_anything_of(waiting), guest.phone.falls_idle()):
            carol.phone.hang_up()


@pytest.mark.plan("CW-07", ref="CME Administrator Guide, call waiting", clauses=WAITING)
def test_a_waiting_call_rings_when_the_first_one_is_over(alice, bob, carol, given):
    """Bob hangs up while Carol's call waits for Alice: her phone rings, and she answers it."""
    first = given.talking(alice, bob)
    waiting = given.ringing(carol, alice)

    with expect(
        alice.sees_anything_of(first),
        bob.sees_anything_of(first),
        carol.sees_nothing(),
        bob.phone.falls_idle(),
    ):
        bob.phone.hang_up()
    with expect(alice.phone.rings(showing=carol)):
        pass

    with expect(
        alice.sees(Established(waiting, answering=alice)),
        carol.sees(Established(waiting, answering=alice)),
        alice.phone.talks_to(carol),
        alice.phone.hears(carol),
    ):
        alice.phone.lift()


# -- what ends by itself --------------------------------------------------------------------------


@pytest.mark.plan("TO-01", ref="CME Command Reference, timeouts interdigit", clauses=TIMEOUTS)
def test_half_a_number_fails_after_the_interdigit_timeout(alice, router, clock):
    """Alice dials the beginning of a number, slowly, then thinks too long: the router tries it."""
    call = Call()
    begun = alice.number[:-1]
    with router.configured("telephony-service", "timeouts interdigit 20"):
        with expect(
            alice.sees(maybe(ServiceInitiated(call, initiating=alice))),
            alice.phone.shows(Shown.OFF_HOOK),
        ):
            alice.phone.lift()
        for digit in begun:
            with expect(alice.sees_nothing(), alice.phone.shows(Shown.OFF_HOOK)):
                clock.passes(seconds=12)
            alice.phone.dial(digit)

        with expect(
            alice.sees(
                maybe(Originated(call, calling=alice, called=begun)),
                Failed(call, cause=UNFINISHED),
            ),
            alice.phone.shows(Shown.UNKNOWN_NUMBER),
        ):
            clock.passes(seconds=21)


@pytest.mark.plan("TO-02", ref="CME Command Reference, timeouts ringing", clauses=TIMEOUTS)
def test_a_call_that_nobody_answers_ends_after_the_ringing_timeout(
    alice, bob, given, router, clock
):
    """Bob's phone rings for as long as configured, and no longer."""
    with router.configured("telephony-service", "timeouts ringing 20"):
        call = given.ringing(alice, bob)

        with expect(alice.sees_nothing(), bob.sees_nothing(), bob.phone.rings(showing=alice)):
            clock.passes(seconds=18)

        with expect(
            alice.sees_anything_of(call),
            bob.sees(ConnectionCleared(call, releasing=bob, cause=UNANSWERED)),
            alice.phone.falls_idle(),
            bob.phone.falls_idle(),
            router.shows_no_call(),
        ):
            clock.passes(seconds=3)


@pytest.mark.plan("TO-03", ref="CME Command Reference, timeouts busy", clauses=TIMEOUTS)
def test_who_was_sent_to_a_busy_line_is_let_go_after_the_busy_timeout(
    alice, bob, carol, given, router, clock
):
    """Bob sends Alice to Carol, whose line is taken: she hears busy for as long as configured."""
    stepping = Cause.SINGLE_STEP_TRANSFER
    with router.configured("telephony-service", "timeouts busy 5", "timeouts interdigit 60"):
        call, other = given.talking(alice, bob), Call("Carol's own")
        with expect(carol.sees_anything_of(other), carol.phone.shows(Shown.OFF_HOOK)):
            carol.phone.lift()
        with expect(
            alice.sees(
                Transferred(call, transferring=bob, to=carol, cause=stepping),
                Failed(call, failing=carol, cause=Cause.BUSY),
            ),
            bob.sees(Transferred(call, transferring=bob, to=carol, cause=stepping)),
            alice.phone.shows(Shown.BUSY),
        ):
            bob.cti.single_step_transfer_call(call, to=carol)

        with expect(
            alice.sees(ConnectionCleared(call, releasing=alice)),
            bob.sees_nothing(),
            alice.phone.falls_idle(),
        ):
            clock.passes(seconds=6)
