"""The call engine with rows laid over what it wants done."""

from __future__ import annotations

from collections.abc import Sequence

from harness.standin.calls.commands import Command
from harness.standin.calls.engine import CallEngine
from harness.standin.calls.events import Event
from harness.standin.defects import Defect
from harness.standin.mutations.commands import Moment, Row
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
    ) -> None:
        super().__init__(first_reference=first_reference, defects=defects, dialect=dialect)
        self._rows = rows

    def handle(self, event: Event, now: float) -> list[Command]:
        """Take one event and return what a broken router would do about it."""
        commands = super().handle(event, now)
        moment = Moment(self._exchange, event)
        for row in self._rows:
            commands = list(row.applied(moment, commands))
        return commands
