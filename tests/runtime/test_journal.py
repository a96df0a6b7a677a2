from __future__ import annotations

import threading

import pytest

from harness.errors import DeadlineExceeded
from harness.runtime.clock import Deadline, ManualClock
from harness.runtime.journal import Journal, Kind


def test_entries_keep_order_number_and_time():
    clock = ManualClock(100.0)
    journal = Journal(clock)
    journal.append("alice.cti", Kind.SENT, "MakeCall", {"to": "202"}, text="calls 202")
    clock.advance(0.25)
    journal.append("bob.phone", Kind.SCREEN, "rings", octets=b"\x01")
    first, second = journal.entries()
    assert (first.number, first.at, first.witness, first.kind) == (0, 0.0, "alice.cti", "sent")
    assert (first.name, first.value, first.text) == ("MakeCall", {"to": "202"}, "calls 202")
    assert (second.number, second.at, second.octets) == (1, 0.25, b"\x01")


def test_a_cursor_parts_before_from_after():
    journal = Journal(ManualClock())
    journal.append("a", Kind.NOTE, "before")
    cursor = journal.cursor
    journal.append("a", Kind.NOTE, "after")
    journal.append("a", Kind.NOTE, "later")
    assert [entry.name for entry in journal.entries(cursor)] == ["after", "later"]
    assert [entry.name for entry in journal.entries(cursor, cursor + 1)] == ["after"]


def test_a_reader_is_woken_by_another_thread():
    journal = Journal()
    deadline = Deadline.after(5, "the event")

    def look():
        return next((e for e in journal.entries() if e.name == "event"), None)

    def witness():
        journal.append("a", Kind.NOTE, "other")
        journal.append("a", Kind.EVENT, "event")

    thread = threading.Thread(target=witness)
    thread.start()
    assert journal.wait(look, deadline).number == 1
    thread.join()


def test_what_is_there_already_needs_no_time():
    journal = Journal()
    assert journal.wait(lambda: 0, Deadline.after(0, "nothing")) == 0


def test_a_reader_gives_up_at_its_deadline():
    journal = Journal()
    with pytest.raises(DeadlineExceeded, match="the event did not come"):
        journal.wait(lambda: None, Deadline.after(0.01, "the event"))


def test_a_subscriber_is_told_while_it_subscribes():
    journal, told = Journal(), []
    with journal.subscribed(told.append):
        entry = journal.append("a", Kind.NOTE, "within")
    journal.append("a", Kind.NOTE, "without")
    assert told == [entry]


def test_what_is_not_kept_is_heard_by_nobody():
    journal, told = Journal(kept=frozenset({Kind.FAULT})), []
    with journal.subscribed(told.append):
        journal.append("a", Kind.NOTE, "forgotten")
        fault = journal.append("a", Kind.FAULT, "remembered")
    assert journal.entries() == (fault,)
    assert told == [fault]
    assert fault.number == 0


def test_threads_do_not_lose_or_double_entries():
    journal = Journal()

    def write():
        for _ in range(200):
            journal.append("a", Kind.NOTE, "x")

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.number for entry in journal.entries()] == list(range(800))
