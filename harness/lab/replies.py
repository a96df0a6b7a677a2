"""Requests that are no service of a session, and how the router answered them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.protocols.sip.messages import Response

CSTA = "application/csta+xml"
_REQUEST = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<SnapshotDevice xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3">'
    b"<snapshotObject>%s</snapshotObject>"
    b"<extensions><privateData><string>%s</string></privateData></extensions></SnapshotDevice>"
)


def snapshot_request(line: str, octets: int = 0) -> bytes:
    """A snapshot of a line is asked for, in about so many octets: private data nobody knows."""
    return _REQUEST % (line.encode(), b"x" * max(0, octets - len(_REQUEST)))


@dataclass(frozen=True, slots=True)
class Reply:
    """How the router answered something that is no service of the session."""

    status: int
    body: str
    """The root element's name; empty where there is no body."""
    allow: frozenset[str]
    accept: frozenset[str]


def reply_of(response: Response) -> Reply:
    """What a plan wants to know of an answer."""
    root = re.search(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z]\w*)", response.body)
    return Reply(
        response.status,
        root[1].decode() if root else "",
        frozenset(each.strip() for each in response.headers.all("Allow")),
        frozenset(each.strip() for each in response.headers.all("Accept")),
    )
