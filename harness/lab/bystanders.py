"""People in a monitored call, whom nothing of what others do may reach.

While an `undisturbed` block runs, nothing happens to them; when it ends, their call is held and
taken back by their own application: events, phones and services go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from harness.errors import (
    LadderMismatch,
    LocalProtocolError,
    RouterUnreachable,
    ServiceRefused,
)
from harness.expect.conditions import Shown
from harness.expect.csta import Held, Retrieved
from harness.expect.ladder import expect
from harness.expect.patterns import Call
from harness.lab.given import Given
from harness.lab.party import Party


class Bystanders:
    """Two parties who talk."""

    def __init__(self, given: Given, caller: Party, called: Party) -> None:
        self._given = given
        self._caller = caller
        self._called = called

    def __repr__(self) -> str:
        return f"Bystanders {self._caller} and {self._called}"

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """They talk; nothing happens to them while the block runs, and afterwards all goes on.

        Raises:
            LadderMismatch: they were disturbed, or are not served any more.
        """
        caller, called = self._caller, self._called
        call = self._given.talking(caller, called)
        try:
            with expect(
                caller.sees_nothing(),
                called.sees_nothing(),
                caller.phone.talks_to(called),
                called.phone.talks_to(caller),
            ):
                yield
        except (LocalProtocolError, RouterUnreachable):  # a fence met a session that had just gone
            self._demand_sessions()
            raise
        self._demand_sessions()
        self._goes_on(call)

    def _demand_sessions(self) -> None:
        for party in (self._caller, self._called):
            if not party.cti.is_watching:
                what = "monitor" if party.cti.is_open else "session"
                raise LadderMismatch(
                    f"{party.cti.witness}: the router ended the {what} of {party.name}, who had no"
                    " part in it"
                )

    def _goes_on(self, call: Call) -> None:
        caller, called = self._caller, self._called
        try:
            with expect(
                caller.sees(Held(call, holding=caller)),
                called.sees(Held(call, holding=caller)),
                caller.phone.shows(Shown.HOLD),
            ):
                caller.cti.hold_call(call)
            with expect(
                caller.sees(Retrieved(call, retrieving=caller)),
                called.sees(Retrieved(call, retrieving=caller)),
                caller.phone.talks_to(called),
            ):
                caller.cti.retrieve_call(call)
        except ServiceRefused as refusal:
            raise LadderMismatch(
                f"{caller.cti.witness}: {caller.name}, who had no part in it, is not served any"
                f" more: {refusal.sentence}"
            ) from None
