"""The words a plan may use as arguments: people, the router, an application, a given state."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from harness.errors import BenchBroken, HarnessError
from harness.plugin.access import bench_of
from harness.plugin.plans import PlanMark, lacking_release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.lab.applications import Application
    from harness.lab.axl_desk import AxlDesk
    from harness.lab.bystanders import Bystanders
    from harness.lab.clock_desk import ClockDesk
    from harness.lab.configuration_desk import ConfigurationDesk
    from harness.lab.dialect_desk import DialectDesk
    from harness.lab.given import Given
    from harness.lab.guests import Guest
    from harness.lab.intruders import Intruder
    from harness.lab.lab import Lab
    from harness.lab.managers import Managers
    from harness.lab.party import Party
    from harness.lab.power_desk import PowerDesk
    from harness.lab.router_desk import RouterDesk
    from harness.lab.terminal_desk import TerminalDesk
    from harness.lab.users import MobileUser
    from harness.lab.web_application import WebApplication
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
    if reason := lacking_release(request.node, mark, standing.router_access.version):
        pytest.skip(reason)
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
def user(lab: Lab) -> MobileUser:
    """An extension mobility user, logged in nowhere; the topology names one at a party's phone."""
    user = lab.visitors.user()
    if user is None:
        pytest.skip("this bench has no extension mobility: no party of its topology names a user")
    return user


@pytest.fixture
def axl(lab: Lab) -> AxlDesk:
    """An application that uses the router's XML API."""
    from harness.application.axl import AxlClient
    from harness.lab.axl_desk import WITNESS, AxlDesk

    router = lab.topology.router
    server = (router.address, router.ports.http)
    client = AxlClient(server, loop=lab.loop, wire=lab.wire, witness=WITNESS)
    return AxlDesk(lab, client, deadline=lab.event_deadline)


@pytest.fixture
def web(lab: Lab) -> Iterator[WebApplication]:
    """An application with a web page for telephones."""
    from harness.lab.web_application import WebApplication

    application = WebApplication(address=lab.local_ip, loop=lab.loop, wire=lab.wire)
    yield application
    application.close()


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
def power(lab: Lab) -> PowerDesk:
    """A hand on the router's power; only some benches let a plan reload it."""
    from harness.lab.power_desk import CAPABILITY, PowerDesk

    if CAPABILITY not in lab.topology.capabilities:
        pytest.skip(
            f"a reload takes minutes and wants the startup configuration to be ours: the topology"
            f" does not name the capability {CAPABILITY}"
        )
    return PowerDesk(lab, step=lab.note_step)


@pytest.fixture
def dialect(lab: Lab) -> DialectDesk:
    """What the bench's dialect adds to the messages."""
    from harness.lab.dialect_desk import DialectDesk

    return DialectDesk(lab)


@pytest.fixture
def managers(lab: Lab) -> Iterator[Managers]:
    """Session managers: applications that register with the router."""
    from harness.lab.making import Workshop
    from harness.lab.managers import Managers

    managers = Managers(Workshop(lab))
    yield managers
    managers.fall_silent()


@pytest.fixture
def intruder(lab: Lab) -> Iterator[Intruder]:
    """Somebody at the router's SIP port who keeps no rules, and does nothing a router dies of."""
    made = _intruder(lab)
    yield made
    made.leave()


@pytest.fixture
def vandal(lab: Lab) -> Iterator[Intruder]:
    """The same, who does what a router may die of; only some benches let him."""
    from harness.lab.intruders import CAPABILITY

    if CAPABILITY not in lab.topology.capabilities:
        pytest.skip(
            f"nobody knows whether this router outlives it, and the topology does not name the"
            f" capability {CAPABILITY}"
        )
    made = _intruder(lab)
    yield made
    made.leave()


def _intruder(lab: Lab) -> Intruder:
    """An intruder who has no socket yet."""
    from harness.lab.intruders import Intruder
    from harness.probe.driver import CstaProbe
    from harness.probe.intruder import Intruder as Wild
    from harness.probe.streams import Stream

    router, wire, seconds = lab.topology.router, lab.wire, lab.topology.deadlines.response
    remotes = {
        "sip": (router.address, router.ports.sip),
        "sccp": (router.address, router.ports.sccp),
    }
    return Intruder(
        lab,
        wild=lambda: Wild(remotes["sip"], wire=wire, seconds=seconds),
        connect=lambda port: Stream(remotes[port], wire=wire, seconds=seconds),
        probe=CstaProbe(remotes["sip"], wire=wire, seconds=seconds),
    )


@pytest.fixture
def bystanders(lab: Lab) -> Bystanders:
    """Alice and Bob, whom nothing of what others do may reach."""
    from harness.lab.bystanders import Bystanders

    return Bystanders(lab.given, _party(lab, "alice"), _party(lab, "bob"))


@pytest.fixture
def probe(lab: Lab) -> CstaProbe:
    """A second CSTA client, built of scapy layers, that shares no code with the first."""
    from harness.probe.driver import CstaProbe

    router = lab.topology.router
    return CstaProbe(
        (router.address, router.ports.sip), wire=lab.wire, seconds=lab.event_deadline("").seconds
    )


@pytest.fixture
def terminal(lab: Lab) -> Iterator[TerminalDesk]:
    """A command line of the plan's own, in user EXEC; whatever it configures is undone."""
    from harness.lab.terminal_desk import TerminalDesk
    from harness.topology import Console, credentials_for

    if all(isinstance(way, Console) for way in lab.topology.router.access):
        pytest.skip("this bench reaches its router by a console only, which bears one session")
    with lab.router.configured():
        known = credentials_for(lab.topology.router, os.environ)
        desk = TerminalDesk(lab.router_access.another_line(), known)
        try:
            yield desk
        finally:
            desk.leave()


@pytest.fixture
def configuration(lab: Lab) -> ConfigurationDesk:
    """The router's configuration, line by line."""
    from harness.lab.configuration_desk import ConfigurationDesk

    return ConfigurationDesk(lab.router_access, lab.topology)
