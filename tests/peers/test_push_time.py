"""How long a push takes over SSH, beside what netmiko itself needs for the same lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from netmiko import ConnectHandler

from harness.lab.standin_process import StandinProcess
from harness.router.router import Router
from harness.runtime.clock import SYSTEM_CLOCK
from harness.runtime.journal import Journal
from harness.topology import load

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / "tests" / "golden" / "ios" / "moc-client.cfg").read_text()
OTHERS = ("hostname ", "version ", "end")
"""Lines of the example that change the prompt or the mode, or that no router takes."""
ALLOWED = 1.3


@pytest.fixture(scope="module")
def standin() -> Iterator[StandinProcess]:
    process = StandinProcess.start()
    yield process
    process.close()


def seconds(act: Callable[[], object]) -> float:
    began = SYSTEM_CLOCK.now()
    act()
    return SYSTEM_CLOCK.now() - began


def test_the_example_is_pushed_as_quickly_as_netmiko_can(standin: StandinProcess) -> None:
    typed = (line.strip() for line in EXAMPLE.splitlines())
    ours = tuple(line for line in typed if line.strip("!") and not line.startswith(OTHERS))
    port = standin.ports["ssh"]
    topology = load(ROOT / "topologies" / "standin.yaml").with_ports(ssh=port)
    line = Router(topology, Journal()).another_line()
    login = {"username": "cisco", "password": "cisco", "secret": "cisco"}
    with ConnectHandler("127.0.0.1", device_type="cisco_ios", port=port, **login) as floor:
        floor.enable()
        line.push(ours)

        theirs = seconds(lambda: floor.send_config_set(ours))
        mine = seconds(lambda: line.push(ours))
    line.close()

    assert mine <= ALLOWED * theirs
