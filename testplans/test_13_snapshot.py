"""Chapter 13. Snapshot Device.

An application asks for the calls of a device, and is told each with the device's own state in it
(Table 94: Snapshot Device).
"""

import pytest

from harness.expect import (
    Call,
    Cause,
    ConnectionCleared,
    Delivered,
    Diverted,
    Failed,
    Fault,
    Held,
    Originated,
    Retrieved,
    ServiceInitiated,
    Shown,
    Transferred,
    expect,
    maybe,
    refused,
)
from harness.expect import LocalConnectionState as State

SNAPSHOT = ["T94.snapshot-device"]


@pytest.mark.plan("SD-01", ref="ECMA-269 Snapshot Device", clauses=SNAPSHOT)
def test_snapshot_of_an_idle_line(alice):
    """A line at rest has no call."""
    alice.cti.finds()


@pytest.mark.plan("SD-02", ref="ECMA-269 Snapshot Device", clauses=SNAPSHOT)
def test_snapshot_of_a_ringing_call(alice, bob, carol, given):
    """While Bob's phone rings, Alice is connected, Bob alerting, and Carol has no call."""
    call = given.ringing(alice, bob)

    alice.cti.finds((call, State.CONNECTED))
    bob.cti.finds((call, State.ALERTING))
    carol.cti.finds()


@pytest.mark.plan("SD-03", ref="ECMA-269 Snapshot Device", clauses=SNAPSHOT)
def test_snapshot_of_a_conversation(alice, bob, given):
    """Two who talk are both connected."""
    call = given.talking(alice, bob)

    alice.cti.finds((call, State.CONNECTED))
    bob.cti.finds((call, State.CONNECTED))


@pytest.mark.plan("SD-04", ref="ECMA-269 Snapshot Device", clauses=SNAPSHOT)
def test_snapshot_of_a_held_call(alice, bob, given):
    """Who holds has the call on hold; who is held is connected."""
    call = given.held(alice, bob, by=alice)

    alice.cti.finds((call, State.HOLD))
    bob.cti.finds((call, State.CONNECTED))


@pytest.mark.plan("SD-05", ref="ECMA-269 Snapshot Device", clauses=SNAPSHOT)
def test_snapshot_of_a_consultation(alice, bob, carol, given):
    """Who consults has two calls: one on hold, one connected."""
    call, consultation = given.consulting(alice, bob, carol)

    alice.cti.finds((call, State.HOLD), (consultation, State.CONNECTED))
    bob.cti.finds((call, State.CONNECTED))
    carol.cti.finds((consultation, State.CONNECTED))


@pytest.mark.plan("SD-06", ref="ECMA-269 Snapshot Device", clauses=SNAPSHOT)
def test_snapshot_after_the_call(alice, bob, given):
    """A call that is over is in no snapshot."""
    call = given.talking(alice, bob)
    with expect(
        alice.sees(ConnectionCleared(call, releasing=alice)),
        bob.sees(
            maybe(ConnectionCleared(call, releasing=alice)),
            ConnectionCleared(call, releasing=bob),
        ),
        alice.phone.falls_idle(),
        bob.phone.falls_idle(),
    ):
        alice.phone.hang_up()

    alice.cti.finds()
    bob.cti.finds()


@pytest.mark.plan("SD-07", ref="ECMA-269 Snapshot Device", clauses=[*SNAPSHOT, "csta.foreign-line"])
def test_snapshot_of_another_line(alice, bob, carol, given):
    """A session may ask for another line that may be watched, at rest or in a call."""
    alice.cti.finds(at=carol)

    call = given.ringing(alice, bob)
    carol.cti.finds((call, State.ALERTING), at=bob)
    carol.cti.finds()


@pytest.mark.plan("SD-08", ref="ECMA-269 Snapshot Device, negative", clauses=SNAPSHOT)
def test_snapshot_of_an_unknown_device_is_refused(application, alice):
    """A device that the router does not have is refused."""
    application.open(line=alice)

    with refused(Fault.UNKNOWN_DEVICE):
        application.finds(at="899")


@pytest.mark.plan("SD-09", ref="ECMA-269 Monitor Start, Snapshot Device", clauses=SNAPSHOT)
def test_snapshot_tells_a_late_application_of_the_standing_call(application, alice, bob, given):
    """An application that comes late finds the conversation, and is told of its end."""
    call = given.talking(alice, bob)
    application.open(line=alice)
    application.monitor()
    application.finds((call, State.CONNECTED))

    ends = ConnectionCleared(call, releasing=alice)
    with expect(
        application.sees(ends),
        alice.sees_anything_of(call),
        bob.sees_anything_of(call),
        alice.phone.falls_idle(),
        bob.phone.falls_idle(),
    ):
        application.clear_connection(call)


@pytest.mark.plan("SD-10", ref="ECMA-269 Snapshot Device", clauses=SNAPSHOT)
def test_snapshot_before_a_number_is_dialled(alice, bob):
    """A handset that is off, and no number yet: the call is initiated, and nobody else's."""
    call = Call("call")
    with expect(
        alice.sees(maybe(ServiceInitiated(call, initiating=alice))),
        alice.phone.shows(Shown.OFF_HOOK),
    ):
        alice.phone.lift()

    alice.cti.finds((call, State.INITIATED))
    bob.cti.finds()


@pytest.mark.plan("SD-11", ref="ECMA-269 Snapshot Device", clauses=SNAPSHOT)
def test_snapshot_of_a_call_to_a_busy_line(alice, bob, carol, given):
    """Who hears busy is connected; whom he called has the conversation and no other call."""
    talk = given.talking(bob, carol)
    call = given.busy(alice, bob)

    alice.cti.finds((call, State.CONNECTED))
    bob.cti.finds((talk, State.CONNECTED))
    carol.cti.finds((talk, State.CONNECTED))


@pytest.mark.plan("SD-12", ref="ECMA-269 Snapshot Device", clauses=SNAPSHOT)
def test_snapshot_of_a_call_to_nobody(alice):
    """A number that nobody has: the caller's own connection has failed."""
    call = Call("call")
    with expect(
        alice.sees(
            maybe(ServiceInitiated(call, initiating=alice)),
            Originated(call, calling=alice, called="209"),
            Failed(call, failing=alice, cause=Cause.NUMBER_UNALLOCATED),
        ),
        alice.phone.shows(Shown.UNKNOWN_NUMBER),
    ):
        alice.phone.call("209")

    alice.cti.finds((call, State.FAIL))


@pytest.mark.plan("SD-13", ref="ECMA-269 Snapshot Device", clauses=SNAPSHOT)
def test_snapshot_while_the_consulted_phone_rings(alice, bob, carol, given):
    """One call on hold and one that rings elsewhere; the consulted device alerts."""
    call, consultation = given.announcing(alice, bob, carol)

    alice.cti.finds((call, State.HOLD), (consultation, State.CONNECTED))
    bob.cti.finds((call, State.CONNECTED))
    carol.cti.finds((consultation, State.ALERTING))


@pytest.mark.plan("SD-14", ref="ECMA-269 Snapshot Device, Alternate Call", clauses=SNAPSHOT)
def test_snapshot_after_a_swap(alice, bob, carol, given):
    """After Alternate Call the held call is the connected one and the other way round."""
    call, consultation = given.consulting(alice, bob, carol)
    with expect(
        alice.sees(
            Held(consultation, holding=alice, cause=Cause.ALTERNATE),
            Retrieved(call, retrieving=alice, cause=Cause.ALTERNATE),
        ),
        bob.sees_anything_of(call),
        carol.sees_anything_of(consultation),
        alice.phone.talks_to(bob),
    ):
        alice.cti.alternate_call(held=call, active=consultation)

    alice.cti.finds((call, State.CONNECTED), (consultation, State.HOLD))
    bob.cti.finds((call, State.CONNECTED))
    carol.cti.finds((consultation, State.CONNECTED))


@pytest.mark.plan("SD-15", ref="ECMA-269 Snapshot Device, Transfer Call", clauses=SNAPSHOT)
@pytest.mark.parametrize("answered", [True, False], ids=["answered", "ringing"])
def test_snapshot_after_a_transfer(alice, bob, carol, given, answered):
    """Who transferred has no call left; the two have one, by the identifier they were told."""
    begin = given.consulting if answered else given.announcing
    call, consultation = begin(alice, bob, carol)
    reached = State.CONNECTED if answered else State.ALERTING
    with expect(
        alice.sees(Transferred(call, transferring=alice, to=carol)),
        bob.sees(Transferred(call, transferring=alice, to=carol)),
        carol.sees(Transferred(consultation, transferring=alice, to=carol, local=reached)),
        alice.phone.falls_idle(),
    ):
        alice.cti.transfer_call(held=call, active=consultation)

    alice.cti.finds()
    bob.cti.finds((call, State.CONNECTED))
    carol.cti.finds((consultation, reached))


@pytest.mark.plan("SD-16", ref="ECMA-269 Snapshot Device, Deflect Call", clauses=SNAPSHOT)
def test_snapshot_after_a_deflection(alice, bob, carol, given):
    """Who deflected has no call left; the call alerts at its new destination."""
    call = given.ringing(alice, bob)
    at_carol = Call("call at Carol")
    with expect(
        alice.sees_anything_of(call),
        bob.sees(Diverted(call, diverting=bob, to=carol)),
        carol.sees(Delivered(at_carol, alerting=carol, cause=Cause.REDIRECTED)),
        bob.phone.falls_idle(),
    ):
        bob.cti.deflect_call(call, to=carol)

    alice.cti.finds((call, State.CONNECTED))
    bob.cti.finds()
    carol.cti.finds((at_carol, State.ALERTING))


@pytest.mark.plan("SD-17", ref="ECMA-269 Snapshot Device", clauses=SNAPSHOT)
def test_snapshot_of_a_call_that_both_hold(alice, bob, given):
    """Both hold the call: each of the two is told that its own connection is on hold."""
    call = given.held(alice, bob, by=alice)
    with expect(
        alice.sees(Held(call, holding=bob, local=State.HOLD)), bob.sees(Held(call, holding=bob))
    ):
        bob.cti.hold_call(call)

    alice.cti.finds((call, State.HOLD))
    bob.cti.finds((call, State.HOLD))


@pytest.mark.plan("SD-18", ref="ECMA-269 Snapshot Device", clauses=[*SNAPSHOT, "call-waiting"])
def test_snapshot_of_a_call_that_waits(alice, bob, carol, given):
    """Alice talks while another call waits: one connected, one alerting."""
    first = given.talking(alice, bob)
    second = given.ringing(carol, alice)

    alice.cti.finds((first, State.CONNECTED), (second, State.ALERTING))
    bob.cti.finds((first, State.CONNECTED))
    carol.cti.finds((second, State.CONNECTED))
