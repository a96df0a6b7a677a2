"""Services and their positive answers, field for field as in ECMA-323.

Table 94 of the document in full, the session and monitoring services below it, and the few beyond
it that an application may try and CME is expected to refuse (SnapshotCall, ConferenceCall, device
information). Optional parameters of later editions are not offered; on the way in they are
skipped. ``extensions`` carries private data and is always last.
"""

from __future__ import annotations

from typing import Protocol

from harness.protocols.csta import names
from harness.protocols.csta.elements import request, response
from harness.protocols.csta.names import (
    AutoOriginate,
    Cause,
    ConsultOptions,
    DigitMode,
    ForwardingType,
    MonitorType,
)
from harness.protocols.csta.types import (
    CallLinkageData,
    ConnectionID,
    ConnectionListItem,
    Content,
    Device,
    Extensions,
    Features,
    ForwardListItem,
    MonitorObject,
    SnapshotCallData,
    SnapshotDeviceData,
    SnapshotDeviceResponseInfo,
)


class Request(Protocol):
    """What all service requests have in common."""

    @property
    def extensions(self) -> Extensions | None:
        """Private data, if any."""
        ...


class Response(Protocol):
    """What all positive answers have in common."""

    @property
    def extensions(self) -> Extensions | None:
        """Private data, if any."""
        ...


# Session and capabilities ------------------------------------------------------------------------


@request("systemStatusServList/requestSystemStatus")
class RequestSystemStatus:
    """Asks how the switch is; the body of the INVITE and of its refreshes."""

    extensions: Extensions | None = None


@response
class RequestSystemStatusResponse:
    """An application goes on only when the status is ``normal``."""

    system_status: names.SystemStatus
    extensions: Extensions | None = None


@request()
class SystemStatus:
    """Tells how the sender is; both sides may."""

    sys_stat_register_id: str = ""
    system_status: names.SystemStatus
    extensions: Extensions | None = None


@response
class SystemStatusResponse:
    """Acknowledges SystemStatus."""

    extensions: Extensions | None = None


@request("capExchangeServList/getCSTAFeatures")
class GetCSTAFeatures:
    """Asks for the list of supported services and events."""

    extensions: Extensions | None = None


@response
class GetCSTAFeaturesResponse:
    """What the switch offers.

    ASSUMED: the layout, in groups named as the ECMA-285 lists; no recorded one was found.
    """

    supported_services: Features = ()
    supported_events: Features = ()
    extensions: Extensions | None = None

    @property
    def services(self) -> frozenset[str]:
        """Every service offered, by feature name, e.g. ``makeCall``."""
        return frozenset(name for group in self.supported_services for name in group.features)

    @property
    def events(self) -> frozenset[str]:
        """Every event offered, by feature name, e.g. ``delivered``."""
        return frozenset(name for group in self.supported_events for name in group.features)


# Monitoring and snapshots ------------------------------------------------------------------------


@request("monitoringServList/monitorStart")
class MonitorStart:
    """Asks for the events of a device or call."""

    monitor_object: MonitorObject
    requested_monitor_filter: Content | None = None
    monitor_type: MonitorType | None = None
    requested_monitor_media_class: Content | None = None
    extensions: Extensions | None = None


@response
class MonitorStartResponse:
    """Gives the identifier that every event of this monitor will carry."""

    monitor_cross_ref_id: str
    actual_monitor_filter: Content | None = None
    actual_monitor_media_class: Content | None = None
    monitor_existing_calls: bool | None = None
    extensions: Extensions | None = None


@request("monitoringServList/monitorStop")
class MonitorStop:
    """Ends a monitor; both sides may."""

    monitor_cross_ref_id: str
    extensions: Extensions | None = None


@response
class MonitorStopResponse:
    """The monitor is gone; no event of it may follow."""

    extensions: Extensions | None = None


@request("snapshotServList/snapshotDevice")
class SnapshotDevice:
    """Asks which calls a device has, and in which state."""

    snapshot_object: str
    extensions: Extensions | None = None


@response
class SnapshotDeviceResponse:
    """The calls of a device.

    ``service_cross_ref_id`` directly below the root is not the standard's; two products write it.
    """

    cross_ref_id_or_snapshot_data: SnapshotDeviceData | None = None
    service_cross_ref_id: str = ""
    extensions: Extensions | None = None

    @property
    def calls(self) -> tuple[SnapshotDeviceResponseInfo, ...]:
        """The calls, none for an idle device."""
        data = self.cross_ref_id_or_snapshot_data
        return (data.snapshot_data or ()) if data else ()


@request("snapshotServList/snapshotCall")
class SnapshotCall:
    """Asks who takes part in a call. Not in Table 94."""

    snapshot_object: ConnectionID
    extensions: Extensions | None = None


@response
class SnapshotCallResponse:
    """The parties of a call."""

    cross_ref_id_or_snapshot_data: SnapshotCallData
    media_call_characteristics: Content | None = None
    call_characteristics: Content | None = None
    calling_device: Device | None = None
    called_device: Device | None = None
    call_linkage_data: CallLinkageData | None = None
    extensions: Extensions | None = None


@request("capExchangeServList/getLogicalDeviceInformation")
class GetLogicalDeviceInformation:
    """Asks what a line can do. Not in Table 94."""

    device: str
    extensions: Extensions | None = None


@response
class GetLogicalDeviceInformationResponse:
    """The long answer; its content is not read."""

    extensions: Extensions | None = None


@request("capExchangeServList/getPhysicalDeviceInformation")
class GetPhysicalDeviceInformation:
    """Asks what a phone can do. Not in Table 94."""

    device: str
    extensions: Extensions | None = None


@response
class GetPhysicalDeviceInformationResponse:
    """The long answer; its content is not read."""

    extensions: Extensions | None = None


# Call control ------------------------------------------------------------------------------------


@request("callControlServList/makeCall")
class MakeCall:
    """Places a call from a device.

    An empty ``called_directory_number`` only takes the device off hook; ``auto_originate`` absent
    means the caller is prompted first.
    """

    calling_device: str
    called_directory_number: str
    account_code: Content | None = None
    auth_code: Content | None = None
    auto_originate: AutoOriginate | None = None
    correlator_data: Content | None = None
    user_data: Content | None = None
    call_characteristics: Content | None = None
    media_call_characteristics: Content | None = None
    calling_connection_info: Content | None = None
    extensions: Extensions | None = None


@response
class MakeCallResponse:
    """``calling_device`` is the caller's *connection*, in spite of its name."""

    calling_device: ConnectionID
    media_call_characteristics: Content | None = None
    initiated_call_info: Content | None = None
    call_linkage_data: CallLinkageData | None = None
    extensions: Extensions | None = None


@request("callControlServList/answerCall")
class AnswerCall:
    """Answers an alerting connection."""

    call_to_be_answered: ConnectionID
    correlator_data: Content | None = None
    user_data: Content | None = None
    extensions: Extensions | None = None


@response
class AnswerCallResponse:
    """The connection is being answered."""

    extensions: Extensions | None = None


@request("callControlServList/clearConnection")
class ClearConnection:
    """Releases one party from a call."""

    connection_to_be_cleared: ConnectionID
    correlator_data: Content | None = None
    user_data: Content | None = None
    reason: Cause | None = None
    extensions: Extensions | None = None


@response
class ClearConnectionResponse:
    """The connection is being cleared."""

    extensions: Extensions | None = None


@request("callControlServList/holdCall")
class HoldCall:
    """Holds a connected connection."""

    call_to_be_held: ConnectionID
    connection_reservation: bool | None = None
    extensions: Extensions | None = None


@response
class HoldCallResponse:
    """The connection is being held."""

    extensions: Extensions | None = None


@request("callControlServList/retrieveCall")
class RetrieveCall:
    """Takes a held connection back ("Resume")."""

    call_to_be_retrieved: ConnectionID
    extensions: Extensions | None = None


@response
class RetrieveCallResponse:
    """The connection is being retrieved."""

    extensions: Extensions | None = None


@request("callControlServList/reconnectCall")
class ReconnectCall:
    """Clears the active call and takes the held one back. Active first, held second."""

    active_call: ConnectionID
    held_call: ConnectionID
    extensions: Extensions | None = None


@response
class ReconnectCallResponse:
    """Both are under way."""

    extensions: Extensions | None = None


@request("callControlServList/alternateCall")
class AlternateCall:
    """Swaps the held and the active call. Held first, active second."""

    held_call: ConnectionID
    active_call: ConnectionID
    connection_reservation: bool | None = None
    consult_options: ConsultOptions | None = None
    extensions: Extensions | None = None


@response
class AlternateCallResponse:
    """Both are under way."""

    extensions: Extensions | None = None


@request("callControlServList/consultationCall")
class ConsultationCall:
    """Holds a call and places a second one."""

    existing_call: ConnectionID
    consulted_device: str
    connection_reservation: bool | None = None
    account_code: Content | None = None
    auth_code: Content | None = None
    correlator_data: Content | None = None
    user_data: Content | None = None
    call_characteristics: Content | None = None
    media_call_characteristics: Content | None = None
    calling_connection_info: Content | None = None
    consult_options: ConsultOptions | None = None
    extensions: Extensions | None = None


@response
class ConsultationCallResponse:
    """``initiated_call`` is the consulting device's connection in the new call."""

    initiated_call: ConnectionID
    media_call_characteristics: Content | None = None
    initiated_call_info: Content | None = None
    call_linkage_data: CallLinkageData | None = None
    extensions: Extensions | None = None


@request("callControlServList/transferCall")
class TransferCall:
    """Joins the far ends of a held and an active call. Held first, active second."""

    held_call: ConnectionID
    active_call: ConnectionID
    extensions: Extensions | None = None


@response
class TransferCallResponse:
    """The resulting call."""

    transferred_call: ConnectionID
    connections: tuple[ConnectionListItem, ...] = ()
    transferred_call_info: Content | None = None
    call_linkage_data_list: Content | None = None
    extensions: Extensions | None = None


@request("callControlServList/conferenceCall")
class ConferenceCall:
    """Joins a held and an active call, staying in. Not in Table 94."""

    held_call: ConnectionID
    active_call: ConnectionID
    extensions: Extensions | None = None


@response
class ConferenceCallResponse:
    """The resulting call."""

    conference_call: ConnectionID
    connections: tuple[ConnectionListItem, ...] = ()
    conference_call_info: Content | None = None
    call_linkage_data_list: Content | None = None
    extensions: Extensions | None = None


@request("callControlServList/singleStepTransfer")
class SingleStepTransferCall:
    """Sends the far end of an active call elsewhere, unannounced."""

    active_call: ConnectionID
    transferred_to: str
    account_code: Content | None = None
    auth_code: Content | None = None
    correlator_data: Content | None = None
    user_data: Content | None = None
    call_characteristics: Content | None = None
    reason: Cause | None = None
    extensions: Extensions | None = None


@response
class SingleStepTransferCallResponse:
    """The resulting call."""

    transferred_call: ConnectionID
    connections: tuple[ConnectionListItem, ...] = ()
    transferred_call_info: Content | None = None
    call_linkage_data_list: Content | None = None
    extensions: Extensions | None = None


@request("callControlServList/deflectCall")
class DeflectCall:
    """Lets an alerting call go elsewhere; CME offers it in that state only (Table 94)."""

    call_to_be_diverted: ConnectionID
    new_destination: str
    correlator_data: Content | None = None
    user_data: Content | None = None
    call_characteristics: Content | None = None
    reason: Cause | None = None
    extensions: Extensions | None = None


@response
class DeflectCallResponse:
    """The call is being diverted."""

    extensions: Extensions | None = None


@request("callAssociatedServList/generateDigits")
class GenerateDigits:
    """Sends digits into a connected call. Durations in milliseconds, rate in pulses per second."""

    connection_to_send_digits: ConnectionID
    digit_mode: DigitMode | None = None
    characters_to_send: str
    tone_duration: int | None = None
    pulse_rate: int | None = None
    pause_duration: int | None = None
    extensions: Extensions | None = None


@response
class GenerateDigitsResponse:
    """The digits are being sent."""

    extensions: Extensions | None = None


# Features of logical and physical devices --------------------------------------------------------


@request("logicalServList/getDoNotDisturb")
class GetDoNotDisturb:
    """Asks whether a line takes calls."""

    device: str
    extensions: Extensions | None = None


@response
class GetDoNotDisturbResponse:
    """Whether do not disturb is on."""

    do_not_disturb_on: bool
    call_origination: Content | None = None
    calling_device_list: Content | None = None
    extensions: Extensions | None = None


@request("logicalServList/setDoNotDisturb")
class SetDoNotDisturb:
    """Switches do not disturb."""

    device: str
    do_not_disturb_on: bool
    call_origination: Content | None = None
    calling_device_list: Content | None = None
    extensions: Extensions | None = None


@response
class SetDoNotDisturbResponse:
    """Done."""

    extensions: Extensions | None = None


@request("logicalServList/getForwarding")
class GetForwarding:
    """Asks where a line is forwarded to (Table 94: "Get CFwdALL")."""

    device: str
    extensions: Extensions | None = None


@response
class GetForwardingResponse:
    """Each forwarding of the line."""

    forwarding_list: tuple[ForwardListItem, ...] | None = None
    extensions: Extensions | None = None


@request("logicalServList/setForwarding")
class SetForwarding:
    """Switches a forwarding (Table 94: "Set CFwdAll")."""

    device: str
    forwarding_type: ForwardingType | None = None
    activate_forward: bool
    forward_dn: str = ""
    ring_count: int | None = None
    extensions: Extensions | None = None


@response
class SetForwardingResponse:
    """Done."""

    extensions: Extensions | None = None


@request("physDevServList/getMessageWaitingIndicator")
class GetMessageWaitingIndicator:
    """Asks whether the message lamp is lit. Not in Table 94."""

    device: str
    extensions: Extensions | None = None


@response
class GetMessageWaitingIndicatorResponse:
    """Whether the message lamp is lit."""

    message_waiting_on: bool
    device_for_message: str = ""
    extensions: Extensions | None = None


@request("physDevServList/setMessageWaitingIndicator")
class SetMessageWaitingIndicator:
    """Switches the message lamp (Table 94: "Set MWI")."""

    device: str
    message_waiting_on: bool
    device_for_message: str = ""
    extensions: Extensions | None = None


@response
class SetMessageWaitingIndicatorResponse:
    """Done."""

    extensions: Extensions | None = None


#: The services Table 94 of the document lists, in its order.
TABLE_94: tuple[type, ...] = (
    MakeCall,
    AnswerCall,
    ClearConnection,
    ReconnectCall,
    HoldCall,
    RetrieveCall,
    DeflectCall,
    SingleStepTransferCall,
    ConsultationCall,
    TransferCall,
    AlternateCall,
    GenerateDigits,
    GetDoNotDisturb,
    SetDoNotDisturb,
    GetForwarding,
    SetForwarding,
    SetMessageWaitingIndicator,
    SnapshotDevice,
)
