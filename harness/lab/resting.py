"""After a plan: calls that it has left are ended, features that it has left on are undone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress

from harness.errors import ServiceRefused
from harness.lab.desk import Desk
from harness.lab.party import Party
from harness.protocols.csta.services import (
    SetDoNotDisturb,
    SetForwarding,
    SetMessageWaitingIndicator,
)
from harness.protocols.sccp.numbers import PhoneCallState
from harness.runtime.clock import Deadline
from harness.runtime.journal import Entry, Journal, Kind

_SERVICES = (SetDoNotDisturb, SetForwarding, SetMessageWaitingIndicator)
_KEYS = frozenset({"cfwdall", "dnd"})


def touched(entries: Sequence[Entry]) -> bool:
    """Whether a plan's entries tell of anybody who switched a feature."""
    return any(
        isinstance(entry.value, _SERVICES)
        if entry.kind is Kind.SENT
        else entry.kind is Kind.ACT and entry.text.casefold() in _KEYS
        for entry in entries
    )


def hang_up(
    parties: Collection[Party], *, journal: Journal, deadline: Deadline, fence: Callable[[], None]
) -> None:
    """Everybody hangs up; a call that all its parties hold is taken back and ended.

    Args:
        parties: whose phones shall be idle.
        journal: wakes who waits for them.
        deadline: until when.
        fence: returns when all that the router sent before has arrived.

    Raises:
        DeadlineExceeded: a phone is not idle.
    """
    for party in parties:
        if not party.phone.is_idle:
            party.phone.hang_up()
    while not _settled(parties, journal, deadline):
        fence()
        still = [each.phone for each in parties if not each.phone.is_idle]
        if still and all(_only_holds(each) for each in parties):
            _end_held(still[0], journal, deadline)


def _settled(parties: Collection[Party], journal: Journal, deadline: Deadline) -> bool:
    """Wait until nobody has any call but held ones; whether there are none of those either."""

    def nobody_talks() -> bool | None:
        return all(_only_holds(each) for each in parties) or None

    journal.wait(nobody_talks, deadline)
    return all(each.phone.is_idle for each in parties)


def _end_held(phone: Desk, journal: Journal, deadline: Deadline) -> None:
    phone.press("Resume")
    journal.wait(lambda: phone.screen.active_call or phone.is_idle or None, deadline)
    phone.hang_up()


def _only_holds(party: Party) -> bool:
    return all(call.state is PhoneCallState.HOLD for call in party.phone.screen.calls)


def undo(parties: Iterable[Party]) -> None:
    """Switch off what is on at each party's line.

    Raises:
        HarnessError: the router did not do it.
    """
    for party in parties:
        if party.cti.forwarded_to:
            party.cti.set_forwarding(to=None)
        if party.cti.do_not_disturb:
            party.cti.set_do_not_disturb(on=False)
        # Nothing in Table 94 asks for the lamp, and a switch may refuse what is so already.
        with suppress(ServiceRefused):
            party.cti.set_message_waiting(on=False)
