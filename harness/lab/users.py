"""An extension mobility user: a name, a password, a number that comes along to any such phone."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Protocol

from harness.errors import ProvisioningError
from harness.lab.desk import Desk
from harness.phone.phone import Phone
from harness.router.router import Router
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal
from harness.topology import ExtensionMobility


class Bench(Protocol):
    """What a user needs of the bench."""

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


class HasPhone(Protocol):
    """Whoever has a phone to log in at."""

    @property
    def ephone(self) -> int:
        """Tag of the phone's ``ephone``."""
        ...

    @property
    def phone(self) -> Desk:
        """The phone."""
        ...


class MobileUser:
    """Somebody with a user profile; logged in nowhere when a plan begins, and when it has ended."""

    def __init__(self, spec: ExtensionMobility, bench: Bench) -> None:
        self.name = spec.user
        """As the profile names the user."""
        self.number = spec.number
        """The directory number that the user brings along."""
        self.dn = spec.dn
        """Tag of that number's ``ephone-dn``."""
        self.profile = spec.user_profile
        """Tag of the ``voice user-profile``."""
        self.password = spec.password.get_secret_value()
        """What the user keys in at the phone."""
        self._bench = bench

    def __repr__(self) -> str:
        return f"User {self.name} ({self.number})"

    def log_in(self, *, at: HasPhone, by: str) -> None:
        """Log in at somebody's phone, by its menu (``phone``) or the ``administrator``."""
        ways = {
            "phone": lambda: at.phone.services.log_in(self),
            "administrator": lambda: self._administrator_logs_in(at.ephone),
        }
        ways[by]()

    def _administrator_logs_in(self, ephone: int) -> None:
        self._bench.router_access.execute(f"emadmin login {self.name} {ephone}")

    def leave(self) -> None:
        """End every call, log out, and wait until the phone has its own number again.

        Raises:
            DeadlineExceeded: it has not.
        """
        phones = [phone for phone in self._bench.screens().values() if self._is_on(phone)]
        for phone in self._bench.screens().values():
            if phone.is_registered and not phone.screen.is_idle:
                phone.hang_up()
        with suppress(ProvisioningError):  # who is logged in nowhere cannot be logged out
            self._bench.router_access.execute(f"emadmin logout {self.name}")

        def back() -> bool | None:
            return all(each.is_registered and not self._is_on(each) for each in phones) or None

        deadline = self._bench.event_deadline(f"the phone of {self.name} with its own number again")
        self._bench.journal.wait(back, deadline)

    def _is_on(self, phone: Phone) -> bool:
        return self.number in {line.number for line in phone.screen.lines}

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"
