"""The ways to a command line, as netmiko wants to be told them. Pure.

A table by kind of way: what people call it, and the arguments of netmiko's ``ConnectHandler``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from harness.topology import Console, Credentials, Deadlines, RouterSpec, Ssh, Telnet


class Route(NamedTuple):
    """One way to one router."""

    name: str
    """``SSH to 10.0.0.1:22``."""
    arguments: Mapping[str, Any]
    """For netmiko, without what is secret or about time."""
    serial: Mapping[str, Any] = MappingProxyType({})
    """For pyserial, where this is a console."""


def route(router: RouterSpec, way: Ssh | Telnet | Console) -> Route:
    """Where a way of the topology leads."""
    return _ROUTES[type(way)](router, way)


def _ssh(router: RouterSpec, way: Ssh) -> Route:
    port = way.port or router.ports.ssh
    arguments = {"device_type": "cisco_ios", "host": router.address, "port": port}
    return Route(f"SSH to {router.address}:{port}", arguments)


def _telnet(router: RouterSpec, way: Telnet) -> Route:
    address, port = way.address or router.address, way.port or router.ports.telnet
    arguments = {"device_type": "cisco_ios_telnet", "host": address, "port": port}
    return Route(f"Telnet to {address}:{port}", arguments)


def _console(_: RouterSpec, way: Console) -> Route:
    # Not "cisco_ios_serial": by that name netmiko refuses every device that pyserial does not
    # list, so a stable name under /dev/serial/by-id and a pseudo-terminal.
    arguments = {"device_type": "cisco_ios", "host": way.device}
    settings = {"port": way.device, "baudrate": way.baud}
    return Route(f"console {way.device}", arguments, MappingProxyType(settings))


_ROUTES: Mapping[type, Callable[[RouterSpec, Any], Route]] = {
    Ssh: _ssh,
    Telnet: _telnet,
    Console: _console,
}


def manners(credentials: Credentials, deadlines: Deadlines) -> dict[str, Any]:
    """The arguments that are secret or about time; do not keep the result."""
    timeouts = (
        "conn_timeout",
        "auth_timeout",
        "banner_timeout",
        "blocking_timeout",
        "session_timeout",
    )
    return {
        "username": credentials.username,
        "password": credentials.password.get_secret_value(),
        "fast_cli": True,
        "global_delay_factor": 0.3,  # of the 0.1 s netmiko waits for stray octets, twice
        "auto_connect": False,
        **dict.fromkeys(timeouts, deadlines.cli),
    }
