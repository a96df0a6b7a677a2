"""What the README counts is so."""

import re
from pathlib import Path

from harness.ledger.clauses import load
from harness.ledger.matrix import matrix
from harness.ledger.plans import read_plans
from harness.standin.catalogue import CATALOGUE
from harness.standin.evidence import BEHAVIOURS, Grade
from harness.topology.dialect import POINTS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_it_counts_what_is_documented_and_what_is_assumed():
    said = re.search(
        r"(\d+) behaviours are documented, (\d+) `ASSUMED`\s+and none recorded", README
    )
    grades = [behaviour.grade for behaviour in BEHAVIOURS]

    assert said
    assert int(said[1]) == grades.count(Grade.DOCUMENTED)
    assert int(said[2]) == grades.count(Grade.ASSUMED)
    assert Grade.RECORDED not in grades


def test_it_counts_clauses_plans_defects_and_points():
    plans = ROOT / "testplans"
    rows = matrix(load(plans / "clauses.yaml"), read_plans(plans), last={}, caught={}, bites={})
    proven = sum(row.is_proven for row in rows)
    entries = {plan.number for row in rows for plan in row.plans}

    text = " ".join(README.split())
    assert f"document's {len(rows)} clauses {proven} have plans, {len(entries)} in all" in text
    assert f"All {len(CATALOGUE)} seeded defects" in text
    assert f"`harness dialect`, {len(POINTS)} points" in text


def test_every_file_it_names_is_there():
    for path in re.findall(r"`((?:harness|testplans|topologies|tests)/[\w./-]+)`", README):
        assert (ROOT / path).exists() or path == "topologies/my-2811.yaml", path
    for picture in re.findall(r"(?:\]\(|src=\")([\w./-]+\.png)", README):
        assert (ROOT / picture).is_file()


def test_every_command_it_names_is_one():
    from typer.main import get_command

    from harness.commands.app import app

    named = set(
        re.findall(
            r"`(?:harness )?(standin|phone|cti|doctor|learn|ledger|commands|defects|dialect)`",
            README,
        )
    )
    assert named <= set(get_command(app).commands)
    assert named


def test_it_stays_on_one_page():
    assert README.count("\n") <= 90
