import pytest

from harness.errors import LocalProtocolError, ServiceRefused
from harness.expect import Call, Established, SystemStatus, expect


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_a_session_opens_watches_and_closes(application, transport):
    application.open(line="203", over=transport)
    assert application.is_open
    assert not application.is_watching
    assert application.system_status is SystemStatus.NORMAL

    application.monitor()
    assert application.is_watching
    application.stop_monitor()
    assert not application.is_watching
    application.close()
    application.close()
    assert not application.is_open


def test_what_needs_a_session_or_monitor_says_so(application):
    with pytest.raises(LocalProtocolError, match="application has no session; open one first"):
        application.make_call(to="202")
    application.open(line="203")
    with pytest.raises(LocalProtocolError, match="application has no monitor to stop"):
        application.stop_monitor()


def test_calls_are_named_by_call_and_need_no_identifier(given, alice, bob):
    call = given.ringing(alice, bob)
    established = Established(call, answering=bob)
    with expect(alice.sees(established), bob.sees(established)):
        bob.cti.answer_call(call)


def test_features_have_the_names_of_services(application):
    application.open(line="203")

    assert {"MakeCall", "SingleStepTransferCall"} <= application.features


def test_a_refusal_is_raised(alice):
    with pytest.raises(ServiceRefused, match="MakeCall was refused: operation/"):
        alice.cti.make_call(to="899")


def test_two_applications_on_a_line_see_the_same(application, given, alice, bob):
    call = Call()
    application.open(line=alice)
    application.monitor()
    with expect(
        application.sees_anything_of(call),
        alice.sees_anything_of(call),
        bob.sees_anything_of(call),
        bob.phone.rings(showing=alice),
    ):
        alice.phone.call(bob)


def test_opening_anew_leaves_nothing_of_a_lost_session(lab, application, router):
    application.open(line="203")
    first = application.session
    router.clear_session(of=application)
    lab.journal.wait(lambda: not application.is_open or None, lab.event_deadline("its end"))
    application.open(line="203")

    assert application.session is not first
    assert first._association is None


def test_the_number_of_a_monitor_is_the_last_ones(application):
    assert application.monitor_number == ""
    application.open(line="203")
    application.monitor()
    first = application.monitor_number
    assert set(application.session.monitors) == {first}

    application.monitor()

    assert application.monitor_number != first
    assert set(application.session.monitors) == {first, application.monitor_number}
    application.stop_monitor()
    assert application.monitor_number == ""


def test_a_monitor_is_stopped_by_its_number(application):
    application.open(line="203")
    application.monitor()
    first = application.monitor_number
    application.monitor()

    application.stop_monitor(first)

    assert set(application.session.monitors) == {application.monitor_number}
    assert application.is_watching


def test_a_number_of_no_monitor_is_asked_for_all_the_same(application):
    application.open(line="203")
    application.monitor()

    with pytest.raises(ServiceRefused, match="MonitorStop was refused: operation/"):
        application.stop_monitor("no such monitor")

    assert application.is_watching
