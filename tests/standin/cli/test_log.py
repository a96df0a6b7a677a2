from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from harness.standin.cli.host import CliHost
from harness.standin.cli.session import CliSession
from harness.standin.operations import Announcement

STAMP = "*Mar  3 08:02:11.347: "
REGISTERED = "%IPPHONE-6-REGISTER: ephone-1:SEP001E4A34A35F has registered."


@pytest.fixture
def vty(at_terminal: Callable[[int], Any]) -> Any:
    typist = at_terminal(15)
    typist.line("terminal monitor")
    return typist


def heard(typist: Any) -> str:
    return typist.session.data_to_send().decode()


def test_a_vty_hears_what_it_asked_for_and_no_other_does(
    vty: Any, at_terminal: Callable[[int], Any], host: CliHost
) -> None:
    other = at_terminal(15)
    host.log.tell(REGISTERED)
    assert heard(vty) == f"\r\n{STAMP}{REGISTERED}\r\n"
    assert heard(other) == ""

    vty.line("terminal no monitor")
    host.log.tell(REGISTERED)
    assert heard(vty) == ""


def test_a_log_line_breaks_what_is_typed(vty: Any, host: CliHost) -> None:
    vty.keys("show cl")
    host.log.tell(REGISTERED)
    assert heard(vty) == f"\r\n{STAMP}{REGISTERED}\r\n"
    assert vty.keys("ock\r").startswith("ock\r\n*08:02:11")


def test_logging_synchronous_puts_it_back(vty: Any, host: CliHost) -> None:
    host.merge("line vty 0 4\n logging synchronous\n", "ann")
    vty.keys("show cl")
    host.log.tell(REGISTERED)
    assert heard(vty) == f"\r\n{STAMP}{REGISTERED}\r\nRouter#show cl"


def test_a_password_is_never_put_back(at_terminal: Callable[[int], Any], host: CliHost) -> None:
    host.merge("line vty 0 4\n logging synchronous\n", "ann")
    typist = at_terminal(1)
    typist.session.terminal.monitor = True
    typist.keys("enable\rletme")
    host.log.tell(REGISTERED)
    assert heard(typist).endswith("\r\nPassword: ")


def test_leaving_configuration_mode_is_logged_with_who_did_it(vty: Any) -> None:
    vty.keys("configure terminal\r")
    assert vty.keys("end\r") == (
        "end\r\nRouter#\r\n"
        f"{STAMP}%SYS-5-CONFIG_I: Configured from console by engineer on vty0 (10.20.0.50)\r\n"
    )


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("no service timestamps log datetime msec", ""),
        ("service timestamps log datetime", "*Mar  3 08:02:11: "),
        ("service timestamps log uptime", "1d06h: "),
        ("service sequence-numbers", f"000001: {STAMP}"),
    ],
)
def test_stamps_follow_the_configuration(host: CliHost, line: str, stamp: str) -> None:
    host.log.booted_at = datetime(2014, 3, 2, 2, 2, 11, tzinfo=UTC)
    host.merge(line, "ann")
    host.log.tell(REGISTERED)
    assert list(host.log.lines()) == [f"{stamp}{REGISTERED}"]


def test_levels_decide_what_goes_where(vty: Any, host: CliHost) -> None:
    host.merge("logging monitor warnings\nlogging buffered 4096 notifications\n", "ann")
    host.log.tell(REGISTERED)
    host.log.tell("%SYS-5-RESTART: System restarted --")
    host.log.tell("%LINK-3-UPDOWN: Interface FastEthernet0/0, changed state to up")
    assert heard(vty).count("%") == 1
    assert [line.partition("%")[2][:5] for line in host.log.lines()] == ["SYS-5", "LINK-"]

    host.merge("no logging buffered\nno logging monitor\n", "ann")
    host.log.tell("%SYS-2-MALLOCFAIL: Memory allocation failed")
    assert heard(vty) == ""
    assert "Buffer logging:  disabled" in "\n".join(vty.line("show logging"))


def test_the_buffer_forgets_the_oldest(host: CliHost) -> None:
    for number in range(100):
        host.log.tell(f"%SYS-5-TEST: message {number:03} {'x' * 60}")
    kept = list(host.log.lines())
    assert kept[-1].split()[-2] == "099"
    assert len(kept) == 4096 // (len(kept[-1]) + 2)


def test_show_logging_is_laid_out_as_an_old_ios_does(vty: Any, host: CliHost) -> None:
    host.log.tell(REGISTERED)
    heard(vty)
    shown = vty.line("show logging")
    assert shown[0] == "Syslog logging: enabled (0 messages dropped, 0 messages rate-limited,"
    assert "    Console logging: level debugging, 1 messages logged, xml disabled," in shown
    assert shown[-4:] == ["Log Buffer (4096 bytes):", "", f"{STAMP}{REGISTERED}", "Router#"]

    vty.line("clear logging")
    vty.keys("\r")
    assert REGISTERED not in "\n".join(vty.line("show logging"))


def test_debug_output_comes_where_its_flag_is_on(vty: Any, host: CliHost) -> None:
    told = Announcement("//CTI/PI:session 3 requests MakeCall", "cti protoif")
    host.announced(told)
    assert heard(vty) == ""

    assert vty.line("debug cti core")[0] == "Core CTI debug flags are on"
    host.announced(told)
    assert heard(vty) == ""

    vty.line("debug cti all")
    host.announced(told)
    assert heard(vty) == f"\r\n{STAMP}//CTI/PI:session 3 requests MakeCall\r\n"
    assert vty.line("no debug cti protoif")[0] == "Protoif CTI debug flags are off"
    host.announced(told)
    assert heard(vty) == ""


def test_show_debugging_names_what_is_on_and_undebug_all_ends_it(vty: Any) -> None:
    assert vty.line("show debugging") == ["Router#"]
    vty.line("debug ephone register")
    vty.line("debug cti core")
    assert vty.line("show debugging") == [
        "CTI:",
        "  Core CTI debug flags are on",
        "EPHONE:",
        "  Ephone register debugging is enabled",
        "Router#",
    ]
    assert vty.line("undebug all")[0] == "All possible debugging has been turned off"
    assert vty.line("show debugging") == ["Router#"]


def test_a_line_without_keys_is_logged_out_after_ten_minutes(vty: Any, host: CliHost) -> None:
    assert host.get_timer() == 600.0
    host.handle_timer(599.0)
    assert host.terminals
    vty.session.receive_data(b"s", 300.0)
    host.handle_timer(600.0)
    assert host.terminals
    host.handle_timer(900.0)
    assert vty.session.terminal.closed
    assert host.terminals == []


@pytest.mark.parametrize(("said", "due"), [("exec-timeout 1 30", 90.0), ("exec-timeout 0 0", None)])
def test_exec_timeout_says_how_long(vty: Any, host: CliHost, said: str, due: float | None) -> None:
    host.merge(f"line vty 0 4\n {said}\n", "ann")
    assert vty.session.terminal.idle_until == due
    assert host.get_timer() == due


def test_who_only_listens_is_logged_out_too(vty: Any, host: CliHost) -> None:
    host.log.tell(REGISTERED)
    assert isinstance(vty.session, CliSession)
    host.handle_timer(600.0)
    assert vty.session.terminal.closed
