"""Netmiko, as it is published, against the stand-in's command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import netmiko
import paramiko
import pytest

from harness.runtime.clock import Deadline
from harness.runtime.loop import BackgroundLoop
from harness.standin.cli.host import CliHost
from harness.standin.ssh import SshServer

LOOPBACK = ("127.0.0.1", 0)


def soon(what: str) -> Deadline:
    return Deadline.after(5, what)


@pytest.fixture
def server(host: CliHost) -> Iterator[SshServer]:
    with BackgroundLoop("ssh") as loop:
        server = loop.call(SshServer.open(host, LOOPBACK), soon("SSH"))
        yield server
        loop.call(server.close(), soon("the end of SSH"))


@pytest.fixture
def connect(server: SshServer) -> Callable[..., Any]:
    def connection(**changed: Any) -> Any:
        return netmiko.ConnectHandler(
            **{
                "device_type": "cisco_ios",
                "host": server.local[0],
                "port": server.local[1],
                "username": "engineer",
                "password": "letmein",
                "secret": "letmedo",
                **changed,
            }
        )

    return connection


def test_netmiko_pushes_the_moc_example_saves_it_and_reads_it(
    connect: Callable[..., Any], host: CliHost, ios_example: Callable[[str], str]
) -> None:
    # A changed host name in a set is a trap of netmiko's own, on real routers as well.
    lines = [
        line
        for line in ios_example("moc-client").splitlines()
        if not line.startswith(("!", "hostname"))
    ]
    with connect() as router:
        assert router.find_prompt() == "Router>"
        router.enable()
        pushed = router.send_config_set(lines)
        assert "% " not in pushed
        assert "[OK]" in router.save_config()
        shown = router.send_command("show running-config")
    assert " cti csta mode basic" in shown.splitlines()
    assert shown.splitlines()[-1] == "end"
    assert host.is_saved
    assert host.configuration.ephones[2].mac == "000F8FC7B681"


def test_netmiko_backs_up_and_restores(connect: Callable[..., Any], host: CliHost) -> None:
    before = host.running()
    with connect() as router:
        router.enable()
        router.send_command("copy running-config flash:backup.cfg", expect_string=r"\]\? $")
        assert "bytes copied" in router.send_command("\n", expect_string=r"#$")
        refused = router.send_config_set(
            [
                "voice service voip",
                "no cti shutdown",
                "no supplementary-service sip moved-temporary",
            ]
        )
        assert "% Invalid input detected at '^' marker." in refused
        assert host.running() != before
        assert "Rollback Done" in router.send_command("configure replace flash:backup.cfg force")
    assert host.running() == before


def test_a_wrong_password_stays_outside(connect: Callable[..., Any]) -> None:
    with pytest.raises(netmiko.NetmikoAuthenticationException):
        connect(password="wrong")


def test_the_server_speaks_like_an_ios_of_its_time(server: SshServer) -> None:
    transport = paramiko.Transport(server.local)
    try:
        transport.start_client(timeout=5)
        options = transport.remote_version, transport.get_remote_server_key().get_name()
        assert options == ("SSH-2.0-Cisco-1.25", "ssh-rsa")
        assert transport.host_key_type == "ssh-rsa"
        assert transport.remote_cipher == "aes128-cbc"
        assert transport.remote_mac == "hmac-sha1"
        transport.auth_password("engineer", "letmein")
        channel = transport.open_session()
        channel.get_pty()
        channel.invoke_shell()
        channel.settimeout(5)
        channel.sendall(b"exit\r")
        seen = b""
        while octets := channel.recv(1000):
            seen += octets
        assert seen == b"\r\nRouter>exit\r\n"
    finally:
        transport.close()


def test_what_the_configuration_says_opens_the_door(connect: Callable[..., Any]) -> None:
    with connect() as router:
        router.enable()
        router.send_config_set(["username boss privilege 15 secret chief"])
    with connect(username="boss", password="chief") as router:
        assert router.find_prompt() == "Router#"
