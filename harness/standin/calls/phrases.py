"""The words in which phones are told: label codes, lamps, and the messages that every moment needs.

Texts are label codes that the phone translates. ``screens`` says which of them are said when.
"""

from __future__ import annotations

from dataclasses import replace

from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.protocols.sccp.messages import (
    CallInfo,
    CallState,
    CloseReceiveChannel,
    DisplayPromptStatus,
    Message,
    OpenReceiveChannel,
    SelectSoftKeys,
    SetLamp,
    StartTone,
    StopMediaTransmission,
    StopTone,
)
from harness.protocols.sccp.numbers import (
    CallSecurity,
    CallType,
    LampMode,
    PhoneCallState,
    SoftKeySet,
    Stimulus,
    Tone,
)
from harness.standin.calls.model import Connection, Exchange
from harness.standin.defects import Defect

_S = LocalConnectionState

OPTIONS = "\x80\x13"
RING_OUT = "\x80\x16"
FROM = "\x80\x17"
CONNECTED = "\x80\x18"
FORWARD_ALL = "\x80\x05"
FORWARDED_TO = "\x80\x25"
DO_NOT_DISTURB = "\x80\x3f"
BUSY = "\x80\x19"
CALL_WAITING = "\x80\x1b"
IN_USE_REMOTE = "\x80\x1f"
ENTER_NUMBER = "\x80\x20"
TEMPORARY_FAILURE = "\x80\x23"
KEY_NOT_ACTIVE = "\x80\x2d"
CANNOT_CONFERENCE = "\x80\x26"
NO_BRIDGE = "\x80\x27"
INVALID_PARTICIPANT = "\x80\x29"
TOO_MANY_PARTIES = "\x80\x2c"
CONFERENCE = "\x80\x34"
UNKNOWN_NUMBER = "\x80\x38"
HOLD = "\x80\x03"

INCOMING_CALL_BANNER = 5
"""Priority of the notice that announces a call."""

FAILURES: dict[Cause, tuple[Tone, PhoneCallState, str]] = {
    Cause.BUSY: (Tone.LINE_BUSY_TONE, PhoneCallState.BUSY, BUSY),
    Cause.NUMBER_UNALLOCATED: (Tone.REORDER_TONE, PhoneCallState.INVALID_NUMBER, UNKNOWN_NUMBER),
    Cause.INTER_DIGIT_TIMEOUT: (Tone.REORDER_TONE, PhoneCallState.INVALID_NUMBER, UNKNOWN_NUMBER),
    Cause.DEST_OUT_OF_ORDER: (Tone.REORDER_TONE, PhoneCallState.CONGESTION, TEMPORARY_FAILURE),
}
"""What the caller hears and reads when a call gets no further."""

LAMPS: dict[LocalConnectionState, LampMode] = {
    _S.ALERTING: LampMode.BLINK,
    _S.INITIATED: LampMode.ON,
    _S.CONNECTED: LampMode.ON,
    _S.FAIL: LampMode.ON,
    _S.HOLD: LampMode.WINK,
}


def state(connection: Connection, state: PhoneCallState, *, line: int | None = None) -> Message:
    """The call is in that state."""
    return CallState(state, line or connection.line, connection.reference)


def keys(connection: Connection, keys: SoftKeySet, *, line: int | None = None) -> Message:
    """The call's soft keys are those of that set."""
    return SelectSoftKeys(line or connection.line, connection.reference, keys)


def prompt(connection: Connection, text: str, *, line: int | None = None) -> Message:
    """The call's prompt."""
    return DisplayPromptStatus(0, text, line or connection.line, connection.reference)


def stop_tone(connection: Connection) -> Message:
    """The call's tone ends."""
    return StopTone(connection.line, connection.reference)


def tone(connection: Connection, tone: Tone) -> Message:
    """The call's tone from now on."""
    return StartTone(tone, line_instance=connection.line, call_reference=connection.reference)


def lamp(line: int, mode: LampMode) -> Message:
    """What the lamp of a line key does."""
    return SetLamp(Stimulus.LINE, line, mode)


def lamp_of(
    exchange: Exchange, station: str, line: int, *, without: Connection | None = None
) -> LampMode:
    """What the lamp of a line has to do: for the newest call there, be it at another phone."""
    modes = lamps_at(exchange, station, line, without=without)
    return modes[-1] if modes else LampMode.OFF


def lamps_at(
    exchange: Exchange, station: str, line: int, *, without: Connection | None = None
) -> list[LampMode]:
    """What the lamp of a line would do for each of its calls alone, the oldest first.

    An overlaid button shows nothing of calls elsewhere (``sharing``).
    """
    entry = exchange.entries.get(station)
    if entry is not None and entry.line == line:
        return [LampMode.ON]
    if line not in exchange.stations[station].lines:
        return []
    numbers = exchange.numbers_behind(station, line)
    overlaid = line in exchange.stations[station].overlays
    return [
        LampMode.BLINK if call.prompted and each.station == station else LAMPS[each.state]
        for call in exchange.calls.values()
        for each in call.connections.values()
        if each is not without
        and each.device in numbers
        and ((station, line) in exchange.shown_at(each) or (each.station and not overlaid))
    ]


def info(
    exchange: Exchange,
    connection: Connection,
    *,
    line: int | None = None,
    security: CallSecurity = CallSecurity.UNKNOWN,
) -> Message:
    """Who calls whom, as the device of ``connection`` is to show it."""
    call = connection.call
    outbound = connection.device == call.calling
    calling = call.calling
    if Defect.WRONG_CALLER_ON_SCREEN in exchange.defects and not outbound:
        calling = call.called
    told = CallInfo(
        calling_party_name=_name(exchange, calling),
        calling_party=calling,
        called_party_name=_name(exchange, call.called),
        called_party=call.called,
        line_instance=line or connection.line,
        call_reference=connection.reference,
        call_type=CallType.OUTBOUND if outbound else CallType.INBOUND,
        original_called_party_name=_name(exchange, call.first_called),
        original_called_party=call.first_called,
        call_security_status=security,
    )
    return _of_a_conference(exchange, connection, told) if call.creator else told


def _of_a_conference(exchange: Exchange, connection: Connection, told: CallInfo) -> CallInfo:
    """ASSUMED: whoever is at the other end of a conference is called that, and has no number."""
    if told.call_type == CallType.OUTBOUND:
        return replace(told, called_party_name=CONFERENCE, called_party="")
    name = _name(exchange, connection.device)
    return replace(
        told,
        calling_party_name=CONFERENCE,
        calling_party="",
        called_party_name=name,
        called_party=connection.device,
    )


def talking(exchange: Exchange, connection: Connection) -> tuple[Message, ...]:
    """How a conversation looks (§5.5), or a conference (§5.12)."""
    mixed = connection.call.creator and Defect.CONFERENCE_NOT_SHOWN not in exchange.defects
    return (
        state(connection, PhoneCallState.CONNECTED),
        keys(connection, SoftKeySet.CONNECTED),
        prompt(connection, CONFERENCE if mixed else CONNECTED),
        info(exchange, connection, security=CallSecurity.NOT_AUTHENTICATED),
    )


def _name(exchange: Exchange, number: str) -> str:
    known = exchange.numbers.get(number)
    return known.name if known else ""


def open_channel(exchange: Exchange, connection: Connection) -> Message:
    """Listen for the call's media, and say where."""
    exchange.open_channel(connection)
    return OpenReceiveChannel(
        connection.call.id, connection.channel, call_reference=connection.reference
    )


def close_media(connection: Connection) -> tuple[Message, ...]:
    """Neither listen nor send any longer."""
    connection.channel_open, connection.listens_at, connection.sends = False, None, False
    return (
        CloseReceiveChannel(connection.call.id, connection.channel, connection.reference),
        stop_media(connection),
    )


def stop_media(connection: Connection) -> Message:
    """Send no longer."""
    return StopMediaTransmission(connection.call.id, connection.channel, connection.reference)
