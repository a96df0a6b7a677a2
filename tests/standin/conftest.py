from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harness.standin.cli.configurator import load
from harness.standin.cli.factory import factory_configuration
from harness.standin.cli.host import CliHost
from harness.standin.cli.session import CliSession
from harness.standin.configuration import Credentials
from harness.standin.operations import (
    CallStatus,
    CtiSessionStatus,
    PhoneStatus,
    SessionManagerStatus,
)
from tests.standin.web import Site


@dataclass
class QuietOperations:
    """A running system in which nothing runs but what a test puts there."""

    known_phones: list[PhoneStatus] = field(default_factory=list)
    sessions: list[CtiSessionStatus] = field(default_factory=list)
    managers: list[SessionManagerStatus] = field(default_factory=list)
    standing_calls: list[CallStatus] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    restarted: list[int] = field(default_factory=list)
    reloads: int = 0
    logged_in: dict[int, str] = field(default_factory=dict)
    refusal: str = ""
    standing_conferences: int = 0

    def phones(self) -> list[PhoneStatus]:
        return self.known_phones

    def cti_sessions(self) -> list[CtiSessionStatus]:
        return self.sessions

    def calls(self) -> list[CallStatus]:
        return self.standing_calls

    def session_managers(self) -> list[SessionManagerStatus]:
        return self.managers

    def conferences(self) -> int:
        return self.standing_conferences

    def clear_cti_session(self, number: int) -> bool:
        left = [each for each in self.sessions if each.number != number]
        found = len(left) < len(self.sessions)
        self.sessions = left
        return found

    def configuration_changed(self, what: str) -> None:
        self.changes.append(what)

    def restart_phone(self, tag: int) -> bool:
        self.restarted.append(tag)
        return True

    def reset_phone(self, tag: int) -> bool:
        self.restarted.append(-tag)
        return True

    def user_at(self, tag: int) -> str:
        return self.logged_in.get(tag, "")

    def log_in(self, user: str, tag: int, *, password: str | None = None) -> str:
        if not self.refusal and password in {None, "psswr"}:
            self.logged_in[tag] = user
            return ""
        return self.refusal or "Invalid user name or password"

    def log_out(self, user: str) -> str:
        if self.refusal:
            return self.refusal
        self.logged_in = {at: each for at, each in self.logged_in.items() if each != user}
        return ""

    def reload(self) -> None:
        self.reloads += 1


@dataclass
class Typist:
    """Types at a session and reads what appears."""

    session: CliSession
    screen: str = ""

    def keys(self, text: str) -> str:
        self.session.receive_data(text.encode("latin-1"), 0.0)
        shown = self.session.data_to_send().decode("latin-1")
        self.screen += shown
        return shown

    def line(self, text: str) -> list[str]:
        """Type a line and Enter; what appears after its echo, line by line, prompt last."""
        shown = self.keys(f"{text}\r")
        return shown.split("\r\n")[1:]


@pytest.fixture
def operations() -> QuietOperations:
    return QuietOperations()


@pytest.fixture
def host(operations: QuietOperations) -> CliHost:
    return CliHost(
        factory_configuration(Credentials("engineer", "letmein", "letmedo")),
        operations,
        wall_clock=lambda: datetime(2014, 3, 3, 8, 2, 11, 347000, tzinfo=UTC),
    )


@pytest.fixture
def at_terminal(host: CliHost) -> Callable[[int], Typist]:
    def open_one(privilege: int = 15) -> Typist:
        terminal = host.attach(user="engineer", remote="10.20.0.50", privilege=privilege)
        terminal.length = 0
        typist = Typist(CliSession(terminal))
        typist.session.connection_made(0.0)
        typist.keys("")
        return typist

    return open_one


@pytest.fixture
def privileged(at_terminal: Callable[[int], Typist]) -> Typist:
    return at_terminal(15)


@pytest.fixture
def configuring(privileged: Typist) -> Typist:
    privileged.line("configure terminal")
    return privileged


@pytest.fixture(scope="session")
def ios_example() -> Callable[[str], str]:
    folder = Path(__file__).parent.parent / "golden" / "ios"
    return lambda name: (folder / f"{name}.cfg").read_text()


@pytest.fixture
def site(
    host: CliHost, operations: QuietOperations, ios_example: Callable[[str], str]
) -> Iterator[Site]:
    loaded = load(ios_example("moc-client"))
    host.configuration.become(loaded.configuration)
    host.merge("telephony-service\n xml user labxml password lab123 15\n", "test")
    site = Site(host, operations)
    yield site
    site.close()
