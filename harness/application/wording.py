"""CSTA events as a person would tell them, one sentence each."""

from __future__ import annotations

from collections.abc import Mapping

from harness.protocols.csta import events as e
from harness.protocols.csta.device_ids import directory_number
from harness.protocols.csta.names import LocalConnectionState, Unidentified

_SENTENCES: Mapping[type, str] = {
    e.ServiceInitiatedEvent: "{initiating_device} begins a call",
    e.OriginatedEvent: "{calling_device} calls {called_device}",
    e.DeliveredEvent: "{alerting_device} rings: {calling_device} calls {called_device}",
    e.EstablishedEvent: "{answering_device} answers {calling_device}",
    e.FailedEvent: "the call of {calling_device} fails at {failing_device}",
    e.HeldEvent: "{holding_device} holds the call",
    e.RetrievedEvent: "{retrieving_device} takes the call back",
    e.DivertedEvent: "the call leaves {diverting_device} for {new_destination}",
    e.TransferredEvent: "{transferring_device} hands the call to {transferred_to_device}",
    e.ConferencedEvent: "{conferencing_device} takes {added_party} into the call",
    e.ConnectionClearedEvent: "{releasing_device} leaves the call",
    e.NetworkReachedEvent: "the call of {calling_device} goes out to {called_device}",
    e.DigitsDialedEvent: "{dialing_device} dials {dialing_sequence}",
    e.DoNotDisturbEvent: "do not disturb of {device} is {do_not_disturb_on}",
    e.ForwardingEvent: "forwarding of {device} is {forward_status}, to {forward_to}",
    e.MessageWaitingEvent: "the message lamp of {target_device} is {message_waiting_on}",
    e.BackInServiceEvent: "{device} is in service again",
    e.OutOfServiceEvent: "{device} is out of service",
}
_NOW = {
    LocalConnectionState.NULL: "the line is out of it",
    LocalConnectionState.INITIATED: "the line is off hook",
    LocalConnectionState.ALERTING: "the line rings",
    LocalConnectionState.CONNECTED: "the line is connected",
    LocalConnectionState.HOLD: "the line holds",
    LocalConnectionState.QUEUED: "the line waits",
    LocalConnectionState.FAIL: "the line hears that it failed",
}


def in_words(event: object) -> str:
    """The sentence for an event; its class's name where there is none."""
    sentence = _SENTENCES.get(type(event))
    if sentence is None:
        return type(event).__name__
    told = sentence.format_map(_Fields(event))
    state = getattr(event, "local_connection_info", None)
    cause = getattr(event, "cause", None)
    after = [_NOW.get(state, str(state))] if state is not None else []
    after += [str(cause)] if cause is not None else []
    return f"{told} ({', '.join(after)})" if after else told


class _Fields(dict[str, str]):
    """The fields of an event as a sentence names them."""

    def __init__(self, event: object) -> None:
        super().__init__()
        self._event = event

    def __missing__(self, name: str) -> str:
        content = getattr(self._event, name)
        if isinstance(content, bool):
            return "on" if content else "off"
        if isinstance(content, Unidentified):
            return f"somebody ({content})"
        return directory_number(content) or "nobody"
