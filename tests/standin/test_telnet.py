from __future__ import annotations

from typing import Any

import netmiko
import pytest

from harness.runtime.clock import Deadline
from harness.runtime.loop import BackgroundLoop
from harness.standin.cli.host import CliHost
from harness.standin.cli.login import LineSession
from harness.standin.telnet import TelnetServer, TelnetSession

GREETING = bytes.fromhex("fffb01 fffb03 fffd18 fffd1f")
ASKED = b"\r\n\r\nUser Access Verification\r\n\r\nUsername: "


@pytest.fixture
def cut() -> list[bool]:
    return []


@pytest.fixture
def session(host: CliHost, cut: list[bool]) -> TelnetSession:
    line = LineSession(
        host, line="line vty 0 4", remote="10.0.0.50", hang_up=lambda: cut.append(True)
    )
    made = TelnetSession(line)
    made.connection_made(0.0)
    return made


def said(session: TelnetSession, octets: bytes) -> bytes:
    session.receive_data(octets, 0.0)
    return session.data_to_send()


def test_it_opens_with_the_twelve_octets_of_ios_and_asks_who_is_there(
    session: TelnetSession,
) -> None:
    assert session.data_to_send() == GREETING + ASKED


def test_a_user_logs_in_and_his_password_is_not_shown(session: TelnetSession) -> None:
    session.data_to_send()
    assert said(session, b"engineer\r\n") == b"engineer\r\nPassword: "
    assert said(session, b"letmein") == b""
    assert said(session, b"\r\0") == b"\r\n\r\nRouter>"
    assert said(session, b"show clock\r\n").startswith(b"show clock\r\n*08:02:11")


def test_three_wrong_passwords_cut_the_line(session: TelnetSession, cut: list[bool]) -> None:
    session.data_to_send()
    for _ in range(2):
        said(session, b"engineer\r")
        assert said(session, b"wrong\r") == b"\r\n% Login invalid\r\n\r\nUsername: "
    said(session, b"engineer\r")
    assert cut == []
    assert said(session, b"wrong\r").endswith(b"% Bad passwords\r\n")
    assert cut == [True]


@pytest.mark.parametrize(
    ("octets", "answer"),
    [
        ("fffd01 fffd03", ""),
        ("fffb18 fffb1f", ""),
        ("fffc18 fffe01", ""),
        ("fffd00 fffb00", "fffc00 fffe00"),
        ("fffb22", "fffe22"),
        ("fffa1f 00c8 0032 fff0", ""),
        ("fffa1f ffff 0032 fff0", ""),
        ("fffa18 00 7874657 26d fff0", ""),
        ("fff1 fff1 fff1", ""),
        ("fff6", "0d0a 5b5965735d 0d0a"),
    ],
)
def test_what_a_client_negotiates_is_never_typed(
    session: TelnetSession, octets: str, answer: str
) -> None:
    session.data_to_send()
    sent = bytes.fromhex(octets.replace(" ", ""))
    whole = b"".join(said(session, bytes([octet])) for octet in sent)
    assert whole == bytes.fromhex(answer)
    assert said(session, b"ann") == b"ann"


@pytest.fixture
def server(host: CliHost) -> Any:
    with BackgroundLoop("telnet") as loop:
        deadline = Deadline.after(5, "Telnet")
        opened = loop.call(TelnetServer.open(host, ("127.0.0.1", 0)), deadline)
        yield opened
        loop.call(opened.close(), deadline)


def test_netmiko_logs_in_and_reads_and_configures(server: TelnetServer, host: CliHost) -> None:
    with netmiko.ConnectHandler(
        device_type="cisco_ios_telnet",
        host=server.local[0],
        port=server.local[1],
        username="engineer",
        password="letmein",
        secret="letmedo",
        fast_cli=True,
        global_delay_factor=0.1,
    ) as router:
        router.enable()
        assert "15.1(4)M7" in router.send_command("show version")
        router.send_config_set(["voice service voip", "no cti shutdown"])
    assert host.configuration.voice_service.cti_shutdown is False


def test_a_line_that_lets_only_ssh_in_is_closed_at_once(
    server: TelnetServer, host: CliHost
) -> None:
    import socket

    host.merge("line vty 0 4\n transport input ssh\n", "ann")
    with socket.create_connection(server.local, 5) as client:
        assert client.recv(100) == b""
