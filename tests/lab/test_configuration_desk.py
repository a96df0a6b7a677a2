from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from harness.errors import ProvisioningError
from harness.lab.configuration_desk import ConfigurationDesk
from harness.topology import load

ROOT = Path(__file__).parents[2]
RUNNING = """
voice service voip
 callmonitor
ephone-dn  1
 number 201
 cti watch
ephone-dn  2
 number 202
ephone-dn  4
 number 204
 cti notify
 cti watch
end
"""


class ShownRouter:
    """A router that shows what it is given, and takes every push but a wrong one."""

    def __init__(self) -> None:
        self.shown = {
            "running-config": RUNNING,
            "startup-config": RUNNING,
            "telephony-service": "CONFIG (Version=8.6)\n=====\nVersion 8.6\nMax phoneload",
            "telephony-service tftp-bindings": "tftp-server x alias SEP001E4A34A35F.cnf.xml",
        }

    def show(self, what: str) -> str:
        return self.shown[what]

    @contextmanager
    def configured(self, *lines: str) -> Iterator[None]:
        if "wrong" in lines:
            raise ProvisioningError('the router refused "wrong"; line 1 of 1')
        yield


@pytest.fixture
def router() -> ShownRouter:
    return ShownRouter()


@pytest.fixture
def configuration(router: ShownRouter) -> ConfigurationDesk:
    topology = load(ROOT / "topologies" / "standin.yaml")
    return ConfigurationDesk(router, topology)  # type: ignore[arg-type]


def test_a_statement_is_a_line_with_the_lines_it_stands_under(configuration):
    configuration.shows("voice service voip", "callmonitor")
    configuration.shows_no("voice service voip", "gcid")
    with pytest.raises(AssertionError, match="lacks 'voice service voip: gcid'"):
        configuration.shows("voice service voip", "gcid")
    with pytest.raises(AssertionError, match="still has 'voice service voip: callmonitor'"):
        configuration.shows_no("voice service voip", "callmonitor")


def test_watched_numbers_are_those_with_cti_watch_of_their_own(configuration):
    assert configuration.watched_numbers == ("201", "204")


def test_the_release_is_what_telephony_service_says(configuration, router):
    assert configuration.release == (8, 6)
    router.shown["telephony-service"] = "nothing"
    assert configuration.release == (0, 0)


def test_what_was_saved_is_compared_line_by_line(configuration, router):
    configuration.is_saved()
    router.shown["startup-config"] = RUNNING.replace(" callmonitor\n", "")
    with pytest.raises(AssertionError, match="- voice service voip: callmonitor"):
        configuration.is_saved()


def test_a_change_in_a_block_that_changes_nothing_is_named(configuration, router):
    with configuration.stays_as_it_is():
        pass
    with (
        pytest.raises(AssertionError, match=r"changed: \+ voice service voip: gcid"),
        configuration.stays_as_it_is(),
    ):
        router.shown["running-config"] = RUNNING.replace("callmonitor", "callmonitor\n gcid")


def test_a_refused_push_is_its_sentence(configuration):
    assert configuration.refusal_of("right") == ""
    assert configuration.refusal_of("wrong") == 'the router refused "wrong"; line 1 of 1'


def test_a_phones_own_file_is_found_by_its_mac(configuration):
    alice = SimpleNamespace(name="alice", phone=SimpleNamespace(mac="001E4A34A35F"))
    bob = SimpleNamespace(name="bob", phone=SimpleNamespace(mac="000F8FC7B681"))
    assert configuration.has_file_of(alice)
    assert not configuration.has_file_of(bob)
    configuration.offers_file_of(alice)
    configuration.offers_no_file_of(bob)
    with pytest.raises(AssertionError, match=r"still lists SEP\w+.cnf.xml of alice's phone"):
        configuration.offers_no_file_of(alice)
    with pytest.raises(AssertionError, match=r"no file of bob's phone, expected SEP\w+.cnf.xml"):
        configuration.offers_file_of(bob)


def at(host: str) -> SimpleNamespace:
    """An application whose next request goes there."""
    session = SimpleNamespace(dialog_names=SimpleNamespace(host=host))
    return SimpleNamespace(name="application", session=session)


def test_a_session_goes_on_at_the_source_address(
    configuration: ConfigurationDesk, router: ShownRouter
) -> None:
    router.shown["running-config"] = (
        "telephony-service\n ip source-address 192.0.2.1 port 2000\nend\n"
    )

    configuration.names_itself_to(at("192.0.2.1"))
    with pytest.raises(AssertionError, match="goes on at 192.0.2.9, not at 192.0.2.1 of ip source"):
        configuration.names_itself_to(at("192.0.2.9"))


def test_without_telephony_service_there_is_no_source_address(
    configuration: ConfigurationDesk,
) -> None:
    assert not configuration.source_address
