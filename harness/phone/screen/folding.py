"""One message after the other, folded into a screen. Pure.

A table says what the phone remembers of each message; `present` turns all of that into what is
shown. A message without a row changes nothing an eye could see. Facts: reference of the
SCCP messages, "Display", "Lamps, ringers", "Call flows"; where those leave a choice the row says
ASSUMED.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from harness.phone.screen.digits import HEARD, KEYED
from harness.phone.screen.presenting import HIDDEN_STATES, present
from harness.phone.screen.sharing import shared, with_entry
from harness.phone.screen.values import (
    AT_THE_EAR,
    CallOnScreen,
    Key,
    Memory,
    Passing,
    Screen,
    SoftKeyPlace,
    Sound,
    Value,
    named,
)
from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp.labels import expand
from harness.protocols.sccp.numbers import (
    CallType,
    PartyRestriction,
    PhoneCallState,
    RingMode,
    SoftKeySet,
    SpeakerMode,
    Stimulus,
    Tone,
)

Row = Callable[[Memory, Any, float], Memory]

_SILENT_TONES = frozenset({Tone.SILENCE, Tone.NO_TONE})
_UNPLACED_CALLS = 4
"""How many calls without a state are kept: captions may run ahead of the call they belong to."""


def fold(screen: Screen, message: object, now: float = 0.0) -> Screen:
    """The screen after ``message`` from the router; ``now`` dates texts that pass by themselves."""
    memory = remember(screen.memory, message, now)
    return screen if memory is screen.memory else present(memory)


def remember(memory: Memory, message: object, now: float = 0.0) -> Memory:
    """What the phone keeps in mind after ``message``; the same if it changes nothing."""
    row = _ROWS.get(type(message))
    return memory if row is None else row(memory, message, now)


def fold_press(screen: Screen, button: int) -> Screen:
    """The screen after a digit key: the display echoes what is dialled, before the router does."""
    memory = screen.memory
    call = next(
        (call for call in memory.calls.values() if call.state == PhoneCallState.OFF_HOOK), None
    )
    if call is None:
        return screen
    digit = KEYED.get(button, "")
    return present(_with_call(memory, replace(call, dialled=call.dialled + digit)))


def fold_selection(screen: Screen, reference: int) -> Screen:
    """The screen after the navigation key has moved to another call; its soft keys show."""
    if reference not in screen.memory.calls:
        return screen
    return present(screen.memory._replace(focus=reference))


# --- what each message leaves in the phone's memory ----------------------------------------------


def _register_ack(memory: Memory, message: sccp.RegisterAck, _now: float) -> Memory:
    return memory._replace(date_template=message.date_template or memory.date_template)


def _register_reject(_memory: Memory, message: sccp.RegisterReject, _now: float) -> Memory:
    return Memory(prompts={(0, False): Passing(expand(message.text))})


def _button_template(memory: Memory, message: sccp.ButtonTemplate, _now: float) -> Memory:
    buttons = tuple(
        (int(button.button_definition), button.instance_number) for button in message.definition
    )
    before = memory.buttons[: message.button_offset]
    return memory._replace(buttons=shared(before + buttons))


def _line_stat(
    memory: Memory, message: sccp.LineStat | sccp.LineStatDynamic, _now: float
) -> Memory:
    key = (int(Stimulus.LINE), message.line_number)
    label = expand(message.line_text_label or message.line_dir_number)
    return _captioned(memory, key, message.line_dir_number, label)


def _speed_dial_stat(
    memory: Memory, message: sccp.SpeedDialStat | sccp.SpeedDialStatDynamic, _now: float
) -> Memory:
    key = (int(Stimulus.SPEED_DIAL), message.speed_dial_number)
    number = message.speed_dial_dir_number
    label = expand(message.speed_dial_display_name) or number
    return _captioned(memory, key, number, label)


def _feature_stat(
    memory: Memory, message: sccp.FeatureStat | sccp.FeatureStatDynamic, _now: float
) -> Memory:
    key = (int(message.feature_id), message.feature_index)
    return _captioned(memory, key, "", expand(message.feature_text_label))


def _service_url_stat(
    memory: Memory, message: sccp.ServiceURLStat | sccp.ServiceURLStatDynamic, _now: float
) -> Memory:
    key = (int(Stimulus.SERVICE_URL), message.service_url_index)
    return _captioned(memory, key, "", expand(message.service_url_display_name))


def _captioned(memory: Memory, key: tuple[int, int], number: str, label: str) -> Memory:
    return memory._replace(captions={**memory.captions, key: (number, label)})


def _forward_stat(memory: Memory, message: sccp.ForwardStat, _now: float) -> Memory:
    target = message.forward_all_number if message.forward_all_active else ""
    return memory._replace(forwards=with_entry(memory.forwards, message.line_number, target))


def _soft_key_template(memory: Memory, message: sccp.SoftKeyTemplateRes, _now: float) -> Memory:
    places = tuple(
        SoftKeyPlace(expand(entry.soft_key_label), int(entry.soft_key_event))
        for entry in message.definition
    )
    before = memory.template[: message.soft_key_offset]
    return memory._replace(template=shared(before + places))


def _soft_key_sets(memory: Memory, message: sccp.SoftKeySetRes, _now: float) -> Memory:
    sets = tuple(entry.soft_key_template_index for entry in message.definition)
    before = memory.sets[: message.soft_key_set_offset]
    return memory._replace(sets=shared(before + sets))


def _select_soft_keys(memory: Memory, message: sccp.SelectSoftKeys, _now: float) -> Memory:
    chosen = (int(message.soft_key_set_index), message.valid_key_mask)
    reference = message.call_reference
    return memory._replace(
        selections=with_entry(memory.selections, reference, chosen),
        focus=memory.focus if _stays(memory, message) else reference or memory.focus,
    )


def _stays(memory: Memory, message: sccp.SelectSoftKeys) -> bool:
    """A call at another phone of a shared line takes nothing from the call at the ear (ASSUMED)."""
    focused = memory.calls.get(memory.focus)
    at_the_ear = focused is not None and focused.state in AT_THE_EAR
    elsewhere = message.soft_key_set_index in (SoftKeySet.IN_USE_HINT, SoftKeySet.ON_HOLD)
    return at_the_ear and elsewhere and message.call_reference != memory.focus


def _call_state(memory: Memory, message: sccp.CallState, _now: float) -> Memory:
    reference = message.call_reference
    if message.state in HIDDEN_STATES:
        return _without_call(memory, reference)
    call = memory.calls.get(reference, CallOnScreen(reference))
    return _with_call(
        memory,
        replace(call, state=named(PhoneCallState, message.state), line=message.line_instance),
    )


def _with_call(memory: Memory, call: CallOnScreen) -> Memory:
    calls = {**memory.calls, call.reference: call}
    unplaced = [known.reference for known in calls.values() if known.state in HIDDEN_STATES]
    for reference in unplaced[:-_UNPLACED_CALLS]:
        del calls[reference]
    return memory._replace(calls=calls)


def _without_call(memory: Memory, reference: int) -> Memory:
    tone = memory.tone
    own_tone = tone is not None and tone.reference == reference
    return memory._replace(
        calls=_without(memory.calls, reference),
        selections=_without(memory.selections, reference) if reference else memory.selections,
        prompts={key: text for key, text in memory.prompts.items() if key[0] != reference}
        if reference
        else memory.prompts,
        focus=0 if memory.focus == reference else memory.focus,
        tone=None if own_tone else tone,
    )


def _without(mapping: Mapping[Key, Value], key: Key) -> dict[Key, Value]:
    return {known: value for known, value in mapping.items() if known != key}


def _call_info(
    memory: Memory, message: sccp.CallInfo | sccp.CallInfoDynamic, _now: float
) -> Memory:
    call = memory.calls.get(message.call_reference, CallOnScreen(message.call_reference))
    hidden = message.party_pi_restriction_bits

    def shown(text: str, restriction: PartyRestriction) -> str:
        return "" if hidden & restriction else expand(text)

    informed = replace(
        call,
        line=message.line_instance or call.line,
        call_type=named(CallType, message.call_type),
        calling_name=shown(message.calling_party_name, PartyRestriction.CALLING_PARTY_NAME),
        calling_number=shown(message.calling_party, PartyRestriction.CALLING_PARTY),
        called_name=shown(message.called_party_name, PartyRestriction.CALLED_PARTY_NAME),
        called_number=shown(message.called_party, PartyRestriction.CALLED_PARTY),
    )
    return _with_call(memory, informed)


def _dialed_number(memory: Memory, message: sccp.DialedNumber, _now: float) -> Memory:
    call = memory.calls.get(message.call_reference)
    if call is None:
        return memory
    return _with_call(memory, replace(call, dialled=message.dialed_number))


def _back_space(memory: Memory, message: sccp.BackSpace, _now: float) -> Memory:
    call = memory.calls.get(message.call_reference)
    if call is None:
        return memory
    return _with_call(memory, replace(call, dialled=call.dialled[:-1]))


def _activate_call_plane(memory: Memory, message: sccp.ActivateCallPlane, _now: float) -> Memory:
    focused = memory.calls.get(memory.focus)
    if focused is not None and focused.line == message.line_instance:
        return memory
    on_line = [call for call in memory.calls.values() if call.line == message.line_instance]
    return memory._replace(focus=on_line[-1].reference) if on_line else memory


def _display_prompt(
    memory: Memory,
    message: sccp.DisplayPromptStatus | sccp.DisplayPromptStatusDynamic,
    now: float,
) -> Memory:
    text = _passing(message.prompt_status, message.time_out_value, now)
    key = (message.call_reference, text.until is not None)
    return memory._replace(prompts=with_entry(memory.prompts, key, text))


def _clear_prompt(memory: Memory, message: sccp.ClearPromptStatus, _now: float) -> Memory:
    reference = message.call_reference
    prompts = {key: text for key, text in memory.prompts.items() if key[0] != reference}
    return memory._replace(prompts=prompts)


def _display_text(memory: Memory, message: sccp.DisplayText, _now: float) -> Memory:
    return memory._replace(notice=Passing(expand(message.text)))


def _display_notify(
    memory: Memory, message: sccp.DisplayNotify | sccp.DisplayNotifyDynamic, now: float
) -> Memory:
    return memory._replace(notice=_passing(message.notify, message.time_out_value, now))


def _clear_notify(memory: Memory, _message: object, _now: float) -> Memory:
    return memory._replace(notice=None)


def _display_priority_notify(
    memory: Memory, message: sccp.DisplayPriNotify | sccp.DisplayPriNotifyDynamic, now: float
) -> Memory:
    text = _passing(message.notify, message.time_out_value, now)
    notices = {**memory.priority_notices, message.priority: text}
    return memory._replace(priority_notices=notices)


def _clear_priority_notify(memory: Memory, message: sccp.ClearPriNotify, _now: float) -> Memory:
    return memory._replace(priority_notices=_without(memory.priority_notices, message.priority))


def _passing(text: str, seconds: int, now: float) -> Passing:
    return Passing(expand(text), now + seconds if seconds else None)


def _set_lamp(memory: Memory, message: sccp.SetLamp, _now: float) -> Memory:
    key = (int(message.stimulus), message.stimulus_instance)
    return memory._replace(lamps=with_entry(memory.lamps, key, message.lamp_mode))


def _set_ringer(memory: Memory, message: sccp.SetRinger, _now: float) -> Memory:
    line, reference = message.line_instance, message.call_reference
    others = tuple(ring for ring in memory.rings if not ring.concerns(line, reference))
    if message.ring_mode == RingMode.OFF:
        return memory._replace(rings=others)
    return memory._replace(rings=(*others, Sound(message.ring_mode, line, reference)))


def _start_tone(memory: Memory, message: sccp.StartTone, _now: float) -> Memory:
    if message.tone in _SILENT_TONES:
        return memory._replace(tone=None)
    memory = _heard(memory, message.call_reference, HEARD.get(message.tone, ""))
    return memory._replace(tone=Sound(message.tone, message.line_instance, message.call_reference))


def _heard(memory: Memory, reference: int, digit: str) -> Memory:
    call = memory.calls.get(reference)
    if not digit or call is None:
        return memory
    return _with_call(memory, replace(call, heard=call.heard + digit))


def _stop_tone(memory: Memory, message: sccp.StopTone, _now: float) -> Memory:
    tone = memory.tone
    if tone is None or not tone.concerns(message.line_instance, message.call_reference):
        return memory
    return memory._replace(tone=None)


def _set_speaker_mode(memory: Memory, message: sccp.SetSpeakerMode, _now: float) -> Memory:
    return memory._replace(speaker=message.speaker_mode == SpeakerMode.ON)


def _define_time_date(memory: Memory, message: sccp.DefineTimeDate, _now: float) -> Memory:
    return memory._replace(clock=_clock(memory.date_template, message))


def _clock(template: str, message: sccp.DefineTimeDate) -> str:
    """Time and date as the template orders them (``M/D/YA``; A is the 12-hour clock)."""
    hour, half = message.hour, ""
    if template.endswith("A"):
        hour, half = (hour - 1) % 12 + 1, "a" if hour < 12 else "p"
    parts = {"Y": message.year % 100, "M": message.month, "D": message.day}
    date = "".join(
        f"{parts[letter]:02}" if letter in parts else letter for letter in template.rstrip("A")
    )
    return f"{hour:02}:{message.minute:02}{half} {date}"


_ROWS: Mapping[type, Row] = {
    sccp.RegisterAck: _register_ack,
    sccp.RegisterReject: _register_reject,
    sccp.ButtonTemplate: _button_template,
    sccp.LineStat: _line_stat,
    sccp.LineStatDynamic: _line_stat,
    sccp.SpeedDialStat: _speed_dial_stat,
    sccp.SpeedDialStatDynamic: _speed_dial_stat,
    sccp.FeatureStat: _feature_stat,
    sccp.FeatureStatDynamic: _feature_stat,
    sccp.ServiceURLStat: _service_url_stat,
    sccp.ServiceURLStatDynamic: _service_url_stat,
    sccp.ForwardStat: _forward_stat,
    sccp.SoftKeyTemplateRes: _soft_key_template,
    sccp.SoftKeySetRes: _soft_key_sets,
    sccp.SelectSoftKeys: _select_soft_keys,
    sccp.CallState: _call_state,
    sccp.CallInfo: _call_info,
    sccp.CallInfoDynamic: _call_info,
    sccp.DialedNumber: _dialed_number,
    sccp.BackSpace: _back_space,
    sccp.ActivateCallPlane: _activate_call_plane,
    sccp.DisplayPromptStatus: _display_prompt,
    sccp.DisplayPromptStatusDynamic: _display_prompt,
    sccp.ClearPromptStatus: _clear_prompt,
    sccp.DisplayText: _display_text,
    sccp.ClearDisplay: _clear_notify,
    sccp.DisplayNotify: _display_notify,
    sccp.DisplayNotifyDynamic: _display_notify,
    sccp.ClearNotify: _clear_notify,
    sccp.DisplayPriNotify: _display_priority_notify,
    sccp.DisplayPriNotifyDynamic: _display_priority_notify,
    sccp.ClearPriNotify: _clear_priority_notify,
    sccp.SetLamp: _set_lamp,
    sccp.SetRinger: _set_ringer,
    sccp.StartTone: _start_tone,
    sccp.StopTone: _stop_tone,
    sccp.SetSpeakerMode: _set_speaker_mode,
    sccp.DefineTimeDate: _define_time_date,
}
