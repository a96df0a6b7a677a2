"""The router's power as a plan meets it: it boots, and the bench comes back with it.

Only a router that boots within the bench's patience, on a startup configuration that is ours to
overwrite, is reloaded; its bench says so (capability ``reloads-at-once``). A 2811 takes minutes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from harness.lab.party import Party
from harness.router.router import Router
from harness.runtime.clock import Deadline
from harness.topology import Topology

CAPABILITY = "reloads-at-once"


class Reloads(Protocol):
    """The bench whose router boots."""

    parties: dict[str, Party]
    topology: Topology

    @property
    def router_access(self) -> Router:
        """The way to the router's command line."""
        ...


class PowerDesk:
    """A hand on the router's power."""

    def __init__(self, bench: Reloads, *, step: Callable[[str], None] = lambda _: None) -> None:
        self._bench = bench
        self._step = step

    def reload(self) -> None:
        """Save the configuration and boot; the parties' phones are started again behind it.

        No phone waits for its own next attempt: each has its power from the router, too (ASSUMED:
        Power over Ethernet, as on most desks).
        """
        self._step("the router is reloaded")
        seconds = self._bench.topology.deadlines.registration
        self._bench.router_access.reload(Deadline.after(seconds, "the router back after its boot"))
        for party in self._bench.parties.values():
            party.phone.plug_in()
