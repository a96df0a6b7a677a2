"""netmiko's own file transfer (paramiko, SCP) to the stand-in's flash."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import netmiko
import paramiko
import pytest

from harness.runtime.clock import Deadline
from harness.runtime.loop import BackgroundLoop
from harness.standin.cli.configurator import load
from harness.standin.cli.host import CliHost
from harness.standin.ssh import SshServer

CONTENT = b"hostname Other\nend\n"


@pytest.fixture
def router(host: CliHost) -> Iterator[Any]:
    load("username admin privilege 15 password full\nip scp server enable", host.configuration)
    with BackgroundLoop("ssh") as loop:
        server = loop.call(SshServer.open(host, ("127.0.0.1", 0)), Deadline.after(5, "SSH"))
        address, port = server.local
        connection = {"device_type": "cisco_ios", "host": address, "port": port}
        with netmiko.ConnectHandler(**connection, username="admin", password="full") as shell:
            yield shell
        loop.call(server.close(), Deadline.after(5, "the end of SSH"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "wanted.cfg"
    path.write_bytes(CONTENT)
    return path


def test_a_file_comes_into_flash_and_goes_out_again(
    router: Any, host: CliHost, file: Path, tmp_path: Path
) -> None:
    put = netmiko.file_transfer(
        router, source_file=str(file), dest_file="wanted.cfg", file_system="flash:"
    )
    assert put == {"file_exists": True, "file_transferred": True, "file_verified": True}
    assert host.flash["wanted.cfg"] == CONTENT

    fetched = tmp_path / "fetched.cfg"
    netmiko.file_transfer(
        router,
        source_file="wanted.cfg",
        dest_file=str(fetched),
        file_system="flash:",
        direction="get",
    )
    assert fetched.read_bytes() == CONTENT


def test_what_is_not_in_flash_is_out_of_reach(router: Any, host: CliHost) -> None:
    channel = router.remote_conn_pre.get_transport().open_session()
    channel.exec_command("scp -f /etc/hostname")
    channel.sendall(b"\0")
    assert channel.recv(200).startswith(b"\x01scp: ")


@pytest.mark.parametrize("line", ["no ip scp server enable", "username admin privilege 1"])
def test_without_the_server_or_the_privilege_nothing_is_copied(
    router: Any, host: CliHost, file: Path, line: str
) -> None:
    load(line, host.configuration)
    port = router.remote_conn_pre.get_transport().getpeername()
    again = netmiko.ConnectHandler(
        device_type="cisco_ios", host=port[0], port=port[1], username="admin", password="full"
    )
    channel = again.remote_conn_pre.get_transport().open_session()
    with pytest.raises(paramiko.SSHException):
        channel.exec_command("scp -t flash:/wanted.cfg")
    again.disconnect()
    assert "wanted.cfg" not in host.flash
