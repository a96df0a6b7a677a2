"""Chapter 11. Phones: into service, out of it, and back.

A phone asks for service by its MAC address; the configuration says whether it is served, as what
and with which line (document: Configuring a Number or Device; CME administrator guide, Phones).
Guests bring phones that the router does not know yet, so that nobody's CTI session is disturbed.
"""

import pytest

from harness.expect import Call, Delivered, Originated, ServiceInitiated, Shown, expect, maybe

MODELS = pytest.mark.parametrize("model", ["7960", "7961"])


@pytest.mark.plan("PH-01", ref="CME System Administrator Guide, Phones", clauses=["phone.register"])
@MODELS
def test_phone_registers_for_the_first_time(guest, router, model):
    """A phone that the configuration knows comes into service with its line, and rests."""
    guest.bring(model)
    with (
        router.knows(guest),
        expect(
            guest.phone.comes_into_service(line=guest),
            guest.phone.falls_idle(),
            router.serves(guest),
        ),
    ):
        guest.phone.plug_in()


@pytest.mark.plan(
    "PH-02", ref="CME System Administrator Guide, Phones", clauses=["phone.unregister"]
)
@MODELS
def test_phone_registers_again(guest, router, model):
    """A phone that signed off is not served until it registers again."""
    guest.bring(model)
    with router.knows(guest):
        guest.phone.plug_in()

        with expect(guest.phone.goes_dark(), router.no_longer_serves(guest)):
            guest.phone.sign_off()

        with expect(guest.phone.comes_into_service(line=guest), router.serves(guest)):
            guest.phone.plug_in()


@pytest.mark.plan("PH-03", ref="CME Command Reference, keepalive", clauses=["phone.lost-link"])
@MODELS
def test_phone_comes_back_after_a_lost_link(guest, router, model):
    """A pulled cable tells the router nothing; when the phone is back it is served once, anew."""
    guest.bring(model)
    with router.knows(guest):
        guest.phone.plug_in()

        with expect(guest.phone.goes_dark(), router.serves(guest)):
            guest.phone.unplug()

        with expect(guest.phone.comes_into_service(line=guest), router.serves(guest)):
            guest.phone.plug_in()
        with expect(guest.phone.hears_dial_tone()):
            guest.phone.lift()

        with expect(guest.phone.falls_idle()):
            guest.phone.hang_up()


@pytest.mark.plan("PH-04", ref="Document, Configuring a Number", clauses=["phone.call"])
@MODELS
def test_newly_registered_phone_calls_and_is_told_of_it(guest, alice, router, model):
    """A phone just registered makes a call, and the called party's monitor tells of it."""
    call = Call("call")
    guest.bring(model)
    with router.knows(guest):
        guest.phone.plug_in()

        with expect(
            alice.sees(Delivered(call, alerting=alice, calling=guest)),
            alice.phone.rings(showing=guest),
            guest.phone.shows(Shown.RING_OUT, called=alice),
            router.shows_line(guest, "ALERTING"),
        ):
            guest.phone.call(alice)

        with expect(
            alice.sees_anything_of(call), alice.phone.falls_idle(), guest.phone.falls_idle()
        ):
            guest.phone.hang_up()


@pytest.mark.plan("PH-05", ref="CME Command Reference, ephone", clauses=["phone.forgotten"])
@MODELS
@pytest.mark.parametrize("by", ["no ephone", "no mac-address"])
def test_router_forgets_a_registered_phone(guest, router, model, by):
    """A phone whose configuration is taken away is told to start again, and is turned away."""
    guest.bring(model)
    with router.knows(guest):
        guest.phone.plug_in()

        with expect(guest.phone.is_turned_away(), router.no_longer_serves(guest)):
            router.forget(guest, by=by)


@pytest.mark.plan("PH-06", ref="CME Command Reference, mac-address", clauses=["phone.mac-kept"])
def test_mac_address_of_a_registered_phone_cannot_be_changed(guest, router, terminal):
    """The slot of a registered phone keeps its MAC address, and the phone its service."""
    guest.bring("7961")
    with router.knows(guest):
        guest.phone.plug_in()

        for line in ("enable", "configure terminal", f"ephone {guest.ephone}"):
            terminal.types(line)
        with expect(guest.phone.falls_idle(), router.serves(guest)):
            terminal.refuses("mac-address 02CE.00FF.FFFF")
        assert "Cannot change MAC address" in terminal.printed


@pytest.mark.plan("PH-07", ref="CME Command Reference, auto-reg-ephone", clauses=["phone.unknown"])
@MODELS
def test_unknown_phone_is_turned_away(stranger, router, model):
    """Without automatic registration a phone with an unknown MAC address is told so."""
    stranger.bring(model)

    with expect(stranger.phone.is_turned_away(), router.no_longer_serves(stranger)):
        stranger.phone.plug_in()


@pytest.mark.plan("PH-08", ref="CME Command Reference, type (ephone)", clauses=["phone.wrong-type"])
@pytest.mark.parametrize(("model", "configured"), [("7960", "7961"), ("7961", "7960")])
def test_phone_of_another_type_is_turned_away(guest, router, model, configured):
    """A phone that is not what its ephone says is not served."""
    guest.bring(model)
    with (
        router.knows(guest, as_a=configured),
        expect(guest.phone.is_turned_away(), router.no_longer_serves(guest)),
    ):
        guest.phone.plug_in()


@pytest.mark.plan("PH-09", ref="CME Command Reference, max-ephones", clauses=["phone.limit"])
@MODELS
def test_phone_beyond_the_limit_is_turned_away(guest, router, model):
    """With as many phones in service as may register, one more is turned away; later it is not."""
    guest.bring(model)
    with router.knows(guest):
        limit = f"max-ephones {router.phones_in_service}"
        with (
            router.configured("telephony-service", limit),
            expect(guest.phone.is_turned_away(), router.no_longer_serves(guest)),
        ):
            guest.phone.plug_in()

        with expect(guest.phone.comes_into_service(line=guest), router.serves(guest)):
            guest.phone.plug_in()


@pytest.mark.plan("PH-10", ref="CME troubleshooting, registration", clauses=["phone.same-mac"])
@MODELS
def test_second_phone_with_the_same_mac_takes_over(guest, stranger, router, model):
    """Of two phones with one MAC address the later one is served, the earlier is cut off."""
    guest.bring(model)
    stranger.bring(model, with_mac_of=guest)
    with router.knows(guest):
        guest.phone.plug_in()

        with expect(
            stranger.phone.comes_into_service(line=guest),
            guest.phone.loses_its_router(),
            router.serves(guest),
        ):
            stranger.phone.plug_in()
        with expect(stranger.phone.hears_dial_tone()):
            stranger.phone.lift()

        with expect(stranger.phone.falls_idle()):
            stranger.phone.hang_up()
        stranger.phone.sign_off()


@pytest.mark.plan("PH-11", ref="CME Command Reference, reset, restart", clauses=["phone.reset"])
@MODELS
@pytest.mark.parametrize("by", ["reset", "restart"])
def test_router_lets_a_phone_start_again(guest, router, model, by):
    """Told to reset or to restart, a phone goes and comes back into service by itself."""
    guest.bring(model)
    with router.knows(guest):
        guest.phone.plug_in()

        with expect(guest.phone.comes_into_service(line=guest), router.serves(guest)):
            router.let_start_again(guest, by=by)


@pytest.mark.plan("PH-12", ref="CME Administrator Guide, reset", clauses=["phone.reset-in-a-call"])
def test_reset_waits_for_the_end_of_a_call(guest, alice, router):
    """A phone that is told to reset during a call finishes the call first."""
    call = Call("call")
    guest.bring("7960")
    with router.knows(guest):
        guest.phone.plug_in()
        with expect(
            alice.sees(
                maybe(ServiceInitiated(call, initiating=alice)),
                Originated(call, calling=alice, called=guest),
                Delivered(call, alerting=guest),
            ),
            guest.phone.rings(showing=alice),
        ):
            alice.phone.call(guest)

        with expect(guest.phone.rings(showing=alice), router.serves(guest)):
            router.let_start_again(guest, by="reset")

        with expect(
            guest.phone.comes_into_service(line=guest),
            alice.sees_anything_of(call),
            alice.phone.falls_idle(),
            router.serves(guest),
        ):
            alice.phone.hang_up()
