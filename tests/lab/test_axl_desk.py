import pytest

from harness.application.axl import AxlClient
from harness.lab.axl_desk import WITNESS, AxlDesk

USER = ("telephony-service", "xml user harness password axlpw 15")


@pytest.fixture
def axl(lab):
    router = lab.topology.router
    client = AxlClient(
        (router.address, router.ports.http), loop=lab.loop, wire=lab.wire, witness=WITNESS
    )
    return AxlDesk(lab, client, deadline=lab.event_deadline)


def test_who_is_served_and_who_is_turned_away_is_told(axl, router):
    assert axl.is_turned_away().term.unmet() is None
    assert axl.is_served().term.unmet() == "the XML API answered HTTP 401"
    axl.uses("harness", "axlpw")
    with router.configured(*USER):
        assert axl.is_served().term.unmet() is None
        assert axl.is_turned_away().term.unmet() == "the XML API answered HTTP 200"


def test_fields_of_an_answer_are_told(axl, router, carol):
    axl.uses("harness", "axlpw")
    device = ("ISDevName", f"SEP{carol.phone.mac}")
    with router.configured(*USER):
        found = axl.told("ISDevStatus", "registered", of=device, by="ISgetDevice").term
        assert found.unmet() is None
        other = axl.told("ISUserProfileID", "7", of=device, by="ISgetDevice").term
        assert other.unmet() == "it says 0"


def test_lines_are_given_and_the_refused_one_is_told(axl, router, bob):
    axl.uses("harness", "axlpw")
    with router.configured(*USER, f"ephone-dn {bob.dn}", "description before"):
        assert axl.configure(f"ephone-dn {bob.dn}", "description now") == 0
        assert router.holds("ephone-dn", "description now").term.unmet() is None
        assert axl.configure("nonsense") == 1
    assert axl.configure("hostname x") == -1
