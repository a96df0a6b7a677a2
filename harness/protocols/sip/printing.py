"""Messages to octets.

Nothing is corrected: headers go out as they stand, so that a negative plan may say anything.
Only a missing Content-Length is added. Text that would break out of its line is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from http import HTTPStatus

from harness.errors import LocalProtocolError
from harness.protocols.sip.messages import HeaderPairs, Message, Request

_REASONS = {status.value: status.phrase for status in HTTPStatus} | {
    180: "Ringing",
    181: "Call Is Being Forwarded",
    182: "Queued",
    183: "Session Progress",
    100: "Trying",
    380: "Alternative Service",
    415: "Unsupported Media Type",
    416: "Unsupported URI Scheme",
    420: "Bad Extension",
    421: "Extension Required",
    422: "Session Interval Too Small",
    423: "Interval Too Brief",
    480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist",
    482: "Loop Detected",
    483: "Too Many Hops",
    484: "Address Incomplete",
    485: "Ambiguous",
    486: "Busy Here",
    487: "Request Terminated",
    488: "Not Acceptable Here",
    489: "Bad Event",
    491: "Request Pending",
    493: "Undecipherable",
    500: "Server Internal Error",
    503: "Service Unavailable",
    504: "Server Time-out",
    505: "Version Not Supported",
    513: "Message Too Large",
    600: "Busy Everywhere",
    603: "Decline",
    604: "Does Not Exist Anywhere",
    606: "Not Acceptable",
}


def reason_of(status: int) -> str:
    """The reason phrase RFC 3261 §21 prints beside a status."""
    return _REASONS.get(status, "Unknown")


def encoded(head: str) -> bytes:
    """The octets of a head, those of no UTF-8 included."""
    return head.encode("utf-8", "surrogateescape")


def header_lines(pairs: Iterable[tuple[str, str]]) -> str:
    """The lines of these headers; a tuple is printed once and remembered.

    Raises:
        LocalProtocolError: a name or value holds a line end.
    """
    return _remembered_lines(pairs) if isinstance(pairs, tuple) else _lines(tuple(pairs))


def _lines(pairs: tuple[tuple[str, str], ...]) -> str:
    text = "".join([f"{name}: {value}\r\n" for name, value in pairs])
    if text.count("\n") != len(pairs) or text.count("\r") != len(pairs):
        raise LocalProtocolError(f"a line end within {pairs!r}")
    return text


_remembered_lines = lru_cache(256)(_lines)


def body_lines(content_type: str | None, body: bytes) -> str:
    """The lines that describe a body, with the empty line that ends the headers."""
    if content_type is None:
        return f"Content-Length: {len(body)}\r\n\r\n"
    return f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"


def print_message(message: Message) -> bytes:
    """The octets of a message.

    Raises:
        LocalProtocolError: its start line or a header holds a line end.
    """
    if isinstance(message, Request):
        start = f"{message.method} {message.uri} SIP/2.0"
    else:
        start = f"SIP/2.0 {message.status} {message.reason}"
    if "\r" in start or "\n" in start:
        raise LocalProtocolError(f"a line end within {start!r}")
    pairs: HeaderPairs = list(message.headers)
    if "Content-Length" not in message.headers:
        pairs = [*pairs, ("Content-Length", str(len(message.body)))]
    return encoded(f"{start}\r\n{header_lines(pairs)}\r\n") + message.body
