"""The switch with rows laid over what its engine, its agents and its statuses say."""

from __future__ import annotations

from typing import Any

from harness.standin.calls.engine import CallEngine
from harness.standin.calls.events import Configured
from harness.standin.mutations.engine import MutatedEngine
from harness.standin.mutations.rows import Mutations
from harness.standin.operations import (
    CallStatus,
    CtiSessionStatus,
    PhoneStatus,
    SessionManagerStatus,
)
from harness.standin.switch import Switch


class MutatedSwitch(Switch):
    """A switch that says something else than it is."""

    def __init__(self, *arguments: Any, mutations: Mutations, **options: Any) -> None:
        self._mutations = mutations
        super().__init__(*arguments, **options)

    def _new_engine(self) -> CallEngine:
        return MutatedEngine(
            self._mutations.commands,
            first_reference=int(self._wall().timestamp()),
            defects=self._defects,
            dialect=self._dialect,
            heard=self._mutations.heard,
            places=self._mutations.places,
        )

    def post(self, event: Any, now: float) -> None:
        """Hand the engine an event, or what a broken router makes of its configuration."""
        for row in self._mutations.known:
            if isinstance(event, Configured):
                event = row.change(event, self._configuration)
        super().post(event, now)

    def phones(self) -> list[PhoneStatus]:
        """Every phone, as a broken router lists it."""
        return self._shown("phones", super().phones())

    def cti_sessions(self) -> list[CtiSessionStatus]:
        """Every session, as a broken router lists it."""
        return self._shown("cti_sessions", super().cti_sessions())

    def session_managers(self) -> list[SessionManagerStatus]:
        """Every session manager, as a broken router lists it."""
        return self._shown("session_managers", super().session_managers())

    def calls(self) -> list[CallStatus]:
        """Every call, as a broken router lists it."""
        return self._shown("calls", super().calls())

    def _shown(self, of: str, statuses: list[Any]) -> list[Any]:
        for row in self._mutations.shows:
            if row.of == of:
                statuses = row.change(statuses)
        return statuses

    def clear_cti_session(self, number: int) -> bool:
        """End the sessions that a broken router would."""
        known = [each.number for each in self.applications.statuses(self._now())]
        reached = [number]
        for row in self._mutations.clears:
            reached = row.reaches(number, known) if number in known else reached
        ended = [super(MutatedSwitch, self).clear_cti_session(each) for each in reached]
        return all(ended)
