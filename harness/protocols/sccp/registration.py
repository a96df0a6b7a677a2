"""The tables of a station's registration: which stage follows which, and who may say what.

A stage is named for what the station waits for. What the tables do not list is either no matter of
registration (lamps, prompts) or, for the messages of `ONLY_WHERE_LISTED`, an error of the agent's.
Sources: captures of CallManager 2 to 4.1 with their phones and the listing of
``debug ephone register``, which agree on the order; see `harness.protocols.sccp.station`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from harness.protocols.sccp.codec import Message, number_of
from harness.protocols.sccp.messages import (
    Alarm,
    ButtonDefinition,
    ButtonTemplate,
    CapabilitiesReq,
    ConfigStat,
    ConfigStatDynamic,
    DefineTimeDate,
    EnhancedAlarm,
    FeatureStat,
    FeatureStatDynamic,
    FeatureStatReq,
    ForwardStat,
    ForwardStatReq,
    IpPort,
    KeepAlive,
    LineStat,
    LineStatDynamic,
    LineStatReq,
    Register,
    RegisterAck,
    RegisterAvailableLines,
    RegisterReject,
    RegisterTokenReq,
    ServiceURLStat,
    ServiceURLStatDynamic,
    ServiceURLStatReq,
    SoftKeySetRes,
    SoftKeyTemplateRes,
    SpeedDialStat,
    SpeedDialStatDynamic,
    SpeedDialStatReq,
    UnregisterAck,
)
from harness.protocols.sccp.numbers import Stimulus


class Stage(StrEnum):
    """How far a station's registration has come."""

    DISCONNECTED = "disconnected"
    REGISTERING = "registering"
    CAPABILITIES = "capabilities"
    BUTTONS = "buttons"
    SOFT_KEYS = "soft keys"
    SOFT_KEY_SETS = "soft key sets"
    CONFIGURATION = "configuration"
    STATUS = "status of lines and buttons"
    CLOCK = "clock"
    REGISTERED = "registered"
    REJECTED = "rejected"
    UNREGISTERING = "unregistering"
    CLOSED = "closed"


TRANSITIONS: Mapping[tuple[Stage, type], Stage] = {
    (Stage.REGISTERING, RegisterAck): Stage.CAPABILITIES,
    (Stage.REGISTERING, RegisterReject): Stage.REJECTED,
    (Stage.CAPABILITIES, CapabilitiesReq): Stage.BUTTONS,
    (Stage.BUTTONS, ButtonTemplate): Stage.SOFT_KEYS,
    (Stage.SOFT_KEYS, SoftKeyTemplateRes): Stage.SOFT_KEY_SETS,
    (Stage.SOFT_KEY_SETS, SoftKeySetRes): Stage.CONFIGURATION,
    (Stage.CONFIGURATION, ConfigStat): Stage.STATUS,
    (Stage.CONFIGURATION, ConfigStatDynamic): Stage.STATUS,
    (Stage.CLOCK, DefineTimeDate): Stage.REGISTERED,
    (Stage.UNREGISTERING, UnregisterAck): Stage.CLOSED,
}
"""`Stage.STATUS` lasts until the last question of `questions` is answered."""

ONLY_WHERE_LISTED = frozenset({RegisterAck, RegisterReject, UnregisterAck})
"""Messages that are an error at a stage where `TRANSITIONS` does not list them."""

TALKING = frozenset({Stage.REGISTERED})
"""Where a phone may say anything a phone may say."""

BEFORE_SERVICE = frozenset({KeepAlive, Alarm, EnhancedAlarm, IpPort, Register, RegisterTokenReq})
"""What an agent hears, and a phone says, before any `RegisterAck`."""

_SPEED_DIALS = frozenset({Stimulus.SPEED_DIAL})
_SERVICES = frozenset({Stimulus.SERVICE_URL})
_LINES = frozenset({Stimulus.LINE})
_NO_FEATURES = _LINES | _SPEED_DIALS | _SERVICES | {Stimulus.UNDEFINED}

QUESTION_OF: Mapping[type, Callable[[Any], Message]] = {
    LineStat: lambda answer: LineStatReq(answer.line_number),
    LineStatDynamic: lambda answer: LineStatReq(answer.line_number),
    ForwardStat: lambda answer: ForwardStatReq(answer.line_number),
    SpeedDialStat: lambda answer: SpeedDialStatReq(answer.speed_dial_number),
    SpeedDialStatDynamic: lambda answer: SpeedDialStatReq(answer.speed_dial_number),
    FeatureStat: lambda answer: FeatureStatReq(answer.feature_index),
    FeatureStatDynamic: lambda answer: FeatureStatReq(answer.feature_index),
    ServiceURLStat: lambda answer: ServiceURLStatReq(answer.service_url_index),
    ServiceURLStatDynamic: lambda answer: ServiceURLStatReq(answer.service_url_index),
}
"""Which question a status answers."""


def questions(buttons: Iterable[ButtonDefinition], available_lines: int | None) -> list[Message]:
    """What a phone asks about its buttons, in order; ``None`` leaves `RegisterAvailableLines` out.

    Every one but `RegisterAvailableLines` must be answered: a 7960 never finishes otherwise.
    """
    keys = list(buttons)
    lines = _instances(keys, _LINES.__contains__)
    asked: list[Message] = [*map(LineStatReq, lines), *map(ForwardStatReq, lines)]
    if available_lines is not None:
        asked.append(RegisterAvailableLines(available_lines))
    asked.extend(map(SpeedDialStatReq, _instances(keys, _SPEED_DIALS.__contains__)))
    asked.extend(map(FeatureStatReq, _instances(keys, lambda kind: kind not in _NO_FEATURES)))
    asked.extend(map(ServiceURLStatReq, _instances(keys, _SERVICES.__contains__)))
    return asked


def _instances(keys: list[ButtonDefinition], chosen: Callable[[int], bool]) -> list[int]:
    return [key.instance_number for key in keys if chosen(key.button_definition)]


_FIRST_OF_AGENT = 0x0081
_LATE_OF_PHONE = frozenset({0x0154, 0x0155, 0x0157, 0x0159, 0x015A})


def is_phones(number: int) -> bool:
    """Whether a message id is a phone's to say; all others are the call agent's."""
    return number < _FIRST_OF_AGENT or number in _LATE_OF_PHONE


def speaks_for_phone(message: Message) -> bool:
    """Whether this is a phone's message; `LocalProtocolError` if it is none at all."""
    return is_phones(number_of(type(message)))
