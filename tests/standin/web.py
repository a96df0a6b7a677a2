"""The stand-in's web server on a loop of its own, and the standard library's HTTP client."""

from __future__ import annotations

import base64
import http.client
from urllib.parse import urlencode

from lxml import etree

from harness.runtime.clock import Deadline
from harness.runtime.loop import BackgroundLoop
from harness.runtime.wire import Wire
from harness.standin.cli.host import CliHost
from harness.standin.http import WebServer
from harness.standin.operations import Operations

CAROL = "SEP0019E7FF1E30"
ALICE = "SEP001E4A34A35F"
ENVELOPE = (
    '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><SOAP-ENV:Body><axl>'
    '<request xsi:type="{method}"><{method}>{told}</{method}></request>'
    "</axl></SOAP-ENV:Body></SOAP-ENV:Envelope>"
)


class Site:
    """A web server on a loop of its own, and a stock client."""

    def __init__(self, host: CliHost, operations: Operations) -> None:
        self.host = host
        self.operations = operations
        self.complaints: list[str] = []
        self.loop = BackgroundLoop()
        self.loop.start()
        self.server = self.loop.call(self._open(), Deadline.after(5, "a web server"))

    async def _open(self) -> WebServer:
        return await WebServer(
            self.host,
            wire=Wire(),
            served=lambda: None,
            complain=lambda _, problem: self.complaints.append(problem),
        ).open(("127.0.0.1", 0))

    def close(self) -> None:
        self.loop.call(self.server.close(), Deadline.after(5, "its end"))
        self.loop.close()

    def client(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(*self.server.local, timeout=5)

    def get(self, path: str, **query: str) -> tuple[int, etree._Element | None]:
        connection = self.client()
        connection.request("GET", f"{path}?{urlencode(query)}" if query else path)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, etree.fromstring(body) if body else None

    def post(
        self, method: str, told: str = "", *, user: str = "labxml", password: str = "lab123"
    ) -> tuple[int, dict[str, str]]:
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        connection = self.client()
        body = ENVELOPE.format(method=method, told=told)
        headers = {"Authorization": f"Basic {pair}"} if user else {}
        connection.request("POST", "/ios_xml_app/cme", body, headers)
        answer = connection.getresponse()
        octets = answer.read()
        connection.close()
        fields = etree.fromstring(octets).iter() if octets else iter(())
        return answer.status, {
            etree.QName(each).localname: each.text or "" for each in fields if not len(each)
        }
