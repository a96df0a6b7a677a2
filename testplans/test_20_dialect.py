"""Chapter 20. The dialect.

What the document and the standards leave to the router it may do in one way or another; its
dialect says which (the topology's `dialect`). Everything a router says is held against it; these
plans bring about what no other chapter does.
"""

import pytest

from harness.expect import (
    BackInService,
    Call,
    Cause,
    ConnectionCleared,
    Delivered,
    LocalConnectionState,
    Originated,
    OutOfService,
    ServiceInitiated,
    expect,
    maybe,
)

VOIP = "voice service voip"
PROMPTED = ["T94.make-call", "restriction.prompted-phones"]
UNHEARD = frozenset(
    {Cause.CALL_NOT_ANSWERED, Cause.TIMEOUT, Cause.CALL_CANCELLED, Cause.NORMAL_CLEARING}
)


@pytest.mark.plan("DI-01", ref="ECMA-323, namespaces", clauses=["session.events"])
def test_another_edition_and_spelling_is_served(application, alice, bob):
    """An application of another edition, which writes bare numbers, is told of a call as well."""
    application.open(line=alice, client="modern")
    application.monitor()
    call = Call("call")

    with expect(
        application.sees(Delivered(call, alerting=alice, calling=bob)),
        alice.sees(Delivered(call, alerting=alice, calling=bob)),
        bob.sees_anything_of(call),
        alice.phone.rings(showing=bob),
    ):
        bob.phone.call(alice)


@pytest.mark.plan("DI-02", ref="ECMA-269 Monitor Start", clauses=["session.monitor-start"])
def test_monitor_start_tells_of_a_standing_call(application, alice, bob, given):
    """A monitor that is started during a call is told that there is one, or never is."""
    call = given.talking(alice, bob)
    application.open(line=alice)
    application.finds((call, LocalConnectionState.CONNECTED))

    with expect(alice.sees_nothing(), application.sees_nothing(), alice.phone.talks_to(bob)):
        application.monitor()


@pytest.mark.plan("DI-03", ref="ECMA-269 Make Call, autoOriginate", clauses=PROMPTED)
def test_prompted_make_call_that_nobody_hears_is_over(alice, bob, router, clock):
    """Alice is asked to lift her handset and does not: the call is over, Bob never knew."""
    enhanced = "no cti csta mode basic"
    with router.configured(VOIP, enhanced, "cti timeout make-call-prompt 10"):
        call = Call("call")
        with expect(
            alice.sees(maybe(ServiceInitiated(call, initiating=alice, cause=Cause.MAKE_CALL))),
            bob.sees_nothing(),
        ):
            alice.cti.make_call(to=bob, prompted=True)

        with expect(
            alice.sees(ConnectionCleared(call, releasing=alice, cause=UNHEARD)),
            bob.sees_nothing(),
            alice.phone.falls_idle(),
            router.shows_no_call(),
        ):
            clock.passes(seconds=11)


@pytest.mark.plan(
    "DI-04", ref="Document, Enabling CTI CSTA, step 10", clauses=["enable.mode-basic"]
)
def test_basic_mode_leaves_extensions_out(alice, bob, router, dialect):
    """With `cti csta mode basic` events carry neither private data nor a global identifier."""
    call = Call("call")
    with (
        router.configured(VOIP, "cti csta mode basic", "gcid"),
        expect(
            alice.sees_anything_of(call),
            bob.sees(Delivered(call, alerting=bob, calling=alice)),
            bob.phone.rings(showing=alice),
            dialect.adds_nothing(for_=bob),
        ),
    ):
        alice.phone.call(bob)


@pytest.mark.plan(
    "DI-05", ref="Document, Enabling CTI CSTA, steps 9 and 10",
    clauses=["enable.mode-basic", "enable.gcid"],
)  # fmt: skip
def test_enhanced_mode_adds_what_the_dialect_has(alice, bob, router, dialect):
    """Without basic mode events carry what this router adds, the global identifier after `gcid`."""
    call = Call("call")
    with (
        router.configured(VOIP, "no cti csta mode basic", "gcid"),
        expect(
            alice.sees_anything_of(call),
            bob.sees(Delivered(call, alerting=bob, calling=alice)),
            bob.phone.rings(showing=alice),
            dialect.adds_what_it_says(for_=bob),
        ),
    ):
        alice.phone.call(bob)


@pytest.mark.plan("DI-08", ref="Document, Enabling CTI CSTA, step 9", clauses=["enable.gcid"])
def test_gcid_gives_each_call_one_identifier(alice, bob, carol, given, router):
    """With `gcid` both lines of a call have one global identifier, and another call has another."""
    with router.configured(VOIP, "gcid"):
        given.consulting(alice, bob, carol)

        with expect(
            router.shows_global_call_id(alice, bob), router.shows_global_call_id(alice, carol)
        ):
            pass


@pytest.mark.plan("DI-06", ref="RFC 3261 §17.1.2", clauses=["sip.repetition"])
def test_events_are_told_once_to_an_application_that_answers_late(application, alice, bob):
    """The first answer to each event is lost: it is repeated, and told to the application once."""
    application.open(line=alice, over="UDP", client="forgetful")
    application.monitor()
    call = Call("call")

    with expect(
        application.sees(
            maybe(ServiceInitiated(call, initiating=alice)),
            Originated(call, calling=alice, called=bob),
            Delivered(call, alerting=bob),
        ),
        alice.sees_anything_of(call),
        bob.sees(Delivered(call, alerting=bob, calling=alice)),
        bob.phone.rings(showing=alice),
    ):
        alice.phone.call(bob)


@pytest.mark.plan("DI-07", ref="ECMA-269 Out of Service", clauses=["session.events"])
def test_a_phone_that_leaves_and_comes_back(application, guest, router):
    """A phone signs off and comes back: its line's monitor is told both, or neither."""
    guest.bring("7961")
    with router.knows(guest, line=["cti watch"]):
        guest.phone.plug_in()
        application.open(line=guest)
        application.monitor()

        with expect(application.sees(OutOfService(guest)), guest.phone.goes_dark()):
            guest.phone.sign_off()

        with expect(
            application.sees(BackInService(guest)), guest.phone.comes_into_service(line=guest)
        ):
            guest.phone.plug_in()
