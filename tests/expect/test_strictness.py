import pytest

from harness.errors import LadderMismatch, ServiceRefused
from harness.expect.refusal import Fault, refused
from harness.expect.strictness import READ_IN
from harness.topology.dialect import STANDARD, Dialect

STATE = "stateIncompatibility"


@pytest.fixture
def reads():
    before = READ_IN.get()
    yield lambda **choices: READ_IN.set(
        Dialect({name.replace("_", "-"): choice for name, choice in choices.items()})
    )
    READ_IN.set(before)


def refusal(service, category, value):
    return ServiceRefused(service, category, value)


@pytest.mark.parametrize(
    ("fault", "told", "specific", "general"),
    [
        (Fault.NO_CALL_TO_ANSWER, ("AnswerCall", STATE, "noCallToAnswer"), True, False),
        (Fault.NO_CALL_TO_ANSWER, ("AnswerCall", STATE, "invalidConnectionState"), False, True),
        (Fault.NO_ACTIVE_CALL, ("HoldCall", STATE, "invalidConnectionState"), True, True),
        (Fault.CONNECTION_IS_GONE, ("ClearConnection", STATE, "noConnectionToClear"), True, False),
        (
            Fault.CONNECTION_IS_GONE,
            ("ClearConnection", "operation", "invalidConnectionID"),
            False,
            True,
        ),
        (
            Fault.INVALID_DESTINATION,
            ("DeflectCall", "operation", "invalidDestination"),
            True,
            True,
        ),
        (Fault.STATE_INCOMPATIBILITY, ("ClearConnection", STATE, "anything"), True, True),
    ],
)
def test_a_reason_is_as_close_as_the_dialect_says(reads, fault, told, specific, general):
    reads(fault_values="specific")
    assert fault.covers(refusal(*told)) is specific
    reads(fault_values="general")
    assert fault.covers(refusal(*told)) is general


@pytest.mark.parametrize(
    ("fault", "choices", "told"),
    [
        (Fault.UNKNOWN_LINE, {}, ("INVITE", "sip", "404")),
        (Fault.UNKNOWN_LINE, {"unknown_line": "403"}, ("INVITE", "sip", "403")),
        (
            Fault.UNKNOWN_LINE,
            {"unknown_line": "disabled"},
            ("RequestSystemStatus", "systemStatus", "disabled"),
        ),
        (Fault.LINE_NOT_WATCHED, {"unwatched_line": "404"}, ("INVITE", "sip", "404")),
        (Fault.UNREADABLE_BODY, {"unreadable_body": "fault"}, ("INFO", "unspecified", "")),
        (Fault.UNKNOWN_REGISTER_ID, {"register_id": "403"}, ("REGISTER", "sip", "403")),
        (Fault.NO_REGISTRAR, {"registrar_off": "503"}, ("REGISTER", "sip", "503")),
        (Fault.MALFORMED_REQUEST, {"unreadable_body": "fault"}, ("INFO", "unspecified", "")),
        (
            Fault.LINE_NOT_CONTROLLED,
            {"unwatched_line": "disabled"},
            ("RequestSystemStatus", "systemStatus", "disabled"),
        ),
    ],
)
def test_some_faults_are_told_as_a_point_says(reads, fault, choices, told):
    reads(**choices)

    assert fault.covers(refusal(*told))


def test_another_way_than_the_dialects_is_named(reads):
    reads()
    with (
        pytest.raises(LadderMismatch) as mismatch,
        refused(Fault.UNKNOWN_REGISTER_ID),
    ):
        raise refusal("REGISTER", "sip", "403")

    sentence = "REGISTER was refused with 403, expected 404 Not Found in the bench's dialect"
    assert str(mismatch.value) == sentence


def test_nobody_reads_in_a_dialect_unless_a_bench_has_one():
    assert READ_IN.get() == STANDARD
