import pytest

from harness.errors import BenchBroken
from harness.lab.clock_desk import ClockDesk


class Bench:
    """A bench that notes what was done to its clock and what was kept alive meanwhile."""

    def __init__(self):
        self.done = []
        self.parties = {"alice": self}
        self.cti = self
        self.is_open = True

    @property
    def router_access(self):
        return self

    def turn_clock(self, seconds):
        self.done.append(seconds)

    def fence(self):
        self.done.append("fence")

    def beat(self):
        self.done.append("beat")

    def refresh(self):
        self.done.append("refresh")


def test_time_passes_in_steps_that_phones_survive():
    bench = Bench()
    ClockDesk(bench).passes(minutes=1, seconds=40)

    assert bench.done == [45.0, "fence", 45.0, "fence", 10.0, "fence", "beat", "refresh"]


def test_long_time_is_told_to_the_router_and_the_parties_sessions():
    bench = Bench()
    ClockDesk(bench).passes(minutes=40)
    until_refresh, longest = 0.0, 0.0
    for each in bench.done:
        until_refresh = 0.0 if each == "refresh" else until_refresh
        until_refresh += each if isinstance(each, float) else 0.0
        longest = max(longest, until_refresh)

    assert sum(each for each in bench.done if isinstance(each, float)) == 2400
    assert longest <= 240


def test_a_lost_session_is_not_refreshed():
    bench = Bench()
    bench.is_open = False
    ClockDesk(bench).passes(seconds=1)

    assert "refresh" not in bench.done


def test_the_routers_clock_turns_and_its_phones_stay_registered(lab):
    ClockDesk(lab).passes(minutes=5)

    assert all(phone.is_registered for phone in lab.router_access.show_ephones())


def test_a_session_that_is_not_refreshed_ends(lab, application):
    application.open(line="203", timer=90)
    ClockDesk(lab).passes(seconds=95)
    lab.journal.wait(lambda: not application.is_open or None, lab.event_deadline("its end"))


def test_a_router_without_a_process_of_ours_has_no_such_clock(lab, monkeypatch):
    monkeypatch.setattr(lab, "_standin", None)
    with pytest.raises(BenchBroken, match="cannot be turned"):
        lab.turn_clock(1)
