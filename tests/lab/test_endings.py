from dataclasses import dataclass

from harness.errors import RouterUnreachable
from harness.expect import expect
from harness.lab.endings import finds_no_session


@dataclass
class Untold:
    """An application whose router has forgotten its session without a word."""

    witness: str = "application.cti"
    is_open: bool = True
    asked: int = 0

    def fence(self):
        self.asked += 1
        self.is_open = False
        raise RouterUnreachable("the session ended before the answer came")

    def asks_at_once(self, count):
        return count


def test_a_session_that_stands_is_served_on(application):
    application.open(line="203")

    gone = application.finds_no_session().term

    assert gone.sentence == "finds its session gone"
    assert gone.unmet() == "the router serves it on"
    assert application.is_open


def test_a_session_that_was_cleared_is_found_gone(application, router):
    application.open(line="203")

    with expect(application.loses_its_session(), application.finds_no_session()):
        router.clear_session(of=application)

    assert application.finds_no_session().term.unmet() is None


def test_who_was_told_nothing_finds_out_by_asking():
    untold = Untold()

    assert finds_no_session(untold).unmet() is None
    assert untold.asked == 1
