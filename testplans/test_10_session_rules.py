"""Chapter 10. The rules of a session.

A session lasts as long as its timer says unless it is refreshed; it may hold several monitors, and
a line several sessions; what is not as SIP and CSTA want it is refused and harms nobody (document:
CTI Session; RFC 3261, RFC 4028).
"""

import pytest

from harness.expect import (
    Call,
    Cause,
    ConnectionCleared,
    Delivered,
    Established,
    Fault,
    expect,
    refused,
)

HALF_AN_HOUR = 1800


@pytest.mark.plan("SR-01", ref="Document, CTI Session; RFC 4028", clauses=["session.timer"])
def test_session_timer_is_thirty_minutes(application, alice):
    """The application asks for 30 minutes; the router grants no more, and not too little."""
    application.open(line=alice, timer=HALF_AN_HOUR)

    granted = application.timer
    assert granted is not None, "application.cti: the answer to the INVITE has no Session-Expires"
    told = f"application.cti: Session-Expires is {granted} s, expected 90 to {HALF_AN_HOUR} s"
    assert 90 <= granted <= HALF_AN_HOUR, told


@pytest.mark.plan("SR-02", ref="RFC 4028 §6", clauses=["sip.min-se", "session.timer"])
def test_session_timer_that_is_too_short_is_refused(application, alice, router):
    """A timer below 90 seconds is refused, with the shortest that will do; that one is taken."""
    with expect(router.shows_no_session(of=application)), refused(Fault.TIMER_TOO_SHORT):
        application.open(line=alice, timer=30)

    shortest = application.shortest_timer_told
    assert shortest is not None, "application.cti: the 422 has no Min-SE"
    assert shortest >= 90, f"application.cti: Min-SE of the 422 is {shortest} s, expected 90 s"

    application.open(line=alice, timer=shortest)

    assert application.timer == shortest


@pytest.mark.plan("SR-03", ref="Document, CTI Session", clauses=["session.refresh"])
def test_session_refresh_keeps_monitors(application, alice, bob, router):
    """A re-INVITE refreshes the session: the same monitor goes on telling."""
    application.open(line=alice)
    application.monitor()

    with expect(router.shows_monitors(alice, of=application)):
        application.refresh()

    call = Call("call")
    with expect(
        application.sees(Delivered(call, alerting=alice, calling=bob)),
        alice.sees(Delivered(call, alerting=alice, calling=bob)),
        bob.sees_anything_of(call),
    ):
        bob.phone.call(alice)


@pytest.mark.plan(
    "SR-20", ref="Document, CTI Session; RFC 4028 §9", clauses=["session.refresh", "session.timer"]
)
def test_session_refresh_settles_the_timer_anew(application, alice):
    """The answer to the re-INVITE grants the timer again, and no more than was asked for."""
    application.open(line=alice, timer=HALF_AN_HOUR)

    application.refresh()

    granted = application.timer
    assert granted is not None, (
        "application.cti: the answer to the re-INVITE has no Session-Expires"
    )
    told = f"application.cti: refreshed, Session-Expires is {granted} s, expected 90 to 1800 s"
    assert 90 <= granted <= HALF_AN_HOUR, told


@pytest.mark.plan("SR-04", ref="Document, CTI Session", clauses=["session.refresh"])
def test_session_refreshed_in_time_stands_on(application, alice, router, clock):
    """Refreshed after 20 of its 30 minutes, the session still stands after 40."""
    application.open(line=alice, timer=HALF_AN_HOUR)
    application.monitor()
    clock.passes(minutes=20)
    application.refresh()

    with expect(router.shows_monitors(alice, of=application)):
        clock.passes(minutes=20)

    assert application.is_open


@pytest.mark.plan("SR-05", ref="Document, CTI Session; RFC 4028 §10", clauses=["session.expiry"])
def test_session_is_deleted_after_expiry(application, alice, router, clock):
    """Nobody refreshes the session: it stands for 29 minutes and is gone after 31."""
    application.open(line=alice, timer=HALF_AN_HOUR)
    application.monitor()
    with expect(application.keeps_its_session(), router.shows_session(of=application)):
        clock.passes(minutes=29)

    with expect(router.shows_no_session(of=application), application.loses_its_session()):
        clock.passes(minutes=2)


@pytest.mark.plan("SR-17", ref="Document, CTI Session", clauses=["session.expiry"])
def test_expiry_of_a_session_leaves_its_calls_alone(application, alice, bob, given, clock):
    """A conversation at the line goes on when the session's time is over."""
    given.talking(alice, bob)
    application.open(line=alice, timer=90)

    with expect(application.loses_its_session(), alice.phone.talks_to(bob)):
        clock.passes(seconds=100)


@pytest.mark.plan(
    "SR-06",
    ref="ECMA-269 Monitor Start",
    clauses=["csta.several-monitors", "session.monitor-start"],
)
def test_several_monitors_in_one_session(application, alice, bob, router):
    """Two monitors of one line are told everything twice; one of them stopped, once."""
    call = Call("call")
    application.open(line=alice)
    application.monitor()
    with expect(router.shows_monitors(alice, alice, of=application)):
        application.monitor()

    rings = Delivered(call, alerting=alice, calling=bob)
    with expect(application.sees(rings, rings), alice.sees(rings), bob.sees_anything_of(call)):
        bob.phone.call(alice)

    application.stop_monitor()

    talks = Established(call, answering=alice)
    with expect(application.sees(talks), alice.sees(talks), bob.sees(talks)):
        alice.phone.answer()


@pytest.mark.plan(
    "SR-07", ref="ECMA-269 Monitor Start", clauses=["csta.several-monitors", "session.events"]
)
def test_several_sessions_on_one_line(application, alice, bob):
    """Two sessions of one line are told the same; one of them closed, the other goes on."""
    application.open(line=bob)
    application.monitor()
    call = Call("call")

    rings = Delivered(call, alerting=bob, calling=alice)
    with expect(application.sees(rings), bob.sees(rings), alice.sees_anything_of(call)):
        alice.phone.call(bob)

    application.close()

    talks = Established(call, answering=bob)
    with expect(bob.sees(talks), alice.sees(talks)):
        bob.phone.answer()


@pytest.mark.plan("SR-08", ref="ECMA-269 Monitor Start", clauses=["csta.foreign-line"])
def test_monitor_of_another_line(application, alice, bob, carol, router):
    """A session on Alice's line may monitor Carol's: it is told of her calls, not of Alice's."""
    application.open(line=alice)
    with expect(router.shows_monitors(carol, of=application)):
        application.monitor(carol)

    call = Call("call")
    rings = Delivered(call, alerting=carol, calling=bob)
    with expect(
        application.sees(rings),
        carol.sees(rings),
        bob.sees_anything_of(call),
        alice.sees_nothing(),
    ):
        bob.phone.call(carol)


@pytest.mark.plan(
    "SR-09",
    ref="ECMA-269 Monitor Start, negative",
    clauses=["csta.foreign-line", "dn.cti-watch", "session.monitor-start"],
)
def test_monitor_of_a_line_that_may_not_be_watched(application, alice, bob, router):
    """A session that stands on a watched line may not monitor one without `cti watch`."""
    application.open(line=alice)
    with (
        router.configured(f"ephone-dn {bob.dn}", "no cti watch"),
        expect(router.shows_monitors(of=application)),
        refused(Fault.LINE_NOT_PERMITTED),
    ):
        application.monitor(bob)


@pytest.mark.plan(
    "SR-18",
    ref="ECMA-269 Monitor Start, negative; clause 11, invalidDeviceID",
    clauses=["csta.foreign-line", "session.monitor-start"],
)
@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_monitor_of_a_device_that_is_not_there(application, alice, bob, router, transport):
    """A number that nobody has is refused a monitor; the one that the session has tells on."""
    application.open(line=alice, over=transport)
    application.monitor()

    with (
        expect(
            router.shows_monitors(alice, of=application),
            application.keeps_its_session(),
            application.sees_nothing(),
            alice.sees_nothing(),
        ),
        refused(Fault.UNKNOWN_DEVICE),
    ):
        application.monitor("999")

    call = Call("call")
    rings = Delivered(call, alerting=alice, calling=bob)
    with expect(application.sees(rings), alice.sees(rings), bob.sees_anything_of(call)):
        bob.phone.call(alice)


@pytest.mark.plan(
    "SR-19",
    ref="ECMA-269 Monitor Stop, negative; clause 11, invalidMonitorCrossRefID",
    clauses=["session.monitor-first", "csta.several-monitors"],
)
@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_monitor_that_was_stopped_cannot_be_stopped_again(
    application, alice, bob, router, transport
):
    """A cross-reference is of no monitor once it was stopped; the session's other one tells on."""
    application.open(line=alice, over=transport)
    application.monitor()
    stopped = application.monitor_number
    application.monitor()
    application.stop_monitor(stopped)

    with (
        expect(
            router.shows_monitors(alice, of=application),
            application.keeps_its_session(),
            application.sees_nothing(),
            alice.sees_nothing(),
        ),
        refused(Fault.UNKNOWN_MONITOR),
    ):
        application.stop_monitor(stopped)

    call = Call("call")
    rings = Delivered(call, alerting=alice, calling=bob)
    with expect(application.sees(rings), alice.sees(rings), bob.sees_anything_of(call)):
        bob.phone.call(alice)


@pytest.mark.plan("SR-10", ref="ECMA-269, outstanding requests", clauses=["csta.overlap"])
@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_overlapping_requests_are_each_answered(application, alice, transport):
    """Eight services are asked for before the first is answered; each is."""
    application.open(line=alice, over=transport)

    assert application.asks_at_once(8) == 8


@pytest.mark.plan("SR-11", ref="RFC 3261 §18", clauses=["sip.size"])
@pytest.mark.parametrize(
    ("transport", "octets"), [("UDP", 4_000), ("TCP", 60_000)], ids=["UDP", "TCP"]
)
def test_large_bodies_are_served(application, alice, transport, octets):
    """A body that fits no packet, for private data that nobody knows, is served like any other."""
    application.open(line=alice, over=transport)

    reply = application.asks_with_ballast(octets)

    told = f"application.cti: a SnapshotDevice of {octets} octets is answered with"
    assert reply.body == "SnapshotDeviceResponse", f"{told} {reply.body or 'no body'}"


@pytest.mark.plan("SR-12", ref="RFC 3261 §17.2", clauses=["sip.repetition"])
def test_repeated_requests_are_carried_out_once(application, alice, bob, router):
    """Every datagram comes twice: there is one session, one monitor, one call all the same."""
    application.open(line=alice, over="UDP", stutters=True)
    with expect(router.shows_monitors(alice, of=application)):
        application.monitor()

    call = Call("call")
    with expect(
        application.sees_anything_of(call),
        alice.sees_anything_of(call),
        bob.sees(Delivered(call, alerting=bob, calling=alice)),
        bob.phone.rings(showing=alice),
    ):
        application.make_call(to=bob)

    with expect(
        application.sees(ConnectionCleared(call, releasing=alice)),
        alice.sees(ConnectionCleared(call, releasing=alice)),
        bob.sees(ConnectionCleared(call, releasing=bob, cause=Cause.CALL_CANCELLED)),
        alice.phone.falls_idle(),
        bob.phone.falls_idle(),
        router.shows_no_call(),
    ):
        application.clear_connection(call)


@pytest.mark.plan("SR-13", ref="RFC 3261 §12.2.2, RFC 2976 §2.2", clauses=["sip.dialog"])
def test_info_outside_a_session_is_refused(application, alice):
    """An INFO that belongs to no session is answered 481; the session is not touched."""
    application.open(line=alice)

    with (
        expect(application.keeps_its_session()),
        refused(Fault.NO_SUCH_SESSION, what="an INFO that belongs to no session"),
    ):
        application.says_outside_a_session()


@pytest.mark.plan("SR-14", ref="RFC 3261 §8.2.3", clauses=["sip.content"])
@pytest.mark.parametrize("kind", ["text/plain", "application/sdp"])
def test_wrong_content_type_is_refused(application, alice, kind):
    """A body of another type is answered 415 with the type that will do."""
    application.open(line=alice)

    with (
        expect(application.keeps_its_session()),
        refused(Fault.UNSUPPORTED_BODY, what=f"a body of type {kind}"),
    ):
        application.says(b"v=0\r\n", kind=kind)

    accepted = ", ".join(application.last_reply.accept) or "no type"
    told = f"application.cti: the 415 accepts {accepted}, expected application/csta+xml"
    assert "application/csta+xml" in accepted, told


@pytest.mark.plan("SR-15", ref="RFC 3261 §21.4.1", clauses=["sip.content"])
@pytest.mark.parametrize("body", [b"<MakeCall", b"", b"hello"], ids=["torn", "empty", "no XML"])
def test_body_that_is_no_xml_is_refused(application, alice, body):
    """A body that is no XML is answered 400; the session goes on."""
    application.open(line=alice, over="UDP")

    with (
        expect(application.keeps_its_session()),
        refused(Fault.UNREADABLE_BODY, what="a body that is no XML"),
    ):
        application.says(body)


@pytest.mark.plan("SR-16", ref="RFC 3261 §11", clauses=["sip.options"])
@pytest.mark.parametrize("inside", [True, False], ids=["in a session", "outside"])
def test_options_tell_methods_and_body_type(application, alice, inside):
    """OPTIONS is answered with the methods and the body type that are understood."""
    application.open(line=alice)

    reply = application.asks_for_options(inside=inside)

    untold = {"INVITE", "ACK", "BYE", "INFO", "OPTIONS"} - reply.allow
    whose = f"application.cti: the answer to OPTIONS {'inside' if inside else 'outside'} a session"
    assert not untold, f"{whose} does not allow {', '.join(sorted(untold))}"
    assert "application/csta+xml" in reply.accept, f"{whose} does not accept application/csta+xml"
