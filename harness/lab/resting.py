"""After a plan: forwarding, do not disturb and message lamps that it has left on are undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from harness.errors import ServiceRefused
from harness.lab.party import Party
from harness.protocols.csta.services import (
    SetDoNotDisturb,
    SetForwarding,
    SetMessageWaitingIndicator,
)
from harness.runtime.journal import Entry, Kind

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
