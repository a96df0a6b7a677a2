from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harness.errors import LocalProtocolError, RemoteProtocolError
from harness.protocols.csta import names
from harness.protocols.csta.elements import BY_NAME, ELEMENTS
from harness.protocols.csta.events import (
    ConnectionClearedEvent,
    DeliveredEvent,
    DoNotDisturbEvent,
    EstablishedEvent,
    HeldEvent,
    ServiceInitiatedEvent,
    TransferredEvent,
)
from harness.protocols.csta.faults import UNSPECIFIED, CSTAErrorCode
from harness.protocols.csta.names import (
    ED2_OLD_HOST,
    ED3,
    ED4,
    ED5,
    RCC_EXTENSION,
    AutoOriginate,
    Cause,
    DigitMode,
    ForwardingType,
    LocalConnectionState,
    MonitorType,
    SimpleCallState,
    Unidentified,
)
from harness.protocols.csta.services import (
    AnswerCall,
    AnswerCallResponse,
    GenerateDigits,
    GetCSTAFeaturesResponse,
    GetForwardingResponse,
    MakeCall,
    MakeCallResponse,
    MonitorStart,
    MonitorStartResponse,
    MonitorStop,
    RequestSystemStatus,
    RequestSystemStatusResponse,
    SetForwarding,
    SnapshotDeviceResponse,
)
from harness.protocols.csta.types import (
    CallLinkageData,
    ConnectionID,
    ConnectionListItem,
    Content,
    Extensions,
    FeatureGroup,
    ForwardListItem,
    GlobalCallData,
    GlobalCallLinkageID,
    LocalCallState,
    MonitorObject,
    SnapshotDeviceData,
    SnapshotDeviceResponseInfo,
    rcc_line,
)
from harness.protocols.csta.xml import Misshapen, UnknownElement, decode, encode

Read = Callable[[str], bytes]
C = ConnectionID

CANONICAL = {
    "request-system-status-response": RequestSystemStatusResponse(
        system_status=names.SystemStatus.NORMAL
    ),
    "monitor-start": MonitorStart(
        monitor_object=MonitorObject("tel:201"), monitor_type=MonitorType.DEVICE
    ),
    "monitor-start-response": MonitorStartResponse(
        monitor_cross_ref_id="99fda87c", monitor_existing_calls=True
    ),
    "snapshot-device-response": SnapshotDeviceResponse(
        cross_ref_id_or_snapshot_data=SnapshotDeviceData(
            snapshot_data=(
                SnapshotDeviceResponseInfo(
                    connection_identifier=C("1001", "201"),
                    endpoint_device="202",
                    local_call_state=LocalCallState(
                        (LocalConnectionState.HOLD, LocalConnectionState.CONNECTED)
                    ),
                ),
                SnapshotDeviceResponseInfo(
                    connection_identifier=C("1002", "201"),
                    local_call_state=LocalCallState(
                        simple_call_state=SimpleCallState.CALL_RECEIVED
                    ),
                ),
            )
        )
    ),
    "snapshot-device-response-idle": SnapshotDeviceResponse(
        cross_ref_id_or_snapshot_data=SnapshotDeviceData(snapshot_data=())
    ),
    "make-call-response": MakeCallResponse(
        calling_device=C("FF000100000000002D65C85C1C750000", "201"),
        call_linkage_data=CallLinkageData(
            GlobalCallData(
                global_call_linkage_id=GlobalCallLinkageID(
                    globally_unique_call_linkage_id="0123456789ABCDEF0123456789ABCDEF"
                )
            )
        ),
    ),
    "generate-digits": GenerateDigits(
        connection_to_send_digits=C("1001", "201"),
        digit_mode=DigitMode.DTMF,
        characters_to_send="12#",
        tone_duration=100,
    ),
    "get-forwarding-response": GetForwardingResponse(
        forwarding_list=(
            ForwardListItem(
                forwarding_type=ForwardingType.FORWARD_IMMEDIATE,
                forward_status=True,
                forward_dn="203",
            ),
        )
    ),
    "error-code": CSTAErrorCode("stateIncompatibility", "noCallToAnswer"),
    "error-code-unspecified": UNSPECIFIED,
    "service-initiated-event": ServiceInitiatedEvent(
        monitor_cross_ref_id="1",
        initiated_connection=C("1001", "201"),
        initiating_device="201",
        local_connection_info=LocalConnectionState.INITIATED,
        cause=Cause.MAKE_CALL,
    ),
    "delivered-event": DeliveredEvent(
        monitor_cross_ref_id="1",
        connection=C("1001", "203"),
        alerting_device="203",
        calling_device=Unidentified.RESTRICTED,
        called_device="202",
        last_redirection_device="202",
        local_connection_info=LocalConnectionState.ALERTING,
        cause=Cause.REDIRECTED,
    ),
    "established-event": EstablishedEvent(
        monitor_cross_ref_id="1",
        established_connection=C("1001", "202"),
        answering_device="202",
        calling_device="201",
        called_device=Unidentified.NOT_KNOWN,
        last_redirection_device=Unidentified.NOT_REQUIRED,
        local_connection_info=LocalConnectionState.CONNECTED,
        cause=Cause.NEW_CALL,
    ),
    "connection-cleared-event": ConnectionClearedEvent(
        monitor_cross_ref_id="1",
        dropped_connection=C("1001", "201"),
        releasing_device="201",
        local_connection_info=LocalConnectionState.NULL,
        cause=Cause.NORMAL_CLEARING,
    ),
    "transferred-event": TransferredEvent(
        monitor_cross_ref_id="1",
        primary_old_call=C("1001", "201"),
        secondary_old_call=C("1002", "201"),
        transferring_device="201",
        transferred_to_device="203",
        transferred_connections=(
            ConnectionListItem(C("1002", "202"), C("1001", "202")),
            ConnectionListItem(C("1002", "203"), endpoint="203"),
        ),
        local_connection_info=LocalConnectionState.NULL,
        cause=Cause.TRANSFER,
    ),
    "do-not-disturb-event": DoNotDisturbEvent(
        monitor_cross_ref_id="1", device="201", do_not_disturb_on=True
    ),
}

ODD = {
    "request-system-status-moc": RequestSystemStatus(
        extensions=rcc_line("tel:201;phone-context=dialstring")
    ),
    "get-csta-features-response": GetCSTAFeaturesResponse(
        supported_services=(
            FeatureGroup("callControlServList", ("makeCall", "answerCall")),
            FeatureGroup("snapshotServList", ("snapshotDevice",)),
        ),
        supported_events=(FeatureGroup("callControlEvtsList", ("delivered",)),),
    ),
    "make-call": MakeCall(
        calling_device="201",
        called_directory_number="202",
        auto_originate=AutoOriginate.DO_NOT_PROMPT,
    ),
    "odd-prefixed-edition-5": HeldEvent(
        monitor_cross_ref_id="a<b",
        held_connection=C("0_99f261b4", "201"),
        holding_device="O'Neill & Co",
        local_connection_info=LocalConnectionState.HOLD,
        cause=Cause.NORMAL,
    ),
    "odd-order": SetForwarding(
        device="201",
        forwarding_type=ForwardingType.FORWARD_IMMEDIATE,
        activate_forward=True,
        forward_dn="203",
    ),
    "odd-bare-device": DoNotDisturbEvent(device="201", do_not_disturb_on=False),
    "odd-snapshot-cross-reference": SnapshotDeviceResponse(service_cross_ref_id="7"),
    "odd-unknown-children": DeliveredEvent(
        monitor_cross_ref_id="43",
        connection=C("-12", "202"),
        alerting_device="202",
        calling_device="201",
        called_device="202",
        local_connection_info=LocalConnectionState.ALERTING,
        cause=Cause("vendorCause"),
    ),
    "odd-error-sentence": CSTAErrorCode("operation", "Make Call Fail"),
}


@pytest.mark.parametrize("name", [*CANONICAL, *ODD])
def test_a_golden_body_says_what_was_typed_beside_it(name: str, golden: Read) -> None:
    assert decode(golden(name)).value == (CANONICAL | ODD)[name]


@pytest.mark.parametrize("name", CANONICAL)
def test_a_value_is_written_octet_for_octet_as_typed(name: str, flat: Read) -> None:
    assert encode(CANONICAL[name]) == flat(name)


def test_the_edition_and_the_root_are_reported_as_they_came(golden: Read) -> None:
    parsed = decode(golden("odd-prefixed-edition-5"))
    assert (parsed.namespace, parsed.name) == (ED5, "HeldEvent")
    assert decode(golden("transferred-event")).name == "TransferedEvent"


def test_transferred_is_understood_in_both_spellings(golden: Read) -> None:
    body = golden("transferred-event")
    both = body.replace(b"TransferedEvent", b"TransferredEvent")
    assert decode(both).value == decode(body).value


@pytest.mark.parametrize("namespace", [ED2_OLD_HOST, ED4, "http://www.ecmainternational.org/x"])
def test_any_namespace_is_read_and_any_edition_written(namespace: str) -> None:
    body = f'<AnswerCallResponse xmlns="{namespace}"/>'.encode()
    assert decode(body).value == AnswerCallResponse()
    assert encode(AnswerCallResponse(), namespace=namespace).endswith(body)


def test_microsofts_line_is_found_in_the_private_data(golden: Read) -> None:
    value = decode(golden("request-system-status-moc")).value
    assert isinstance(value, RequestSystemStatus)
    assert value.extensions is not None
    assert value.extensions.line == "tel:201;phone-context=dialstring"


def test_private_data_is_written_with_its_own_namespace_and_back_in_ours() -> None:
    line = Content(
        "line",
        namespace=RCC_EXTENSION,
        text="a&b",
        attributes=(("kind", '"<\n'),),
        children=(Content("string"),),
    )
    value = RequestSystemStatus(extensions=Extensions((Content("private", children=(line,)),)))
    assert (
        f'<line xmlns="{RCC_EXTENSION}" kind="&quot;&lt;&#10;">a&amp;b<string xmlns=""/></line>'
    ).encode() in encode(value)


def test_a_well_formed_stranger_is_a_value() -> None:
    assert decode(b"<Hello/>").value == UnknownElement("Hello")


@pytest.mark.parametrize(
    ("body", "element", "missing"),
    [
        (b"<MakeCall><callingDevice>1</callingDevice></MakeCall>", "calledDirectoryNumber", True),
        (b"<AnswerCall/>", "callToBeAnswered", True),
        (b"<CSTAErrorCode/>", "category", True),
        (
            b"<GetDoNotDisturbResponse><doNotDisturbOn>on</doNotDisturbOn></GetDoNotDisturbResponse>",
            "doNotDisturbOn",
            False,
        ),
        (
            (
                b"<SetForwarding><device>201</device><activateForward>true</activateForward>"
                b"<ringCount>3 s</ringCount></SetForwarding>"
            ),
            "ringCount",
            False,
        ),
        (
            (
                b"<GenerateDigits><connectionToSendDigits/><charactersToSend/><toneDuration>3 s"
                b"</toneDuration></GenerateDigits>"
            ),
            "toneDuration",
            False,
        ),
        (
            b"<SystemStatus><systemStatus>fine</systemStatus></SystemStatus>",
            "systemStatus",
            False,
        ),
    ],
)
def test_what_is_missing_or_no_value_is_named(body: bytes, element: str, missing: bool) -> None:
    value = decode(body).value
    assert isinstance(value, Misshapen)
    assert (value.element, value.missing) == (element, missing)
    assert element in value.problem


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><MakeCall>&b;</MakeCall>'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0",
        b"<MakeCall>",
        b"<MakeCall/><MakeCall/>",
        b"<MakeCall>&unknown;</MakeCall>",
        b'<?xml version="1.0" encoding="no-such"?><MakeCall/>',
        b"\xff\xfe\xff",
        b"<MakeCall>\x01</MakeCall>",
        b"<MakeCall>\xc3</MakeCall>",
        BOMB,
        BOMB.decode().encode("utf-16"),
        b'<!DOCTYPE MakeCall SYSTEM "http://127.0.0.1:1/x.dtd"><MakeCall/>',
    ],
)
def test_what_is_not_plain_well_formed_xml_is_refused_with_400(body: bytes) -> None:
    with pytest.raises(RemoteProtocolError) as refusal:
        decode(body)
    assert refusal.value.status == 400


def test_utf_16_is_read() -> None:
    head = '<?xml version="1.0" encoding="UTF-16"?>'
    body = f"{head}<MonitorStop><monitorCrossRefID>é</monitorCrossRefID></MonitorStop>"
    assert decode(body.encode("utf-16")).value == MonitorStop(monitor_cross_ref_id="é")


def test_bottomless_private_data_is_refused_as_a_value_not_by_a_crash() -> None:
    deep = b"<p>" * 200 + b"</p>" * 200
    body = (
        b"<GetCSTAFeatures><extensions><privateData>%b</privateData></extensions></GetCSTAFeatures>"
    )
    assert isinstance(decode(body % deep).value, Misshapen)


def test_a_number_of_a_thousand_digits_is_no_number() -> None:
    body = b"<GenerateDigits><toneDuration>%b</toneDuration></GenerateDigits>" % (b"9" * 9000)
    assert isinstance(decode(body).value, Misshapen)


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (object(), "object is no CSTA message"),
        (HeldEvent(held_connection=C("1"), holding_device="201"), "HeldEvent that no monitor"),
        (MonitorStartResponse(monitor_cross_ref_id=None), "monitor_cross_ref_id"),  # type: ignore[arg-type]
        (AnswerCall(call_to_be_answered=C("\x00")), "a character that XML cannot"),
        (AnswerCall(call_to_be_answered=C("\ud800")), "a character that XML cannot"),
        (CSTAErrorCode("no name"), "no name"),
    ],
)
def test_nonsense_of_ours_is_refused_before_it_is_written(value: object, complaint: str) -> None:
    with pytest.raises(LocalProtocolError, match=re.escape(complaint)):
        encode(value)


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\r\n\t"))


@given(TEXT, TEXT, st.sampled_from([ED3, ED5]))
@example("]]>", " \r\n\t&<>\"'", ED3)
def test_any_text_survives_the_wire(call: str, device: str, edition: str) -> None:
    value = MakeCallResponse(calling_device=C(call, device))
    assert decode(encode(value, namespace=edition)).value == value


@given(st.binary())
def test_no_octets_crash_the_reader(octets: bytes) -> None:
    with suppress(RemoteProtocolError):
        decode(octets)


WORDS = st.sampled_from(
    [
        "extensions",
        "privateData",
        "callID",
        "snapshotData",
        "x",
        "device",
        "cause",
        "supportedServices",
    ]
    + [each.name for row in (MakeCall, DeliveredEvent) for each in fields(row)]
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    def element(name: str, depth: int) -> str:
        inner = draw(st.lists(WORDS, max_size=3)) if depth < 4 else []
        text = draw(st.sampled_from(["", "1", "true", " x "]))
        return f"<{name}>{text}{''.join(element(each, depth + 1) for each in inner)}</{name}>"

    return element(draw(st.sampled_from(sorted(BY_NAME))), 0)


@given(documents())
def test_no_well_formed_document_crashes_the_reader(document: str) -> None:
    parsed = decode(document.encode())
    assert type(parsed.value) in ELEMENTS or isinstance(parsed.value, Misshapen)
