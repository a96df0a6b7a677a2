"""One bench on the stand-in for all tests of this folder; each finds it at rest."""

from pathlib import Path

import pytest

from harness.lab.lab import Lab
from harness.topology import load

TOPOLOGY = Path(__file__).resolve().parents[2] / "topologies" / "standin.yaml"


@pytest.fixture(scope="session")
def standing(tmp_path_factory):
    with Lab(load(TOPOLOGY), report=tmp_path_factory.mktemp("report"), patience=0.3) as lab:
        yield lab


@pytest.fixture
def lab(standing, request):
    standing.begin(request.node.name, "")
    yield standing
    standing.settle()


@pytest.fixture
def alice(lab):
    return lab.parties["alice"]


@pytest.fixture
def bob(lab):
    return lab.parties["bob"]


@pytest.fixture
def carol(lab):
    return lab.parties["carol"]


@pytest.fixture
def given(lab):
    return lab.given


@pytest.fixture
def router(lab):
    return lab.router


@pytest.fixture
def application(lab):
    return lab.guest_application()
