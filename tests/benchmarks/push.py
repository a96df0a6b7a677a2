"""The document's full example pushed over SSH: every line verified, beside netmiko's own pace.

Both push the same lines to the same stand-in, in turn; netmiko's `send_config_set` waits for each
echo and knows nothing of what was refused. The best of several turns counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from netmiko import ConnectHandler
from pydantic import SecretStr

from harness.lab.standin_process import StandinProcess
from harness.router.cli import open_command_line
from harness.runtime.journal import Journal
from harness.topology import Credentials, Ports, load

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "tests" / "golden" / "ios" / "moc-client.cfg"
TURNS = 3


def lines() -> list[str]:
    """The example without its comments and without the host name, which netmiko must not lose."""
    text = EXAMPLE.read_text(encoding="utf-8").splitlines()
    told = (line.strip() for line in text)
    return [line for line in told if line and not line.startswith(("!", "hostname", "end"))]


def measure() -> Iterator[tuple[str, float, str, float]]:
    """Pushes a second: ours, netmiko's."""
    standin = StandinProcess.start()
    try:
        ours = seconds(verified(standin))
        theirs = seconds(unverified(standin))
    finally:
        standin.close()
    yield "push of the full example, each line verified", 1 / ours, "netmiko", 1 / theirs


def seconds(push: Callable[[], object]) -> float:
    """The least that a push took."""
    taken = []
    for _ in range(TURNS):
        before = time.perf_counter()
        push()
        taken.append(time.perf_counter() - before)
    return min(taken)


def verified(standin: StandinProcess) -> Callable[[], object]:
    topology = load(ROOT / "topologies" / "standin.yaml")
    spec = topology.router.model_copy(update={"ports": Ports(**standin.ports)})
    secret = SecretStr("cisco")
    line = open_command_line(
        spec,
        Credentials("cisco", secret, secret),
        deadlines=topology.deadlines,
        journal=Journal(),
    )
    return lambda: line.push(lines())


def unverified(standin: StandinProcess) -> Callable[[], object]:
    connection = ConnectHandler(
        device_type="cisco_ios",
        host=standin.address,
        port=standin.ports["ssh"],
        username="cisco",
        password="cisco",
        secret="cisco",
    )
    connection.enable()
    return lambda: connection.send_config_set(lines())
