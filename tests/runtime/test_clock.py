from __future__ import annotations

from harness.runtime.clock import SYSTEM_CLOCK, Deadline, ManualClock


def test_the_system_clock_never_goes_back():
    times = [SYSTEM_CLOCK.now() for _ in range(100)]
    assert times == sorted(times)


def test_a_deadline_runs_down_and_passes():
    clock = ManualClock(10.0)
    deadline = Deadline.after(2.0, "the answer", clock)
    assert (deadline.remaining, deadline.passed) == (2.0, False)
    assert clock.advance(1.5) == 11.5
    assert deadline.remaining == 0.5
    clock.advance(0.5)
    assert (deadline.remaining, deadline.passed) == (0.0, True)
    clock.advance(5)
    assert deadline.remaining == 0.0


def test_a_passed_deadline_says_what_was_awaited_and_how_long():
    assert str(Deadline.after(2.5, "the answer", ManualClock()).exceeded()) == (
        "the answer did not come within 2.5 s"
    )
