"""The CSTA services as verbs, a thin row each (document, Table 94; ECMA-269).

A verb returns when the service's answer is there: its value, or `ServiceRefused` with the fault.
Events that follow land in the journal. Connections are passed as they were told in events and
responses; devices as directory numbers, which the client writes in its own style.
"""

from __future__ import annotations

from typing import Protocol, TypeVar

from harness.protocols.csta.names import AutoOriginate, ForwardingType
from harness.protocols.csta.services import (
    AlternateCall,
    AlternateCallResponse,
    AnswerCall,
    AnswerCallResponse,
    ClearConnection,
    ClearConnectionResponse,
    ConferenceCall,
    ConferenceCallResponse,
    ConsultationCall,
    ConsultationCallResponse,
    DeflectCall,
    DeflectCallResponse,
    GenerateDigits,
    GenerateDigitsResponse,
    GetDoNotDisturb,
    GetDoNotDisturbResponse,
    GetForwarding,
    GetForwardingResponse,
    HoldCall,
    HoldCallResponse,
    MakeCall,
    MakeCallResponse,
    ReconnectCall,
    ReconnectCallResponse,
    Request,
    RetrieveCall,
    RetrieveCallResponse,
    SetDoNotDisturb,
    SetDoNotDisturbResponse,
    SetForwarding,
    SetForwardingResponse,
    SetMessageWaitingIndicator,
    SetMessageWaitingIndicatorResponse,
    SingleStepTransferCall,
    SingleStepTransferCallResponse,
    SnapshotDevice,
    SnapshotDeviceResponse,
    TransferCall,
    TransferCallResponse,
)
from harness.protocols.csta.types import ConnectionID, ForwardListItem, SnapshotDeviceResponseInfo

Answer = TypeVar("Answer")


class Services(Protocol):
    """The verbs; a session gives them its own device and its way of asking."""

    @property
    def device(self) -> str:
        """The session's own line, as its client writes it."""
        ...

    def device_of(self, number: str) -> str:
        """A directory number as this session's client writes it."""
        ...

    def connection(self, connection: ConnectionID) -> ConnectionID:
        """A connection whose device is written as this session's client writes it."""
        ...

    def ask(self, service: Request, answer: type[Answer]) -> Answer:
        """Send one service and wait for its positive answer.

        Raises:
            ServiceRefused: the router refused it.
            RemoteProtocolError: it answered with something else.
            DeadlineExceeded: it did not answer.
            LocalProtocolError: the session is not open.
        """
        ...

    # Calls ----------------------------------------------------------------------------------------

    def make_call(self, to: str, *, prompt: bool = False) -> ConnectionID:
        """Call ``to`` from this line; with ``prompt`` the caller must lift the handset first."""
        originate = AutoOriginate.PROMPT if prompt else AutoOriginate.DO_NOT_PROMPT
        service = MakeCall(
            calling_device=self.device,
            called_directory_number=self.device_of(to),
            auto_originate=originate,
        )
        return self.ask(service, MakeCallResponse).calling_device

    def answer_call(self, connection: ConnectionID) -> AnswerCallResponse:
        """Answer an alerting call."""
        return self.ask(
            AnswerCall(call_to_be_answered=self.connection(connection)), AnswerCallResponse
        )

    def clear_connection(self, connection: ConnectionID) -> ClearConnectionResponse:
        """Leave a call."""
        service = ClearConnection(connection_to_be_cleared=self.connection(connection))
        return self.ask(service, ClearConnectionResponse)

    def hold_call(self, connection: ConnectionID) -> HoldCallResponse:
        """Hold a connected call."""
        return self.ask(HoldCall(call_to_be_held=self.connection(connection)), HoldCallResponse)

    def retrieve_call(self, connection: ConnectionID) -> RetrieveCallResponse:
        """Take a held call back."""
        return self.ask(
            RetrieveCall(call_to_be_retrieved=self.connection(connection)), RetrieveCallResponse
        )

    def reconnect_call(self, *, active: ConnectionID, held: ConnectionID) -> ReconnectCallResponse:
        """End the active call and take the held one back."""
        service = ReconnectCall(
            active_call=self.connection(active), held_call=self.connection(held)
        )
        return self.ask(service, ReconnectCallResponse)

    def alternate_call(self, *, held: ConnectionID, active: ConnectionID) -> AlternateCallResponse:
        """Swap the held and the active call."""
        service = AlternateCall(
            held_call=self.connection(held), active_call=self.connection(active)
        )
        return self.ask(service, AlternateCallResponse)

    def consultation_call(self, existing: ConnectionID, to: str) -> ConnectionID:
        """Hold a call and call ``to``."""
        service = ConsultationCall(
            existing_call=self.connection(existing), consulted_device=self.device_of(to)
        )
        return self.ask(service, ConsultationCallResponse).initiated_call

    def transfer_call(self, *, held: ConnectionID, active: ConnectionID) -> TransferCallResponse:
        """Join the far ends of a held and an active call."""
        service = TransferCall(held_call=self.connection(held), active_call=self.connection(active))
        return self.ask(service, TransferCallResponse)

    def single_step_transfer_call(
        self, active: ConnectionID, to: str
    ) -> SingleStepTransferCallResponse:
        """Send the far end of a call to ``to``, unannounced."""
        service = SingleStepTransferCall(
            active_call=self.connection(active), transferred_to=self.device_of(to)
        )
        return self.ask(service, SingleStepTransferCallResponse)

    def conference_call(
        self, *, held: ConnectionID, active: ConnectionID
    ) -> ConferenceCallResponse:
        """Join a held and an active call and stay in; no service of Table 94."""
        service = ConferenceCall(
            held_call=self.connection(held), active_call=self.connection(active)
        )
        return self.ask(service, ConferenceCallResponse)

    def deflect_call(self, connection: ConnectionID, to: str) -> DeflectCallResponse:
        """Let an alerting call go to ``to``."""
        service = DeflectCall(
            call_to_be_diverted=self.connection(connection), new_destination=self.device_of(to)
        )
        return self.ask(service, DeflectCallResponse)

    def generate_digits(self, connection: ConnectionID, digits: str) -> GenerateDigitsResponse:
        """Send DTMF digits into a call."""
        service = GenerateDigits(
            connection_to_send_digits=self.connection(connection), characters_to_send=digits
        )
        return self.ask(service, GenerateDigitsResponse)

    # The line and its phone -----------------------------------------------------------------------

    def snapshot_device(self, number: str = "") -> tuple[SnapshotDeviceResponseInfo, ...]:
        """The calls of a line, this session's own by default."""
        device = self.device_of(number) if number else self.device
        return self.ask(SnapshotDevice(snapshot_object=device), SnapshotDeviceResponse).calls

    def get_do_not_disturb(self) -> bool:
        """Whether do not disturb is on."""
        return self.ask(
            GetDoNotDisturb(device=self.device), GetDoNotDisturbResponse
        ).do_not_disturb_on

    def set_do_not_disturb(self, *, on: bool) -> SetDoNotDisturbResponse:
        """Switch do not disturb."""
        service = SetDoNotDisturb(device=self.device, do_not_disturb_on=on)
        return self.ask(service, SetDoNotDisturbResponse)

    def get_forwarding(self) -> tuple[ForwardListItem, ...]:
        """Every forwarding of the line."""
        response = self.ask(GetForwarding(device=self.device), GetForwardingResponse)
        return response.forwarding_list or ()

    def set_forwarding(
        self, to: str = "", *, kind: ForwardingType = ForwardingType.FORWARD_IMMEDIATE
    ) -> SetForwardingResponse:
        """Forward all calls to ``to``; to nobody: forward none (Table 94: "Set CFwdAll")."""
        service = SetForwarding(
            device=self.device,
            forwarding_type=kind,
            activate_forward=bool(to),
            forward_dn=self.device_of(to) if to else "",
        )
        return self.ask(service, SetForwardingResponse)

    def set_message_waiting_indicator(self, *, on: bool) -> SetMessageWaitingIndicatorResponse:
        """Switch the message lamp."""
        service = SetMessageWaitingIndicator(device=self.device, message_waiting_on=on)
        return self.ask(service, SetMessageWaitingIndicatorResponse)
