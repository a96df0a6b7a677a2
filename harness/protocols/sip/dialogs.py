"""Dialogs (RFC 3261 §12): who talks with whom, in which numbering, by which way."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from harness.errors import RemoteProtocolError
from harness.protocols.sip.grammar import split_list
from harness.protocols.sip.messages import Headers, Request, Response
from harness.protocols.sip.printing import body_lines, encoded
from harness.protocols.sip.values import Address, parse_name_addr, parse_uri

if TYPE_CHECKING:
    from harness.protocols.sip.session_timer import SessionWatch
    from harness.protocols.sip.transactions import ServerTransaction


class DialogState(StrEnum):
    """How far a dialog is."""

    CONFIRMED = "confirmed"
    CLOSING = "closing"
    """Our BYE is out; the other side may still speak."""
    TERMINATED = "terminated"


class DialogId(NamedTuple):
    """What tells one dialog from all others (§12)."""

    call_id: str
    local_tag: str
    remote_tag: str


@dataclass(slots=True, eq=False)
class Dialog:
    """One dialog, from its 2xx to its BYE. Compared by identity; ``id`` never changes."""

    id: DialogId
    local_uri: str
    remote_uri: str
    remote_target: str
    route_set: tuple[str, ...]
    """Route values, nearest hop first."""
    contact: str
    """Our Contact value."""
    peer: Address
    """Where the first message came from or went to; the way to a name that is no IP literal."""
    via: str
    """``SIP/2.0/UDP host:port`` of our end."""
    token: str
    """Makes this dialog's branches unique."""
    local_cseq: int = 0
    remote_cseq: int | None = None
    state: DialogState = DialogState.CONFIRMED
    flow: bool = False
    """Over a connection: use the one to ``peer`` while it stands."""
    destination: Address = field(init=False)
    """Where the next request goes."""
    watch: SessionWatch | None = field(init=False, default=None, repr=False)
    unacknowledged: ServerTransaction | None = field(init=False, default=None, repr=False)
    """The INVITE whose 2xx still waits for its ACK."""
    inviting: bool = field(init=False, default=False)
    """Whether an INVITE of ours is under way in this dialog."""
    invited: bool = field(init=False, default=False)
    """Whether an INVITE of theirs is."""
    _to_branch: str = field(init=False, default="", repr=False)
    _to_cseq: str = field(init=False, default="", repr=False)

    def __post_init__(self) -> None:
        self.way_changed()

    @property
    def call_id(self) -> str:
        """Call-ID of every message."""
        return self.id.call_id

    @property
    def local_tag(self) -> str:
        """Our tag."""
        return self.id.local_tag

    @property
    def remote_tag(self) -> str:
        """Their tag."""
        return self.id.remote_tag

    def way_changed(self) -> None:
        """Work out destination and fixed text of requests anew (§12.2.1.1)."""
        uri, routes = self.remote_target, self.route_set
        next_hop = uri
        if routes:
            next_hop = parse_name_addr(routes[0]).uri
            if "lr" not in parse_uri(next_hop).parameters:
                # A strict router wants itself as Request-URI and the target last.
                uri, routes = next_hop, (*routes[1:], f"<{uri}>")
        address = parse_uri(next_hop).address
        same_host = address is None or address[0] == self.peer[0]
        self.destination = self.peer if self.flow and same_host else address or self.peer
        route = f"Route: {', '.join(routes)}\r\n" if routes else ""
        self._to_branch = f"{uri} SIP/2.0\r\nVia: {self.via};branch="
        self._to_cseq = (
            f"\r\n{route}Max-Forwards: 70\r\n"
            f"From: <{self.local_uri}>;tag={self.id.local_tag}\r\n"
            f"To: <{self.remote_uri}>"
            f"{f';tag={self.id.remote_tag}' if self.id.remote_tag else ''}\r\n"
            f"Call-ID: {self.id.call_id}\r\nCSeq: "
        )

    def refresh_target(self, headers: Headers) -> None:
        """Take the Contact of a target refresh (§12.2), if it carries one."""
        contact = target_of(headers)
        if contact is not None and contact != self.remote_target:
            self.remote_target = contact
            self.way_changed()

    def flow_lost(self) -> None:
        """The connection is gone; the next request goes where Contact says."""
        if self.flow:
            self.flow = False
            self.way_changed()

    def print_request(
        self,
        method: str,
        cseq: int,
        branch: str,
        *,
        lines: str = "",
        content_type: str | None = None,
        body: bytes = b"",
    ) -> bytes:
        """The octets of a request in this dialog; ``lines`` are further header lines."""
        head = (
            f"{method} {self._to_branch}{branch}{self._to_cseq}{cseq} {method}\r\n"
            f"{lines}{body_lines(content_type, body)}"
        )
        return encoded(head) + body


def target_of(headers: Headers) -> str | None:
    """The URI of Contact, where the other side wants requests of the dialog.

    Raises:
        RemoteProtocolError: there are several, or it is no SIP URI.
    """
    value = headers.get("Contact")
    if value is None:
        return None
    contacts = headers.all("Contact")
    if len(contacts) != 1:
        raise RemoteProtocolError(f"{len(contacts)} contacts for one dialog", status=400)
    uri = parse_name_addr(contacts[0]).uri
    parse_uri(uri)
    return uri


def route_set_of(headers: Headers, *, reverse: bool) -> tuple[str, ...]:
    """The route set that Record-Route gives: in order for the UAS, reversed for the UAC (§12.1).

    Raises:
        RemoteProtocolError: an entry is no SIP address.
    """
    routes = [route for value in headers.lines("Record-Route") for route in split_list(value)]
    for route in routes:
        parse_uri(parse_name_addr(route).uri)
    return tuple(reversed(routes)) if reverse else tuple(routes)


def remote_identity(message: Request | Response) -> str:
    """The other side's URI: From of its request, To of its response."""
    name = "From" if isinstance(message, Request) else "To"
    return parse_name_addr(message.headers.get(name) or "").uri
