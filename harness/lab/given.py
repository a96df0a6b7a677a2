"""The first line of a plan: ``call = given.talking(alice, bob)``.

Made with the phones only, never through the service under test, and checked: when the line has
been read, the phones show the state and every monitor has told it.
"""

from __future__ import annotations

from harness.expect.conditions import Shown
from harness.expect.csta import Delivered, Established, Failed, Originated, ServiceInitiated
from harness.expect.ladder import expect
from harness.expect.patterns import Call, maybe
from harness.lab.party import Party
from harness.protocols.csta.names import Cause


class Given:
    """States of a call between parties who were idle."""

    def ringing(self, caller: Party, called: Party) -> Call:
        """``caller`` has dialled ``called``, whose phone rings."""
        call = Call("given call")
        with expect(
            caller.sees(
                maybe(ServiceInitiated(call, initiating=caller)),
                Originated(call, calling=caller, called=called),
                Delivered(call, alerting=called),
            ),
            called.sees(Delivered(call, alerting=called, calling=caller)),
            caller.phone.shows(Shown.RING_OUT, called=called),
            called.phone.rings(showing=caller),
        ):
            caller.phone.call(called)
        return call

    def busy(self, caller: Party, called: Party) -> Call:
        """``caller`` has dialled ``called``, who talks with somebody else, and hears busy."""
        call = Call("given call")
        with expect(
            caller.sees(
                maybe(ServiceInitiated(call, initiating=caller)),
                Originated(call, calling=caller, called=called),
                Failed(call, failing=called, cause=Cause.BUSY),
            ),
            caller.phone.shows(Shown.BUSY),
        ):
            caller.phone.call(called)
        return call

    def talking(self, caller: Party, called: Party) -> Call:
        """``called`` has answered ``caller``; they talk."""
        call = self.ringing(caller, called)
        with expect(
            caller.sees(Established(call, answering=called)),
            called.sees(Established(call, answering=called)),
            caller.phone.talks_to(called),
            called.phone.talks_to(caller),
        ):
            called.phone.answer()
        return call
