"""Events that a monitor reports, field for field as in ECMA-323.

Every event has `monitor_cross_ref_id` first and can be asked for `local_connection_info` and
`cause`; the events of features carry neither and answer ``None``. ``local_connection_info`` is the
state of the *monitored* device's own connection in that call, not of the event's subject. The
``connection`` of Delivered and Established is the alerting or answering party's, also on the
caller's monitor. What the standard demands and some products leave out (cause,
lastRedirectionDevice) is ``None`` when absent: the judge objects, the codec does not.
"""

from __future__ import annotations

from typing import ClassVar, Protocol

from harness.protocols.csta.elements import event
from harness.protocols.csta.names import (
    Cause,
    ForwardDefault,
    ForwardingType,
    LocalConnectionState,
)
from harness.protocols.csta.types import (
    CallLinkageData,
    ConnectionID,
    ConnectionListItem,
    Content,
    Device,
    Extensions,
    RedirectionDevice,
)


class Event(Protocol):
    """What all events have in common."""

    @property
    def monitor_cross_ref_id(self) -> str:
        """The monitor that reports; empty until the session that sends it is known."""
        ...

    @property
    def local_connection_info(self) -> LocalConnectionState | None:
        """The monitored device's own state in the call."""
        ...

    @property
    def cause(self) -> Cause | None:
        """Why it happened."""
        ...


@event("callControlEvtsList/serviceInitiated")
class ServiceInitiatedEvent:
    """A call is beginning: the device went off hook or is being prompted."""

    monitor_cross_ref_id: str = ""
    initiated_connection: ConnectionID
    initiating_device: Device
    local_connection_info: LocalConnectionState | None = None
    correlator_data: Content | None = None
    cause: Cause | None = None
    services_permitted: Content | None = None
    media_call_characteristics: Content | None = None
    call_characteristics: Content | None = None
    initiated_connection_info: Content | None = None
    network_calling_device: Device | None = None
    network_called_device: Device | None = None
    associated_calling_device: Device | None = None
    call_linkage_data: CallLinkageData | None = None
    extensions: Extensions | None = None


@event("callControlEvtsList/originated")
class OriginatedEvent:
    """The caller has dialled; the switch tries to reach the called device."""

    monitor_cross_ref_id: str = ""
    originated_connection: ConnectionID
    calling_device: Device
    called_device: Device
    originating_device: str = ""
    local_connection_info: LocalConnectionState | None = None
    correlator_data: Content | None = None
    cause: Cause | None = None
    services_permitted: Content | None = None
    network_calling_device: Device | None = None
    network_called_device: Device | None = None
    associated_calling_device: Device | None = None
    associated_called_device: Device | None = None
    media_call_characteristics: Content | None = None
    call_characteristics: Content | None = None
    originated_connection_info: Content | None = None
    call_linkage_data: CallLinkageData | None = None
    extensions: Extensions | None = None


@event("callControlEvtsList/delivered")
class DeliveredEvent:
    """A call is presented to a device, which alerts."""

    monitor_cross_ref_id: str = ""
    connection: ConnectionID
    alerting_device: Device
    calling_device: Device
    called_device: Device
    last_redirection_device: RedirectionDevice | None = None
    originating_nid_connection: ConnectionID | None = None
    local_connection_info: LocalConnectionState | None = None
    correlator_data: Content | None = None
    user_data: Content | None = None
    cause: Cause | None = None
    services_permitted: Content | None = None
    network_calling_device: Device | None = None
    network_called_device: Device | None = None
    associated_calling_device: Device | None = None
    associated_called_device: Device | None = None
    media_call_characteristics: Content | None = None
    call_characteristics: Content | None = None
    connection_info: Content | None = None
    call_linkage_data: CallLinkageData | None = None
    extensions: Extensions | None = None


@event("callControlEvtsList/established")
class EstablishedEvent:
    """A device has answered."""

    monitor_cross_ref_id: str = ""
    established_connection: ConnectionID
    answering_device: Device
    calling_device: Device
    called_device: Device
    last_redirection_device: RedirectionDevice | None = None
    originating_nid_connection: ConnectionID | None = None
    local_connection_info: LocalConnectionState | None = None
    correlator_data: Content | None = None
    user_data: Content | None = None
    cause: Cause | None = None
    services_permitted: Content | None = None
    network_calling_device: Device | None = None
    network_called_device: Device | None = None
    associated_calling_device: Device | None = None
    associated_called_device: Device | None = None
    media_call_characteristics: Content | None = None
    call_characteristics: Content | None = None
    established_connection_info: Content | None = None
    call_linkage_data: CallLinkageData | None = None
    extensions: Extensions | None = None


@event("callControlEvtsList/failed")
class FailedEvent:
    """A call cannot be completed."""

    monitor_cross_ref_id: str = ""
    failed_connection: ConnectionID
    failing_device: Device
    calling_device: Device
    called_device: Device
    last_redirection_device: RedirectionDevice | None = None
    originating_nid_connection: ConnectionID | None = None
    local_connection_info: LocalConnectionState | None = None
    correlator_data: Content | None = None
    user_data: Content | None = None
    cause: Cause | None = None
    services_permitted: Content | None = None
    network_calling_device: Device | None = None
    network_called_device: Device | None = None
    associated_calling_device: Device | None = None
    associated_called_device: Device | None = None
    media_call_characteristics: Content | None = None
    call_characteristics: Content | None = None
    failed_connection_info: Content | None = None
    call_linkage_data: CallLinkageData | None = None
    extensions: Extensions | None = None


@event("callControlEvtsList/held")
class HeldEvent:
    """A device holds a call."""

    monitor_cross_ref_id: str = ""
    held_connection: ConnectionID
    holding_device: Device
    local_connection_info: LocalConnectionState | None = None
    correlator_data: Content | None = None
    cause: Cause | None = None
    services_permitted: Content | None = None
    media_call_characteristics: Content | None = None
    call_characteristics: Content | None = None
    held_connection_info: Content | None = None
    call_linkage_data: CallLinkageData | None = None
    extensions: Extensions | None = None


@event("callControlEvtsList/retrieved")
class RetrievedEvent:
    """A device takes a held call back."""

    monitor_cross_ref_id: str = ""
    retrieved_connection: ConnectionID
    retrieving_device: Device
    local_connection_info: LocalConnectionState | None = None
    correlator_data: Content | None = None
    cause: Cause | None = None
    services_permitted: Content | None = None
    media_call_characteristics: Content | None = None
    call_characteristics: Content | None = None
    retrieved_connection_info: Content | None = None
    call_linkage_data: CallLinkageData | None = None
    extensions: Extensions | None = None


@event("callControlEvtsList/diverted")
class DivertedEvent:
    """A call has left a device for another."""

    monitor_cross_ref_id: str = ""
    connection: ConnectionID
    diverting_device: Device
    new_destination: Device
    calling_device: Device | None = None
    called_device: Device | None = None
    last_redirection_device: RedirectionDevice | None = None
    local_connection_info: LocalConnectionState | None = None
    correlator_data: Content | None = None
    user_data: Content | None = None
    cause: Cause | None = None
    services_permitted: Content | None = None
    media_call_characteristics: Content | None = None
    call_characteristics: Content | None = None
    connection_info: Content | None = None
    network_calling_device: Device | None = None
    network_called_device: Device | None = None
    associated_calling_device: Device | None = None
    associated_called_device: Device | None = None
    call_linkage_data: CallLinkageData | None = None
    extensions: Extensions | None = None


@event("callControlEvtsList/transferred", spellings=("TransferedEvent", "TransferredEvent"))
class TransferredEvent:
    """A device has left two calls, joining their far ends, or handed one on.

    ASSUMED: the wire spells it with one r, as the published schema is recalled to; both are read.
    """

    monitor_cross_ref_id: str = ""
    primary_old_call: ConnectionID
    secondary_old_call: ConnectionID | None = None
    transferring_device: Device
    transferred_to_device: Device
    transferred_connections: tuple[ConnectionListItem, ...]
    local_connection_info: LocalConnectionState | None = None
    correlator_data: Content | None = None
    user_data: Content | None = None
    charging_info: Content | None = None
    cause: Cause | None = None
    services_permitted: Content | None = None
    media_call_characteristics: Content | None = None
    call_characteristics: Content | None = None
    call_linkage_data_list: Content | None = None
    extensions: Extensions | None = None


@event("callControlEvtsList/conferenced")
class ConferencedEvent:
    """A device has joined two calls and stays in."""

    monitor_cross_ref_id: str = ""
    primary_old_call: ConnectionID
    secondary_old_call: ConnectionID | None = None
    conferencing_device: Device
    added_party: Device
    conference_connections: tuple[ConnectionListItem, ...]
    local_connection_info: LocalConnectionState | None = None
    correlator_data: Content | None = None
    user_data: Content | None = None
    cause: Cause | None = None
    services_permitted: Content | None = None
    media_call_characteristics: Content | None = None
    call_characteristics: Content | None = None
    call_linkage_data_list: Content | None = None
    extensions: Extensions | None = None


@event("callControlEvtsList/connectionCleared")
class ConnectionClearedEvent:
    """A device has left a call."""

    monitor_cross_ref_id: str = ""
    dropped_connection: ConnectionID
    releasing_device: Device
    local_connection_info: LocalConnectionState | None = None
    correlator_data: Content | None = None
    user_data: Content | None = None
    charging_info: Content | None = None
    cause: Cause | None = None
    services_permitted: Content | None = None
    media_call_characteristics: Content | None = None
    call_characteristics: Content | None = None
    dropped_connection_info: Content | None = None
    call_linkage_data: CallLinkageData | None = None
    extensions: Extensions | None = None


@event("callControlEvtsList/networkReached")
class NetworkReachedEvent:
    """A call has left for a network that reports less. Not in Table 94."""

    monitor_cross_ref_id: str = ""
    outbound_connection: ConnectionID
    network_interface_used: Device
    calling_device: Device
    called_device: Device
    last_redirection_device: RedirectionDevice | None = None
    originating_nid_connection: ConnectionID | None = None
    local_connection_info: LocalConnectionState | None = None
    correlator_data: Content | None = None
    user_data: Content | None = None
    network_capability: Content | None = None
    cause: Cause | None = None
    services_permitted: Content | None = None
    network_calling_device: Device | None = None
    network_called_device: Device | None = None
    associated_calling_device: Device | None = None
    associated_called_device: Device | None = None
    media_call_characteristics: Content | None = None
    call_characteristics: Content | None = None
    outbound_connection_info: Content | None = None
    call_linkage_data: CallLinkageData | None = None
    extensions: Extensions | None = None


@event("callControlEvtsList/digitsDialed")
class DigitsDialedEvent:
    """The caller has dialled a part of a number."""

    monitor_cross_ref_id: str = ""
    dialing_connection: ConnectionID
    dialing_device: Device
    dialing_sequence: str
    local_connection_info: LocalConnectionState | None = None
    correlator_data: Content | None = None
    cause: Cause | None = None
    services_permitted: Content | None = None
    network_calling_device: Device | None = None
    network_called_device: Device | None = None
    dialling_connection_info: Content | None = None
    call_characteristics: Content | None = None
    call_linkage_data: CallLinkageData | None = None
    extensions: Extensions | None = None


@event("logicalEvtsList/doNotDisturb")
class DoNotDisturbEvent:
    """Do not disturb was switched."""

    monitor_cross_ref_id: str = ""
    device: Device
    do_not_disturb_on: bool
    call_origination: Content | None = None
    calling_device_list: Content | None = None
    extensions: Extensions | None = None
    local_connection_info: ClassVar[LocalConnectionState | None] = None
    cause: ClassVar[Cause | None] = None


@event("logicalEvtsList/forwarding")
class ForwardingEvent:
    """A forwarding was switched."""

    monitor_cross_ref_id: str = ""
    device: Device
    forwarding_type: ForwardingType | None = None
    forward_status: bool
    forward_to: str = ""
    forward_default: ForwardDefault | None = None
    ring_count: int | None = None
    extensions: Extensions | None = None
    local_connection_info: ClassVar[LocalConnectionState | None] = None
    cause: ClassVar[Cause | None] = None


@event("physDevEvtsList/messageWaiting")
class MessageWaitingEvent:
    """The message lamp was switched."""

    monitor_cross_ref_id: str = ""
    target_device: Device
    device_for_message: str = ""
    message_waiting_on: bool
    extensions: Extensions | None = None
    local_connection_info: ClassVar[LocalConnectionState | None] = None
    cause: ClassVar[Cause | None] = None


@event("maintenanceEvtsList/backInService")
class BackInServiceEvent:
    """A device is in service again."""

    monitor_cross_ref_id: str = ""
    device: Device
    cause: Cause | None = None
    extensions: Extensions | None = None
    local_connection_info: ClassVar[LocalConnectionState | None] = None


@event("maintenanceEvtsList/outOfService")
class OutOfServiceEvent:
    """A device has gone out of service."""

    monitor_cross_ref_id: str = ""
    device: Device
    cause: Cause | None = None
    extensions: Extensions | None = None
    local_connection_info: ClassVar[LocalConnectionState | None] = None
