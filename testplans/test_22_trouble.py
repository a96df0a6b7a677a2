"""Chapter 22. Sessions that meet trouble.

Packets are lost, applications fall silent, both ends hang up at once, a phone goes away while it
is watched: a session comes through, or it ends and nothing else does (RFC 3261; document: CTI
Session).
"""

import pytest

from harness.expect import (
    BackInService,
    Call,
    Delivered,
    Fault,
    OutOfService,
    expect,
    refused,
)

INFO = "RFC 3261 §17.1.2"


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
    """Events that nobody answers end that session after a minute; others are told all."""
    call = Call("call")
    intruder.opens_a_session(line=carol)
    intruder.monitors()
    with expect(
        alice.sees_anything_of(call),
        carol.sees(Delivered(call, alerting=carol, calling=alice)),
        router.shows_session(of=intruder),
    ):
        alice.phone.call(carol)

    with expect(router.shows_no_session(of=intruder), router.shows_session(of=carol.cti)):
        clock.passes(seconds=80)


@pytest.mark.plan("TR-03", ref="RFC 3261 §13.3.1.4", clauses=["sip.unacknowledged"])
def test_session_that_is_never_acknowledged_ends(intruder, carol, router, clock):
    """Without an ACK the answer to the INVITE is repeated, and after half a minute given up."""
    with expect(router.shows_session(of=intruder)):
        intruder.opens_a_session(line=carol, acknowledges=False)

    with expect(router.shows_no_session(of=intruder), router.shows_session(of=carol.cti)):
        clock.passes(seconds=40)


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
