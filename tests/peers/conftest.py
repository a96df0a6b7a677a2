import os
import shutil
from pathlib import Path

import pytest

from harness.lab.lab import Lab
from harness.topology import load

ROOT = Path(__file__).parents[2]


def required(program):
    path = shutil.which(program)
    if path is None:
        absent = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        absent(f"{program} is not installed")
    return path


@pytest.fixture(scope="session")
def sipp():
    return required("sipp")


@pytest.fixture(scope="session")
def tshark():
    return required("tshark")


@pytest.fixture(scope="session")
def bench(tmp_path_factory):
    """The stand-in, provisioned, with its three phones in service."""
    folder = tmp_path_factory.mktemp("bench")
    lab = Lab(load(ROOT / "topologies" / "standin.yaml"), report=folder)
    try:
        lab.climb()
        yield lab
    finally:
        lab.close()
