"""What the README counts is so."""

import re
from pathlib import Path

from harness.standin.evidence import BEHAVIOURS, Grade

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


def test_every_file_it_names_is_there():
    for path in re.findall(r"`((?:harness|testplans|topologies|tests)/[\w./-]+)`", README):
        assert (ROOT / path).exists() or path == "topologies/my-2811.yaml", path
    for picture in re.findall(r"\]\(([\w./-]+\.png)\)", README):
        assert (ROOT / picture).is_file()


def test_every_command_it_names_is_one():
    from typer.main import get_command

    from harness.commands.app import app

    named = set(re.findall(r"`(standin|phone|doctor|defects|ledger)`", README))
    assert named <= set(get_command(app).commands)
    assert named


def test_it_stays_on_one_page():
    assert README.count("\n") <= 90
