from __future__ import annotations

import pytest
from pydantic import SecretStr

from harness.router.ways import manners, route
from harness.topology import Console, Credentials, Deadlines, RouterSpec, Ssh, Telnet

ROUTER = RouterSpec.model_validate(
    {"kind": "hardware", "address": "10.0.0.1", "ports": {"ssh": 2022, "telnet": 2023}}
)


@pytest.mark.parametrize(
    ("way", "name", "arguments"),
    [
        (Ssh(), "SSH to 10.0.0.1:2022",
         {"device_type": "cisco_ios", "host": "10.0.0.1", "port": 2022}),
        (Ssh(port=22), "SSH to 10.0.0.1:22",
         {"device_type": "cisco_ios", "host": "10.0.0.1", "port": 22}),
        (Telnet(), "Telnet to 10.0.0.1:2023",
         {"device_type": "cisco_ios_telnet", "host": "10.0.0.1", "port": 2023}),
        (Telnet(address="10.0.0.250", port=2033), "Telnet to 10.0.0.250:2033",
         {"device_type": "cisco_ios_telnet", "host": "10.0.0.250", "port": 2033}),
    ],
)  # fmt: skip
def test_a_way_of_the_topology_is_told_to_netmiko(way, name, arguments):
    there = route(ROUTER, way)

    assert (there.name, there.arguments) == (name, arguments)


def test_a_console_may_have_any_name():
    device = "/dev/serial/by-id/usb-FTDI_FT232R-if00-port0"

    there = route(ROUTER, Console(device=device, baud=115200))

    assert there.name == f"console {device}"
    assert there.serial == {"port": device, "baudrate": 115200}


def test_a_login_takes_no_longer_than_a_command():
    told = manners(Credentials("ann", SecretStr("hush")), Deadlines(cli=7))

    assert {name: value for name, value in told.items() if "timeout" in name} == {
        "conn_timeout": 7,
        "auth_timeout": 7,
        "banner_timeout": 7,
        "blocking_timeout": 7,
        "session_timeout": 7,
    }
    assert (told["username"], told["password"]) == ("ann", "hush")
