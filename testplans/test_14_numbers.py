"""Chapter 14. Numbers under control.

What `cti watch` and `cti notify` make of a directory number, at the number itself or in its
template, and what becomes of sessions when CTI is shut (document: Configuring a Number or Device).
"""

import pytest

from harness.expect import (
    Call,
    Cause,
    Delivered,
    Diverted,
    Fault,
    Forwarding,
    Originated,
    ServiceInitiated,
    expect,
    maybe,
    refused,
)

WITHOUT_A_PHONE = "299"
STEP_6 = "Document, Configuring a Number, step 6"
STEP_7 = "Document, Configuring a Number, step 7"


@pytest.mark.plan("DN-01", ref=STEP_6, clauses=["dn.cti-watch-template", "dn.cti-watch"])
def test_watch_in_a_template(application, alice, bob, router):
    """`cti watch` in the template of a number is as good as at the number itself."""
    template = ("ephone-dn-template 15", "cti watch")
    use = (f"ephone-dn {bob.dn}", "ephone-dn-template 15", "no cti watch")
    with router.configured(*template, *use):
        application.open(line=bob)
        application.monitor()

        call = Call("call")
        with expect(
            application.sees(Delivered(call, alerting=bob, calling=alice)),
            bob.sees_anything_of(call),
            alice.sees_anything_of(call),
        ):
            alice.phone.call(bob)


@pytest.mark.plan("DN-02", ref=STEP_7, clauses=["dn.cti-notify"])
def test_number_without_a_phone_is_down(application, router):
    """A number that no phone carries cannot be monitored."""
    with router.configured("ephone-dn 99", f"number {WITHOUT_A_PHONE}", "cti watch"):
        application.open(line=WITHOUT_A_PHONE)
        with refused(Fault.OUT_OF_SERVICE):
            application.monitor()


@pytest.mark.plan("DN-03", ref=STEP_7, clauses=["dn.cti-notify"])
def test_notify_keeps_a_number_without_a_phone_up(application, router):
    """With `cti notify` a number that no phone carries can be monitored all the same."""
    number = ("ephone-dn 99", f"number {WITHOUT_A_PHONE}", "cti watch", "cti notify")
    with router.configured(*number):
        application.open(line=WITHOUT_A_PHONE)
        application.monitor()

        assert application.is_watching


@pytest.mark.plan("DN-07", ref=STEP_7, clauses=["dn.cti-notify", "dn.cti-watch"])
def test_notify_alone_lets_nobody_watch(application, router):
    """With `cti notify` and without `cti watch` a number is up, and no application's."""
    with (
        router.configured("ephone-dn 99", f"number {WITHOUT_A_PHONE}", "cti notify"),
        refused(Fault.LINE_NOT_CONTROLLED, what="control of a number without cti watch"),
    ):
        application.open(line=WITHOUT_A_PHONE)
        application.monitor()


@pytest.mark.plan("DN-08", ref=STEP_7, clauses=["dn.cti-notify", "T94.set-forwarding"])
def test_application_forwards_a_number_without_a_phone(application, alice, bob, router):
    """A number that no phone carries is controlled, too: its calls go where it is told."""
    number = ("ephone-dn 99", f"number {WITHOUT_A_PHONE}", "cti watch", "cti notify")
    with router.configured(*number):
        application.open(line=WITHOUT_A_PHONE)
        application.monitor()
        with expect(
            application.sees(Forwarding(WITHOUT_A_PHONE, to=bob)),
            application.tells_forwarded_to(bob),
        ):
            application.set_forwarding(to=bob)

        call, sent_on = Call("call"), Cause.CALL_FORWARD_IMMEDIATE
        diverted = maybe(Diverted(call, diverting=WITHOUT_A_PHONE, to=bob, cause=sent_on))
        rings = Delivered(call, alerting=bob, calling=alice, called=WITHOUT_A_PHONE, cause=sent_on)
        with expect(
            alice.sees(
                maybe(ServiceInitiated(call, initiating=alice)),
                Originated(call, calling=alice, called=WITHOUT_A_PHONE),
                diverted,
                rings,
            ),
            application.sees(diverted),
            bob.sees(rings),
            bob.phone.rings(showing=alice),
        ):
            alice.phone.call(WITHOUT_A_PHONE)


@pytest.mark.plan("DN-09", ref=STEP_7, clauses=["dn.cti-notify"])
def test_notify_keeps_a_number_up_while_its_phone_is_away(guest, router):
    """A number whose phone has not come is down, and with `cti notify` up all the same."""
    guest.bring("7961")
    with router.knows(guest, line=["cti watch"]):
        with expect(router.shows_line(guest, "DOWN")):
            pass

        with (
            router.configured(f"ephone-dn {guest.dn}", "cti notify"),
            expect(router.shows_line(guest, "IDLE")),
        ):
            pass

        with expect(router.shows_line(guest, "DOWN")):
            pass


@pytest.mark.plan("DN-04", ref=STEP_7, clauses=["dn.cti-notify-template"])
def test_notify_in_a_template(application, router):
    """`cti notify` in the template of a number is as good as at the number itself."""
    template = ("ephone-dn-template 15", "cti notify", "cti watch")
    number = ("ephone-dn 99", f"number {WITHOUT_A_PHONE}", "ephone-dn-template 15")
    with router.configured(*template, *number):
        application.open(line=WITHOUT_A_PHONE)
        application.monitor()

        assert application.is_watching


@pytest.mark.plan("DN-05", ref="Document, Enabling CTI CSTA, step 7", clauses=["enable.cti"])
def test_cti_shutdown_ends_sessions_and_leaves_calls(application, alice, bob, given, router):
    """Shutting CTI ends every session; who talks goes on talking."""
    given.talking(alice, bob)
    application.open(line=alice)

    with (
        expect(
            application.loses_its_session(),
            alice.cti.loses_its_session(),
            alice.phone.talks_to(bob),
            bob.phone.talks_to(alice),
        ),
        router.configured("voice service voip", "cti shutdown"),
    ):
        pass


@pytest.mark.plan("DN-06", ref="Document, CTI Session", clauses=["session.expected-response"])
def test_a_lost_session_can_be_opened_anew(application, alice, router):
    """An application whose session the router ended opens another, and is served."""
    application.open(line=alice)
    with expect(application.loses_its_session(), router.shows_no_session(of=application)):
        router.clear_session(of=application)

    with expect(router.shows_session(of=application)):
        application.open(line=alice)

    assert application.asks_at_once(1) == 1
