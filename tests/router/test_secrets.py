from __future__ import annotations

import pytest

from harness.router.secrets import redact


@pytest.mark.parametrize(
    ("line", "readable"),
    [
        ("enable secret 5 $1$abcd$hush", "enable secret 5 <hidden>"),
        ("enable password hush", "enable password <hidden>"),
        (" user user204 password hush", " user user204 password <hidden>"),
        ("username a privilege 15 secret 5 $1$hush", "username a privilege 15 secret 5 <hidden>"),
        ("username admin password 7 0822hush", "username admin password 7 <hidden>"),
        (" xml user labxml password hush 15", " xml user labxml password <hidden> 15"),
        (" web admin system name a password hush", " web admin system name a password <hidden>"),
        (" pin 4711", " pin <hidden>"),
        ("snmp-server community hush RO", "snmp-server community <hidden> RO"),
        ("crypto isakmp key hush address 10.0.0.2", "crypto isakmp key <hidden> address 10.0.0.2"),
        ("tacacs-server host 10.0.0.9 key hush", "tacacs-server host 10.0.0.9 key <hidden>"),
        ("radius-server key 7 hush", "radius-server key 7 <hidden>"),
        (" ip ospf message-digest-key 1 md5 hush", " ip ospf message-digest-key 1 md5 <hidden>"),
        ("password hush", "password <hidden>"),
        ("password cisco", "password <hidden>"),
    ],
)  # fmt: skip
def test_a_secret_is_known_by_the_keyword_before_it(line, readable):
    assert redact(line) == readable
    assert redact(readable) == readable


@pytest.mark.parametrize(
    "line",
    [
        "no service password-encryption",
        " button 1:1",
        "http://www.cisco.com/techsupport",
        " keepalive 60",
        "crypto key generate rsa",
        "voice register session-server 1",
    ],
)
def test_what_is_no_secret_stays_readable(line):
    assert redact(line) == line


def test_every_line_of_a_text_is_looked_at():
    assert redact("enable secret 5 a\n!\nline con 0\n password b\nend\n") == (
        "enable secret 5 <hidden>\n!\nline con 0\n password <hidden>\nend\n"
    )
