from __future__ import annotations

from dataclasses import dataclass, replace

from harness.expect import (
    Call,
    Cause,
    Conferenced,
    LocalConnectionState,
    Strand,
    Transferred,
    ordinary_or,
)
from harness.expect.judging import judge
from harness.expect.patterns import describe, differences
from harness.expect.renaming import CallIds, call_ids
from harness.protocols.csta.events import ConferencedEvent, HeldEvent, TransferredEvent
from harness.protocols.csta.types import ConnectionID, ConnectionListItem
from harness.runtime.journal import Entry, Kind

MOVED = ConnectionListItem(ConnectionID("2", "tel:202"), ConnectionID("1", "tel:202"), "tel:202")
STAYED = ConnectionListItem(ConnectionID("2", "tel:203"), ConnectionID("2", "tel:203"), "tel:203")
EVENT = TransferredEvent(
    monitor_cross_ref_id="1",
    primary_old_call=ConnectionID("1", "tel:201"),
    secondary_old_call=ConnectionID("2", "tel:201"),
    transferring_device="tel:201",
    transferred_to_device="tel:203",
    transferred_connections=(MOVED, STAYED),
    local_connection_info=LocalConnectionState.CONNECTED,
    cause=Cause.TRANSFER,
)
SHAPE = Transferred.shape


@dataclass(frozen=True)
class Somebody:
    name: str
    number: str


ALICE, CAROL = Somebody("alice", "201"), Somebody("carol", "203")


def test_who_was_held_gets_a_new_identifier() -> None:
    assert call_ids(EVENT, SHAPE, monitored="202") == CallIds("1", "2")


def test_who_was_consulted_keeps_his() -> None:
    assert call_ids(EVENT, SHAPE, monitored="203") == CallIds("2", "2")


def test_who_transfers_may_know_it_by_either() -> None:
    assert call_ids(EVENT, SHAPE, monitored="201") == CallIds("1", "1")
    assert call_ids(EVENT, SHAPE, monitored="201", known="2") == CallIds("2", "2")
    assert call_ids(EVENT, SHAPE, monitored="201", known="3") == CallIds("1", "1")


def test_another_event_renames_nothing() -> None:
    held = HeldEvent(
        held_connection=ConnectionID("7", "201"), holding_device="201", cause=Cause.NORMAL
    )
    from harness.expect import Held

    assert call_ids(held, Held.shape, monitored="202") == CallIds("7", "7")


def against(event: TransferredEvent, monitored: str, known: str | None = None) -> list[str]:
    local = LocalConnectionState.CONNECTED
    pattern = Transferred(Call(), transferring=ALICE, to=CAROL, local=local)
    return differences(pattern, event, monitored=monitored, known_call_id=known)


def test_a_whole_transfer_is_accepted_at_both_ends() -> None:
    assert against(EVENT, "202", "1") == against(EVENT, "203", "2") == []


def test_a_call_that_the_witness_did_not_have_is_refused() -> None:
    assert against(EVENT, "202", "2") == ["callID is '1', expected '2'"]


def test_new_connections_of_two_calls_are_refused() -> None:
    kept = replace(MOVED, new_connection=MOVED.old_connection)
    broken = replace(EVENT, transferred_connections=(kept, STAYED))
    assert against(broken, "202", "1") == [
        "the new connections are of the calls 1, 2, expected one"
    ]


def test_a_list_without_the_witness_is_refused() -> None:
    broken = replace(EVENT, transferred_connections=(STAYED,))
    assert against(broken, "202", "1") == ["no new connection is that of '202'"]


def test_a_list_without_connections_is_refused() -> None:
    broken = replace(EVENT, transferred_connections=())
    assert against(broken, "201", "1") == [
        "the new connections are of the calls none, expected one"
    ]


def entry(event: object, number: int) -> Entry:
    return Entry(number, 0.0, "bob.cti", Kind.EVENT, type(event).__name__, event)


def test_what_comes_after_a_transfer_is_read_by_the_new_identifier() -> None:
    call = Call()
    call.bind("bob.cti", "1")
    verdict = judge([entry(EVENT, 1)], [Strand("bob.cti", "202", (Transferred(call, to=CAROL),))])
    assert verdict.fulfilled
    verdict.commit()
    assert call.id_at("bob.cti") == "2"


def test_anything_of_a_call_follows_it_through_a_transfer() -> None:
    call = Call()
    call.bind("bob.cti", "1")
    after = HeldEvent(
        held_connection=ConnectionID("2", "203"), holding_device="203", cause=Cause.NORMAL
    )
    strand = Strand("bob.cti", "202", (), anything_of=call)
    assert judge([entry(EVENT, 1), entry(after, 2)], [strand]).objection is None
    assert judge([entry(after, 1)], [strand]).objection is not None


def test_a_plan_may_leave_a_cause_open_and_says_so() -> None:
    pattern = Transferred(Call("7"), to=CAROL, cause=ordinary_or(Cause.TRANSFER))
    assert describe(pattern) == (
        "Transferred(7, transferredTo=carol (203), cause=makeCall or newCall or normal or transfer)"
    )
    for cause, accepted in ((Cause.NORMAL, True), (Cause.TRANSFER, True), (Cause.BUSY, False)):
        told = replace(EVENT, cause=cause)
        found = differences(pattern, told, monitored="202", known_call_id=None)
        assert (found == []) is accepted


CREATED = ConnectionListItem(ConnectionID("2", "tel:201"), ConnectionID("2", "tel:201"), "tel:201")
JOINED = ConferencedEvent(
    monitor_cross_ref_id="1",
    primary_old_call=ConnectionID("1", "tel:201"),
    secondary_old_call=ConnectionID("2", "tel:201"),
    conferencing_device="tel:201",
    added_party="tel:203",
    conference_connections=(CREATED, MOVED, STAYED),
    local_connection_info=LocalConnectionState.CONNECTED,
    cause=Cause.CONFERENCE,
)


def test_who_confers_may_know_it_by_either_and_knows_one_call_from_then_on() -> None:
    shape = Conferenced.shape
    assert call_ids(JOINED, shape, monitored="201", known="1") == CallIds("1", "2")
    assert call_ids(JOINED, shape, monitored="201", known="2") == CallIds("2", "2")
    assert call_ids(JOINED, shape, monitored="202", known="1") == CallIds("1", "2")
    assert call_ids(JOINED, shape, monitored="203") == CallIds("2", "2")


def conferenced(event: ConferencedEvent, monitored: str, known: str) -> list[str]:
    pattern = Conferenced(Call(), conferencing=ALICE, added=CAROL)
    return differences(pattern, event, monitored=monitored, known_call_id=known)


def test_a_conference_as_it_must_be_told() -> None:
    assert conferenced(JOINED, "201", "1") == []
    assert conferenced(JOINED, "202", "1") == []
    assert conferenced(JOINED, "203", "2") == []


def test_what_is_wrong_with_a_conference_is_said() -> None:
    by_carol = replace(JOINED, conferencing_device="tel:203")
    told = ["conferencingDevice is 'tel:203', expected alice (201)".replace("tel:", "")]
    assert conferenced(by_carol, "201", "1") == told
    without = replace(JOINED, conference_connections=(MOVED, STAYED))
    assert conferenced(without, "201", "1") == ["no new connection is that of '201'"]
    held = replace(JOINED, local_connection_info=LocalConnectionState.HOLD)
    assert conferenced(held, "202", "1") == ["localConnectionInfo is 'hold', expected 'connected'"]
    transferred = replace(JOINED, cause=Cause.TRANSFER)
    assert conferenced(transferred, "202", "1") == ["cause is 'transfer', expected 'conference'"]
