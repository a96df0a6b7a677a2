"""``harness cti``: opens one CTI session to any CME and puts it under a person's fingers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from harness.application.calls import CallTable
from harness.application.clients import CLIENTS
from harness.application.heartbeat import Heartbeat
from harness.application.session import CtiSession
from harness.commands.cti_verbs import Control
from harness.errors import DeadlineExceeded, RouterUnreachable, TopologyError
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal
from harness.runtime.loop import BackgroundLoop
from harness.runtime.route import local_address_towards
from harness.runtime.wire import Address, Wire
from harness.topology import load

SIP_PORT = 5060
NAME = "cti"
WITNESS = f"{NAME}.cti"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The session that somebody asked for."""

    remote: Address
    line: str
    user: str = NAME
    client: str = "sdk"
    transport: str = "UDP"
    register_id: str = ""
    seconds: float = 5.0
    """How long each answer may take."""


def from_topology(path: Path, party: str) -> Wanted:
    """The session of a party of a bench.

    Raises:
        TopologyError: there is no such party, or nobody knows the router's port.
    """
    bench = load(path)
    router = bench.router
    if party not in bench.parties:
        names = ", ".join(bench.parties)
        raise TopologyError(f"there is no {party!r}", file=path, remedy=f"Parties: {names}.")
    if not router.ports.sip:
        raise TopologyError(
            "the stand-in takes a free port when it starts",
            file=path,
            remedy="Start `harness standin` and give --router ADDRESS:PORT with the port for SIP"
            " that it names.",
        )
    return Wanted(
        (router.address, router.ports.sip),
        bench.parties[party].number,
        user=party,
        client=bench.cti.client,
        transport=bench.cti.transport,
        seconds=bench.deadlines.response,
    )


def wanted_of(
    topology: Path | None,
    *,
    party: str,
    router: str,
    line: str,
    client: str,
    tcp: bool,
    register_id: str,
) -> Wanted:
    """What the command line asks for.

    Raises:
        TopologyError: it asks for nothing, or for what there is not.
    """
    if client not in CLIENTS:
        raise TopologyError(f"there is no client {client!r}", remedy=f"{' or '.join(CLIENTS)}.")
    if topology is not None and not router:
        wanted = from_topology(topology, party)
        transport = "TCP" if tcp else wanted.transport
        return replace(wanted, transport=transport, register_id=register_id)
    if not router or not line:
        raise TopologyError(
            "nobody said which line of which router",
            remedy="Give a topology, or --router HOST[:PORT] and --line NUMBER.",
        )
    transport = "TCP" if tcp else "UDP"
    remote = address_of(router)
    return Wanted(remote, line, client=client, transport=transport, register_id=register_id)


def address_of(text: str) -> Address:
    """``HOST`` or ``HOST:PORT``.

    Raises:
        TopologyError: it is neither.
    """
    host, _, port = text.partition(":")
    if not host or (port and not (port.isdecimal() and 0 < int(port) < 65_536)):
        raise TopologyError(f"{text!r} is no HOST[:PORT]", remedy="Give the router's address.")
    return host, int(port) if port else SIP_PORT


@contextmanager
def opened(wanted: Wanted, journal: Journal) -> Iterator[Control]:
    """The session, open, its line monitored and its calls known; closed behind the block.

    Raises:
        HarnessError: the router refused, or does not answer.
    """
    with BackgroundLoop(NAME) as loop, ExitStack() as leaving:
        local = local_address_towards(wanted.remote[0])
        if wanted.register_id:
            heartbeat = Heartbeat(
                NAME, register_id=wanted.register_id, remote=wanted.remote,
                transport="TCP" if wanted.transport.upper() == "TCP" else "UDP", loop=loop,
                journal=journal, wire=Wire(), response_seconds=wanted.seconds, local_ip=local,
            )  # fmt: skip
            leaving.callback(heartbeat.close)
            heartbeat.register()
            leaving.callback(heartbeat.unregister)
        session = CtiSession(
            NAME, line=wanted.line, user=wanted.user, remote=wanted.remote,
            transport=wanted.transport, loop=loop, journal=journal, wire=Wire(),
            response_seconds=wanted.seconds, client=wanted.client, local_ip=local,
        )  # fmt: skip
        try:
            session.open(Deadline.after(wanted.seconds, f"the session on line {wanted.line}"))
        except DeadlineExceeded:
            host, port = wanted.remote
            raise RouterUnreachable(
                f"{host}:{port} does not answer over {wanted.transport}: check that the router is"
                " up and that its SIP listens there"
            ) from None
        leaving.callback(session.close)
        control = Control(session, CallTable(wanted.line))
        control.monitors.append(session.monitor_start())
        control.table = control.table.snapshot(session.snapshot_device())
        yield control


def use_session(wanted: Wanted, *, plain: bool) -> int:
    """Run the session until the person quits, or standard input ends; the exit code.

    Raises:
        HarnessError: the router refused, or does not answer.
    """
    journal = Journal()
    if plain or not sys.stdin.isatty() or not sys.stdout.isatty():
        from harness.commands.cti_plain import converse

        with opened(wanted, journal) as control:
            return converse(control, journal, sys.stdin, sys.stdout, patience=wanted.seconds)
    from harness.commands.cti_app import CtiApp

    with opened(wanted, journal) as control:
        CtiApp(control, journal).run()
    return 0
