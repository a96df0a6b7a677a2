"""Chapter 19. Who does not keep the rules.

Whatever comes to the router's CTI port, torn, false or hostile, is refused with the code that its
standard gives, changes nothing and harms nobody: two people in a monitored call go on being served
and told, and the next client that keeps the rules is served as ever. Everything is sent by packets
built by hand, apart from the harness's own codecs.
"""

import pytest

from harness.expect import Fault, expect, refused

GRAMMAR = "RFC 3261 §8.2.6, §18.3, §25"
DIALOGS = "RFC 3261 §12.2.2"


@pytest.mark.plan("PB-01", ref=GRAMMAR, clauses=["probe.sip"])
@pytest.mark.parametrize(
    "fault",
    [
        "a Content-Length beyond the datagram",
        "a negative Content-Length",
        "a Content-Length of 20 digits",
        "a Content-Length short of the body",
        "two Content-Lengths",
        "no Via",
        "no From",
        "no Call-ID",
        "no CSeq",
        "a Via that is nonsense",
        "a port beyond 65535 in Via",
        "an empty Call-ID",
        "two Call-IDs",
        "a CSeq of another method",
        "a CSeq beyond 31 bits",
        "a negative CSeq",
        "a blank in the Request-URI",
        "an open quote in From",
        "a NUL in a header",
        "a lone line feed in a header",
        "a line without a colon",
    ],
)
def test_malformed_request_is_refused(intruder, bystanders, carol, router, fault):
    """A request that breaks the grammar of SIP is answered 400, or not at all, and not done."""
    intruder.opens_a_session(line=carol)

    with (
        bystanders.undisturbed(),
        expect(router.shows_monitors(of=intruder), intruder.is_served()),
        refused(Fault.MALFORMED_REQUEST, what=f"a request with {fault}"),
    ):
        intruder.asks_for_a_monitor(with_=fault)


@pytest.mark.plan("PB-02", ref="RFC 3261 §8.2.2.3, §8.2.3, §21.5.6", clauses=["probe.sip"])
@pytest.mark.parametrize(
    ("wish", "fault"),
    [
        ("version 7 of SIP", Fault.UNKNOWN_SIP_VERSION),
        ("an extension nobody knows in Require", Fault.UNKNOWN_EXTENSION),
        ("a body of unknown type", Fault.UNSUPPORTED_BODY),
    ],
)
def test_request_for_too_much_is_refused(intruder, bystanders, carol, router, wish, fault):
    """A well-formed request that asks for what the router cannot do is refused by that code."""
    intruder.opens_a_session(line=carol)

    with (
        bystanders.undisturbed(),
        expect(router.shows_monitors(of=intruder), intruder.is_served()),
        refused(fault, what=f"a request with {wish}"),
    ):
        intruder.asks_for_a_monitor(with_=wish)


@pytest.mark.plan("PB-03", ref="RFC 3261 §18.3", clauses=["probe.sip"])
@pytest.mark.parametrize(
    "where",
    [
        "in the request line",
        "behind the request line",
        "in Via",
        "behind From",
        "in the name of a header",
        "before the empty line",
        "behind the empty line",
        "in the XML declaration",
        "in the root element",
        "before the last octet",
    ],
)
def test_torn_request_opens_no_session(intruder, bystanders, carol, router, where):
    """An INVITE that breaks off, at whatever boundary, opens no session."""
    with (
        bystanders.undisturbed(),
        expect(router.shows_no_session(of=intruder), intruder.is_served()),
        refused(Fault.MALFORMED_REQUEST, what=f"an INVITE torn {where}"),
    ):
        intruder.asks_for_a_session(line=carol, torn=where)


@pytest.mark.plan("PB-04", ref="XML 1.0; reference of CSTA over SIP §8", clauses=["probe.xml"])
@pytest.mark.parametrize(
    "body",
    [
        "an entity for the line",
        "a bomb of entities",
        "an entity that holds itself",
        "an entity in a file of the router",
        "an entity on another host",
        "a parameter entity",
        "a document type alone",
        "an undeclared entity",
        "elements nested 5,000 deep",
        "octets that are no UTF-8",
        "a NUL in the text",
        "two roots",
        "text behind the root",
        "an attribute twice",
        "a prefix nobody declared",
    ],
)
def test_hostile_xml_is_refused(vandal, bystanders, carol, router, body):
    """A body that is no XML, or that would have the router resolve entities, is answered 400."""
    vandal.opens_a_session(line=carol)

    with (
        bystanders.undisturbed(),
        expect(router.shows_monitors(of=vandal), vandal.is_served()),
        refused(Fault.UNREADABLE_BODY, what=f"a body with {body}"),
    ):
        vandal.says(body)


@pytest.mark.plan("PB-05", ref="ECMA-269 §11, errors", clauses=["probe.xml"])
@pytest.mark.parametrize(
    "body",
    [
        "no object to monitor",
        "an empty object",
        "a number of 2,000 digits",
        "a number with markup in it",
        "a number with a line break in it",
        "a service nobody knows",
        "an event instead of a service",
    ],
)
def test_body_that_is_no_service_is_refused(intruder, bystanders, carol, router, body):
    """XML that asks for nothing that could be done is refused by a CSTA error."""
    intruder.opens_a_session(line=carol)

    with (
        bystanders.undisturbed(),
        expect(router.shows_monitors(of=intruder), intruder.is_served()),
        refused(Fault.NO_SERVICE, what=f"a body with {body}"),
    ):
        intruder.says(body)


@pytest.mark.plan("PB-17", ref="XML 1.0; RFC 3261 §21.4.11", clauses=["probe.xml"])
@pytest.mark.parametrize(
    "body",
    [
        "an attribute of 30,000 letters",
        "1,000 attributes",
        "elements nested 100 deep beside it",
    ],
)
def test_odd_and_large_xml_harms_nobody(vandal, bystanders, carol, body):
    """What is well-formed, odd and large is served or refused as too large, and answered."""
    vandal.opens_a_session(line=carol)

    with bystanders.undisturbed(), expect(vandal.is_served()):
        status = vandal.tries(body)
        assert status in {200, 400, 413, 513}, f"router: a body with {body} is answered {status}"


@pytest.mark.plan("PB-06", ref=DIALOGS, clauses=["probe.dialog"])
@pytest.mark.parametrize("method", ["INFO", "BYE", "INVITE", "UPDATE"])
@pytest.mark.parametrize("wrong", ["Call-ID", "From tag", "To tag"])
def test_request_in_the_dialog_of_others_is_refused(
    intruder, bystanders, alice, router, method, wrong
):
    """A stranger who knows all names of Alice's session but one is answered 481; hers goes on."""
    with (
        bystanders.undisturbed(),
        expect(router.shows_session(of=alice.cti), intruder.is_served()),
        refused(Fault.NO_SUCH_SESSION, what=f"{method} in Alice's session with a wrong {wrong}"),
    ):
        intruder.says_in_the_session_of(alice, method, wrong=wrong)


@pytest.mark.plan("PB-07", ref=DIALOGS, clauses=["probe.dialog"])
def test_request_with_an_old_number_is_refused(intruder, bystanders, carol, router):
    """A request numbered below the last one is answered 500 and not carried out."""
    intruder.opens_a_session(line=carol)

    with (
        bystanders.undisturbed(),
        expect(router.shows_monitors(of=intruder), intruder.is_served()),
        refused(Fault.OLD_SEQUENCE_NUMBER, what="a request with an old CSeq"),
    ):
        intruder.asks_with_an_old_number()


@pytest.mark.plan("PB-08", ref="RFC 3261 §17.2.2", clauses=["sip.repetition", "probe.dialog"])
def test_replayed_request_is_carried_out_once(intruder, bystanders, carol, router):
    """The same octets again, after the answer, have the same answer and no second effect."""
    intruder.opens_a_session(line=carol)

    with (
        bystanders.undisturbed(),
        expect(router.shows_monitors(carol, of=intruder), intruder.is_served()),
    ):
        intruder.asks_for_a_monitor_and_repeats_it(5)

    with (
        expect(router.shows_monitors(carol, of=intruder)),
        refused(Fault.OLD_SEQUENCE_NUMBER, what="a replay under a new branch"),
    ):
        intruder.says_that_again_as_new()


@pytest.mark.plan("PB-09", ref="ECMA-269 Monitor Stop", clauses=["probe.dialog"])
def test_monitor_of_another_session_cannot_be_stopped(intruder, bystanders, alice, carol, router):
    """The id of Alice's monitor is none in a session that is not hers."""
    intruder.opens_a_session(line=carol)

    with (
        bystanders.undisturbed(),
        expect(router.shows_monitors(alice, of=alice.cti), intruder.is_served()),
        refused(Fault.UNKNOWN_MONITOR, what="Monitor Stop of Alice's monitor"),
    ):
        intruder.stops_the_monitor_of(alice)


@pytest.mark.plan("PB-10", ref="RFC 3261 §12.1.1", clauses=["probe.dialog"])
def test_session_under_a_borrowed_name_takes_nothing_away(intruder, bystanders, alice, router):
    """An INVITE from Alice's user to Alice's line, by a stranger, is at most one session more."""
    with (
        bystanders.undisturbed(),
        expect(router.shows_monitors(alice, of=alice.cti), intruder.is_served()),
    ):
        intruder.opens_a_session(line=alice, pretending_to_be=alice.cti.name)


@pytest.mark.plan("PB-11", ref="RFC 4028 §4, §6", clauses=["sip.min-se", "probe.sip"])
@pytest.mark.parametrize(
    "timer", ["-1", "0", "1e9", "18000000000000000000", "soon", "1800;refresher=nobody"]
)
def test_absurd_session_timer_is_refused(intruder, bystanders, carol, router, timer):
    """A timer that is no number of seconds, or none that can be, opens no session."""
    with (
        bystanders.undisturbed(),
        expect(router.shows_no_session(of=intruder), intruder.is_served()),
        refused(Fault.INVALID_TIMER, what=f"an INVITE with the timer {timer}"),
    ):
        intruder.opens_a_session(line=carol, timer=timer)


@pytest.mark.plan("PB-12", ref="RFC 3261 §8.2, §11", clauses=["probe.flood"])
@pytest.mark.parametrize("what", ["OPTIONS", "INFO outside", "INVITE of nobody"])
def test_flood_harms_nobody(vandal, bystanders, carol, what):
    """A hundred requests at once are each answered, and nobody loses a session."""
    with bystanders.undisturbed(), expect(vandal.is_served()):
        answered = vandal.floods(what, line=carol)
        assert answered >= 100, f"router: of a hundred {what} at once {answered} are answered"


@pytest.mark.plan("PB-13", ref="RFC 3261 §18.3", clauses=["probe.stream"])
@pytest.mark.parametrize(
    "where", ["in Via", "before the empty line", "behind the empty line", "before the last octet"]
)
def test_half_a_message_holds_nobody_up(vandal, bystanders, application, carol, router, where):
    """A connection that stops in the middle of an INVITE waits alone; its rest is still served."""
    with bystanders.undisturbed():
        vandal.stalls(where, line=carol)
        with expect(router.shows_session(of=application), vandal.is_served()):
            application.open(line=carol, over="TCP")

        with expect(router.shows_session(of=vandal)):
            vandal.goes_on()


@pytest.mark.plan("PB-14", ref="RFC 3261 §18.3", clauses=["probe.stream"])
@pytest.mark.parametrize(
    "junk",
    [
        "garbage",
        "a header without an end",
        "a body of 4 GiB",
        "no Content-Length",
        "a negative Content-Length",
    ],
)
def test_spoiled_stream_harms_nobody(vandal, bystanders, application, carol, router, junk):
    """What stands before garbage on a connection is served; others never notice the garbage."""
    with bystanders.undisturbed():
        assert vandal.spoils_a_stream(junk, line=carol) == 200

        with expect(router.shows_session(of=application), vandal.is_served()):
            application.open(line=carol, over="TCP")


@pytest.mark.plan("PB-15", ref="RFC 3261 §18.3", clauses=["probe.stream"])
def test_message_in_single_octets_is_served(vandal, carol, router):
    """An INVITE that comes octet by octet is one INVITE."""
    with expect(router.shows_session(of=vandal)):
        vandal.dribbles(line=carol)


@pytest.mark.plan("PB-16", ref="Document, CTI CSTA in Unified CME", clauses=["probe.sccp"])
@pytest.mark.parametrize(
    "frame",
    [
        "a length of 0",
        "a length of 3",
        "a length of 4 GiB",
        "a length of 2 GiB",
        "half a header",
        "half a registration",
        "a registration of no octets",
        "a registration whose name has no end",
        "a registration of FFs",
        "a registration of nobody's phone",
        "a message number nobody knows",
        "a call agent's message",
        "a key before any registration",
        "the handset before any registration",
        "a sign-off before any registration",
        "a list of 4 billion capabilities",
        "an alarm of format strings",
        "text of another protocol",
    ],
)
def test_hostile_frame_leaves_the_phones_in_service(vandal, bystanders, alice, bob, router, frame):
    """What no phone sends costs no phone its service, and no call its voice."""
    with (
        bystanders.undisturbed(),
        expect(router.serves(alice), router.serves(bob), vandal.is_served(line=alice)),
    ):
        vandal.says_to_the_phones_port(frame)
