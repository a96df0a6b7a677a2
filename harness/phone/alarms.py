"""What a phone says of its last trouble, before it registers (CME's REG_ALARM messages)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from harness.protocols.sccp.numbers import ResetType


class Trouble(StrEnum):
    """Code and reason of the alarm's text. ASSUMED: those of a cold start and of a lost link."""

    COLD_START = "25: Name={device} Load={load} Last=Initialized"
    RESET = "22: Name={device} Load={load} Last=Reset-Reset"
    RESTART = "23: Name={device} Load={load} Last=Reset-Restart"
    LOST_LINK = "10: Name={device} Load={load} Last=TCP-timeout"

    def told_by(self, device: str, load: str) -> str:
        """The alarm's text."""
        return self.format(device=device, load=load)


AFTER_RESET: Mapping[int, Trouble] = {
    ResetType.RESET: Trouble.RESET,
    ResetType.RESTART: Trouble.RESTART,
}
"""What a phone says after it was told to start again."""
