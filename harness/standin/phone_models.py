"""What differs from phone to phone, as far as the router cares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from harness.protocols.sccp import messages as m
from harness.protocols.sccp.numbers import DeviceType

TYPE_NAMES: Mapping[int, str] = {
    DeviceType.CISCO_7940: "7940",
    DeviceType.CISCO_7941: "7941",
    DeviceType.CISCO_7941G_GE: "7941GE",
    DeviceType.CISCO_7942: "7942",
    DeviceType.CISCO_7945: "7945",
    DeviceType.CISCO_7960: "7960",
    DeviceType.CISCO_7961: "7961",
    DeviceType.CISCO_7961G_GE: "7961GE",
    DeviceType.CISCO_7962: "7962",
    DeviceType.CISCO_7965: "7965",
    DeviceType.CISCO_7970: "7970",
    DeviceType.CISCO_7971: "7971",
}
"""Device types as ``type`` names them in ephone configuration."""

TWO_BUTTONS = frozenset(
    {
        DeviceType.CISCO_7940,
        DeviceType.CISCO_7941,
        DeviceType.CISCO_7941G_GE,
        DeviceType.CISCO_7942,
        DeviceType.CISCO_7945,
    }
)
SERVER_VERSIONS: tuple[tuple[int, int], ...] = ((20, 17), (12, 12), (0, 9))
"""What we offer to a phone that offers at least so much (reference/sccp.md §1.3)."""

DRESSED: Mapping[type, tuple[int, type]] = {
    m.CallInfo: (8, m.CallInfoDynamic),
    m.DisplayPromptStatus: (8, m.DisplayPromptStatusDynamic),
    m.DisplayNotify: (8, m.DisplayNotifyDynamic),
    m.DisplayPriNotify: (8, m.DisplayPriNotifyDynamic),
    m.FeatureStat: (8, m.FeatureStatDynamic),
    m.ServiceURLStat: (7, m.ServiceURLStatDynamic),
    m.LineStat: (17, m.LineStatDynamic),
    m.SpeedDialStat: (17, m.SpeedDialStatDynamic),
}
"""From which version on a message takes its newer form (reference/sccp.md §1.4)."""


def dressed(message: m.Message, version: int) -> m.Message:
    """A message in the form that a phone of this negotiated version expects."""
    since, newer = DRESSED.get(type(message), (0, None))
    if newer is None or version < since:
        return message
    offered = {each.name for each in fields(newer)}
    shared = [name for name in message.__slots__ if name in offered]  # type: ignore[attr-defined]
    form: m.Message = newer(**{name: getattr(message, name) for name in shared})
    return form


def offered_version(phone: int) -> int:
    """The protocol version that we offer to a phone which offers ``phone``."""
    return next(ours for least, ours in SERVER_VERSIONS if phone >= least)


def buttons_of(device_type: int) -> int:
    """How many keys a phone has beside its screen."""
    return 2 if device_type in TWO_BUTTONS else 6
