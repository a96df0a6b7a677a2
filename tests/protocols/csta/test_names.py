from __future__ import annotations

import copy

import pytest

from harness.protocols.csta import names
from harness.protocols.csta.names import Cause, LocalConnectionState


def test_a_cause_outside_the_list_survives_and_can_be_told_apart() -> None:
    odd = Cause("vendorCause")
    assert (odd, odd.value, odd.name) == ("vendorCause", "vendorCause", "vendorCause")
    assert odd not in Cause
    assert Cause.BUSY in Cause
    assert copy.deepcopy(odd) == Cause("vendorCause") != Cause.BUSY
    assert len({odd, Cause("vendorCause"), Cause.BUSY}) == 2


def test_a_cause_is_a_text() -> None:
    with pytest.raises(ValueError, match="is not a valid Cause"):
        Cause(7)  # type: ignore[arg-type]


def test_a_closed_list_stays_closed() -> None:
    with pytest.raises(ValueError, match="idle"):
        LocalConnectionState("idle")


def test_a_name_is_its_wire_text_in_upper_snake_case() -> None:
    lists = (Cause, names.OperationFault, names.StateFault, names.SystemStatus)
    for member in (each for words in lists for each in words):
        assert member.name.replace("_", "").lower() == member.value.lower()
