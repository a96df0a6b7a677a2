from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harness.standin.cli.running_config import configuration_text


def without_history(lines: list[str]) -> list[str]:
    return [line for line in lines if not line.startswith(("! Last", "! NVRAM"))]


def push(typist: Any, text: str) -> None:
    typist.line("configure terminal")
    for line in text.splitlines():
        if not line.startswith("hostname"):
            typist.line(line)
    typist.line("end")


def test_the_running_configuration_is_the_same_after_save_reload_and_a_second_push(
    privileged: Any, at_terminal: Callable[[int], Any], ios_example: Callable[[str], str]
) -> None:
    text = ios_example("moc-client")
    push(privileged, text)
    assert privileged.line("write memory") == ["Building configuration...", "[OK]", "Router#"]
    before = without_history(privileged.line("show running-config"))
    assert privileged.line("reload") == ["Proceed with reload? [confirm]"]
    privileged.keys("\r")

    again = at_terminal(15)
    push(again, text)
    after = without_history(again.line("show running-config"))
    assert [line for line in after if line != "!"] == [line for line in before if line != "!"]


def test_reload_asks_to_save_and_forgets_what_was_not_saved(
    configuring: Any, operations: Any
) -> None:
    configuration = configuring.session.terminal.host.configuration
    for line in ("voice service voip", "no cti shutdown", "end"):
        configuring.line(line)
    assert configuring.line("reload") == [
        "System configuration has been modified. Save? [yes/no]: "
    ]
    assert configuring.line("perhaps")[-1].endswith("[yes/no]: ")
    assert configuring.line("no") == ["Proceed with reload? [confirm]"]
    configuring.keys("\r")
    assert operations.reloads == 1
    assert configuration.voice_service.cti_shutdown is True
    assert configuring.session.terminal.closed


def test_reload_can_be_called_off(privileged: Any, operations: Any) -> None:
    privileged.line("reload")
    assert privileged.keys("n") == "\r\nRouter#"
    assert operations.reloads == 0


def test_the_configuration_is_copied_to_flash_and_brought_back(
    privileged: Any, operations: Any
) -> None:
    host = privileged.session.terminal.host
    before = configuration_text(host.configuration)
    assert privileged.line("copy running-config flash:backup.cfg") == [
        "Destination filename [backup.cfg]? "
    ]
    assert privileged.keys("\r").startswith(f"\r\n{len(before)} bytes copied in ")
    push(privileged, "voice service voip\n no cti shutdown\ntelephony-service\n max-dn 4")
    operations.changes.clear()

    shown = privileged.line("configure replace flash:backup.cfg force")
    assert shown == ["", "Total number of passes: 1", "Rollback Done", "", "Router#"]
    assert configuration_text(host.configuration) == before
    assert "cti shutdown" in operations.changes
    assert "no telephony-service" in operations.changes
    shown = privileged.line("configure replace flash:backup.cfg force")
    assert "Total number of passes: 0" in shown


def test_replace_without_force_asks_first(privileged: Any) -> None:
    privileged.session.terminal.host.flash["x"] = b"hostname Other\nend\n"
    shown = privileged.line("configure replace flash:x")
    assert shown[-1].endswith("if you are sure you want to proceed. ? [no]: ")
    assert privileged.line("")[-1] == "Router#"
    privileged.line("configure replace flash:x")
    assert privileged.line("y")[-1] == "Other#"


def test_a_file_with_a_bad_line_replaces_nothing(privileged: Any) -> None:
    privileged.session.terminal.host.flash["bad"] = b"hostname Other\nhostnane Third\nend\n"
    shown = privileged.line("configure replace flash:bad force")
    assert "hostnane Third" in shown
    assert "Rollback aborted after 5 passes" in shown
    assert shown[-1] == "Router#"


def test_an_existing_file_is_overwritten_only_when_confirmed(privileged: Any) -> None:
    flash = privileged.session.terminal.host.flash
    flash["x"] = b"old"
    privileged.line("copy running-config flash:x")
    assert privileged.line("")[-1] == "Do you want to over write? [confirm]"
    privileged.keys("n")
    assert flash["x"] == b"old"


def test_a_quiet_prompt_asks_nothing(configuring: Any) -> None:
    configuring.line("file prompt quiet")
    configuring.line("end")
    assert "bytes copied" in configuring.line("copy running-config flash:x")[0]
    assert configuring.line("copy running-config startup-config")[1] == "[OK]"


@pytest.mark.parametrize("command", ["delete /force flash:x", "delete /force flash:/x"])
def test_a_file_is_deleted_without_question_when_forced(privileged: Any, command: str) -> None:
    flash = privileged.session.terminal.host.flash
    flash["x"] = b"1"
    assert privileged.line(command) == ["Router#"]
    assert flash == {}
    assert privileged.line(command)[0] == "%Error deleting flash:/x (No such file or directory)"


def test_flash_is_listed_and_a_file_is_shown(privileged: Any) -> None:
    privileged.session.terminal.host.write_file("x.cfg", b"one\ntwo\n")
    shown = privileged.line("dir flash:")
    assert "    2  -rw-           8  Mar 03 2014 08:02:11 +00:00  x.cfg" in shown
    assert shown[-2].endswith(" bytes free)")
    assert privileged.line("more flash:x.cfg") == ["one", "two", "Router#"]


def test_lines_of_a_file_are_added_to_the_running_configuration(privileged: Any) -> None:
    host = privileged.session.terminal.host
    host.flash["more"] = b"voice service voip\n no cti shutdown\n"
    privileged.line("copy flash:more running-config")
    privileged.line("")
    assert host.configuration.voice_service.cti_shutdown is False
    assert host.configuration.users["engineer"].privilege == 1


@pytest.mark.parametrize("command", ["write erase", "erase startup-config", "erase nvram:"])
def test_the_startup_configuration_is_erased_when_confirmed(privileged: Any, command: str) -> None:
    question = (
        "Erasing the nvram filesystem will remove all configuration files! Continue? [confirm]"
    )
    assert privileged.line(command) == [question]
    privileged.keys("n")
    assert privileged.line("show startup-config")[0].startswith("Using ")
    privileged.line(command)
    assert privileged.keys("\r").startswith("\r\n[OK]\r\nErase of nvram: complete\r\n")
    assert privileged.line("show startup-config")[0] == "startup-config is not present"
