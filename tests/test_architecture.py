"""The house rules that no linter knows: who may import whom, and that the rules bite."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "harness").rglob("*.py"))
TABLES = {"messages.py", "numbers.py", "labels.py", "services.py", "commands.py"}
TABLES |= {"names.py", "events.py", "defects.py"}


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_the_import_contracts_hold():
    linted = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert linted.returncode == 0, linted.stdout


def test_plans_import_the_language_of_expectations_and_pytest_only():
    allowed = ("pytest", "harness.expect")
    for path in (ROOT / "testplans").glob("*.py"):
        strangers = {name for name in imports_of(path) if not name.startswith(allowed)}
        assert not strangers, f"{path.name} imports {strangers}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is_and_stays_small(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no module docstring"
    is_table = path.name in TABLES or path.stem.endswith("_rows")
    assert is_table or text.count("\n") <= 400, "longer than 400 lines"


def test_nothing_sleeps():
    for path in [*SOURCES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "testplans").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                called = f"{ast.unparse(node.func)}"
                waits = called in {"time.sleep", "asyncio.sleep"}
                assert not waits or ast.unparse(node) == "asyncio.sleep(0)", f"{path}: {called}"
