from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import QuietOperations, Typist


def test_emadmin_is_silent_when_it_succeeds(
    privileged: Typist, operations: QuietOperations
) -> None:
    assert privileged.line("emadmin login user204 3") == ["Router#"]
    assert operations.logged_in == {3: "user204"}
    assert privileged.line("emadmin logout user204") == ["Router#"]
    assert operations.logged_in == {}


@pytest.mark.parametrize("line", ["emadmin login nobody 3", "emadmin logout nobody"])
def test_a_refusal_is_said(privileged: Typist, operations: QuietOperations, line: str) -> None:
    operations.refusal = "User profile not found"
    assert privileged.line(line) == ["% User profile not found", "Router#"]


@pytest.mark.parametrize("line", ["emadmin login user204", "emadmin login", "emadmin"])
def test_less_than_all_is_incomplete(privileged: Typist, line: str) -> None:
    assert "% Incomplete command." in privileged.line(line)


def test_a_profile_is_printed_with_its_speed_dials_and_resets_its_phones(
    configuring: Typist, operations: QuietOperations
) -> None:
    for line in (
        "telephony-service", "max-ephones 5", "max-dn 5", "exit",
        "voice logout-profile 1", "number 203", "speed-dial 2 201 label Front Desk", "exit",
        "voice user-profile 1", "user user204 password psswr", "number 204", "exit",
        "ephone 3", "logout-profile 1", "exit", "ephone 4", "logout-profile 1", "exit",
    ):  # fmt: skip
        assert "%" not in "".join(configuring.line(line))
    operations.logged_in = {4: "user204"}
    configuring.line("voice logout-profile 1")
    configuring.line("reset")
    assert operations.restarted == [-3]
    configuring.line("voice user-profile 1")
    configuring.line("reset")
    assert operations.restarted == [-3, -4]
    shown = configuring.line("do show running-config | section logout-profile")
    assert ' speed-dial 2 201 label "Front Desk"' in shown
