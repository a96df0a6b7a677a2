"""Octets to messages: one whole message in, a value or a reasoned refusal out."""

from __future__ import annotations

import re
from functools import lru_cache

from harness.errors import RemoteProtocolError
from harness.protocols.sip.grammar import HEADER_TEXT, is_token
from harness.protocols.sip.messages import Headers, Message, Request, Response

VERSION = "SIP/2.0"
_HEAD_END = b"\r\n\r\n"
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"]+")


def parse(octets: bytes) -> Message:
    """Read one message, as a datagram or a framer gave it.

    The head is UTF-8, other octets survive as surrogates; the body is whatever octets it is.
    Via, From, To, Call-ID and CSeq are checked here, the other headers where they are used.

    Raises:
        RemoteProtocolError: it is not SIP, or not as RFC 3261 has it; ``status`` is what answers
            such a request (400, 505).
    """
    end = octets.find(_HEAD_END)
    if end <= 0:
        return _parse_odd(octets, b"")
    head = octets[:end]
    lines = head.decode("utf-8", "surrogateescape").split("\r\n")
    # What is left without text must be the ends of the lines: finds lone CR, LF, NUL at once.
    start = lines.pop(0)
    if not start or head.translate(None, HEADER_TEXT) != b"\r\n" * len(lines):
        return _parse_odd(octets, head)
    headers = Headers.from_lines(lines)
    envelope = headers.envelope
    body = octets[end + 4 :]
    length = headers.get("Content-Length")
    if length is not None and length != str(len(body)):
        body = _cut(body, length)
    if start.startswith("SIP/2.0 "):
        status, reason = _status_line(start)
        return Response(status, reason, headers, body)
    method, uri = _request_line(start)
    if envelope.method != method:
        raise RemoteProtocolError(f"CSeq of {envelope.method} in {method}", status=400)
    return Request(method, uri, headers, body)


def _parse_odd(octets: bytes, head: bytes) -> Message:
    # RFC 3261 §7.5: empty lines before the start line are ignored.
    stripped = octets.lstrip(b"\r\n")
    if stripped != octets and stripped:
        return parse(stripped)
    if not head:
        raise RemoteProtocolError("no empty line ends the headers", status=400)
    control = next((octet for octet in head if octet < 0x20 and octet not in b"\t\r\n"), None)
    what = "a lone CR or LF" if control is None else f"the control character {control:#04x}"
    raise RemoteProtocolError(f"{what} in the headers", status=400)


def _cut(body: bytes, length: str) -> bytes:
    if not (length.isascii() and length.isdecimal()) or len(length) > 9:
        raise RemoteProtocolError(f"no Content-Length: {length!r}", status=400)
    # RFC 3261 §18.3: too long is an error, octets beyond the length are discarded.
    if int(length) > len(body):
        raise RemoteProtocolError(
            f"Content-Length is {int(length)}, the body has {len(body)} octets", status=400
        )
    return body[: int(length)]


def _status_line(line: str) -> tuple[int, str]:
    status, space, reason = line[8:].partition(" ")
    if len(status) != 3 or not (status.isascii() and status.isdecimal()) or not space:
        raise RemoteProtocolError(f"no status line: {line!r}", status=400)
    if not "1" <= status[0] <= "6":
        raise RemoteProtocolError(f"a status of no class: {status}", status=400)
    return int(status), reason


def _request_line(line: str) -> tuple[str, str]:
    parts = line.split(" ")
    if len(parts) != 3:
        raise RemoteProtocolError(f"no request line: {line!r}", status=400)
    method, uri, version = parts
    if version != VERSION and version.upper() != VERSION:
        status = 505 if version.upper().startswith("SIP/") else 400
        raise RemoteProtocolError(f"version {version!r}", status=status)
    if not _is_method(method) or not _is_uri(uri):
        raise RemoteProtocolError(f"no request line: {line!r}", status=400)
    return method, uri


_is_method = lru_cache(256)(is_token)


@lru_cache(1024)
def _is_uri(text: str) -> bool:
    return _URI.fullmatch(text) is not None
