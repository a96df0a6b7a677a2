"""A router that talks all the time while it is configured, as a console does under debug."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.router.provisioning import configuration
from harness.router.router import Router
from harness.router.running import missing, statements
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal
from harness.runtime.loop import BackgroundLoop
from harness.standin.router import StandinRouter
from harness.topology import Console, Topology, load

ROOT = Path(__file__).parents[2]
EVERY = 0.005
"""Seconds between two log lines: some come in the middle of what is typed."""


class Talker:
    """A stand-in that logs a line every few milliseconds while it is told to."""

    def __init__(self, router: StandinRouter, loop: BackgroundLoop) -> None:
        self.router = router
        self.told = 0
        self._loop = loop
        self._talks = False

    def talks(self) -> None:
        self._talks = True
        self._loop.run(self._tell, Deadline.after(5, "the first line"))

    def falls_silent(self) -> None:
        self._talks = False

    def _tell(self) -> None:
        if self._talks:
            self.told += 1
            self.router.command_line.log.tell(f"%SYS-5-TEST: {self.told} lines # or more > told")
            self._loop.loop.call_later(EVERY, self._tell)


@pytest.fixture
def talker() -> Iterator[Talker]:
    with BackgroundLoop("stand-in") as loop:
        opened = loop.call(StandinRouter.open(), Deadline.after(5, "the stand-in"))
        made = Talker(opened, loop)
        yield made
        made.falls_silent()
        loop.call(opened.close(), Deadline.after(5, "the stand-in's end"))


def topology_of(talker: Talker, *, over_console: bool) -> Topology:
    reach = talker.router.reach
    topology = load(ROOT / "topologies" / "standin.yaml").with_ports(ssh=reach.ssh, sccp=reach.sccp)
    if not over_console:
        return topology
    ways = (Console(device=reach.console),)
    return topology.model_copy(
        update={"router": topology.router.model_copy(update={"access": ways})}
    )


@pytest.mark.parametrize("synchronous", [False, True], ids=["as it comes", "logging synchronous"])
def test_a_push_over_the_console_survives_log_lines(talker: Talker, synchronous: bool) -> None:
    if synchronous:
        talker.router.command_line.merge("line con 0\n logging synchronous\n", "ann")
    topology = topology_of(talker, over_console=True)
    before = statements(talker.router.command_line.running())
    with Router(topology, Journal()) as router:
        router.connect()
        talker.talks()

        router.provision()

        talker.falls_silent()
        held = statements(talker.router.command_line.running())
        assert not missing(configuration(topology), held)
    assert talker.told > 1
    assert statements(talker.router.command_line.running()) == before


def test_a_push_over_a_monitoring_vty_survives_log_lines(talker: Talker) -> None:
    topology = topology_of(talker, over_console=False)
    with Router(topology, Journal()) as router:
        router.connect()
        router.show("clock")
        router._open_line().run("terminal monitor")
        talker.talks()

        router.provision()

        talker.falls_silent()
        held = statements(talker.router.command_line.running())
        assert not missing(configuration(topology), held)
    assert talker.told > 1
