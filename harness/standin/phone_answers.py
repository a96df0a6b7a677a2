"""What phones ask of the router, and what it answers from its configuration.

Every question is answered, also about buttons that do not exist: a 7960 that waits for one answer
begins its registration anew (reference/sccp.md §7.3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from harness.protocols.sccp import messages as m
from harness.protocols.sccp.numbers import Stimulus
from harness.standin import phone_keys, softkeys
from harness.standin.attachments import Attachment
from harness.standin.calls.phrases import OPTIONS
from harness.standin.configuration import RouterConfiguration
from harness.standin.phone_models import buttons_of

Answerer = Callable[[RouterConfiguration, Attachment, Any], tuple[m.Message, ...]]


def _buttons(
    configuration: RouterConfiguration, attachment: Attachment, _: object
) -> tuple[m.Message, ...]:
    register = attachment.session.register
    count = buttons_of(register.device_type if register else 0)
    lines = dict(attachment.lines)
    dials = iter(sorted(phone_keys.speed_dials_of(configuration, attachment)))
    buttons = [
        (button, Stimulus.LINE) if button in lines else _speed_dial_button(next(dials, 0))
        for button in range(1, count + 1)
    ]
    return (m.ButtonTemplate.of(buttons),)


def _speed_dial_button(tag: int) -> tuple[int, Stimulus]:
    """Lines come first; speed dials take what is left, in the order of their tags (ASSUMED)."""
    return (tag, Stimulus.SPEED_DIAL) if tag else (0, Stimulus.UNDEFINED)


def _speed_dial(
    configuration: RouterConfiguration, attachment: Attachment, request: m.SpeedDialStatReq
) -> tuple[m.Message, ...]:
    tag = request.speed_dial_number
    dial = phone_keys.speed_dials_of(configuration, attachment).get(tag)
    if dial is None:
        return (m.SpeedDialStat(tag),)
    return (m.SpeedDialStat(tag, dial.number, dial.label or dial.number),)


def _line(
    configuration: RouterConfiguration, attachment: Attachment, request: m.LineStatReq
) -> tuple[m.Message, ...]:
    dn = configuration.dn_by_number(dict(attachment.lines).get(request.line_number, ""))
    if dn is None:
        return (m.LineStat(request.line_number),)
    number = dn.number or ""
    return (m.LineStat(request.line_number, number, dn.name or number, dn.label or number),)


def _forward(
    configuration: RouterConfiguration, attachment: Attachment, request: m.ForwardStatReq
) -> tuple[m.Message, ...]:
    dn = configuration.dn_by_number(dict(attachment.lines).get(request.line_number, ""))
    target = (dn.forward_all if dn else None) or ""
    on = int(bool(target))
    return (m.ForwardStat(on, request.line_number, on, target),)


def _configuration(
    configuration: RouterConfiguration, attachment: Attachment, _: object
) -> tuple[m.Message, ...]:
    register = attachment.session.register
    return (
        m.ConfigStat(
            attachment.name,
            instance=register.instance if register else 0,
            server_name=configuration.hostname,
            number_of_lines=len(attachment.lines),
        ),
    )


def _soft_key_sets(*_: object) -> tuple[m.Message, ...]:
    return (
        softkeys.TEMPLATE_SETS,
        m.SelectSoftKeys(0, 0, 0),
        m.DisplayPromptStatus(0, OPTIONS),
    )


ANSWERS: Mapping[type, Answerer] = {
    m.ButtonTemplateReq: _buttons,
    m.SoftKeyTemplateReq: lambda *_: (softkeys.TEMPLATE,),
    m.SoftKeySetReq: _soft_key_sets,
    m.ConfigStatReq: _configuration,
    m.LineStatReq: _line,
    m.ForwardStatReq: _forward,
    m.SpeedDialStatReq: _speed_dial,
    m.FeatureStatReq: lambda _, __, request: (
        m.FeatureStat(request.feature_index, Stimulus.UNDEFINED),
    ),
    m.ServiceURLStatReq: lambda _, __, request: (m.ServiceURLStat(request.service_url_index),),
    m.VersionReq: lambda *_: (m.VersionRes(),),
}
"""What is answered to each question, in or out of season."""
