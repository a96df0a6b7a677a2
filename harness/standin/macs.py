"""MAC addresses as they are typed and as IOS prints them."""

from __future__ import annotations

import re

_NOT_HEX = re.compile(r"[^0-9A-Fa-f]")


def plain_mac(text: str) -> str:
    """Any common spelling of a MAC address as twelve upper-case hexadecimal digits."""
    return _NOT_HEX.sub("", text).upper()


def dotted_mac(mac: str) -> str:
    """A MAC address as IOS prints it: ``001E.4A34.A35F``."""
    return ".".join(mac[start : start + 4] for start in (0, 4, 8))
