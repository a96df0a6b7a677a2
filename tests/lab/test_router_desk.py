import pytest

from harness.errors import HarnessError
from harness.expect import Fault, expect, refused


def test_sessions_are_told_by_user_and_line(router, application, alice):
    unmet = router.shows_session(of=application).term.unmet
    application.open(line=alice)
    assert unmet() is None
    assert router.shows_no_session(of=application).term.unmet() == (
        "show cti session still lists it"
    )

    application.close()
    assert unmet().startswith("show cti session has none of application on 201; it lists ")
    assert "alice on 201" in unmet()
    assert router.shows_no_session(of=application).term.unmet() is None


def test_calls_and_lines_are_told(router, given, alice, bob):
    assert router.shows_no_call().term.unmet() is None
    assert router.shows_call(alice, bob).term.unmet() == "it lists no call"

    given.ringing(alice, bob)

    assert router.shows_call(alice, bob).term.unmet() is None
    assert router.shows_line(bob, "RINGING").term.unmet() is None
    assert router.shows_line(bob, "IDLE").term.unmet() == "show ephone says RINGING"
    assert router.shows_no_call().term.unmet().startswith("it still lists ")


def test_a_condition_of_the_router_is_asked_when_all_else_has_come(router):
    assert router.shows_no_call().term.asks_router


def test_a_changed_configuration_is_undone_and_sessions_are_opened_anew(lab, router, alice):
    first = alice.cti.session
    with (
        router.configured(f"ephone-dn {alice.dn}", "no cti watch"),
        refused(Fault.LINE_NOT_WATCHED),
    ):
        lab.guest_application().open(line=alice)
    lab.settle()

    assert alice.cti.session is not first
    assert alice.cti.is_watching


def test_a_session_that_is_not_listed_cannot_be_cleared(router, application, alice):
    with pytest.raises(HarnessError, match="lists no session of application to clear"):
        router.clear_session(of=application)

    application.open(line=alice)
    with expect(application.loses_its_session(), router.shows_no_session(of=application)):
        router.clear_session(of=application)


def test_a_session_that_others_leave_alone_is_kept(application, alice, router):
    kept = application.keeps_its_session().term
    application.open(line=alice)
    assert kept.asks_router
    assert kept.unmet() is None

    router.clear_session(of=application)
    with expect(application.loses_its_session()):
        pass

    assert kept.unmet() == "the router has ended it"
