"""When the services about two calls, and about calls that change hands, are refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.names import LocalConnectionState
from harness.protocols.csta.services import (
    AlternateCall,
    ClearConnection,
    ConsultationCall,
    DeflectCall,
    HoldCall,
    ReconnectCall,
    SingleStepTransferCall,
    TransferCall,
)
from harness.protocols.csta.types import ConnectionID
from harness.standin.calls.commands import Respond
from harness.standin.calls.events import Configured, ServiceRequested, StationGone
from tests.standin.switching import APP, NUMBERS, Switch

S = LocalConnectionState
ONE, FAR = ConnectionID("1", "201"), ConnectionID("1", "202")
TWO, NEAR = ConnectionID("2", "201"), ConnectionID("2", "203")
NEVER = ConnectionID("99", "201")

STATE, OPERATION, RESOURCE = "stateIncompatibility", "operation", "systemResourceAvailability"


def consult(existing: ConnectionID = ONE, to: str = "203") -> ConsultationCall:
    return ConsultationCall(existing_call=existing, consulted_device=to)


def send_on(active: ConnectionID = ONE, to: str = "203") -> SingleStepTransferCall:
    return SingleStepTransferCall(active_call=active, transferred_to=to)


def deflect(alerting: ConnectionID = FAR, to: str = "203") -> DeflectCall:
    return DeflectCall(call_to_be_diverted=alerting, new_destination=to)


def both(service: type, held: ConnectionID, active: ConnectionID) -> object:
    return service(held_call=held, active_call=active)


@pytest.fixture
def dual(monitored: Switch) -> Switch:
    numbers = (replace(each, channels=2) if each.number == "201" else each for each in NUMBERS)
    monitored.does(Configured(tuple(numbers)))
    return monitored


def refused(switch: Switch, service: object, category: str, value: str) -> None:
    before = [switch.snapshot(each) for each in ("201", "202", "203")]
    refusal = Respond(APP, CSTAErrorCode(category, value))
    assert switch.playbook() >> ServiceRequested(APP, service) << refusal
    assert [switch.snapshot(each) for each in ("201", "202", "203")] == before


@pytest.mark.parametrize(
    ("service", "category", "value"),
    [
        (consult(), STATE, "invalidActiveConnectionState"),
        (consult(FAR), STATE, "noActiveCall"),
        (consult(NEVER), OPERATION, "invalidConnectionID"),
        (send_on(), STATE, "invalidActiveConnectionState"),
        (send_on(FAR), STATE, "noActiveCall"),
        (deflect(ONE), STATE, "invalidConnectionState"),
        (deflect(NEVER), OPERATION, "invalidConnectionID"),
        (deflect(to="999"), OPERATION, "invalidDestination"),
        (deflect(to="201"), OPERATION, "invalidDestination"),
        (deflect(to="202"), OPERATION, "invalidDestination"),
        (deflect(to="206"), RESOURCE, "destinationDeviceOutOfService"),
        (both(TransferCall, ONE, FAR), OPERATION, "notSameDevice"),
        (both(TransferCall, ONE, NEVER), OPERATION, "invalidConnectionID"),
        (both(AlternateCall, NEVER, ONE), OPERATION, "invalidConnectionID"),
        (both(ReconnectCall, ONE, ONE), STATE, "noHeldCall"),
    ],
)
def test_while_a_call_rings(dual: Switch, service: object, category: str, value: str) -> None:
    dual.calls("201", "202")
    refused(dual, service, category, value)


@pytest.mark.parametrize(
    ("service", "category", "value"),
    [
        (consult(to="999"), OPERATION, "invalidDestination"),
        (consult(to=""), OPERATION, "invalidDestination"),
        (consult(to="206"), RESOURCE, "destinationDeviceOutOfService"),
        (consult(FAR), STATE, "invalidCallingDeviceState"),
        (send_on(to="999"), OPERATION, "invalidDestination"),
        (send_on(to="202"), OPERATION, "invalidDestination"),
        (send_on(to="201"), OPERATION, "invalidDestination"),
        (deflect(), STATE, "invalidConnectionState"),
    ],
)
def test_while_two_talk(dual: Switch, service: object, category: str, value: str) -> None:
    dual.calls("201", "202")
    dual.answers("1", "202")
    refused(dual, service, category, value)


@pytest.mark.parametrize("service", [AlternateCall, ReconnectCall, TransferCall])
def test_with_held_and_active_swapped(dual: Switch, service: type) -> None:
    dual.calls("201", "202")
    dual.answers("1", "202")
    dual.asks(consult())
    dual.answers("2", "203")
    refused(dual, both(service, TWO, ONE), STATE, "invalidHeldConnectionState")


@pytest.mark.parametrize(
    ("service", "value"),
    [
        (AlternateCall, "invalidActiveConnectionState"),
        (TransferCall, "invalidActiveConnectionState"),
    ],
)
def test_with_a_consultation_that_failed(dual: Switch, service: type, value: str) -> None:
    dual.calls("201", "202")
    dual.answers("1", "202")
    dual.asks(consult(to="202"))
    assert dual.snapshot("201")[1] == ("2", (S.CONNECTED, S.FAIL))
    refused(dual, both(service, ONE, TWO), STATE, value)


def test_a_call_that_is_over_is_neither_held_nor_active(dual: Switch) -> None:
    dual.calls("201", "202")
    dual.answers("1", "202")
    dual.asks(consult())
    dual.asks(ClearConnection(connection_to_be_cleared=TWO))
    refused(dual, both(TransferCall, ONE, TWO), STATE, "noActiveCall")
    refused(dual, both(TransferCall, TWO, ONE), STATE, "noHeldCall")


def test_nobody_is_joined_with_himself(dual: Switch) -> None:
    numbers = (replace(each, channels=2) for each in NUMBERS)
    dual.does(Configured(tuple(numbers)))
    dual.calls("201", "202")
    dual.answers("1", "202")
    dual.asks(consult(to="202"))
    refused(dual, both(TransferCall, ONE, TWO), STATE, "invalidActiveConnectionState")


def test_nobody_waits_on_hold_for_a_call_that_rings(dual: Switch) -> None:
    dual.calls("201", "202")
    dual.answers("1", "202")
    dual.asks(consult())
    dual.asks(HoldCall(call_to_be_held=FAR))
    refused(dual, both(TransferCall, ONE, TWO), STATE, "invalidActiveConnectionState")


def test_a_held_far_end_is_not_sent_on(dual: Switch) -> None:
    dual.calls("201", "202")
    dual.answers("1", "202")
    dual.asks(HoldCall(call_to_be_held=FAR))
    refused(dual, send_on(), STATE, "invalidActiveConnectionState")


def test_a_phone_that_has_gone_is_no_destination(dual: Switch) -> None:
    dual.calls("201", "202")
    dual.does(StationGone("C"))
    refused(dual, deflect(), RESOURCE, "destinationDeviceOutOfService")
