"""Typed octets in, expected values out, and back octet for octet: every message, every version."""

from __future__ import annotations

import pytest

from harness.protocols.sccp import messages as m
from tests.protocols.sccp.layouts import NEWEST, ROWS, Row

EACH = pytest.mark.parametrize(
    "row", [pytest.param(each, id=f"{type(each.message).__name__}-{each.first}") for each in ROWS]
)


def test_every_message_has_typed_octets_at_every_version() -> None:
    covered: dict[type, set[int]] = {}
    for row in ROWS:
        versions = range(row.first, row.last + 1)
        covered.setdefault(type(row.message), set()).update(versions)
    missing = {
        kind.__name__: sorted(set(range(NEWEST + 1)) - covered.get(kind, set()))
        for kind in m.MESSAGES.values()
        if covered.get(kind, set()) != set(range(NEWEST + 1))
    }
    assert missing == {}


@EACH
def test_typed_octets_are_read_as_the_value_at_each_version(row: Row) -> None:
    number = m.number_of(type(row.message))
    for version in range(row.first, row.last + 1):
        assert m.decode(number, row.body, version=version) == row.message, version


@EACH
def test_the_value_is_written_as_the_typed_octets_at_each_version(row: Row) -> None:
    head = (len(row.body) + 4, 0, m.number_of(type(row.message)))
    frame = b"".join(word.to_bytes(4, "little") for word in head) + row.body
    for version in range(row.first, row.last + 1):
        assert m.encode(row.message, version=version).hex(" ", 4) == frame.hex(" ", 4), version
