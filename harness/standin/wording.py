"""How what is told stands on the wire: identifiers, spellings, editions; the dialect's part.

The switch counts its calls and monitors and knows devices by their numbers. What an application
sees of that is the dialect's: this module turns values into the router's wording, just before they
are written, and an application's words back, just after they were read. One row of a table for
each choice that is not the default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from harness.protocols.csta import names, xml
from harness.protocols.csta.device_ids import directory_number
from harness.protocols.csta.events import TransferredEvent
from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.names import LocalConnectionState, SimpleCallState
from harness.protocols.csta.services import (
    GetCSTAFeaturesResponse,
    MonitorStartResponse,
    SnapshotDeviceResponse,
)
from harness.protocols.csta.types import (
    ConnectionID,
    FeatureGroup,
    LocalCallState,
    SnapshotDeviceResponseInfo,
)
from harness.standin.faulting import GENERAL
from harness.standin.spelling import Spelling, plain
from harness.topology import dialect as points
from harness.topology.dialect import Dialect, Point

_S = LocalConnectionState
_EDITIONS = {
    "ed2": names.ED2, "ed3": names.ED3, "ed4": names.ED4, "ed5": names.ED5, "ed6": names.ED6
}  # fmt: skip
_HOST = "cme"
_STYLES = {"extension": ("", ""), "tel": ("tel:", ""), "sip": ("sip:", f"@{_HOST}")}
_SIMPLE: Mapping[tuple[LocalConnectionState, ...], SimpleCallState] = {
    (_S.INITIATED,): SimpleCallState.CALL_PENDING,
    (_S.CONNECTED,): SimpleCallState.CALL_ORIGINATED,
    (_S.FAIL,): SimpleCallState.CALL_FAILED,
    (_S.CONNECTED, _S.FAIL): SimpleCallState.CALL_FAILED,
    (_S.CONNECTED, _S.ALERTING): SimpleCallState.CALL_DELIVERED,
    (_S.HOLD, _S.ALERTING): SimpleCallState.CALL_DELIVERED_HELD,
    (_S.ALERTING, _S.CONNECTED): SimpleCallState.CALL_RECEIVED,
    (_S.ALERTING, _S.HOLD): SimpleCallState.CALL_RECEIVED_ON_HOLD,
    (_S.CONNECTED, _S.CONNECTED): SimpleCallState.CALL_ESTABLISHED,
    (_S.HOLD, _S.CONNECTED): SimpleCallState.CALL_ESTABLISHED_HELD,
    (_S.CONNECTED, _S.HOLD): SimpleCallState.CALL_ESTABLISHED_ON_HOLD,
}
"""Own state, far state → one word (ECMA-269 6.1.6; "held" is the device's doing)."""


def _opaque(number: int) -> str:
    return f"0_{number:08x}"


class CallNames:
    """What calls are called on the wire; the switch numbers them."""

    def __init__(self, dialect: Dialect) -> None:
        self._is_opaque = dialect.speaks(points.CALL_ID, "opaque")
        self._is_shared = dialect.speaks(points.CALL_ID_SCOPE, "call")
        self._numbers: dict[tuple[str, str], int] = {}
        self._calls: dict[str, str] = {}
        self.are_plain = self._is_shared and not self._is_opaque
        """Whether a call is called by its number."""

    def name(self, call: str, device: str) -> str:
        """What a call is called at the monitor of a device."""
        if self._is_shared:
            number = int(call)
        else:
            number = self._numbers.setdefault((call, device), len(self._numbers) + 1)
        text = _opaque(number) if self._is_opaque else str(number)
        self._calls[text] = call
        return text

    def call(self, name: str) -> str:
        """The number of the call that is called so; empty when none ever was."""
        return self._calls.get(name, "")


def _rename(value: Any, name: Callable[[ConnectionID], str]) -> Any:
    """``value`` with the callID of each connection in it put through ``name``."""
    if isinstance(value, tuple):
        return tuple(_rename(each, name) for each in value)
    if isinstance(value, ConnectionID):
        return replace(value, call_id=name(value)) if value.call_id else value
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {
        each.name: new
        for each in fields(value)
        if (new := _rename(old := getattr(value, each.name), name)) is not old and new != old
    }
    return replace(value, **changes) if changes else value


# Answers ----------------------------------------------------------------------------------------


def _in_a_row(groups: tuple[FeatureGroup, ...]) -> tuple[FeatureGroup, ...]:
    return (FeatureGroup("", tuple(each for group in groups for each in group.features)),)


def _features_in_a_row(answer: GetCSTAFeaturesResponse) -> GetCSTAFeaturesResponse:
    return replace(
        answer,
        supported_services=_in_a_row(answer.supported_services),
        supported_events=_in_a_row(answer.supported_events or ()),
    )


def _existing_calls_always(answer: MonitorStartResponse) -> MonitorStartResponse:
    return replace(answer, monitor_existing_calls=bool(answer.monitor_existing_calls))


def _existing_calls_never(answer: MonitorStartResponse) -> MonitorStartResponse:
    return replace(answer, monitor_existing_calls=None)


def _snapshot(
    state: Callable[[tuple[LocalConnectionState, ...]], LocalCallState],
) -> Callable[[SnapshotDeviceResponse], SnapshotDeviceResponse]:
    def respelt(info: SnapshotDeviceResponseInfo) -> SnapshotDeviceResponseInfo:
        told = info.local_call_state.compound_call_state
        return replace(info, local_call_state=state(told))

    def word(answer: SnapshotDeviceResponse) -> SnapshotDeviceResponse:
        data = answer.cross_ref_id_or_snapshot_data
        if data is None:
            return answer
        infos = tuple(map(respelt, data.snapshot_data or ()))
        return replace(answer, cross_ref_id_or_snapshot_data=replace(data, snapshot_data=infos))

    return word


def _in_one_word(states: tuple[LocalConnectionState, ...]) -> LocalCallState:
    word = _SIMPLE.get(states)
    # Of more than two parties no single word tells.
    return LocalCallState(states) if word is None else LocalCallState(simple_call_state=word)


def _generally(answer: CSTAErrorCode) -> CSTAErrorCode:
    category, value = GENERAL.get((answer.category, answer.value), (answer.category, answer.value))
    return CSTAErrorCode(category, value)


ANSWERS: Mapping[tuple[Point, str], tuple[type, Callable[[Any], Any]]] = {
    (points.FEATURES, "flat"): (GetCSTAFeaturesResponse, _features_in_a_row),
    (points.EXISTING_CALLS, "always"): (MonitorStartResponse, _existing_calls_always),
    (points.EXISTING_CALLS, "never"): (MonitorStartResponse, _existing_calls_never),
    (points.SNAPSHOT_STATE, "own"): (
        SnapshotDeviceResponse, _snapshot(lambda states: LocalCallState(states[:1]))
    ),
    (points.SNAPSHOT_STATE, "simple"): (SnapshotDeviceResponse, _snapshot(_in_one_word)),
    (points.FAULT_VALUES, "general"): (CSTAErrorCode, _generally),
}  # fmt: skip


class Wording:
    """One router's wording, for all its sessions."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._calls = CallNames(dialect)
        self._answers = {
            kind: reword
            for (point, choice), (kind, reword) in ANSWERS.items()
            if dialect[point] == choice
        }
        self._cross_references_opaque = dialect.speaks(points.CROSS_REFERENCE, "opaque")
        self._edition = _EDITIONS.get(dialect[points.NAMESPACE])
        self._prefix = "csta" if dialect.speaks(points.PREFIX, "csta") else ""
        self._names: Mapping[type, str] = (
            {TransferredEvent: "TransferredEvent"}
            if dialect.speaks(points.TRANSFERRED_NAME, "TransferredEvent")
            else {}
        )

    def spelling(self) -> Spelling:
        """How devices are written in a new session."""
        style = _STYLES.get(self.dialect[points.DEVICE_ID])
        return Spelling() if style is None else Spelling(*style, learns=False)

    def status_of(self, answer: object) -> int:
        """The SIP status of the message that carries an answer."""
        refused = isinstance(answer, CSTAErrorCode)
        return int(self.dialect[points.FAULT_CARRIER]) if refused else 200

    def heard(self, value: Any) -> Any:
        """An application's words as the switch understands them."""
        value = plain(value)
        if not self._calls.are_plain:
            value = _rename(value, lambda each: self._calls.call(each.call_id))
        reference = getattr(value, "monitor_cross_ref_id", "")
        if self._cross_references_opaque and reference:
            number = reference.removeprefix("0_")
            known = number != reference and number.isalnum()
            value = replace(value, monitor_cross_ref_id=str(int(number, 16)) if known else "")
        return value

    def event(self, event: Any, device: str) -> Any:
        """An event, or a withdrawal, for the monitor of a device."""
        return self._referred(self._renamed(event, lambda _: device))

    def answer(self, answer: Any, line: str) -> Any:
        """The answer to a service that was asked for in the session of a line."""
        reword = self._answers.get(type(answer))
        answer = answer if reword is None else reword(answer)
        own = isinstance(answer, SnapshotDeviceResponse)

        def at(connection: ConnectionID) -> str:
            return directory_number(connection.device_id) if own else line

        return self._referred(self._renamed(answer, at))

    def octets(self, value: object, asked: str) -> bytes:
        """A body for an application that speaks the edition ``asked``."""
        return xml.encode(
            value,
            namespace=self._edition or asked,
            name=self._names.get(type(value), ""),
            prefix=self._prefix,
        )

    def _renamed(self, value: Any, device: Callable[[ConnectionID], str]) -> Any:
        if self._calls.are_plain:
            return value
        return _rename(value, lambda each: self._calls.name(each.call_id, device(each)))

    def _referred(self, value: Any) -> Any:
        reference = getattr(value, "monitor_cross_ref_id", "")
        if not (self._cross_references_opaque and reference):
            return value
        return replace(value, monitor_cross_ref_id=_opaque(int(reference)))
