import pytest

from harness.errors import ProvisioningError
from harness.router import drift
from harness.router.backup import Backup
from harness.router.deadman import DeadMan
from harness.runtime.journal import Journal

RUNNING = "hostname cme\nephone-dn  1\n number 201\n cti watch\nusername a password 0 hush\nend\n"


class ShowingLine:
    def __init__(self, startup: str, running: str = RUNNING) -> None:
        self.shown = {"show startup-config": startup, "show running-config": running}

    def run(self, command: str, *, seconds: float = 0.0) -> str:
        if not self.shown[command]:
            raise ProvisioningError(f'the router refused "{command}"')
        return self.shown[command]


@pytest.fixture
def backup() -> Backup:
    journal = Journal()
    return Backup(journal, DeadMan(journal, minutes=10, seconds=1.0), seconds=1.0)


def test_nothing_has_drifted_while_both_agree(backup):
    seen = drift.found(ShowingLine(RUNNING), backup)
    assert (seen.says, seen.remedy) == ("running and startup configuration agree", "")


def test_what_drifted_is_named_line_by_line_without_secrets(backup):
    startup = RUNNING.replace(" cti watch\n", "").replace("username a password 0 hush\n", "")
    seen = drift.found(ShowingLine(startup), backup)
    assert "running differs from startup: + ephone-dn 1: cti watch; + username a" in seen.says
    assert "hush" not in seen.says
    assert "write memory" in seen.remedy


def test_a_router_that_would_lose_everything_is_told_so(backup):
    seen = drift.found(ShowingLine("startup-config is not present"), backup)
    assert seen.says == "no startup configuration: a reload would lose everything"


def test_a_router_that_does_not_tell_stops_nobody(backup):
    assert drift.told(ShowingLine(""), backup).startswith("nobody can tell: the router refused")
