"""What people do at their phones: hook, keys and digits become steps of a call.

A phone says which call a key is about by its call reference; it may also say nothing (0), then
the call in focus is meant. What makes no sense at the moment is shown as such or ignored, as a
phone system does: a hand cannot be refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.protocols.sccp.numbers import SoftKey
from harness.standin.calls import (
    conferences,
    features,
    forward_key,
    forwarding,
    joining,
    progress,
    screens,
    sharing,
)
from harness.standin.calls.dialplan import Match, match
from harness.standin.calls.events import (
    ChannelOpened,
    DigitPressed,
    KeyPressed,
    LinePressed,
    NumberDialled,
    OffHook,
    OnHook,
)
from harness.standin.calls.model import Connection, Exchange, Timer
from harness.standin.defects import Defect
from harness.standin.softkeys import DO_NOT_DISTURB

_S = LocalConnectionState
_END_OF_DIALLING = "#"


def off_hook(exchange: Exchange, event: OffHook) -> None:
    """Answer what rings, follow a prompt, or begin to dial."""
    if _pick_up(exchange, event.station, event.line, event.reference):
        return
    prompted = _prompted(exchange, event.station)
    if prompted is not None:
        progress.accept_prompt(exchange, prompted)
    elif _active(exchange, event.station) is None:
        _begin(exchange, event.station, event.line)


def on_hook(exchange: Exchange, event: OnHook) -> None:
    """End the call in focus; calls on hold and calls that ring stay.

    A handset that is replaced after the switch ended the call names a reference that is gone, or
    none; neither may touch another call.
    """
    active = _active(exchange, event.station)
    if active is None or active.call.prompted is not None:
        return
    if event.reference in (0, active.reference):
        progress.hang_up(exchange, active)


def line_pressed(exchange: Exchange, event: LinePressed) -> None:
    """Answer, take back or begin on one line."""
    if _pick_up(exchange, event.station, event.line, 0):
        return
    held = [
        each
        for each in exchange.connections_at(event.station)
        if each.line == event.line and each.state is _S.HOLD
    ]
    held = held or _taken_over(exchange, event.station, event.line, 0)
    if held:
        progress.retrieve(exchange, held[0])
    elif _active(exchange, event.station) is None:
        _begin(exchange, event.station, event.line)


def digit_pressed(exchange: Exchange, event: DigitPressed) -> None:
    """Collect a digit; dial when the number is whole. In a call, the far end hears it."""
    connection = _dialling(exchange, event.station)
    if connection is None:
        _send_digit(exchange, event)
        return
    if event.digit == _END_OF_DIALLING and connection.digits:
        _dialled(exchange, connection, connection.digits)
        return
    if not connection.digits:
        screens.first_digit(exchange, connection)
    connection.digits += event.digit
    found = match(connection.digits, exchange.reachable_numbers())
    if found in (Match.COMPLETE, Match.NONE):
        _dialled(exchange, connection, connection.digits)
    elif Defect.INTERDIGIT_FROM_OFF_HOOK not in exchange.defects:
        exchange.start(Timer.INTERDIGIT, connection.call, exchange.timeouts.interdigit)


def _send_digit(exchange: Exchange, event: DigitPressed) -> None:
    active = _active(exchange, event.station)
    if active is not None and active.state is _S.CONNECTED and active.call.answered:
        features.send_digits(exchange, active, event.digit)


def number_dialled(exchange: Exchange, event: NumberDialled) -> None:
    """Dial a whole number at once, going off hook for it if need be."""
    connection = _dialling(exchange, event.station) or _begin(exchange, event.station, event.line)
    if connection is not None:
        cut = Defect.WHOLE_NUMBER_CUT in exchange.defects
        _dialled(exchange, connection, event.number[:-1] if cut else event.number)


def _dialled(exchange: Exchange, connection: Connection, number: str) -> None:
    """A number is whole; a transfer that asks nobody first is done with it (``full-blind``)."""
    progress.dialled(exchange, connection, number)
    held = connection.held_for_this
    blind = exchange.blind_transfer and not connection.call.conferring
    if Defect.BLIND_TRANSFER_ASKS in exchange.defects:
        blind = False
    if blind and held is not None and joining.can_join(held, connection):
        joining.transfer(exchange, held, connection)


def channel_opened(exchange: Exchange, event: ChannelOpened) -> None:
    """Media can flow to this phone; a channel that was closed meanwhile is nobody's any more."""
    for connection in exchange.connections_at(event.station):
        current = connection.channel_open and connection.channel == event.channel
        if current and connection.state is _S.CONNECTED:
            progress.media_ready(exchange, connection, (event.address, event.port))


def key_pressed(exchange: Exchange, event: KeyPressed) -> None:
    """Do what a soft key says, or show that it does nothing now."""
    act = SOFT_KEYS.get(event.key)
    if act is None or not act(exchange, event):
        screens.key_not_active(exchange, event.station, event.line, event.reference)


def _new_call(exchange: Exchange, event: KeyPressed) -> bool:
    if _dialling(exchange, event.station) is not None:
        return True
    return _begin(exchange, event.station, event.line) is not None


def _end_call(exchange: Exchange, event: KeyPressed) -> bool:
    connection = _meant(exchange, event) or _active(exchange, event.station)
    if connection is None or connection.state is _S.ALERTING:
        return False
    if connection.call.creator:
        conferences.leave(exchange, connection, Cause.NORMAL_CLEARING, by_key=True)
    else:
        progress.hang_up(exchange, connection)
    return True


def _answer(exchange: Exchange, event: KeyPressed) -> bool:
    return _pick_up(exchange, event.station, event.line, event.reference)


def _hold(exchange: Exchange, event: KeyPressed) -> bool:
    connection = _meant(exchange, event) or _active(exchange, event.station)
    if connection is None or connection.state is not _S.CONNECTED or not connection.call.answered:
        return False
    progress.hold(exchange, connection)
    return True


def _resume(exchange: Exchange, event: KeyPressed) -> bool:
    at = exchange.connections_at(event.station)
    held = [each for each in at if each.state is _S.HOLD]
    meant = [each for each in held if each.reference == event.reference]
    meant = meant or _taken_over(exchange, event.station, 0, event.reference) or held
    if not meant:
        return False
    # ECMA-269, event causes: one call held and another retrieved in an atomic action.
    swaps = (each.state is _S.CONNECTED and each.call.answered for each in at)
    cause = Cause.ALTERNATE if any(swaps) else Cause.NORMAL
    progress.retrieve(exchange, meant[0], cause)
    return True


def _taken_over(exchange: Exchange, station: str, line: int, reference: int) -> list[Connection]:
    """A call of a shared line that another phone holds, and this one takes from it."""
    held = sharing.held_elsewhere(exchange, station, line)
    meant = [each for each in held if reference in (0, each.reference)][:1]
    for connection in meant:
        sharing.take_over(exchange, connection, station)
    return meant


def _transfer(exchange: Exchange, event: KeyPressed) -> bool:
    """Begin a consultation, or complete it: ``transfer-system full-consult``."""
    active = _active(exchange, event.station)
    if active is None or active.state is not _S.CONNECTED:
        return False
    held = active.held_for_this
    if held is not None:
        if not joining.can_join(held, active):
            return False
        joining.transfer(exchange, held, active)
        return True
    line = _room_beside(exchange, active)
    if line is None or not active.call.answered:
        return False
    number = exchange.stations[event.station].lines[line]
    joining.consult(exchange, active, progress.seize(exchange, number, event.station, line))
    return True


def _conference(exchange: Exchange, event: KeyPressed) -> bool:
    """Begin a consultation, or join its two calls; in one's own conference: drop the last party."""
    active = _active(exchange, event.station)
    if active is None or active.state is not _S.CONNECTED:
        return False
    if conferences.is_creator(active):
        allowed = conferences.may_drop_last(exchange, active)
        if allowed:
            conferences.drop_last(exchange, active)
        return allowed
    held = active.held_for_this
    if held is not None:
        problem = conferences.problem(exchange, held, active)
        if problem:
            screens.not_done(exchange, active, problem)
        else:
            conferences.join(exchange, held, active)
        return True
    line = _room_beside(exchange, active)
    if line is None or not active.call.answered:
        return False
    number = exchange.stations[event.station].lines[line]
    opened = progress.seize(exchange, number, event.station, line)
    joining.consult(exchange, active, opened, conferring=True)
    return True


def _room_beside(exchange: Exchange, active: Connection) -> int | None:
    """The line for one more call: the one in use if it has two channels, else another one."""
    lines = exchange.stations[active.station or ""].lines
    wanted = [active.line, *(each for each in sorted(lines) if each != active.line)]
    return next((each for each in wanted if exchange.has_free_channel(lines[each])), None)


def _forward_all(exchange: Exchange, event: KeyPressed) -> bool:
    """At rest, or with dial tone, which is given up (ASSUMED)."""
    dialling = _dialling(exchange, event.station)
    if dialling is not None:
        progress.hang_up(exchange, dialling)
    elif _active(exchange, event.station) is not None:
        return False
    return forward_key.pressed(exchange, event.station, event.line)


def _do_not_disturb(exchange: Exchange, event: KeyPressed) -> bool:
    """A call that rings is silenced, and that only; else the phone keeps quiet, or rings again."""
    ringing = exchange.ringing_at(event.station)
    if ringing:
        meant = [each for each in ringing if each.reference == event.reference] or ringing
        forwarding.silence(exchange, meant[0], event.station)
    else:
        on = event.station not in exchange.undisturbed
        features.do_not_disturb(exchange, [event.station], on=on)
    return True


def _redial(exchange: Exchange, event: KeyPressed) -> bool:
    known = exchange.stations[event.station]
    wrong = Defect.REDIAL_LAST_BUT_ONE in exchange.defects
    number = known.dialled_before if wrong else known.last_dialled
    if not number:
        return False
    connection = _dialling(exchange, event.station) or _begin(exchange, event.station, event.line)
    if connection is None:
        return False
    _dialled(exchange, connection, number)
    return True


def _back_space(exchange: Exchange, event: KeyPressed) -> bool:
    connection = _dialling(exchange, event.station)
    if connection is None or not connection.digits:
        return False
    connection.digits = connection.digits[:-1]
    screens.digit_erased(exchange, connection)
    exchange.start(Timer.INTERDIGIT, connection.call, exchange.timeouts.interdigit)
    return True


SOFT_KEYS: Mapping[int, Callable[[Exchange, KeyPressed], bool]] = {
    SoftKey.NEW_CALL: _new_call,
    SoftKey.END_CALL: _end_call,
    SoftKey.ANSWER: _answer,
    SoftKey.HOLD: _hold,
    SoftKey.RESUME: _resume,
    SoftKey.TRANSFER: _transfer,
    SoftKey.CONFERENCE: _conference,
    SoftKey.REDIAL: _redial,
    SoftKey.BACK_SPACE: _back_space,
    SoftKey.CFWD_ALL: _forward_all,
    DO_NOT_DISTURB: _do_not_disturb,
}
"""What each soft key does; a key that is missing here, or answers false, is not active."""


def _meant(exchange: Exchange, event: KeyPressed) -> Connection | None:
    at = exchange.connections_at(event.station) + exchange.ringing_at(event.station)
    return next((each for each in at if each.reference == event.reference), None)


def _active(exchange: Exchange, station: str) -> Connection | None:
    at = exchange.connections_at(station)
    return next((each for each in at if each.state is not _S.HOLD), None)


def _dialling(exchange: Exchange, station: str) -> Connection | None:
    active = _active(exchange, station)
    if active is None or active.state is not _S.INITIATED or active.call.prompted is not None:
        return None
    return active


def _prompted(exchange: Exchange, station: str) -> Connection | None:
    at = exchange.connections_at(station)
    return next((each for each in at if each.call.prompted is not None), None)


def _pick_up(exchange: Exchange, station: str, line: int, reference: int) -> bool:
    """Answer the ringing call that is meant; false when none is."""
    ringing = exchange.ringing_at(station)
    if reference:
        ringing = [each for each in ringing if each.reference == reference]
    elif line:
        ringing = [each for each in ringing if line in exchange.lines_with(station, each.device)]
    if not ringing:
        return False
    connection = ringing[0]
    at = exchange.lines_with(station, connection.device)
    progress.answer(exchange, connection, station, line if line in at else at[0])
    return True


def _begin(exchange: Exchange, station: str, line: int) -> Connection | None:
    """Go off hook on a line (the first with room when 0); ``None`` when none has room."""
    lines = exchange.stations[station].lines
    wanted = [line] if line in lines else sorted(lines)
    free = [
        (number, each)
        for each in wanted
        for number in exchange.numbers_behind(station, each)
        if exchange.has_free_channel(number)
    ]
    if not free:
        return None
    progress.make_room(exchange, station)
    number, place = free[0]
    connection = progress.seize(exchange, number, station, place)
    progress.initiate(exchange, connection, Cause.NEW_CALL)
    return connection
