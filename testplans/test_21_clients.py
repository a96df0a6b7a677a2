"""Chapter 21. Two kinds of application.

Microsoft Office Communicator and applications of the CTI SDK keep one session each, in manners of
their own: what they ask for first, how they write numbers, what private data they send, when they
refresh, how they leave (document: CSTA Client Application Deployment).
"""

import pytest

from harness.expect import Call, Delivered, SystemStatus, expect

CLIENTS = pytest.mark.parametrize("client", ["moc", "sdk"])
FIVE_MINUTES = 300
DEPLOYMENT = "Document, CSTA Client Application Deployment"


@pytest.mark.plan("CL-01", ref=f"{DEPLOYMENT}; CTI Session", clauses=["client.order"])
@CLIENTS
@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_session_begins_as_its_client_begins_it(application, alice, bob, router, client, transport):
    """Features and a monitor, at once or one after the other: both are answered, events follow."""
    call = Call("call")
    application.open(line=alice, client=client, over=transport)
    with expect(router.shows_monitors(alice, of=application)):
        application.begin()

    assert application.system_status is SystemStatus.NORMAL

    rings = Delivered(call, alerting=alice, calling=bob)
    with expect(application.sees(rings), alice.sees(rings), bob.sees_anything_of(call)):
        bob.phone.call(alice)


@pytest.mark.plan("CL-02", ref=f"{DEPLOYMENT}; RFC 3261 §15", clauses=["client.order", "sip.end"])
@CLIENTS
def test_session_ends_as_its_client_ends_it(application, alice, router, client):
    """A BYE right behind the Monitor Stop, or after its answer: one session is gone."""
    application.open(line=alice, client=client)
    application.begin()

    with expect(
        router.shows_no_session(of=application), router.shows_monitors(alice, of=alice.cti)
    ):
        application.close()


@pytest.mark.plan("CL-03", ref="Document, CTI Session; RFC 4028 §7.2", clauses=["session.refresh"])
def test_refresh_in_the_last_minute_is_in_time(application, alice, router, clock):
    """Communicator refreshes a minute before the end, and the session stands on each time."""
    application.open(line=alice, client="moc", timer=FIVE_MINUTES)
    application.begin()
    for _ in range(2):
        clock.passes(minutes=4)
        application.refresh()

    with expect(router.shows_monitors(alice, of=application)):
        clock.passes(minutes=4)


@pytest.mark.plan("CL-04", ref="Document, CTI Session", clauses=["client.private-data"])
def test_private_data_do_not_choose_the_line(intruder, bystanders, bob, carol, router):
    """To names the line; private data that name another one are not believed."""
    with (
        bystanders.undisturbed(),
        expect(router.shows_session(of=intruder), intruder.is_served()),
    ):
        intruder.opens_a_session(line=carol, naming=bob)


@pytest.mark.plan(
    "CL-06", ref="Document, CTI Session; ECMA-323, private data", clauses=["client.private-data"]
)
def test_private_data_do_not_choose_what_is_monitored(intruder, bystanders, bob, carol, router):
    """A monitor is of the line that Monitor Start names, whatever its private data say."""
    intruder.opens_a_session(line=carol)

    with (
        bystanders.undisturbed(),
        expect(router.shows_monitors(carol, of=intruder), intruder.is_served()),
    ):
        intruder.monitors(naming=bob)


@pytest.mark.plan("CL-07", ref="ECMA-323, private data", clauses=["client.private-data"])
@pytest.mark.parametrize("kind", ["a text", "elements of their own", "nothing at all"])
def test_private_data_nobody_knows_are_passed_over(intruder, carol, kind):
    """A service with private data that the router cannot know is answered as without them."""
    intruder.opens_a_session(line=carol)

    intruder.asks_with_private_data(kind)


@pytest.mark.plan("CL-05", ref="ECMA-269 Monitor Start", clauses=["client.order"])
def test_both_clients_on_one_line(application, alice, bob):
    """An application of the SDK beside Communicator: each is told of the same call."""
    call = Call("call")
    application.open(line=alice, client="sdk")
    application.begin()

    rings = Delivered(call, alerting=alice, calling=bob)
    with expect(application.sees(rings), alice.sees(rings), bob.sees_anything_of(call)):
        bob.phone.call(alice)
