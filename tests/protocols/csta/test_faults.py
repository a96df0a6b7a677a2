from __future__ import annotations

import pytest

from harness.errors import ServiceRefused
from harness.protocols.csta.faults import CSTAErrorCode, Fault, refused
from harness.protocols.csta.names import (
    OperationFault,
    PerformanceFault,
    PrivateDataFault,
    SecurityFault,
    StateFault,
    SubscribedResourceFault,
    SystemResourceFault,
)


@pytest.mark.parametrize(
    ("value", "category"),
    [
        (OperationFault.GENERIC, "operation"),
        (SecurityFault.GENERIC, "security"),
        (StateFault.GENERIC, "stateIncompatibility"),
        (SystemResourceFault.GENERIC, "systemResourceAvailability"),
        (SubscribedResourceFault.GENERIC, "subscribedResourceAvailability"),
        (PerformanceFault.GENERIC, "performanceManagement"),
        (PrivateDataFault.CSTA_PRIVATE_DATA_INFO_ERROR, "privateData"),
    ],
)
def test_a_listed_fault_knows_its_category(value: Fault, category: str) -> None:
    assert refused(value) == CSTAErrorCode(category, str(value))


def test_a_fault_becomes_the_refusal_of_a_service() -> None:
    refusal = refused(StateFault.NO_CALL_TO_ANSWER).refusal("AnswerCall")
    assert isinstance(refusal, ServiceRefused)
    assert str(refusal) == "AnswerCall was refused: stateIncompatibility/noCallToAnswer"
