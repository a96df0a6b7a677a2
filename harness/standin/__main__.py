"""``python -m harness.standin``: run the stand-in alone and say how to reach it.

It starts from the factory configuration; a topology names the address and ports to use where it
has any. With ``--json`` one line tells the ports when all of them listen. What is written to its
standard input are orders (`clock.ControlLine`). It ends with SIGTERM or SIGINT, or when its
standard input closes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import stat
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from harness.errors import HarnessError
from harness.runtime.journal import Entry
from harness.standin.catalogue import CATALOGUE
from harness.standin.clock import ControlLine, TurnableLoop, running_loop
from harness.standin.configuration import Credentials
from harness.standin.defects import DEFECTS, Defect
from harness.standin.mutations.rows import Mutations
from harness.standin.router import Reach, StandinRouter
from harness.topology.dialect import STANDARD, Dialect, turned


def serve(argv: Sequence[str] | None = None) -> int:
    """Run the stand-in until it is told to end; returns the exit status."""
    options = _parser().parse_args(argv)
    try:
        wanted, dialect, version = _wanted(options.topology, options.dialect)
        with asyncio.Runner(loop_factory=TurnableLoop) as runner:
            return runner.run(
                _serve(
                    wanted,
                    frozenset(Defect(each) for each in options.defect if each in DEFECTS),
                    Mutations.chosen(options.defect),
                    dialect=dialect,
                    in_json=options.json,
                    sccp_version=version if options.sccp_version is None else options.sccp_version,
                )
            )
    except (HarnessError, OSError) as error:
        sys.stderr.write(f"standin: {error}\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="harness standin", description="A software router for the test plans."
    )
    parser.add_argument("topology", nargs="?", type=Path, help="a topology whose ports to use")
    parser.add_argument(
        "--defect",
        action="append",
        default=[],
        choices=list(CATALOGUE),
        metavar="NAME",
        help="seed a defect; may be given more than once: " + ", ".join(CATALOGUE),
    )
    parser.add_argument(
        "--dialect",
        action="append",
        default=[],
        metavar="POINT=CHOICE",
        help="speak CSTA so, whatever the topology says; may be given more than once",
    )
    parser.add_argument(
        "--sccp-version",
        type=int,
        metavar="NUMBER",
        help="the protocol version offered to every phone, 0 to 22; CME's choice when left out",
    )
    parser.add_argument("--json", action="store_true", help="tell the ports in one line of JSON")
    return parser


def _wanted(topology: Path | None, choices: Sequence[str]) -> tuple[Reach, Dialect, int | None]:
    """Where to listen and how to speak CSTA and SCCP: as the topology says, with these choices."""
    if topology is None:
        return Reach(), turned(STANDARD, choices), None
    from harness.topology.loading import load

    bench = load(topology)
    router, ports = bench.router, bench.router.ports
    reach = Reach(
        router.address or "127.0.0.1",
        ssh=ports.ssh,
        sccp=ports.sccp,
        sip=ports.sip,
        tftp=ports.tftp,
        telnet=ports.telnet,
        http=ports.http,
    )
    return reach, turned(bench.dialect, choices), router.sccp_version


def credentials_of(environment: Mapping[str, str]) -> Credentials:
    """Who may log in: ``CME_USERNAME``, ``CME_PASSWORD`` and ``CME_ENABLE``, each ``cisco``."""
    return Credentials(
        environment.get("CME_USERNAME") or "cisco",
        environment.get("CME_PASSWORD") or "cisco",
        environment.get("CME_ENABLE") or "cisco",
    )


async def _serve(
    wanted: Reach,
    defects: frozenset[Defect],
    mutations: Mutations,
    *,
    dialect: Dialect,
    in_json: bool,
    sccp_version: int | None,
) -> int:
    ended = asyncio.Event()
    loop = running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    router = await StandinRouter.open(
        wanted,
        credentials=credentials_of(os.environ),
        defects=defects,
        mutations=mutations,
        dialect=dialect,
        sccp_version=sccp_version,
    )
    try:
        with router.journal.subscribed(_ignore if in_json else _log):
            _say(_told(router.reach, in_json=in_json))
            control = ControlLine(loop, _say)
            if _can_be_closed(sys.stdin.fileno()):
                loop.add_reader(sys.stdin.fileno(), _read_on, ended, control)
            await ended.wait()
    finally:
        await router.close()
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _log(entry: Entry) -> None:
    sys.stderr.write(f"{entry.witness}: {entry.text}\n")


def _ignore(entry: Entry) -> None:
    del entry


def _told(reach: Reach, *, in_json: bool) -> str:
    if in_json:
        return json.dumps(asdict(reach))
    return (
        f"A software router at {reach.address}; end it with Ctrl-C.\n"
        f"  command line  ssh -p {reach.ssh} (netmiko: cisco_ios)\n"
        f"                telnet {reach.address} {reach.telnet} (cisco_ios_telnet), "
        f"console {reach.console}\n"
        f"  phones        SCCP TCP {reach.sccp}, files TFTP UDP {reach.tftp}, "
        f"pages http://{reach.address}:{reach.http}\n"
        f"  applications  SIP UDP and TCP {reach.sip}"
    )


def _can_be_closed(descriptor: int) -> bool:
    """Whether standard input is something whose other end somebody holds."""
    mode = os.fstat(descriptor).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _read_on(ended: asyncio.Event, control: ControlLine) -> None:
    octets = os.read(sys.stdin.fileno(), 4096)
    control.feed(octets)
    if not octets:
        asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
        ended.set()


if __name__ == "__main__":
    sys.exit(serve())
