import dataclasses

import pytest

from harness.expect import csta
from harness.expect.patterns import Call
from harness.protocols.csta import events

PATTERNS = sorted(csta._PATTERNS, key=lambda pattern: pattern.__name__)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.__name__)
def test_every_row_names_fields_that_its_event_has(pattern):
    shape = pattern.shape
    event = getattr(events, shape.event)
    fields = {field.name for field in dataclasses.fields(event)}

    named = {name for name, _ in pattern(Call()).devices()}
    asked = {shape.connection, shape.subject, *named} - {""}
    assert asked <= fields, asked - fields
    assert {"cause", "local_connection_info"} <= fields


def test_every_pattern_is_found_by_its_event():
    assert {shape.event for shape in csta.SHAPES.values()} == set(csta.SHAPES)
    assert all(pattern.shape.event in csta.SHAPES for pattern in PATTERNS)
