from __future__ import annotations

import pytest

from harness.errors import ProvisioningError
from harness.router.deadman import DeadMan
from harness.router.precautions import require_quiet, scheduled_reload
from harness.runtime.journal import Journal

PENDING = "Time configured to revert: 10\nTimer value: 7 min\nUser: bob\n"
RELOAD = (
    "Reload scheduled for 11:33:53 UTC Sat Feb 1 2003 (in 19 minutes and 2 seconds) by bob on "
    "vty0 (10.0.0.9)\nReload reason: Reload Command"
)


class ShowingLine:
    def __init__(self, **shown: str) -> None:
        self.shown = shown

    def run(self, command: str) -> str:
        try:
            return self.shown[command.rsplit(maxsplit=1)[-1]]
        except KeyError:
            raise ProvisioningError(f"refused {command}") from None


@pytest.fixture
def dead_man() -> DeadMan:
    return DeadMan(Journal(), minutes=10, seconds=1.0)


def test_a_router_that_nobody_is_about_to_change_is_pushed_to(dead_man):
    require_quiet(ShowingLine(timer="%No Rollback", reload="No reload is scheduled."), dead_man)


def test_an_image_that_knows_neither_is_pushed_to(dead_man):
    require_quiet(ShowingLine(), dead_man)
    assert scheduled_reload(ShowingLine()) == ""


def test_a_reload_that_somebody_ordered_stops_the_bench(dead_man):
    sentence = r'"Reload scheduled for 11:33:53 .* by bob on vty0 \(10.0.0.9\)"; .*`reload cancel`'
    with pytest.raises(ProvisioningError, match=sentence):
        require_quiet(ShowingLine(reload=RELOAD), dead_man)


def test_an_unconfirmed_change_stops_the_bench(dead_man):
    with pytest.raises(ProvisioningError, match=r"a change by bob waits .* wait 7 min or ask"):
        require_quiet(ShowingLine(timer=PENDING), dead_man)
