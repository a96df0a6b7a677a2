from __future__ import annotations

from typing import Any

import pytest

from harness.standin.cli.filters import FILTERS, compiled

LINES = ["!", "ephone  1", " type 7961", " button  1:1", "!", "ephone-dn  1", " number 201", "!"]


@pytest.mark.parametrize(
    ("name", "pattern", "kept"),
    [
        ("include", "7961|201", [" type 7961", " number 201"]),
        ("include", "TYPE", []),
        ("exclude", "^!|^ ", ["ephone  1", "ephone-dn  1"]),
        ("begin", "ephone-dn", ["ephone-dn  1", " number 201", "!"]),
        ("section", "^ephone ", ["ephone  1", " type 7961", " button  1:1"]),
        ("section", "dn", ["ephone-dn  1", " number 201"]),
        ("count", "ephone", ["Number of lines which match regexp = 2"]),
        ("include", "(", []),
    ],
)
def test_a_filter_keeps_what_ios_keeps(name: str, pattern: str, kept: list[str]) -> None:
    assert list(FILTERS[name](LINES, compiled(pattern))) == kept


def test_a_pipe_is_part_of_the_command_line(privileged: Any) -> None:
    assert privileged.line("show running-config | inc ^hostname") == ["hostname Router", "Router#"]
    assert privileged.line("show running-config | fold x")[0] == f"{' ' * 29}^"
    assert privileged.line("reload | include x")[0] == f"{' ' * 14}^"
