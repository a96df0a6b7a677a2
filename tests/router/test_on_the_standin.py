"""The router package against the bundled stand-in: two programs that meet over SSH only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from harness.errors import ProvisioningError
from harness.lab.standin_process import StandinProcess
from harness.router.provisioning import configuration
from harness.router.router import Router
from harness.router.running import difference, missing, statements
from harness.runtime.journal import Journal, Kind
from harness.topology import load

ROOT = Path(__file__).parents[2]

KILLED = """\
import os, signal
from harness.router.router import Router
from harness.runtime.journal import Journal
from harness.topology import load

topology = load("topologies/standin.yaml").with_ports(ssh={ssh}, sccp={sccp})
router = Router(topology, Journal())
router.connect()
router.provision()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def standin():
    process = StandinProcess.start()
    yield process
    process.close()


@pytest.fixture
def topology(standin):
    ports = {"ssh": standin.ports["ssh"], "sccp": standin.ports["sccp"]}
    return load(ROOT / "topologies" / "standin.yaml").with_ports(**ports)


@pytest.fixture
def router(topology):
    with Router(topology, Journal()) as made:
        made.connect()
        yield made


def test_the_standin_takes_and_holds_the_whole_configuration(router, topology):
    before = statements(router.show("running-config"))

    pushed = router.provision()

    assert not missing(configuration(topology), statements(router.show("running-config")))
    assert pushed == configuration(topology)
    assert router.provision() == ()
    assert [phone.mac for phone in router.show_ephones()] == [
        "001E4A34A35F",
        "000F8FC7B681",
        "0019E7FF1E30",
    ]
    assert (router.show_cti_sessions(), router.show_cti_calls()) == ((), ())
    router.restore()
    assert statements(router.show("running-config")) == before
    assert "cme-cti-harness" not in router.show("flash:")


@pytest.mark.parametrize(
    "lines",
    [
        ("ephone-dn 2", "no cti watch"),
        ("ephone-dn 2", "number 299"),
        ("ephone-dn 9", "number 209"),
        ("no ephone 2",),
        ("no ephone-dn 2",),
        ("voice service voip", "cti shutdown"),
        ("voice service voip", "sip", "registrar server expires max 600 min 60"),
        ("telephony-service", "max-ephones 12"),
    ],
    ids="; ".join,
)
def test_a_change_of_the_standin_lasts_as_long_as_its_block(router, lines):
    router.provision()
    before = statements(router.show("running-config"))

    with router.configured(*lines):
        assert difference(before, statements(router.show("running-config")))

    assert not difference(before, statements(router.show("running-config")))


def test_the_standin_refuses_a_documented_misprint_where_a_router_would(router):
    line = "no supplementary-service sip moved-temporary"

    with (
        pytest.raises(ProvisioningError, match=r'caret at column 44 \("y"\); line 2 of 2'),
        router.configured("voice service voip", line),
    ):
        pytest.fail("the block was entered")


def test_a_run_that_was_killed_is_put_right_by_the_next(router, topology):
    before = statements(router.show("running-config"))
    ports = topology.router.ports
    script = KILLED.format(ssh=ports.ssh, sccp=ports.sccp)
    killed = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert difference(before, statements(router.show("running-config")))
    journal = Journal()

    with Router(topology, journal) as following:
        following.connect()

    assert not difference(before, statements(router.show("running-config")))
    assert "cme-cti-harness" not in router.show("flash:")
    assert any("killed" in e.text for e in journal.entries() if e.kind is Kind.NOTE)
