"""What happens to a call, step by step: each function moves connections, shows and reports it.

No function here asks whether the step is allowed; the guards stand with those who ask for it, in
``services`` for applications and in ``hands`` for people.
"""

from __future__ import annotations

from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.standin.calls import (
    bridging,
    conferences,
    features,
    forward_key,
    hold_screens,
    reports,
    screens,
    waiting_tone,
)
from harness.standin.calls.events import DirectoryNumber
from harness.standin.calls.leaving import drop
from harness.standin.calls.model import Call, Connection, Exchange, Failure, Timer
from harness.standin.defects import Defect
from harness.topology.dialect import ABANDONED_CAUSE, PROMPT_TIMEOUT

_S = LocalConnectionState


def seize(exchange: Exchange, number: str, station: str, line: int) -> Connection:
    """Open a call for a line of a phone; nobody has been told yet."""
    forward_key.abandon(exchange, station)
    connection = exchange.connect(exchange.open_call(number), number)
    connection.station, connection.line = station, line
    return connection


def initiate(exchange: Exchange, connection: Connection, cause: Cause) -> None:
    """Dial tone: the device went off hook and may dial."""
    connection.move(_S.INITIATED)
    screens.dial_tone(exchange, connection)
    reports.service_initiated(exchange, connection, cause)
    exchange.start(Timer.INTERDIGIT, connection.call, exchange.timeouts.interdigit)


def prompt(exchange: Exchange, connection: Connection, number: str) -> None:
    """Ask the party to lift the handset before ``number`` is called for it."""
    connection.move(_S.INITIATED)
    connection.call.prompted = number
    screens.prompted(exchange, connection, number)
    reports.service_initiated(exchange, connection, Cause.MAKE_CALL)
    if Defect.PROMPT_NEVER_ENDS not in exchange.defects:
        exchange.start(Timer.PROMPT, connection.call, exchange.timeouts.make_call_prompt)


def accept_prompt(exchange: Exchange, connection: Connection) -> None:
    """The prompted party lifted the handset."""
    number = connection.call.prompted or ""
    connection.call.prompted = None
    exchange.stop(Timer.PROMPT, connection.call)
    screens.dial_tone(exchange, connection)
    dialled(exchange, connection, number)


def dialled(exchange: Exchange, connection: Connection, number: str) -> None:
    """A whole number was dialled: the call has an origin, and goes where it can."""
    call = connection.call
    exchange.stop(Timer.INTERDIGIT, call)
    connection.digits = number
    target = exchange.find(number)
    call.called = target.number if target else number
    call.first_called = call.called if exchange.promotes_numbers else number
    if connection.station in exchange.stations:
        known = exchange.stations[connection.station]
        known.dialled_before, known.last_dialled = known.last_dialled, number
    screens.number_complete(exchange, connection, number)
    connection.move(_S.CONNECTED)
    if Defect.WRONG_ORDER in exchange.defects:
        route(exchange, connection, target)
        reports.originated(exchange, connection)
    else:
        reports.originated(exchange, connection)
        route(exchange, connection, target)


def route(exchange: Exchange, caller: Connection, target: DirectoryNumber | None) -> None:
    """Let a call alert at a number or where that sends it, or tell the caller why it cannot.

    ASSUMED: a party that is in the call already is busy, wherever it sends its calls.
    """
    call = caller.call
    sent_on: set[str] = set()
    while target is not None and target.number not in call.connections:
        onward = features.onward(exchange, call, target)
        if onward is None:
            break
        if target.number in sent_on:
            fail(exchange, caller, Failure(target.number, Cause.BUSY))
            return
        sent_on.add(target.number)
        target = _send_on(exchange, caller, target.number, onward)
    if target is None:
        fail(exchange, caller, Failure(caller.device, Cause.NUMBER_UNALLOCATED))
    elif not exchange.is_up(target.number):
        fail(exchange, caller, Failure(target.number, Cause.DEST_OUT_OF_ORDER))
    elif target.number in call.connections or not exchange.takes_another_call(target.number):
        fail(exchange, caller, Failure(target.number, Cause.BUSY))
    else:
        deliver(exchange, caller, target.number)


def _send_on(
    exchange: Exchange, caller: Connection, number: str, onward: features.Onward
) -> DirectoryNumber | None:
    """A number that is forwarded lets a call go before it alerts there."""
    call = caller.call
    target = exchange.find(onward.number)
    call.called = target.number if target else onward.number
    call.cause, call.redirected_from = onward.cause, number
    reports.diverted(exchange, Connection(call, number, 0), caller, call.called)
    return target


def deliver(exchange: Exchange, caller: Connection, number: str) -> None:
    """The call alerts at a number."""
    waiting = bool(exchange.connections_of(number))
    callee = exchange.connect(caller.call, number)
    callee.move(_S.ALERTING)
    screens.ringing_out(exchange, caller)
    screens.ringing_in(exchange, callee, waiting=waiting)
    waiting_tone.begin(exchange, callee)
    reports.delivered(exchange, callee)
    known = exchange.numbers[number]
    patient = not known.forward_no_answer
    seconds = exchange.timeouts.ringing if patient else known.no_answer_seconds
    exchange.start(Timer.RINGING, caller.call, seconds)


def fail(exchange: Exchange, caller: Connection, failure: Failure) -> None:
    """The call gets no further; the caller hears why until he hangs up or the timer ends it."""
    call = caller.call
    call.failure = failure
    exchange.stop(Timer.INTERDIGIT, call)
    if failure.device == caller.device and failure.cause is not Cause.BUSY:
        caller.move(_S.FAIL)
    screens.failed(exchange, caller, failure.cause)
    reports.failed(exchange, call, failure)
    exchange.start(Timer.BUSY, call, exchange.timeouts.busy)


def answer(exchange: Exchange, connection: Connection, station: str, line: int) -> None:
    """An alerting call is answered at a phone; what that phone was doing makes room for it.

    A phone that has called another one of its own lines, and takes that, gives its call up by it.
    """
    waiting_tone.end(exchange, connection)
    make_room(exchange, station)
    if connection.state is not _S.ALERTING:
        return
    ringing = exchange.shown_at(connection)
    connection.station, connection.line = station, line
    connection.move(_S.CONNECTED)
    exchange.stop(Timer.RINGING, connection.call)
    exchange.stop(Timer.RECALL, connection.call)
    screens.answered(exchange, connection)
    for place in ringing:
        if place != (station, line):
            screens.answered_elsewhere(exchange, connection, *place)
    for other in connection.call.others(connection):
        screens.put_through(exchange, other)
    reports.established(exchange, connection)


def make_room(exchange: Exchange, station: str, cause: Cause = Cause.NORMAL) -> None:
    """Hold what a phone is talking in, give up what it was only beginning."""
    forward_key.abandon(exchange, station)
    for connection in exchange.connections_at(station):
        if connection.state is _S.CONNECTED and connection.call.answered:
            hold(exchange, connection, cause)
        elif connection.state is not _S.HOLD:
            hang_up(exchange, connection)


def hold(exchange: Exchange, connection: Connection, cause: Cause = Cause.NORMAL) -> None:
    """A party puts its answered call on hold."""
    connection.move(_S.HOLD)
    hold_screens.holding(exchange, connection)
    for other in connection.call.others(connection):
        hold_screens.held(exchange, other)
    bridging.mix(exchange, connection.call)
    reports.held(exchange, connection, cause)


def retrieve(exchange: Exchange, connection: Connection, cause: Cause = Cause.NORMAL) -> None:
    """A party takes its held call back; what its phone was doing makes room for it."""
    if connection.station is not None:
        make_room(exchange, connection.station, cause)
    connection.move(_S.CONNECTED)
    hold_screens.retrieved(exchange, connection)
    for other in connection.call.others(connection):
        hold_screens.taken_back(exchange, other)
    reports.retrieved(exchange, connection, cause)


def hang_up(
    exchange: Exchange, connection: Connection, cause: Cause = Cause.NORMAL_CLEARING
) -> None:
    """A party leaves a call of two, and so ends it for the other, too; or a conference."""
    call = connection.call
    if call.creator:
        conferences.leave(exchange, connection, cause)
        return
    others = call.others(connection)
    talking = [each for each in others if each.state is not _S.ALERTING]
    drop(exchange, connection, [connection, *talking], cause)
    for other in others:
        abandoned = Cause(exchange.dialect[ABANDONED_CAUSE])
        drop(exchange, other, [other], abandoned if other.state is _S.ALERTING else cause)
    exchange.forget(call)


def media_ready(exchange: Exchange, connection: Connection, address: tuple[str, int]) -> None:
    """A phone listens: whoever talks with it is told where to send."""
    connection.listens_at = address
    if connection.call.creator:
        bridging.listening(exchange, connection.call)
        return
    parties = [each for each in connection.call.connections.values() if each.state is _S.CONNECTED]
    for party in parties:
        peers = [each for each in parties if each is not party and each.listens_at is not None]
        if peers and not party.sends:
            party.sends = True
            screens.send_media(exchange, party, peers[0].listens_at)


def time_out(exchange: Exchange, timer: Timer, call: Call) -> None:
    """A timer of a call ran out."""
    caller = call.connections[call.calling]
    if timer is Timer.INTERDIGIT:
        if caller.digits:
            dialled(exchange, caller, caller.digits)
        else:
            fail(exchange, caller, Failure(caller.device, Cause.INTER_DIGIT_TIMEOUT))
    elif timer is Timer.RINGING:
        callee = call.others(caller)[0]
        no_answer(exchange, caller, callee)
    else:
        unheard = Cause(exchange.dialect[PROMPT_TIMEOUT])
        hang_up(exchange, caller, unheard if timer is Timer.PROMPT else Cause.NORMAL_CLEARING)


def no_answer(exchange: Exchange, caller: Connection, callee: Connection) -> None:
    """The call rang too long. ASSUMED: it is released from the called end."""
    drop(exchange, callee, [callee, caller], Cause.CALL_NOT_ANSWERED)
    drop(exchange, caller, [caller], Cause.CALL_NOT_ANSWERED)
    exchange.forget(caller.call)
