"""Octets to messages: one whole message in, a value or a reasoned refusal out."""

from __future__ import annotations

import re
from functools import lru_cache

from harness.errors import RemoteProtocolError
from harness.protocols.sip.grammar import (
    HEADER_TEXT,
    KNOWN_HEADERS,
    PLAIN_SENT_BY,
    TOKEN,
    has_controls,
    is_token,
)
from harness.protocols.sip.messages import Envelope, Headers, Message, Request, Response
from harness.protocols.sip.values import parse_name_addr

VERSION = "SIP/2.0"
_HEAD_END = b"\r\n\r\n"
_PLAIN = re.compile(
    rf"([^\r]*)\r\nVia: (SIP/2\.0/[A-Z]+ ({PLAIN_SENT_BY});branch=({TOKEN}))"
    r"(?:\r\nMax-Forwards: (\d+))?\r\nFrom: ([^\r]*)\r\nTo: ([^\r]*)\r\nCall-ID: ([!-~]+)"
    r"\r\nCSeq: ((\d{1,9}) ([A-Z]+))(?:\r\n(.*))?",
    re.DOTALL | re.ASCII,
)
_IN_TAIL = KNOWN_HEADERS - {"Via", "Max-Forwards", "From", "To", "Call-ID", "CSeq"}
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
    text = head.decode("utf-8", "surrogateescape")
    read = _read_plain(text) or _read_any(head, text)
    if read is None:
        return _parse_odd(octets, head)
    start, headers = read
    body = octets[end + 4 :]
    length = headers.get("Content-Length")
    if length is not None and length != str(len(body)):
        body = _cut(body, length)
    envelope = headers.envelope
    if start.startswith("SIP/2.0 "):
        status, reason = _status_line(start)
        return Response(status, reason, headers, body)
    method, uri = _request_line(start)
    if envelope.method != method:
        raise RemoteProtocolError(f"CSeq of {envelope.method} in {method}", status=400)
    return Request(method, uri, headers, body)


def _read_plain(text: str) -> tuple[str, Headers] | None:
    """Start line and headers of a head in the order that most senders use, at half the cost.

    ``None`` sends everything else, the malformed included, by the general way.
    """
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    # No control character is in what the expression let through, nor in what is remembered.
    start, via, sent_by, branch, hops, sender, receiver, call_id, cseq, number, method, tail = (
        found.groups()
    )
    first = {"Via": via}
    if hops is not None:
        first["Max-Forwards"] = hops
    first["From"] = sender
    first["To"] = receiver
    first["Call-ID"] = call_id
    first["CSeq"] = cseq
    if tail is not None:
        others = _read_tail(tail)
        if others is None:
            return None
        first |= others
    tags = parse_name_addr(sender).tag, parse_name_addr(receiver).tag
    envelope = Envelope(branch, sent_by, *tags, call_id, int(number), method)
    return start, Headers(plain=first, envelope=envelope)


@lru_cache(1024)
def _read_tail(text: str) -> dict[str, str] | None:
    """The headers behind CSeq, if each is known and stands once; the same few end most messages."""
    lines = text.split("\r\n")
    first = {name: value for line in lines for name, _, value in (line.partition(": "),)}
    plain = len(first) == len(lines) and _IN_TAIL.issuperset(first)
    return first if plain and not has_controls("".join(lines)) else None


def _read_any(head: bytes, text: str) -> tuple[str, Headers] | None:
    """Start line and headers of any head; ``None`` if its octets make no lines."""
    start, *lines = text.split("\r\n")
    # What is left without text must be the ends of the lines: finds lone CR, LF, NUL at once.
    if not start or head.translate(None, HEADER_TEXT) != b"\r\n" * len(lines):
        return None
    return start, Headers.from_lines(lines)


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


def _refuse_controls(line: str) -> None:
    if has_controls(line):
        raise RemoteProtocolError(f"control characters in {line!r}", status=400)


@lru_cache(256)
def _status_line(line: str) -> tuple[int, str]:
    _refuse_controls(line)
    status, space, reason = line[8:].partition(" ")
    if len(status) != 3 or not (status.isascii() and status.isdecimal()) or not space:
        raise RemoteProtocolError(f"no status line: {line!r}", status=400)
    if not "1" <= status[0] <= "6":
        raise RemoteProtocolError(f"a status of no class: {status}", status=400)
    return int(status), reason


@lru_cache(1024)
def _request_line(line: str) -> tuple[str, str]:
    _refuse_controls(line)
    parts = line.split(" ")
    if len(parts) != 3:
        raise RemoteProtocolError(f"no request line: {line!r}", status=400)
    method, uri, version = parts
    if version != VERSION and version.upper() != VERSION:
        status = 505 if version.upper().startswith("SIP/") else 400
        raise RemoteProtocolError(f"version {version!r}", status=status)
    if not is_token(method) or _URI.fullmatch(uri) is None:
        raise RemoteProtocolError(f"no request line: {line!r}", status=400)
    return method, uri
