"""Many phones registered from one process against the stand-in: memory, processor share, rate.

The stand-in runs in a process of its own, on the other core, with as many ephones as it is asked
for: its command line takes no more than a 2811 carries, so the configuration is written past it.
``no logging console`` stands in it, as it does wherever many phones register.

The phones are those of the test plans (`harness.phone.link.Link`: registration, screen,
keep-alives, return after a lost link), without the thread that carries a hand's verbs and with a
journal that remembers faults only. They skip TFTP. A registration is the whole dialogue of a 7960
with one line, `AT_A_TIME` of them under way: connect; Alarm, Register, IpPort; RegisterAck,
CapabilitiesReq; then eight questions, each after the answer to the one before, until
DefineTimeDate answers the last.

Memory is the growth of the resident set from a process with one registered phone. The processor's
share is that of the idle phones while keep-alives come three times as often as CME's 30 s, told
for 30 s.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import itertools
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from harness.phone.link import Link
from harness.phone.models import MODELS
from harness.runtime.journal import Journal, Kind
from harness.runtime.wire import Address, Wire
from harness.standin.cli.configurator import load
from harness.standin.configuration import ButtonAssignment, Credentials, Ephone, EphoneDn
from harness.standin.router import StandinRouter

PHONES = 5_000
AT_A_TIME = 64
FAST_KEEP_ALIVE, KEEP_ALIVE = 10, 30
FIRST_NUMBER = 10_000
OTHER_FILES = 64


class Row(NamedTuple):
    """One figure beside the project's goal for it."""

    what: str
    ours: float
    goal: str = ""


def mac_of(place: int) -> str:
    return f"02CE{place:08X}"


# --- the stand-in, in its own process -----------------------------------------------------------


async def standin_for(phones: int) -> StandinRouter:
    """One that knows so many 7960s with a line each."""
    router = await StandinRouter.open(credentials=Credentials())
    configuration = router._configuration
    telephony = configuration.telephony
    telephony.configured = True
    telephony.max_ephones = telephony.max_dn = phones
    telephony.source_address, telephony.source_port = router.reach.address, router.reach.sccp
    telephony.auto_reg_ephone = False
    telephony.keepalive = FAST_KEEP_ALIVE
    load("no logging console\n", configuration)
    for place in range(1, phones + 1):
        configuration.ephone_dns[place] = EphoneDn(place, number=str(FIRST_NUMBER + place))
        configuration.ephones[place] = Ephone(
            place, mac=mac_of(place), type="7960", buttons={1: ButtonAssignment(":", (place,))}
        )
    router._switch.configuration_changed("all of it")
    return router


async def _serve(phones: int) -> None:
    router = await standin_for(phones)
    sys.stdout.write(f"{router.reach.sccp}\n")
    sys.stdout.flush()
    ended = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), ended.set)
    await ended.wait()
    await router.close()


@contextmanager
def _standin(phones: int) -> Iterator[tuple[Address, int]]:
    """Its address and its process."""
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.phones", "--serve", str(phones)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        yield ("127.0.0.1", int(process.stdout.readline())), process.pid
    finally:
        process.stdin.close()
        process.wait(60)
        process.stdout.close()


# --- the phones ---------------------------------------------------------------------------------


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def _processor_seconds(process: int | str = "self") -> float:
    """What a process has used of the processor so far (Linux, proc(5))."""
    after_the_name = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2]
    user, system = after_the_name.split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def link_of(place: int, server: Address, journal: Journal, wire: Wire) -> Link:
    """The phone of that place, not yet in service."""
    mac = mac_of(place)
    return Link(
        device=f"SEP{mac}", model=MODELS["7960"], mac=mac,
        bootstrap=None, server=server, local_ip="127.0.0.1", journal=journal, wire=wire,
        witness=f"{place}.phone", speech_packets=0,
    )  # fmt: skip


async def register(links: list[Link]) -> None:
    """Bring them into service, a few at a time."""
    waiting = iter(links)

    async def hand() -> None:
        for link in waiting:
            await link.come_into_service()

    await asyncio.gather(*(hand() for _ in range(AT_A_TIME)))


async def _measure(phones: int, server: Address, standin: int) -> list[Row]:
    journal, wire = Journal(kept=frozenset({Kind.FAULT})), Wire()
    first = [link_of(phones, server, journal, wire)]
    await register(first)
    gc.collect()
    before = _resident()
    links = [link_of(place, server, journal, wire) for place in range(1, phones)]
    theirs, ours, began = _processor_seconds(standin), time.process_time(), time.perf_counter()
    await register(links)
    took, ours = time.perf_counter() - began, time.process_time() - ours
    theirs = _processor_seconds(standin) - theirs
    gc.collect()
    octets = _resident() - before
    share = await _idle_share()
    assert all(link.is_registered for link in links)
    assert not journal.entries(), journal.entries()[:3]
    for link in itertools.chain(first, links):
        await link.unplug()
        await link.close()
    return [
        Row(f"{phones:,} phones: registrations/s", len(links) / took, "≥ 1,000"),
        Row("  ms of a core for one, phones' side", 1000 * ours / len(links), "≤ 1"),
        Row("  ms of a core for one, stand-in's", 1000 * theirs / len(links), "≤ 1"),
        Row("  KiB per idle phone", octets / 1024 / len(links), "≤ 8"),
        Row("  % of a core, all phones idle", 100 * share, "≤ 3"),
    ]


async def _idle_share() -> float:
    """Of a core, over one interval of keep-alives, as if it lasted 30 s."""
    over = asyncio.Event()
    asyncio.get_running_loop().call_later(FAST_KEEP_ALIVE, over.set)
    used = time.process_time()
    await over.wait()
    return (time.process_time() - used) / KEEP_ALIVE


def _affordable(phones: int) -> int:
    """As many phones as this process may have sockets, once it may have all it can get."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return phones if most == resource.RLIM_INFINITY else min(phones, most - OTHER_FILES)


def measure(*, phones: int = PHONES) -> Iterator[Row]:
    """Rows of what was measured, how much, and the goal."""
    affordable = _affordable(phones)
    if affordable < phones:
        yield Row(f"only {affordable:,} phones: `ulimit -Hn` allows no more", affordable)
    with _standin(affordable) as (server, process):
        yield from asyncio.run(_measure(affordable, server, process))


def main() -> None:
    parser = argparse.ArgumentParser(description="How many phones one process carries.")
    parser.add_argument("--phones", type=int, default=PHONES)
    parser.add_argument("--serve", type=int, metavar="PHONES", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        _affordable(options.serve)
        asyncio.run(_serve(options.serve))
        return
    for row in measure(phones=options.phones):
        sys.stdout.write(f"{row.what:40} {row.ours:10.2f}   {row.goal}\n")


if __name__ == "__main__":
    main()
