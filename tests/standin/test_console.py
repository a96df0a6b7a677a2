from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.errors import RouterUnreachable
from harness.router.cli import Answer
from harness.router.router import Router
from harness.router.running import statements
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal
from harness.runtime.loop import BackgroundLoop
from harness.standin.cli.host import CliHost
from harness.standin.console import ConsoleSession
from harness.standin.router import StandinRouter
from harness.topology import Console, Ssh, Telnet, Topology, load

STANDIN = Path(__file__).parents[2] / "topologies" / "standin.yaml"


def said(session: ConsoleSession, octets: bytes) -> bytes:
    session.receive_data(octets, 0.0)
    return session.data_to_send()


def test_a_console_waits_for_return_and_is_available_again_after_exit(host: CliHost) -> None:
    session = ConsoleSession(host)
    assert said(session, b"show clock") == b""
    assert said(session, b"\r") == b"\r\nRouter>"
    assert said(session, b"show clock\r").startswith(b"show clock\r\n*08")

    assert said(session, b"exit\r").endswith(
        b"\r\n\r\n\r\n\r\nRouter con0 is now available\r\n\r\n\r\n\r\n\r\n"
        b"Press RETURN to get started.\r\n"
    )
    assert said(session, b"\r") == b"\r\nRouter>"


def test_a_console_keeps_what_was_begun(host: CliHost) -> None:
    session = ConsoleSession(host)
    said(session, b"\r")
    said(session, b"enable\rletmedo\r")
    assert said(session, b"configure terminal\r").endswith(b"Router(config)#")
    told = said(session, b"\x03\r")
    assert told.startswith(b"\r\nRouter#\r\nRouter#\r\n*Mar  3 08:02:11.347: %SYS-5-CONFIG_I: ")
    assert host.terminals == []


def test_a_console_with_users_asks_for_one(host: CliHost) -> None:
    host.merge("line con 0\n login local\n", "ann")
    session = ConsoleSession(host)
    assert said(session, b"\r").endswith(b"User Access Verification\r\n\r\nUsername: ")
    said(session, b"engineer\r")
    assert said(session, b"letmein\r") == b"\r\n\r\nRouter>"


def test_a_console_shows_the_router_boot(host: CliHost) -> None:
    session = ConsoleSession(host)
    said(session, b"\r")
    said(session, b"enable\rletmedo\r")
    assert said(session, b"reload\r").endswith(b"Proceed with reload? [confirm]")
    told = said(session, b"\r")
    assert told.startswith(b"\r\n\r\n\r\nSystem Bootstrap, Version 12.4")
    assert b"Press RETURN to get started!\r\n" in told
    assert b"now available" not in told
    assert told.endswith(b"%SYS-5-RESTART: System restarted --\r\n")
    assert said(session, b"\r") == b"\r\nRouter>"


def test_a_router_without_a_startup_configuration_asks_for_one(host: CliHost) -> None:
    session = ConsoleSession(host)
    host.startup = None
    host.reload()
    assert b"configuration dialog? [yes/no]: " in said(session, b"")
    assert said(session, b"\r").endswith(b"configuration dialog? [yes/no]: ")
    said(session, b"no\r")
    assert said(session, b"\r").endswith(b"Press RETURN to get started!\r\n\r\n")
    assert said(session, b"\r") == b"\r\nRouter>"


@pytest.fixture
def standin() -> Iterator[StandinRouter]:
    with BackgroundLoop("stand-in") as loop:
        opened = loop.call(StandinRouter.open(), Deadline.after(5, "the stand-in"))
        yield opened
        loop.call(opened.close(), Deadline.after(5, "the stand-in's end"))


def by(standin: StandinRouter, way: Ssh | Telnet | Console) -> Topology:
    reach = standin.reach
    topology = load(STANDIN).with_ports(ssh=reach.ssh, sccp=reach.sccp, telnet=reach.telnet)
    spec = topology.router.model_copy(update={"access": (way,)})
    return topology.model_copy(update={"router": spec})


@pytest.mark.parametrize("kind", ["telnet", "console"])
def test_a_bench_is_provisioned_and_put_back_by_every_way(
    standin: StandinRouter, kind: str
) -> None:
    way = Telnet() if kind == "telnet" else Console(device=standin.reach.console)
    host = standin.command_line
    before = statements(host.running())

    with Router(by(standin, way), Journal()) as router:
        router.connect()
        assert len(router.provision()) > 40
        assert router.provision() == ()

    assert statements(host.running()) == before
    assert host.flash == {}


def test_a_console_bears_one_session(standin: StandinRouter) -> None:
    topology = by(standin, Console(device=standin.reach.console))
    with Router(topology, Journal()) as router:
        router.connect()

        with pytest.raises(RouterUnreachable, match="a session is open there already"):
            router.another_line()

        assert router.show_version().version
    Router(topology, Journal()).another_line().close()


def test_a_router_that_was_erased_and_reloaded_is_no_bench_and_says_why(
    standin: StandinRouter,
) -> None:
    line = Router(by(standin, Ssh()), Journal()).another_line()
    line.run("write erase", answers=(Answer(r"Continue\?", ""),))
    with pytest.raises(RouterUnreachable):
        line.run("reload", answers=(Answer(r"Save\?", "no"), Answer(r"reload\?", "")))
    line.close()

    router = Router(by(standin, Console(device=standin.reach.console)), Journal())
    with pytest.raises(RouterUnreachable, match=r"no configuration and asks for one; answer `no`"):
        router.connect()
