"""What follows from an INVITE of ours: its ACK and CANCEL, and the dialog its 2xx makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.errors import LocalProtocolError, RemoteProtocolError
from harness.protocols.sip.dialogs import Dialog, DialogId, route_set_of, target_of
from harness.protocols.sip.messages import Request, Response
from harness.protocols.sip.parsing import parse
from harness.protocols.sip.printing import body_lines, encoded, header_lines
from harness.protocols.sip.transactions import ClientTransaction
from harness.protocols.sip.values import Address, parse_name_addr

if TYPE_CHECKING:
    from harness.protocols.sip.core import Core


def derived(transaction: ClientTransaction, method: str, *, to: str = "") -> bytes:
    """An ACK or CANCEL that shares URI, Via, Route and numbering with its INVITE."""
    invite = parse(transaction.octets)
    assert isinstance(invite, Request)  # noqa: S101
    headers = invite.headers
    routes = tuple(("Route", value) for value in headers.lines("Route"))
    head = (
        f"{method} {invite.uri} SIP/2.0\r\nVia: {headers.get('Via')}\r\n"
        f"{header_lines(routes)}Max-Forwards: 70\r\nFrom: {headers.get('From')}\r\n"
        f"To: {to or headers.get('To')}\r\nCall-ID: {transaction.call_id}\r\n"
        f"CSeq: {transaction.cseq} {method}\r\n{body_lines(None, b'')}"
    )
    return encoded(head)


def dialog_of(
    core: Core,
    transaction: ClientTransaction,
    response: Response,
    octets: bytes,
    source: Address,
) -> Dialog | None:
    """The dialog a 2xx to our INVITE makes (§12.1.2); what it lacks is reported."""
    envelope = response.headers.envelope
    request = parse(transaction.octets)
    assert isinstance(request, Request)  # noqa: S101
    if not envelope.to_tag:
        core.blame("a 2xx to INVITE without To tag", octets, source)
        return None
    try:
        target = target_of(response.headers)
        routes = route_set_of(response.headers, reverse=True)
    except RemoteProtocolError as error:
        core.blame(str(error), octets, source)
        target, routes = None, ()
    if target is None:
        core.blame("a 2xx to INVITE without a Contact to use", octets, source)
        target = request.uri
    dialog = core.make_dialog(
        DialogId(envelope.call_id, envelope.from_tag, envelope.to_tag),
        local_uri=parse_name_addr(request.headers.get("From") or "").uri,
        remote_uri=parse_name_addr(request.headers.get("To") or "").uri,
        remote_target=target,
        route_set=routes,
        contact=transaction.contact,
        peer=transaction.destination,
    )
    dialog.local_cseq = transaction.cseq
    return dialog


def checked_address(text: str) -> str:
    """``text`` as a name-addr without tag, whether it came with angle brackets or bare."""
    full = text if "<" in text else f"<{text}>"
    try:
        parsed = parse_name_addr(full)
    except RemoteProtocolError as error:
        raise LocalProtocolError(f"no address to send to or from: {text!r}") from error
    if parsed.tag or "\r" in full or "\n" in full:
        raise LocalProtocolError(f"an address with tag or line end: {text!r}")
    return full
