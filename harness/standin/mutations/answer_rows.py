"""Services that are answered, or refused, otherwise than they should be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from harness.protocols.csta import services
from harness.protocols.csta.faults import CSTAErrorCode, refused
from harness.protocols.csta.names import (
    LocalConnectionState,
    OperationFault,
    StateFault,
    SubscribedResourceFault,
    SystemResourceFault,
)
from harness.protocols.csta.types import (
    ConnectionID,
    LocalCallState,
    SnapshotDeviceData,
    SnapshotDeviceResponseInfo,
)
from harness.standin.calls.events import ServiceRequested
from harness.standin.mutations.changes import instead, lost, negated, saying
from harness.standin.mutations.commands import (
    AnswerRow,
    Moment,
    Row,
    SpoilRow,
    TrespassRow,
    has_several_monitors,
    unknown_monitored,
)

_TABLE_94 = "document, Supported Services and Events"
_NEGATIVE = "ECMA-269, negative acknowledgement"
_S = LocalConnectionState
_PARTIES = 3
"""Sessions that a bench of three people opens before any plan does."""
_GENERIC = instead(refused(OperationFault.GENERIC))


def _granted(name: str, effect: str, to: type, answer: object) -> AnswerRow:
    return AnswerRow(name, effect, _NEGATIVE, to, instead(answer), refused=True)


def _last_call_only(answer: Any) -> tuple[Any, ...]:
    return _with_calls(answer, answer.cross_ref_id_or_snapshot_data.snapshot_data[-1:])


def _other_device(answer: Any) -> tuple[Any, ...]:
    calls = answer.cross_ref_id_or_snapshot_data.snapshot_data
    told = tuple(
        replace(each, connection_identifier=ConnectionID(each.connection_identifier.call_id, "203"))
        for each in calls
    )
    return _with_calls(answer, told)


def _without_initiated(answer: Any) -> tuple[Any, ...]:
    calls = answer.cross_ref_id_or_snapshot_data.snapshot_data
    return _with_calls(answer, tuple(each for each in calls if _own(each) is not _S.INITIATED))


def _failed_as_connected(answer: Any) -> tuple[Any, ...]:
    connected = LocalCallState(compound_call_state=(_S.CONNECTED,))
    calls = answer.cross_ref_id_or_snapshot_data.snapshot_data
    told = (
        replace(each, local_call_state=connected) if _own(each) is _S.FAIL else each
        for each in calls
    )
    return _with_calls(answer, tuple(told))


def _own(info: SnapshotDeviceResponseInfo) -> LocalConnectionState:
    return info.local_call_state.compound_call_state[0]


def _with_calls(answer: Any, calls: tuple[Any, ...]) -> tuple[Any, ...]:
    return (replace(answer, cross_ref_id_or_snapshot_data=SnapshotDeviceData(snapshot_data=calls)),)


def _is_unmonitored(moment: Moment) -> bool:
    """Whether the session that asks has no monitor."""
    event = moment.event
    asking = event.requester.session if isinstance(event, ServiceRequested) else None
    return all(each.session != asking for each in moment.exchange.monitors.values())


def _late_and_away(moment: Moment) -> bool:
    """Whether a session of a plan, none of the bench's three, asks for a line other than 201."""
    event = moment.event
    is_late = isinstance(event, ServiceRequested) and event.requester.session > _PARTIES
    service: Any = moment.service
    return is_late and service.monitor_object.device_object != "201"


ANSWERS: tuple[Row, ...] = (
    _granted(
        "clear-of-nothing",
        "Clear Connection of a call that never was is answered positively",
        services.ClearConnection,
        services.ClearConnectionResponse(),
    ),
    AnswerRow(
        "clear-refused-as-generic",
        "Clear Connection of a connection that is gone is refused without a reason",
        _NEGATIVE,
        services.ClearConnection,
        _GENERIC,
        refused=True,
    ),
    SpoilRow(
        "refused-clear-clears",
        "Clear Connection at a ringing phone is refused, and the call ends all the same",
        _NEGATIVE,
        services.ClearConnection,
    ),
    SpoilRow(
        "refused-hold-clears",
        "Hold Call at a ringing phone is refused, and the call ends all the same",
        _NEGATIVE,
        services.HoldCall,
    ),
    AnswerRow(
        "hold-refused-as-unsupported",
        "Hold Call of a call that is not active is refused as a service that is not supported",
        _NEGATIVE,
        services.HoldCall,
        instead(refused(OperationFault.SERVICE_NOT_SUPPORTED)),
        refused=True,
    ),
    _granted(
        "retrieve-by-the-held",
        "Retrieve Call by the party that is held is answered positively",
        services.RetrieveCall,
        services.RetrieveCallResponse(),
    ),
    SpoilRow(
        "refused-retrieve-clears",
        "Retrieve Call without a held call is refused, and the conversation ends all the same",
        _NEGATIVE,
        services.RetrieveCall,
    ),
    AnswerRow(
        "retrieve-unanswered",
        "Retrieve Call is carried out but never answered",
        "ECMA TR/87, the service response is the body of the 200",
        services.RetrieveCall,
        lost,
    ),
    _granted(
        "reconnect-swapped",
        "Reconnect Call with held and active call swapped is answered positively",
        services.ReconnectCall,
        services.ReconnectCallResponse(),
    ),
    _granted(
        "alternate-swapped",
        "Alternate Call with held and active call swapped is answered positively",
        services.AlternateCall,
        services.AlternateCallResponse(),
    ),
    SpoilRow(
        "refused-alternate-clears",
        "Alternate Call while the consulted phone rings is refused, and a call ends all the same",
        _NEGATIVE,
        services.AlternateCall,
    ),
    SpoilRow(
        "refused-consultation-clears",
        "Consultation Call to an unknown number is refused, and the conversation ends",
        _NEGATIVE,
        services.ConsultationCall,
    ),
    AnswerRow(
        "consultation-refused-as-out-of-service",
        "Consultation Call before anybody has answered is refused as out of service",
        _NEGATIVE,
        services.ConsultationCall,
        instead(refused(SystemResourceFault.CALLED_DEVICE_OUT_OF_SERVICE)),
        refused=True,
    ),
    AnswerRow(
        "transfer-refused-as-generic",
        "Transfer Call with held and active call swapped is refused without a reason",
        _NEGATIVE,
        services.TransferCall,
        _GENERIC,
        refused=True,
    ),
    SpoilRow(
        "refused-transfer-clears",
        "Transfer Call with held and active call swapped is refused, and a call ends",
        _NEGATIVE,
        services.TransferCall,
    ),
    SpoilRow(
        "refused-single-step-clears",
        "Single Step Transfer Call of a ringing call is refused, and the call ends all the same",
        _NEGATIVE,
        services.SingleStepTransferCall,
    ),
    AnswerRow(
        "single-step-refused-by-state",
        "Single Step Transfer Call to a number that nobody has is refused by the call's state",
        _NEGATIVE,
        services.SingleStepTransferCall,
        instead(refused(StateFault.INVALID_CONNECTION_STATE)),
        refused=True,
    ),
    SpoilRow(
        "refused-deflection-clears",
        "Deflect Call to a number that nobody has is refused, and the call ends all the same",
        _NEGATIVE,
        services.DeflectCall,
    ),
    _granted(
        "digits-to-a-ringing-phone",
        "Generate Digits while the phone still rings is answered positively",
        services.GenerateDigits,
        services.GenerateDigitsResponse(),
    ),
    AnswerRow(
        "digits-refused-as-generic",
        "Generate Digits of something that is no digit is refused without a reason",
        _NEGATIVE,
        services.GenerateDigits,
        _GENERIC,
        refused=True,
    ),
    AnswerRow(
        "get-dnd-inverted",
        "Get Do Not Disturb tells the contrary",
        _TABLE_94,
        services.GetDoNotDisturb,
        negated("do_not_disturb_on"),
    ),
    AnswerRow(
        "get-dnd-on",
        "Get Do Not Disturb tells that it is on, whatever is set",
        _TABLE_94,
        services.GetDoNotDisturb,
        saying(do_not_disturb_on=True),
    ),
    AnswerRow(
        "get-dnd-unsupported",
        "Get Do Not Disturb is refused as a service that is not supported",
        _TABLE_94,
        services.GetDoNotDisturb,
        instead(refused(OperationFault.SERVICE_NOT_SUPPORTED)),
    ),
    AnswerRow(
        "get-forwarding-unsupported",
        "Get Forwarding is refused as a service that is not supported",
        _TABLE_94,
        services.GetForwarding,
        instead(refused(OperationFault.SERVICE_NOT_SUPPORTED)),
    ),
    AnswerRow(
        "get-forwarding-unanswered",
        "Get Forwarding is never answered",
        "ECMA TR/87, the service response is the body of the 200",
        services.GetForwarding,
        lost,
    ),
    AnswerRow(
        "get-forwarding-as-set",
        "Get Forwarding is answered as Set Forwarding is",
        _TABLE_94,
        services.GetForwarding,
        instead(services.SetForwardingResponse()),
    ),
    AnswerRow(
        "set-dnd-refused-but-done",
        "Set Do Not Disturb is carried out and answered as refused",
        _TABLE_94,
        services.SetDoNotDisturb,
        instead(CSTAErrorCode("operation", "generic")),
    ),
    AnswerRow(
        "message-waiting-refused-but-done",
        "Set MWI is carried out and answered as refused",
        _TABLE_94,
        services.SetMessageWaitingIndicator,
        _GENERIC,
    ),
    AnswerRow(
        "snapshot-of-one-call",
        "a snapshot lists the latest call of a device only",
        "ECMA-269 Snapshot Device",
        services.SnapshotDevice,
        _last_call_only,
    ),
    AnswerRow(
        "snapshot-of-another-device",
        "a snapshot lists the device's calls as those of another device",
        "ECMA-269 Snapshot Device, connectionIdentifier",
        services.SnapshotDevice,
        _other_device,
    ),
    AnswerRow(
        "snapshot-without-initiated",
        "a snapshot lists no call before its number is dialled",
        "ECMA-269 Snapshot Device, localCallState",
        services.SnapshotDevice,
        _without_initiated,
    ),
    AnswerRow(
        "snapshot-failed-as-connected",
        "a snapshot says connected of a call that has failed at the device",
        "ECMA-269 Snapshot Device, localCallState",
        services.SnapshotDevice,
        _failed_as_connected,
    ),
    _granted(
        "snapshot-of-nobody",
        "a device that nobody has is answered as idle",
        services.SnapshotDevice,
        services.SnapshotDeviceResponse(
            cross_ref_id_or_snapshot_data=SnapshotDeviceData(snapshot_data=())
        ),
    ),
    AnswerRow(
        "monitor-stop-refused",
        "Monitor Stop is carried out and answered as refused",
        "ECMA-269 Monitor Stop",
        services.MonitorStop,
        _GENERIC,
    ),
    _granted(
        "monitor-of-nothing",
        "Monitor Start on a line that may not be watched is answered, and no monitor runs",
        services.MonitorStart,
        services.MonitorStartResponse(monitor_cross_ref_id="4711"),
    ),
    AnswerRow(
        "unknown-device-as-out-of-service",
        "Monitor Start of a number that nobody has is refused as of one whose phone is away",
        _NEGATIVE,
        services.MonitorStart,
        instead(refused(SystemResourceFault.DEVICE_OUT_OF_SERVICE)),
        refused=True,
        when=unknown_monitored,
    ),
    _granted(
        "monitor-stopped-twice",
        "Monitor Stop of a monitor that does not run is answered positively",
        services.MonitorStop,
        services.MonitorStopResponse(),
    ),
    AnswerRow(
        "stopped-monitor-as-unknown-device",
        "Monitor Stop of a monitor that does not run is refused as one of an unknown device",
        _NEGATIVE,
        services.MonitorStop,
        instead(refused(OperationFault.INVALID_DEVICE_ID)),
        refused=True,
    ),
    # -- several monitors
    AnswerRow(
        "second-monitor-refused",
        "a session has one monitor; a second one is refused",
        "ECMA-269 Monitor Start",
        services.MonitorStart,
        instead(refused(SubscribedResourceFault.OBJECT_MONITOR_LIMIT_EXCEEDED)),
        when=has_several_monitors,
    ),
    AnswerRow(
        "second-monitor-misnamed",
        "a session's second monitor is answered with the cross-reference of none",
        "ECMA-269 monitorCrossRefID",
        services.MonitorStart,
        saying(monitor_cross_ref_id="4711"),
        when=has_several_monitors,
    ),
    AnswerRow(
        "foreign-monitor-refused",
        "a session may monitor no other line than 201",
        "ECMA-269 Monitor Start",
        services.MonitorStart,
        instead(refused(OperationFault.INVALID_MONITOR_OBJECT)),
        when=_late_and_away,
    ),
    # -- whatever the service
    TrespassRow(
        "stranger-ends-call",
        "Clear Connection by a line that is not in the call is refused, and the call ends",
        _NEGATIVE,
        services.ClearConnection,
    ),
    _granted(
        "hold-by-a-stranger",
        "Hold Call by a line that is not in the call is answered positively",
        services.HoldCall,
        services.HoldCallResponse(),
    ),
    AnswerRow(
        "make-call-wants-a-monitor",
        "Make Call of a session without a monitor is refused",
        _TABLE_94,
        services.MakeCall,
        _GENERIC,
        when=_is_unmonitored,
    ),
    AnswerRow(
        "forwarding-without-a-phone-refused",
        "Set Forwarding of a number that no phone has is refused",
        "document, Configuring a Number or Device, step 7",
        services.SetForwarding,
        instead(refused(SystemResourceFault.DEVICE_OUT_OF_SERVICE)),
        when=lambda moment: not moment.stations,
    ),
    AnswerRow(
        "unknown-call-as-unknown-number",
        "a call that is not there is refused as a number that nobody has",
        _NEGATIVE,
        (services.ConsultationCall, services.DeflectCall, services.SingleStepTransferCall),
        instead(refused(OperationFault.INVALID_CALLED_DEVICE_ID)),
        refused=True,
    ),
    AnswerRow(
        "unknown-call-as-overload",
        "a call that is not there is refused as if the router were busy",
        _NEGATIVE,
        (services.ReconnectCall, services.AlternateCall, services.TransferCall),
        instead(refused(SystemResourceFault.RESOURCE_BUSY)),
        refused=True,
    ),
    _granted(
        "lost-phone-called",
        "Make Call to a number whose phone has gone is answered positively",
        services.MakeCall,
        services.MakeCallResponse(calling_device=ConnectionID("4711", "201")),
    ),
    AnswerRow(
        "lost-phone-as-unknown-number",
        "Make Call to a number whose phone has gone is refused as a number that nobody has",
        _NEGATIVE,
        services.MakeCall,
        instead(refused(OperationFault.INVALID_CALLED_DEVICE_ID)),
        refused=True,
    ),
    _granted(
        "dnd-of-no-phone",
        "Get Do Not Disturb for a number without a phone is answered: off",
        services.GetDoNotDisturb,
        services.GetDoNotDisturbResponse(do_not_disturb_on=False),
    ),
    _granted(
        "lamp-of-no-phone",
        "Set MWI for a number without a phone is answered positively",
        services.SetMessageWaitingIndicator,
        services.SetMessageWaitingIndicatorResponse(),
    ),
)
