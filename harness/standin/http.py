"""The stand-in's web server: phones' pages and the XML API, reached by socket only.

Nothing is served until ``ip http server``: a connection is cut at once, as near as an open port
comes to a closed one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Self

from harness.protocols.http import HttpRequest, HttpResponse, Server
from harness.runtime.tcp import TcpCarrier, TcpListener
from harness.runtime.wire import Address, Wire
from harness.standin import phone_services, xml_api
from harness.standin.cli.host import CliHost
from harness.standin.defects import Defect

_WITNESS = "router"
_METHODS = frozenset({"GET", "HEAD", "POST"})

Complain = Callable[[str, str], None]


class WebServer:
    """Every HTTP connection.

    ``served`` is called after each answer, so that what a request caused elsewhere is sent;
    ``complain`` is told who broke the protocol, and how.
    """

    def __init__(
        self,
        host: CliHost,
        *,
        wire: Wire,
        served: Callable[[], None],
        complain: Complain,
        defects: frozenset[Defect] = frozenset(),
    ) -> None:
        self._host = host
        self._wire = wire
        self._served = served
        self._complain = complain
        self._site = phone_services.Site(host.configuration, host.operations, defects)
        self._api = xml_api.Api(host, defects)
        self._connections: set[TcpCarrier] = set()
        self._closing: set[asyncio.Task[None]] = set()
        self._listener: TcpListener | None = None
        self.local: Address = ("", 0)

    async def open(self, local: Address) -> Self:
        """Listen at ``local`` (port 0 takes a free one).

        Raises:
            OSError: the address cannot be bound.
        """
        self._listener = await TcpListener.open(self._accept, local)
        self.local = self._listener.local
        return self

    async def close(self) -> None:
        """Listen no longer and end every connection."""
        if self._listener is not None:
            await self._listener.close()
        await asyncio.gather(*(each.close() for each in self._connections), *self._closing)

    def _accept(self) -> TcpCarrier:
        machine = Server()

        def notify() -> None:
            self._turn(machine, carrier)

        carrier = TcpCarrier(machine, wire=self._wire, witness=_WITNESS, notify=notify)
        self._connections.add(carrier)
        return carrier

    def _turn(self, machine: Server, carrier: TcpCarrier) -> None:
        if not self._host.configuration.http_server:
            carrier.abort()
        while carrier.is_open and (request := machine.next_request()) is not None:
            machine.respond(self._answer(request))
            self._served()
        if machine.misbehaved is not None:
            who = f"{carrier.remote[0]}:{carrier.remote[1]}"
            self._complain(who, str(machine.misbehaved))
            machine.misbehaved = None
        if machine.finished and carrier.is_open:
            self._close_later(carrier)
        if not carrier.is_open:
            self._connections.discard(carrier)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method not in _METHODS:
            return HttpResponse(405, (("Allow", ", ".join(sorted(_METHODS))),))
        if request.target.partition("?")[0] == xml_api.PATH:
            return xml_api.answer(self._api, request)
        return phone_services.answer(self._site, request) or HttpResponse(404)

    def _close_later(self, carrier: TcpCarrier) -> None:
        task = asyncio.get_running_loop().create_task(carrier.close())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
