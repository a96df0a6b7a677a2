"""Two calls at one device, and calls that change hands, step by step.

As in ``progress`` nothing here asks whether the step is allowed; ``transfers`` guards it for
applications, ``hands`` for people. Sequences follow ``reference/csta.md`` §3.3 rows 15 to 22.
"""

from __future__ import annotations

from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.standin.calls import progress, reports, screens, sharing, waiting_tone
from harness.standin.calls.events import DirectoryNumber
from harness.standin.calls.leaving import leave
from harness.standin.calls.merging import joint_call
from harness.standin.calls.model import Call, Connection, Exchange, Timer
from harness.standin.defects import Defect
from harness.topology.dialect import SINGLE_STEP_CALL

_S = LocalConnectionState


def consult(
    exchange: Exchange, held: Connection, opened: Connection, *, conferring: bool = False
) -> None:
    """Hold one call and give its phone dial tone in a call just opened for its sake.

    ``conferring`` says that the two calls are to become a conference, not a transfer.
    """
    lost = Defect.CONSULTATION_CAUSE_LOST in exchange.defects
    progress.hold(exchange, held, Cause.NORMAL if lost else Cause.CONSULTATION)
    opened.call.consults, opened.call.conferring = held, conferring
    opened.call.cause = Cause.CONSULTATION
    progress.initiate(exchange, opened, Cause.CONSULTATION)


def alternate(exchange: Exchange, active: Connection, held: Connection) -> None:
    """Swap a held call with the one its phone is talking in.

    ASSUMED: where another phone of the line holds it, the phone that talks takes it over.
    """
    if Defect.ALTERNATE_CLEARS in exchange.defects:
        progress.hang_up(exchange, active)
    elif (
        active.station not in (None, held.station)
        and Defect.ALTERNATES_AT_THE_HOLDER not in exchange.defects
    ):
        sharing.take_over(exchange, held, active.station)
    progress.retrieve(exchange, held, Cause.ALTERNATE)


def reconnect(exchange: Exchange, active: Connection, held: Connection) -> None:
    """End the active call and take the held one back."""
    if Defect.RECONNECT_KEEPS_CALL not in exchange.defects:
        progress.hang_up(exchange, active)
    progress.retrieve(exchange, held)


def can_join(held: Connection, active: Connection) -> bool:
    """Whether the far ends of two calls can be one call.

    They must be there and differ, and nobody can wait on hold for a call that still alerts.
    """
    far, near = held.call.others(held), active.call.others(active)
    pair = len(far) == len(near) == 1
    if not pair or far[0].device == near[0].device:
        return False
    alerting = any(each.state is _S.ALERTING for each in near)
    return not alerting or all(each.state is _S.CONNECTED for each in far)


def joined(held: Connection, active: Connection, call: Call) -> list[reports.Joined]:
    """The connections that a transfer leaves, as they were and as they will be."""
    return [
        reports.Joined(each.device, old=each.call.id, new=call.id)
        for connection in (held, active)
        for each in connection.call.others(connection)
    ]


def transfer(
    exchange: Exchange, held: Connection, active: Connection, call: Call | None = None
) -> None:
    """Join the far ends of two calls in ``call``; the party that had both leaves them."""
    call = call or joint_call(exchange, held, active)
    waiting, speaking = held.call, active.call
    [far], [near] = waiting.others(held), speaking.others(active)
    connections = joined(held, active, call)
    screens.media_ended(exchange, far)
    screens.media_ended(exchange, near)
    originated = speaking.calling == active.device
    leave(exchange, held)
    leave(exchange, active)
    _move(exchange, speaking, call)
    far.call = near.call = call
    call.connections = {far.device: far, near.device: near}
    call.calling, call.called = far.device, near.device
    call.first_called = speaking.first_called if originated else near.device
    begun_for = (speaking.consults, waiting.consults)
    call.consults = next((each for each in begun_for if each not in (None, held)), None)
    for each in {waiting, speaking} - {call}:
        exchange.forget(each)
    if near.state is _S.ALERTING:
        _await_answer(exchange, call, active.device)
        screens.ringing_out(exchange, far)
        screens.caller_changed(exchange, near)
    else:
        screens.joined(exchange, far)
        screens.joined(exchange, near)
    parties = [held, active, far, near]
    if Defect.TRANSFER_NOT_TOLD_TO_HELD in exchange.defects:
        parties.remove(far)
    reports.transferred(exchange, reports.Transfer(held, active, near.device, connections), parties)


def _move(exchange: Exchange, old: Call, call: Call) -> None:
    """What is so of one call, and what it waits for, is so of another one from now on."""
    call.cause, call.redirected_from = old.cause, old.redirected_from
    for timer in Timer:
        due = exchange.timers.pop((timer, old.id), None)
        if due is not None:
            exchange.timers[timer, call.id] = due


def sent_on_call(exchange: Exchange, active: Connection) -> Call:
    """The call in which the far end will be that is sent on; the dialect chooses."""
    kept = exchange.dialect.speaks(SINGLE_STEP_CALL, "kept")
    return active.call if kept else exchange.open_call(active.device)


def single_step_transfer(
    exchange: Exchange, active: Connection, target: DirectoryNumber, call: Call | None = None
) -> None:
    """A party sends the other one on to ``target``, in ``call``, and leaves."""
    call = call or sent_on_call(exchange, active)
    old = active.call
    [far] = old.others(active)
    connections = sent_on(active, target.number, call)
    screens.media_ended(exchange, far)
    leave(exchange, active)
    far.call = call
    call.connections = {far.device: far}
    if old is not call:
        call.consults = old.consults
        exchange.forget(old)
    call.calling, call.called, call.first_called = far.device, target.number, target.number
    call.redirected_from, call.cause = active.device, Cause.SINGLE_STEP_TRANSFER
    step = reports.Transfer(active, None, target.number, connections)
    reports.transferred(exchange, step, [active, far])
    progress.route(exchange, far, target)
    if call.failure is None:
        _await_answer(exchange, call, active.device)


def _await_answer(exchange: Exchange, call: Call, home: str) -> None:
    """A call that was transferred and rings too long comes back, if it is to."""
    seconds = exchange.timeouts.transfer_recall
    if seconds and Defect.TRANSFER_RECALL_FORGOTTEN not in exchange.defects:
        call.recalls = home
        exchange.start(Timer.RECALL, call, seconds)


def sent_on(active: Connection, to: str, call: Call) -> list[reports.Joined]:
    """The connections that a single-step transfer leaves: the far end's, and one to come."""
    [far] = active.call.others(active)
    return [
        reports.Joined(far.device, old=active.call.id, new=call.id),
        reports.Joined(to, old=None, new=call.id),
    ]


def divert(exchange: Exchange, alerting: Connection, target: DirectoryNumber, cause: Cause) -> None:
    """A call that alerts at one number goes to another one."""
    call = alerting.call
    [caller] = call.others(alerting)
    places = exchange.shown_at(alerting)
    exchange.stop(Timer.RINGING, call)
    waiting_tone.end(exchange, alerting)
    alerting.move(_S.NULL)
    if Defect.DEFLECT_RINGS_ON not in exchange.defects:
        for place in places:
            screens.on_hook(exchange, alerting, *place, ringing=True)
    call.called, call.cause, call.redirected_from = target.number, cause, alerting.device
    reports.diverted(exchange, alerting, caller, target.number)
    exchange.disconnect(alerting)
    progress.route(exchange, caller, target)
