"""Chapter 1. Opening and closing a CTI session.

An application opens a session with a SIP INVITE that carries a System Status request, From its
user, To a line; it goes on only after the expected answer (document: CTI Session).
"""

import pytest

from harness.expect import (
    Call,
    Delivered,
    DoNotDisturb,
    Established,
    Fault,
    Forwarding,
    Shown,
    SystemStatus,
    expect,
    refused,
)

TABLE_94 = {
    "MakeCall",
    "AnswerCall",
    "ClearConnection",
    "ReconnectCall",
    "HoldCall",
    "RetrieveCall",
    "DeflectCall",
    "SingleStepTransferCall",
    "ConsultationCall",
    "TransferCall",
    "AlternateCall",
    "GenerateDigits",
    "GetDoNotDisturb",
    "SetDoNotDisturb",
    "GetForwarding",
    "SetForwarding",
    "SetMessageWaitingIndicator",
    "SnapshotDevice",
}
EVENTS_OF_CALLS = {
    "Originated",
    "Delivered",
    "Established",
    "Held",
    "Retrieved",
    "Diverted",
    "Transferred",
    "ConnectionCleared",
}


@pytest.mark.plan(
    "CS-01",
    ref="Document, CTI Session",
    clauses=[
        "session.system-status",
        "session.expected-response",
        "session.from-and-to",
        "clear.session-id",
        "task.address",
        "manager.optional",
    ],
)
@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_session_opens_on_a_watched_line(application, alice, router, transport):
    """An application opens a session on a watched line and is told the system works normally."""
    with expect(router.shows_session(of=application)):
        application.open(line=alice, over=transport)

    assert application.system_status is SystemStatus.NORMAL


@pytest.mark.plan("CS-02", ref="Document, Table 94", clauses=["session.capabilities", "T94"])
def test_capability_exchange_lists_table_94(application, alice):
    """Asked for its features, the router lists every service of Table 94."""
    application.open(line=alice)

    untold = ", ".join(sorted(TABLE_94 - application.features))
    assert not untold, f"application.cti: the features told lack {untold} of Table 94"


@pytest.mark.plan(
    "CS-21",
    ref="Document, Supported Services and Events",
    clauses=["session.capabilities", "T94"],
)
def test_capability_exchange_lists_the_events_of_calls(application, alice):
    """Asked for its features, the router lists the events that the services of the table cause."""
    application.open(line=alice)

    untold = EVENTS_OF_CALLS - application.events_told
    assert not untold, f"the features lack the events {', '.join(sorted(untold))}"


@pytest.mark.plan(
    "CS-23",
    ref="Document, CTI Session; Supported Services and Events",
    clauses=["session.capabilities", "T94"],
)
def test_events_that_come_are_listed(alice, bob, carol, given):
    """Of features and of calls, of a busy one, too: no event comes that the features lack."""
    with expect(
        bob.sees(DoNotDisturb(bob, on=True), DoNotDisturb(bob, on=False)),
        bob.cti.is_told_what_is_listed(),
    ):
        bob.switch_do_not_disturb(on=True, by="application")
        bob.switch_do_not_disturb(on=False, by="application")

    given.talking(bob, carol)
    call = Call("call")
    with expect(
        alice.sees_anything_of(call),
        bob.sees_nothing(),
        carol.sees_nothing(),
        alice.phone.shows(Shown.BUSY),
        alice.cti.is_told_what_is_listed(),
    ):
        alice.phone.call(bob)


@pytest.mark.plan("CS-24", ref="Document, CTI Session", clauses=["session.from-and-to"])
@pytest.mark.parametrize("who", ["somebody else", "another line"])
def test_from_names_a_user_and_not_the_line(intruder, bystanders, bob, carol, router, who):
    """Whoever From names, unknown or another line: the session opens on the line that To names."""
    with (
        bystanders.undisturbed(),
        expect(router.shows_session(of=intruder), intruder.is_served()),
    ):
        user = bob.number if who == "another line" else "somebody.else"
        intruder.opens_a_session(line=carol, pretending_to_be=user)


@pytest.mark.plan(
    "CS-26",
    ref="Document, CTI Session and RFCs; RFC 2396 §2.4, §3.1; RFC 3261 §20.10",
    clauses=["session.address"],
)
@pytest.mark.parametrize(
    "manner",
    [
        "escaped digits",
        "a scheme in capitals",
        "a parameter of the address",
        "a display name",
        "no brackets",
    ],
)
def test_line_is_known_by_whatever_manner_of_address(intruder, carol, router, manner):
    """To names the line by a URI: one that is written otherwise and is the same opens it, too."""
    with expect(router.shows_session(of=intruder)):
        intruder.asks_for_a_session(line=carol, written=manner)


@pytest.mark.plan(
    "CS-03",
    ref="Document, CTI Session",
    clauses=["session.monitor-start", "session.monitor-first", "session.events"],
)
def test_monitor_start_brings_the_first_event(application, alice, bob):
    """Events come once a monitor was started, and not before."""
    call = Call("call")
    application.open(line=alice)

    with expect(
        application.sees_nothing(),
        bob.sees_anything_of(call),
        alice.sees(Delivered(call, alerting=alice, calling=bob)),
        alice.phone.rings(showing=bob),
    ):
        bob.phone.call(alice)

    application.monitor()

    with expect(
        application.sees(Established(call, answering=alice)),
        alice.sees(Established(call, answering=alice)),
        bob.sees(Established(call, answering=alice)),
        alice.phone.talks_to(bob),
    ):
        alice.phone.answer()


@pytest.mark.plan(
    "CS-25", ref="Document, CTI Session", clauses=["scope.control", "session.monitor-first"]
)
def test_call_is_made_without_a_monitor(application, alice, bob):
    """A click needs no monitor: the call is made, and its session is told no event of it."""
    call = Call("call")
    application.open(line=alice)

    with expect(
        application.sees_nothing(),
        alice.sees_anything_of(call),
        bob.sees(Delivered(call, alerting=bob, calling=alice)),
        bob.phone.rings(showing=alice),
    ):
        application.make_call(to=bob)


@pytest.mark.plan("CS-04", ref="ECMA-269 Monitor Stop", clauses=["session.monitor-first"])
def test_no_event_after_monitor_stop(application, alice, bob):
    """A monitor that was stopped is told nothing more; others on the line are."""
    call = Call("call")
    application.open(line=alice)
    application.monitor()
    application.stop_monitor()

    with expect(
        application.sees_nothing(),
        bob.sees_anything_of(call),
        alice.sees(Delivered(call, alerting=alice, calling=bob)),
        alice.phone.rings(showing=bob),
    ):
        bob.phone.call(alice)


@pytest.mark.plan("CS-22", ref="Document, CTI Session", clauses=["session.monitor-first"])
def test_features_are_told_while_a_monitor_runs(application, bob, carol):
    """A session is told of its line's features from Monitor Start to Monitor Stop, and no more."""
    on, off = DoNotDisturb(bob, on=True), DoNotDisturb(bob, on=False)
    away, back = Forwarding(bob, to=carol), Forwarding(bob)
    application.open(line=bob)
    with expect(application.sees_nothing(), bob.sees(on, away)):
        bob.switch_do_not_disturb(on=True, by="hand")
        bob.forward_all(to=carol, by="hand")

    application.monitor()
    with expect(application.sees(off, back), bob.sees(off, back)):
        bob.switch_do_not_disturb(on=False, by="hand")
        bob.forward_none(by="hand")

    application.stop_monitor()
    with expect(application.sees_nothing(), bob.sees(on, off)):
        bob.switch_do_not_disturb(on=True, by="hand")
        bob.switch_do_not_disturb(on=False, by="hand")


@pytest.mark.plan(
    "CS-05",
    ref="Document, CTI Session",
    clauses=["session.expected-response", "session.from-and-to", "dn.prerequisite"],
)
def test_no_session_on_an_unknown_line(application):
    """A line that the router does not know opens no session."""
    with refused(Fault.UNKNOWN_LINE):
        application.open(line="999")


@pytest.mark.plan("CS-06", ref="Document, Configuring a Number, step 6", clauses=["dn.cti-watch"])
def test_no_session_on_a_line_without_cti_watch(application, bob, router):
    """A directory number without `cti watch` can be neither monitored nor controlled."""
    with (
        router.configured(f"ephone-dn {bob.dn}", "no cti watch"),
        refused(Fault.LINE_NOT_WATCHED),
    ):
        application.open(line=bob)


@pytest.mark.plan("CS-07", ref="Document, Enabling CTI CSTA, step 7", clauses=["enable.cti"])
def test_no_session_while_cti_is_shut(application, alice, router):
    """With CTI integration shut down no session opens."""
    with (
        router.configured("voice service voip", "cti shutdown"),
        refused(Fault.CTI_SHUT_DOWN),
    ):
        application.open(line=alice)


@pytest.mark.plan("CS-08", ref="RFC 3261 §15", clauses=["sip.end", "clear.session-id"])
def test_session_ends_with_bye(application, alice, bob, router):
    """A closed session is listed no longer, and the line's other session goes on."""
    with expect(router.shows_session(of=application)):
        application.open(line=alice)
    application.monitor()

    with expect(router.shows_no_session(of=application)):
        application.close()

    call = Call("call")
    with expect(
        bob.sees_anything_of(call),
        alice.sees(Delivered(call, alerting=alice, calling=bob)),
    ):
        bob.phone.call(alice)


@pytest.mark.plan(
    "CS-09", ref="Document, Clearing a Session", clauses=["clear.session", "clear.session-id"]
)
def test_router_clears_a_session(application, alice, router):
    """`clear cti session id` tears one session down: its application is told, the line's stands."""
    with expect(router.shows_session(of=application)):
        application.open(line=alice)

    with expect(
        alice.cti.keeps_its_session(),
        router.shows_no_session(of=application),
        application.loses_its_session(),
        router.shows_session(of=alice.cti),
    ):
        router.clear_session(of=application)


@pytest.mark.plan("CS-10", ref="Document, CTI Session", clauses=["sip.foreign-client"])
def test_a_foreign_client_makes_a_call(probe, alice, bob):
    """A client that shares no code with ours opens a session, makes a call and clears it."""
    call = Call("call")
    with expect(
        alice.sees_anything_of(call),
        bob.sees_anything_of(call),
        bob.phone.falls_idle(),
        alice.phone.falls_idle(),
    ):
        probe.run(line=alice.number, called=bob.number)


@pytest.mark.plan(
    "CS-11", ref="RFC 3261 §7.3, §19.1, §20; XML 1.0; ECMA-323", clauses=["sip.foreign-client"]
)
@pytest.mark.parametrize(
    "manner",
    [
        "compact header names",
        "header names in capitals",
        "a header over two lines",
        "blanks around the colon",
        "headers nobody knows",
        "its headers in another order",
        "a display name",
        "a parameter of the content type",
        "a prefix on every element",
        "no declaration of XML",
        "remarks in the body",
    ],
)
def test_any_manner_of_writing_is_served(intruder, carol, router, manner):
    """A request that is written otherwise than most, and as the standards allow, is carried out."""
    intruder.opens_a_session(line=carol)

    with expect(router.shows_monitors(carol, of=intruder)):
        intruder.asks_for_a_monitor(with_=manner)
