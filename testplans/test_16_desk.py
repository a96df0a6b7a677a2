"""Chapter 16. The desk: keys, shared lines, overlaid buttons, and which phones are controlled.

What a hand finds on a phone as CME serves it (CME administrator guide and command reference), what
the application is told meanwhile, and the document's restrictions on lines that several phones
have. Guests bring the second phones, so that the parties' sessions stay undisturbed.
"""

import pytest

from harness.expect import (
    Call,
    Cause,
    Delivered,
    Established,
    Failed,
    Fault,
    Held,
    Originated,
    Retrieved,
    ServiceInitiated,
    Shown,
    expect,
    maybe,
    refused,
)

MODELS = pytest.mark.parametrize("model", ["7960", "7961"])
SOFT_KEYS = "CME Administrator Guide, Soft Keys"
SHARED = "CME Administrator Guide, Shared Ephone-DNs"
BUTTON = "CME Command Reference, button"

# -- keys -----------------------------------------------------------------------------------------


@pytest.mark.plan("DK-01", ref="CME Command Reference, speed-dial", clauses=["desk.speed-dial"])
@MODELS
def test_speed_dial_calls_the_number_behind_its_key(guest, alice, bob, router, model):
    """Two keys beside the display bear names; one touch calls the number behind it."""
    call = Call("call")
    guest.bring(model)
    dials = f"speed-dial 1 {alice.number} label Alice", f"speed-dial 2 {bob.number} label Bob"
    with router.knows(guest, *dials):
        with expect(
            guest.phone.has_speed_dial("Alice", to=alice),
            guest.phone.has_speed_dial("Bob", to=bob),
        ):
            guest.phone.plug_in()

        with expect(
            bob.sees(Delivered(call, alerting=bob, calling=guest)),
            bob.phone.rings(showing=guest),
            alice.sees_nothing(),
            guest.phone.shows(Shown.RING_OUT, called=bob),
        ):
            guest.phone.press_speed_dial("Bob")

        with expect(bob.sees_anything_of(call), bob.phone.falls_idle()):
            guest.phone.hang_up()


@pytest.mark.plan("DK-02", ref=f"{SOFT_KEYS}, Redial", clauses=["desk.redial"])
@MODELS
def test_redial_calls_the_last_number(guest, alice, bob, router, model):
    """After calls to Alice and then to Bob, Redial calls Bob, whomever Bob called meanwhile."""
    first, second, third, others = Call("first"), Call("second"), Call("third"), Call("others'")
    guest.bring(model)
    with router.knows(guest):
        guest.phone.plug_in()
        for whom, call in ((alice, first), (bob, second)):
            with expect(
                whom.sees(Delivered(call, alerting=whom, calling=guest)),
                whom.phone.rings(showing=guest),
            ):
                guest.phone.call(whom)
            with expect(
                whom.sees_anything_of(call), whom.phone.falls_idle(), guest.phone.falls_idle()
            ):
                guest.phone.hang_up()

        with expect(
            alice.sees(Delivered(others, alerting=alice, calling=bob)),
            bob.sees_anything_of(others),
            alice.phone.rings(showing=bob),
        ):
            bob.phone.call(alice)
        with expect(
            alice.sees_anything_of(others),
            bob.sees_anything_of(others),
            alice.phone.falls_idle(),
            bob.phone.falls_idle(),
        ):
            bob.phone.hang_up()

        with expect(
            bob.sees(Delivered(third, alerting=bob, calling=guest)),
            bob.phone.rings(showing=guest),
            alice.sees_nothing(),
        ):
            guest.phone.press("Redial")

        with expect(bob.sees_anything_of(third), bob.phone.falls_idle()):
            guest.phone.hang_up()


@pytest.mark.plan("DK-03", ref="CME Command Reference, voicemail", clauses=["desk.messages"])
def test_messages_key_calls_the_voice_mail(alice, bob, carol, router):
    """The messages key calls the number that `voicemail` names now; here Carol has it."""
    call, service = Call("call"), "telephony-service"
    with (
        router.configured(service, f"voicemail {bob.number}"),
        router.configured(service, f"voicemail {carol.number}"),
    ):
        with expect(
            alice.sees(
                maybe(ServiceInitiated(call, initiating=alice)),
                Originated(call, calling=alice, called=carol),
                Delivered(call, alerting=carol),
            ),
            carol.sees(Delivered(call, alerting=carol, calling=alice)),
            carol.phone.rings(showing=alice),
            bob.sees_nothing(),
        ):
            alice.phone.press_messages()

        with expect(
            alice.sees_anything_of(call),
            carol.sees_anything_of(call),
            alice.phone.falls_idle(),
            carol.phone.falls_idle(),
        ):
            alice.phone.hang_up()


@pytest.mark.plan("DK-04", ref="CME Command Reference, mwi-type", clauses=["desk.mwi"])
@MODELS
@pytest.mark.parametrize("kind", ["audio", "visual"])
def test_waiting_message_is_lit_and_heard(application, guest, alice, router, model, kind):
    """A waiting message lights its own phone's lamp; with `mwi-type audio` the dial tone tells."""
    guest.bring(model)
    with router.knows(guest, line=["cti watch", f"mwi-type {kind}"]):
        guest.phone.plug_in()
        application.open(line=guest)
        with expect(
            guest.phone.shows_message_waiting(), alice.phone.shows_message_waiting(on=False)
        ):
            application.set_message_waiting(on=True)

        with expect(guest.phone.hears_dial_tone(stuttering=kind == "audio")):
            guest.phone.lift()

        guest.phone.hang_up()
        with expect(guest.phone.shows_message_waiting(on=False), guest.phone.falls_idle()):
            application.set_message_waiting(on=False)
        application.close()


@pytest.mark.plan("DK-05", ref=SOFT_KEYS, clauses=["desk.soft-keys"])
def test_soft_keys_follow_the_call(alice, bob, given):
    """Idle, ringing, talking, holding: each state has its own soft keys."""
    with expect(bob.phone.offers("Redial", "NewCall", "CFwdAll", "DND", but_not=["EndCall"])):
        pass

    call = given.ringing(alice, bob)
    with expect(
        alice.phone.offers("EndCall", but_not=["Answer", "Hold"]),
        bob.phone.offers("Answer", "DND", but_not=["Hold"]),
    ):
        pass

    with expect(
        alice.sees(Established(call, answering=bob)),
        bob.sees(Established(call, answering=bob)),
        alice.phone.offers("Hold", "EndCall", "Trnsfer", "Confrn", but_not=["Resume"]),
        bob.phone.offers("Hold", "EndCall", "Trnsfer", "Confrn", but_not=["Answer"]),
    ):
        bob.phone.answer()

    with expect(
        alice.sees(Held(call, holding=bob)),
        bob.sees(Held(call, holding=bob)),
        bob.phone.offers("Resume", "NewCall", but_not=["Hold"]),
    ):
        bob.phone.press("Hold")


@pytest.mark.plan("DK-06", ref="SCCP, MediaPathEvent, HeadsetStatus", clauses=["desk.ear"])
@pytest.mark.parametrize("ear", ["handset", "speaker", "headset"])
@pytest.mark.parametrize("called", ["alice", "bob"])
def test_call_is_answered_by(alice, bob, given, called, ear):
    """Whatever the hand takes up, the handset, the speaker or the headset: the call is answered."""
    caller, answering = (bob, alice) if called == "alice" else (alice, bob)
    call = given.ringing(caller, answering)

    with expect(
        alice.sees(Established(call, answering=answering)),
        bob.sees(Established(call, answering=answering)),
        alice.phone.talks_to(bob),
        bob.phone.talks_to(alice),
        alice.phone.hears(bob),
        bob.phone.hears(alice),
    ):
        answering.phone.lift(by=ear)


@pytest.mark.plan("DK-08", ref="SCCP, MediaPathEvent, HeadsetStatus", clauses=["desk.ear"])
@pytest.mark.parametrize("ear", ["handset", "speaker", "headset"])
@pytest.mark.parametrize("who", ["alice", "bob"])
def test_call_goes_on_by(alice, bob, given, who, ear):
    """Whatever the hand takes up during a call, handset, speaker or headset: it goes on."""
    given.talking(alice, bob)
    moving = alice if who == "alice" else bob

    with expect(
        alice.sees_nothing(),
        bob.sees_nothing(),
        alice.phone.talks_to(bob),
        bob.phone.talks_to(alice),
        alice.phone.hears(bob),
        bob.phone.hears(alice),
    ):
        moving.phone.switch_to(ear)


@pytest.mark.plan("DK-07", ref="CME Administrator Guide, Do Not Disturb", clauses=["desk.dnd"])
@MODELS
def test_caller_is_told_of_a_phone_that_keeps_quiet(guest, alice, router, model):
    """Who calls a phone in do not disturb hears that it rings out, and reads why in vain."""
    call = Call("call")
    guest.bring(model)
    with router.knows(guest):
        guest.phone.plug_in()
        with expect(guest.phone.shows_do_not_disturb()):
            guest.phone.press("DND")

        with expect(
            alice.sees(
                maybe(ServiceInitiated(call, initiating=alice)),
                Originated(call, calling=alice, called=guest),
                Delivered(call, alerting=guest),
            ),
            alice.phone.shows(Shown.RING_OUT, called=guest),
            alice.phone.says("DND"),
            guest.phone.stays_silent(showing=alice),
        ):
            alice.phone.call(guest)

        with expect(
            alice.sees_anything_of(call), alice.phone.falls_idle(), guest.phone.falls_idle()
        ):
            alice.phone.hang_up()
        with expect(guest.phone.shows_do_not_disturb(on=False)):
            guest.phone.press("DND")


# -- lines that two phones have -------------------------------------------------------------------


@pytest.mark.plan(
    "DK-10",
    ref=SHARED,
    clauses=["shared.rings", "shared.in-use", "restriction.shared-moc"],
)
@MODELS
def test_shared_line_rings_at_both_phones(guest, alice, bob, given, router, model):
    """Both phones with Bob's line ring; one answers, and the other shows the line in use."""
    guest.bring(model)
    with router.knows(guest, button=f"1:{bob.dn}"):
        with expect(guest.phone.comes_into_service(line=bob)):
            guest.phone.plug_in()
        call = given.ringing(alice, bob)
        with expect(guest.phone.rings(showing=alice)):
            pass

        with expect(
            alice.sees(Established(call, answering=bob)),
            bob.sees(Established(call, answering=bob)),
            alice.phone.talks_to(bob),
            guest.phone.talks_to(alice),
            bob.phone.shows(Shown.IN_USE_ELSEWHERE),
            bob.phone.stops_ringing(),
            guest.phone.hears(alice),
        ):
            guest.phone.answer()

        with expect(
            alice.sees_anything_of(call),
            bob.sees_anything_of(call),
            bob.phone.falls_idle(),
            guest.phone.falls_idle(),
            alice.phone.falls_idle(),
        ):
            alice.phone.hang_up()


@pytest.mark.plan("DK-11", ref=SHARED, clauses=["shared.resume"])
@pytest.mark.parametrize("by", ["soft key", "line key"])
def test_held_call_is_resumed_at_the_other_phone(guest, alice, bob, given, router, by):
    """Bob holds; at the other phone with his line the call is taken back, and his is free."""
    guest.bring("7961")
    with router.knows(guest, button=f"1:{bob.dn}"):
        guest.phone.plug_in()
        call = given.held(alice, bob, by=bob)
        with expect(
            guest.phone.shows(Shown.HOLD), guest.phone.offers("Resume"), bob.phone.offers("Resume")
        ):
            pass

        with expect(
            alice.sees(Retrieved(call, retrieving=bob)),
            bob.sees(Retrieved(call, retrieving=bob)),
            guest.phone.talks_to(alice),
            guest.phone.hears(alice),
            alice.phone.hears(guest),
            bob.phone.shows(Shown.IN_USE_ELSEWHERE),
        ):
            if by == "soft key":
                guest.phone.press("Resume")
            else:
                guest.phone.press_line(1)

        with expect(
            alice.sees_anything_of(call),
            bob.sees_anything_of(call),
            bob.phone.falls_idle(),
            guest.phone.falls_idle(),
        ):
            guest.phone.hang_up()


@pytest.mark.plan("DK-12", ref=SHARED, clauses=["shared.single"])
def test_shared_single_line_carries_one_call(guest, alice, bob, carol, router):
    """While the other phone has Bob's single line, it is busy for callers and not his to use."""
    call, second = Call("call"), Call("second")
    guest.bring("7960")
    with router.knows(guest, button=f"1:{bob.dn}"):
        guest.phone.plug_in()
        with expect(
            bob.sees(ServiceInitiated(call, initiating=bob)),
            bob.phone.shows(Shown.IN_USE_ELSEWHERE),
        ):
            guest.phone.lift()

        with expect(
            carol.sees(
                maybe(ServiceInitiated(second, initiating=carol)),
                Originated(second, calling=carol, called=bob),
                Failed(second, failing=bob, cause=Cause.BUSY),
            ),
            bob.sees_nothing(),
            carol.phone.shows(Shown.BUSY),
        ):
            carol.phone.call(bob)

        with expect(
            bob.sees_nothing(), bob.phone.shows(Shown.IN_USE_ELSEWHERE), alice.sees_nothing()
        ):
            bob.phone.press_line(1)

        with expect(
            carol.sees_anything_of(second), carol.phone.falls_idle(), bob.sees_anything_of(second)
        ):
            carol.phone.hang_up()
        with expect(bob.sees_anything_of(call), bob.phone.falls_idle(), guest.phone.falls_idle()):
            guest.phone.hang_up()


# -- one button for several numbers ---------------------------------------------------------------


@pytest.mark.plan("DK-20", ref=BUTTON, clauses=["overlay.rings"])
@pytest.mark.parametrize("which", ["first", "second"])
def test_overlaid_button_rings_for_each_of_its_numbers(guest, stranger, alice, router, which):
    """With `button 1o…` one key rings for a call to either number, and answers it."""
    call = Call("call")
    guest.bring("7961")
    called = guest if which == "first" else stranger
    with (
        router.configured(f"ephone-dn {stranger.dn}", f"number {stranger.number}"),
        router.knows(guest, button=f"1o{guest.dn},{stranger.dn}"),
    ):
        with expect(guest.phone.comes_into_service(line=guest)):
            guest.phone.plug_in()
        with expect(
            alice.sees(
                maybe(ServiceInitiated(call, initiating=alice)),
                Originated(call, calling=alice, called=called),
                Delivered(call, alerting=called),
            ),
            guest.phone.rings(showing=alice),
        ):
            alice.phone.call(called)

        with expect(alice.sees(Established(call, answering=called)), guest.phone.talks_to(alice)):
            guest.phone.answer()

        with expect(
            alice.sees_anything_of(call), alice.phone.falls_idle(), guest.phone.falls_idle()
        ):
            guest.phone.hang_up()


@pytest.mark.plan("DK-21", ref=BUTTON, clauses=["overlay.waiting"])
@pytest.mark.parametrize("button", ["1o", "1c"])
def test_second_call_of_an_overlaid_button(guest, stranger, alice, bob, router, button):
    """While the button is in use a call to its other number waits with `c`, unseen with `o`."""
    first, second = Call("first"), Call("second")
    guest.bring("7961")
    with (
        router.configured(f"ephone-dn {stranger.dn}", f"number {stranger.number}"),
        router.knows(guest, button=f"{button}{guest.dn},{stranger.dn}"),
    ):
        guest.phone.plug_in()
        with expect(alice.sees_anything_of(first), guest.phone.rings(showing=alice)):
            alice.phone.call(guest)
        with expect(alice.sees_anything_of(first), guest.phone.talks_to(alice)):
            guest.phone.answer()

        rings, unseen = guest.phone.rings(showing=bob), guest.phone.shows_no_call_of(bob)
        waits = rings if button == "1c" else unseen
        with expect(
            bob.sees_anything_of(second), bob.phone.shows(Shown.RING_OUT, called=stranger), waits
        ):
            bob.phone.call(stranger)

        with expect(
            bob.sees_anything_of(second), bob.phone.falls_idle(), guest.phone.talks_to(alice)
        ):
            bob.phone.hang_up()
        with expect(
            alice.sees_anything_of(first), alice.phone.falls_idle(), guest.phone.falls_idle()
        ):
            guest.phone.hang_up()


# -- who is controlled ----------------------------------------------------------------------------


@pytest.mark.plan(
    "DK-30", ref="Document, Configuring a Number, Restrictions", clauses=["restriction.overlay"]
)
@pytest.mark.parametrize("separator", ["o", "c"])
def test_overlaid_number_is_not_controlled(application, guest, stranger, router, separator):
    """The same number is controlled on a button of its own, and not on an overlaid one."""
    guest.bring("7961")
    watched = ["cti watch"]
    other = (f"ephone-dn {stranger.dn}", f"number {stranger.number}")
    with router.configured(*other):
        with router.knows(guest, line=watched):
            application.open(line=guest)
            application.close()

        overlaid = f"1{separator}{guest.dn},{stranger.dn}"
        with (
            router.knows(guest, line=watched, button=overlaid),
            refused(Fault.LINE_NOT_CONTROLLED, what="control of an overlaid number"),
        ):
            application.open(line=guest)
            application.monitor()


@pytest.mark.plan(
    "DK-31", ref="Document, Configuring a Number, Restrictions",
    clauses=["restriction.sccp-only", "restriction.prompted-phones"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["anl", "ata"])
def test_number_of_an_analog_phone_is_not_controlled(application, guest, router, kind):
    """An analog port's number works as usual and is no application's, not even to be prompted."""
    guest.bring("7961")
    with (
        router.knows(guest, line=["cti watch"], as_a=kind),
        refused(Fault.LINE_NOT_CONTROLLED, what="control of an analog phone's number"),
    ):
        application.open(line=guest)
        application.monitor()


@pytest.mark.plan(
    "DK-34", ref="Document, Configuring a Number, Restrictions", clauses=["restriction.sccp-only"]
)
def test_number_of_a_sip_phone_is_not_controlled(application, guest, router):
    """A number that only SIP phones have is no application's."""
    with (
        router.configured("voice register global", "mode cme", "max-dn 5", "max-pool 5"),
        router.configured("voice register dn 1", f"number {guest.number}"),
        refused(Fault.LINE_NOT_CONTROLLED, what="control of a SIP phone's number"),
    ):
        application.open(line=guest)
        application.monitor()


@pytest.mark.plan(
    "DK-32",
    ref="Document, Configuring a Number, Restrictions",
    clauses=["restriction.prompted-moc"],
)
def test_a_moc_client_cannot_prompt(application, alice, bob, router):
    """For a MOC client Make Call asks nobody to lift the handset first: it is refused."""
    with router.configured("voice service voip", "cti csta mode basic"):
        application.open(line=alice, client="moc")
        with (
            expect(alice.sees_nothing(), bob.sees_nothing(), alice.phone.falls_idle()),
            refused(Fault.NO_SERVICE, what="a prompted Make Call of a MOC client"),
        ):
            application.make_call(to=bob, prompted=True)


@pytest.mark.plan(
    "DK-33", ref="ECMA-269 Make Call, autoOriginate",
    clauses=["restriction.prompted-phones", "T94.make-call"],
)  # fmt: skip
@MODELS
@pytest.mark.parametrize("lifts", [True, False])
def test_another_client_prompts(application, guest, bob, router, lifts, model):
    """Without basic mode the phone asks for a hand: lifting makes the call, clearing ends it."""
    call, prompted = Call("call"), Call("prompted")
    guest.bring(model)
    with (
        router.configured("voice service voip", "no cti csta mode basic"),
        router.knows(guest, line=["cti watch"]),
    ):
        guest.phone.plug_in()
        application.open(line=guest, client="sdk")
        application.monitor()
        with expect(
            application.sees(ServiceInitiated(prompted, initiating=guest)), bob.sees_nothing()
        ):
            application.make_call(to=bob, prompted=True)
        if lifts:
            with expect(
                application.sees(
                    Originated(prompted, calling=guest, called=bob),
                    Delivered(prompted, alerting=bob),
                ),
                bob.sees(Delivered(call, alerting=bob, calling=guest)),
                bob.phone.rings(showing=guest),
            ):
                guest.phone.lift()
            with expect(
                bob.sees_anything_of(call),
                application.sees_anything_of(prompted),
                bob.phone.falls_idle(),
            ):
                guest.phone.hang_up()
        else:
            with expect(application.sees_anything_of(prompted), guest.phone.falls_idle()):
                application.clear_connection(prompted)
        application.close()
