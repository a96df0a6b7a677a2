"""``harness doctor``: looks at a bench from this machine to the router, and says what to do."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console
from rich.table import Table

from harness.errors import HarnessError
from harness.router.examination import Finding, Grade, examine
from harness.topology import Topology, credentials_for, load

_STYLES = {Grade.WELL: "green", Grade.DOUBTFUL: "yellow", Grade.BAD: "bold red"}


def diagnose(path: Path, environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Every finding, as soon as it is made; what rests on a bad one is not looked at."""
    try:
        topology = load(path)
    except HarnessError as mistake:
        yield Finding("topology", Grade.BAD, str(mistake), "mend the file; README shows the form")
        return
    people = ", ".join(f"{name} {spec.number}" for name, spec in topology.parties.items())
    yield Finding("topology", Grade.WELL, f"{topology.name}: {people}")
    yield from _judges()
    with ExitStack() as standing:
        try:
            topology = _with_standin(topology, standing)
            credentials = credentials_for(topology.router, environment)
            yield Finding("credentials", Grade.WELL, f"found for {topology.router.credentials}")
            yield _route(topology)
            yield from examine(topology, credentials)
        except HarnessError as problem:
            remedy = getattr(problem, "remedy", "") or "mend that and ask again"
            yield Finding("bench", Grade.BAD, str(problem), remedy)


def _with_standin(topology: Topology, standing: ExitStack) -> Topology:
    """The bench with a stand-in started where its topology leaves the ports open."""
    if not topology.router.is_standin or topology.router.ports.ssh:
        return topology
    from harness.lab.standin_process import StandinProcess

    standin = StandinProcess.start()
    standing.callback(standin.close)
    return topology.with_ports(**standin.ports)


def _route(topology: Topology) -> Finding:
    from harness.runtime.route import local_address_towards

    address = topology.router.address
    local = topology.local_address or local_address_towards(address)
    return Finding("route", Grade.WELL, f"from {local} to {address}")


def _judges() -> Iterator[Finding]:
    from harness.oracle.tshark import Tshark

    if Tshark.is_installed():
        yield Finding("judges", Grade.WELL, "tshark and the CSTA schema")
    else:
        yield Finding(
            "judges",
            Grade.DOUBTFUL,
            "tshark is absent; only the CSTA schema judges what is sent",
            "install it (Debian: apt-get install tshark)",
        )


def report(path: Path) -> int:
    """Print the findings; the result is the exit code: 0, or 1 when something is bad."""
    console = Console()
    table = Table("", "what", "how it stands", "what to do", box=None, pad_edge=False)
    began = time.monotonic()
    worst = 0
    for finding in diagnose(path):
        style = _STYLES[finding.grade]
        table.add_row(f"[{style}]{finding.grade}[/]", finding.what, finding.says, finding.remedy)
        worst |= finding.grade is Grade.BAD
    console.print(table)
    verdict = "mend what is bad, then run the plans" if worst else "the plans can run"
    console.print(f"{verdict} ({time.monotonic() - began:.1f} s)")
    return int(worst)
