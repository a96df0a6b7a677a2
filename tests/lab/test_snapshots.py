import pytest

from harness.errors import LadderMismatch
from harness.expect import Call
from harness.expect import LocalConnectionState as State
from harness.lab.snapshots import compare
from harness.protocols.csta.names import SimpleCallState
from harness.protocols.csta.types import (
    ConnectionID,
    LocalCallState,
    SnapshotDeviceResponseInfo,
)


def info(call_id, *states, simple=None):
    return SnapshotDeviceResponseInfo(
        connection_identifier=ConnectionID(call_id, "201"),
        local_call_state=LocalCallState(compound_call_state=states, simple_call_state=simple),
    )


def call(name, call_id=None):
    made = Call(name)
    if call_id is not None:
        made.bind("alice.cti", call_id)
    return made


def check(told, *wanted):
    compare(told, wanted, witness="alice.cti", whose="201")


def test_the_devices_own_state_comes_first_and_others_do_not_matter():
    check([info("7", State.HOLD, State.CONNECTED)], (call("a", "7"), State.HOLD))
    with pytest.raises(LadderMismatch, match="of 201 says hold of call 7, expected connected"):
        check([info("7", State.HOLD, State.CONNECTED)], (call("a", "7"), State.CONNECTED))


def test_a_state_in_one_word_counts_where_it_is_plain():
    received = [info("7", simple=SimpleCallState.CALL_RECEIVED)]
    check(received, (call("a", "7"), State.ALERTING))
    with pytest.raises(LadderMismatch, match="says nothing of call 7"):
        check([info("7", simple=SimpleCallState.CALL_BLOCKED)], (call("a", "7"), State.FAIL))


def test_a_missing_call_and_one_too_much_are_named():
    with pytest.raises(LadderMismatch, match="lacks call 7; it lists no call"):
        check([], (call("a", "7"), State.CONNECTED))
    with pytest.raises(LadderMismatch, match="lists calls that are not: 8 alerting"):
        check([info("8", State.ALERTING)])


def test_a_call_that_is_new_to_the_witness_is_bound_to_what_nobody_knows():
    late = call("late")
    told = [info("7", State.HOLD), info("9", State.CONNECTED)]
    check(told, (call("a", "7"), State.HOLD), (late, State.CONNECTED))

    assert late.id_at("alice.cti") == "9"


def test_a_call_of_another_device_is_named():
    stranger = SnapshotDeviceResponseInfo(
        connection_identifier=ConnectionID("7", "tel:203"),
        local_call_state=LocalCallState(compound_call_state=(State.CONNECTED,)),
    )

    with pytest.raises(LadderMismatch, match="snapshot of 201 names device tel:203 in call 7"):
        check([stranger], (call("a", "7"), State.CONNECTED))


def test_a_call_told_as_failed_may_have_failed_at_either_end():
    failed = [info("7", simple=SimpleCallState.CALL_FAILED)]
    check(failed, (call("a", "7"), State.CONNECTED))
    check(failed, (call("a", "7"), State.FAIL))
    with pytest.raises(LadderMismatch, match="says connected of call 7, expected hold"):
        check(failed, (call("a", "7"), State.HOLD))
    with pytest.raises(LadderMismatch, match="says connected of call 7, expected fail"):
        check([info("7", State.CONNECTED)], (call("a", "7"), State.FAIL))
