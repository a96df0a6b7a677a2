"""Phones that are told something else than happens, or nothing."""

from __future__ import annotations

from harness.protocols.csta import services
from harness.protocols.sccp.messages import (
    CallState,
    ForwardStat,
    OpenReceiveChannel,
    SetLamp,
    SetRinger,
    StartMediaTransmission,
    StartTone,
    StopMediaTransmission,
)
from harness.protocols.sccp.numbers import LampMode, PhoneCallState, RingMode, Stimulus
from harness.standin.mutations.changes import doubled, lost, saying
from harness.standin.mutations.commands import PhoneRow, Row, SpreadRow

_SCREEN = "SCCP CallState: the phone shows what is"
_MEDIA = "SCCP StartMediaTransmission"

PHONES: tuple[Row, ...] = (
    PhoneRow(
        "calling-phone-not-told",
        "the phone whose application makes a call is told nothing of it",
        "document, CSTA Client Application Deployment",
        CallState,
        lost,
        during=services.MakeCall,
        own=True,
    ),
    PhoneRow(
        "cleared-but-shown",
        "the far phone goes on showing a conversation that the application has ended",
        _SCREEN,
        CallState,
        lost,
        where={"state": PhoneCallState.ON_HOOK},
        during=services.ClearConnection,
        own=False,
    ),
    PhoneRow(
        "answered-but-deaf",
        "the phone whose application answers is not asked to listen",
        "SCCP OpenReceiveChannel",
        OpenReceiveChannel,
        lost,
        during=services.AnswerCall,
        own=True,
    ),
    PhoneRow(
        "hold-not-shown",
        "the phone whose application holds the call goes on showing a conversation",
        _SCREEN,
        CallState,
        lost,
        where={"state": PhoneCallState.HOLD},
        during=services.HoldCall,
    ),
    PhoneRow(
        "retrieve-not-shown",
        "the phone whose application takes a call back goes on showing it as held",
        _SCREEN,
        CallState,
        lost,
        where={"state": PhoneCallState.CONNECTED},
        during=services.RetrieveCall,
    ),
    PhoneRow(
        "media-to-nowhere",
        "a phone is told to send its voice to the discard port",
        _MEDIA,
        StartMediaTransmission,
        saying(remote_port_number=9),
    ),
    PhoneRow(
        "alternate-still-heard",
        "the party that an alternate puts on hold is not told to stop sending",
        "SCCP StopMediaTransmission at hold",
        StopMediaTransmission,
        lost,
        during=services.AlternateCall,
        own=False,
    ),
    PhoneRow(
        "reconnect-rings-on",
        "the consulted phone rings on after the application went back to the held call",
        "SCCP SetRinger when a call is gone",
        SetRinger,
        lost,
        where={"ring_mode": RingMode.OFF},
        during=services.ReconnectCall,
        own=False,
    ),
    PhoneRow(
        "transferrer-not-idle",
        "the phone that transferred goes on showing its call",
        _SCREEN,
        CallState,
        lost,
        where={"state": PhoneCallState.ON_HOOK},
        during=services.TransferCall,
        own=True,
    ),
    PhoneRow(
        "single-step-not-idle",
        "the phone that transferred in one step goes on showing its call",
        _SCREEN,
        CallState,
        lost,
        where={"state": PhoneCallState.ON_HOOK},
        during=services.SingleStepTransferCall,
        own=True,
    ),
    PhoneRow(
        "digits-doubled",
        "the far end hears every digit twice",
        "ECMA-269 Generate Digits",
        StartTone,
        doubled,
        during=services.GenerateDigits,
    ),
    PhoneRow(
        "forwarding-shown-elsewhere",
        "the phone shows its line forwarded to another number than it is",
        "SCCP ForwardStat",
        ForwardStat,
        saying(forward_all_number="204"),
        during=services.SetForwarding,
    ),
    SpreadRow(
        "message-lamp-everywhere",
        "the message lamps of all phones are switched together",
        "document, Supported Services and Events: Set MWI",
        SetLamp,
        where={"stimulus": Stimulus.VOICE_MAIL},
    ),
    PhoneRow(
        "message-lamp-stays-lit",
        "the message lamp is lit and never goes out",
        "document, Supported Services and Events: Set MWI",
        SetLamp,
        lost,
        where={"stimulus": Stimulus.VOICE_MAIL, "lamp_mode": LampMode.OFF},
    ),
    PhoneRow(
        "answer-not-shown",
        "the phone that an application answers at goes on showing an incoming call",
        _SCREEN,
        CallState,
        lost,
        during=services.AnswerCall,
        own=True,
    ),
)
