"""The next general reason for each close one: what a switch says that does not say more.

After the second column of reference/csta.md §4.1; a reason that is not here is as general as it
gets.
"""

from __future__ import annotations

from collections.abc import Mapping

from harness.protocols.csta.names import (
    FaultCategory,
    OperationFault,
    StateFault,
    SystemResourceFault,
)

_OPERATION, _STATE = FaultCategory.OPERATION, FaultCategory.STATE_INCOMPATIBILITY
_RESOURCE = FaultCategory.SYSTEM_RESOURCE_AVAILABILITY
_WRONG_STATE = (_STATE, StateFault.INVALID_CONNECTION_STATE)
_OUT_OF_SERVICE = (_RESOURCE, SystemResourceFault.RESOURCE_OUT_OF_SERVICE)

GENERAL: Mapping[tuple[str, str], tuple[str, str]] = {
    **{
        (_STATE, each): _WRONG_STATE
        for each in (
            StateFault.NO_CALL_TO_ANSWER,
            StateFault.NO_ACTIVE_CALL,
            StateFault.NO_HELD_CALL,
            StateFault.INVALID_HELD_CONNECTION_STATE,
            StateFault.INVALID_ACTIVE_CONNECTION_STATE,
        )
    },
    **{
        (_RESOURCE, each): _OUT_OF_SERVICE
        for each in (
            SystemResourceFault.DEVICE_OUT_OF_SERVICE,
            SystemResourceFault.CALLING_DEVICE_OUT_OF_SERVICE,
            SystemResourceFault.CALLED_DEVICE_OUT_OF_SERVICE,
            SystemResourceFault.DESTINATION_DEVICE_OUT_OF_SERVICE,
        )
    },
    (_STATE, StateFault.NO_CONNECTION_TO_CLEAR): (
        _OPERATION, OperationFault.INVALID_CONNECTION_ID
    ),
    (_STATE, StateFault.INVALID_CALLING_DEVICE_STATE): (
        _STATE, StateFault.CONNECTED_CALL_EXISTS
    ),
    (_OPERATION, OperationFault.INVALID_CALLED_DEVICE_ID): (
        _OPERATION, OperationFault.INVALID_DESTINATION
    ),
    (_OPERATION, OperationFault.PRIVILEGE_VIOLATION_SPECIFIED_DEVICE): (
        _OPERATION, OperationFault.INVALID_DEVICE_ID
    ),
    (_OPERATION, OperationFault.INVALID_FORWARDING_TYPE): (
        _OPERATION, OperationFault.PARAMETER_NOT_SUPPORTED
    ),
    (_OPERATION, OperationFault.INVALID_FORWARDING_DESTINATION): (
        _OPERATION, OperationFault.INVALID_DESTINATION
    ),
    (_OPERATION, OperationFault.INVALID_PARAMETER_VALUE): (
        _OPERATION, OperationFault.VALUE_OUT_OF_RANGE
    ),
}  # fmt: skip
