"""The router's configuration as a plan meets it: what it holds, and what a push makes of it.

Statements are lines with the lines they stand under: ``configuration.holds("voice service voip",
"callmonitor")``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from harness.application.session import CtiSession
from harness.errors import ProvisioningError
from harness.lab.router_desk import HasPhone
from harness.router import provisioning, releases
from harness.router.router import Router
from harness.router.running import Statement, difference, statements
from harness.topology import Topology

CAPABILITY = "startup-is-ours"
_TFTP = "show telephony-service tftp-bindings"


class HasSession(Protocol):
    """Whoever has a CTI session: an application."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def session(self) -> CtiSession:
        """The session underneath."""
        ...


class ConfigurationDesk:
    """What plans may ask of and do to the configuration."""

    def __init__(self, router: Router, topology: Topology) -> None:
        self._router = router
        self._topology = topology

    def __repr__(self) -> str:
        return "Configuration of the router"

    # -- what it holds -----------------------------------------------------------------------

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement of the running configuration."""
        return statements(self._router.show("running-config"))

    def holds(self, *statement: str) -> bool:
        """Whether that line stands there, under the lines before it."""
        return statement in self.statements

    def shows(self, *statement: str) -> None:
        """Insist that it holds a statement.

        Raises:
            AssertionError: it does not.
        """
        if not self.holds(*statement):
            told = ": ".join(statement)
            raise AssertionError(f"router: the running configuration lacks {told!r}")

    def shows_no(self, *statement: str) -> None:
        """Insist that it does not.

        Raises:
            AssertionError: it does.
        """
        if self.holds(*statement):
            told = ": ".join(statement)
            raise AssertionError(f"router: the running configuration still has {told!r}")

    def is_saved(self) -> None:
        """Insist that the startup configuration is the running one.

        Raises:
            AssertionError: it is not; the text names what was lost and gained.
        """
        startup = statements(self._router.show("startup-config"))
        if found := difference(self.statements, startup):
            told = "; ".join(found.sentences())
            raise AssertionError(f"router: what was saved is not what runs: {told}")

    @property
    def startup_is_ours(self) -> bool:
        """Whether a plan may overwrite the startup configuration of this bench."""
        return CAPABILITY in self._topology.capabilities

    @property
    def watched_numbers(self) -> tuple[str, ...]:
        """The numbers that have ``cti watch`` of their own."""
        held = self.statements
        heads = [head for head, *rest in held if rest == ["cti watch"]]
        return tuple(
            rest[0].split()[1]
            for head, *rest in held
            if head in heads and rest and rest[0].startswith("number ")
        )

    @property
    def lacking(self) -> tuple[str, ...]:
        """The lines of the bench's own configuration that would still have to be pushed."""
        return provisioning.plan(self._topology, self.statements)

    @property
    def release(self) -> tuple[int, int]:
        """The version of Unified CME, as ``show telephony-service`` gives it."""
        text = self._router.show("telephony-service")
        told = [line.split()[1] for line in text.splitlines() if line.startswith("Version ")]
        return releases.release(told[0]) if told else (0, 0)

    @property
    def source_address(self) -> str:
        """The address of ``ip source-address``; empty where there is none."""
        told = [line.split()[2] for _, *rest in self.statements for line in rest
                if line.startswith("ip source-address ")]  # fmt: skip
        return told[0] if told else ""

    def names_itself_to(self, application: HasSession) -> None:
        """Insist that an application's next request goes to `source_address`, not elsewhere.

        Raises:
            AssertionError: it goes elsewhere.
        """
        host, own = application.session.dialog_names.host, self.source_address
        if host != own:
            raise AssertionError(
                f"router: the session of {application.name} goes on at {host}, not at {own} of"
                " ip source-address"
            )

    def has_file_of(self, whom: HasPhone) -> bool:
        """Whether ``show telephony-service tftp-bindings`` names the phone's own file."""
        text = self._router.show("telephony-service tftp-bindings")
        return _file_of(whom) in text

    def offers_file_of(self, whom: HasPhone) -> None:
        """Insist that the phone's own file is there to be fetched.

        Raises:
            AssertionError: it is not.
        """
        if not self.has_file_of(whom):
            raise AssertionError(f"router: {_TFTP} lists no file of {whom.name}'s phone, expected"
                                 f" {_file_of(whom)}")  # fmt: skip

    def offers_no_file_of(self, whom: HasPhone) -> None:
        """Insist that the phone's own file is gone.

        Raises:
            AssertionError: it is not.
        """
        if self.has_file_of(whom):
            raise AssertionError(f"router: {_TFTP} still lists {_file_of(whom)} of {whom.name}'s"
                                 " phone, expected no file of it")  # fmt: skip

    # -- what a push makes of it ---------------------------------------------------------------

    def refusal_of(self, *lines: str) -> str:
        """The one sentence in which a push ends that the router refuses; empty when it takes it."""
        try:
            with self._router.configured(*lines):
                return ""
        except ProvisioningError as refusal:
            return str(refusal)

    @contextmanager
    def stays_as_it_is(self) -> Iterator[None]:
        """Whatever happens in the block leaves the running configuration as it was.

        Raises:
            AssertionError: it does not; the text names what was lost and gained.
        """
        before = self.statements
        yield
        found = difference(before, self.statements)
        if found:
            told = "; ".join(found.sentences())
            raise AssertionError(f"router: the running configuration changed: {told}")


def _file_of(whom: HasPhone) -> str:
    return f"SEP{whom.phone.mac}.cnf.xml"
