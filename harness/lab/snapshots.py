"""What a snapshot says of a device, judged against what a plan knows of it.

Only the device's own state in each call is judged: a switch may say one state or several, and the
first is the device's (ECMA-269 Snapshot Device; reference of CSTA over SIP, "Session, capability,
monitoring, snapshot").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from harness.errors import LadderMismatch
from harness.expect.patterns import Call
from harness.protocols.csta.device_ids import directory_number
from harness.protocols.csta.names import LocalConnectionState, SimpleCallState
from harness.protocols.csta.types import SnapshotDeviceResponseInfo

_State = LocalConnectionState
_SIMPLE: Mapping[SimpleCallState, LocalConnectionState] = {
    SimpleCallState.CALL_PENDING: _State.INITIATED,
    SimpleCallState.CALL_ORIGINATED: _State.CONNECTED,
    SimpleCallState.CALL_DELIVERED: _State.CONNECTED,
    SimpleCallState.CALL_DELIVERED_HELD: _State.HOLD,
    SimpleCallState.CALL_RECEIVED: _State.ALERTING,
    SimpleCallState.CALL_RECEIVED_ON_HOLD: _State.ALERTING,
    SimpleCallState.CALL_ESTABLISHED: _State.CONNECTED,
    SimpleCallState.CALL_ESTABLISHED_HELD: _State.HOLD,
    SimpleCallState.CALL_ESTABLISHED_ON_HOLD: _State.CONNECTED,
    SimpleCallState.CALL_FAILED: _State.CONNECTED,
    SimpleCallState.CALL_FAILED_HELD: _State.HOLD,
}
"""The device's own state in a call that is told as one word; of others that word says nothing.

"Held" is what the device did, "on hold" what the far end did (ECMA-269 clause 6.1.6). "Failed" does
not say at which end: it is read as ``connected``, and taken for ``fail`` where that is expected.
"""

_FAILED = frozenset({SimpleCallState.CALL_FAILED, SimpleCallState.CALL_FAILED_HELD})

Found = Mapping[str, LocalConnectionState | None]


def compare(
    told: Iterable[SnapshotDeviceResponseInfo],
    wanted: Sequence[tuple[Call, LocalConnectionState]],
    *,
    witness: str,
    whose: str,
) -> None:
    """Hold a snapshot against the calls that stand; a call that is new to the witness is bound.

    Raises:
        LadderMismatch: a call is missing, too much, in another state, or another device's.
    """
    found: dict[str, LocalConnectionState | None] = {}
    failed: set[str] = set()
    for each in told:
        call_id, device = each.connection_identifier.call_id, each.connection_identifier.device_id
        if device and directory_number(device) != whose:
            raise LadderMismatch(f"the snapshot of {whose} names device {device} in call {call_id}")
        found[call_id] = _own_state(each)
        if each.local_call_state.simple_call_state in _FAILED:
            failed.add(call_id)
    known = [call.id_at(witness) for call, _ in wanted]
    strangers = [call_id for call_id in found if call_id not in known]
    for call, state in wanted:
        call_id = call.id_at(witness) or (strangers.pop(0) if strangers else str(call))
        if call_id not in found:
            lists = f"it lists {_words(found)}"
            raise LadderMismatch(f"the snapshot of {whose} lacks call {call_id}; {lists}")
        if found[call_id] is not state and not (state is _State.FAIL and call_id in failed):
            said = f"says {found[call_id] or 'nothing'} of call {call_id}, expected {state}"
            raise LadderMismatch(f"the snapshot of {whose} {said}")
        call.bind(witness, call_id)
    further = {call_id: found[call_id] for call_id in strangers}
    if further:
        raise LadderMismatch(f"the snapshot of {whose} lists calls that are not: {_words(further)}")


def _own_state(info: SnapshotDeviceResponseInfo) -> LocalConnectionState | None:
    told = info.local_call_state
    if told.compound_call_state:
        return told.compound_call_state[0]
    return _SIMPLE.get(told.simple_call_state) if told.simple_call_state is not None else None


def _words(calls: Found) -> str:
    return ", ".join(f"{call_id} {state or '?'}" for call_id, state in calls.items()) or "no call"
