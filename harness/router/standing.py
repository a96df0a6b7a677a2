"""Where a router stands that somebody left, by the last thing its line says. Pure.

SSH leads to EXEC only. A console, and Telnet to a terminal server, lead to whatever there is: the
ROM monitor, the first questions of a router without configuration, a boot under way.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Standing(StrEnum):
    """What a line leads to, in words that a person can act on where nothing can be typed."""

    READY = "a prompt of IOS, or its login"
    AT_REST = "`Press RETURN to get started`"
    MONITOR = "it stands in the ROM monitor, without IOS; find out why, then type `boot` there"
    UNCONFIGURED = (
        "it has no configuration and asks for one; answer `no` there, then give it an address, "
        "a user and an enable secret"
    )
    BOOTING = "it is booting; try again when its console says `Press RETURN to get started`"
    UNREADABLE = "what it says cannot be read; check the console's speed (`baud:`)"
    UNKNOWN = "it says nothing that is known; look at its console"
    SILENT = "nothing answers; check the cable, the console's speed (`baud:`) and the power"


# cme-ios.md 4.1, 4.4; the dialog's second question is that of autoinstall.
_STANDINGS: tuple[tuple[Standing, re.Pattern[str]], ...] = (
    (Standing.MONITOR, re.compile(r"(?:\A|\n)rommon \d+ ?>? ?\Z")),
    (
        Standing.UNCONFIGURED,
        re.compile(r"(?:configuration dialog\?|terminate autoinstall\?) \[[^\]\n]*\]: ?\Z"),
    ),
    (Standing.AT_REST, re.compile(r"Press RETURN to get started[.!]\s*\Z")),
    (Standing.READY, re.compile(r"(?:\A|\n)[^\s#>]+(?:\([^()\n]*\))?[#>] ?\Z")),
    (Standing.READY, re.compile(r"(?:\A|\n)(?:user ?name|login|password): ?\Z", re.IGNORECASE)),
)
_BOOTING = re.compile(r"System Bootstrap|program load complete|Self decompressing|Restricted Rig")


def standing(said: str) -> Standing | None:
    """Where a line stands that said this and now waits; ``None`` when it says more, or nothing."""
    text = said.replace("\r", "")
    return next((where for where, pattern in _STANDINGS if pattern.search(text)), None)


def silence(said: str) -> Standing:
    """What to make of a line that says no more and stands nowhere that is known."""
    if not said.strip():
        return Standing.SILENT
    readable = sum(sign.isascii() and (sign.isprintable() or sign.isspace()) for sign in said)
    if readable < len(said) / 2:
        return Standing.UNREADABLE
    return Standing.BOOTING if _BOOTING.search(said) else Standing.UNKNOWN
