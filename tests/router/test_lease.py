from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from harness.errors import ProvisioningError
from harness.router.lease import Holder, Lease, LeaseKeeper, leases
from harness.standin.cli.factory import factory_configuration
from harness.standin.cli.host import CliHost
from harness.standin.cli.session import CliSession
from harness.standin.configuration import Credentials

NOON = datetime(2014, 3, 3, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


class QuietSystem:
    def configuration_changed(self, what: str) -> None:
        pass


class Shell:
    """A session of the stand-in's command line without a socket."""

    def __init__(self, host: CliHost, before: Callable[[], None] = lambda: None) -> None:
        terminal = host.attach(user="ann", remote="10.0.0.50", privilege=15)
        terminal.length = 0
        terminal.width = 0
        self._session = CliSession(terminal)
        self._before = before

    def _type(self, line: str) -> str:
        self._session.receive_data(f"{line}\r".encode(), 0.0)
        return self._session.data_to_send().decode().replace("\r\n", "\n")

    def run(self, command: str) -> str:
        self._before()
        return self._type(command)

    def push(self, lines: Sequence[str]) -> None:
        self._before()
        for line in ("configure terminal", *lines, "end"):
            assert "% " not in self._type(line)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def host(clock: Clock) -> CliHost:
    configuration = factory_configuration(Credentials("ann", "x", "y"))
    return CliHost(configuration, QuietSystem(), wall_clock=clock)  # type: ignore[arg-type]


def keeper(name: str, *, pid: int = 1, place: str = "elsewhere") -> LeaseKeeper:
    return LeaseKeeper(Holder(f"{name}@bench", pid, place, name), grace_seconds=0.0)


def standing(host: CliHost) -> list[str]:
    return sorted(lease.holder.token for lease in leases(host.running()))


def test_a_lease_is_read_as_it_was_written() -> None:
    written = Lease(
        Holder("ann@bench7", 4711, "d6349d51", "9f3a2c"),
        datetime.fromisoformat("2014-03-03T12:00:01"),
        datetime.fromisoformat("2014-03-03T12:11:01"),
        "aaaaaa+bbbbbb",
        "she went home",
    )
    assert written.line == (
        "alias exec cme-lease-9f3a2c held by ann@bench7 (pid 4711 of d6349d51) from "
        "2014-03-03T12:00:01 until 2014-03-03T12:11:01 over aaaaaa+bbbbbb because she went home"
    )
    shown = f"Exec mode aliases:\n  h    help\n  {written.line.removeprefix('alias exec ')}\n"
    assert leases(shown) == (written,)
    plain = replace(written, over="", reason="")
    assert leases(plain.line) == (plain,)
    assert leases("Exec mode aliases:\n  lo    logout\n") == ()


def test_a_held_router_is_refused_until_it_is_given_back(host: CliHost) -> None:
    ann, bob = keeper("ann"), keeper("bob")
    ann.take(Shell(host))

    with pytest.raises(ProvisioningError, match=r"held by ann@bench \(pid 1\) since 12:00:00"):
        bob.take(Shell(host))
    assert standing(host) == ["ann"]

    ann.release(Shell(host))
    bob.take(Shell(host))
    assert standing(host) == ["bob"]


def test_a_lease_nobody_renews_runs_out(host: CliHost, clock: Clock) -> None:
    ann, bob = keeper("ann"), keeper("bob")
    ann.take(Shell(host))
    clock.at += timedelta(seconds=600)
    ann.renew(Shell(host))
    clock.at += timedelta(seconds=600)
    with pytest.raises(ProvisioningError, match="is held by ann"):
        bob.take(Shell(host))
    clock.at += timedelta(seconds=61)

    ended = bob.take(Shell(host))

    assert [lease.holder.who for lease in ended] == ["ann@bench"]
    assert standing(host) == ["bob"]
    with pytest.raises(ProvisioningError, match="taken over by bob@bench"):
        ann.renew(Shell(host))
    assert standing(host) == ["bob"]


def test_an_expired_lease_that_is_renewed_within_the_grace_stands(
    host: CliHost, clock: Clock
) -> None:
    ann, bob = keeper("ann"), keeper("bob")
    ann.take(Shell(host))
    clock.at += timedelta(hours=1)
    bob.pause = lambda seconds: ann.renew(Shell(host))

    with pytest.raises(ProvisioningError, match="is held by ann"):
        bob.take(Shell(host))

    assert standing(host) == ["ann"]


def test_a_process_that_ended_on_this_machine_holds_nothing(host: CliHost) -> None:
    here = Holder.this_process()
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    dead = LeaseKeeper(replace(here, pid=child.pid, token="dead"))
    dead.take(Shell(host))
    living = LeaseKeeper(here, pause=lambda seconds: pytest.fail("waited for the dead"))

    living.take(Shell(host))

    assert standing(host) == [here.token]
    assert not here.is_gone


def test_a_lease_is_taken_with_a_reason(host: CliHost) -> None:
    ann, bob = keeper("ann"), keeper("bob")
    ann.take(Shell(host))

    bob.take(Shell(host), because="ann's run? hangs\n!")

    [lease] = leases(host.running())
    assert lease.reason == "ann s run hangs"
    with pytest.raises(ProvisioningError, match="because ann s run hangs"):
        ann.require(Shell(host))


def test_a_restore_that_takes_the_line_away_does_not_take_the_lease(host: CliHost) -> None:
    before = host.running()
    ann = keeper("ann")
    ann.take(Shell(host))
    host.replace(before, "ann")
    with pytest.raises(ProvisioningError, match="is gone, e.g. by a reload"):
        replace(ann).renew(Shell(host))

    ann.renew(Shell(host), restoring=True)

    assert standing(host) == ["ann"]


class Turns:
    """Lets several threads type one command at a time, in an order drawn beforehand."""

    def __init__(self, names: Sequence[str], seed: int) -> None:
        chance = random.Random(seed)
        self._order = [chance.choice(names) for _ in range(60)]
        self._left = set(names)
        self._changed = threading.Condition()

    def wait(self, name: str) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._next() == name, 5)
            if self._order:
                self._order.pop(0)
            self._changed.notify_all()

    def _next(self) -> str:
        while self._order and self._order[0] not in self._left:
            self._order.pop(0)
        return self._order[0] if self._order else min(self._left, default="")

    def done(self, name: str) -> None:
        with self._changed:
            self._left.discard(name)
            self._changed.notify_all()


@pytest.mark.parametrize("because", ["", "the same reason"], ids=["free", "held by a third"])
@pytest.mark.parametrize("seed", range(25))
def test_of_runs_that_try_at_once_never_two_hold_the_router(
    host: CliHost, seed: int, because: str
) -> None:
    if because:
        keeper("old").take(Shell(host))
    keepers = {name: keeper(name) for name in ("ann", "bob", "cat")}
    turns = Turns(tuple(keepers), seed)

    def attempt(name: str) -> None:
        try:
            keepers[name].take(Shell(host, lambda: turns.wait(name)), because=because)
        except ProvisioningError:
            keepers[name].held = None
        finally:
            turns.done(name)

    threads = [threading.Thread(target=attempt, args=(name,)) for name in keepers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    holding = [name for name, one in keepers.items() if one.held is not None]
    still = []
    for name in holding:
        try:
            keepers[name].require(Shell(host))
            still.append(name)
        except ProvisioningError:
            pass
    assert len(still) <= 1
    if not because:
        assert len(holding) <= 1
