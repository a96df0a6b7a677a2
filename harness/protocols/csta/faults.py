"""CSTAErrorCode, the negative answer to any service (ECMA-269 clause 11)."""

from __future__ import annotations

from enum import StrEnum

from harness.errors import ServiceRefused
from harness.protocols.csta.elements import fault
from harness.protocols.csta.names import (
    FaultCategory,
    OperationFault,
    PerformanceFault,
    PrivateDataFault,
    SecurityFault,
    StateFault,
    SubscribedResourceFault,
    SystemResourceFault,
)

Fault = (
    OperationFault
    | SecurityFault
    | StateFault
    | SystemResourceFault
    | SubscribedResourceFault
    | PerformanceFault
    | PrivateDataFault
)

_CATEGORY: dict[type[StrEnum], FaultCategory] = {
    OperationFault: FaultCategory.OPERATION,
    SecurityFault: FaultCategory.SECURITY,
    StateFault: FaultCategory.STATE_INCOMPATIBILITY,
    SystemResourceFault: FaultCategory.SYSTEM_RESOURCE_AVAILABILITY,
    SubscribedResourceFault: FaultCategory.SUBSCRIBED_RESOURCE_AVAILABILITY,
    PerformanceFault: FaultCategory.PERFORMANCE_MANAGEMENT,
    PrivateDataFault: FaultCategory.PRIVATE_DATA,
}


@fault
class CSTAErrorCode:
    """A service refused.

    ``category`` is a `FaultCategory` as a rule and free text when a product invents one;
    ``value`` likewise (a phone was seen to write a whole sentence). Both are the texts of the wire.
    """

    category: str
    value: str = ""

    def refusal(self, service: str) -> ServiceRefused:
        """The exception that carries this answer to ``service``."""
        return ServiceRefused(service, self.category, self.value)


def refused(value: Fault) -> CSTAErrorCode:
    """The answer for one listed fault, its category found from the list it stands in."""
    return CSTAErrorCode(_CATEGORY[type(value)], value)


#: The fault without a reason.
UNSPECIFIED = CSTAErrorCode(FaultCategory.UNSPECIFIED)
