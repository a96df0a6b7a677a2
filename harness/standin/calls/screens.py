"""What a phone is told of a call: ringer, lamp, call state, soft keys, prompt, tone, media.

One function per moment, messages in the order of ``reference/sccp.md`` §5, which is that of
captured CallManagers (ASSUMED for CME, whose traces name the same messages). Texts are label codes
that the phone translates. Whether a phone takes a message in its older or newer layout is not
decided here: the plain class is used, ``standin.sccp`` dresses it.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.protocols.sccp.messages import (
    ActivateCallPlane,
    BackSpace,
    CallState,
    ClearPriNotify,
    ClearPromptStatus,
    DialedNumber,
    DisplayPriNotify,
    DisplayPromptStatus,
    Message,
    SelectSoftKeys,
    SetRinger,
    SetSpeakerMode,
    StartMediaTransmission,
    StopTone,
)
from harness.protocols.sccp.numbers import (
    LampMode,
    PhoneCallState,
    RingDuration,
    RingMode,
    SoftKeySet,
    SpeakerMode,
    Tone,
)
from harness.standin.calls import bell, feature_screens, phrases
from harness.standin.calls.events import Overlay
from harness.standin.calls.model import Connection, Exchange
from harness.standin.defects import Defect

_S = LocalConnectionState

# Off hook and dialling ---------------------------------------------------------------------------


def dial_tone(exchange: Exchange, connection: Connection) -> None:
    """The phone is off hook and may dial (§5.1)."""
    exchange.show(
        connection,
        SetRinger(RingMode.OFF),
        SetSpeakerMode(SpeakerMode.ON),
        phrases.lamp(connection.line, LampMode.ON),
        phrases.state(connection, PhoneCallState.OFF_HOOK),
        phrases.keys(connection, _dial_tone_keys(connection)),
        phrases.prompt(connection, phrases.ENTER_NUMBER),
        ActivateCallPlane(connection.line),
        phrases.tone(connection, _dial_tone(exchange, connection)),
    )


def _dial_tone_keys(connection: Connection) -> SoftKeySet:
    conferring = connection.call.conferring
    return SoftKeySet.CONNECTED_WITH_CONFERENCE if conferring else SoftKeySet.OFF_HOOK


def _dial_tone(exchange: Exchange, connection: Connection) -> Tone:
    """It stutters for a line that is told of waiting messages by ear (``mwi-type``)."""
    number = exchange.numbers[connection.device]
    waits = number.heard_waiting and number.number in exchange.messages_waiting
    heard = waits and Defect.MESSAGE_WAITING_NOT_HEARD not in exchange.defects
    return Tone.MESSAGE_WAITING_DIAL_TONE if heard else Tone.INSIDE_DIAL_TONE


def prompted(exchange: Exchange, connection: Connection, number: str) -> None:
    """The phone asks its user to lift the handset. ASSUMED: it rings as for a call."""
    exchange.show(
        connection,
        phrases.state(connection, PhoneCallState.RING_IN),
        phrases.keys(connection, SoftKeySet.RING_IN),
        phrases.prompt(connection, number),
        phrases.lamp(connection.line, LampMode.BLINK),
        SetRinger(RingMode.INSIDE, RingDuration.NORMAL, connection.line, connection.reference),
    )


def first_digit(exchange: Exchange, connection: Connection) -> None:
    """Dial tone ends with the first digit (§5.2)."""
    keys = SoftKeySet.DIGITS_AFTER_DIALING_FIRST_DIGIT
    exchange.show(connection, phrases.stop_tone(connection), phrases.keys(connection, keys))


def digit_erased(exchange: Exchange, connection: Connection) -> None:
    """The last digit is gone; without any, there is dial tone again (§5.2)."""
    exchange.show(connection, BackSpace(connection.line, connection.reference))
    if not connection.digits:
        exchange.show(
            connection,
            phrases.tone(connection, _dial_tone(exchange, connection)),
            phrases.keys(connection, SoftKeySet.OFF_HOOK),
        )


def number_complete(exchange: Exchange, connection: Connection, number: str) -> None:
    """The number is whole (§5.3, first half)."""
    exchange.show(
        connection,
        phrases.stop_tone(connection),
        DialedNumber(number, connection.line, connection.reference),
        phrases.state(connection, PhoneCallState.PROCEED),
    )


# Alerting ----------------------------------------------------------------------------------------


def ringing_out(exchange: Exchange, connection: Connection) -> None:
    """The caller hears that it rings (§5.3, second half)."""
    exchange.show(
        connection,
        phrases.info(exchange, connection),
        phrases.tone(connection, Tone.ALERTING_TONE),
        phrases.state(connection, PhoneCallState.RING_OUT),
        phrases.keys(connection, _ring_out_keys(connection)),
        phrases.prompt(connection, _ring_out_text(exchange, connection)),
    )


def _ring_out_text(exchange: Exchange, connection: Connection) -> str:
    """The caller is told of a phone that keeps quiet (CME administrator guide, do not disturb)."""
    stations = {station for station, _ in exchange.appearances(connection.call.called)}
    quiet = bool(stations) and stations <= exchange.undisturbed
    told = quiet and Defect.CALLER_NOT_TOLD_OF_DND not in exchange.defects
    return f"{phrases.RING_OUT} {phrases.DO_NOT_DISTURB}" if told else phrases.RING_OUT


def _ring_out_keys(connection: Connection) -> SoftKeySet:
    """A consultation can be completed before the other side answers (§5.10)."""
    if connection.call.conferring:
        return SoftKeySet.CONNECTED_WITH_CONFERENCE
    consulting = connection.held_for_this is not None
    return SoftKeySet.CONNECTED_WITH_TRANSFER if consulting else SoftKeySet.RING_OUT


def ringing_in(exchange: Exchange, connection: Connection, *, waiting: bool) -> None:
    """Every phone with the number shows the call and rings (§5.4, §5.9)."""
    connection.unheard = frozenset(_unheard(exchange, connection))
    for station, line in exchange.shown_at(connection):
        occupied = exchange.connections_at(station)
        waits = (waiting and bool(occupied)) or any(each.line == line for each in occupied)
        text = phrases.CALL_WAITING if waits else phrases.FROM + connection.call.calling
        exchange.tell(
            station,
            phrases.state(connection, PhoneCallState.RING_IN, line=line),
            phrases.keys(connection, SoftKeySet.RING_IN, line=line),
            phrases.prompt(connection, text, line=line),
            DisplayPriNotify(10, phrases.INCOMING_CALL_BANNER, text),
            phrases.info(exchange, connection, line=line),
            phrases.lamp(line, LampMode.BLINK),
        )
        if Defect.NO_RING not in exchange.defects:
            duration = RingDuration.SINGLE if waits else RingDuration.NORMAL
            mode = bell.mode(exchange, connection, station)
            exchange.tell(station, SetRinger(mode, duration, line, connection.reference))


def _unheard(exchange: Exchange, connection: Connection) -> Iterator[tuple[str, int]]:
    """Overlaid buttons in use, unless they have call waiting (CME command reference, button)."""
    for station, line in exchange.appearances(connection.device):
        overlay = exchange.stations[station].overlays.get(line)
        in_use = any(each.line == line for each in exchange.connections_at(station))
        if overlay is not None and in_use and not _waits(exchange, overlay):
            yield station, line


def _waits(exchange: Exchange, overlay: Overlay) -> bool:
    if Defect.OVERLAY_WAITING_UNSEEN in exchange.defects:
        return False
    return overlay.call_waiting or Defect.OVERLAY_ALWAYS_WAITS in exchange.defects


def caller_changed(exchange: Exchange, connection: Connection) -> None:
    """Every phone that rings shows who calls now: the call was transferred while it rang."""
    text = phrases.FROM + connection.call.calling
    for station, line in exchange.shown_at(connection):
        exchange.tell(
            station,
            phrases.info(exchange, connection, line=line),
            phrases.prompt(connection, text, line=line),
        )


def answered_elsewhere(exchange: Exchange, connection: Connection, station: str, line: int) -> None:
    """Another phone with the number has taken the call; ``sharing`` shows it in use there."""
    overlaid = line in exchange.stations[station].overlays
    if overlaid or Defect.REMOTE_IN_USE_NOT_SHOWN in exchange.defects:
        on_hook(exchange, connection, station, line, ringing=True)
        return
    ringer = SetRinger(RingMode.OFF, RingDuration.NORMAL, line, connection.reference)
    rings_on = Defect.SHARED_LINE_RINGS_ON in exchange.defects
    banner = ClearPriNotify(phrases.INCOMING_CALL_BANNER)
    exchange.tell(station, *(() if rings_on else (ringer,)), banner)


# Talking -----------------------------------------------------------------------------------------


def answered(exchange: Exchange, connection: Connection) -> None:
    """The phone that answers (§5.5, left column)."""
    line, reference = connection.line, connection.reference
    exchange.show(
        connection,
        SetRinger(RingMode.OFF),
        SetSpeakerMode(SpeakerMode.ON),
        phrases.lamp(line, LampMode.ON),
        phrases.state(connection, PhoneCallState.OFF_HOOK),
        ActivateCallPlane(line),
        SetRinger(RingMode.OFF, RingDuration.NORMAL, line, reference),
        phrases.open_channel(exchange, connection),
        phrases.stop_tone(connection),
        ClearPriNotify(phrases.INCOMING_CALL_BANNER),
        *phrases.talking(exchange, connection),
    )


def put_through(exchange: Exchange, connection: Connection) -> None:
    """The phone whose call was answered (§5.5, right column)."""
    exchange.show(
        connection,
        phrases.stop_tone(connection),
        phrases.open_channel(exchange, connection),
        *phrases.talking(exchange, connection),
    )


def send_media(exchange: Exchange, connection: Connection, ear: tuple[str, int] | None) -> None:
    """Whoever is to hear this phone listens there: send."""
    address, port = ear or ("0.0.0.0", 0)
    exchange.show(
        connection,
        StartMediaTransmission(
            connection.call.id,
            connection.channel,
            address,
            port,
            call_reference=connection.reference,
        ),
    )


def media_ended(exchange: Exchange, connection: Connection) -> None:
    """Whoever it talked with is about to be another one."""
    if connection.channel_open:
        exchange.show(connection, *phrases.close_media(connection))


def joined(exchange: Exchange, connection: Connection) -> None:
    """The phone has another party now; it was talking or is so again (§5.10, step 3)."""
    if connection.state is _S.HOLD:
        exchange.show(connection, phrases.info(exchange, connection))
        return
    exchange.show(connection, phrases.stop_tone(connection))
    if Defect.TRANSFER_WITHOUT_MEDIA not in exchange.defects:
        exchange.show(connection, phrases.open_channel(exchange, connection))
    exchange.show(connection, *phrases.talking(exchange, connection))
    held = any(each.state is _S.HOLD for each in connection.call.others(connection))
    if held and not connection.call.creator:
        exchange.show(connection, phrases.tone(connection, Tone.HOLD_TONE))


# The end -----------------------------------------------------------------------------------------


def failed(exchange: Exchange, connection: Connection, cause: Cause) -> None:
    """The caller hears and reads why the call gets no further (§5.7)."""
    tone, state, text = phrases.FAILURES[cause]
    exchange.show(
        connection,
        SetRinger(RingMode.OFF),
        phrases.tone(connection, tone),
        phrases.state(connection, state),
        phrases.keys(connection, SoftKeySet.RING_OUT),
        phrases.prompt(connection, text),
        phrases.info(exchange, connection),
    )


def on_hook(
    exchange: Exchange, connection: Connection, station: str, line: int, *, ringing: bool
) -> None:
    """The call is over for this phone (§5.6); what else it does goes on."""
    occupied = station in exchange.entries or any(
        each.state is not _S.HOLD
        for each in exchange.connections_at(station)
        if each is not connection
    )
    ended = _end_ringing if ringing else _end_call
    exchange.tell(
        station,
        *ended(connection, line, occupied=occupied),
        ClearPriNotify(phrases.INCOMING_CALL_BANNER),
    )
    if Defect.LAMP_STAYS_LIT not in exchange.defects:
        exchange.tell(
            station,
            phrases.lamp(line, phrases.lamp_of(exchange, station, line, without=connection)),
        )
    if not occupied:
        exchange.tell(station, feature_screens.idle_prompt(exchange, station))


def _end_ringing(connection: Connection, line: int, *, occupied: bool) -> tuple[Message, ...]:
    return (SetRinger(RingMode.OFF), *_gone(connection, line, occupied=occupied))


def _end_call(connection: Connection, line: int, *, occupied: bool) -> tuple[Message, ...]:
    return (
        SetRinger(RingMode.OFF),
        *(phrases.close_media(connection) if connection.channel_open else ()),
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


def not_done(exchange: Exchange, connection: Connection, why: str) -> None:
    """What the key asks for cannot be done now, and why."""
    line, reference = connection.line, connection.reference
    exchange.show(connection, DisplayPromptStatus(5, why, line, reference))


def key_not_active(exchange: Exchange, station: str, line: int, reference: int) -> None:
    """The key that was pressed does nothing now."""
    exchange.tell(station, DisplayPromptStatus(5, phrases.KEY_NOT_ACTIVE, line, reference))
