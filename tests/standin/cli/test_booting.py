from __future__ import annotations

import pytest

from harness.standin.cli.booting import FirstQuestions

QUESTION = "Would you like to enter the initial configuration dialog? [yes/no]: "
AUTOINSTALL = "Would you like to terminate autoinstall? [yes]: "
STARTED = "\r\n\r\nPress RETURN to get started!\r\n\r\n"


def test_no_leads_past_autoinstall_to_the_prompt() -> None:
    asked = FirstQuestions()
    assert asked.greeting().endswith(f"--- System Configuration Dialog ---\r\n\r\n{QUESTION}")
    assert asked.take("no\r") == f"no\r\n{AUTOINSTALL}"
    assert not asked.over
    assert asked.take("\r") == f"\r\n{STARTED}"
    assert asked.over


@pytest.mark.parametrize("typed", ["\r", "\x03\r", "show version\r"])
def test_anything_but_yes_and_no_is_asked_again(typed: str) -> None:
    asked = FirstQuestions()
    assert asked.take(typed).endswith(f"\r\n% Please answer 'yes' or 'no'.\r\n{QUESTION}")


def test_the_dialog_is_left_by_control_c() -> None:
    asked = FirstQuestions()
    assert asked.take("yes\r").endswith("Continue with configuration dialog? [yes/no]: ")
    assert asked.take("\x03show") == STARTED
    assert asked.over
