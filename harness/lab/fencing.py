"""A fence through a phone, also through one that is just starting again."""

from __future__ import annotations

from collections.abc import Callable

from harness.errors import LocalProtocolError, RouterUnreachable
from harness.phone.phone import Phone
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal


def fence_phone(
    phone: Phone,
    journal: Journal,
    *,
    answered: Callable[[str], Deadline],
    back: Callable[[str], Deadline],
) -> None:
    """Return when everything the router sent to the phone before has arrived.

    A phone that was told to restart, as at a logout, comes back by itself and is asked then.

    Args:
        phone: which.
        journal: where it notes that it is back.
        answered: the bench's patience for an answer.
        back: the bench's patience for its coming back.

    Raises:
        DeadlineExceeded: it does not answer, or does not come back.
    """
    awaited = f"{phone.name}'s keep-alive answer"
    try:
        phone.fence(answered(awaited))
    except (LocalProtocolError, RouterUnreachable):
        journal.wait(
            lambda: phone.is_registered or None, back(f"{phone.name}'s phone back in service")
        )
        phone.fence(answered(awaited))
