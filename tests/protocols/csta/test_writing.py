from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.oracle.schema import SchemaJudge
from harness.protocols.csta import shapes
from harness.protocols.csta.elements import ELEMENTS
from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.names import LocalConnectionState, SimpleCallState, Unidentified
from harness.protocols.csta.services import SnapshotDeviceResponse
from harness.protocols.csta.shapes import Child, children_of
from harness.protocols.csta.types import (
    Catalogue,
    Choice,
    ConnectionID,
    Content,
    FeatureGroup,
    GlobalCallLinkageID,
    LocalCallState,
    MonitorObject,
    Presence,
    SnapshotCallData,
    SnapshotDeviceData,
    rcc_line,
)
from harness.protocols.csta.writing import escape, quote
from harness.protocols.csta.xml import decode, encode

JUDGE = SchemaJudge()
TEXT = st.text("0123456789#*+&<>é", min_size=1, max_size=4)
CONNECTIONS = st.builds(ConnectionID, TEXT, TEXT | st.just("")) | st.builds(
    ConnectionID, device_id=TEXT
)
REASONS = {
    "deviceIdentifier": [Unidentified.NOT_KNOWN, Unidentified.RESTRICTED],
    "deviceID": [Unidentified.NOT_KNOWN, Unidentified.RESTRICTED],
    "numberDialed": list(Unidentified),
}


def _either(kind: type, **alternatives: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(*(st.builds(kind, **{each: alternatives[each]}) for each in alternatives))


def _snapshot(kind: type, item: shapes.Shape) -> st.SearchStrategy[Any]:
    return _either(kind, service_cross_ref_id=TEXT, snapshot_data=_values(item, least=0))


ONE_OF = {
    ConnectionID: lambda: CONNECTIONS,
    MonitorObject: lambda: _either(MonitorObject, device_object=TEXT, call_object=CONNECTIONS),
    GlobalCallLinkageID: lambda: _either(
        GlobalCallLinkageID, sub_domain_call_linkage_id=TEXT, globally_unique_call_linkage_id=TEXT
    ),
    LocalCallState: lambda: _either(
        LocalCallState,
        compound_call_state=st.tuples(st.sampled_from(LocalConnectionState)),
        simple_call_state=st.sampled_from(SimpleCallState),
        unknown=st.just(True),
    ),
    SnapshotDeviceData: lambda: _snapshot(
        SnapshotDeviceData, children_of(SnapshotDeviceData)[1].shape
    ),
    SnapshotCallData: lambda: _snapshot(SnapshotCallData, children_of(SnapshotCallData)[1].shape),
}
NOT_THE_STANDARDS = {(SnapshotDeviceResponse, "service_cross_ref_id")}
STANDARD_WANTS = {
    "cause", "last_redirection_device", "monitor_cross_ref_id", "forwarding_list",
    "cross_ref_id_or_snapshot_data", "supported_services",
}  # fmt: skip


def _values(shape: shapes.Shape, *, name: str = "", least: int = 1) -> st.SearchStrategy[Any]:
    match shape:
        case shapes.Text():
            return TEXT
        case shapes.Number():
            return st.integers(1, 100)
        case shapes.Truth():
            return st.booleans()
        case shapes.Word(words):
            return st.sampled_from(words)
        case shapes.Open():
            return st.builds(Content, st.just(name), text=TEXT)
        case shapes.Private():
            return st.builds(rcc_line, TEXT)
        case Choice(identifier):
            return TEXT | st.sampled_from(REASONS[identifier])
        case Presence():
            return st.just(value=True)
        case Catalogue():
            return st.just((FeatureGroup("someList", ("one", "two")),))
        case shapes.ListOf(_, item):
            return st.lists(_values(item), min_size=least, max_size=2).map(tuple)
        case shapes.Record(kind):
            return ONE_OF[kind]() if kind in ONE_OF else messages(kind)
        case _:
            raise AssertionError(shape)


def _field(child: Child) -> st.SearchStrategy[Any]:
    values = _values(child.shape, name=child.element)
    wanted = child.required or child.field in STANDARD_WANTS
    return values if wanted else values | st.just(child.absent)


def messages(kind: type) -> st.SearchStrategy[Any]:
    children = (each for each in children_of(kind) if (kind, each.field) not in NOT_THE_STANDARDS)
    return st.builds(kind, **{each.field: _field(each) for each in children})


@pytest.mark.parametrize("kind", sorted(ELEMENTS.keys() - {CSTAErrorCode}, key=str))
def test_whatever_is_written_the_judge_accepts_and_the_reader_understands(kind: type) -> None:
    @settings(max_examples=20, database=None)
    @given(messages(kind))
    def holds(value: object) -> None:
        octets = encode(value)
        assert JUDGE.objections(octets) == []
        assert decode(octets).value == value

    holds()


@pytest.mark.parametrize(
    ("text", "written"),
    [("plain", "plain"), ("a&b<c>d", "a&amp;b&lt;c&gt;d"), ("\r\n", "&#13;\n"), ("\"'", "\"'")],
)
def test_character_data_is_escaped_where_xml_needs_it(text: str, written: str) -> None:
    assert escape(text) == written


def test_an_attribute_keeps_its_quotes_and_line_ends() -> None:
    assert quote('a"<&\n\t\r') == '"a&quot;&lt;&amp;&#10;&#9;&#13;"'
