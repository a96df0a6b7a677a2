"""Every message in every layout: its octets typed by hand, and the value they mean.

Sizes and orders are those of the reference of the SCCP messages, sections 2 and 1.4. A body is
written in words of hexadecimal digits, texts in quotes with the octets they fill (``'202'*24``),
and ``0*n`` for n octets of nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from harness.protocols.sccp import messages as m
from harness.protocols.sccp.numbers import (
    AlarmSeverity,
    CallHistoryDisposition,
    CallSecurity,
    CallType,
    Codec,
    DeviceType,
    KeypadButton,
    LampMode,
    MediaPath,
    MediaPathState,
    MediaStatus,
    PhoneCallState,
    PortHandling,
    ResetType,
    RingDuration,
    RingMode,
    SoftKey,
    SoftKeySet,
    SpeakerMode,
    StatsProcessing,
    Stimulus,
    Tone,
    ToneDirection,
    UnregisterStatus,
)

NEWEST = 22
_TOKEN = re.compile(r"'([^']*)'(?:\*(\d+))?|0\*(\d+)|([0-9a-f]+)")


class Row(NamedTuple):
    first: int
    """The first protocol version with this layout …"""
    last: int
    """… and the last."""
    message: m.Message
    body: bytes


def octets(written: str) -> bytes:
    """What was typed; two texts side by side are parted by what stands between them."""
    found = b""
    for text, width, zeros, digits in _TOKEN.findall(written):
        if digits:
            found += bytes.fromhex(digits)
        elif zeros:
            found += bytes(int(zeros))
        else:
            found += text.encode("latin-1").ljust(int(width or 0), b"\0")
    return found


def always(message: m.Message, written: str = "") -> Row:
    return Row(0, NEWEST, message, octets(written))


def from_to(first: int, last: int, message: m.Message, written: str) -> Row:
    return Row(first, last, message, octets(written))


XML = b"<x/>"
DATA_HEAD = "01000000 02000000 07000000 03000000 04000000"
DATA_1_HEAD = DATA_HEAD + "02000000 05000000 06000000 08000000 09000000"
DATA = (1, 2, 7, 3, 4, XML)
DATA_1 = (1, 2, 7, 3, 4, 2, 5, 6, 8, 9, XML)
NO_IPV6 = "0*12"
STATISTICS = "2f000000 941f0000 30000000 40200000 02000000 03000000 04000000"
COUNTED = (47, 8084, 48, 8256, 2, 3, 4)
QUALITY = b"MLQK=4.5"
STREAM = "14000000 0b000000 00000000 00000000 07000000 0*48 08000000 09000000 65000000 0a000000"

FROM_PHONES: tuple[Row, ...] = (
    always(m.KeepAlive()),
    always(
        m.Register(
            "SEP000F8FC7B681", 0, 1, "10.0.0.60", DeviceType.CISCO_7960, 3, 4, 11, 0, 0x8560, 6, 7,
            bytes(12),
        ),
        "'SEP000F8FC7B681'*16 00000000 01000000 0a00003c 07000000 03000000 04000000 0b006085"
        " 06000000 07000000 0*12",
    ),
    always(
        m.Register(
            "SEP001E4A34A35F", 0, 0, "10.0.0.61", DeviceType.CISCO_7961, 5, 0, 22, 0, 0x8572, 1, 0,
            bytes.fromhex("001e4a34a35f") + bytes(6), 3, 6, firmware_load_name="SCCP41.9-4-2SR3-1S",
        ),
        "'SEP001E4A34A35F'*16 00000000 00000000 0a00003d 42750000 05000000 00000000 16007285"
        " 01000000 00000000 001e4a34a35f 0*6 03000000 06000000 0*16 00000000"
        " 'SCCP41.9-4-2SR3-1S'*32",
    ),
    always(m.IpPort(5001), "89130000"),
    always(m.KeypadButton(KeypadButton.FIVE, 1, 7), "05000000 01000000 07000000"),
    from_to(0, 16, m.EnblocCall("202"), "'202'*24"),
    from_to(17, 17, m.EnblocCall("202", 2), "'202'*24 02000000"),
    from_to(18, NEWEST, m.EnblocCall("202", 2), "'202'*28 02000000"),
    always(m.Stimulus(Stimulus.SPEED_DIAL, 3, 0), "02000000 03000000 00000000"),
    always(m.Stimulus(Stimulus.LINE, 1, 0, 2), "09000000 01000000 00000000 02000000"),
    always(m.OffHook(1, 7), "01000000 07000000"),
    always(m.OnHook(2, 8), "02000000 08000000"),
    always(m.HookFlash(1, 7), "01000000 07000000"),
    always(m.ForwardStatReq(2), "02000000"),
    always(m.SpeedDialStatReq(3), "03000000"),
    always(m.LineStatReq(4), "04000000"),
    always(m.ConfigStatReq()),
    always(m.TimeDateReq()),
    always(m.ButtonTemplateReq()),
    always(m.VersionReq()),
    always(
        m.CapabilitiesRes.of([(Codec.G711_ULAW_64K, 40), (Codec.RFC2833_DYNAMIC_PAYLOAD, 1)]),
        "02000000 04000000 28000000 0*8 01010000 01000000 0*8 0*256",
    ),
    always(m.ServerReq()),
    always(
        m.Alarm(AlarmSeverity.INFORMATIONAL, "25: Name=SEP000F8FC7B681", 5, 6),
        "02000000 '25: Name=SEP000F8FC7B681'*80 05000000 06000000",
    ),
    always(
        m.MulticastMediaReceptionAck(MediaStatus.OK, 5, 7), "00000000 05000000 07000000"
    ),
    from_to(
        0, 16, m.OpenReceiveChannelAck(MediaStatus.OK, "10.0.0.1", 16384, 5, 7),
        "00000000 0a000001 00400000 05000000 07000000",
    ),
    from_to(
        17, NEWEST, m.OpenReceiveChannelAck(MediaStatus.OK, "10.0.0.1", 16384, 5, 7),
        f"00000000 00000000 0a000001 {NO_IPV6} 00400000 05000000 07000000",
    ),
    from_to(
        0, 17, m.ConnectionStatisticsRes("201", 7, StatsProcessing.DO_NOT_CLEAR, *COUNTED),
        f"'201'*24 07000000 01000000 {STATISTICS}",
    ),
    from_to(
        18, NEWEST, m.ConnectionStatisticsRes("201", 7, StatsProcessing.DO_NOT_CLEAR, *COUNTED),
        f"'201'*28 07000000 01000000 {STATISTICS}",
    ),
    from_to(
        0, 16, m.ConnectionStatisticsRes("201", 7, StatsProcessing.CLEAR, *COUNTED, 8, QUALITY),
        f"'201'*24 07000000 00000000 {STATISTICS} 08000000 'MLQK=4.5'*600",
    ),
    from_to(
        18, NEWEST,
        m.ConnectionStatisticsRes("201", 7, StatsProcessing.CLEAR, *COUNTED, 8, QUALITY),
        f"'201'*28 07000000 00000000 {STATISTICS} 08000000 'MLQK=4.5'",
    ),
    always(
        m.OffHookWithCallingPartyNumber("201", "299", 1), "'201'*24 '299'*24 01000000"
    ),
    always(m.SoftKeySetReq()),
    always(m.SoftKeyEvent(SoftKey.ANSWER, 1, 7), "0b000000 01000000 07000000"),
    always(m.Unregister()),
    always(m.Unregister(1), "01000000"),
    always(m.SoftKeyTemplateReq()),
    always(
        m.RegisterTokenReq("SEP000F8FC7B681", 0, 1, "10.0.0.60", DeviceType.CISCO_7960),
        "'SEP000F8FC7B681'*16 00000000 01000000 0a00003c 07000000",
    ),
    from_to(
        0, 16, m.MediaTransmissionFailure(1, 5, "10.0.0.1", 16384, 7),
        "01000000 05000000 0a000001 00400000 07000000",
    ),
    from_to(
        17, NEWEST, m.MediaTransmissionFailure(1, 5, "10.0.0.1", 16384, 7),
        f"01000000 05000000 00000000 0a000001 {NO_IPV6} 00400000 07000000",
    ),
    always(m.HeadsetStatus(SpeakerMode.ON), "01000000"),
    always(
        m.MediaResourceNotification(DeviceType.CISCO_7960, 2, 3, 4),
        "07000000 02000000 03000000 04000000",
    ),
    always(m.RegisterAvailableLines(2), "02000000"),
    always(m.DeviceToUserData(*DATA), f"{DATA_HEAD} '<x/>'"),
    always(m.DeviceToUserDataResponse(*DATA), f"{DATA_HEAD} '<x/>'"),
    always(m.UpdateCapabilities(b"\2" + bytes(1839)), "02 0*1839"),
    always(m.ServiceURLStatReq(3), "03000000"),
    always(m.FeatureStatReq(4), "04000000"),
    always(m.FeatureStatReq(4, 1), "04000000 01000000"),
    always(m.DeviceToUserDataVersion1(*DATA_1), f"{DATA_1_HEAD} '<x/>'"),
    always(m.DeviceToUserDataResponseVersion1(*DATA_1), f"{DATA_1_HEAD} '<x/>'"),
    always(
        m.SubscriptionStatReq(3, 1, 60, "202@cme"), "03000000 01000000 3c000000 '202@cme'*64"
    ),
    always(m.MediaPathEvent(MediaPath.SPEAKER, MediaPathState.ON), "03000000 01000000"),
    always(m.MediaPathCapability(MediaPath.HEADSET, 2), "01000000 02000000"),
    from_to(
        0, 16, m.StartMediaTransmissionAck(1, 5, 7, "10.0.0.1", 16384, MediaStatus.OK),
        "01000000 05000000 07000000 0a000001 00400000 00000000",
    ),
    from_to(
        17, NEWEST, m.StartMediaTransmissionAck(1, 5, 7, "10.0.0.1", 16384, MediaStatus.OK),
        f"01000000 05000000 07000000 00000000 0a000001 {NO_IPV6} 00400000 00000000",
    ),
    always(
        m.AddOnDeviceCapabilities(1, 2, 3, "7914"), "01000000 02000000 03000000 '7914'*152"
    ),
    always(m.EnhancedAlarm(b"<x-cisco-alarm/>" + bytes(4)), "'<x-cisco-alarm/>' 00000000"),
)  # fmt: skip

FROM_AGENTS: tuple[Row, ...] = (
    always(
        m.RegisterAck(30, "M/D/YA", 0, 60, 9, 0x20, 0xFEF1),
        "1e000000 'M/D/YA' 0000 3c000000 0920f1fe",
    ),
    always(
        m.StartTone(Tone.INSIDE_DIAL_TONE, ToneDirection.USER, 1, 7),
        "21000000 00000000 01000000 07000000",
    ),
    from_to(0, 10, m.StopTone(1, 7), "01000000 07000000"),
    from_to(11, NEWEST, m.StopTone(1, 7, Tone.SILENCE), "01000000 07000000 00000000"),
    always(
        m.SetRinger(RingMode.INSIDE, RingDuration.SINGLE, 1, 7),
        "02000000 02000000 01000000 07000000",
    ),
    always(m.SetLamp(Stimulus.VOICE_MAIL, 0, LampMode.ON), "0f000000 00000000 02000000"),
    always(m.SetHookFlashDetect()),
    always(m.SetSpeakerMode(SpeakerMode.OFF), "02000000"),
    always(m.SetMicroMode(SpeakerMode.ON), "01000000"),
    from_to(
        0, 16,
        m.StartMediaTransmission(
            1, 5, "10.0.0.1", 16384, 20, Codec.G729, 184, 0, 2, 0, 0, 7, m.NO_KEY, 8, 9, 101, 10, 1
        ),
        "01000000 05000000 0a000001 00400000 14000000 0b000000 b8000000 00000000 0200 0000"
        " 00000000 07000000 0*48 08000000 09000000 65000000 0a000000 01000000",
    ),
    from_to(
        17, NEWEST,
        m.StartMediaTransmission(
            1, 5, "10.0.0.1", 16384, 20, Codec.G729, 184, 0, 2, 0, 0, 7, m.NO_KEY, 8, 9, 101, 10,
            1, 2,
        ),
        f"01000000 05000000 00000000 0a000001 {NO_IPV6} 00400000 14000000 0b000000 b8000000"
        " 00000000 0200 0000 00000000 07000000 0*48 08000000 09000000 65000000 0a000000"
        " 01000000 02000000",
    ),
    always(
        m.StopMediaTransmission(1, 5, 7, PortHandling.KEEP),
        "01000000 05000000 07000000 01000000",
    ),
    always(
        m.CallInfo(
            "Alice", "201", "Bob", "202", 1, 7, CallType.OUTBOUND, "Carol", "203", "Dave", "204",
            5, 6, "301", "302", "303", "304", 2, CallSecurity.NOT_AUTHENTICATED,
        ),
        "'Alice'*40 '201'*24 'Bob'*40 '202'*24 01000000 07000000 02000000 'Carol'*40 '203'*24"
        " 'Dave'*40 '204'*24 05000000 06000000 '301'*24 '302'*24 '303'*24 '304'*24 02000000"
        " 01000000 00000000",
    ),
    from_to(
        0, 17, m.ForwardStat(1, 2, 1, "203", 0, "204", 1, "205"),
        "01000000 02000000 01000000 '203'*24 00000000 '204'*24 01000000 '205'*24",
    ),
    from_to(
        18, NEWEST, m.ForwardStat(1, 2, 1, "203", 0, "204", 1, "205"),
        "01000000 02000000 01000000 '203'*25 00000000 '204'*25 01000000 '205'*25 00",
    ),
    always(m.SpeedDialStat(3, "203", "Carol"), "03000000 '203'*24 'Carol'*40"),
    always(
        m.LineStat(2, "202", "Bob", "202 Bob", 15),
        "02000000 '202'*24 'Bob'*40 '202 Bob'*40 0f000000",
    ),
    always(
        m.ConfigStat("SEP001E4A34A35F", 0, 1, "Alice", "CME", 2, 4),
        "'SEP001E4A34A35F'*16 00000000 01000000 'Alice'*40 'CME'*40 02000000 04000000",
    ),
    always(
        m.DefineTimeDate(2010, 5, 1, 31, 13, 14, 15, 16, 1275311655),
        "da070000 05000000 01000000 1f000000 0d000000 0e000000 0f000000 10000000 27b6034c",
    ),
    always(
        m.ButtonTemplate.of([(1, Stimulus.LINE), (2, Stimulus.SPEED_DIAL)]),
        "00000000 02000000 02000000 0109 0202" + " 00ff" * 40,
    ),
    always(m.VersionRes("P00308010200"), "'P00308010200'*16"),
    always(m.CapabilitiesReq()),
    always(m.RegisterReject("No"), "'No'*36"),
    always(
        m.ServerRes(b"CME".ljust(240, b"\0"), (2000, 0, 0, 0, 0), bytes([10, 0, 0, 1]) + bytes(16)),
        "'CME'*240 d0070000 0*16 0a000001 0*16",
    ),
    always(m.Reset(ResetType.RESTART), "02000000"),
    always(m.KeepAliveAck()),
    from_to(
        0, 16, m.StartMulticastMediaReception(1, 5, "239.1.1.1", 2000, 20, Codec.G729, 0, 0, 7),
        "01000000 05000000 ef010101 d0070000 14000000 0b000000 00000000 00000000 07000000",
    ),
    from_to(
        17, NEWEST,
        m.StartMulticastMediaReception(1, 5, "239.1.1.1", 2000, 20, Codec.G729, 0, 0, 7),
        f"01000000 05000000 00000000 ef010101 {NO_IPV6} d0070000 14000000 0b000000 00000000"
        " 00000000 07000000",
    ),
    always(m.StopMulticastMediaReception(1, 5, 7), "01000000 05000000 07000000"),
    from_to(
        0, 16,
        m.OpenReceiveChannel(1, 5, 20, Codec.G729, 0, 0, 7, m.NO_KEY, 8, 9, 101, 10),
        f"01000000 05000000 {STREAM}",
    ),
    from_to(
        17, NEWEST,
        m.OpenReceiveChannel(
            1, 5, 20, Codec.G729, 0, 0, 7, m.NO_KEY, 8, 9, 101, 10, 1, 2, "10.0.0.2", 4000, 0
        ),
        f"01000000 05000000 {STREAM} 01000000 02000000 00000000 0a000002 {NO_IPV6} a00f0000"
        " 00000000",
    ),
    always(
        m.CloseReceiveChannel(1, 5, 7, PortHandling.CLOSE), "01000000 05000000 07000000 00000000"
    ),
    from_to(
        0, 17, m.ConnectionStatisticsReq("201", 7, StatsProcessing.DO_NOT_CLEAR),
        "'201'*24 07000000 01000000",
    ),
    from_to(
        18, NEWEST, m.ConnectionStatisticsReq("201", 7, StatsProcessing.DO_NOT_CLEAR),
        "'201'*28 07000000 01000000",
    ),
    always(
        m.SoftKeyTemplateRes.of([("\x80\x01", SoftKey.REDIAL), ("DND", 22)]),
        "00000000 02000000 02000000 8001 0*14 01000000 'DND'*16 16000000 0*600",
    ),
    always(
        m.SoftKeySetRes.of([[1, 2], [3]]),
        "00000000 02000000 02000000 0102 0*14 2d01 2e01 0*28 03 0*15 2f01 0*30 0*672",
    ),
    always(
        m.SelectSoftKeys(1, 7, SoftKeySet.RING_IN, 0xFFFF), "01000000 07000000 03000000 ffff0000"
    ),
    always(
        m.CallState(PhoneCallState.CALL_REMOTE_MULTILINE, 1, 7),
        "0d000000 01000000 07000000 00000000 04000000 00000000",
    ),
    always(
        m.DisplayPromptStatus(5, "Enter number", 1, 7),
        "05000000 'Enter number'*32 01000000 07000000",
    ),
    always(m.ClearPromptStatus(1, 7), "01000000 07000000"),
    always(m.DisplayNotify(5, "Hello"), "05000000 'Hello'*32"),
    always(m.ClearNotify()),
    always(m.ActivateCallPlane(2), "02000000"),
    always(m.DeactivateCallPlane()),
    always(m.UnregisterAck(UnregisterStatus.NAK), "02000000"),
    always(m.BackSpace(1, 7), "01000000 07000000"),
    always(m.RegisterTokenAck()),
    always(m.RegisterTokenReject(60), "3c000000"),
    from_to(0, 17, m.DialedNumber("202", 1, 7), "'202'*24 01000000 07000000"),
    from_to(18, NEWEST, m.DialedNumber("202", 1, 7), "'202'*28 01000000 07000000"),
    always(m.UserToDeviceData(*DATA), f"{DATA_HEAD} '<x/>'"),
    always(
        m.FeatureStat(1, Stimulus.DO_NOT_DISTURB, "DND", 2),
        "01000000 82000000 'DND'*40 02000000",
    ),
    always(m.DisplayPriNotify(10, 5, "From 201"), "0a000000 05000000 'From 201'*32"),
    always(m.ClearPriNotify(5), "05000000"),
    always(
        m.ServiceURLStat(1, "http://10.0.0.1/", "Services"),
        "01000000 'http://10.0.0.1/'*256 'Services'*40",
    ),
    always(m.CallSelectStat(1, 7, 2), "01000000 07000000 02000000"),
    always(m.UserToDeviceDataVersion1(*DATA_1), f"{DATA_1_HEAD} '<x/>'"),
    always(
        m.ConfigStatDynamic("SEP001E4A34A35F", 0, 1, 2, 4, "Alice", "CME"),
        "'SEP001E4A34A35F'*16 00000000 01000000 02000000 04000000 'Alice' 00 'CME' 00 0000",
    ),
    always(m.DisplayNotifyDynamic(5, "Hello"), "05000000 'Hello' 00 0000"),
    always(m.DisplayPriNotifyDynamic(10, 5, "From 201"), "0a000000 05000000 'From 201' 00 000000"),
    always(
        m.DisplayPromptStatusDynamic(5, 1, 7, "\x80\x20"), "05000000 01000000 07000000 8020 00 00"
    ),
    always(
        m.FeatureStatDynamic(1, Stimulus.BLF_SPEED_DIAL, 2, "Bob"), "01000000 15000000 02000000"
        " 'Bob' 00",
    ),
    always(
        m.LineStatDynamic(2, 15, "202", "Bob", "202 Bob"),
        "02000000 0f000000 '202' 00 'Bob' 00 '202 Bob' 00",
    ),
    from_to(
        0, 18, m.ServiceURLStatDynamic(1, "http://10.0.0.1/", "Menu"),
        "01000000 'http://10.0.0.1/' 00 'Menu' 00 0000",
    ),
    from_to(
        19, NEWEST, m.ServiceURLStatDynamic(1, "http://10.0.0.1/", "Menu", "x"),
        "01000000 'http://10.0.0.1/' 00 'Menu' 00 'x' 00",
    ),
    always(m.SpeedDialStatDynamic(3, "203", "Carol"), "03000000 '203' 00 'Carol' 00 0000"),
    from_to(
        0, 15,
        m.CallInfoDynamic(
            1, 7, CallType.INBOUND, 2, 3, 4, CallSecurity.NOT_AUTHENTICATED, 0, "201", "", "202",
            "203", "204", "301", "302", "303", "304", "Alice", "Bob", "Carol", "Dave",
        ),
        "01000000 07000000 01000000 02000000 03000000 04000000 01000000 00000000"
        " '201' 00 '202' 00 '203' 00 '204' 00 '301' 00 '302' 00 '303' 00 '304' 00"
        " 'Alice' 00 'Bob' 00 'Carol' 00 'Dave' 00 000000",
    ),
    from_to(
        16, NEWEST,
        m.CallInfoDynamic(
            1, 7, CallType.INBOUND, 2, 3, 4, CallSecurity.NOT_AUTHENTICATED, 0, "201", "291",
            "202", "203", "204", "301", "302", "303", "304", "Alice", "Bob", "Carol", "Dave",
            "299", "Hunt",
        ),
        "01000000 07000000 01000000 02000000 03000000 04000000 01000000 00000000"
        " '201' 00 '291' 00 '202' 00 '203' 00 '204' 00 '301' 00 '302' 00 '303' 00 '304' 00"
        " 'Alice' 00 'Bob' 00 'Carol' 00 'Dave' 00 '299' 00 'Hunt' 00 0000",
    ),
    always(m.DisplayText("Hello"), "'Hello'*32"),
    always(m.ClearDisplay()),
    always(m.SubscriptionStatRes(3, 1, 60, 0), "03000000 01000000 3c000000 00000000"),
    always(m.Notification(3, 1, 2, "busy"), "03000000 01000000 02000000 'busy' 00 000000"),
    always(
        m.CallHistoryInfo(CallHistoryDisposition.MISSED, 1, 7), "03000000 01000000 07000000"
    ),
    always(m.RecordingStatus(7, 1), "07000000 01000000"),
)  # fmt: skip

ROWS = (*FROM_PHONES, *FROM_AGENTS)
