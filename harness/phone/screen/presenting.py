"""From what a phone remembers to what it shows. Pure."""

from __future__ import annotations

from dataclasses import replace

from harness.phone.screen.values import (
    CallOnScreen,
    KeyOnScreen,
    LineOnScreen,
    Memory,
    PageOnScreen,
    Screen,
    named,
)
from harness.protocols.sccp.numbers import LampMode, PhoneCallState, RingMode, Stimulus, Tone

HIDDEN_STATES = frozenset({PhoneCallState.IDLE, PhoneCallState.ON_HOOK})
"""A call in one of these is not on the display."""

_NO_KEY = frozenset({int(Stimulus.LINE), 0x00, 0xFF})


def has_calls(memory: Memory) -> bool:
    """Whether a call stands on the display."""
    return any(call.state not in HIDDEN_STATES for call in memory.calls.values())


def present(memory: Memory) -> Screen:
    """The screen that shows exactly what ``memory`` holds."""
    calls = tuple(
        replace(call, prompt=_prompt(memory, call.reference), soft_keys=_keys(memory, call))
        for call in memory.calls.values()
        if call.state not in HIDDEN_STATES
    )
    selected = _selected(memory, calls)
    page = None if calls else memory.page  # ASSUMED: a call takes the display
    return Screen(
        lines=_lines(memory),
        calls=calls,
        prompt=_status_line(memory, selected),
        notification=_notification(memory),
        ringer=named(RingMode, memory.rings[-1].mode) if memory.rings else RingMode.OFF,
        tone=named(Tone, memory.tone.mode) if memory.tone else None,
        speaker=memory.speaker,
        message_waiting=any(
            mode != LampMode.OFF
            for (stimulus, _), mode in memory.lamps.items()
            if stimulus == Stimulus.VOICE_MAIL
        ),
        soft_keys=_shown_keys(memory, selected, page),
        clock=memory.clock,
        keys=_other_keys(memory),
        selected=selected.reference if selected else 0,
        page=page,
        memory=memory,
    )


def _lines(memory: Memory) -> tuple[LineOnScreen, ...]:
    """The line keys that have a number, from the top; an unassigned line key stays dark."""
    in_template = [instance for stimulus, instance in memory.buttons if stimulus == Stimulus.LINE]
    told = [instance for stimulus, instance in memory.captions if stimulus == Stimulus.LINE]
    lines = []
    for instance in in_template if memory.buttons else told:
        key = (int(Stimulus.LINE), instance)
        number, label = memory.captions.get(key, ("", ""))
        if number or label:
            lamp = named(LampMode, memory.lamps.get(key, LampMode.OFF))
            forward = memory.forwards.get(instance, "")
            lines.append(LineOnScreen(instance, number, label, lamp, forward))
    return tuple(lines)


def _other_keys(memory: Memory) -> tuple[KeyOnScreen, ...]:
    keys = []
    for position, (stimulus, instance) in enumerate(memory.buttons, start=1):
        number, label = memory.captions.get((stimulus, instance), ("", ""))
        if stimulus not in _NO_KEY and (number or label):
            lamp = named(LampMode, memory.lamps.get((stimulus, instance), LampMode.OFF))
            keys.append(KeyOnScreen(position, stimulus, instance, label, number, lamp))
    return tuple(keys)


def _selected(memory: Memory, calls: tuple[CallOnScreen, ...]) -> CallOnScreen | None:
    """The call in focus; ASSUMED: when it goes, the display falls back to the newest one left."""
    focused = next((call for call in calls if call.reference == memory.focus), None)
    return focused or (calls[-1] if calls else None)


def _shown_keys(
    memory: Memory, selected: CallOnScreen | None, page: PageOnScreen | None
) -> tuple[str, ...]:
    if selected is not None:
        return selected.soft_keys
    return _soft_keys(memory, 0) if page is None else page.soft_keys


def _keys(memory: Memory, call: CallOnScreen) -> tuple[str, ...]:
    return _soft_keys(memory, call.reference)


def _soft_keys(memory: Memory, reference: int) -> tuple[str, ...]:
    """The captions of the selected set; bit *i* of the mask lets position *i* show (SCCP 2.2)."""
    number, mask = memory.selections.get(reference, (-1, 0))
    if not 0 <= number < len(memory.sets):
        return ()
    shown = (
        place
        for position, place in enumerate(memory.sets[number])
        if mask >> position & 1 and 0 < place <= len(memory.template)
    )
    return tuple(memory.template[place - 1].label for place in shown)


def _prompt(memory: Memory, reference: int) -> str:
    for passing in (True, False):
        text = memory.prompts.get((reference, passing))
        if text is not None:
            return text.text
    return ""


def _status_line(memory: Memory, selected: CallOnScreen | None) -> str:
    """A passing word to the whole phone covers the call's prompt; without a call, the phone's."""
    passing = memory.prompts.get((0, True))
    if passing is not None:
        return passing.text
    return selected.prompt if selected else _prompt(memory, 0)


def _notification(memory: Memory) -> str:
    """ASSUMED: of several notices the one of the highest priority number shows."""
    if memory.priority_notices:
        return memory.priority_notices[max(memory.priority_notices)].text
    return memory.notice.text if memory.notice else ""
