from __future__ import annotations

from harness.protocols.csta.services import GetCSTAFeaturesResponse, SnapshotDeviceResponse
from harness.protocols.csta.types import (
    ConnectionID,
    Content,
    Extensions,
    FeatureGroup,
    LocalCallState,
    SnapshotDeviceData,
    SnapshotDeviceResponseInfo,
    rcc_line,
)


def test_a_connection_prints_as_a_call_at_a_device() -> None:
    assert str(ConnectionID("1001", "201")) == "1001@201"


def test_a_line_is_found_wherever_it_stands_and_only_there() -> None:
    other = Content("private", children=(Content("string", text="x"),))
    line = rcc_line("tel:201").private_data
    assert Extensions((other, *line)).line == "tel:201"
    assert Extensions((other,)).line is None


def test_features_are_named_whatever_group_they_stand_in() -> None:
    answer = GetCSTAFeaturesResponse(
        supported_services=(FeatureGroup("a", ("makeCall",)), FeatureGroup("", ("holdCall",))),
        supported_events=(FeatureGroup("b", ("held", "delivered")),),
    )
    assert answer.services == {"makeCall", "holdCall"}
    assert answer.events == {"held", "delivered"}


def test_an_idle_device_and_an_absent_snapshot_both_have_no_calls() -> None:
    call = SnapshotDeviceResponseInfo(
        connection_identifier=ConnectionID("1", "2"), local_call_state=LocalCallState(unknown=True)
    )
    answers = [None, SnapshotDeviceData("7"), SnapshotDeviceData(snapshot_data=())]
    for data in answers:
        assert SnapshotDeviceResponse(cross_ref_id_or_snapshot_data=data).calls == ()
    one = SnapshotDeviceData(snapshot_data=(call,))
    assert SnapshotDeviceResponse(cross_ref_id_or_snapshot_data=one).calls == (call,)
