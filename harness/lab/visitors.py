"""Who comes to the bench for one plan: guests with phones, extension mobility users."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from harness.lab.desk import Desk
from harness.lab.guests import Guest
from harness.lab.users import MobileUser
from harness.phone.phone import Phone
from harness.router.router import Router
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal
from harness.topology import Topology


class Bench(Protocol):
    """What visitors need of the bench."""

    topology: Topology
    journal: Journal

    @property
    def router_access(self) -> Router:
        """The way to the router's command line."""
        ...

    def screens(self) -> Mapping[str, Phone]:
        """The phones by the name of whose they are."""
        ...

    def event_deadline(self, awaited: str) -> Deadline:
        """The bench's patience for an effect."""
        ...


class Visitors:
    """Everybody who is there for the running plan."""

    def __init__(
        self,
        bench: Bench,
        *,
        make_phone: Callable[..., Phone],
        make_desk: Callable[[Phone], Desk],
    ) -> None:
        self._bench = bench
        self._make_phone = make_phone
        self._make_desk = make_desk
        self._guests: list[Guest] = []
        self._users: list[MobileUser] = []

    def guest(self, name: str) -> Guest:
        """Somebody who brings a phone."""
        guest = Guest(
            name, place=len(self._guests) + 1, topology=self._bench.topology,
            make_phone=self._make_phone, make_desk=self._make_desk,
        )  # fmt: skip
        self._guests.append(guest)
        return guest

    def user(self) -> MobileUser | None:
        """The first extension mobility user that the topology names; ``None`` without any."""
        for party in self._bench.topology.parties.values():
            if party.extension_mobility is not None:
                user = MobileUser(party.extension_mobility, self._bench)
                self._users.append(user)
                return user
        return None

    def phones(self) -> dict[str, Phone]:
        """The guests' phones by name."""
        return {guest.name: guest.handset for guest in self._guests if guest.handset is not None}

    def leave(self) -> None:
        """Users log out, guests take their phones away; harmless twice."""
        while self._users:
            self._users.pop().leave()
        while self._guests:
            self._guests.pop().leave()
