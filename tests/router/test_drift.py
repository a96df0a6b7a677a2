import pytest

from harness.errors import DeadlineExceeded, ProvisioningError
from harness.router import drift
from harness.router.backup import Backup
from harness.router.deadman import DeadMan
from harness.router.running import statements
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


def test_a_configuration_saved_during_a_run_is_told_and_not_to_be_saved_again_during_one(backup):
    lease = (
        "alias exec cme-lease-9f3a2c held by ann@bench7 (pid 4711 of d6349d51) "
        "from 2011-03-14T10:31:22 until 2011-03-14T10:42:22\n"
    )
    seen = drift.found(ShowingLine(f"ephone-dn  9\n number 209\n{lease}{RUNNING}"), backup)
    assert "saved the configuration while ann@bench7 held the router" in seen.says
    assert "- ephone-dn 9: number 209" in seen.says
    assert seen.remedy == "write memory, as soon as no run holds the router"


def test_what_others_configured_during_a_run_is_told_line_by_line_without_secrets(backup):
    left = statements("archive\n path flash:cme-cti-harness-archive\n" + RUNNING)
    assert drift.meanwhile(ShowingLine("", RUNNING), backup, left) is None

    changed = RUNNING.replace("number 201", "number 299") + "enable password hush\n"
    seen = drift.meanwhile(ShowingLine("", changed), backup, left)
    assert "- ephone-dn 1: number 201; + ephone-dn 1: number 299; + enable pass" in seen.says
    assert "hush" not in seen.says
    assert seen.running == changed


@pytest.mark.parametrize("error", [ProvisioningError("refused"), DeadlineExceeded("it", 1)])
def test_a_router_that_does_not_show_what_changed_is_put_back_all_the_same(
    backup, monkeypatch, error
):
    def fail(line: object) -> str:
        raise error

    monkeypatch.setattr(backup, "running", fail)
    assert drift.meanwhile(ShowingLine(""), backup, ()).says == f"nobody can tell: {error}"
