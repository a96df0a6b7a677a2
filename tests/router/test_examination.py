from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.router.examination import Finding, Grade, examine
from harness.router.router import Router
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal
from harness.runtime.loop import BackgroundLoop
from harness.standin.cli import platform_shows
from harness.standin.cli.host import IMAGE_BYTES, CliHost
from harness.standin.router import StandinRouter
from harness.topology import Console, Ssh, Topology, credentials_for, load

STANDIN = Path(__file__).parents[2] / "topologies" / "standin.yaml"


@pytest.fixture
def standin() -> Iterator[StandinRouter]:
    with BackgroundLoop("stand-in") as loop:
        opened = loop.call(StandinRouter.open(), Deadline.after(5, "the stand-in"))
        yield opened
        loop.call(opened.close(), Deadline.after(5, "the stand-in's end"))


@pytest.fixture
def host(standin: StandinRouter) -> CliHost:
    return standin.command_line


@pytest.fixture
def topology(standin: StandinRouter) -> Topology:
    return load(STANDIN).with_ports(ssh=standin.reach.ssh, sccp=standin.reach.sccp)


def look(topology: Topology) -> dict[str, Finding]:
    found = examine(topology, credentials_for(topology.router, {}))
    return {finding.what: finding for finding in found}


def test_a_router_at_rest_is_well_and_left_as_it_was(topology: Topology, host: CliHost) -> None:
    before = host.running()

    findings = look(topology)

    assert list(findings) == [
        "way in 1: ssh",
        "version",
        "CTI",
        "lease",
        "leftovers",
        "flash",
        "own restore",
        "reload",
        "configuration",
        "drift",
    ]
    assert {finding.grade for finding in findings.values()} == {Grade.WELL}
    assert host.running() == before
    assert host.flash == {}
    assert host.last_change is None


def test_a_run_under_way_is_seen_with_its_lease_and_its_backup(
    topology: Topology, host: CliHost
) -> None:
    for key in ("lease", "leftovers"):
        assert look(topology)[key].grade is Grade.WELL
    with Router(topology, Journal()) as router:
        router.connect()
        router.provision()
        findings = look(topology)
        router.beat()

    assert findings["lease"].grade is Grade.BAD
    assert "pid" in findings["lease"].says
    assert "--take-over" in findings["lease"].remedy
    assert "flash:cme-cti-harness-backup.cfg" in findings["leftovers"].says
    assert "takes itself back within 10 min" in findings["own restore"].says
    assert "running differs from startup" in findings["drift"].says
    assert host.flash == {}


@pytest.mark.parametrize(
    ("lines", "what", "says"),
    [
        ("ephone-dn 1\n number 999\n", "configuration", "ephone-dn 1 is number 999"),
        ("banner", "drift", ""),
    ],
)
def test_what_stands_against_a_run_is_named(
    topology: Topology, host: CliHost, lines: str, what: str, says: str
) -> None:
    if lines == "banner":
        host.startup = None
        assert look(topology)[what].remedy == "write memory"
        return
    host.merge(f"telephony-service\n max-ephones 4\n max-dn 4\n{lines}", "bob")
    finding = look(topology)[what]
    assert finding.grade is Grade.BAD
    assert says in finding.says
    assert finding.remedy


def test_flash_without_room_is_named(topology: Topology, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform_shows, "FLASH_BYTES", IMAGE_BYTES + 500)

    finding = look(topology)["flash"]

    assert finding.grade is Grade.BAD
    assert finding.says.startswith("500 octets free")


def test_a_version_other_than_declared_is_named(topology: Topology) -> None:
    spec = topology.router.model_copy(update={"ios": "15.1(4)M12"})

    finding = look(topology.model_copy(update={"router": spec}))["version"]

    assert finding.grade is Grade.DOUBTFUL
    assert finding.remedy == 'write ios: "15.1(4)M7" in the topology'


def test_each_way_is_tried_and_the_first_that_works_is_used(topology: Topology) -> None:
    ways = (Console(device="/dev/ttyNONE9"), Ssh())
    spec = topology.router.model_copy(update={"access": ways})

    findings = look(topology.model_copy(update={"router": spec}))

    assert findings["way in 1: console"].grade is Grade.DOUBTFUL
    assert "no such device" in findings["way in 1: console"].says
    assert findings["lease"].grade is Grade.WELL


def test_without_a_way_in_nothing_else_is_looked_at(topology: Topology) -> None:
    spec = topology.router.model_copy(update={"access": (Console(device="/dev/ttyNONE9"),)})

    findings = look(topology.model_copy(update={"router": spec}))

    assert list(findings) == ["way in 1: console", "command line"]
    assert findings["command line"].grade is Grade.BAD
