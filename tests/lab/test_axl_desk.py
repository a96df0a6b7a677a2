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
    served = axl.is_served().term
    assert served.sentence == "is served without a user"
    assert served.unmet() == "ISgetGlobal was answered 401 Unauthorized, expected 200 OK"
    axl.uses("harness", "axlpw")
    with router.configured(*USER):
        assert axl.is_served().term.unmet() is None
        away = axl.is_turned_away().term
        assert away.sentence == "is turned away as harness"
        told = "ISgetGlobal was answered 200 OK, expected 401 Unauthorized or 403 Forbidden"
        assert away.unmet() == told


def test_fields_of_an_answer_are_told(axl, router, carol):
    axl.uses("harness", "axlpw")
    device = ("ISDevName", f"SEP{carol.phone.mac}")
    with router.configured(*USER):
        found = axl.told("ISDevStatus", "registered", of=device, by="ISgetDevice").term
        assert found.unmet() is None
        other = axl.told("ISUserProfileID", "7", of=device, by="ISgetDevice").term
        assert other.sentence == f"is told ISUserProfileID 7 by ISgetDevice of {device[1]}"
        assert other.unmet() == "it says 0"


def test_lines_are_given_and_the_refused_one_is_told(axl, router, bob):
    axl.uses("harness", "axlpw")
    with router.configured(*USER, f"ephone-dn {bob.dn}", "description before"):
        assert axl.configure(f"ephone-dn {bob.dn}", "description now") == 0
        assert router.holds("ephone-dn", "description now").term.unmet() is None
        assert axl.configure("nonsense") == 1
    assert axl.configure("hostname x") == -1
