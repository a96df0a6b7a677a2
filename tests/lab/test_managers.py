import pytest

from harness.errors import LadderMismatch, LocalProtocolError, ServiceRefused
from harness.expect import expect
from harness.lab.making import Workshop
from harness.lab.managers import Managers, document_lines


@pytest.fixture
def managers(lab):
    managers = Managers(Workshop(lab))
    yield managers
    managers.fall_silent()


def test_the_lines_are_the_documents_example():
    assert document_lines("apps", limits="max 120 min 60") == (
        "voice service voip",
        "sip",
        "registrar server expires max 120 min 60",
        "voice register global",
        "mode cme",
        "voice register session-server 1",
        "register-id apps",
        "keepalive 60",
        "cti-aware",
    )


def test_what_is_left_out_is_not_configured():
    lines = document_lines("a", "b", cti_aware=False, mode_cme=False, registrar=False)

    assert lines == (
        "voice service voip",
        "sip",
        "voice register global",
        "voice register session-server 1",
        "register-id a",
        "keepalive 60",
        "voice register session-server 2",
        "register-id b",
        "keepalive 60",
    )


def test_a_manager_comes_is_listed_and_goes(managers, router):
    with router.has_managers("apps"):
        with expect(router.shows_manager("apps")):
            assert managers.register("apps") == 60
        with expect(router.shows_no_manager("apps")):
            managers.unregister("apps")


def test_another_time_than_the_configured_one_is_told(managers, router):
    with router.has_managers("apps", keepalive=60):
        managers.is_granted("apps", 60, of=300, by="keepalive 60")
        told = "^router: grants apps 60 s of 300 s asked for, expected 90 s by `keepalive 90`$"
        with pytest.raises(LadderMismatch, match=told):
            managers.is_granted("apps", 90, of=300, by="keepalive 90")
        with pytest.raises(LadderMismatch, match="^router: grants apps 60 s, expected 90 s"):
            managers.is_granted("apps", 90, by="keepalive 90")


def test_a_refusal_tells_the_least_time(managers, router):
    with router.has_managers("apps", keepalive=300):
        sentence = "^apps: REGISTER was refused: 423 Interval Too Brief$"
        with pytest.raises(ServiceRefused, match=sentence):
            managers.register("apps", seconds=1)
        assert managers.shortest_told("apps") == 60


def test_nobody_leaves_who_never_came(managers):
    with pytest.raises(LocalProtocolError, match="nobody has registered as 'apps' yet"):
        managers.unregister("apps")
