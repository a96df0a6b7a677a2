"""What a router with a bad memory goes on believing of its numbers (seeded defects only)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from harness.standin.calls.events import DirectoryNumber
from harness.standin.defects import Defect


@dataclass(slots=True)
class Memory:
    """The numbers as they were; without a defect it recalls nothing."""

    defects: frozenset[Defect]
    _before: dict[str, DirectoryNumber] = field(default_factory=dict)

    def recalled(self, numbers: tuple[DirectoryNumber, ...]) -> tuple[DirectoryNumber, ...]:
        """The numbers as they are, with what does not go away."""
        now = {each.number: self._aged(each) for each in numbers}
        if Defect.NUMBER_OUTLIVES in self.defects:
            now = {**self._before, **now}
        self._before = now
        return tuple(now.values())

    def _aged(self, each: DirectoryNumber) -> DirectoryNumber:
        old = self._before.get(each.number, each)
        watched = each.watched or (old.watched and Defect.WATCH_OUTLIVES in self.defects)
        notified = each.notified or (old.notified and Defect.NOTIFY_OUTLIVES in self.defects)
        return replace(each, watched=watched, notified=notified)
