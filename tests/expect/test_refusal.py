import pytest

from harness.errors import LadderMismatch, ServiceRefused
from harness.expect.refusal import Fault, refused


def refuse(category, value):
    raise ServiceRefused("AnswerCall", category, value)


def test_the_expected_refusal_is_taken():
    with refused(Fault.NO_CALL_TO_ANSWER):
        refuse("stateIncompatibility", "noCallToAnswer")


def test_any_value_of_a_category_is_taken_where_the_plan_names_the_category_only():
    with refused(Fault.STATE_INCOMPATIBILITY):
        refuse("stateIncompatibility", "invalidObjectState")


@pytest.mark.parametrize(
    ("category", "value"),
    [("operation", "noCallToAnswer"), ("stateIncompatibility", "noHeldCall"), ("sip", "404")],
)
def test_another_refusal_is_named(category, value):
    with (
        pytest.raises(LadderMismatch, match=f"refused with {category}/{value}, expected"),
        refused(Fault.NO_CALL_TO_ANSWER),
    ):
        refuse(category, value)


def test_a_service_that_is_carried_out_fails():
    with pytest.raises(LadderMismatch, match="carried out"), refused(Fault.INVALID_CONNECTION):
        pass
