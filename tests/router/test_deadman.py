"""A harness that is killed: the stand-in puts itself back, and the next run says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from harness.errors import ProvisioningError
from harness.router.lease import LeaseKeeper
from harness.router.router import Router
from harness.router.running import difference, statements
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal, Kind
from harness.runtime.loop import BackgroundLoop
from harness.standin.router import StandinRouter
from harness.topology import Console, Topology, load

ROOT = Path(__file__).parents[2]
MINUTES = 10

# A run that dies of signal 9 as soon as the command line has done what `at` names.
KILLED = """\
import os, signal
from harness.router.router import Router
from harness.runtime.journal import Journal
from harness.topology import Console, load

def die(entry):
    if entry.kind == "cli" and {at!r} in entry.name:
        os.kill(os.getpid(), signal.SIGKILL)

topology = load("topologies/standin.yaml").with_ports(ssh={ssh}, sccp={sccp})
if {console!r}:
    ways = (Console(way="console", device={console!r}),)
    router = topology.router.model_copy(update={{"access": ways}})
    topology = topology.model_copy(update={{"router": router}})
journal = Journal()
with journal.subscribed(die), Router(topology, journal) as router:
    router.connect()
    router.provision()
    router.show("users")
"""


@dataclass
class Standin:
    """The stand-in in this process, so that its clocks can be turned."""

    router: StandinRouter
    loop: BackgroundLoop

    @property
    def topology(self) -> Topology:
        reach = self.router.reach
        return load(ROOT / "topologies" / "standin.yaml").with_ports(ssh=reach.ssh, sccp=reach.sccp)

    @property
    def on_the_console(self) -> Topology:
        """The same bench, reached over its serial console only."""
        ways = (Console(way="console", device=self.router.reach.console),)
        router = self.topology.router.model_copy(update={"access": ways})
        return self.topology.model_copy(update={"router": router})

    def turn(self, minutes: float) -> None:
        """Let time go by: for what waits in the router, and on its clock."""
        host = self.router.command_line
        wall = host.wall_clock

        def later() -> datetime:
            return wall() + timedelta(minutes=minutes)

        def turn() -> None:
            host.wall_clock = later
            host.handle_timer(host.now + 60 * minutes)

        self.loop.run(turn, Deadline.after(5, "the clock"))

    @property
    def running(self) -> tuple[tuple[str, ...], ...]:
        return statements(self.router.command_line.running())

    @property
    def flash(self) -> list[str]:
        return sorted(self.router.command_line.flash)


@pytest.fixture
def standin() -> Iterator[Standin]:
    with BackgroundLoop("stand-in") as loop:
        opened = loop.call(StandinRouter.open(), Deadline.after(5, "the stand-in"))
        yield Standin(opened, loop)
        loop.call(opened.close(), Deadline.after(5, "the stand-in's end"))


def kill_a_run(standin: Standin, at: str, *, console: str = "") -> None:
    reach = standin.router.reach
    script = KILLED.format(ssh=reach.ssh, sccp=reach.sccp, at=at, console=console)
    killed = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr


MOMENTS = {
    "before it arms": "show archive config rollback timer",
    "between archive and backup": "path flash:",
    "while it arms": "configure terminal revert timer",
    "while it cleans what the router keeps": "copy flash:",
    "in the middle of a push": "number 203",
    "in the middle of a plan": "show users",
    "in the middle of its restore": "configure revert now",
    "at the end of its restore": "delete /force",
}


NOT_ARMED = {
    "show archive config rollback timer",
    "path flash:",
    "configure terminal revert timer",
    "delete /force",
}
"""Not armed yet, or not cleanly, or no longer: the lease is left, and the path that was lent."""


@pytest.mark.parametrize("at", MOMENTS.values(), ids=MOMENTS)
def test_a_killed_run_leaves_the_router_as_it_was_within_the_armed_time(
    standin: Standin, at: str
) -> None:
    before = standin.running
    kill_a_run(standin, at)

    standin.turn(MINUTES)

    lent = {("archive",), ("archive", "path flash:cme-cti-harness-archive")}
    assert set(standin.running) - set(before) <= (lent if at in NOT_ARMED else set())
    assert set(before) <= set(standin.running)
    if at not in NOT_ARMED:
        assert "cme-lease" not in standin.router.command_line.running()

    journal = Journal()
    with Router(standin.topology, journal) as following:
        following.connect()
        assert standin.running == before
    assert standin.flash == []
    assert "cme-lease" not in standin.router.command_line.running()
    notes = [entry.text for entry in journal.entries() if entry.kind is Kind.NOTE]
    told = "whose run did not give it back" if at in NOT_ARMED else "a run that was killed left"
    assert any(told in note for note in notes)


ON_THE_CONSOLE = (
    "in the middle of a push",
    "in the middle of a plan",
    "in the middle of its restore",
    "while it arms",
)


@pytest.mark.parametrize("moment", ON_THE_CONSOLE)
def test_a_run_killed_on_the_serial_console_leaves_the_router_as_it_was(
    standin: Standin, moment: str
) -> None:
    before = standin.running
    kill_a_run(standin, MOMENTS[moment], console=standin.router.reach.console)

    standin.turn(MINUTES)

    if MOMENTS[moment] not in NOT_ARMED:
        assert standin.running == before
        assert "cme-lease" not in standin.router.command_line.running()
    with Router(standin.on_the_console, Journal()) as following:
        following.connect()
        assert standin.running == before
    assert standin.flash == []
    assert "cme-lease" not in standin.router.command_line.running()


def test_the_next_run_puts_back_what_the_router_has_not_yet(standin: Standin) -> None:
    before = standin.running
    kill_a_run(standin, "show users")
    assert difference(before, standin.running)
    journal = Journal()

    with Router(standin.topology, journal) as following:
        following.connect()

        assert standin.running == before
    assert standin.flash == []
    assert standin.router.command_line.get_timer() is None
    told = [entry.text for entry in journal.entries() if "was killed left" in entry.text]
    assert "put back first" in told[0]


def test_the_next_run_says_that_the_router_has_put_itself_back(standin: Standin) -> None:
    kill_a_run(standin, "show users")
    standin.turn(MINUTES)
    journal = Journal()

    with Router(standin.topology, journal) as following:
        following.connect()

    assert any("the router has put itself back meanwhile" in e.text for e in journal.entries())


def test_a_run_on_another_machine_waits_until_the_lease_has_run_out(standin: Standin) -> None:
    standin_host = standin.router.command_line
    kill_a_run(standin, "show users")
    elsewhere = [
        (key, line) for key, line in standin_host.configuration.kept.items() if "cme-lease" in key
    ]
    for key, line in elsewhere:  # as a machine that is not this one would have written it
        standin_host.configuration.kept[key] = line.replace(" of ", " of f")
    keeper = LeaseKeeper(grace_seconds=0.0)

    with (
        pytest.raises(ProvisioningError, match="is held by"),
        Router(standin.topology, Journal(), keeper=keeper) as early,
    ):
        early.connect()
    standin.turn(MINUTES + 1)

    with Router(standin.topology, Journal(), keeper=LeaseKeeper(grace_seconds=0.0)) as late:
        late.connect()
    assert standin.flash == []


def test_a_heartbeat_puts_the_restore_off(standin: Standin) -> None:
    with Router(standin.topology, Journal()) as router:
        router.connect()
        router.provision()
        provisioned = standin.running
        for _ in range(4):
            standin.turn(MINUTES - 1)
            router.beat()

        assert standin.running == provisioned
        assert standin.router.command_line.get_timer() is not None


def test_a_run_that_was_silent_too_long_learns_that_the_router_went_back(
    standin: Standin,
) -> None:
    before = standin.running
    with Router(standin.topology, Journal()) as router:
        router.connect()
        router.provision()
        standin.turn(MINUTES)

        with pytest.raises(ProvisioningError, match="has put itself back"):
            router.beat()
        with pytest.raises(ProvisioningError, match="has put itself back"):
            router.provision()
        router._before = None
    assert set(before) <= set(standin.running)


def test_nothing_of_the_restore_is_left_after_a_run(standin: Standin) -> None:
    before = standin.router.command_line.running()
    with Router(standin.topology, Journal()) as router:
        router.connect()
        router.provision()
        assert standin.router.command_line.get_timer() is not None

    assert standin.router.command_line.running() == before
    assert standin.flash == []
    assert standin.router.command_line.get_timer() is None


def test_an_archive_of_others_is_used_and_left_alone(standin: Standin) -> None:
    host = standin.router.command_line
    host.merge("archive\n path flash:theirs\n", "ann")
    host.archive.save(host.configuration, host.running())
    before = standin.running

    with Router(standin.topology, Journal()) as router:
        router.connect()
        router.provision()
        assert "theirs-2" in standin.flash

    assert standin.running == before
    assert standin.flash == ["theirs-1"]


def test_somebody_elses_unconfirmed_change_stops_the_bench(standin: Standin) -> None:
    host = standin.router.command_line
    host.merge("archive\n path flash:theirs\n", "ann")
    with Router(standin.topology, Journal()) as router:
        router.connect()
        router._open_line().run("configure terminal revert timer 5")
        router._open_line().run("end")
        with pytest.raises(ProvisioningError, match="waits for `configure confirm`.* wait 5 min"):
            router.provision()
        assert host.get_timer() is not None
        assert standin.flash == ["theirs-1"]
