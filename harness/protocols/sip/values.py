"""What stands inside the headers that matching and routing need: addresses, Via, CSeq, URIs.

Texts become values once and are remembered: a dialog repeats its From, To and Contact in every
message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from harness.errors import RemoteProtocolError
from harness.protocols.sip.grammar import (
    HOST,
    PLAIN_SENT_BY,
    QUOTED,
    TOKEN,
    has_controls,
    parameters,
    split_list,
    unquoted,
)

Address = tuple[str, int]
"""Host and port of a socket."""

DEFAULT_PORT = 5060
MAGIC_COOKIE = "z9hG4bK"
"""How a branch begins that is unique by itself (RFC 3261 §8.1.1.7)."""

_REMEMBERED = 4096

_NAME_ADDR = re.compile(
    rf"\s*(?:({QUOTED})|((?:{TOKEN}\s*)*))\s*<\s*([A-Za-z][A-Za-z0-9+.\-]*:[^\s<>]+)\s*>(.*)",
    re.DOTALL | re.ASCII,
)
_ADDR_SPEC = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.\-]*:[^\s<>;,?\"]+)(.*)", re.DOTALL | re.ASCII)
_SIP_URI = re.compile(
    rf"(sips?):(?:([^@:<>\s\"]+)(?::([^@<>\s\"]*))?@)?({HOST})(?::(\d{{1,5}}))?(;[^?]*)?(?:\?(.*))?",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
_VIA = re.compile(
    rf"\s*SIP\s*/\s*2\.0\s*/\s*({TOKEN})\s+({HOST})(?:\s*:\s*(\d{{1,5}}))?\s*(;.*)?",
    re.DOTALL | re.ASCII,
)
_PLAIN_VIA = re.compile(rf"SIP/2\.0/[A-Z]+ ({PLAIN_SENT_BY});branch=({TOKEN})", re.ASCII)
_CSEQ = re.compile(rf"\s*(\d{{1,10}})\s+({TOKEN})\s*", re.ASCII)
_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class NameAddr:
    """The value of From, To, Contact, Route: a URI, perhaps with a name and parameters."""

    uri: str
    display_name: str = ""
    parameters: dict[str, str | None] = field(default_factory=dict, hash=False)
    tag: str = ""
    """The ``tag`` parameter; empty where there is none."""


@lru_cache(_REMEMBERED)
def parse_name_addr(text: str) -> NameAddr:
    """Read ``"Alice" <sip:alice@host>;tag=1`` or ``sip:alice@host;tag=1`` (§20.10).

    Raises:
        RemoteProtocolError: neither form fits.
    """
    if has_controls(text):
        raise RemoteProtocolError(f"control characters in {text!r}", status=400)
    found = _NAME_ADDR.fullmatch(text)
    if found is not None:
        name = unquoted(found.group(1)) if found.group(1) else found.group(2).strip()
        uri, rest = found.group(3), found.group(4)
    else:
        found = _ADDR_SPEC.fullmatch(text)
        if found is None:
            raise RemoteProtocolError(f"no address in {text!r}", status=400)
        name, uri, rest = "", found.group(1), found.group(2)
    given = parameters(rest.rstrip())
    tag = given.get("tag", "")
    if tag is None or ("tag" in given and not tag):
        raise RemoteProtocolError(f"a tag without value in {text!r}", status=400)
    return NameAddr(uri, name, given, tag)


@dataclass(frozen=True, slots=True)
class SipUri:
    """A ``sip:`` or ``sips:`` URI (§19.1)."""

    scheme: str
    user: str
    host: str
    port: int | None = None
    parameters: dict[str, str | None] = field(default_factory=dict, hash=False)

    @property
    def address(self) -> Address | None:
        """The socket address, if the host is an IPv4 literal and needs no look-up."""
        if _IPV4.fullmatch(self.host) is None:
            return None
        return self.host, self.port or DEFAULT_PORT


@lru_cache(_REMEMBERED)
def parse_uri(text: str) -> SipUri:
    """Read a SIP or SIPS URI.

    Raises:
        RemoteProtocolError: it is another kind of URI, or none (status 416).
    """
    found = _SIP_URI.fullmatch(text)
    port = int(found.group(5)) if found is not None and found.group(5) else None
    if found is None or (port is not None and not 0 < port < 65536):
        raise RemoteProtocolError(f"no SIP URI: {text!r}", status=416)
    scheme, user, _, host = found.group(1, 2, 3, 4)
    return SipUri(scheme.lower(), user or "", host, port, _uri_parameters(found.group(6) or ""))


def _uri_parameters(text: str) -> dict[str, str | None]:
    pairs = (piece.partition("=") for piece in text.split(";") if piece)
    return {name.lower(): value if equals else None for name, equals, value in pairs}


@dataclass(frozen=True, slots=True)
class Via:
    """One hop of a message's way (§20.42)."""

    transport: str
    host: str
    port: int | None
    parameters: dict[str, str | None] = field(default_factory=dict, hash=False)

    @property
    def sent_by(self) -> str:
        """Host and port as the sender wrote them."""
        return self.host if self.port is None else f"{self.host}:{self.port}"

    @property
    def branch(self) -> str:
        """The transaction's identifier; empty from an RFC 2543 sender."""
        return self.parameters.get("branch") or ""


def parse_via(text: str) -> Via:
    """Read one Via value.

    Raises:
        RemoteProtocolError: it is none.
    """
    found = _VIA.fullmatch(text)
    port = int(found.group(3)) if found is not None and found.group(3) else None
    if found is None or (port is not None and not 0 < port < 65536):
        raise RemoteProtocolError(f"no Via value: {text!r}", status=400)
    return Via(found.group(1), found.group(2), port, parameters((found.group(4) or "").rstrip()))


def read_hop(text: str) -> tuple[str, str]:
    """Branch and sent-by of the first value in a Via line, which is all that matching needs.

    Raises:
        RemoteProtocolError: it has none.
    """
    plain = _PLAIN_VIA.fullmatch(text)
    if plain is not None:
        return plain.group(2), plain.group(1)
    hops = split_list(text)
    if not hops:
        raise RemoteProtocolError("an empty Via", status=400)
    hop = parse_via(hops[0])
    return hop.branch, hop.sent_by


@lru_cache(_REMEMBERED)
def parse_cseq(text: str) -> tuple[int, str]:
    """Read number and method of a CSeq (§20.16).

    Raises:
        RemoteProtocolError: it is none, or its number needs more than 32 bits (§8.1.1.5).
    """
    found = _CSEQ.fullmatch(text)
    if found is None or int(found.group(1)) >= 1 << 32:
        raise RemoteProtocolError(f"no CSeq value: {text!r}", status=400)
    return int(found.group(1)), found.group(2)
