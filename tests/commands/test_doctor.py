from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from harness.commands.app import app
from harness.commands.doctor import diagnose
from harness.router.examination import Grade

ROOT = Path(__file__).parents[2]


def test_the_bundled_bench_is_well() -> None:
    told = CliRunner().invoke(app, ["doctor", str(ROOT / "topologies" / "standin.yaml")])

    assert told.exit_code == 0, told.output
    assert "the plans can run" in told.output
    for what in ("topology", "judges", "credentials", "route", "way in 1", "lease", "drift"):
        assert what in told.output


def test_a_topology_that_cannot_be_read_is_the_only_finding(tmp_path: Path) -> None:
    [finding] = diagnose(tmp_path / "nowhere.yaml")

    assert finding.grade is Grade.BAD
    assert "nowhere.yaml" in finding.says
    assert finding.remedy


def test_missing_credentials_are_named_with_what_to_set(tmp_path: Path) -> None:
    findings = list(diagnose(ROOT / "topologies" / "lab-2811.yaml", {}))

    assert findings[-1].grade is Grade.BAD
    assert "CME_PASSWORD" in findings[-1].says
    assert "CME_ENABLE" in findings[-1].remedy
