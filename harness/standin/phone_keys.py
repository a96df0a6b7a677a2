"""Keys beside the screen that dial a number which the configuration knows: speed dials, messages.

The phone says which key was pressed; the number is the router's affair (reference/sccp.md §5.2,
§5.15).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harness.protocols.sccp import messages as m
from harness.protocols.sccp.numbers import Stimulus
from harness.standin.attachments import Attachment
from harness.standin.calls.events import Event, KeyPressed, NumberDialled
from harness.standin.configuration import RouterConfiguration, SpeedDial
from harness.standin.defects import Defect

_NOTHING = 0
"""The event of a key without a meaning: the phone is told that it is not active."""

Defects = frozenset[Defect]
Finder = Callable[[RouterConfiguration, Attachment, m.Stimulus, Defects], str]


def speed_dials_of(
    configuration: RouterConfiguration, attachment: Attachment
) -> Mapping[int, SpeedDial]:
    """The speed dials of a phone, or of who is logged in at it, by their tags."""
    ephone = configuration.ephone_by_mac(attachment.mac)
    if ephone is None:
        return {}
    profile = configuration.profile_at(ephone, user=attachment.user)
    return ephone.speed_dials if profile is None else profile.speed_dials


def dialled(
    configuration: RouterConfiguration,
    attachment: Attachment,
    message: m.Message,
    defects: Defects,
) -> Event | None:
    """What a key that dials causes; ``None`` for every other message."""
    if not isinstance(message, m.Stimulus) or message.stimulus not in _FINDERS:
        return None
    number = _FINDERS[message.stimulus](configuration, attachment, message, defects)
    if not number:
        return KeyPressed(attachment.name, _NOTHING)
    return NumberDialled(attachment.name, number)


def _speed_dial(
    configuration: RouterConfiguration,
    attachment: Attachment,
    message: m.Stimulus,
    defects: Defects,
) -> str:
    dials = speed_dials_of(configuration, attachment)
    tag = message.line_instance
    if Defect.SPEED_DIAL_WRONG_NUMBER in defects:
        tag = next((other for other in sorted(dials) if other != tag), tag)
    dead = Defect.PROFILE_SPEED_DIALS_DEAD in defects and attachment.user
    dial = None if dead else dials.get(tag)
    return dial.number if dial is not None else ""


def _messages(
    configuration: RouterConfiguration, _: Attachment, __: m.Stimulus, defects: Defects
) -> str:
    silent = Defect.MESSAGES_KEY_DEAD in defects
    return "" if silent else configuration.telephony.voicemail or ""


_FINDERS: Mapping[int, Finder] = {
    Stimulus.SPEED_DIAL: _speed_dial,
    Stimulus.VOICE_MAIL: _messages,
    Stimulus.MESSAGES_KEY: _messages,
}
