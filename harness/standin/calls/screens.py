"""What a phone is told of a call: ringer, lamp, call state, soft keys, prompt, tone, media.

One function per moment, messages in the order of ``reference/sccp.md`` §5, which is that of
captured CallManagers (ASSUMED for CME, whose traces name the same messages). Texts are label codes
that the phone translates. Whether a phone takes a message in its older or newer layout is not
decided here: the plain class is used, ``standin.sccp`` dresses it.
"""

from __future__ import annotations

from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.protocols.sccp.messages import (
    ActivateCallPlane,
    BackSpace,
    CallInfo,
    CallState,
    ClearPriNotify,
    ClearPromptStatus,
    CloseReceiveChannel,
    DialedNumber,
    DisplayPriNotify,
    DisplayPromptStatus,
    Message,
    OpenReceiveChannel,
    SelectSoftKeys,
    SetLamp,
    SetRinger,
    SetSpeakerMode,
    StartMediaTransmission,
    StartTone,
    StopMediaTransmission,
    StopTone,
)
from harness.protocols.sccp.numbers import (
    CallSecurity,
    CallType,
    LampMode,
    PhoneCallState,
    RingDuration,
    RingMode,
    SoftKeySet,
    SpeakerMode,
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
BUSY = "\x80\x19"
CALL_WAITING = "\x80\x1b"
ENTER_NUMBER = "\x80\x20"
TEMPORARY_FAILURE = "\x80\x23"
KEY_NOT_ACTIVE = "\x80\x2d"
UNKNOWN_NUMBER = "\x80\x38"
HOLD = "\x80\x03"

INCOMING_CALL_BANNER = 5
"""Priority of the notice that announces a call."""

_FAILURES: dict[Cause, tuple[Tone, PhoneCallState, str]] = {
    Cause.BUSY: (Tone.LINE_BUSY_TONE, PhoneCallState.BUSY, BUSY),
    Cause.NUMBER_UNALLOCATED: (Tone.REORDER_TONE, PhoneCallState.INVALID_NUMBER, UNKNOWN_NUMBER),
    Cause.INTER_DIGIT_TIMEOUT: (Tone.REORDER_TONE, PhoneCallState.INVALID_NUMBER, UNKNOWN_NUMBER),
    Cause.DEST_OUT_OF_ORDER: (Tone.REORDER_TONE, PhoneCallState.CONGESTION, TEMPORARY_FAILURE),
}
"""What the caller hears and reads when a call gets no further."""

_LAMPS: dict[LocalConnectionState, LampMode] = {
    _S.ALERTING: LampMode.BLINK,
    _S.INITIATED: LampMode.ON,
    _S.CONNECTED: LampMode.ON,
    _S.FAIL: LampMode.ON,
    _S.HOLD: LampMode.WINK,
}


def _state(connection: Connection, state: PhoneCallState, *, line: int | None = None) -> Message:
    return CallState(state, line or connection.line, connection.reference)


def _keys(connection: Connection, keys: SoftKeySet, *, line: int | None = None) -> Message:
    return SelectSoftKeys(line or connection.line, connection.reference, keys)


def _prompt(connection: Connection, text: str, *, line: int | None = None) -> Message:
    return DisplayPromptStatus(0, text, line or connection.line, connection.reference)


def _stop_tone(connection: Connection) -> Message:
    return StopTone(connection.line, connection.reference)


def _tone(connection: Connection, tone: Tone) -> Message:
    return StartTone(tone, line_instance=connection.line, call_reference=connection.reference)


def _lamp(line: int, mode: LampMode) -> Message:
    return SetLamp(Stimulus.LINE, line, mode)


def _info(
    exchange: Exchange,
    connection: Connection,
    *,
    line: int | None = None,
    security: CallSecurity = CallSecurity.UNKNOWN,
) -> Message:
    call = connection.call
    outbound = connection.device == call.calling
    calling = call.calling
    if Defect.WRONG_CALLER_ON_SCREEN in exchange.defects and not outbound:
        calling = call.called
    return CallInfo(
        calling_party_name=_name(exchange, calling),
        calling_party=calling,
        called_party_name=_name(exchange, call.called),
        called_party=call.called,
        line_instance=line or connection.line,
        call_reference=connection.reference,
        call_type=CallType.OUTBOUND if outbound else CallType.INBOUND,
        original_called_party_name=_name(exchange, call.called),
        original_called_party=call.called,
        call_security_status=security,
    )


def _name(exchange: Exchange, number: str) -> str:
    known = exchange.numbers.get(number)
    return known.name if known else ""


def _open_channel(connection: Connection) -> Message:
    connection.channel_open = True
    return OpenReceiveChannel(
        connection.call.id, connection.reference, call_reference=connection.reference
    )


def _close_media(connection: Connection) -> tuple[Message, ...]:
    reference = connection.reference
    connection.channel_open, connection.listens_at, connection.sends = False, None, False
    return (
        CloseReceiveChannel(connection.call.id, reference, reference),
        StopMediaTransmission(connection.call.id, reference, reference),
    )


# Off hook and dialling ---------------------------------------------------------------------------


def dial_tone(exchange: Exchange, connection: Connection) -> None:
    """The phone is off hook and may dial (§5.1)."""
    exchange.show(
        connection,
        SetRinger(RingMode.OFF),
        SetSpeakerMode(SpeakerMode.ON),
        _lamp(connection.line, LampMode.ON),
        _state(connection, PhoneCallState.OFF_HOOK),
        _keys(connection, SoftKeySet.OFF_HOOK),
        _prompt(connection, ENTER_NUMBER),
        ActivateCallPlane(connection.line),
        _tone(connection, Tone.INSIDE_DIAL_TONE),
    )


def prompted(exchange: Exchange, connection: Connection, number: str) -> None:
    """The phone asks its user to lift the handset. ASSUMED: it rings as for a call."""
    exchange.show(
        connection,
        _state(connection, PhoneCallState.RING_IN),
        _keys(connection, SoftKeySet.RING_IN),
        _prompt(connection, number),
        _lamp(connection.line, LampMode.BLINK),
        SetRinger(RingMode.INSIDE, RingDuration.NORMAL, connection.line, connection.reference),
    )


def first_digit(exchange: Exchange, connection: Connection) -> None:
    """Dial tone ends with the first digit (§5.2)."""
    keys = SoftKeySet.DIGITS_AFTER_DIALING_FIRST_DIGIT
    exchange.show(connection, _stop_tone(connection), _keys(connection, keys))


def digit_erased(exchange: Exchange, connection: Connection) -> None:
    """The last digit is gone; without any, there is dial tone again (§5.2)."""
    exchange.show(connection, BackSpace(connection.line, connection.reference))
    if not connection.digits:
        exchange.show(
            connection,
            _tone(connection, Tone.INSIDE_DIAL_TONE),
            _keys(connection, SoftKeySet.OFF_HOOK),
        )


def number_complete(exchange: Exchange, connection: Connection, number: str) -> None:
    """The number is whole (§5.3, first half)."""
    exchange.show(
        connection,
        _stop_tone(connection),
        DialedNumber(number, connection.line, connection.reference),
        _state(connection, PhoneCallState.PROCEED),
    )


# Alerting ----------------------------------------------------------------------------------------


def ringing_out(exchange: Exchange, connection: Connection) -> None:
    """The caller hears that it rings (§5.3, second half)."""
    exchange.show(
        connection,
        _info(exchange, connection),
        _tone(connection, Tone.ALERTING_TONE),
        _state(connection, PhoneCallState.RING_OUT),
        _keys(connection, SoftKeySet.RING_OUT),
        _prompt(connection, RING_OUT),
    )


def ringing_in(exchange: Exchange, connection: Connection, *, waiting: bool) -> None:
    """Every phone with the number shows the call and rings (§5.4, §5.9)."""
    text = CALL_WAITING if waiting else FROM + connection.call.calling
    for station, line in exchange.shown_at(connection):
        exchange.tell(
            station,
            _state(connection, PhoneCallState.RING_IN, line=line),
            _keys(connection, SoftKeySet.RING_IN, line=line),
            _prompt(connection, text, line=line),
            DisplayPriNotify(10, INCOMING_CALL_BANNER, text),
            _info(exchange, connection, line=line),
            _lamp(line, LampMode.BLINK),
        )
        if Defect.NO_RING not in exchange.defects:
            duration = RingDuration.SINGLE if waiting else RingDuration.NORMAL
            ring = SetRinger(RingMode.INSIDE, duration, line, connection.reference)
            exchange.tell(station, ring)


def answered_elsewhere(exchange: Exchange, connection: Connection, station: str, line: int) -> None:
    """Another phone with the number has taken the call."""
    on_hook(exchange, connection, station, line, ringing=True)


# Talking -----------------------------------------------------------------------------------------


def answered(exchange: Exchange, connection: Connection) -> None:
    """The phone that answers (§5.5, left column)."""
    line, reference = connection.line, connection.reference
    exchange.show(
        connection,
        SetRinger(RingMode.OFF),
        SetSpeakerMode(SpeakerMode.ON),
        _lamp(line, LampMode.ON),
        _state(connection, PhoneCallState.OFF_HOOK),
        ActivateCallPlane(line),
        SetRinger(RingMode.OFF, RingDuration.NORMAL, line, reference),
        _open_channel(connection),
        _stop_tone(connection),
        ClearPriNotify(INCOMING_CALL_BANNER),
        *_talking(exchange, connection),
    )


def put_through(exchange: Exchange, connection: Connection) -> None:
    """The phone whose call was answered (§5.5, right column)."""
    exchange.show(
        connection,
        _stop_tone(connection),
        _open_channel(connection),
        *_talking(exchange, connection),
    )


def _talking(exchange: Exchange, connection: Connection) -> tuple[Message, ...]:
    return (
        _state(connection, PhoneCallState.CONNECTED),
        _keys(connection, SoftKeySet.CONNECTED),
        _prompt(connection, CONNECTED),
        _info(exchange, connection, security=CallSecurity.NOT_AUTHENTICATED),
    )


def send_media(exchange: Exchange, connection: Connection, peer: Connection) -> None:
    """The peer listens: send there."""
    address, port = peer.listens_at or ("0.0.0.0", 0)
    exchange.show(
        connection,
        StartMediaTransmission(
            connection.call.id,
            connection.reference,
            address,
            port,
            call_reference=connection.reference,
        ),
    )


def holding(exchange: Exchange, connection: Connection) -> None:
    """The phone that holds (§5.8)."""
    exchange.show(
        connection,
        _state(connection, PhoneCallState.HOLD),
        _lamp(connection.line, LampMode.WINK),
        _keys(connection, SoftKeySet.ON_HOLD),
        _prompt(connection, HOLD),
        *_close_media(connection),
        SetSpeakerMode(SpeakerMode.OFF),
    )


def held(exchange: Exchange, connection: Connection) -> None:
    """The phone that is held hears the hold tone; its call stays connected (§5.8)."""
    if connection.sends:
        connection.sends = False
        stop = StopMediaTransmission(connection.call.id, connection.reference, connection.reference)
        exchange.show(connection, stop)
    if connection.state is _S.CONNECTED:
        exchange.show(connection, _tone(connection, Tone.HOLD_TONE))


def retrieved(exchange: Exchange, connection: Connection) -> None:
    """The phone that takes its call back (§5.8)."""
    exchange.show(
        connection,
        SetSpeakerMode(SpeakerMode.ON),
        _lamp(connection.line, LampMode.ON),
        ActivateCallPlane(connection.line),
        _open_channel(connection),
        *_talking(exchange, connection),
    )


def taken_back(exchange: Exchange, connection: Connection) -> None:
    """The phone that was held."""
    exchange.show(connection, _stop_tone(connection))


# The end -----------------------------------------------------------------------------------------


def failed(exchange: Exchange, connection: Connection, cause: Cause) -> None:
    """The caller hears and reads why the call gets no further (§5.7)."""
    tone, state, text = _FAILURES[cause]
    exchange.show(
        connection,
        SetRinger(RingMode.OFF),
        _tone(connection, tone),
        _state(connection, state),
        _keys(connection, SoftKeySet.RING_OUT),
        _prompt(connection, text),
        _info(exchange, connection),
    )


def on_hook(
    exchange: Exchange, connection: Connection, station: str, line: int, *, ringing: bool
) -> None:
    """The call is over for this phone (§5.6); what else it does goes on."""
    occupied = any(
        each.state is not _S.HOLD
        for each in exchange.connections_at(station)
        if each is not connection
    )
    ended = _end_ringing if ringing else _end_call
    exchange.tell(
        station,
        *ended(connection, line, occupied=occupied),
        ClearPriNotify(INCOMING_CALL_BANNER),
    )
    if Defect.LAMP_STAYS_LIT not in exchange.defects:
        exchange.tell(station, _lamp(line, _lamp_without(exchange, connection)))
    if not occupied:
        exchange.tell(station, DisplayPromptStatus(0, OPTIONS))


def _end_ringing(connection: Connection, line: int, *, occupied: bool) -> tuple[Message, ...]:
    return (SetRinger(RingMode.OFF), *_gone(connection, line, occupied=occupied))


def _end_call(connection: Connection, line: int, *, occupied: bool) -> tuple[Message, ...]:
    return (
        SetRinger(RingMode.OFF),
        *(_close_media(connection) if connection.channel_open else ()),
        StopTone(line, connection.reference),
        *_gone(connection, line, occupied=occupied),
        *(() if occupied else (SetSpeakerMode(SpeakerMode.OFF),)),
    )


def _gone(connection: Connection, line: int, *, occupied: bool) -> tuple[Message, ...]:
    return (
        ClearPromptStatus(line, connection.reference),
        CallState(PhoneCallState.ON_HOOK, line, connection.reference),
        *(() if occupied else (SelectSoftKeys(0, 0, SoftKeySet.ON_HOOK),)),
    )


def _lamp_without(exchange: Exchange, connection: Connection) -> LampMode:
    remaining = [
        _LAMPS[each.state]
        for each in exchange.connections_of(connection.device)
        if each is not connection
    ]
    return remaining[-1] if remaining else LampMode.OFF


def key_not_active(exchange: Exchange, station: str, line: int, reference: int) -> None:
    """The key that was pressed does nothing now."""
    exchange.tell(station, DisplayPromptStatus(5, KEY_NOT_ACTIVE, line, reference))
