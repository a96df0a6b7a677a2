from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

INVALID = "% Invalid input detected at '^' marker."


def test_a_session_begins_with_a_prompt(at_terminal: Callable[[int], Any]) -> None:
    assert at_terminal(1).screen == "\r\nRouter>"
    assert at_terminal(15).screen == "\r\nRouter#"


def test_what_is_typed_is_echoed_and_answered(privileged: Any) -> None:
    assert privileged.keys("show clock\r") == (
        "show clock\r\n*08:02:11.347 UTC Mon Mar 3 2014\r\nRouter#"
    )


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\r\0"])
def test_any_line_end_is_one_line_end(privileged: Any, end: str) -> None:
    assert privileged.keys(f"disable{end}{end}") == "disable\r\nRouter>\r\nRouter>"


def test_enable_asks_for_the_secret_and_does_not_show_it(at_terminal: Callable[[int], Any]) -> None:
    typist = at_terminal(1)
    assert typist.line("enable") == ["Password: "]
    assert typist.keys("letmedo") == ""
    assert typist.keys("\r") == "\r\nRouter#"


def test_enable_gives_up_after_three_wrong_secrets(at_terminal: Callable[[int], Any]) -> None:
    typist = at_terminal(1)
    typist.line("enable")
    for _ in range(2):
        assert typist.keys("wrong\r") == "\r\nPassword: "
    assert typist.keys("wrong\r") == "\r\n% Bad secrets\r\n\r\nRouter>"


def test_a_user_has_fewer_commands(at_terminal: Callable[[int], Any]) -> None:
    typist = at_terminal(1)
    assert typist.line("configure terminal") == [f"{' ' * 7}^", INVALID, "", "Router>"]
    assert typist.line("show running-config")[1] == INVALID
    assert typist.line("show clock")[0].startswith("*08:02:11")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("c", ['% Ambiguous command:  "c"']),
        ("copy running-config", ["% Incomplete command.", ""]),
        ("show", ['% Type "show ?" for a list of subcommands']),
        ("clear csta session", [f"{' ' * 14}^", INVALID, ""]),
        ("show running-configuration", [f"{' ' * 26}^", INVALID, ""]),
        ("show cti line node", [f"{' ' * 21}^", INVALID, ""]),
        (
            "vlan99",
            ["% Unknown command or computer name, or unable to find computer address", ""],
        ),
        ("", []),
        ("! nothing", []),
    ],
)
def test_ios_says_what_it_did_not_understand(privileged: Any, line: str, answer: list[str]) -> None:
    assert privileged.line(line) == [*answer, "Router#"]


def test_an_unknown_word_is_looked_up_as_a_host(configuring: Any) -> None:
    configuring.line("ip domain lookup")
    configuring.line("end")
    assert configuring.line("vlan99")[0] == (
        'Translating "vlan99"...domain server (255.255.255.255)'
    )


def test_a_caret_after_do_counts_from_the_prompt(configuring: Any) -> None:
    assert configuring.line("do show nothing")[:2] == [f"{' ' * 23}^", INVALID]


def test_question_mark_lists_what_fits_and_keeps_the_line(privileged: Any) -> None:
    assert privileged.keys("show cti ?") == (
        "show cti ?\r\n"
        "  call       Calls\r\n"
        "  gcid       Carry a global call identifier\r\n"
        "  line-node  The numbers that CTI has taken up\r\n"
        "  session    CTI sessions\r\n\r\nRouter#show cti "
    )
    assert privileged.keys("s?") == "s?\r\nsession\r\n\r\nRouter#show cti s"
    assert privileged.keys("\r").endswith("CTI is shut down\r\nRouter#")


def test_tab_completes_a_word(privileged: Any) -> None:
    assert privileged.keys("show runn\t") == "show runn\r\nRouter#show running-config "


def test_long_output_comes_in_pages(privileged: Any) -> None:
    privileged.line("terminal length 5")
    first = privileged.keys("show version\r").split("\r\n")
    assert len(first) == 1 + 4 + 1
    assert first[-1] == " --More-- "
    wipe = "\b" * 9 + " " * 8 + "\b" * 9
    assert privileged.keys("\r") == f"{wipe}\r\n --More-- "
    assert privileged.keys(" ").startswith(f"{wipe}ROM: ")
    assert privileged.keys("q") == f"{wipe}Router#"


@pytest.mark.parametrize("key", ["\x03", "\x1a"])
def test_configuration_is_left_by_one_key(configuring: Any, key: str) -> None:
    configuring.line("voice service voip")
    assert configuring.keys(key).endswith("\r\nRouter#")


def test_control_z_first_does_what_was_typed(configuring: Any) -> None:
    configuring.line("voice service voip")
    configuring.keys("no cti shutdown\x1a")
    assert configuring.session.terminal.host.configuration.voice_service.cti_shutdown is False


def test_mistyped_characters_can_be_taken_back(privileged: Any) -> None:
    privileged.keys("shx\x7fow clokc\b\bck")
    assert privileged.keys("\r").startswith("\r\n*08:02:11")


def test_a_line_can_be_edited_in_the_middle_and_recalled(privileged: Any) -> None:
    privileged.keys("how clock\x01s\r")
    assert privileged.keys("\x1b[A\r").endswith("*08:02:11.347 UTC Mon Mar 3 2014\r\nRouter#")
    assert privileged.keys("nonsense\x15show clock\x1bb\x0bclock\r").startswith("nonsense")
    assert privileged.screen.count("*08:02:11") == 3


def test_a_wide_terminal_echoes_a_long_line_as_typed(privileged: Any) -> None:
    privileged.line("terminal width 511")
    line = "configure replace flash:" + "x" * 200
    assert privileged.keys(line) == line


def test_a_narrow_terminal_scrolls_a_long_line(privileged: Any) -> None:
    shown = privileged.keys("show " + "x" * 80)
    assert "\rRouter#$" in shown


def test_the_prompt_is_cut_to_thirty_characters(configuring: Any) -> None:
    assert configuring.line("hostname THIS-IS-A-PARTICULARLY-LONG-NAME")[-1] == (
        "THIS-IS-A-PARTICULAR(config)#"
    )
    assert configuring.line("telephony-service")[-1] == "THIS-IS-A-PARTICULAR(config-)#"
    assert configuring.line("end")[-1] == "THIS-IS-A-PARTICULARLY-LONG-NAME#"


def test_exit_hangs_up(privileged: Any) -> None:
    gone: list[bool] = []
    privileged.session.terminal.on_close.append(lambda: gone.append(True))
    privileged.keys("exit\r")
    assert gone == [True]
    assert privileged.keys("show clock\r") == ""


def test_nul_keepalives_are_not_seen(privileged: Any) -> None:
    assert privileged.keys("show\0 clock\0\r").startswith("show clock\r\n*08")
