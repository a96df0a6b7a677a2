from __future__ import annotations

from typing import Any

import pytest

CALLED_OFF = ["", "", "***", "*** --- SHUTDOWN ABORTED ---", "***", "", "Router#"]


@pytest.mark.parametrize(
    ("delay", "seconds", "told"),
    [
        ("5", 300, "Reload scheduled for 08:07:11 UTC Mon Mar 3 2014 (in 5 minutes) by engineer"),
        ("1:30", 5400, "Reload scheduled for 09:32:11 UTC Mon Mar 3 2014 (in 1 hour and 30 min"),
        ("120 cards", 7200, "Reload scheduled for 10:02:11 UTC Mon Mar 3 2014 (in 2 hours) by en"),
    ],
)
def test_a_reload_is_ordered_for_later_and_comes_then(
    privileged: Any, operations: Any, delay: str, seconds: float, told: str
) -> None:
    host = privileged.session.terminal.host
    first, reason, question = privileged.line(f"reload in {delay}")
    assert first.startswith(told)
    assert reason == f"Reload reason: {'cards' if 'cards' in delay else 'Reload Command'}"
    assert question == "Proceed with reload? [confirm]"
    assert host.scheduled is None
    privileged.keys("\r")
    assert privileged.line("show reload")[:2] == [first, reason]
    assert host.get_timer() is not None

    host.handle_timer(seconds - 0.1)
    assert operations.reloads == 0
    host.handle_timer(seconds)
    assert operations.reloads == 1
    assert host.scheduled is None


def test_a_reload_is_called_off(privileged: Any, operations: Any) -> None:
    assert privileged.line("show reload") == ["No reload is scheduled.", "Router#"]
    assert privileged.line("reload cancel") == ["%No reload is scheduled.", "Router#"]
    privileged.line("reload in 5")
    privileged.keys("\r")
    assert privileged.line("reload cancel") == CALLED_OFF
    privileged.session.terminal.host.handle_timer(301.0)
    assert operations.reloads == 0
    assert privileged.line("show reload") == ["No reload is scheduled.", "Router#"]


def test_a_reload_that_was_not_confirmed_is_not_ordered(privileged: Any) -> None:
    privileged.line("reload in 5")
    privileged.keys("n")
    assert privileged.line("show reload") == ["No reload is scheduled.", "Router#"]


@pytest.mark.parametrize("delay", ["soon", "1:60", "1000"])
def test_a_reload_at_no_time_is_refused(privileged: Any, delay: str) -> None:
    assert "% Invalid input detected at '^' marker." in privileged.line(f"reload in {delay}")
