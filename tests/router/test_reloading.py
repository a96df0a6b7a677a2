import pytest

from harness.errors import ProvisioningError, RouterUnreachable
from harness.router.reloading import reached_again, save_and_reload
from harness.runtime.clock import Deadline, ManualClock


class Line:
    """A session that notes what is typed; ``reload`` ends it, unless it stays."""

    def __init__(self, *, stays=False):
        self.typed = []
        self.stays = stays

    def run(self, command, *, seconds, answers):
        self.typed.append((command, seconds, [answer.question for answer in answers]))
        if command == "reload" and not self.stays:
            raise RouterUnreachable("SSH was lost: the router closed the session")
        return ""


def test_what_runs_is_saved_before_the_router_boots():
    line = Line()

    save_and_reload(line, seconds=10.0)

    confirms = [r"\[confirm\]"]
    assert line.typed == [("write memory", 10.0, confirms), ("reload", 10.0, confirms)]


def test_a_router_that_stays_up_is_told_of():
    with pytest.raises(ProvisioningError, match='the router took "reload" and did not go down'):
        save_and_reload(Line(stays=True), seconds=10.0)


class Booting:
    """A router that lets nobody in before a moment of the clock."""

    def __init__(self, clock, *, up_at):
        self.clock = clock
        self.up_at = up_at
        self.tried = []

    def reach(self):
        self.tried.append(self.clock.now())
        if self.clock.now() < self.up_at:
            raise RouterUnreachable(f"no way in after {self.clock.now():g} s")
        return "a session"


def test_it_is_tried_every_second_until_the_router_lets_in():
    clock = ManualClock()
    router = Booting(clock, up_at=2.5)

    session = reached_again(
        router.reach, Deadline.after(60.0, "the router", clock), pause=clock.advance
    )

    assert session == "a session"
    assert router.tried == [0.0, 1.0, 2.0, 3.0]


def test_a_router_that_does_not_come_back_is_given_up_with_the_last_cause():
    clock = ManualClock()
    router = Booting(clock, up_at=1000.0)

    with pytest.raises(RouterUnreachable, match=r"no way in after 2\.5 s"):
        reached_again(router.reach, Deadline.after(2.5, "the router", clock), pause=clock.advance)

    assert router.tried == [0.0, 1.0, 2.0, 2.5]
