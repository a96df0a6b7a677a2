"""Any dialect is learnt exactly, what nobody declared is noticed: a sample of `make dialects`."""

from pathlib import Path
from random import Random

import pytest

from harness.commands.dialects import (
    catchers,
    mixture,
    run_dialects,
    run_undeclared,
    turned_one_at_a_time,
)
from harness.commands.repeating import Manner
from harness.lab.lab import Lab
from harness.lab.learning.learner import PROBES, learn
from harness.lab.learning.writing import file_text
from harness.topology import load, loads
from harness.topology.dialect import POINTS, STANDARD, turned
from harness.topology.dialect_file import path_beside

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT / "topologies" / "standin.yaml"


@pytest.mark.parametrize("seed", [20261123])
def test_a_mixture_is_learnt_exactly_and_read_back(tmp_path, seed):
    spoken = mixture(Random(seed))
    with Lab(load(BENCH), report=tmp_path, undeclared=[spoken], minds_dialect=False) as lab:
        findings = learn(lab)

    assert findings.missed == {}
    assert findings.contradictions == []
    assert findings.dialect == turned(STANDARD, [spoken])

    beside = path_beside(tmp_path / "bench.yaml")
    text = file_text(findings, topology="bench", router="a stand-in", at="now")
    beside.write_text(text, encoding="utf-8")
    read = loads(BENCH.read_text(encoding="utf-8"), file=tmp_path / "bench.yaml")
    assert read.dialect == findings.dialect


def test_every_point_is_asked_about_by_a_probe_or_heard_in_every_message():
    asked = {point for probe in PROBES for point in probe.about}
    heard = {"prefix", "cross-reference", "call-id"}

    assert {point.name for point in POINTS} - {point.name for point in asked} == heard


def test_every_choice_has_a_plan_that_notices_it():
    assert set(catchers(ROOT / "testplans" / "dialect.yaml")) == set(turned_one_at_a_time())


def test_an_undeclared_choice_is_noticed_by_its_plan(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)

    assert run_undeclared(only={"response-order=event-first"}) == 0

    assert "response-order=event-first noticed by" in capsys.readouterr().out


def test_the_plans_run_in_a_mixture(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    manner = Manner("test_hold_call_by", patience=3.0)

    assert run_dialects(seed=2, mixtures=1, only_mixtures=True, manner=manner) == 0

    told = capsys.readouterr().out
    assert told.startswith("0 choices, each alone, then 1 mixtures of seed 2")
    assert f"1/1 {mixture(Random(2))}" in told.replace("\n", "")
    assert "1 of 1 green" in told
