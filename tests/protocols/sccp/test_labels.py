from __future__ import annotations

import pytest

from harness.protocols.sccp.labels import expand


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Alice", "Alice"),
        ("", ""),
        ("\x80\x17201", "From 201"),
        ("\x80\x13", "Your current options"),
        ("\x80\x20", "Enter number"),
        ("\x80\x05: 202", "CFwdAll: 202"),
        ("\x80\x3f", "DND"),
        ("\x1e\x04", "Login"),
        ("\x1e\x0b", "Max Phones Exceeded"),
        ("\x80\x16 \x80\x19", "Ring Out Busy"),
        ("\x80\xee", "\x80\xee"),
        ("end\x80", "end\x80"),
        ("\x80\x0a", "Resume"),
    ],
)
def test_a_label_code_is_shown_as_its_phrase(text: str, shown: str) -> None:
    assert expand(text) == shown
