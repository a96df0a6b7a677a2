"""The rules of RFC 3261 §25 in use: character sets, header names, and how values are cut apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from harness.errors import RemoteProtocolError

TOKEN = r"[A-Za-z0-9\-.!%*_+`'~]+"  # noqa: S105
QUOTED = r'"(?:[^"\\]|\\.)*"'
HOST = r"[A-Za-z0-9](?:[A-Za-z0-9\-.]*[A-Za-z0-9.])?|\[[0-9A-Fa-f:.]+\]"
PLAIN_SENT_BY = r"[A-Za-z0-9.\-]+:(?:\d{1,4}|[1-5]\d{4})"

HEADER_TEXT = bytes({*range(0x20, 0x7F), *range(0x80, 0x100), 0x09})
"""Octets a header line may hold; anything else but CRLF between lines is refused."""

COMPACT_FORMS = {
    "a": "Accept-Contact",
    "b": "Referred-By",
    "c": "Content-Type",
    "d": "Request-Disposition",
    "e": "Content-Encoding",
    "f": "From",
    "i": "Call-ID",
    "j": "Reject-Contact",
    "k": "Supported",
    "l": "Content-Length",
    "m": "Contact",
    "o": "Event",
    "r": "Refer-To",
    "s": "Subject",
    "t": "To",
    "u": "Allow-Events",
    "v": "Via",
    "x": "Session-Expires",
    "y": "Identity",
}
"""IANA's one-letter header names."""

LIST_HEADERS = frozenset(
    {
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "Alert-Info",
        "Allow",
        "Allow-Events",
        "Call-Info",
        "Contact",
        "Content-Encoding",
        "Content-Language",
        "Error-Info",
        "In-Reply-To",
        "Proxy-Require",
        "Record-Route",
        "Require",
        "Route",
        "Supported",
        "Unsupported",
        "Via",
        "Warning",
    }
)
"""Headers whose value is a comma-separated list, so that one line equals several (§7.3.1)."""

SINGLE_HEADERS = frozenset(
    {
        "Authorization",
        "Call-ID",
        "Content-Disposition",
        "Content-Length",
        "Content-Type",
        "CSeq",
        "Date",
        "Event",
        "Expires",
        "From",
        "Max-Forwards",
        "MIME-Version",
        "Min-Expires",
        "Min-SE",
        "Organization",
        "Priority",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "Reason",
        "Refer-To",
        "Referred-By",
        "Reply-To",
        "Retry-After",
        "Server",
        "Session-Expires",
        "Subject",
        "Timestamp",
        "To",
        "User-Agent",
        "WWW-Authenticate",
    }
)
"""Other headers known by name; their values are taken whole."""

AT_MOST_ONCE = ("From", "To", "Call-ID", "CSeq", "Content-Length", "Max-Forwards", "Content-Type")
"""Headers that a message cannot carry twice without contradicting itself."""

KNOWN_HEADERS = (
    LIST_HEADERS | SINGLE_HEADERS | (frozenset(COMPACT_FORMS.values()) - {"Session-Expires"})
)

_BY_LOWER = {name.lower(): name for name in KNOWN_HEADERS} | COMPACT_FORMS

_NAME = re.compile(TOKEN)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_PARAMETER = re.compile(rf"\s*;\s*({TOKEN})(?:\s*=\s*({QUOTED}|[^\s;,\"<>]+))?\s*")
_LIST_PIECE = re.compile(rf"(?:{QUOTED}|<[^<>]*>|[^,\"<])+")


def has_controls(text: str) -> bool:
    """Whether a text holds what no header line may: control characters, but for the tab."""
    return _CONTROL.search(text) is not None


def canonical(name: str) -> str:
    """The one name of a header that is spelled in any case or in compact form.

    A header that this module does not know is called by its lower case.
    """
    if name in KNOWN_HEADERS:
        return name
    lower = name.lower()
    return _BY_LOWER.get(lower, lower)


@lru_cache(256)
def is_token(text: str) -> bool:
    """Whether ``text`` is a token."""
    return _NAME.fullmatch(text) is not None


def split_list(value: str) -> list[str]:
    """The elements of a comma-separated value; commas in quotes and angle brackets do not part.

    Raises:
        RemoteProtocolError: a quote or bracket stays open.
    """
    if "," not in value:
        return [value.strip()] if value.strip() else []
    pieces: list[str] = []
    position = 0
    while position < len(value):
        piece = _LIST_PIECE.match(value, position)
        if piece is not None:
            if text := piece.group().strip():
                pieces.append(text)
            position = piece.end()
        if position < len(value):
            if value[position] != ",":
                raise RemoteProtocolError(f"unbalanced list {value!r}", status=400)
            position += 1
    return pieces


def _parameters(text: str) -> Iterator[tuple[str, str | None]]:
    position = 0
    while position < len(text):
        found = _PARAMETER.match(text, position)
        if found is None:
            raise RemoteProtocolError(f"malformed parameters {text!r}", status=400)
        yield found.group(1).lower(), found.group(2)
        position = found.end()


def parameters(text: str) -> dict[str, str | None]:
    """The ``;name=value`` parameters that ``text`` consists of, names in lower case.

    Raises:
        RemoteProtocolError: it is not made of parameters, or names one twice (§7.3.1).
    """
    pairs = list(_parameters(text)) if text else []
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RemoteProtocolError(f"a parameter twice in {text!r}", status=400)
    return found


def unquoted(text: str) -> str:
    """A quoted string without its quotes and backslashes; other text as it is."""
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text
