from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harness.standin.cli.running_config import configuration_text

NOTHING = "%No Rollback Confirmed Change pending"


@pytest.fixture
def archiving(configuring: Any) -> Any:
    for line in ("archive", "path flash:cfg", "maximum 2", "end"):
        configuring.line(line)
    return configuring


def change(typist: Any) -> None:
    for line in ("configure terminal", "voice service voip", "no cti shutdown", "end"):
        typist.line(line)


def test_a_change_that_nobody_confirms_is_taken_back_when_its_time_is_over(archiving: Any) -> None:
    host = archiving.session.terminal.host
    before = configuration_text(host.configuration)
    archiving.keys("copy running-config flash:b\r\r")

    shown = archiving.line("configure replace flash:b force time 5")

    assert shown == [
        "",
        "Rollback Confirmed Change: Backing up current running config to flash:cfg-1",
        "",
        "Total number of passes: 0",
        "Rollback Done",
        "",
        "Router#",
    ]
    change(archiving)
    archiving.line("exit")
    assert host.get_timer() == 300.0
    host.handle_timer(299.0)
    assert configuration_text(host.configuration) != before
    host.handle_timer(300.0)
    assert configuration_text(host.configuration) == before
    assert host.archive.get_timer() is None


def test_a_confirmed_change_stays(archiving: Any) -> None:
    host = archiving.session.terminal.host
    archiving.line("configure terminal revert timer 2")
    archiving.line("voice service voip")
    archiving.line("no cti shutdown")
    archiving.line("end")

    assert archiving.line("configure confirm") == ["Router#"]

    host.handle_timer(590.0)
    assert host.configuration.voice_service.cti_shutdown is False
    assert archiving.line("configure confirm") == [NOTHING, "Router#"]


def test_the_timer_can_be_moved_and_shown(archiving: Any) -> None:
    host = archiving.session.terminal.host
    archiving.line("configure terminal revert timer 2")
    archiving.line("end")
    archiving.session.receive_data(b"configure revert timer 7\r", 100.0)
    archiving.keys("")

    assert host.get_timer() == 100.0 + 7 * 60
    assert archiving.line("show archive config rollback timer") == [
        "Time configured(or reconfigured): 08:02:11 UTC Mon Mar 3 2014",
        "Timer type: absolute timer",
        "Timer value: 7 min",
        "User: engineer",
        "Router#",
    ]


def test_idle_time_counts_from_the_last_key(archiving: Any) -> None:
    host = archiving.session.terminal.host
    archiving.line("configure terminal revert timer idle 3")
    archiving.session.receive_data(b"end\r", 50.0)

    assert host.get_timer() == 50.0 + 180


def test_a_change_can_be_taken_back_at_once(archiving: Any) -> None:
    host = archiving.session.terminal.host
    archiving.line("configure terminal revert timer 2")
    change(archiving)

    shown = archiving.line("configure revert now")

    assert shown[:2] == ["Rollback Confirmed Change: Rolling to: flash:cfg-1", ""]
    assert "Rollback Done" in shown
    assert host.configuration.voice_service.cti_shutdown is True
    assert host.archive.get_timer() is None


def test_only_who_armed_it_may_touch_it(archiving: Any, at_terminal: Callable[[int], Any]) -> None:
    archiving.line("configure terminal revert timer 2")
    other = at_terminal(15)
    other.session.terminal.user = "visitor"

    for line in ("configure confirm", "configure revert now", "configure revert timer 9"):
        assert "engineer" in other.line(line)[0]
    assert archiving.session.terminal.host.archive.get_timer() == 120.0


def test_a_second_change_cannot_wait_beside_the_first(archiving: Any) -> None:
    archiving.line("configure terminal revert timer 2")
    archiving.line("end")

    assert "already pending" in archiving.line("configure terminal revert timer 3")[0]
    assert archiving.session.terminal.host.archive.get_timer() == 120.0


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (
            "configure replace flash:b force time 5",
            "%Turn config archive on before using Rollback Confirmed Change",
        ),
        (
            "configure replace flash:b force revert trigger error",
            "%Please turn config archive on before using the revert feature",
        ),
        (
            "configure terminal revert timer 1",
            "%Turn config archive on before using Rollback Confirmed Change",
        ),
        ("configure revert now", NOTHING),
        ("configure revert timer 4", NOTHING),
        ("configure confirm", NOTHING),
        ("show archive config rollback timer", NOTHING),
        ("show archive", " Archive feature not enabled"),
        ("archive config", " Archive feature not enabled"),
    ],
)
def test_without_an_archive_nothing_is_armed(privileged: Any, line: str, answer: str) -> None:
    privileged.session.terminal.host.flash["b"] = b"hostname Other\nend\n"
    assert privileged.line(line)[0] == answer
    assert privileged.session.terminal.host.archive.get_timer() is None
    assert privileged.line("")[-1] == "Router#"


@pytest.mark.parametrize("minutes", ["0", "121"])
def test_a_time_out_of_range_is_marked(privileged: Any, minutes: str) -> None:
    shown = privileged.line(f"configure replace flash:b force time {minutes}")
    assert shown[0] == " " * len("Router#configure replace flash:b force time ") + "^"


def test_the_archive_keeps_as_many_files_as_it_is_told(archiving: Any) -> None:
    host = archiving.session.terminal.host
    for _ in range(3):
        assert archiving.line("archive config") == ["Router#"]

    assert sorted(host.flash) == ["cfg-2", "cfg-3"]
    assert archiving.line("show archive") == [
        "The maximum archive configurations allowed is 2.",
        "There are currently 2 archive configurations saved.",
        "The next archive file will be named flash:cfg-4",
        " Archive #  Name",
        "   1        flash:cfg-2",
        "   2        flash:cfg-3 <- Most Recent",
        "Router#",
    ]


def test_a_reload_forgets_what_waits_for_confirmation(archiving: Any) -> None:
    host = archiving.session.terminal.host
    archiving.line("write memory")
    archiving.line("configure terminal revert timer 2")
    archiving.line("end")
    archiving.line("reload")
    archiving.keys("\r")

    assert host.archive.get_timer() is None


def test_the_lines_of_a_replacement_can_be_listed(archiving: Any) -> None:
    archiving.keys("copy running-config flash:b\r\r")
    change(archiving)

    shown = archiving.line("configure replace flash:b list force")

    assert "!List of Rollback Commands:" in shown
    assert "cti shutdown" in shown


def test_an_alias_is_configured_shown_used_and_removed(configuring: Any) -> None:
    configuring.line("alias exec st show clock")
    configuring.line("alias exec st show archive")
    configuring.line("end")

    assert configuring.line("st")[0] == " Archive feature not enabled"
    assert "  st                    show archive" in configuring.line("show aliases")
    assert "alias exec st show archive" in configuring.line("show running-config")
    configuring.line("configure terminal")
    configuring.line("no alias exec st")
    configuring.line("end")
    assert not [line for line in configuring.line("show aliases") if " st " in line]
    assert configuring.line("s clock")[0].startswith("*08:02:11")
