"""The lease on a router: who holds it, until when, and how it is taken, renewed and given back.

It stands in the router's own running configuration, as a line that configures nothing anybody
uses::

    alias exec cme-lease-9f3a2c held by ann@bench7 (pid 4711 of d6349d51) from … until …

so that every machine sees it (``show aliases``), nobody needs a server, and a reload takes it away
with everything else. Each holder writes a line of its own name and then looks whether another one
stands there: of two that try at once never both go on. Times are the router's, so that the clocks
of the machines do not matter. ``configure replace`` may set a line back to an earlier time: hence
an expired lease counts as given up only when nobody renews it for a moment.
"""

from __future__ import annotations

import getpass
import os
import re
import secrets
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Protocol, Self

from harness.errors import ProvisioningError
from harness.router import shows
from harness.router.parting import unhurried

NAME = "cme-lease"
_STAMP = "%Y-%m-%dT%H:%M:%S"
_LEASE = re.compile(
    rf"\b{NAME}-(?P<token>\w+)\s+held by (?P<who>\S+) \(pid (?P<pid>\d+) of (?P<place>\w+)\) "
    r"from (?P<since>[\dT:-]{19}) until (?P<until>[\dT:-]{19})"
    r"(?: over (?P<over>[\w+]+) because (?P<reason>[^\r\n]*\S))?"
)
_LONGEST_REASON = 80
"""Characters; IOS takes lines of 254."""
_UNSAFE = re.compile(r"[^\w .,:;/@+-]+")


class RouterHeld(ProvisioningError):
    """Somebody else holds the router."""


class LeaseLost(ProvisioningError):
    """The router is no longer this run's to touch."""


class LeaseGone(LeaseLost):
    """The lease is not there any more, and nobody said that he took it over."""


@dataclass(frozen=True, slots=True)
class Holder:
    """One run of the harness, as the lease names it."""

    who: str
    """``ann@bench7``."""
    pid: int
    place: str
    """Where that process number means something: one boot of one machine; ``x`` if unknown."""
    token: str

    @classmethod
    def this_process(cls) -> Self:
        """The run that asks, under a name of its own."""
        try:
            user = getpass.getuser()
        except (KeyError, OSError):  # a user number without a name
            user = f"uid{os.getuid()}"
        who = _UNSAFE.sub("-", f"{user}@{socket.gethostname()}").replace(" ", "-")
        return cls(who, os.getpid(), _place(), secrets.token_hex(3))

    @property
    def is_gone(self) -> bool:
        """Whether it ran here and has ended; a process elsewhere is never known to be gone."""
        if self.place != _place() or self.place == "x":
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False


def _place() -> str:
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
        space = Path("/proc/self/ns/pid").readlink()
    except OSError:
        return "x"
    return boot[:8] + re.sub(r"\D", "", str(space))[-4:]


@dataclass(frozen=True, slots=True)
class Lease:
    """One line of the running configuration; times are the router's."""

    holder: Holder
    since: datetime
    until: datetime
    over: str = ""
    """The tokens, joined by ``+``, of the leases that this one takes the place of."""
    reason: str = ""

    def replaces(self, holder: Holder) -> bool:
        """Whether it was taken in the place of that holder's."""
        return holder.token in self.over.split("+")

    @property
    def alias(self) -> str:
        """The name in the configuration."""
        return f"{NAME}-{self.holder.token}"

    @property
    def line(self) -> str:
        """The configuration line."""
        one = self.holder
        taken = f" over {self.over} because {self.reason}" if self.over else ""
        return (
            f"alias exec {self.alias} held by {one.who} (pid {one.pid} of {one.place}) "
            f"from {self.since:{_STAMP}} until {self.until:{_STAMP}}{taken}"
        )

    def __str__(self) -> str:
        reason = f", taken over because {self.reason}" if self.reason else ""
        return (
            f"{self.holder.who} (pid {self.holder.pid}) since {self.since:%H:%M:%S} until "
            f"{self.until:%H:%M:%S} by the router's clock{reason}"
        )


def leases(text: str) -> tuple[Lease, ...]:
    """Every lease in ``show aliases`` or a running configuration."""
    return tuple(
        Lease(
            Holder(found["who"], int(found["pid"]), found["place"], found["token"]),
            datetime.fromisoformat(found["since"]),
            datetime.fromisoformat(found["until"]),
            found["over"] or "",
            found["reason"] or "",
        )
        for found in _LEASE.finditer(text)
    )


class Shell(Protocol):
    """The part of a command line that a lease needs."""

    def run(self, command: str) -> str:
        """One EXEC command."""
        ...

    def push(self, lines: Sequence[str]) -> None:
        """Configuration lines."""
        ...


@dataclass(slots=True)
class LeaseKeeper:
    """Takes and keeps the lease for one run."""

    holder: Holder = field(default_factory=Holder.this_process)
    seconds: float = 660.0
    """How long a lease lasts that nobody renews."""
    grace_seconds: float = 5.0
    """How long an expired lease is watched before it counts as given up."""
    pause: Callable[[float], object] = field(default_factory=lambda: Event().wait)
    held: Lease | None = None
    _replaced: frozenset[str] = frozenset()
    """Tokens of leases in whose place this one stands; a restore may bring their lines back."""

    def take(self, shell: Shell, *, because: str = "") -> tuple[Lease, ...]:
        """Take the lease; returns those that were given up or taken over.

        Args:
            shell: the command line.
            because: why a lease that another run still holds is to be taken from it.

        Raises:
            RouterHeld: another run holds it, and no reason was given.
        """
        now = self._now(shell)
        found = leases(shell.run("show aliases"))
        standing = [lease for lease in found if self._stands(lease, now)]
        if standing and not because:
            raise RouterHeld(_held_by(standing[0]))
        self._watch_expired(shell, found, because)
        reason = because if standing else "it was given up"
        mine = Lease(
            self.holder,
            now,
            self._end(now),
            over="+".join(lease.holder.token for lease in found),
            reason=" ".join(_UNSAFE.sub(" ", reason).split())[:_LONGEST_REASON] if found else "",
        )
        self.held = mine  # before it is there: who is interrupted meanwhile gives it back
        try:
            shell.push((mine.line,))
        except ProvisioningError:
            self.held = None
            raise
        self._replaced = frozenset(lease.holder.token for lease in found)
        self._yield_to_rivals(shell)
        self._remove_replaced(shell)
        return found

    def _remove_replaced(self, shell: Shell) -> None:
        left = [
            one for one in leases(shell.run("show aliases")) if one.holder.token in self._replaced
        ]
        if left:
            shell.push(tuple(f"no alias exec {lease.alias}" for lease in left))

    def _watch_expired(self, shell: Shell, found: Sequence[Lease], because: str) -> None:
        """A run that has just put the router back renews its lease within a moment."""
        if because or not any(not lease.holder.is_gone for lease in found):
            return
        self.pause(self.grace_seconds)
        now = self._now(shell)
        for lease in leases(shell.run("show aliases")):
            if self._stands(lease, now):
                raise RouterHeld(_held_by(lease))

    def _yield_to_rivals(self, shell: Shell) -> None:
        after = leases(shell.run("show aliases"))
        rivals = [
            lease
            for lease in after
            if lease.holder.token != self.holder.token
            and (lease.holder.token not in self._replaced or lease.replaces(self.holder))
        ]
        if rivals:
            self._withdraw(shell)
            raise RouterHeld(f"another run takes the router at this moment: {rivals[0]}; try again")
        if self.holder.token not in {lease.holder.token for lease in after}:
            self.held = None
            raise RouterHeld("the router does not keep the lease; another run may be taking it")

    def _stands(self, lease: Lease, now: datetime) -> bool:
        mine = lease.holder.token == self.holder.token
        return not mine and lease.until > now and not lease.holder.is_gone

    def renew(self, shell: Shell, *, restoring: bool = False) -> None:
        """Hold it for another while.

        Args:
            shell: the command line.
            restoring: the configuration was just put back, and the lease's line with it.

        Raises:
            LeaseLost: somebody took it over, or it went away.
        """
        if self.held is None:
            return
        self._require_held(shell, present=not restoring)
        self.held = replace(self.held, until=self._end(self._now(shell)))
        shell.push((self.held.line,))
        self._require_held(shell, present=True)
        if restoring and self._replaced:
            self._remove_replaced(shell)

    @contextmanager
    def aside(self, shell: Shell, *, again: Callable[[], Shell]) -> Iterator[None]:
        """Take the lease's line away for a moment, so that a copy of the configuration has none.

        Args:
            shell: the command line.
            again: a command line at its prompt, whatever has become of that one meanwhile.

        Raises:
            RouterHeld: another run took the router meanwhile; it is no longer this run's.
        """
        if self.held is None:
            yield
            return
        try:
            shell.push((f"no alias exec {self.held.alias}",))
            yield
        finally:
            with unhurried():
                ready = again()
                ready.push((self.held.line,))
                self._yield_to_rivals(ready)

    def require(self, shell: Shell) -> None:
        """Make sure that the router is still this run's.

        Raises:
            LeaseLost: it is not.
        """
        if self.held is not None:
            self._require_held(shell, present=True)

    def _require_held(self, shell: Shell, *, present: bool) -> None:
        found = leases(shell.run("show aliases"))
        heir = next((lease for lease in found if lease.replaces(self.holder)), None)
        tokens = {lease.holder.token for lease in found} - self._replaced
        if heir is None and (self.holder.token in tokens or not (present or tokens)):
            return
        if self.holder.token in tokens:
            self._withdraw(shell)
        self.held = None
        if heir is not None:
            raise LeaseLost(f"the router was taken over by {heir}")
        other = f"; it is held by {found[0]}" if found else ", e.g. by a reload"
        raise LeaseGone(f"the lease on the router is gone{other}")

    def release(self, shell: Shell) -> None:
        """Give it back; whoever was interrupted while he took it may not have it."""
        if self.held is None:
            return
        found = {lease.holder.token for lease in leases(shell.run("show aliases"))}
        if self.holder.token in found:
            self._withdraw(shell)
        self.held = None

    def _withdraw(self, shell: Shell) -> None:
        shell.push((f"no alias exec {NAME}-{self.holder.token}",))
        self.held = None

    def _now(self, shell: Shell) -> datetime:
        return shows.clock(shell.run("show clock"))

    def _end(self, now: datetime) -> datetime:
        return now + timedelta(seconds=self.seconds)


def _held_by(lease: Lease) -> str:
    return (
        f"the router is held by {lease}; wait for its end or, if you know that run is over, take "
        'it with a reason: CME_TAKE_OVER="…" (or `harness run --take-over "…"`)'
    )
