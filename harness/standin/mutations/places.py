"""Rows over where an application's calls are: at the phone that its line has left.

A user takes his number from phone to phone; a broken router goes on where the number was when its
latest monitor was started, as long as that phone is in service.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from harness.protocols.csta.services import AnswerCall, MakeCall, MonitorStart
from harness.standin.calls.events import Event, ServiceRequested
from harness.standin.calls.model import Connection, Exchange


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A service is carried out where its number was."""

    name: str
    effect: str
    breaks: str
    of: type


class LaggingExchange(Exchange):
    """An exchange that goes by where a number was, for the services of the rows."""

    def __init__(self, rows: Sequence[PlaceRow], **known: Any) -> None:
        super().__init__(**known)
        self._lagging = {each.of for each in rows}
        self._was_at: dict[str, list[tuple[str, int]]] = {}

    def note(self, event: Event) -> None:
        """Keep in mind where a number is whose monitor was started."""
        if isinstance(event, ServiceRequested) and isinstance(event.service, MonitorStart):
            number = event.service.monitor_object.device_object
            self._was_at[number] = self.appearances(number)

    def place_to_call_from(self, number: str) -> tuple[str, int]:
        """Where it was, or else where it is."""
        return next(iter(self._left(number, MakeCall)), super().place_to_call_from(number))

    def places_to_answer(self, connection: Connection) -> list[tuple[str, int]]:
        """Where it was, or else where it is."""
        left = self._left(connection.device, AnswerCall)
        return left or super().places_to_answer(connection)

    def _left(self, number: str, service: type) -> list[tuple[str, int]]:
        was_at = self._was_at.get(number, []) if service in self._lagging else []
        return [place for place in was_at if place[0] in self.stations]


_MOBILE = "document, Configuring a Number or Device, restriction 6"

PLACES: tuple[PlaceRow, ...] = (
    PlaceRow(
        "calls-where-the-user-was",
        "Make Call goes out at the phone that had the number when its monitor was started",
        _MOBILE,
        MakeCall,
    ),
    PlaceRow(
        "answers-where-the-user-was",
        "Answer Call answers at the phone that had the number when its monitor was started",
        _MOBILE,
        AnswerCall,
    ),
)
