"""The table of messages: one frozen class each, its fields in wire order.

Names are Wireshark's without "Message", "Req" of a sole request and "Res" of a state report; a
"V2" of Wireshark's, with its texts one after another, is called ``…Dynamic`` here. Sizes and
versions are those of captures where there are any; `message` is told the shortest body that was
seen (``at_least``), a field that may be ``None`` ends the bodies of older phones or agents.

Texts are `str` with one character per octet (latin-1); labels in them expand with
`harness.protocols.sccp.labels`. ``codec.decode`` and ``codec.encode`` are offered here too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Self

from harness.protocols.fields import (
    U8,
    U16,
    U32,
    Address,
    AlignedNumber,
    Characters,
    Counted,
    Enum8,
    Enum32,
    IPv4,
    Numbers,
    Octets,
    PackedNumber,
    Remaining,
    Since,
    Slots,
    Terminated,
    Text16,
    Text24,
    Text32,
    Text40,
)
from harness.protocols.sccp import codec
from harness.protocols.sccp.codec import BySize, message, structure
from harness.protocols.sccp.numbers import (
    AlarmSeverity,
    CallHistoryDisposition,
    CallPrivacy,
    CallSecurity,
    CallType,
    Codec,
    DeviceType,
    LampMode,
    MediaPath,
    MediaPathState,
    MediaStatus,
    PartyRestriction,
    PhoneCallState,
    PortHandling,
    ResetType,
    RingDuration,
    RingMode,
    SoftKey,
    SoftKeySet,
    SpeakerMode,
    StatsProcessing,
    Tone,
    ToneDirection,
    UnregisterStatus,
)
from harness.protocols.sccp.numbers import KeypadButton as Key
from harness.protocols.sccp.numbers import Stimulus as Button

Message = codec.Message
Unknown = codec.Unknown
MESSAGES = codec.MESSAGES
encode = codec.encode
decode = codec.decode
number_of = codec.number_of

ALL_KEYS = 0xFFFFFFFF
"""`SelectSoftKeys.valid_key_mask` with every key of the set shown."""

NO_IPV6 = bytes(16)

# --- registration and management, phone to agent ----------------------------------------------


@message(0x0000)
class KeepAlive:
    """The phone lives; answered by `KeepAliveAck`."""


@message(0x0001, at_least=36)
class Register:
    """A phone asks for service. A 7960 sends 64 octets, a 7961 124; older ones stop earlier."""

    device_name: Text16
    reserved_user_id: U32 = 0
    instance: U32 = 0
    station_ip_address: IPv4 = "0.0.0.0"
    device_type: Enum32[DeviceType] = DeviceType.CISCO_7960
    max_streams: U32 = 0
    active_streams: U32 | None = None
    protocol_version: U8 = 0
    unknown: U8 = 0
    phone_features: U16 = 0
    max_conferences: U32 | None = None
    active_conferences: U32 | None = None
    mac_address: Annotated[bytes, Octets(12)] | None = None
    ipv4_address_scope: U32 | None = None
    max_number_of_lines: U32 | None = None
    station_ipv6_address: Annotated[bytes, Octets(16)] = NO_IPV6
    ipv6_address_scope: U32 = 0
    firmware_load_name: Text32 = ""
    config_version_stamp: Annotated[str, Characters(48)] | None = None


@message(0x0002)
class IpPort:
    """The port of the phone's RTP, from times when there was one."""

    rtp_media_port: U32 = 0


@message(0x0009)
class ForwardStatReq:
    """How is this line forwarded?"""

    line_number: U32


@message(0x000A)
class SpeedDialStatReq:
    """What does this speed-dial button dial?"""

    speed_dial_number: U32


@message(0x000B)
class LineStatReq:
    """Which number has this line?"""

    line_number: U32


@message(0x000C)
class ConfigStatReq:
    """How am I configured?"""


@message(0x000D)
class TimeDateReq:
    """What time is it? The last question of a registration."""


@message(0x000E)
class ButtonTemplateReq:
    """What are my buttons?"""


@message(0x000F)
class VersionReq:
    """Which load should I run?"""


@structure
class MediaCapability:
    """One codec a phone can do, and how many frames a packet may hold."""

    payload_capability: Enum32[Codec]
    max_frames_per_packet: U32
    parameters: Annotated[bytes, Octets(8)] = bytes(8)


@message(0x0010, at_least=4)
class CapabilitiesRes:
    """The codecs of a phone: 18 places, whatever the count."""

    cap_count: U32
    caps: Annotated[tuple[MediaCapability, ...], Slots(18, "cap_count")] = ()

    @classmethod
    def of(cls, capabilities: Iterable[tuple[Codec | int, int]]) -> Self:
        """From pairs of a codec and its frames per packet."""
        caps = tuple(MediaCapability(payload, frames) for payload, frames in capabilities)
        return cls(len(caps), caps)


@message(0x0012)
class ServerReq:
    """Which call agents are there?"""


@message(0x0020)
class Alarm:
    """Why the phone was out of service; sent before `Register`."""

    alarm_severity: Enum32[AlarmSeverity]
    text: Annotated[str, Characters(80)]
    parm1: U32 = 0
    parm2: U32 = 0


@message(0x0025)
class SoftKeySetReq:
    """Which soft keys belong together?"""


@message(0x0027)
class Unregister:
    """The phone leaves; newer ones say why (1: to save power)."""

    unregister_reason: U32 | None = None


@message(0x0028)
class SoftKeyTemplateReq:
    """Which soft keys are there?"""


@message(0x0029, at_least=28)
class RegisterTokenReq:
    """May I come back to you, the agent of higher priority?"""

    device_name: Text16
    reserved_user_id: U32 = 0
    instance: U32 = 0
    station_ip_address: IPv4 = "0.0.0.0"
    device_type: Enum32[DeviceType] = DeviceType.CISCO_7960
    station_ipv6_address: Annotated[bytes, Octets(16)] | None = None
    ipv6_address_scope: U32 = 0


@message(0x002B)
class HeadsetStatus:
    """The headset key was switched."""

    headset_status: Enum32[SpeakerMode] = SpeakerMode.OFF


@message(0x002C)
class MediaResourceNotification:
    """How many streams a conference bridge or transcoder can serve."""

    device_type: Enum32[DeviceType]
    number_of_in_service_streams: U32
    max_streams_per_conf: U32
    number_of_out_of_service_streams: U32


@message(0x002D)
class RegisterAvailableLines:
    """How many lines the phone could show (a 7960 says 0)."""

    max_num_of_avail_lines: U32 = 0


@message(0x002E)
class DeviceToUserData:
    """XML from the phone to an application."""

    application_id: U32
    line_instance: U32
    call_reference: U32
    transaction_id: U32
    data_length: U32
    xml_data: Annotated[bytes, Counted("data_length", 2000)] = b""


@message(0x002F)
class DeviceToUserDataResponse:
    """The phone's answer to `UserToDeviceData`."""

    application_id: U32
    line_instance: U32
    call_reference: U32
    transaction_id: U32
    data_length: U32
    xml_data: Annotated[bytes, Counted("data_length", 2000)] = b""


@message(0x0030)
class UpdateCapabilities:
    """Codecs, video and layouts of a 9.x phone in one table (1840 octets), left unread."""

    table: Annotated[bytes, Remaining()]


@message(0x0033)
class ServiceURLStatReq:
    """Which page does this service button open?"""

    service_url_index: U32


@message(0x0034)
class FeatureStatReq:
    """What does this feature button do? Phones since version 15 add what they can."""

    feature_index: U32
    feature_capabilities: U32 | None = None


@message(0x0041)
class DeviceToUserDataVersion1:
    """XML from the phone to an application, in parts."""

    application_id: U32
    line_instance: U32
    call_reference: U32
    transaction_id: U32
    data_length: U32
    sequence_flag: U32
    display_priority: U32
    conference_id: U32
    app_instance_id: U32
    routing_id: U32
    xml_data: Annotated[bytes, Counted("data_length", 4000)] = b""


@message(0x0042)
class DeviceToUserDataResponseVersion1:
    """The phone's answer to `UserToDeviceDataVersion1`."""

    application_id: U32
    line_instance: U32
    call_reference: U32
    transaction_id: U32
    data_length: U32
    sequence_flag: U32
    display_priority: U32
    conference_id: U32
    app_instance_id: U32
    routing_id: U32
    xml_data: Annotated[bytes, Counted("data_length", 4000)] = b""


@message(0x0048)
class SubscriptionStatReq:
    """Watch a number (1: busy lamp field of a directory entry)."""

    transaction_id: U32
    subscription_feature_id: U32
    timer: U32
    subscription_id: Annotated[str, Characters(64)]


@message(0x0049)
class MediaPathEvent:
    """Handset, headset or speaker was taken or left (called AccessoryStatus elsewhere)."""

    media_path_id: Enum32[MediaPath]
    media_path_event: Enum32[MediaPathState]


@message(0x004A)
class MediaPathCapability:
    """What hangs on a media path."""

    media_path_id: Enum32[MediaPath]
    media_path_capabilities: U32


@message(0x0159)
class AddOnDeviceCapabilities:
    """A key expansion module reports."""

    unknown1: U32
    unknown2: U32
    unknown3: U32
    text: Annotated[str, Characters(152)]


@message(0x015A)
class EnhancedAlarm:
    """A 9.x phone's alarm, an XML document."""

    alarm_info: Annotated[bytes, Remaining()]


# --- registration and management, agent to phone ----------------------------------------------


@message(0x0081, at_least=12)
class RegisterAck:
    """Welcome: how often to say `KeepAlive`, how to write dates, which version to speak.

    CallManager 2 stops before the secondary interval: its version is 3 at most.
    """

    keep_alive_interval: U32
    date_template: Annotated[str, Characters(6, full=True)]
    alignment_padding: U16 = 0
    secondary_keep_alive_interval: U32 | None = None
    max_protocol_version: U8 = 0
    unknown: U8 = 0
    phone_features: U16 = 0


@message(0x0090)
class ForwardStat:
    """How a line is forwarded."""

    active_forward: U32
    line_number: U32
    forward_all_active: U32 = 0
    forward_all_number: PackedNumber = ""
    forward_busy_active: U32 = 0
    forward_busy_number: PackedNumber = ""
    forward_no_answer_active: U32 = 0
    forward_no_answer_number: PackedNumber = ""


@message(0x0091)
class SpeedDialStat:
    """What a speed-dial button dials."""

    speed_dial_number: U32
    speed_dial_dir_number: Text24 = ""
    speed_dial_display_name: Text40 = ""


@message(0x0149)
class SpeedDialStatDynamic:
    """`SpeedDialStat` for phones since version 17."""

    speed_dial_number: U32
    speed_dial_dir_number: Annotated[str, Terminated(24)] = ""
    speed_dial_display_name: Annotated[str, Terminated(120)] = ""


@message(0x0092, at_least=28)
class LineStat:
    """The number and names of a line."""

    line_number: U32
    line_dir_number: Text24 = ""
    line_fully_qualified_display_name: Text40 = ""
    line_text_label: Text40 = ""
    line_display_options: U32 = 15


@message(0x0147)
class LineStatDynamic:
    """`LineStat` for phones since version 17."""

    line_number: U32
    line_type: U32 = 15
    line_dir_number: Annotated[str, Terminated(24)] = ""
    line_fully_qualified_display_name: Annotated[str, Terminated(120)] = ""
    line_text_label: Annotated[str, Terminated(120)] = ""


@message(0x0093)
class ConfigStat:
    """Who the phone is, and how many lines and speed dials it has."""

    device_name: Text16
    reserved_user_id: U32 = 0
    instance: U32 = 0
    user_name: Text40 = ""
    server_name: Text40 = ""
    number_of_lines: U32 = 0
    number_of_speed_dials: U32 = 0


@message(0x0142)
class ConfigStatDynamic:
    """`ConfigStat` for newer phones. ASSUMED: laid out as Wireshark has it."""

    device_name: Text16
    reserved_user_id: U32 = 0
    instance: U32 = 0
    number_of_lines: U32 = 0
    number_of_speed_dials: U32 = 0
    user_name: Annotated[str, Terminated(120)] = ""
    server_name: Annotated[str, Terminated(120)] = ""


@message(0x0094)
class DefineTimeDate:
    """The time; also the sign that a registration is complete. Sunday is day 0 of the week."""

    year: U32
    month: U32
    day_of_week: U32
    day: U32
    hour: U32
    minute: U32
    second: U32
    milliseconds: U32 = 0
    system_time: U32 = 0


@structure
class ButtonDefinition:
    """One key beside the screen: which one of its type."""

    instance_number: U8
    button_definition: Enum8[Button]


@message(0x0097, at_least=12)
class ButtonTemplate:
    """The keys beside the screen: 42 places, unused ones marked."""

    button_offset: U32
    button_count: U32
    total_button_count: U32
    definition: Annotated[
        tuple[ButtonDefinition, ...], Slots(42, "button_count", fill=b"\x00\xff")
    ] = ()

    @classmethod
    def of(cls, buttons: Iterable[tuple[int, Button | int]]) -> Self:
        """The whole template in one message, from pairs of an instance and its type."""
        definition = tuple(ButtonDefinition(instance, kind) for instance, kind in buttons)
        return cls(0, len(definition), len(definition), definition)


@message(0x0098)
class VersionRes:
    """The load the phone should run."""

    version: Annotated[str, Characters(16)] = ""


@message(0x009B)
class CapabilitiesReq:
    """Which codecs can you do?"""


@message(0x009D, at_least=4)
class RegisterReject:
    """No service; the phone shows the text. Cisco sends 33 octets of text and three of padding."""

    text: Annotated[str, Characters(36)] = ""


@message(0x009E)
class ServerRes:
    """The call agents: five places for names, ports and addresses."""

    server_names: Annotated[bytes, Octets(240)]
    server_ports: Annotated[tuple[int, ...], Numbers("I", 5)]
    server_addresses: Annotated[bytes, Octets(20)]


@message(0x009F)
class Reset:
    """Boot, or register anew."""

    reset_type: Enum32[ResetType] = ResetType.RESET


@message(0x0100)
class KeepAliveAck:
    """The agent lives too."""


@structure
class SoftKeyDefinition:
    """A soft key: its label (or label code), and what the phone sends when it is pressed."""

    soft_key_label: Annotated[str, Characters(16)]
    soft_key_event: Enum32[SoftKey]


@message(0x0108, at_least=12)
class SoftKeyTemplateRes:
    """All soft keys there are: 32 places."""

    soft_key_offset: U32
    soft_key_count: U32
    total_soft_key_count: U32
    definition: Annotated[tuple[SoftKeyDefinition, ...], Slots(32, "soft_key_count")] = ()

    @classmethod
    def of(cls, keys: Iterable[tuple[str, SoftKey | int]]) -> Self:
        """The whole template in one message, from pairs of a label and its event."""
        definition = tuple(SoftKeyDefinition(label, event) for label, event in keys)
        return cls(0, len(definition), len(definition), definition)


@structure
class SoftKeySetDefinition:
    """The keys of one set: places in the template counted from 1, 0 where none is."""

    soft_key_template_index: Annotated[tuple[int, ...], Numbers("B", 16)]
    soft_key_info_index: Annotated[tuple[int, ...], Numbers("H", 16)]


@message(0x0109, at_least=12)
class SoftKeySetRes:
    """Which soft keys are shown together: 16 places, in the order of `SoftKeySet`."""

    soft_key_set_offset: U32
    soft_key_set_count: U32
    total_soft_key_set_count: U32
    definition: Annotated[tuple[SoftKeySetDefinition, ...], Slots(16, "soft_key_set_count")] = ()

    @classmethod
    def of(cls, sets: Iterable[Iterable[int]]) -> Self:
        """All sets in one message, each given as places in the template (from 1; 0: none)."""
        definition = tuple(_soft_key_set(tuple(places)) for places in sets)
        return cls(0, len(definition), len(definition), definition)


def _soft_key_set(places: tuple[int, ...]) -> SoftKeySetDefinition:
    filled = places + (0,) * (16 - len(places))
    return SoftKeySetDefinition(filled, tuple(300 + place if place else 0 for place in filled))


@message(0x0118)
class UnregisterAck:
    """Whether the phone may leave."""

    status: Enum32[UnregisterStatus] = UnregisterStatus.OK


@message(0x011A)
class RegisterTokenAck:
    """Come."""


@message(0x011B)
class RegisterTokenReject:
    """Not now; ask again after so many seconds."""

    wait_time_before_next_req: U32


@message(0x011E)
class UserToDeviceData:
    """XML from an application to the phone."""

    application_id: U32
    line_instance: U32
    call_reference: U32
    transaction_id: U32
    data_length: U32
    xml_data: Annotated[bytes, Counted("data_length", 2000)] = b""


@message(0x011F)
class FeatureStat:
    """What a feature button does, and its state."""

    feature_index: U32
    feature_id: Enum32[Button]
    feature_text_label: Text40 = ""
    feature_status: U32 = 0


@message(0x0146)
class FeatureStatDynamic:
    """`FeatureStat` as CME sends it ("StationFeatureStatV2Message" in its debugging output)."""

    feature_index: U32
    feature_id: Enum32[Button]
    feature_status: U32 = 0
    feature_text_label: Annotated[str, Terminated(120)] = ""


@message(0x012F)
class ServiceURLStat:
    """The page a service button opens."""

    service_url_index: U32
    service_url: Annotated[str, Characters(256)] = ""
    service_url_display_name: Text40 = ""


@message(0x0148)
class ServiceURLStatDynamic:
    """`ServiceURLStat` for phones since version 7."""

    service_url_index: U32
    service_url: Annotated[str, Terminated(255)] = ""
    service_url_display_name: Annotated[str, Terminated(120)] = ""
    service_url_extension: Annotated[str, Terminated(120), Since(19)] = ""


@message(0x013F)
class UserToDeviceDataVersion1:
    """XML from an application to the phone, in parts (flag 0 first, 1 more, 2 last)."""

    application_id: U32
    line_instance: U32
    call_reference: U32
    transaction_id: U32
    data_length: U32
    sequence_flag: U32
    display_priority: U32
    conference_id: U32
    app_instance_id: U32
    routing_id: U32
    xml_data: Annotated[bytes, Counted("data_length", 4000)] = b""


@message(0x0152)
class SubscriptionStatRes:
    """Whether a number is watched now."""

    transaction_id: U32
    subscription_feature_id: U32
    timer: U32
    cause: U32


@message(0x0153)
class Notification:
    """News of a watched number."""

    transaction_id: U32
    subscription_feature_id: U32
    notification_status: U32
    text: Annotated[str, Terminated(96)] = ""


# --- call control, phone to agent --------------------------------------------------------------


@message(0x0003, at_least=4)
class KeypadButton:
    """A key of the dial pad; oldest phones do not say for which call."""

    kp_button: Enum32[Key]
    line_instance: U32 = 0
    call_reference: U32 = 0


def _enbloc_version(body: bytes, negotiated: int) -> int:
    """A number of 24 octets (alone, or with a line), or of 25 with padding and a line."""
    if len(body) >= 32:
        return max(negotiated, 18)
    return 17 if len(body) >= 28 else min(negotiated, 16)


@message(0x0004, at_least=24, reads=_enbloc_version)
class EnblocCall:
    """A whole number dialled at once."""

    called_party: AlignedNumber
    line_instance: Annotated[U32, Since(17)] = 0


@message(0x0005, at_least=8)
class Stimulus:
    """A key beside the screen. A 7960 stops before the status."""

    stimulus: Enum32[Button]
    line_instance: U32 = 0
    call_reference: U32 = 0
    stimulus_status: U32 | None = None


@message(0x0006, at_least=0)
class OffHook:
    """Handset lifted; without a body from the oldest phones."""

    line_instance: U32 = 0
    call_reference: U32 = 0


@message(0x0007, at_least=0)
class OnHook:
    """Handset down. Phones below version 15 put the button's number where the line should be."""

    line_instance: U32 = 0
    call_reference: U32 = 0


@message(0x0008)
class HookFlash:
    """A short press of the hook, from analogue adapters."""

    line_instance: U32
    call_reference: U32


@message(0x0021, at_least=8)
class MulticastMediaReceptionAck:
    """The phone listens to a group, or why it does not."""

    multicast_reception_status: Enum32[MediaStatus]
    pass_through_party_id: U32
    call_reference: U32 = 0


@message(0x0022, at_least=16, reads=BySize(36, 17))
class OpenReceiveChannelAck:
    """Where the phone awaits RTP, or why it does not; 16 or 20 octets, 36 since version 17."""

    media_reception_status: Enum32[MediaStatus]
    ip_address: Address
    port_number: U32
    pass_through_party_id: U32
    call_reference: U32 = 0


def _statistics_version(body: bytes, negotiated: int) -> int:
    """A body of 60 octets, or of 664 with its text area, has a number of 24 octets."""
    return min(negotiated, 17) if len(body) in {60, 664} else negotiated


@message(0x0023, reads=_statistics_version)
class ConnectionStatisticsRes:
    """What a phone counted of a stream; octets include the 12 of each RTP header.

    The unaligned form of version 22 is not modelled: CME speaks 17 at most.
    """

    directory_number: AlignedNumber
    call_reference: U32
    stats_processing_mode: Enum32[StatsProcessing]
    number_packets_sent: U32
    number_octets_sent: U32
    number_packets_received: U32
    number_octets_received: U32
    number_packets_lost: U32
    jitter: U32
    latency: U32
    data_size: U32 | None = None
    data: Annotated[bytes, Counted("data_size", 600, fixed_before=17)] = b""


@message(0x0024, at_least=24)
class OffHookWithCallingPartyNumber:
    """Handset lifted at a port that knows who calls."""

    calling_party_number: Text24
    cgpn_voice_mailbox: Text24 = ""
    line_instance: U32 = 0


@message(0x0026)
class SoftKeyEvent:
    """A soft key; the event is the one of the template."""

    soft_key_event: Enum32[SoftKey]
    line_instance: U32 = 0
    call_reference: U32 = 0


@message(0x002A)
class MediaTransmissionFailure:
    """Nobody listens where the phone sends."""

    conference_id: U32
    pass_through_party_id: U32
    remote_ip_address: Address
    remote_port_number: U32
    call_reference: U32


@message(0x0154, reads=BySize(40, 17))
class StartMediaTransmissionAck:
    """From where the phone sends RTP; 24 octets, 40 since version 17."""

    conference_id: U32
    pass_through_party_id: U32
    call_reference: U32
    transmit_ip_address: Address
    port_number: U32
    media_transmission_status: Enum32[MediaStatus] = MediaStatus.OK


# --- call control, agent to phone --------------------------------------------------------------


@message(0x0082, at_least=4)
class StartTone:
    """Play a tone."""

    tone: Enum32[Tone]
    tone_output_direction: Enum32[ToneDirection] = ToneDirection.USER
    line_instance: U32 = 0
    call_reference: U32 = 0


@message(0x0083, at_least=0)
class StopTone:
    """Play it no longer; since version 11 the tone is named."""

    line_instance: U32 = 0
    call_reference: U32 = 0
    tone: Annotated[Enum32[Tone], Since(11)] = Tone.SILENCE


@message(0x0085, at_least=4)
class SetRinger:
    """Ring, or stop."""

    ring_mode: Enum32[RingMode]
    ring_duration: Enum32[RingDuration] = RingDuration.NORMAL
    line_instance: U32 = 0
    call_reference: U32 = 0


@message(0x0086)
class SetLamp:
    """A lamp. Stimulus 15 with instance 0 is the message lamp of the whole phone."""

    stimulus: Enum32[Button]
    stimulus_instance: U32
    lamp_mode: Enum32[LampMode]


@message(0x0087)
class SetHookFlashDetect:
    """Watch for hook flashes."""


@message(0x0088)
class SetSpeakerMode:
    """The loudspeaker; also said to a phone with its handset lifted."""

    speaker_mode: Enum32[SpeakerMode]


@message(0x0089)
class SetMicroMode:
    """The microphone."""

    mic_mode: Enum32[SpeakerMode]


NO_KEY = bytes(48)
"""The key block of a stream in the clear: algorithm, lengths, key, salt, MKI, rate."""


@message(0x0105, at_least=24, reads=BySize(128, 17))
class OpenReceiveChannel:
    """Listen for RTP and say where. 92 octets below version 17, 128 from it on."""

    conference_id: U32
    pass_through_party_id: U32
    millisecond_packet_size: U32 = 20
    compression_type: Enum32[Codec] = Codec.G711_ULAW_64K
    ec_value: U32 = 0
    codec_parameters: U32 = 0
    call_reference: U32 = 0
    encryption_key: Annotated[bytes, Octets(48)] = NO_KEY
    stream_pass_through_id: U32 = 0
    associated_stream_id: U32 = 0
    rfc2833_payload_type: U32 = 0
    dtmf_type: U32 = 10
    mixing_mode: Annotated[U32, Since(17)] = 0
    party_direction: Annotated[U32, Since(17)] = 0
    source_ip_address: Annotated[Address, Since(17)] = "0.0.0.0"
    source_port_number: Annotated[U32, Since(17)] = 0
    requested_ip_address_type: Annotated[U32, Since(17)] = 0


@message(0x008A, at_least=36, reads=BySize(132, 17))
class StartMediaTransmission:
    """Send RTP there. 112 octets below version 17 (CallManager 4.1 stops at 84), 132 from it on."""

    conference_id: U32
    pass_through_party_id: U32
    remote_ip_address: Address
    remote_port_number: U32
    millisecond_packet_size: U32 = 20
    compression_type: Enum32[Codec] = Codec.G711_ULAW_64K
    precedence_value: U32 = 0xB8
    silence_suppression: U32 = 0
    max_frames_per_packet: U16 = 0
    padding: U16 = 0
    codec_parameters: U32 = 0
    call_reference: U32 = 0
    encryption_key: Annotated[bytes, Octets(48)] = NO_KEY
    stream_pass_through_id: U32 = 0
    associated_stream_id: U32 = 0
    rfc2833_payload_type: U32 = 0
    dtmf_type: U32 = 10
    mixing_mode: U32 = 0
    party_direction: Annotated[U32, Since(17)] = 0


@message(0x008B, at_least=4)
class StopMediaTransmission:
    """Send no longer."""

    conference_id: U32
    pass_through_party_id: U32 = 0
    call_reference: U32 = 0
    port_handling_flag: Enum32[PortHandling] = PortHandling.CLOSE


@message(0x0106, at_least=8)
class CloseReceiveChannel:
    """Listen no longer."""

    conference_id: U32
    pass_through_party_id: U32
    call_reference: U32 = 0
    port_handling_flag: Enum32[PortHandling] = PortHandling.CLOSE


@message(0x0101)
class StartMulticastMediaReception:
    """Listen to a group: music on hold, or paging."""

    conference_id: U32
    pass_through_party_id: U32
    multicast_ip_address: Address
    multicast_port_number: U32
    millisecond_packet_size: U32 = 20
    compression_type: Enum32[Codec] = Codec.G711_ULAW_64K
    ec_value: U32 = 0
    codec_parameters: U32 = 0
    call_reference: U32 = 0


@message(0x0103)
class StopMulticastMediaReception:
    """Listen to the group no longer."""

    conference_id: U32
    pass_through_party_id: U32
    call_reference: U32


@message(0x008F, at_least=128)
class CallInfo:
    """Who calls whom, for phones below version 8."""

    calling_party_name: Text40 = ""
    calling_party: Text24 = ""
    called_party_name: Text40 = ""
    called_party: Text24 = ""
    line_instance: U32 = 0
    call_reference: U32 = 0
    call_type: Enum32[CallType] = CallType.INBOUND
    original_called_party_name: Text40 = ""
    original_called_party: Text24 = ""
    last_redirecting_party_name: Text40 = ""
    last_redirecting_party: Text24 = ""
    original_cdpn_redirect_reason: U32 = 0
    last_redirecting_reason: U32 = 0
    cgpn_voice_mailbox: Text24 = ""
    cdpn_voice_mailbox: Text24 = ""
    original_cdpn_voice_mailbox: Text24 = ""
    last_redirecting_voice_mailbox: Text24 = ""
    call_instance: U32 = 1
    call_security_status: Enum32[CallSecurity] = CallSecurity.UNKNOWN
    party_pi_restriction_bits: U32 = PartyRestriction.NONE


def _call_info_version(body: bytes, negotiated: int) -> int:
    """12 texts have 12 to 15 NULs with their padding, 15 have 15 to 18."""
    ends = body.count(0, 32)
    if ends < 15:
        return min(negotiated, 15)
    return max(negotiated, 16) if ends > 15 else negotiated


@message(0x014A, reads=_call_info_version)
class CallInfoDynamic:
    """Who calls whom: 12 texts below version 16, 15 from it on."""

    line_instance: U32
    call_reference: U32
    call_type: Enum32[CallType]
    original_cdpn_redirect_reason: U32 = 0
    last_redirecting_reason: U32 = 0
    call_instance: U32 = 1
    call_security_status: Enum32[CallSecurity] = CallSecurity.UNKNOWN
    party_pi_restriction_bits: U32 = PartyRestriction.NONE
    calling_party: Annotated[str, Terminated(24)] = ""
    alternate_calling_party: Annotated[str, Terminated(24), Since(16)] = ""
    called_party: Annotated[str, Terminated(24)] = ""
    original_called_party: Annotated[str, Terminated(24)] = ""
    last_redirecting_party: Annotated[str, Terminated(24)] = ""
    cgpn_voice_mailbox: Annotated[str, Terminated(24)] = ""
    cdpn_voice_mailbox: Annotated[str, Terminated(24)] = ""
    original_cdpn_voice_mailbox: Annotated[str, Terminated(24)] = ""
    last_redirecting_voice_mailbox: Annotated[str, Terminated(24)] = ""
    calling_party_name: Annotated[str, Terminated(120)] = ""
    called_party_name: Annotated[str, Terminated(120)] = ""
    original_called_party_name: Annotated[str, Terminated(120)] = ""
    last_redirecting_party_name: Annotated[str, Terminated(120)] = ""
    hunt_pilot_number: Annotated[str, Terminated(24), Since(16)] = ""
    hunt_pilot_name: Annotated[str, Terminated(120), Since(16)] = ""


@message(0x0099, at_least=32)
class DisplayText:
    """A text on the whole screen of the oldest phones."""

    text: Text32 = ""


@message(0x009A)
class ClearDisplay:
    """Take it away."""


@message(0x0107, reads=BySize(36, 18))
class ConnectionStatisticsReq:
    """What did you count?"""

    directory_number: AlignedNumber
    call_reference: U32
    stats_processing_mode: Enum32[StatsProcessing] = StatsProcessing.CLEAR


@message(0x0110)
class SelectSoftKeys:
    """Which set of soft keys a call has, and which of its places (bit 0 the first) are shown."""

    line_instance: U32
    call_reference: U32
    soft_key_set_index: Enum32[SoftKeySet]
    valid_key_mask: U32 = ALL_KEYS


@message(0x0111, at_least=12)
class CallState:
    """The state the phone shows for one call. Old agents stop after the call reference."""

    state: Enum32[PhoneCallState]
    line_instance: U32
    call_reference: U32
    privacy: Enum32[CallPrivacy] = CallPrivacy.NONE
    precedence_level: U32 = 4
    precedence_domain: U32 = 0


@message(0x0112)
class DisplayPromptStatus:
    """The prompt line of a call, for phones below version 8; 0 seconds: until replaced."""

    time_out_value: U32 = 0
    prompt_status: Text32 = ""
    line_instance: U32 = 0
    call_reference: U32 = 0


@message(0x0145)
class DisplayPromptStatusDynamic:
    """The prompt line of a call; 0 seconds: until replaced."""

    time_out_value: U32 = 0
    line_instance: U32 = 0
    call_reference: U32 = 0
    prompt_status: Annotated[str, Terminated(96)] = ""


@message(0x0113)
class ClearPromptStatus:
    """Take the prompt away."""

    line_instance: U32 = 0
    call_reference: U32 = 0


@message(0x0114)
class DisplayNotify:
    """A passing notice, for phones below version 8."""

    time_out_value: U32
    notify: Text32 = ""


@message(0x0143)
class DisplayNotifyDynamic:
    """A passing notice."""

    time_out_value: U32
    notify: Annotated[str, Terminated(96)] = ""


@message(0x0115)
class ClearNotify:
    """Take the notice away."""


@message(0x0116)
class ActivateCallPlane:
    """Bring a line to the front."""

    line_instance: U32


@message(0x0117)
class DeactivateCallPlane:
    """No line is in front."""


@message(0x0119)
class BackSpace:
    """Take the last digit off the screen."""

    line_instance: U32
    call_reference: U32


@message(0x011D, reads=BySize(36, 18))
class DialedNumber:
    """The number as dialled."""

    dialed_number: AlignedNumber
    line_instance: U32
    call_reference: U32


@message(0x0120)
class DisplayPriNotify:
    """A notice with a priority, for phones below version 8; 5 announces a call."""

    time_out_value: U32
    priority: U32
    notify: Text32 = ""


@message(0x0144)
class DisplayPriNotifyDynamic:
    """A notice with a priority; 5 announces a call."""

    time_out_value: U32
    priority: U32
    notify: Annotated[str, Terminated(96)] = ""


@message(0x0121)
class ClearPriNotify:
    """Take the notices of a priority away."""

    priority: U32


@message(0x0130)
class CallSelectStat:
    """A call was selected, for a transfer or a conference."""

    call_select_stat: U32
    call_reference: U32
    line_instance: U32


@message(0x0156)
class CallHistoryInfo:
    """In which list of the history a call belongs."""

    call_history_disposition: Enum32[CallHistoryDisposition]
    line_instance: U32
    call_reference: U32


@message(0x0160)
class RecordingStatus:
    """Whether a call is recorded."""

    call_reference: U32
    recording_status: U32
