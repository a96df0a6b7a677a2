from __future__ import annotations

from typing import Any

import pytest

from harness.standin.cli.configurator import load
from harness.standin.cli.running_config import configuration_text

PHONE = (
    "telephony-service",
    "max-ephones 5",
    "max-dn 5",
    "exit",
    "ephone 1",
    "mac-address 001E.4A34.A35F",
)
NUMBER = ("telephony-service", "max-dn 5", "exit", "ephone-dn 1 dual-line", "number 201")


def printed(*lines: str) -> list[str]:
    loaded = load("\n".join(lines))
    assert loaded.refused == ()
    text = configuration_text(loaded.configuration)
    assert configuration_text(load(text).configuration) == text, "what is printed is taken again"
    return [line.strip() for line in text.splitlines()]


@pytest.mark.parametrize(
    ("line", "keywords"),
    [
        ("keep-conference", set()),
        ("keep-conference endcall", {"endcall"}),
        ("keep-conference drop-last endcall local-only", {"drop-last", "endcall", "local-only"}),
    ],
)
def test_keep_conference_has_three_keywords(line: str, keywords: set[str]) -> None:
    assert line in printed(*PHONE, line)
    assert load("\n".join((*PHONE, line))).configuration.ephones[1].keep_conference == keywords


def test_a_conference_is_not_kept_any_more() -> None:
    lines = printed(*PHONE, "keep-conference endcall", "no keep-conference endcall")
    assert not any("keep-conference" in line for line in lines)


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ((), []),
        (("no call-waiting beep accept",), ["no call-waiting beep accept"]),
        (("no call-waiting beep generate",), ["no call-waiting beep generate"]),
        (("no call-waiting beep",), ["no call-waiting beep"]),
        (("no call-waiting beep", "call-waiting beep accept"), ["no call-waiting beep generate"]),
        (("no call-waiting beep", "call-waiting beep"), []),
    ],
)
def test_beeps_are_refused_each_or_both(lines: tuple[str, ...], shown: list[str]) -> None:
    assert [line for line in printed(*NUMBER, *lines) if "call-waiting" in line] == shown


def test_huntstop_channel_leaves_one_channel_to_calls_that_come_in() -> None:
    assert "huntstop channel" in printed(*NUMBER, "huntstop channel")
    loaded = load("\n".join((*NUMBER, "huntstop channel"))).configuration
    assert loaded.ephone_dns[1].huntstop_channel == 1
    undone = printed(*NUMBER, "huntstop channel", "no huntstop channel")
    assert "huntstop channel" not in undone


def test_huntstop_channel_of_an_octo_line_names_how_many() -> None:
    octo = ("telephony-service", "max-dn 5", "exit", "ephone-dn 1 octo-line", "number 201")
    assert "huntstop channel 4" in printed(*octo, "huntstop channel 4")


def test_a_transferred_call_may_be_recalled() -> None:
    lines = printed("telephony-service", "timeouts transfer-recall 20")
    assert "timeouts transfer-recall 20" in lines
    default = printed("telephony-service", "timeouts transfer-recall 0")
    assert not any("transfer-recall" in line for line in default)


def test_show_ephone_summary_counts_the_conferences(privileged: Any, operations: Any) -> None:
    operations.standing_conferences = 1
    shown = privileged.line("show ephone summary")
    assert "Max Conferences 8 with 1 active (8 allowed)" in shown
