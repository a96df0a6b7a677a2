from __future__ import annotations

import pytest

from harness.protocols.csta.elements import ELEMENTS
from harness.protocols.csta.names import DigitMode
from harness.protocols.csta.services import GenerateDigits
from harness.protocols.csta.shapes import Number, Text, Word, children_of, element_name


@pytest.mark.parametrize(
    ("field", "element"),
    [
        ("cause", "cause"),
        ("monitor_cross_ref_id", "monitorCrossRefID"),
        ("called_directory_number", "calledDirectoryNumber"),
        ("forward_dn", "forwardDN"),
        ("originating_nid_connection", "originatingNIDConnection"),
        ("cross_ref_id_or_snapshot_data", "crossRefIDorSnapshotData"),
        ("call_linkage_id_timestamp", "callLinkageIDTimestamp"),
    ],
)
def test_a_field_is_its_element_in_snake_case(field: str, element: str) -> None:
    assert element_name(field) == element


def test_children_stand_in_the_order_of_the_class_with_what_may_be_absent() -> None:
    shown = [(each.element, each.shape, each.required) for each in children_of(GenerateDigits)][1:5]
    assert shown == [
        ("digitMode", Word(DigitMode), False),
        ("charactersToSend", Text(), True),
        ("toneDuration", Number(), False),
        ("pulseRate", Number(), False),
    ]


def test_every_declared_class_has_a_shape() -> None:
    assert all(children_of(record) for record in ELEMENTS)
