"""The plan that runs on a bench."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Plan:
    """The plan that runs now, as far as a failure text wants to know it."""

    sentence: str
    reference: str
    began: int
    """Number of its first journal entry."""

    @property
    def told(self) -> str:
        """What it says, and where that is written."""
        return f"plan: {self.sentence}\nclause: {self.reference}"
