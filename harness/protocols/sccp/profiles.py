"""How one model with one load behaves on the wire, and what it says of itself at the beginning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from harness.protocols.sccp.messages import Alarm, Register
from harness.protocols.sccp.numbers import AlarmSeverity, Codec, DeviceType

ALARM_PARAMETER = 0x10800
"""Recorded from a 7912."""


@dataclass(frozen=True, slots=True)
class StationProfile:
    """How one model with one load behaves on the wire."""

    device_name: str
    device_type: DeviceType | int
    protocol_version: int
    features: bytes
    """The three octets after the version in `Register`."""
    ip_address: str
    instance: int = 0
    max_streams: int = 0
    register_size: Literal[64, 124] = 124
    mac: bytes = bytes(6)
    max_lines: int = 6
    max_conferences: int = 0
    load_name: str = ""
    capabilities: tuple[tuple[Codec | int, int], ...] = ()
    header_version_rule: Literal["zero", "negotiated"] = "negotiated"
    first_alarm: str = ""
    xml_alarm: bytes = b""
    """What a 9.x load adds to its alarm; empty adds nothing."""
    registers_available_lines: int | None = None
    """``None`` leaves `RegisterAvailableLines` out."""
    sends_headset_status: bool = False
    sends_ip_port: bool = True
    asks_version: bool = False
    patience: float = 10.0
    """Seconds after which an unanswered question of the registration is reported."""


def register_of(profile: StationProfile) -> Register:
    """The `Register` of a model: 64 octets end with an empty MAC, 124 with the load."""
    long = profile.register_size == 124
    return Register(
        device_name=profile.device_name,
        instance=profile.instance,
        station_ip_address=profile.ip_address,
        device_type=profile.device_type,
        max_streams=profile.max_streams,
        active_streams=0,
        protocol_version=profile.protocol_version,
        unknown=profile.features[0],
        phone_features=int.from_bytes(profile.features[1:3], "little"),
        max_conferences=profile.max_conferences,
        active_conferences=0,
        mac_address=profile.mac + bytes(6) if long else bytes(12),
        ipv4_address_scope=3 if long else None,
        max_number_of_lines=profile.max_lines if long else None,
        firmware_load_name=profile.load_name if long else "",
    )


def alarm_of(profile: StationProfile) -> Alarm:
    """The alarm before `Register`; its second parameter is the phone's address."""
    address = bytes(map(int, profile.ip_address.split(".")))
    return Alarm(
        AlarmSeverity.INFORMATIONAL,
        profile.first_alarm,
        ALARM_PARAMETER,
        int.from_bytes(address, "little"),
    )
