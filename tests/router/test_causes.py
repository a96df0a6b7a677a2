from __future__ import annotations

import pytest

from harness.router.causes import why


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("[Errno 111] Connection refused", "nothing listens there"),
        ("timed out", "nobody answers"),
        ("[Errno 113] No route to host", "no route"),
        ("[Errno -2] Name or service not known", "cannot be resolved"),
        ("Authentication failed.", "does not accept the user name and password"),
        ("Login failed - Password required, but none set: r1", "has no password"),
        ("Incompatible ssh peer (no acceptable kex algorithm)", "install paramiko below 5"),
        ("Incompatible version (1.5 instead of 2.0)", "SSH version 1 only"),
        ("Invalid key", "RSA key is too short"),
        ("[Errno 13] could not open port /dev/ttyUSB0: Permission denied", "may not open it"),
        ("[Errno 2] could not open port /dev/ttyUSB9: No such file", "no such device"),
        ("Error reading SSH protocol banner", "hung up"),
        ("Could not exclusively lock port /dev/ttyUSB0: [Errno 11] Resource", "bears one"),
        ("something new", "no prompt was seen"),
    ],
)
def test_a_cause_is_told_in_words_a_person_can_act_on(told, sentence):
    assert sentence in why(OSError(told))


def test_the_innermost_cause_counts():
    outer = ValueError("TCP connection to device failed. Incorrect hostname or IP address.")
    outer.__context__ = ConnectionRefusedError(111, "Connection refused")

    assert "nothing listens there" in why(outer)
