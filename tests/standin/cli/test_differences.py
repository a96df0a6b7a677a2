from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harness.standin.cli.differences import contextual, incremental

STANDING = """\
hostname Router
!
ephone-dn  1
 number 201
 cti watch
!
ephone-dn  2
 number 202
!
end
"""
WANTED = """\
hostname Other
!
ephone-dn  1
 number 211
 cti watch
!
ephone-dn  3
 number 203
!
end
"""


def test_what_differs_stands_below_its_block_with_its_sign() -> None:
    assert [*contextual(STANDING, WANTED)] == [
        "+hostname Other",
        "ephone-dn  1",
        " +number 211",
        " -number 201",
        "+ephone-dn  3",
        " +number 203",
        "-hostname Router",
        "-ephone-dn  2",
        " -number 202",
    ]


def test_equal_configurations_do_not_differ() -> None:
    assert [*contextual(STANDING, STANDING)] == []


def test_an_increment_is_what_the_router_lacks() -> None:
    assert [*incremental(STANDING, WANTED)] == [
        "hostname Other",
        "ephone-dn  1",
        " number 211",
        "ephone-dn  3",
        " number 203",
    ]


@pytest.fixture
def with_file(privileged: Any, at_terminal: Callable[[int], Any]) -> Any:
    privileged.session.terminal.host.write_file("wanted", b"hostname Other\nend\n")
    return privileged


def test_a_file_is_compared_with_the_running_configuration(with_file: Any) -> None:
    shown = with_file.line(
        "show archive config differences system:/running-config flash:/wanted | include hostname"
    )
    assert shown == ["+hostname Other", "-hostname Router", "Router#"]
    assert with_file.line("show archive config incremental-diffs flash:/wanted ignorecase") == [
        "!List of Commands:",
        "hostname Other",
        "end",
        "Router#",
    ]


def test_what_is_saved_does_not_differ(privileged: Any) -> None:
    assert privileged.line("show archive config differences") == [
        "!Contextual Config Diffs:",
        "!No changes were found",
        "Router#",
    ]


@pytest.mark.parametrize(
    "command",
    [
        "show archive config differences flash:/absent",
        "show archive config incremental-diffs flash:/absent",
        "dir flash:/absent",
        "verify /md5 flash:/absent",
    ],
)
def test_a_file_that_is_not_there_is_told(privileged: Any, command: str) -> None:
    assert privileged.line(command)[0] == (
        "%Error opening flash:/absent (No such file or directory)"
    )


def test_a_file_is_listed_and_its_digest_compared(with_file: Any) -> None:
    assert with_file.line("dir flash:/wanted")[0] == "Directory of flash:/wanted"
    # md5sum of the 19 octets, computed by coreutils
    digest = "b278c07a191285d04d2c74dd71677a2c"
    assert with_file.line("verify /md5 flash:/wanted")[1].endswith(f"= {digest}")
    assert "%Error verifying flash:/wanted" in with_file.line(
        f"verify /md5 flash:/wanted {'0' * 32}"
    )
