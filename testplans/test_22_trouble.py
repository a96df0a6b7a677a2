"""Chapter 22. Sessions that meet trouble.

Packets are lost, applications fall silent, both ends hang up at once, a phone goes away while it
is watched: a session comes through, or it ends and nothing else does (RFC 3261; document: CTI
Session).
"""

import pytest

from harness.expect import (
    BackInService,
    Call,
    Cause,
    ConnectionCleared,
    Delivered,
    Fault,
    OutOfService,
    expect,
    refused,
)

INFO = "RFC 3261 §17.1.2"
RELOAD = "Document, CTI Session; RFC 3261 §12"
TRANSPORTS = pytest.mark.parametrize("transport", ["UDP", "TCP"])


@pytest.mark.plan("TR-01", ref=INFO, clauses=["sip.lost"])
def test_lost_event_is_sent_again_unchanged(intruder, alice, carol):
    """An event that nobody acknowledges comes again, the same to the octet, and no other before."""
    call = Call("call")
    intruder.opens_a_session(line=carol)
    intruder.monitors(deaf_at_first=True)

    with expect(
        alice.sees_anything_of(call),
        carol.sees(Delivered(call, alerting=carol, calling=alice)),
        carol.phone.rings(showing=alice),
    ):
        alice.phone.call(carol)
        intruder.hears(events=1)


@pytest.mark.plan("TR-02", ref=f"{INFO}, §12.2.1.2", clauses=["sip.silent"])
def test_application_that_falls_silent_loses_its_session(intruder, alice, carol, router, clock):
    """Events that nobody answers end that session after half a minute; others are told all."""
    call = Call("call")
    intruder.opens_a_session(line=carol)
    intruder.monitors()
    with (
        intruder.holds_nobody_up(),
        expect(
            alice.sees_anything_of(call),
            carol.sees(Delivered(call, alerting=carol, calling=alice)),
        ),
    ):
        alice.phone.call(carol)

    with expect(router.shows_session(of=intruder)):
        clock.passes(seconds=20)

    with (
        intruder.holds_nobody_up(),
        expect(
            alice.sees_anything_of(call),
            carol.sees(ConnectionCleared(call, releasing=carol, cause=Cause.CALL_CANCELLED)),
            carol.phone.falls_idle(),
        ),
    ):
        alice.phone.hang_up()

    with expect(router.shows_no_session(of=intruder), router.shows_session(of=carol.cti)):
        clock.passes(seconds=60)


@pytest.mark.plan("TR-03", ref="RFC 3261 §13.3.1.4", clauses=["sip.unacknowledged"])
def test_session_that_is_never_acknowledged_ends(intruder, carol, router, clock):
    """Without an ACK the answer to the INVITE is repeated, and after half a minute given up."""
    with expect(router.shows_session(of=intruder)):
        intruder.opens_a_session(line=carol, acknowledges=False)

    intruder.hears_its_answer_again()
    with expect(router.shows_session(of=intruder)):
        clock.passes(seconds=20)

    with expect(router.shows_no_session(of=intruder), router.shows_session(of=carol.cti)):
        clock.passes(seconds=20)


@pytest.mark.plan("TR-04", ref="RFC 3261 §13.2.2.4, §12.1.1", clauses=["sip.unacknowledged"])
def test_service_before_the_acknowledgement_is_served(intruder, carol, router):
    """The session stands from its 200 on: a service that overtakes the ACK is carried out."""
    intruder.opens_a_session(line=carol, acknowledges=False)

    with expect(router.shows_monitors(carol, of=intruder)):
        intruder.monitors()


@pytest.mark.plan("TR-05", ref="RFC 3261 §15.1", clauses=["sip.end"])
def test_both_sides_hang_up_at_once(intruder, bystanders, carol, router):
    """The router's BYE and the application's cross: each is answered, and the session is gone."""
    intruder.opens_a_session(line=carol)

    with (
        bystanders.undisturbed(),
        expect(router.shows_no_session(of=intruder), intruder.is_served()),
    ):
        router.clear_session(of=intruder)
        status = intruder.hangs_up()
        assert status in {200, 481}, f"router: a BYE that crosses its own is answered {status}"


@pytest.mark.plan("TR-07", ref="RFC 3261 §12.2.2, §15.1.2", clauses=["sip.dialog", "sip.end"])
def test_service_after_the_end_is_refused(intruder, bystanders, carol, router):
    """A session that has said BYE is none: a service in it is answered 481 and not carried out."""
    intruder.opens_a_session(line=carol)
    assert intruder.hangs_up() == 200, "router: a BYE is refused"

    with (
        bystanders.undisturbed(),
        expect(router.shows_no_session(of=intruder), intruder.is_served()),
        refused(Fault.NO_SUCH_SESSION, what="Monitor Start in a session that has said BYE"),
    ):
        intruder.monitors()


@pytest.mark.plan("TR-06", ref="ECMA-269 Out of Service, Back in Service", clauses=["monitor.lost"])
def test_monitor_outlives_the_phone(guest, alice, application, router):
    """The phone of a watched line signs off and comes back: the same monitor tells of both."""
    guest.bring("7961")
    with router.knows(guest), router.configured(f"ephone-dn {guest.dn}", "cti watch"):
        guest.phone.plug_in()
        application.open(line=guest)
        application.monitor()

        with expect(
            application.sees(OutOfService(guest)), router.shows_monitors(guest, of=application)
        ):
            guest.phone.sign_off()

        with expect(alice.sees_nothing()), refused(Fault.CALLED_DEVICE_OUT_OF_SERVICE):
            alice.cti.make_call(to=guest)

        with expect(
            application.sees(BackInService(guest)), guest.phone.comes_into_service(line=guest)
        ):
            guest.phone.plug_in()

        call = Call("call")
        rings = Delivered(call, alerting=guest, calling=alice)
        with expect(application.sees(rings), alice.sees_anything_of(call)):
            alice.cti.make_call(to=guest)

        with expect(
            application.sees_anything_of(call),
            alice.sees_anything_of(call),
            guest.phone.falls_idle(),
            alice.phone.falls_idle(),
        ):
            alice.phone.hang_up()


# -- the router boots ---------------------------------------------------------------------------


@pytest.mark.plan("TR-20", ref=RELOAD, clauses=["session.reload"])
@TRANSPORTS
def test_no_session_outlives_a_reload(application, alice, bob, carol, router, power, transport):
    """After a reload the router serves its phones again, and knows no session of before."""
    application.open(line=alice, over=transport)

    with expect(
        alice.phone.comes_back(line=alice),
        bob.phone.comes_back(line=bob),
        carol.phone.comes_back(line=carol),
        router.shows_no_session(of=application),
        router.shows_no_session(of=alice.cti),
        application.finds_no_session(),
    ):
        power.reload()

    with expect(router.shows_session(of=application)):
        application.open(line=alice, over=transport)


@pytest.mark.plan("TR-21", ref=RELOAD, clauses=["session.reload"])
@TRANSPORTS
def test_no_monitor_outlives_a_reload(application, alice, bob, carol, router, power, transport):
    """After a reload a session has the monitors that it starts, and none of before."""
    application.open(line=alice, over=transport)
    application.monitor()
    before = application.monitor_number
    with expect(
        alice.phone.comes_back(line=alice),
        bob.phone.comes_back(line=bob),
        carol.phone.comes_back(line=carol),
        application.finds_no_session(),
    ):
        power.reload()

    application.open(line=alice, over=transport)
    with expect(router.shows_monitors(of=application)), refused(Fault.UNKNOWN_MONITOR):
        application.stop_monitor(before)

    application.monitor()
    call = Call("call")
    with expect(
        application.sees(Delivered(call, alerting=alice)),
        alice.sees_nothing(),
        bob.sees_nothing(),
        alice.phone.rings(showing=bob),
    ):
        bob.phone.call(alice)
