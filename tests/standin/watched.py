"""A phone as its owner has it: what it was told, folded into a screen, and its media.

The screen is the emulated phone's own (`harness.phone.screen`), which shares nothing with the
switch but the messages.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.phone.screen import CallOnScreen, Screen, fold
from harness.protocols.sccp.messages import (
    CloseReceiveChannel,
    OpenReceiveChannel,
    SetRinger,
    StartMediaTransmission,
    StartTone,
    StopMediaTransmission,
    StopTone,
)
from harness.protocols.sccp.numbers import LampMode, PhoneCallState, RingMode, Stimulus

Address = tuple[str, int]


@dataclass
class WatchedPhone:
    """One phone on a desk."""

    lines: tuple[tuple[int, str], ...]
    screen: Screen = field(default_factory=Screen)
    asked: list[int] = field(default_factory=list)
    """The channels that it was asked for and has not confirmed yet, closed ones too."""
    listening: dict[int, int] = field(default_factory=dict)
    """By channel that is open: the call it is for."""
    speaking: dict[int, Address] = field(default_factory=dict)
    """By channel: where its voice goes."""
    rung: set[int] = field(default_factory=set)
    """The calls for which its bell has rung."""
    tone_of: int | None = None
    """The call whose tone was begun and not ended."""

    def takes(self, message: object) -> None:
        """Show a message, listen and speak as it says."""
        self.screen = fold(self.screen, message)
        if isinstance(message, OpenReceiveChannel):
            assert not self.listening, "one conversation at a time"
            self.listening[message.pass_through_party_id] = message.call_reference
            self.asked.append(message.pass_through_party_id)
        elif isinstance(message, CloseReceiveChannel):
            assert self.listening.pop(message.pass_through_party_id, None) is not None
        elif isinstance(message, StartMediaTransmission):
            assert message.pass_through_party_id in self.listening
            assert message.pass_through_party_id not in self.speaking, "it speaks already"
            where = str(message.remote_ip_address), message.remote_port_number
            self.speaking[message.pass_through_party_id] = where
        elif isinstance(message, StopMediaTransmission):
            self.speaking.pop(message.pass_through_party_id, None)
        elif isinstance(message, StartTone):
            self.tone_of = message.call_reference
        elif isinstance(message, StopTone) and message.call_reference in (0, self.tone_of):
            self.tone_of = None
        elif isinstance(message, SetRinger) and message.ring_mode is not RingMode.OFF:
            again = message.call_reference in self.rung
            assert not again or self.screen.active_call is None, "it rings once more while in use"
            self.rung.add(message.call_reference)

    @property
    def calls(self) -> dict[int, CallOnScreen]:
        """What stands on its display, by reference."""
        return {each.reference: each for each in self.screen.calls}

    @property
    def rings(self) -> bool:
        """Whether its bell is on, be it silently."""
        return self.screen.ringer is not RingMode.OFF

    def lamp(self, line: int) -> int:
        """What the lamp of a line does."""
        return self.screen.memory.lamps.get((int(Stimulus.LINE), line), LampMode.OFF)

    def set_of(self, reference: int) -> int:
        """The soft-key set of a call, or of the idle phone; -1 for none."""
        return self.screen.memory.selections.get(reference, (-1, 0))[0]

    def is_at_rest(self) -> bool:
        """Whether nothing of a call is left on it."""
        screen = self.screen
        silent = screen.tone is None and not self.rings and not screen.speaker
        dark = not any(self.lamp(line) for line, _ in self.lines if self.lamp(line) != LampMode.OFF)
        mute = not self.listening and not self.speaking
        return not screen.calls and silent and dark and mute

    def shows(self, state: PhoneCallState) -> bool:
        """Whether a call stands on its display in that state."""
        return any(each.state is state for each in self.screen.calls)
