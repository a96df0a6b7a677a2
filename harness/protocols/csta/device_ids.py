"""Device identifiers in the styles that products write them, reduced to the number that is dialled.

ECMA-269 leaves the format of a deviceID to the switching function; seen are a bare number, TEL and
SIP URIs, a TEL URI with an extension, and the canonical ``N<201>name`` form.
"""

from __future__ import annotations

import re

_STYLES = (
    re.compile(r"(?i)^tel:[^;]*;(?:.*;)?ext=(?P<number>[0-9*#]+)"),
    re.compile(r"(?i)^tel:(?P<number>[^;]+)"),
    re.compile(r"(?i)^sips?:(?P<number>[^@;>]+)"),
    re.compile(r"^[A-Z]*<(?P<number>[^>]+)>"),
    re.compile(r"^(?P<number>.*)$", re.DOTALL),
)
_VISUAL_SEPARATORS = str.maketrans("", "", " -.()")


def directory_number(device: object) -> str:
    """The dialable number inside a device identifier; its text unchanged where there is none.

    Visual separators of a TEL URI (RFC 3966 §3) are dropped.
    """
    text = str(device).strip()
    if text.isalnum():
        return text  # of no style
    for style in _STYLES:
        found = style.match(text)
        if found:
            return found["number"].translate(_VISUAL_SEPARATORS)
    return text
