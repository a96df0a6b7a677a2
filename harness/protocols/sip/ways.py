"""How an answer finds its way: which request it belongs to, which Via it carries, where it goes."""

from __future__ import annotations

import re

from harness.protocols.sip.events import TransactionKey
from harness.protocols.sip.grammar import canonical, split_list
from harness.protocols.sip.messages import Envelope, Headers, Request
from harness.protocols.sip.printing import body_lines, encoded, header_lines, reason_of
from harness.protocols.sip.values import DEFAULT_PORT, MAGIC_COOKIE, Address, parse_via

_ECHOED = ("From", "To", "Call-ID", "CSeq")
_HEADER_LINE = re.compile(r"([A-Za-z\-]+)[ \t]*:[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*)")


def transaction_key(request: Request, envelope: Envelope, method: str) -> TransactionKey:
    """By what a request, its repetitions, its ACK and its CANCEL are one (§17.2.3)."""
    if envelope.branch.startswith(MAGIC_COOKIE):
        return TransactionKey(f"{envelope.branch} {envelope.sent_by} {method}")
    # RFC 3261 §17.2.3: the rule for senders of RFC 2543.
    parts = (request.uri, envelope.from_tag, envelope.call_id, str(envelope.cseq))
    return TransactionKey(" ".join((*parts, request.headers.get("Via") or "", method)))


def way_back(
    headers: Headers, envelope: Envelope, source: Address, *, reliable: bool
) -> tuple[Address, str]:
    """Where responses go, and their Via lines (§18.2.1, §18.2.2, RFC 3581)."""
    via = headers.get("Via") or ""
    host, port = source
    direct = envelope.sent_by == f"{host}:{port}" and "rport" not in via
    if direct and headers.stands_once("Via"):
        return source, f"Via: {via}\r\n"
    values = [value for line in headers.lines("Via") for value in split_list(line)]
    hop = parse_via(values[0])
    added = ""
    if hop.host != host or "rport" in hop.parameters:
        added = f";received={host}"
    if "rport" in hop.parameters and hop.parameters["rport"] is None:
        values[0] = re.sub(r";\s*rport(?=\s*(;|$))", f";rport={port}", values[0], count=1)
    if "received" not in hop.parameters:
        values[0] += added
    lines = "".join(f"Via: {value}\r\n" for value in values)
    if reliable or "rport" in hop.parameters:
        return source, lines
    return (host, hop.port or DEFAULT_PORT), lines


def malformed_answer(octets: bytes, status: int, *, to_tag: str) -> bytes | None:
    """The answer to what could not be parsed; ``None`` if it does not show enough for one."""
    head = octets.partition(b"\r\n\r\n")[0].decode("utf-8", "surrogateescape")
    start, *lines = head.lstrip("\r\n").split("\r\n")
    found = [match for line in lines if (match := _HEADER_LINE.fullmatch(line))]
    fields = {canonical(match.group(1)): match.group(2) for match in reversed(found)}
    method = start.partition(" ")[0]
    if start.startswith("SIP/") or method == "ACK" or not fields.keys() >= {"Via", *_ECHOED}:
        return None
    vias = [match.group(2) for match in found if canonical(match.group(1)) == "Via"]
    to = fields["To"]
    if "tag=" not in to:
        to += f";tag={to_tag}"
    pairs = [("Via", via) for via in vias]
    pairs += [(name, to if name == "To" else fields[name]) for name in _ECHOED]
    text = f"SIP/2.0 {status} {reason_of(status)}\r\n{header_lines(pairs)}"
    return encoded(text + body_lines(None, b""))
