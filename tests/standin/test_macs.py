from __future__ import annotations

from harness.standin.macs import dotted_mac, plain_mac


def test_addresses_have_one_spelling_inside_and_one_outside() -> None:
    assert plain_mac("001e.4a34.a35f") == plain_mac("00:1E:4A:34:A3:5F") == "001E4A34A35F"
    assert dotted_mac("001E4A34A35F") == "001E.4A34.A35F"
