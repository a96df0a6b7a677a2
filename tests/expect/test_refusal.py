import pytest

from harness.errors import LadderMismatch, ServiceRefused
from harness.expect.refusal import NOTED_IN, Fault, refused
from harness.protocols.csta.services import MakeCall, MonitorStop, RequestSystemStatus
from harness.runtime.journal import Journal, Kind


def refuse(category, value):
    raise ServiceRefused("AnswerCall", category, value)


def refuse_by_sip(status, reason, *, witness="alice.cti"):
    refusal = ServiceRefused("AnswerCall", "sip", status, reason=reason)
    refusal.witness = witness
    raise refusal


def test_the_expected_refusal_is_taken():
    with refused(Fault.NO_CALL_TO_ANSWER):
        refuse("stateIncompatibility", "noCallToAnswer")


def test_any_value_of_a_category_is_taken_where_the_plan_names_the_category_only():
    with refused(Fault.STATE_INCOMPATIBILITY):
        refuse("stateIncompatibility", "invalidObjectState")


@pytest.mark.parametrize(
    ("category", "value"),
    [("operation", "noCallToAnswer"), ("stateIncompatibility", "noHeldCall")],
)
def test_another_refusal_is_named(category, value):
    with (
        pytest.raises(LadderMismatch, match=f"refused with {category}/{value}, expected"),
        refused(Fault.NO_CALL_TO_ANSWER),
    ):
        refuse(category, value)


def test_a_refusal_by_sip_is_told_by_status_and_phrase_and_by_whom_it_met():
    sentence = "^alice.cti: AnswerCall was refused with 404 Gone Fishing, expected 403 Forbidden$"
    with pytest.raises(LadderMismatch, match=sentence), refused(Fault.LINE_NOT_WATCHED):
        refuse_by_sip("404", "Gone Fishing")


def test_where_any_value_of_a_category_will_do_the_words_say_so():
    told = str(Fault.NO_SERVICE)

    assert told == "any value of operation or 400 Bad Request or any value of unspecified"


def test_a_service_that_is_carried_out_fails():
    with pytest.raises(LadderMismatch, match="carried out"), refused(Fault.INVALID_CONNECTION):
        pass


def test_a_session_that_opens_is_told_as_such(journal):
    sentence = "^bob.cti: the request for a session was carried out; a refusal with 503 Service"
    with pytest.raises(LadderMismatch, match=sentence), refused(Fault.CTI_SHUT_DOWN):
        journal.append("bob.cti", Kind.SENT, "RequestSystemStatus", RequestSystemStatus())


@pytest.fixture
def journal():
    journal = Journal()
    before = NOTED_IN.set(journal)
    yield journal
    NOTED_IN.reset(before)


def test_what_was_carried_out_is_named_as_the_journal_has_it(journal):
    journal.append("alice.cti", Kind.SENT, "MonitorStop", MonitorStop(monitor_cross_ref_id="1"))
    with (
        pytest.raises(LadderMismatch, match=r"^alice\.cti: MakeCall was carried out; a refusal"),
        refused(Fault.INVALID_CALLED_DEVICE),
    ):
        make = MakeCall(calling_device="201", called_directory_number="999")
        journal.append("alice.cti", Kind.SENT, "MakeCall", make)
        journal.append("bob.phone", Kind.SENT, "KeepAlive", object())


def test_a_registration_is_named_too(journal):
    with (
        pytest.raises(LadderMismatch, match="^apps: REGISTER was carried out"),
        refused(Fault.NO_REGISTRAR),
    ):
        journal.append("manager.cti", Kind.ACT, "REGISTER", text="apps for 60 s")


def test_what_was_asked_for_before_is_not_what_was_carried_out(journal):
    journal.append("alice.cti", Kind.SENT, "MonitorStop", MonitorStop(monitor_cross_ref_id="1"))
    with (
        pytest.raises(LadderMismatch, match="^the service was carried out"),
        refused(Fault.UNREADABLE_BODY),
    ):
        pass
