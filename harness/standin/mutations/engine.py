"""The call engine with rows laid over what it hears and what it wants done."""

from __future__ import annotations

from collections.abc import Sequence

from harness.standin.calls.commands import Command
from harness.standin.calls.engine import CallEngine
from harness.standin.calls.events import Event
from harness.standin.defects import Defect
from harness.standin.mutations.commands import Moment, Row
from harness.standin.mutations.hearing import HeardRow
from harness.standin.mutations.places import LaggingExchange, PlaceRow
from harness.topology.dialect import Dialect


class MutatedEngine(CallEngine):
    """A call engine that says something else than it does."""

    def __init__(
        self,
        rows: Sequence[Row],
        *,
        first_reference: int,
        defects: frozenset[Defect],
        dialect: Dialect,
        heard: Sequence[HeardRow] = (),
        places: Sequence[PlaceRow] = (),
    ) -> None:
        super().__init__(first_reference=first_reference, defects=defects, dialect=dialect)
        self._exchange: LaggingExchange = LaggingExchange(
            places, defects=defects, dialect=dialect, last_reference=first_reference - 1
        )
        self._rows = rows
        self._heard = heard

    def handle(self, event: Event, now: float) -> list[Command]:
        """Take one event and return what a broken router would do about it."""
        events: tuple[Event, ...] = (event,)
        for row in self._heard:
            events = tuple(told for each in events for told in row.heard(self._exchange, each))
        return [command for each in events for command in self._handled(each, now)]

    def _handled(self, event: Event, now: float) -> list[Command]:
        commands = super().handle(event, now)
        self._exchange.note(event)
        moment = Moment(self._exchange, event)
        for row in self._rows:
            commands = list(row.applied(moment, commands))
        return commands
