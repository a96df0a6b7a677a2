"""The engine's proof is told by others than the engine."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("story.py", ("harness.protocols.csta.",)),
        ("watched.py", ("harness.protocols.sccp.", "harness.phone.screen")),
    ],
)
def test_who_retells_what_was_told_knows_nothing_of_the_switch_or_of_the_plans(
    name: str, allowed: tuple[str, ...]
) -> None:
    tree = ast.parse((HERE / name).read_text(encoding="utf-8"))
    modules = {each.module or "" for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)}
    modules |= {
        alias.name
        for each in ast.walk(tree)
        if isinstance(each, ast.Import)
        for alias in each.names
    }
    ours = {each for each in modules if each.split(".")[0] in {"harness", "tests", "testplans"}}
    assert ours, "it reads the messages themselves"
    assert {each for each in ours if not each.startswith(allowed)} == set()
