"""The router package against the bundled stand-in: two programs that meet over SSH only."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness.errors import ProvisioningError
from harness.lab.standin_process import StandinProcess
from harness.router.cli import Answer
from harness.router.lease import LeaseKeeper
from harness.router.provisioning import configuration
from harness.router.router import Router
from harness.router.running import difference, missing, statements
from harness.runtime.journal import Journal
from harness.topology import load

ROOT = Path(__file__).parents[2]


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


def test_a_reload_that_is_pending_on_the_standin_stops_the_bench(router):
    before = statements(router.show("running-config"))
    line = router.another_line()
    line.run("reload in 30", answers=(Answer(r"Save\?", "no"), Answer(r"reload\?", "")))

    with pytest.raises(ProvisioningError, match=r"Reload scheduled for .* by \S+ on vty1"):
        router.provision()

    line.run("reload cancel")
    line.close()
    assert statements(router.show("running-config")) == before
    assert "cme-cti-harness" not in router.show("flash:")


def test_two_runs_never_hold_one_router(router, topology):
    router.provision()
    running = statements(router.show("running-config"))
    other = Router(topology, Journal(), keeper=LeaseKeeper(grace_seconds=0.0))

    with pytest.raises(ProvisioningError, match=r"the router is held by \S+@\S+ \(pid \d+\)"):
        other.connect()
    other.close()

    assert statements(router.show("running-config")) == running
    assert "cme-cti-harness-backup.cfg" in router.show("flash:")
    router.beat()


def test_a_lease_is_taken_over_with_a_reason_and_its_holder_touches_nothing_more(router, topology):
    before = statements(router.show("running-config"))
    router.provision()
    journal = Journal()
    environment = {**os.environ, "CME_TAKE_OVER": "ann went home?; $(reload)"}

    with Router(topology, journal, environment=environment) as heir:
        heir.connect()
        assert not difference(before, statements(heir.show("running-config")))
        assert "because ann went home ; reload" in heir.show("aliases")
        heir.provision()
        running = statements(heir.show("running-config"))

        for verb in (router.provision, router.restore, router.beat):
            with pytest.raises(ProvisioningError, match="taken over by .*because ann went home"):
                verb()
        assert statements(heir.show("running-config")) == running

    assert any("in the place of" in entry.text for entry in journal.entries())
    router._before = None


def test_the_lease_is_given_back(topology):
    with Router(topology, Journal()) as first:
        first.connect()
        assert "cme-lease-" in first.show("aliases")

    with Router(topology, Journal()) as second:
        second.connect()
        shown = second.show("aliases")

    assert shown.count("cme-lease-") == 1
