"""A reload that was ordered for later: when it is due, who ordered it, how it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One such order."""

    at: datetime
    """By the router's clock."""
    due: float
    """The same moment, monotonic."""
    by: str
    reason: str

    def told(self, now: datetime) -> Iterator[str]:
        """As ``show reload`` says it.

        Source: Cisco IOS Configuration Fundamentals, "Scheduling a Reload of the System Image".
        """
        at = self.at
        hours, rest = divmod(max(0, round((at - now).total_seconds())), 3600)
        parts = ((hours, "hour"), (rest // 60, "minute"), (rest % 60, "second"))
        span = " and ".join(f"{n} {unit}{'s' * (n > 1)}" for n, unit in parts if n)
        yield (
            f"Reload scheduled for {at:%H:%M:%S %Z %a %b} {at.day} {at:%Y} "
            f"(in {span or '0 seconds'}) by {self.by}"
        )
        yield f"Reload reason: {self.reason}"
