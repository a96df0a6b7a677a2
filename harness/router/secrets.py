"""What must not leave the router's command line readable: passwords, secrets, keys, pins.

Recognised by the IOS keyword before them, never by their value: a password may be a word that
also occurs elsewhere. Erring on the side of hiding is right here.
"""

from __future__ import annotations

import re

HIDDEN = "<hidden>"

_KEYWORDS = (
    r"password",
    r"secret",
    r"pin",
    r"key-string",
    r"pre-shared-key(?: address \S+| hostname \S+)? key",
    r"(?:tacacs-server|radius-server)(?: host \S+)?.*? key",
    r"crypto isakmp key",
    r"message-digest-key \d+ md5",
    r"authentication-key(?: \d+ md5)?",
    r"snmp-server community",
    r"authentication credential \S+",
    r"ascii",
    r"wpa-psk",
    r"server-private .*? key",
    r"^\s*key",
)
# A digit between keyword and secret is IOS's mark of how it is encrypted: 0, 5, 6, 7, 8, 9.
_SECRET = re.compile(
    rf"(?P<keyword>(?:^|(?<=[ \t]))(?:{'|'.join(_KEYWORDS)})[ \t]+)(?P<kind>[056789][ \t]+)?+"
    rf"(?!{HIDDEN})(?P<secret>\S+)",
    re.MULTILINE,
)


def redact(text: str) -> str:
    """The same text with every secret replaced by ``<hidden>``; safe to apply twice.

    A key chain's own lines (``key chain NAME``, ``key 1``) lose their argument too.
    """
    return _SECRET.sub(lambda found: f"{found['keyword']}{found['kind'] or ''}{HIDDEN}", text)
