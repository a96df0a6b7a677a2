"""What a screen is: values that an eye could read off the desk, and what the phone keeps in mind.

`Screen` is what is shown; `Memory` is what the phone was taught and does not show (templates,
sets, captions of calls that are not on the display yet). Two screens are equal when an eye and
an ear find no difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from harness.protocols.sccp.numbers import (
    CallType,
    LampMode,
    PhoneCallState,
    RingMode,
    Tone,
)

Key = TypeVar("Key")
Value = TypeVar("Value")
Number = TypeVar("Number", bound=IntEnum)


NOTHING: Mapping[Any, Any] = MappingProxyType({})
"""What an idle phone has of most things; nobody can write to it."""


def named(kind: type[Number], value: int) -> Number:
    """The member with this number; a number without one stays as it is, whatever the type says."""
    try:
        return kind(value)
    except ValueError:
        return value  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class LineOnScreen:
    """One line key and its caption."""

    instance: int
    """The line's number in the router's messages, from 1."""
    number: str = ""
    label: str = ""
    """The caption beside the key: the label, or the number where no label is configured."""
    lamp: LampMode = LampMode.OFF
    forwarded_to: str = ""
    """Where all calls go; empty when the line forwards nothing."""


@dataclass(frozen=True, slots=True)
class KeyOnScreen:
    """A programmable key that is no line: a speed dial, a feature, a service."""

    position: int
    """Which of the phone's keys, from 1 at the top."""
    stimulus: int
    """`Stimulus` of the button template."""
    instance: int
    label: str = ""
    number: str = ""
    lamp: LampMode = LampMode.OFF


@dataclass(frozen=True, slots=True)
class CallOnScreen:
    """One call as the display shows it."""

    reference: int
    """The router's number of the call at this phone."""
    line: int = 0
    state: PhoneCallState = PhoneCallState.IDLE
    call_type: CallType | None = None
    calling_name: str = ""
    calling_number: str = ""
    called_name: str = ""
    called_number: str = ""
    dialled: str = ""
    """The digits as the display echoes them, until the router has said whom they reach."""
    prompt: str = ""
    soft_keys: tuple[str, ...] = ()
    heard: str = ""
    """The digits that the router let it hear as tones."""

    @property
    def is_outgoing(self) -> bool:
        """Whether this phone placed the call."""
        return self.call_type == CallType.OUTBOUND

    @property
    def other_number(self) -> str:
        """The other party's number as shown; empty when it is not."""
        return self.called_number if self.is_outgoing else self.calling_number

    @property
    def other_name(self) -> str:
        """The other party's name as shown; empty when it is not."""
        return self.called_name if self.is_outgoing else self.calling_name


@dataclass(frozen=True, slots=True)
class SoftKeyPlace:
    """One entry of the soft-key template: a caption, and the event that pressing it sends."""

    label: str
    event: int


@dataclass(frozen=True, slots=True)
class Passing:
    """A text and the moment at which the phone takes it away by itself (``None``: never)."""

    text: str
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Sound:
    """A tone or a ring, and the call it belongs to; zero stands for the whole phone."""

    mode: int
    line: int = 0
    reference: int = 0

    def concerns(self, line: int, reference: int) -> bool:
        """Whether a message for ``line`` and ``reference`` speaks of this sound."""
        same_line = 0 in {self.line, line} or self.line == line
        return same_line and (0 in {self.reference, reference} or self.reference == reference)


@dataclass(frozen=True, slots=True)
class PageOnScreen:
    """What was fetched over HTTP and stands on the display: a menu, a form, a text, names."""

    title: str = ""
    rows: tuple[str, ...] = ()
    """A menu's choices, a form's fields with what was keyed in, names with numbers, or a text."""
    prompt: str = ""
    soft_keys: tuple[str, ...] = ()
    numbered: bool = False
    """Whether a digit key chooses a row."""
    fields: int = 0
    """How many of its rows can be keyed into."""


class Memory(NamedTuple):
    """All that the router has said and that still holds."""

    date_template: str = "M/D/Y"
    buttons: tuple[tuple[int, int], ...] = ()
    """(stimulus, instance) of each programmable key, from the top."""
    captions: Mapping[tuple[int, int], tuple[str, str]] = NOTHING
    """(stimulus, instance) → (number, label)."""
    forwards: Mapping[int, str] = NOTHING
    lamps: Mapping[tuple[int, int], int] = NOTHING
    template: tuple[SoftKeyPlace, ...] = ()
    sets: tuple[tuple[int, ...], ...] = ()
    """Per soft-key set, positions in the template from 1; 0 leaves a gap."""
    selections: Mapping[int, tuple[int, int]] = NOTHING
    """Call reference (0: no call) → (set, mask of valid keys)."""
    focus: int = 0
    """The call that the last soft keys were for."""
    calls: Mapping[int, CallOnScreen] = NOTHING
    """Every call the router has spoken of; one without a state is not on the display yet."""
    prompts: Mapping[tuple[int, bool], Passing] = NOTHING
    """(call reference or 0, whether it goes away by itself) → text."""
    notice: Passing | None = None
    priority_notices: Mapping[int, Passing] = NOTHING
    rings: tuple[Sound, ...] = ()
    tone: Sound | None = None
    speaker: bool = False
    clock: str = ""
    page: PageOnScreen | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """What an eye and an ear notice at one phone; the default is a phone without power."""

    lines: tuple[LineOnScreen, ...] = ()
    calls: tuple[CallOnScreen, ...] = ()
    prompt: str = ""
    """The status line above the soft keys."""
    notification: str = ""
    ringer: RingMode = RingMode.OFF
    tone: Tone | None = None
    speaker: bool = False
    message_waiting: bool = False
    soft_keys: tuple[str, ...] = ()
    """Of the selected call, or of the idle phone."""
    clock: str = ""
    keys: tuple[KeyOnScreen, ...] = ()
    selected: int = 0
    """The reference of the call in focus; 0 when there is none."""
    page: PageOnScreen | None = None
    """What was fetched over HTTP; a call covers it."""
    memory: Memory = field(default=Memory(), compare=False, repr=False)

    @property
    def is_ringing(self) -> bool:
        """Whether the bell sounds; a silent or flashing ring does not."""
        return self.ringer not in _QUIET

    @property
    def is_idle(self) -> bool:
        """Whether no call stands on the display and nothing sounds."""
        return not self.calls and not self.is_ringing and self.tone is None

    @property
    def active_call(self) -> CallOnScreen | None:
        """The call that has the hand's attention: neither ringing, nor held, nor elsewhere."""
        return next((call for call in self.calls if call.state in AT_THE_EAR), None)

    @property
    def ringing_call(self) -> CallOnScreen | None:
        """The first call that waits for an answer."""
        return next((call for call in self.calls if call.state in _WAITING), None)

    @property
    def selected_call(self) -> CallOnScreen | None:
        """The call whose soft keys are shown."""
        return next((call for call in self.calls if call.reference == self.selected), None)

    def line(self, instance: int) -> LineOnScreen | None:
        """The line with this instance, if the phone has it."""
        return next((line for line in self.lines if line.instance == instance), None)

    def soft_key_event(self, label: str) -> int | None:
        """The event that pressing ``label`` sends; ``None`` when no such key is shown."""
        wanted = label.casefold()
        if wanted not in {key.casefold() for key in self.soft_keys}:
            return None
        return next(
            (place.event for place in self.memory.template if place.label.casefold() == wanted),
            None,
        )

    def soft_key_label(self, event: int) -> str | None:
        """The shown soft key that sends ``event``; ``None`` when none does."""
        labels = (place.label for place in self.memory.template if place.event == event)
        return next((label for label in labels if label in self.soft_keys), None)


_QUIET = frozenset({RingMode.OFF, RingMode.SILENT})
_WAITING = frozenset({PhoneCallState.RING_IN, PhoneCallState.CALL_WAITING})
AT_THE_EAR = frozenset(
    {
        PhoneCallState.OFF_HOOK,
        PhoneCallState.RING_OUT,
        PhoneCallState.CONNECTED,
        PhoneCallState.BUSY,
        PhoneCallState.CONGESTION,
        PhoneCallState.CALL_TRANSFER,
        PhoneCallState.PROCEED,
        PhoneCallState.INVALID_NUMBER,
    }
)
"""The states of a call that has the hand's attention."""
