"""What a desk finds otherwise than it should: screens, bells, memories of phones; what is told."""

from __future__ import annotations

from harness.protocols.csta.events import DeliveredEvent
from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.protocols.sccp.messages import CallState, SelectSoftKeys
from harness.protocols.sccp.numbers import PhoneCallState, SoftKeySet
from harness.standin.calls.commands import Notify
from harness.standin.mutations.changes import lost, saying
from harness.standin.mutations.commands import EventRow, LeakRow, Moment, PhoneRow, Row


def _dialled_last(moment: Moment) -> str:
    """What was dialled for the newest call; empty when nothing was."""
    newest = next(reversed(moment.exchange.calls.values()), None)
    caller = newest.connections.get(newest.calling) if newest is not None else None
    return caller.digits if caller is not None else ""


def _dialled(moment: Moment) -> bool:
    return bool(_dialled_last(moment))


def _redialled_everywhere(moment: Moment) -> None:
    for station in moment.exchange.stations.values():
        station.last_dialled = _dialled_last(moment)


def _rang_in_vain(moment: Moment) -> bool:
    """Whether a call rings where nobody is to be disturbed."""
    exchange = moment.exchange
    return any(
        each.state is LocalConnectionState.ALERTING and station in exchange.undisturbed
        for call in exchange.calls.values()
        for each in call.connections.values()
        for station, _ in exchange.shown_at(each)
    )


def _disturbed(moment: Moment) -> None:
    moment.exchange.undisturbed = frozenset()


def _in_basic_mode(moment: Moment, command: Notify) -> bool:
    """Whether no phone may be prompted, which is what basic mode means to the engine."""
    del command
    return not moment.exchange.prompts


DESKS: tuple[Row, ...] = (
    PhoneRow(
        "ring-out-not-shown",
        "the phone that calls is not told that the other one rings",
        "SCCP CallState: the phone shows what is",
        CallState,
        lost,
        where={"state": PhoneCallState.RING_OUT},
    ),
    PhoneRow(
        "keys-stay-ringing",
        "a phone that answers keeps the soft keys of one that rings",
        "CME administrator guide, soft keys",
        SelectSoftKeys,
        lost,
        where={"soft_key_set_index": SoftKeySet.CONNECTED},
    ),
    EventRow(
        "recall-as-new-call",
        "a transferred call that comes back is reported as a new one",
        "ECMA-269 event causes, recall",
        DeliveredEvent,
        saying(cause=Cause.NEW_CALL),
        where={"cause": Cause.RECALL},
    ),
    EventRow(
        "basic-mode-without-local-state",
        "in basic mode Delivered leaves out the state of the monitored connection, too",
        "document, Enabling CTI CSTA, step 10",
        DeliveredEvent,
        saying(local_connection_info=None),
        told=_in_basic_mode,
    ),
    LeakRow(
        "redial-of-anybody",
        "Redial calls what was dialled last at any phone",
        "CME administrator guide, soft keys, Redial",
        _dialled,
        _redialled_everywhere,
    ),
    LeakRow(
        "dnd-ends-with-a-call",
        "a phone keeps quiet for one call, and the router has forgotten it afterwards",
        "CME administrator guide, do not disturb",
        _rang_in_vain,
        _disturbed,
    ),
)
