"""The enumerations of SCCP, with the names of Wireshark's and Cisco's tables.

Numbers that are not listed are legal on the wire; decoding leaves them plain integers.
"""

from __future__ import annotations

from enum import IntEnum, IntFlag


class DeviceType(IntEnum):
    """Models, as `Register` announces them."""

    CISCO_30SP_PLUS = 1
    CISCO_12SP_PLUS = 2
    CISCO_7910 = 6
    CISCO_7960 = 7
    CISCO_7940 = 8
    CISCO_7935 = 9
    ATA_186 = 12
    ATA_188 = 13
    VIRTUAL_30SP_PLUS = 20
    CISCO_7941 = 115
    CISCO_7971 = 119
    CISCO_7914 = 124
    CISCO_7985 = 302
    CISCO_7911 = 307
    CISCO_7961G_GE = 308
    CISCO_7941G_GE = 309
    CISCO_7931 = 348
    CISCO_7921 = 365
    CISCO_7906 = 369
    CISCO_7962 = 404
    CISCO_7937 = 431
    CISCO_7942 = 434
    CISCO_7945 = 435
    CISCO_7965 = 436
    CISCO_7975 = 437
    CISCO_7925 = 484
    CISCO_6921 = 495
    CISCO_6941 = 496
    CISCO_6961 = 497
    CISCO_6901 = 547
    CISCO_6911 = 548
    CISCO_7905 = 20000
    CISCO_7920 = 30002
    CISCO_7970 = 30006
    CISCO_7912 = 30007
    CISCO_7902 = 30008
    CISCO_IP_COMMUNICATOR = 30016
    CISCO_7961 = 30018
    CISCO_7936 = 30019
    ANALOG_GATEWAY = 30027
    BRI_GATEWAY = 30028


class PhoneCallState(IntEnum):
    """What `CallState` says of one call at one phone."""

    IDLE = 0
    OFF_HOOK = 1
    ON_HOOK = 2
    RING_OUT = 3
    RING_IN = 4
    CONNECTED = 5
    BUSY = 6
    CONGESTION = 7
    HOLD = 8
    CALL_WAITING = 9
    CALL_TRANSFER = 10
    CALL_PARK = 11
    PROCEED = 12
    CALL_REMOTE_MULTILINE = 13
    INVALID_NUMBER = 14
    HOLD_REVERT = 15
    WHISPER = 16
    REMOTE_HOLD = 17


class Stimulus(IntEnum):
    """Keys and lamps beside the screen; the button types of a template share these numbers."""

    REDIAL = 0x01
    SPEED_DIAL = 0x02
    HOLD = 0x03
    TRANSFER = 0x04
    FORWARD_ALL = 0x05
    FORWARD_BUSY = 0x06
    FORWARD_NO_ANSWER = 0x07
    DISPLAY = 0x08
    LINE = 0x09
    VIDEO = 0x0E
    VOICE_MAIL = 0x0F
    ANSWER_RELEASE = 0x10
    AUTO_ANSWER = 0x11
    SELECT = 0x12
    FEATURE = 0x13
    SERVICE_URL = 0x14
    BLF_SPEED_DIAL = 0x15
    DIRECTED_CALL_PARK = 0x16
    INTERCOM = 0x17
    MALICIOUS_CALL = 0x1B
    GENERIC_APPLICATION_B1 = 0x21
    GENERIC_APPLICATION_B2 = 0x22
    GENERIC_APPLICATION_B3 = 0x23
    GENERIC_APPLICATION_B4 = 0x24
    GENERIC_APPLICATION_B5 = 0x25
    MULTI_BLINK_FEATURE = 0x26
    MEET_ME_CONFERENCE = 0x7B
    CONFERENCE = 0x7D
    CALL_PARK = 0x7E
    CALL_PICKUP = 0x7F
    GROUP_CALL_PICKUP = 0x80
    MOBILITY = 0x81
    DO_NOT_DISTURB = 0x82
    CONFERENCE_LIST = 0x83
    REMOVE_LAST_PARTICIPANT = 0x84
    QUALITY_REPORT = 0x85
    CALL_BACK = 0x86
    OTHER_PICKUP = 0x87
    VIDEO_MODE = 0x88
    NEW_CALL = 0x89
    END_CALL = 0x8A
    HUNT_GROUP_LOGIN = 0x8B
    QUEUING = 0x8F
    MESSAGES_KEY = 0xC2
    DIRECTORY_KEY = 0xC3
    APPLICATION_KEY = 0xC5
    HEADSET_KEY = 0xC6
    KEYPAD = 0xF0
    ACOUSTIC_ECHO_CANCEL = 0xFD
    UNDEFINED = 0xFF


class LampMode(IntEnum):
    """How a lamp shines."""

    OFF = 1
    ON = 2
    WINK = 3
    FLASH = 4
    BLINK = 5


class RingMode(IntEnum):
    """How a phone rings."""

    OFF = 1
    INSIDE = 2
    OUTSIDE = 3
    FEATURE = 4
    SILENT = 5
    PRECEDENCE = 6


class RingDuration(IntEnum):
    """How long it rings."""

    NORMAL = 1
    SINGLE = 2


class Tone(IntEnum):
    """What `StartTone` plays."""

    SILENCE = 0x00
    DTMF_1 = 0x01
    DTMF_2 = 0x02
    DTMF_3 = 0x03
    DTMF_4 = 0x04
    DTMF_5 = 0x05
    DTMF_6 = 0x06
    DTMF_7 = 0x07
    DTMF_8 = 0x08
    DTMF_9 = 0x09
    DTMF_0 = 0x0A
    DTMF_STAR = 0x0E
    DTMF_POUND = 0x0F
    DTMF_A = 0x10
    DTMF_B = 0x11
    DTMF_C = 0x12
    DTMF_D = 0x13
    INSIDE_DIAL_TONE = 0x21
    OUTSIDE_DIAL_TONE = 0x22
    LINE_BUSY_TONE = 0x23
    ALERTING_TONE = 0x24
    REORDER_TONE = 0x25
    RECORDER_WARNING_TONE = 0x26
    REVERTING_TONE = 0x28
    RECEIVER_OFF_HOOK_TONE = 0x29
    MESSAGE_WAITING_DIAL_TONE = 0x2A
    NO_SUCH_NUMBER_TONE = 0x2B
    CALL_WAITING_TONE = 0x2D
    CONFIRMATION_TONE = 0x2E
    CAMP_ON_INDICATION_TONE = 0x2F
    RECALL_DIAL_TONE = 0x30
    ZIP_ZIP = 0x31
    ZIP = 0x32
    BEEP_BONK = 0x33
    MUSIC_TONE = 0x34
    HOLD_TONE = 0x35
    TEST_TONE = 0x36
    ADD_CALL_WAITING = 0x40
    RECALL_DIAL = 0x42
    NO_TONE = 0x7F


class ToneDirection(IntEnum):
    """Who hears a tone."""

    USER = 0
    NETWORK = 1
    ALL = 2


class SoftKey(IntEnum):
    """Soft key events 1 to 18, which every call agent numbers alike.

    Above 18 the numbers are the agent's own: a phone returns what its template says.
    """

    REDIAL = 1
    NEW_CALL = 2
    HOLD = 3
    TRANSFER = 4
    CFWD_ALL = 5
    CFWD_BUSY = 6
    CFWD_NO_ANSWER = 7
    BACK_SPACE = 8
    END_CALL = 9
    RESUME = 10
    ANSWER = 11
    INFO = 12
    CONFERENCE = 13
    PARK = 14
    JOIN = 15
    MEET_ME = 16
    PICKUP = 17
    GROUP_PICKUP = 18


class SoftKeySet(IntEnum):
    """Which set of soft keys `SelectSoftKeys` puts on the screen."""

    ON_HOOK = 0
    CONNECTED = 1
    ON_HOLD = 2
    RING_IN = 3
    OFF_HOOK = 4
    CONNECTED_WITH_TRANSFER = 5
    DIGITS_AFTER_DIALING_FIRST_DIGIT = 6
    CONNECTED_WITH_CONFERENCE = 7
    RING_OUT = 8
    OFF_HOOK_WITH_FEATURES = 9
    IN_USE_HINT = 10
    ON_HOOK_STEALABLE = 11


class KeypadButton(IntEnum):
    """The keys of the dial pad. A tone's number for the same digit differs: see `Tone`."""

    ZERO = 0
    ONE = 1
    TWO = 2
    THREE = 3
    FOUR = 4
    FIVE = 5
    SIX = 6
    SEVEN = 7
    EIGHT = 8
    NINE = 9
    A = 10
    B = 11
    C = 12
    D = 13
    STAR = 14
    POUND = 15
    PLUS = 16


class Codec(IntEnum):
    """Payload capabilities."""

    G711_ALAW_64K = 2
    G711_ALAW_56K = 3
    G711_ULAW_64K = 4
    G711_ULAW_56K = 5
    G722_64K = 6
    G722_56K = 7
    G722_48K = 8
    G723_1 = 9
    G729 = 11
    G729_ANNEX_A = 12
    G729_ANNEX_B = 15
    G729_ANNEX_A_ANNEX_B = 16
    GSM_FULL_RATE = 18
    WIDEBAND_256K = 25
    G726_32K = 82
    G726_24K = 83
    G726_16K = 84
    ILBC = 86
    OPUS = 90
    H261 = 100
    H263 = 101
    VIEO = 102
    H264 = 103
    RFC2833_DYNAMIC_PAYLOAD = 257
    DTMF_INBAND_RFC2833 = 261


class CallType(IntEnum):
    """From which side the phone sees a call."""

    INBOUND = 1
    OUTBOUND = 2
    FORWARD = 3


class SpeakerMode(IntEnum):
    """Speaker, microphone and headset: on or off."""

    ON = 1
    OFF = 2


class ResetType(IntEnum):
    """What `Reset` asks: a boot, a new registration, or new settings."""

    RESET = 1
    RESTART = 2
    APPLY_CONFIG = 3


class UnregisterStatus(IntEnum):
    """The answer to `Unregister`; a phone with a call gets ``NAK``."""

    OK = 0
    ERROR = 1
    NAK = 2


class AlarmSeverity(IntEnum):
    """How grave an `Alarm` is."""

    CRITICAL = 0
    WARNING = 1
    INFORMATIONAL = 2
    UNKNOWN = 4
    MAJOR = 7
    MINOR = 8
    MARGINAL = 10
    TRACE = 20


class CallPrivacy(IntEnum):
    """How much of a call other phones of the line may see."""

    NONE = 0
    LIMITED = 1
    FULL = 2


class CallSecurity(IntEnum):
    """Security of a call: unknown before it is connected."""

    UNKNOWN = 0
    NOT_AUTHENTICATED = 1
    AUTHENTICATED = 2
    ENCRYPTED = 3


class PartyRestriction(IntFlag):
    """Which names and numbers of `CallInfo` a phone must not show."""

    NONE = 0
    CALLING_PARTY_NAME = 0x01
    CALLING_PARTY = 0x02
    CALLED_PARTY_NAME = 0x04
    CALLED_PARTY = 0x08
    ORIGINAL_CALLED_PARTY_NAME = 0x10
    ORIGINAL_CALLED_PARTY = 0x20
    LAST_REDIRECTING_PARTY_NAME = 0x40
    LAST_REDIRECTING_PARTY = 0x80


class MediaStatus(IntEnum):
    """How opening a channel went."""

    OK = 0
    UNKNOWN = 1
    NOT_ENOUGH_CHANNELS = 2
    CODEC_TOO_COMPLEX = 3
    INVALID_PARTY_ID = 4
    INVALID_CALL_REFERENCE = 5
    INVALID_CODEC = 6
    INVALID_PACKET_SIZE = 7
    OUT_OF_SOCKETS = 8
    ENCODER_OR_DECODER_FAILED = 9
    INVALID_DYNAMIC_PAYLOAD_TYPE = 10
    REQUESTED_IP_ADDRESS_TYPE_UNAVAILABLE = 11
    DEVICE_ON_HOOK = 0xFF


class StatsProcessing(IntEnum):
    """Whether the counters start anew after they were told."""

    CLEAR = 0
    DO_NOT_CLEAR = 1


class PortHandling(IntEnum):
    """What becomes of the UDP port when a stream closes."""

    CLOSE = 0
    KEEP = 1


class MediaPath(IntEnum):
    """What is held to the ear."""

    HEADSET = 1
    HANDSET = 2
    SPEAKER = 3


class MediaPathState(IntEnum):
    """Whether it is in use."""

    ON = 1
    OFF = 2


class BusyLampField(IntEnum):
    """Status of a watched line in `FeatureStat`."""

    UNKNOWN = 0
    IDLE = 1
    IN_USE = 2
    DO_NOT_DISTURB = 3
    ALERTING = 4


class CallHistoryDisposition(IntEnum):
    """In which list of the phone's history a call belongs."""

    IGNORE = 0
    PLACED = 1
    RECEIVED = 2
    MISSED = 3
