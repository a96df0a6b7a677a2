from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from harness.standin.cli.platform_shows import uptime


def test_uptime_leaves_out_what_is_nothing() -> None:
    assert uptime(timedelta(days=16, hours=1, minutes=2)) == "2 weeks, 2 days, 1 hour, 2 minutes"
    assert uptime(timedelta(seconds=5)) == "0 minutes"


def test_version_names_router_image_and_model(privileged: Any) -> None:
    shown = privileged.line("show version")
    assert shown[0].startswith("Cisco IOS Software, 2800 Software (C2800NM-ADVENTERPRISEK9-M)")
    assert "Router uptime is 0 minutes" in shown
    assert any(line.startswith("Cisco 2811 (revision") for line in shown)


def test_users_marks_the_own_line(privileged: Any, at_terminal: Any) -> None:
    at_terminal(1)
    shown = privileged.line("show users")
    assert shown[2].split() == [
        "*",
        "194",
        "vty",
        "0",
        "engineer",
        "idle",
        "00:00:00",
        "10.20.0.50",
    ]
    assert shown[3].startswith("  195 vty 1     engineer   idle")


def test_the_running_configuration_says_who_changed_it(configuring: Any) -> None:
    for line in ("voice service voip", "no cti shutdown", "end", "write memory"):
        configuring.line(line)
    shown = configuring.line("show running-config")
    assert shown[:2] == ["Building configuration...", ""]
    assert shown[3:7] == [
        "!",
        "! Last configuration change at 08:02:11 UTC Mon Mar 3 2014 by engineer",
        "! NVRAM config last updated at 08:02:11 UTC Mon Mar 3 2014 by engineer",
        "!",
    ]
    size = sum(len(line) + 1 for line in shown[6:-2])
    assert shown[2] == f"Current configuration : {size} bytes"
    assert configuring.line("show startup-config")[0] == f"Using {size} out of 245752 bytes"


def test_interfaces_are_listed_in_columns(privileged: Any) -> None:
    assert privileged.line("show ip interface brief")[:-1] == [
        "Interface                  IP-Address      OK? Method Status                Protocol",
        "FastEthernet0/0            127.0.0.1       YES NVRAM  up                    up      ",
        "Service-Engine0/0          unassigned      YES unset  administratively down down    ",
        "FastEthernet0/1            unassigned      YES unset  administratively down down    ",
    ]


def test_the_clock_is_printed_to_the_millisecond(privileged: Any) -> None:
    host = privileged.session.terminal.host
    host.wall_clock = lambda: datetime(2015, 10, 19, 18, 57, 38, 7000, tzinfo=UTC)
    assert privileged.line("show clock")[0] == "*18:57:38.007 UTC Mon Oct 19 2015"
