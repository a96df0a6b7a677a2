"""The words a plan may use as arguments: people, the router, an application, a given state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.errors import BenchBroken, HarnessError
from harness.plugin.access import bench_of
from harness.plugin.plans import PlanMark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.lab.applications import Application
    from harness.lab.clock_desk import ClockDesk
    from harness.lab.given import Given
    from harness.lab.guests import Guest
    from harness.lab.lab import Lab
    from harness.lab.managers import Managers
    from harness.lab.party import Party
    from harness.lab.router_desk import RouterDesk
    from harness.probe.driver import CstaProbe


@pytest.fixture
def lab(request: pytest.FixtureRequest) -> Lab:
    """The bench, in service and at rest, its evidence for this plan begun."""
    mark = PlanMark.of(request.node)
    if mark is None:
        sentence = "uses the bench but is no plan; mark it @pytest.mark.plan(number, ref=…)"
        pytest.fail(f"{request.node.name} {sentence}", pytrace=False)
    bench = bench_of(request.config)
    if bench.is_broken:
        pytest.skip(f"the bench is broken: {bench.cause}")
    try:
        standing = bench.lab()
    except BenchBroken as cause:
        ours = None if isinstance(cause.__cause__, HarnessError) else cause.__cause__
        raise cause.with_traceback(None) from ours  # the way through the harness helps nobody else
    bench.begin(mark)
    return standing


def _party(lab: Lab, name: str) -> Party:
    if name not in lab.parties:
        pytest.skip(f"this bench has no {name}; its topology names {', '.join(lab.parties)}")
    return lab.parties[name]


@pytest.fixture
def alice(lab: Lab) -> Party:
    """Alice: idle phone, open session, running monitor."""
    return _party(lab, "alice")


@pytest.fixture
def bob(lab: Lab) -> Party:
    """Bob: idle phone, open session, running monitor."""
    return _party(lab, "bob")


@pytest.fixture
def carol(lab: Lab) -> Party:
    """Carol: idle phone, open session, running monitor."""
    return _party(lab, "carol")


@pytest.fixture
def given(lab: Lab) -> Given:
    """Builds the state a plan begins with, by hand at the phones."""
    return lab.given


@pytest.fixture
def router(lab: Lab) -> RouterDesk:
    """The router's own view, and a hand on its configuration."""
    return lab.router


@pytest.fixture
def application(lab: Lab) -> Application:
    """A CSTA application that has not opened a session yet."""
    return lab.guest_application()


@pytest.fixture
def guest(lab: Lab) -> Guest:
    """Somebody who may bring a phone that the router does not know yet."""
    return lab.guest("guest")


@pytest.fixture
def stranger(lab: Lab) -> Guest:
    """Somebody else who may bring a phone."""
    return lab.guest("stranger")


@pytest.fixture
def clock(lab: Lab) -> ClockDesk:
    """A hand on the router's clock; only some routers have one."""
    from harness.lab.clock_desk import CAPABILITY, ClockDesk

    if CAPABILITY not in lab.topology.capabilities:
        pytest.skip(
            f"this router's clock cannot be turned, and nobody waits half an hour: the topology"
            f" does not name the capability {CAPABILITY}"
        )
    return ClockDesk(lab, step=lab.note_step)


@pytest.fixture
def managers(lab: Lab) -> Iterator[Managers]:
    """Session managers: applications that register with the router."""
    from harness.lab.making import Workshop
    from harness.lab.managers import Managers

    managers = Managers(Workshop(lab))
    yield managers
    managers.fall_silent()


@pytest.fixture
def probe(lab: Lab) -> CstaProbe:
    """A second CSTA client, built of scapy layers, that shares no code with the first."""
    from harness.probe.driver import CstaProbe

    router = lab.topology.router
    return CstaProbe(
        (router.address, router.ports.sip), wire=lab.wire, seconds=lab.event_deadline("").seconds
    )
