"""Chapter 13. Snapshot Device.

An application asks for the calls of a device, and is told each with the device's own state in it
(Table 94: Snapshot Device).
"""

import pytest

from harness.expect import ConnectionCleared, Fault, expect, maybe, refused
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
def test_snapshot_of_another_line(alice, carol):
    """A session may ask for another line that may be watched."""
    alice.cti.finds(at=carol)


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
