from __future__ import annotations

from harness.protocols.csta.elements import ELEMENTS
from harness.standin.features import EVENTS, FEATURES


def test_every_event_that_can_be_reported_is_listed() -> None:
    assert FEATURES.events == {ELEMENTS[each].feature.partition("/")[2] for each in EVENTS}


def test_features_stand_in_the_groups_of_the_standard() -> None:
    assert [group.group for group in FEATURES.supported_services] == [
        "snapshotServList",
        "callControlServList",
        "callAssociatedServList",
        "logicalServList",
        "physDevServList",
    ]
