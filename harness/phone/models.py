"""The one table of what differs between a 7960 and a 7961.

Numbers come from register bodies and traces of real phones (reference of the SCCP messages:
"Register bodies of real phones", "What differs during calls"): a 7960 with firmware 8.1(2), a
7941 with 8.5(3) whose shape the 7961 shares. What no trace shows is marked ASSUMED.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal
from xml.sax.saxutils import escape

from harness.errors import LocalProtocolError
from harness.protocols.sccp.numbers import Codec, DeviceType
from harness.protocols.sccp.station import StationProfile

LINE_KEYS = 6
SOFT_KEY_SLOTS = 4


@dataclass(frozen=True, slots=True)
class Load:
    """One generation of a model's firmware."""

    name: str
    """As `Register` and the configuration file name it."""
    spoken: str
    """As alarms name it."""
    versions: tuple[int, int]
    """The lowest and the highest protocol version that its releases offer."""
    sends_xml_alarm: bool = False


@dataclass(frozen=True, slots=True)
class PhoneModel:
    """What one model is and how it behaves on the wire."""

    name: str
    device_type: DeviceType
    protocol_version: int
    features: bytes
    """The three octets after the version in `Register`."""
    register_size: Literal[64, 124]
    instance: int
    max_streams: int
    max_conferences: int
    max_lines: int
    names_its_mac: bool
    """Whether `Register` carries the MAC a second time, as octets."""
    load: str
    """As `Register` and the configuration file name the firmware."""
    spoken_load: str
    """As alarms name it."""
    capabilities: tuple[tuple[Codec, int], ...]
    """Codec and frames per packet, in the order of the phone's list."""
    header_carries_version: bool
    """Whether the header's version word follows the negotiated version."""
    available_lines: int
    """What `RegisterAvailableLines` says."""
    reports_headset: bool
    """Sends `HeadsetStatus` while it registers."""
    reports_media_path: bool
    """Sends `MediaPathEvent` when the handset or the speaker changes."""
    stimulus_names_status: bool
    """Whether `Stimulus` ends with a status, which is 0 for a key that was just pressed."""
    trust_lists: tuple[str, ...]
    """What it asks TFTP for before its configuration; ``{mac}`` stands for its MAC."""
    acks_media_since: int | None
    """From which version it sends `StartMediaTransmissionAck`; ``None``: never."""
    lit_keys: bool
    """Whether the line keys themselves shine; on the 7960 an icon beside them changes."""
    web_headers: tuple[tuple[str, str], ...]
    """What it tells of itself when it fetches a page, besides ``Host``."""
    loads: tuple[Load, ...]
    """Its firmware generations, oldest first."""
    sends_xml_alarm: bool = False
    """Adds an XML document to the alarm before `Register`."""

    def offering(self, version: int) -> PhoneModel:
        """The same model with firmware that offers this protocol version.

        Raises:
            LocalProtocolError: no load of this model does.
        """
        fits = [load for load in self.loads if load.versions[0] <= version <= load.versions[1]]
        if not fits:
            lowest, highest = self.loads[0].versions[0], self.loads[-1].versions[1]
            raise LocalProtocolError(
                f"no load of a {self.name} offers SCCP version {version};"
                f" it offers {lowest} to {highest}"
            )
        load = fits[0]
        return replace(
            self, protocol_version=version, load=load.name, spoken_load=load.spoken,
            sends_xml_alarm=load.sends_xml_alarm,
        )  # fmt: skip


_CODECS_7960 = (
    (Codec.WIDEBAND_256K, 120),
    (Codec.G711_ULAW_64K, 40),
    (Codec.G711_ALAW_64K, 40),
    (Codec.G729_ANNEX_B, 60),
    (Codec.G729_ANNEX_A_ANNEX_B, 60),
    (Codec.G729, 60),
    (Codec.G729_ANNEX_A, 60),
    (Codec.RFC2833_DYNAMIC_PAYLOAD, 1),
)
_CODECS_7961 = (
    (Codec.WIDEBAND_256K, 120),
    (Codec.G711_ULAW_64K, 40),
    (Codec.G711_ALAW_64K, 40),
    (Codec.G729_ANNEX_B, 60),
    (Codec.G729_ANNEX_A_ANNEX_B, 60),
    (Codec.G729, 60),
    (Codec.G729_ANNEX_A, 60),
    (Codec.RFC2833_DYNAMIC_PAYLOAD, 1),
)
"""ASSUMED: frames per packet as on the 7960; a live 7961G confirms the order."""

_WEB_7960 = (
    ("User-Agent", "Allegro-Software-WebClient/3.12"),
    ("Accept", "x-CiscoIPPhone/*, text/*, */*"),
    ("Accept-Language", "en"),
    ("Accept-Charset", "iso-8859-1"),
    ("x-CiscoIPPhoneModelName", "CP-7960G"),
    ("x-CiscoIPPhoneSDKVersion", "3.3.4"),
    ("x-CiscoIPPhoneDisplay", "133, 65, 2, G"),
)
"""Names after Cisco's *IP Phone Services* notes; ASSUMED: the values, after a 7921's trace."""
_WEB_7961 = (
    ("User-Agent", "Allegro-Software-WebClient/4.34"),
    ("Accept", "x-CiscoIPPhone/*, text/*,image/png,*/*"),
    ("Accept-Language", "en_US"),
    ("Accept-Charset", "iso-8859-1,utf-8;q=0.8"),
    ("x-CiscoIPPhoneModelName", "CP-7961G"),
    ("x-CiscoIPPhoneSDKVersion", "6.0.2"),
    ("x-CiscoIPPhoneDisplay", "298,144,3,G"),
)
"""ASSUMED: as a 7942 was seen to send them, but for its name."""

MODELS: Mapping[str, PhoneModel] = {
    "7960": PhoneModel(
        name="7960",
        device_type=DeviceType.CISCO_7960,
        protocol_version=11,
        features=bytes.fromhex("00 60 85"),
        register_size=64,
        instance=1,
        max_streams=0,
        max_conferences=0,
        max_lines=LINE_KEYS,
        names_its_mac=False,
        load="P00308010200",
        spoken_load="8.1(2.0)",
        capabilities=_CODECS_7960,
        header_carries_version=False,
        available_lines=0,
        reports_headset=True,
        reports_media_path=False,
        stimulus_names_status=False,
        trust_lists=("CTLSEP{mac}.tlv",),
        acks_media_since=None,
        lit_keys=False,
        loads=(Load("P00308010200", "8.1(2.0)", (3, 11)),),
        web_headers=_WEB_7960,
    ),
    "7961": PhoneModel(
        name="7961",
        device_type=DeviceType.CISCO_7961,
        protocol_version=17,
        features=bytes.fromhex("00 72 85"),
        register_size=124,
        instance=0,
        max_streams=5,
        max_conferences=1,
        max_lines=LINE_KEYS,
        names_its_mac=True,
        load="SCCP41.8-5-3S",
        spoken_load="SCCP41.8-5-3S",
        capabilities=_CODECS_7961,
        header_carries_version=True,
        available_lines=2,
        reports_headset=False,
        reports_media_path=True,
        stimulus_names_status=True,
        trust_lists=("CTLSEP{mac}.tlv",),
        acks_media_since=17,
        lit_keys=True,
        loads=(
            Load("SCCP41.8-5-3S", "SCCP41.8-5-3S", (3, 17)),
            Load("SCCP41.9-4-2SR3-1S", "SCCP41.9-4-2SR3-1S", (18, 22), sends_xml_alarm=True),
        ),
        web_headers=_WEB_7961,
    ),
}


REASON_FOR_SERVICE_LOST = 25
"""ASSUMED: as in the text alarm of a cold start."""


def xml_alarm(model: str, device: str, ip: str) -> bytes:
    """The alarm of a 9.x load (reference of the SCCP messages, "XML alarm").

    ASSUMED: the parameters' order and the closing NUL.
    """
    told = {
        "DeviceName": device,
        "DeviceIPv4Address": f"{ip}/24",
        "ModelNumber": f"CP-{model}G",
        "ReasonForOutOfService": str(REASON_FOR_SERVICE_LOST),
        "LastProtocolEventSent": "0x1",
        "LastProtocolEventReceived": "0x0",
    }
    parameters = "".join(
        f'<Parameter name="{name}"><String>{escape(text)}</String></Parameter>'
        for name, text in told.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><x-cisco-alarm>'
        f'<Alarm Name="LastOutOfServiceInformation"><ParameterList>{parameters}</ParameterList>'
        "</Alarm></x-cisco-alarm>\0"
    ).encode()


def profile_of(model: PhoneModel, *, device: str, mac: str, ip: str, alarm: str) -> StationProfile:
    """How this model speaks as ``device`` from address ``ip``; ``mac`` is twelve hex digits."""
    return StationProfile(
        device_name=device,
        device_type=model.device_type,
        protocol_version=model.protocol_version,
        features=model.features,
        ip_address=ip,
        instance=model.instance,
        max_streams=model.max_streams,
        register_size=model.register_size,
        mac=bytes.fromhex(mac) if model.names_its_mac else bytes(6),
        max_lines=model.max_lines,
        max_conferences=model.max_conferences,
        load_name=model.load,
        capabilities=model.capabilities,
        header_version_rule="negotiated" if model.header_carries_version else "zero",
        first_alarm=alarm,
        registers_available_lines=model.available_lines,
        sends_headset_status=model.reports_headset,
        xml_alarm=xml_alarm(model.name, device, ip) if model.sends_xml_alarm else b"",
    )
