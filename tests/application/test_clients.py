from __future__ import annotations

import pytest

from harness.application.clients import MOC, SDK


@pytest.mark.parametrize(
    ("number", "moc", "sdk"),
    [
        ("201", "tel:201", "201"),
        ("+14085550201", "tel:+14085550201", "+14085550201"),
        ("*67", "tel:*67", "*67"),
        ("tel:201", "tel:201", "tel:201"),
        ("sip:201@10.0.0.1", "sip:201@10.0.0.1", "sip:201@10.0.0.1"),
        ("", "", ""),
    ],
)
def test_each_client_writes_numbers_in_its_own_style(number: str, moc: str, sdk: str) -> None:
    assert MOC.device_of(number) == moc
    assert SDK.device_of(number) == sdk
