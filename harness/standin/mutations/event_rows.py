"""Events that monitors are told wrongly, twice, late, or not at all.

Numbers and sessions are those of the bundled bench: 201 to 203, three sessions before any plan's.
"""

from __future__ import annotations

from harness.protocols.csta import services
from harness.protocols.csta.events import (
    ConnectionClearedEvent,
    DeliveredEvent,
    DivertedEvent,
    DoNotDisturbEvent,
    EstablishedEvent,
    FailedEvent,
    ForwardingEvent,
    HeldEvent,
    MessageWaitingEvent,
    OriginatedEvent,
    RetrievedEvent,
    TransferredEvent,
)
from harness.protocols.csta.names import Cause, LocalConnectionState, Unidentified
from harness.protocols.csta.types import (
    CallLinkageData,
    Content,
    Extensions,
    GlobalCallData,
    GlobalCallLinkageID,
)
from harness.standin.mutations.changes import doubled, lost, negated, saying, swapped
from harness.standin.mutations.commands import (
    EventRow,
    FirstMonitorRow,
    LateRow,
    LeakRow,
    Row,
    StrayRow,
    at,
    away_from,
    every_call,
    every_monitor,
    monitor_stopped,
    monitors_of_the_phone,
    monitors_of_the_session,
    phone_came,
    session_ended,
    to_others,
    unknown_monitored,
    unwatched,
)

_BASIC = "document, Enabling CTI CSTA, step 10"
_LOST = "ECMA-269 Out of Service, Back in Service"
_OF_A_PLAN = 4
"""The first session after those of a bench of three people."""
_OF_FEATURES = (DoNotDisturbEvent, ForwardingEvent, MessageWaitingEvent)

EVENTS: tuple[Row, ...] = (
    # -- Make Call, Answer Call
    EventRow(
        "originated-swapped",
        "Originated names the called party as the calling one",
        "ECMA-269 Originated event, callingDevice",
        OriginatedEvent,
        swapped("calling_device", "called_device"),
    ),
    EventRow(
        "established-state-lost",
        "Established tells the answering party that its connection still alerts",
        "ECMA-269 localConnectionInfo",
        EstablishedEvent,
        saying(local_connection_info=LocalConnectionState.ALERTING),
        told=at("answering_device"),
    ),
    EventRow(
        "established-caller-lost",
        "Established names the answering party as the calling one",
        "ECMA-269 Established event, callingDevice",
        EstablishedEvent,
        swapped("calling_device", "called_device"),
    ),
    # -- Clear Connection
    EventRow(
        "cleared-not-told-to-the-other",
        "the party that is left alone is not told that the call is over",
        "ECMA-269 Connection Cleared event",
        ConnectionClearedEvent,
        lost,
        told=to_others,
        during=services.ClearConnection,
    ),
    EventRow(
        "cleared-cause-lost",
        "a call that the caller gave up ends with the cause normalClearing for the called party",
        "ECMA-269 Connection Cleared event, causes",
        ConnectionClearedEvent,
        saying(cause=Cause.NORMAL_CLEARING),
        where={"cause": Cause.CALL_CANCELLED},
    ),
    EventRow(
        "cleared-by-a-stranger",
        "Connection Cleared names a device that was not in the call as the one that left",
        "ECMA-269 Connection Cleared event, releasingDevice",
        ConnectionClearedEvent,
        saying(releasing_device="203"),
        told=at("releasing_device"),
    ),
    EventRow(
        "cleared-twice",
        "who leaves a call is told so twice",
        "ECMA-269 Connection Cleared event",
        ConnectionClearedEvent,
        doubled,
        told=at("releasing_device"),
    ),
    # -- Hold Call, Retrieve Call
    EventRow(
        "held-by-the-other",
        "Held names the held party as the holding one",
        "ECMA-269 Held event, holdingDevice",
        HeldEvent,
        saying(holding_device="201"),
        during=services.HoldCall,
    ),
    EventRow(
        "held-cause-busy",
        "Held carries the cause busy",
        "ECMA-269 Hold Call, event causes",
        HeldEvent,
        saying(cause=Cause.BUSY),
        during=services.HoldCall,
    ),
    EventRow(
        "held-but-connected",
        "Held tells the holding party that it is connected",
        "ECMA-269 localConnectionInfo",
        HeldEvent,
        saying(local_connection_info=LocalConnectionState.CONNECTED),
        told=at("holding_device"),
        during=services.HoldCall,
    ),
    EventRow(
        "retrieved-not-told",
        "the party that waited is not told that the call was taken back",
        "ECMA-269 Retrieved event, sent to every party of the call",
        RetrievedEvent,
        lost,
        told=away_from("retrieving_device"),
        during=services.RetrieveCall,
    ),
    EventRow(
        "retrieved-but-held",
        "Retrieved tells the retrieving party that its call is still on hold",
        "ECMA-269 localConnectionInfo",
        RetrievedEvent,
        saying(local_connection_info=LocalConnectionState.HOLD),
        told=at("retrieving_device"),
        during=services.RetrieveCall,
    ),
    EventRow(
        "retrieved-twice",
        "Retrieved comes twice to who takes the call back",
        "ECMA-269 Retrieved event",
        RetrievedEvent,
        doubled,
        told=at("retrieving_device"),
        during=services.RetrieveCall,
    ),
    # -- Consultation Call, Alternate Call, Reconnect Call
    EventRow(
        "consultation-hold-not-told",
        "the party that is put on hold for a consultation is not told",
        "ECMA-269 Consultation Call, monitoring event sequence",
        HeldEvent,
        lost,
        told=away_from("holding_device"),
        during=services.ConsultationCall,
    ),
    EventRow(
        "consultation-caller-lost",
        "the consulted party's monitor is told the held party as the caller",
        "ECMA-269 Delivered event, callingDevice",
        DeliveredEvent,
        saying(calling_device="202"),
        told=at("alerting_device"),
        during=services.ConsultationCall,
    ),
    EventRow(
        "alternate-hold-not-told",
        "the consulted party is not told that it is put on hold",
        "ECMA-269 Alternate Call, monitoring event sequence",
        HeldEvent,
        lost,
        told=away_from("holding_device"),
        during=services.AlternateCall,
    ),
    EventRow(
        "alternate-cause-lost",
        "Retrieved at an alternate carries the cause callBack",
        "ECMA-269 Alternate Call, event causes",
        RetrievedEvent,
        saying(cause=Cause.CALL_BACK),
        during=services.AlternateCall,
    ),
    EventRow(
        "reconnect-not-told",
        "the held party is not told that it was taken back",
        "ECMA-269 Reconnect Call, monitoring event sequence",
        RetrievedEvent,
        lost,
        told=away_from("retrieving_device"),
        during=services.ReconnectCall,
    ),
    LateRow(
        "reconnect-misordered",
        "the end of the consultation is told after the return to the held call",
        "ECMA-269 Reconnect Call, monitoring event sequence",
        ConnectionClearedEvent,
    ),
    # -- Transfer Call, Single Step Transfer Call, Deflect Call
    EventRow(
        "transferred-by-another",
        "Transferred names the destination as the transferring device",
        "ECMA-269 Transferred event, transferringDevice",
        TransferredEvent,
        swapped("transferring_device", "transferred_to_device"),
        during=services.TransferCall,
    ),
    EventRow(
        "single-step-not-delivered",
        "the party that a call was sent to is not told that it alerts",
        "ECMA-269 Single Step Transfer Call, monitoring event sequence",
        DeliveredEvent,
        lost,
        told=at("alerting_device"),
        during=services.SingleStepTransferCall,
    ),
    EventRow(
        "single-step-to-itself",
        "Transferred names the transferring device as the destination",
        "ECMA-269 Transferred event, transferredToDevice",
        TransferredEvent,
        swapped("transferring_device", "transferred_to_device"),
        during=services.SingleStepTransferCall,
    ),
    EventRow(
        "single-step-busy-not-told",
        "a transfer in one step that meets a busy line is not reported as failed",
        "ECMA-269 Failed event",
        FailedEvent,
        lost,
        during=services.SingleStepTransferCall,
    ),
    EventRow(
        "diverted-to-itself",
        "Diverted names the diverting device as the new destination",
        "ECMA-269 Diverted event, newDestination",
        DivertedEvent,
        swapped("diverting_device", "new_destination"),
    ),
    # -- features
    EventRow(
        "dnd-not-told",
        "no monitor is told that do not disturb was switched",
        "ECMA-269 Do Not Disturb event",
        DoNotDisturbEvent,
        lost,
    ),
    EventRow(
        "dnd-told-twice",
        "monitors are told twice that do not disturb was switched",
        "ECMA-269 Do Not Disturb event",
        DoNotDisturbEvent,
        doubled,
    ),
    EventRow(
        "forwarding-told-inverted",
        "the Forwarding event tells the contrary",
        "ECMA-269 Forwarding event",
        ForwardingEvent,
        negated("forward_status"),
    ),
    EventRow(
        "message-waiting-inverted",
        "the Message Waiting event tells the contrary",
        "ECMA-269 Message Waiting event",
        MessageWaitingEvent,
        negated("message_waiting_on"),
    ),
    # -- monitors
    FirstMonitorRow(
        "later-monitors-untold",
        "of several monitors of one device only the oldest is told",
        "ECMA-269 Monitor Start",
    ),
    EventRow(
        "event-of-another-monitor",
        "events carry the cross-reference of a monitor that does not run",
        "ECMA-269 monitorCrossRefID",
        EstablishedEvent,
        saying(monitor_cross_ref_id="4711"),
    ),
    StrayRow(
        "event-without-a-monitor",
        "a session that never started a monitor is told of calls",
        "document, CTI Session: changes are told after a monitor was started",
        _OF_A_PLAN,
    ),
    StrayRow(
        "features-told-without-a-monitor",
        "a session that never started a monitor is told of features",
        "document, CTI Session: changes are told after a monitor was started",
        _OF_A_PLAN,
        _OF_FEATURES,
    ),
    FirstMonitorRow(
        "features-told-to-the-oldest-monitor",
        "of several monitors of one device only the oldest is told of features",
        "document, CTI Session: changes to calls and features are told",
        _OF_FEATURES,
    ),
    # -- what ends more than it should
    LeakRow(
        "session-end-ends-calls",
        "every call ends when a session does",
        "document, CTI Session",
        session_ended,
        every_call,
    ),
    LeakRow(
        "session-end-stops-monitors",
        "the monitors of all sessions stop when one of them ends",
        "document, CTI Session",
        session_ended,
        every_monitor,
    ),
    LeakRow(
        "monitor-stop-stops-all",
        "all monitors stop when one of them is stopped",
        "ECMA-269 Monitor Stop",
        monitor_stopped,
        every_monitor,
    ),
    LeakRow(
        "refused-monitor-stops-others",
        "Monitor Start is refused, and the monitors that the session has stop",
        "ECMA-269 Monitor Start, negative acknowledgement",
        unknown_monitored,
        monitors_of_the_session,
        refused=True,
    ),
    LeakRow(
        "refused-stop-stops-others",
        "Monitor Stop is refused, and the monitors that the session has stop",
        "ECMA-269 Monitor Stop, negative acknowledgement",
        monitor_stopped,
        monitors_of_the_session,
        refused=True,
    ),
    # -- what cti csta mode basic leaves out
    EventRow(
        "basic-mode-with-private-data",
        "events carry private data whatever the mode",
        _BASIC,
        DeliveredEvent,
        saying(extensions=Extensions((Content("private"),))),
    ),
    EventRow(
        "basic-mode-with-gcid",
        "events carry the global call identifier whatever the mode",
        _BASIC,
        DeliveredEvent,
        saying(
            call_linkage_data=CallLinkageData(
                GlobalCallData(global_call_linkage_id=GlobalCallLinkageID("", "0A0B0C0D"))
            )
        ),
    ),
    # -- phones that nobody watches
    EventRow(
        "unwatched-caller-withheld",
        "Delivered names nobody as the caller where a line without cti watch calls",
        "ECMA-269 Delivered event, callingDevice",
        DeliveredEvent,
        saying(calling_device=Unidentified.NOT_KNOWN),
        told=unwatched("calling_device"),
    ),
    # -- phones that go and come
    LeakRow(
        "monitor-dies-when-the-phone-returns",
        "the monitors of a number stop when its phone comes back",
        _LOST,
        phone_came,
        monitors_of_the_phone,
    ),
)
