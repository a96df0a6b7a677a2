"""The plugin's command line; every option also stands in ``pytest --help``."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

DEFAULT_TOPOLOGY = Path("topologies/standin.yaml")


def _factor(text: str) -> float:
    try:
        factor = float(text)
    except ValueError:
        factor = 0.0
    if not 0 < factor < float("inf"):
        raise argparse.ArgumentTypeError(
            f"{text!r} cannot multiply a deadline; write a number above 0, e.g. 3"
        )
    return factor


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of runs; write 1 or more")
    return int(text)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the group ``cme-cti-harness``."""
    group = parser.getgroup("cme-cti-harness", "Cisco CME CTI CSTA test bench")
    group.addoption(
        "--topology", type=Path, default=DEFAULT_TOPOLOGY, metavar="FILE",
        help="the bench to run plans on (default: %(default)s, the bundled stand-in)",
    )  # fmt: skip
    group.addoption(
        "--patience", type=_factor, default=1.0, metavar="FACTOR",
        help="multiplies every deadline of the topology, for a slow bench (default: 1)",
    )  # fmt: skip
    group.addoption(
        "--defect", action="append", default=[], metavar="NAME",
        help="seed a defect in the stand-in and watch the plans catch it; may be repeated "
        "(`harness defects` lists them)",
    )  # fmt: skip
    group.addoption(
        "--dialect", action="append", default=[], metavar="POINT=CHOICE",
        help="the bench's router speaks CSTA so, whatever the topology says; a stand-in does it, "
        "plans expect it; may be repeated (`harness dialect` lists the points)",
    )  # fmt: skip
    group.addoption(
        "--undeclared", action="append", default=[], metavar="POINT=CHOICE",
        help="let the stand-in speak so without telling the plans, and watch them catch it",
    )  # fmt: skip
    group.addoption(
        "--progress", action="store_true",
        help="a line a plan in place of dots, and what the bench is doing",
    )  # fmt: skip
    group.addoption(
        "--report", type=Path, default=None, metavar="FOLDER",
        help="where evidence goes (default: a new folder under reports/)",
    )  # fmt: skip
    group.addoption(
        "--bite", nargs="?", const="", default=None, metavar="WORDS",
        help="seed every defect, each against the plan that must catch it (testplans/defects.yaml),"
        " in place of running the plans; with words only those whose name, clause or plan has one",
    )  # fmt: skip
    group.addoption(
        "--bite-jobs", type=_number, default=None, metavar="NUMBER",
        help="how many of them run together (default: two more than there are processors)",
    )  # fmt: skip
