"""The first line of a plan: ``call = given.talking(alice, bob)``.

Made with the phones only, never through the service under test, and checked: when the line has
been read, the phones show the state and every monitor has told it.
"""

from __future__ import annotations

from harness.expect.conditions import Shown
from harness.expect.csta import (
    Conferenced,
    Delivered,
    Established,
    Failed,
    Held,
    Originated,
    ServiceInitiated,
    ordinary_or,
)
from harness.expect.ladder import expect
from harness.expect.patterns import Call, maybe
from harness.lab.guests import Guest
from harness.lab.party import Party
from harness.protocols.csta.names import Cause

_CONSULTING = ordinary_or(Cause.CONSULTATION)


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

    def held(self, caller: Party, called: Party, *, by: Party) -> Call:
        """They talk, and then one of the two, ``by``, holds the call."""
        call = self.talking(caller, called)
        with expect(
            caller.sees(Held(call, holding=by)),
            called.sees(Held(call, holding=by)),
            by.phone.shows(Shown.HOLD),
        ):
            by.phone.press("Hold")
        return call

    def consulting(
        self,
        holding: Party,
        held: Party,
        consulted: Party,
        *,
        key: str = "Trnsfer",
        within: Call | None = None,
    ) -> tuple[Call, Call]:
        """``holding`` has put ``held`` on hold, by that key, and talks with ``consulted``.

        Args:
            holding: who consults.
            held: with whom they talked before.
            consulted: who is asked.
            key: the soft key that holds the call.
            within: the call that they have already; a new one when left out.

        Returns:
            The held call and the consultation.
        """
        call, consultation = self.announcing(holding, held, consulted, key=key, within=within)
        with expect(
            holding.sees(Established(consultation, answering=consulted)),
            consulted.sees(Established(consultation, answering=consulted)),
            holding.phone.talks_to(consulted),
            consulted.phone.talks_to(holding),
        ):
            consulted.phone.answer()
        return call, consultation

    def conferring(self, creator: Party, held: Party, added: Party) -> Call:
        """``creator`` has put ``held`` on hold, by the Confrn key, and joined ``added``."""
        call, _ = self.consulting(creator, held, added, key="Confrn")
        with expect(
            creator.sees(Conferenced(call, conferencing=creator, added=added)),
            held.sees(Conferenced(call, conferencing=creator, added=added)),
            added.sees(Conferenced(call, conferencing=creator, added=added)),
            creator.phone.shows_conference(),
            held.phone.shows_conference(),
            added.phone.shows_conference(),
        ):
            creator.phone.press("Confrn")
        return call

    def joined_by(self, creator: Guest, held: Party, added: Party) -> Call:
        """As `conferring`, by somebody whom no application watches."""
        call, consultation = Call("given call"), Call("given consultation")
        with expect(
            held.sees(Delivered(call, alerting=held, calling=creator)),
            held.phone.rings(showing=creator),
        ):
            creator.phone.call(held)
        with expect(held.sees(Established(call, answering=held)), creator.phone.talks_to(held)):
            held.phone.answer()
        with expect(
            held.sees(Held(call, holding=creator, cause=_CONSULTING)),
            creator.phone.shows(Shown.OFF_HOOK),
        ):
            creator.phone.press("Confrn")
        with expect(
            added.sees(Delivered(consultation, alerting=added, cause=_CONSULTING)),
            added.phone.rings(showing=creator),
        ):
            creator.phone.dial(added)
        with expect(
            added.sees(Established(consultation, answering=added)), creator.phone.talks_to(added)
        ):
            added.phone.answer()
        with expect(
            held.sees(Conferenced(call, conferencing=creator, added=added)),
            added.sees(Conferenced(call, conferencing=creator, added=added)),
            creator.phone.shows_conference(),
            held.phone.shows_conference(),
            added.phone.shows_conference(),
        ):
            creator.phone.press("Confrn")
        return call

    def about_to_consult(
        self, holding: Party, held: Party, *, key: str = "Trnsfer", within: Call | None = None
    ) -> tuple[Call, Call]:
        """``holding`` has put ``held`` on hold, by that key, and may dial; as for `consulting`."""
        call = self.talking(holding, held) if within is None else within
        consultation = Call("given consultation")
        with expect(
            holding.sees(
                Held(call, holding=holding, cause=_CONSULTING),
                maybe(ServiceInitiated(consultation, initiating=holding, cause=_CONSULTING)),
            ),
            held.sees(Held(call, holding=holding, cause=_CONSULTING)),
            holding.phone.shows(Shown.OFF_HOOK),
        ):
            holding.phone.press(key)
        return call, consultation

    def announcing(
        self,
        holding: Party,
        held: Party,
        consulted: Party,
        *,
        key: str = "Trnsfer",
        within: Call | None = None,
    ) -> tuple[Call, Call]:
        """As `consulting`, but the phone of ``consulted`` still rings."""
        call, consultation = self.about_to_consult(holding, held, key=key, within=within)
        with expect(
            holding.sees(
                Originated(consultation, calling=holding, called=consulted, cause=_CONSULTING),
                Delivered(consultation, alerting=consulted, cause=_CONSULTING),
            ),
            consulted.sees(Delivered(consultation, alerting=consulted, cause=_CONSULTING)),
            holding.phone.shows(Shown.RING_OUT, called=consulted),
            consulted.phone.rings(showing=holding),
        ):
            holding.phone.dial(consulted)
        return call, consultation
