"""What an application asks about the features of its line: one half of `Application`.

Table 94: Logical Phone Features, Physical Device.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from harness.application.session import CtiSession
from harness.expect.conditions import Condition
from harness.expect.ladder import Bench
from harness.expect.patterns import HasNumber, number_of
from harness.lab.terms import Term
from harness.protocols.csta.device_ids import directory_number
from harness.protocols.csta.names import ForwardingType


class FeatureVerbs(Protocol):
    """Forwarding, do not disturb and the message lamp of the session's line."""

    _bench: Bench

    @property
    def session(self) -> CtiSession:
        """The session that is asked."""
        ...

    @property
    def witness(self) -> str:
        """Its name in the journal."""
        ...

    @property
    def forwarded_to(self) -> str:
        """Get Forwarding: where all calls of the session's line go; empty when nowhere else."""
        immediate = (ForwardingType.FORWARD_IMMEDIATE, None)
        active = (each for each in self.session.get_forwarding() if each.forward_status)
        targets = (each.forward_dn for each in active if each.forwarding_type in immediate)
        return next((directory_number(each) for each in targets), "")

    def tells_forwarded_to(self, whom: HasNumber | None) -> Term:
        """Get Forwarding answers that all calls of the session's line go there, or nowhere else."""
        wanted = "" if whom is None else whom.number

        def unmet() -> str | None:
            told = self.forwarded_to
            return None if told == wanted else f"Get Forwarding answers {told or 'nobody'}"

        return self._asked(f"is told of a forwarding to {whom.name if whom else 'nobody'}", unmet)

    def set_forwarding(
        self,
        *,
        to: HasNumber | str | None,
        kind: ForwardingType = ForwardingType.FORWARD_IMMEDIATE,
    ) -> None:
        """Set Forwarding of the session's line, or end it: to nobody."""
        self.session.set_forwarding("" if to is None else number_of(to), kind=kind)

    @property
    def do_not_disturb(self) -> bool:
        """Get Do Not Disturb of the session's line."""
        return self.session.get_do_not_disturb()

    def tells_do_not_disturb(self, *, on: bool) -> Term:
        """Get Do Not Disturb answers so."""

        def unmet() -> str | None:
            told = self.do_not_disturb
            return None if told == on else f"Get Do Not Disturb answers {'on' if told else 'off'}"

        return self._asked(f"is told that do not disturb is {'on' if on else 'off'}", unmet)

    def _asked(self, sentence: str, unmet: Callable[[], str | None]) -> Term:
        return Term(self._bench, Condition(self.witness, sentence, unmet, asks_router=True))

    def set_do_not_disturb(self, *, on: bool) -> None:
        """Set Do Not Disturb of the session's line."""
        self.session.set_do_not_disturb(on=on)

    def set_message_waiting(self, *, on: bool) -> None:
        """Set Message Waiting Indicator of the session's line."""
        self.session.set_message_waiting_indicator(on=on)
