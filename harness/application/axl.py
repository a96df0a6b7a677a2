"""An application's way to the router's XML API: one request over HTTP, one answer.

Envelopes as Cisco's *XML Provider Developer Guide* prints them; the answer's fields are taken
wherever they stand, since 8.5 nests what earlier versions tell flat.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree

from harness.errors import RemoteProtocolError
from harness.protocols.http import HttpRequest
from harness.runtime.clock import Deadline
from harness.runtime.fetching import fetch
from harness.runtime.loop import BackgroundLoop
from harness.runtime.wire import Address, Wire

PATH = "/ios_xml_app/cme"
Fields = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AxlUser:
    """Who asks, as ``xml user`` has it."""

    name: str
    password: str


@dataclass(frozen=True, slots=True)
class AxlAnswer:
    """What came back."""

    status: int
    """Of HTTP: 200 when the request was served."""
    fields: tuple[tuple[str, str], ...] = ()
    """Every element with a text, in order."""

    def told(self, name: str) -> str:
        """The first field of that name; empty when there is none."""
        return next((value for each, value in self.fields if each == name), "")


class AxlClient:
    """One application that uses the XML API."""

    def __init__(self, server: Address, *, loop: BackgroundLoop, wire: Wire, witness: str) -> None:
        self._server = server
        self._loop = loop
        self._wire = wire
        self._witness = witness

    def ask(
        self, method: str, fields: Fields, *, user: AxlUser | None, deadline: Deadline
    ) -> AxlAnswer:
        """Send one request and read its answer.

        Raises:
            RouterUnreachable: nobody answers.
            RemoteProtocolError: the answer is no XML.
        """
        told = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields)
        headers = [("Host", self._server[0]), ("Content-Type", "text/xml"), ("Connection", "close")]
        if user is not None:
            pair = base64.b64encode(f"{user.name}:{user.password}".encode()).decode("ascii")
            headers.append(("Authorization", f"Basic {pair}"))
        request = HttpRequest("POST", PATH, tuple(headers), _enveloped(method, told).encode())
        asking = fetch(
            request, self._server, wire=self._wire, witness=self._witness,
            seconds=deadline.remaining,
        )  # fmt: skip
        answer = self._loop.call(asking, deadline)
        return AxlAnswer(answer.status, _fields(answer.body) if answer.status == 200 else ())


def _enveloped(method: str, told: str) -> str:
    return (
        '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><SOAP-ENV:Body><axl>'
        f'<request xsi:type="{method}"><{method}>{told}</{method}></request>'
        "</axl></SOAP-ENV:Body></SOAP-ENV:Envelope>"
    )


def _fields(body: bytes) -> tuple[tuple[str, str], ...]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as problem:
        raise RemoteProtocolError(f"the XML API answered no XML: {problem.msg}") from None
    return tuple(
        (etree.QName(each).localname, str(each.text))
        for each in root.iter("*")
        if each.text and not len(each)
    )
